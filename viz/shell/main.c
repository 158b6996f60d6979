/* main.c: the program: does what the command line asks for. */
#include "cli/cli.h"
#include "out/export_call.h"
#include "live.h"
#include "live_child.h"
#include "own/folder.h"
#include "own/lesson.h"
#include "own/program.h"
#include "own/words.h"
#include "session.h"
#include "lesson/folder.h"
#include "lesson/policy.h"
#include "lesson/timing.h"
#include "words/course/holds.h"
#include "words/course/orders.h"
#include "subject/subject.h"
#include "words/tell/tell.h"
#include "words/tell/against.h"
#include "words/tell/ask.h"
#include "words/tell/glossary.h"
#include "words/tell/mistakes.h"
#include "words/tell/statistics.h"
#include "words/tell/versions.h"
#include "words/tell/why.h"

#include <stdlib.h>
#include <unistd.h>

/* In the language of the call. */
static int complain(const Cli *cli, const char *sentence, int status)
{
    char said[SAID_TEXT];
    fprintf(stderr, "loopscope: %s\n", words_said(cli_language(cli), sentence, said, sizeof said));
    return status;
}

static bool finish_output(void) { return fflush(stdout) == 0 && !ferror(stdout); }

static int say_text(const Cli *cli, void (*text)(Language language, FILE *out))
{
    text(cli_language(cli), stdout);
    return finish_output() ? EXIT_DONE : complain(cli, SAID("the text cannot be written: look at where the output goes"), EXIT_FAILED);
}

static void write_version(Language language, FILE *out)
{
    (void)language;
    fputs("loopscope " LOOPSCOPE_VERSION "\n", out);
}

static int tell_why_of(const Cli *cli, const Trace *trace)
{
    switch (tell_why(cli_language(cli), trace, cli->why, cli->at_given ? cli->at : trace_count(trace), stdout)) {
    case TELL_WHY_NO_TASK:
        return complain(cli, SAID("--why names no task of this run: give a label, like \"API A\", or a number"), EXIT_FAILED);
    case TELL_WHY_FAILED:
        return complain(cli, SAID("the answer cannot be written out: look at where the output goes, and at the memory left"), EXIT_FAILED);
    case TELL_WHY_DONE: break;
    }
    return EXIT_DONE;
}

/* A lesson in the orders in which its waits can end; how to open the shortest that goes otherwise. */
static int tell_orders(Cli *cli)
{
    const Lesson *lesson = lesson_find(cli->subject);
    KnobValues values;
    Orders orders;
    char sentence[ORDERS_TEXT], timing[TIMING_TEXT];
    if (lesson != NULL && lesson_is_own(lesson)) {
        return complain(cli, SAID("--orders runs a lesson on the engine, and this one runs by Python: leave the option out"),
                        EXIT_WRONG_CALL);
    }
    if (lesson == NULL || lesson->real_time) {
        return complain(cli, SAID("--orders runs a lesson in virtual time again and again, and this is none: name a lesson"),
                        EXIT_WRONG_CALL);
    }
    if (!subject_knobs(cli, lesson, &values)) {
        return complain(cli, cli->error, EXIT_WRONG_CALL);
    }
    if (values.policy.kind != POLICY_FIRST_IN) {
        return complain(cli,
                        SAID("--orders tries what asyncio's order can show, and a policy or picks are another: leave one of the two out"),
                        EXIT_WRONG_CALL);
    }
    if (!orders_search(cli_language(cli), lesson, &values, ORDERS_MOST, NULL, NULL, &orders)) {
        return complain(cli, SAID("there is not enough memory for the orders of this lesson"), EXIT_FAILED);
    }
    printf("%s\n", orders_sentence(&orders, sentence, sizeof sentence));
    if (orders.fault != ORDER_HOLDS) {
        printf("\n  loopscope %s", lesson->name);
        for (size_t i = 0; i < cli->set_count; i++) {
            printf(" --set '%s'", cli->sets[i]);
        }
        printf(" --set 'timing=%s'\n", timing_text(&orders.timing, timing, sizeof timing));
    }
    return finish_output() ? EXIT_DONE
                           : complain(cli, SAID("the orders cannot be written out: look at where the output goes"), EXIT_FAILED);
}

/* Whether a lesson in another order than asyncio's still holds. */
static bool tell_policy(Language language, const Source *source)
{
    char sentence[HOLDS_TEXT];
    Holds holds;
    KnobValues values = knobs_of_trace(source->lesson, source->trace);
    if (source->lesson == NULL || values.policy.kind == POLICY_FIRST_IN) {
        return true;
    }
    if (!holds_look(language, source->lesson, &values, source->trace, &holds)) {
        return false;
    }
    printf("\n%s\n", holds_sentence(&holds, sentence, sizeof sentence));
    return finish_output();
}

static int tell(Cli *cli)
{
    if (cli->orders) {
        return tell_orders(cli);
    }
    Source source;
    int status = EXIT_DONE;
    if (!subject_open(cli, &source, &status)) {
        return complain(cli, cli->error, status);
    }
    if (cli->why != NULL) {
        status = tell_why_of(cli, source.trace);
        source_close(&source);
        return status;
    }
    bool told =
        cli->against != NULL ? tell_against(cli_language(cli), source.trace, cli->subject, source.usual, cli->against, stdout)
        : cli->ask           ? tell_questions(cli_language(cli), source.trace, stdout)
        : cli->statistics    ? tell_statistics(cli_language(cli), source.trace, stdout)
        : cli->at_given
            ? tell_moment(cli_language(cli), source.trace, source.lesson, cli->settings.value[SETTING_OF_CODE] != 0, cli->at, stdout)
        : cli->state
            ? tell_run_with_states(cli_language(cli), source.trace, source.lesson, cli->settings.value[SETTING_OF_CODE] != 0, stdout)
            : tell_run(cli_language(cli), source.trace, stdout);
    bool whole = cli->against == NULL && !cli->ask && !cli->statistics && !cli->at_given;
    if (told && whole) {
        told = tell_policy(cli_language(cli), &source);
    }
    if (!told) {
        status = complain(cli, SAID("the run cannot be written out: look at where the output goes, and at the memory left"), EXIT_FAILED);
    } else if (source.notice[0] != '\0') {
        status = complain(cli, source.notice, EXIT_FAILED);
    }
    source_close(&source);
    return status;
}

static int export(Cli *cli)
{
    if (cli->all_lessons) {
        return export_call_all(cli) ? EXIT_DONE : complain(cli, cli->error, EXIT_FAILED);
    }
    ExportFormat format = export_call_format(cli);
    if (format == EXPORT_UNKNOWN) {
        return complain(cli, cli->error, EXIT_WRONG_CALL);
    }
    if (cli->verb == CLI_RECORD && lesson_find(cli->subject) == NULL) {
        cli_unknown_subject(cli->subject, cli->error, sizeof cli->error);
        return complain(cli, cli->error, EXIT_WRONG_CALL);
    }
    if (!export_may_write(cli->output, cli->force, cli->error, sizeof cli->error)) {
        return complain(cli, cli->error, EXIT_FAILED);
    }
    Source source;
    int status = EXIT_DONE;
    if (!subject_open(cli, &source, &status)) {
        return complain(cli, cli->error, status);
    }
    if (format_group(format) == FORMAT_HANDOUT && !policy_is_asyncios(source.trace)) {
        source_close(&source);
        return complain(cli, SAID("a handout asks about asyncio's order, and this run has another: leave one of the two out"),
                        EXIT_WRONG_CALL);
    }
    if (!export_call(cli, &source, format)) {
        status = complain(cli, cli->error, EXIT_FAILED);
    } else if (source.notice[0] != '\0') {
        status = complain(cli, source.notice, EXIT_FAILED);
    }
    source_close(&source);
    return status;
}

static const char unwritten[] = SAID("the difference cannot be written out: look at where the output goes");

/* One of the differences between Python's versions: in the window, both runs of its example, or in words. */
static int show_version(Cli *cli, const char *program)
{
    Source source;
    const Lesson *example = example_find(cli->subject);
    if (example == NULL && example_missing(cli->subject) != NULL) {
        return tell_version_missing(cli_language(cli), cli->subject, stdout) ? EXIT_DONE : complain(cli, unwritten, EXIT_FAILED);
    }
    if (example == NULL) {
        snprintf(cli->error, sizeof cli->error, SAID("there is no difference %.100s: loopscope versions names them all"), cli->subject);
        return complain(cli, cli->error, EXIT_WRONG_CALL);
    }
    if (!source_record_example(&source, example)) {
        return complain(cli, source.notice, EXIT_FAILED);
    }
    if (cli->tell) {
        bool told = tell_version(cli_language(cli), example, source.usual, source.trace, stdout);
        source_close(&source);
        return told ? EXIT_DONE : complain(cli, unwritten, EXIT_FAILED);
    }
    if (!cli->given[SETTING_OF_CODE]) { /* who asks knows Python */
        cli->given[SETTING_OF_CODE] = true;
        cli->settings.value[SETTING_OF_CODE] = 1;
    }
    async_rule rule = example_rule(example);
    char version[32];
    snprintf(source.notice, sizeof source.notice, "Python %s: %s.", async_rules_name(rule.since, version, sizeof version),
             words_in(cli_language(cli), rule.words));
    int status = session_run(cli, &source, program);
    return status == EXIT_DONE ? status : complain(cli, cli->error, status);
}

/* One word of the glossary. */
static int explain(Cli *cli)
{
    size_t entry = glossary_find(cli_language(cli), cli->subject);
    if (entry == SIZE_MAX) {
        snprintf(cli->error, sizeof cli->error, SAID("the glossary has no word %.100s: loopscope glossary tells them all"), cli->subject);
        return complain(cli, cli->error, EXIT_WRONG_CALL);
    }
    return tell_glossary_entry(cli_language(cli), entry, stdout)
               ? EXIT_DONE
               : complain(cli, SAID("the word cannot be written out: look at where the output goes"), EXIT_FAILED);
}

static int open_window(Cli *cli, const char *program)
{
    const Lesson *lesson = cli->subject != NULL ? lesson_find(cli->subject) : NULL;
    if (cli->real_time && lesson != NULL && lesson_is_own(lesson)) {
        return complain(cli,
                        SAID("--real-time runs a lesson on the engine, and this one runs by Python: run its program with loopscope run"),
                        EXIT_WRONG_CALL);
    }
    if (cli->real_time && lesson == NULL && cli->subject != NULL && access(cli->subject, F_OK) == 0) {
        return complain(cli, SAID("--real-time runs a lesson, and this is a recording: leave the option out"), EXIT_WRONG_CALL);
    }
    Source source;
    int status = EXIT_DONE;
    if (!subject_open(cli, &source, &status)) {
        return complain(cli, cli->error, status);
    }
    char sentence[AGAINST_TEXT];
    if (source.notice[0] != '\0') {
        (void)complain(cli, source.notice, EXIT_FAILED);
    } else if (cli->against != NULL && against_sentence(cli_language(cli), source.trace, source.usual, sentence, sizeof sentence)) {
        snprintf(source.notice, sizeof source.notice, "%.250s", sentence);
    }
    status = session_run(cli, &source, program);
    return status == EXIT_DONE ? status : complain(cli, cli->error, status);
}

static int run_own(Cli *cli, const char *program)
{
    char **command = own_program_command(cli, program, NULL, LIVE_DESCRIPTOR);
    if (command == NULL) {
        return complain(cli, cli->error, EXIT_WRONG_CALL);
    }
    int status = session_run_own(cli, command, program);
    own_words_free(command);
    return status == EXIT_DONE ? status : complain(cli, cli->error, status);
}

static int run_child(Cli *cli)
{
    const Lesson *lesson = lesson_find(cli->subject);
    if (lesson == NULL) {
        return EXIT_WRONG_CALL;
    }
    KnobValues values;
    return subject_knobs(cli, lesson, &values) ? live_child(lesson, &values, cli->descriptor) : complain(cli, cli->error, EXIT_WRONG_CALL);
}

/* The path under which this program can be started again. */
static const char *own_path(const char *called_as)
{
    static const char linux_name[] = "/proc/self/exe";
    return access(linux_name, X_OK) == 0 ? linux_name : called_as;
}

/* Somebody's own lessons, for the commands that may be given one. False: the folder cannot be read. */
static bool open_folder(const Cli *cli)
{
    char error[400] = "";
    bool takes_none = cli->verb == CLI_MAN || cli->verb == CLI_HELP || cli->verb == CLI_VERSION || cli->verb == CLI_CHILD ||
                      cli->verb == CLI_VERSIONS || cli->verb == CLI_GLOSSARY || cli->verb == CLI_MISTAKES;
    bool read = takes_none || own_folder_open(cli->lessons, error, sizeof error);
    if (error[0] != '\0') {
        (void)complain(cli, error, EXIT_FAILED);
    }
    return read;
}

static int obey(Cli *cli, const char *called_as)
{
    switch (cli->verb) {
    case CLI_HELP: return say_text(cli, cli_help);
    case CLI_MAN: return say_text(cli, cli_manual);
    case CLI_VERSION: return say_text(cli, write_version);
    case CLI_LIST: return say_text(cli, cli_list);
    case CLI_VERSIONS: return cli->subject == NULL ? say_text(cli, tell_versions) : show_version(cli, own_path(called_as));
    case CLI_MISTAKES: return say_text(cli, tell_mistakes);
    case CLI_GLOSSARY: return cli->subject == NULL ? say_text(cli, tell_glossary) : explain(cli);
    case CLI_TELL: return tell(cli);
    case CLI_RECORD:
        if (cli_is_program(cli)) {
            (void)own_program_record(cli, own_path(called_as));
            return complain(cli, cli->error, EXIT_FAILED);
        }
        return export(cli);
    case CLI_EXPORT: return export(cli);
    case CLI_RUN: return run_own(cli, own_path(called_as));
    case CLI_CHILD: return run_child(cli);
    case CLI_MENU:
    case CLI_OPEN: break;
    }
    return open_window(cli, own_path(called_as));
}

int main(int argc, char **argv)
{
    Cli cli;
    bool good = cli_parse(&cli, argc, argv);
    cli_speak(&cli, language_of_environment(getenv("LC_ALL"), getenv("LC_MESSAGES"), getenv("LANG")));
    if (!good) {
        return complain(&cli, cli.error, EXIT_WRONG_CALL);
    }
    own_lesson_program(own_path(argv[0]));
    int status = open_folder(&cli) ? obey(&cli, argv[0]) : EXIT_WRONG_CALL;
    folder_close();
    return status;
}
