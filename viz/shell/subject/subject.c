/* subject.c: opens what a command line names, and records a lesson anew where its knobs or rules are set. */
#include "subject.h"

#include "language/said.h"
#include "lesson/policy.h"

#include <stdio.h>

static bool fail(Cli *cli, int *status, int wanted, const char *sentence)
{
    *status = wanted;
    snprintf(cli->error, sizeof cli->error, "%s", sentence);
    return false;
}

bool subject_knobs(Cli *cli, const Lesson *lesson, KnobValues *values)
{
    *values = knobs_usual(lesson);
    values->rules = cli->rules != 0 ? cli->rules : settings_rules(&cli->settings);
    for (size_t i = 0; i < cli->set_count; i++) {
        if (!knobs_set(lesson, values, cli->sets[i], cli->error, sizeof cli->error)) {
            return false;
        }
    }
    return true;
}

/* Records the lesson anew with the knobs as the command line says. */
static bool set_knobs(Cli *cli, const char *subject, Source *source, int *status)
{
    const Lesson *lesson = lesson_find(subject);
    if (lesson == NULL) {
        return fail(cli, status, EXIT_WRONG_CALL,
                    cli->set_count > 0 ? SAID("--set turns the knobs of a lesson, and this is a recording: leave the option out")
                                       : SAID("--rules says as which Python a lesson runs, and this is a recording: leave the option out"));
    }
    KnobValues values;
    if (!subject_knobs(cli, lesson, &values)) {
        *status = EXIT_WRONG_CALL;
        return false;
    }
    Trace *usual = source->trace;
    KnobValues in_text = knobs_usual(lesson);
    if (!source_record(source, lesson, &values)) {
        trace_free(usual);
        return fail(cli, status, EXIT_FAILED, source->notice);
    }
    if (!policy_fits(&values.policy, source->trace, cli->error, sizeof cli->error)) {
        trace_free(usual);
        *status = EXIT_WRONG_CALL;
        return false;
    }
    if (knobs_equal(&values, &in_text)) {
        trace_free(usual);
    } else {
        source->usual = usual;
    }
    return true;
}

/* The run to compare with, which then stands behind the first one. */
static bool open_other(Cli *cli, Source *source, int *status)
{
    bool wrong_call = false;
    Source other;
    if (!source_open(&other, cli->against, &wrong_call)) {
        source_close(source);
        return fail(cli, status, wrong_call ? EXIT_WRONG_CALL : EXIT_FAILED, other.notice);
    }
    trace_free(source->usual);
    source->usual = other.trace;
    if (source->notice[0] == '\0') { /* only a part of it could be read */
        snprintf(source->notice, sizeof source->notice, "%s", other.notice);
    }
    return true;
}

bool subject_open(Cli *cli, Source *source, int *status)
{
    bool wrong_call = false;
    const char *subject = cli->subject != NULL ? cli->subject : lesson_at(0)->name;
    bool watched = cli->verb == CLI_OPEN && cli->against == NULL && !cli->at_given && !cli->predict && cli->why == NULL;
    if (!(watched ? source_open_beginning : source_open)(source, subject, &wrong_call)) {
        return fail(cli, status, wrong_call ? EXIT_WRONG_CALL : EXIT_FAILED, source->notice);
    }
    const Lesson *lesson = lesson_find(subject);
    bool own = lesson != NULL && lesson_is_own(lesson);
    if (own && (cli->rules != 0 || cli->given[SETTING_OF_RULES])) {
        source_close(source);
        return fail(cli, status, EXIT_WRONG_CALL,
                    SAID("--rules says as which Python the engine runs a lesson, and this one runs by your python3: leave the option out"));
    }
    bool other_rules = cli->rules != 0 || (settings_rules(&cli->settings) != 0 && (lesson != NULL || cli->given[SETTING_OF_RULES]));
    if ((cli->set_count > 0 || (other_rules && !own)) && !set_knobs(cli, subject, source, status)) {
        source_close(source);
        return false;
    }
    const char *asks = cli->ask ? "--ask" : cli->predict ? "--predict" : NULL;
    if (asks != NULL && !policy_is_asyncios(source->trace)) {
        char sentence[120];
        snprintf(sentence, sizeof sentence, SAID("%s asks about asyncio's order, and this run has another: leave one of the two out"),
                 asks);
        source_close(source);
        return fail(cli, status, EXIT_WRONG_CALL, sentence);
    }
    return cli->against == NULL || open_other(cli, source, status);
}
