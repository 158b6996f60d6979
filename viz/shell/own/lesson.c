/* lesson.c: see lesson.h. The program is a copy in a folder of its own, made for this run; what the reader sees is the text as it was written. */
#define _GNU_SOURCE /* nftw */
#include "lesson.h"

#include "language/said.h"
#include "lesson/folder.h"
#include "program.h"
#include "sdl/window.h"
#include "shell/live.h"
#include "words.h"
#include "words/course/check.h"

#include <glib.h>
#include <glib/gstdio.h>

#include <ftw.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const int64_t patience = 5000000000;        /* ns that a program may take */
static const int64_t start_patience = 20000000000; /* ns until it begins: Python itself has to be loaded, on whatever machine */
enum { MOST_EVENTS = 300000, LOOK_EVERY = 20 /* ms */ };

struct OwnLesson {
    const Lesson *lesson;
    KnobValues values;
    char *folder, *file; /* the copy of the program, and the folder that holds nothing else */
    Live *live;
    Trace *trace;
    int64_t told_at, begun_at; /* ns; 0: not yet */
    bool too_long;
};

static const char *program_path = "/proc/self/exe";

void own_lesson_program(const char *self) { program_path = self; }

static bool write_program(const OwnLesson *run, const KnobValues *values)
{
    char *text = folder_program(run->lesson, values);
    bool written = text != NULL && g_file_set_contents(run->file, text, -1, NULL);
    free(text);
    return written;
}

/* No module of that name may be found in place of one of Python's own: so the program's folder is not among those in which it looks. */
static char **command_of(const OwnLesson *run, char *error, size_t size)
{
    static const char *const before[] = {"env", "PYTHONSAFEPATH=1", "PYTHONDONTWRITEBYTECODE=1"};
    Cli cli = {.verb = CLI_RUN, .subject = run->file, .virtual_time = true};
    char **command = own_program_command(&cli, program_path, NULL, LIVE_DESCRIPTOR), **whole = NULL;
    if (command != NULL) {
        cli.arguments = command;
        for (cli.argument_count = 0; command[cli.argument_count] != NULL; cli.argument_count++) {}
        whole = own_words(&cli, before, sizeof before / sizeof before[0]);
        own_words_free(command);
    }
    snprintf(error, size, "%s", whole == NULL ? cli.error : "");
    return whole;
}

OwnLesson *own_lesson_ready(const Lesson *lesson, char *error, size_t size)
{
    OwnLesson *run = g_new0(OwnLesson, 1);
    KnobValues usual = knobs_usual(lesson);
    run->lesson = lesson;
    run->folder = g_dir_make_tmp("loopscope-XXXXXX", NULL);
    run->file = run->folder != NULL ? g_build_filename(run->folder, lesson->py_file, NULL) : NULL;
    if (run->file == NULL || !write_program(run, &usual)) {
        snprintf(error, size,
                 SAID("the program of the lesson cannot be copied to %.100s: make room there, or name another folder in TMPDIR"),
                 g_get_tmp_dir());
        own_lesson_free(run);
        return NULL;
    }
    char **command = command_of(run, error, size);
    run->live = command != NULL ? live_reserve_quiet(command, error, size) : NULL;
    own_words_free(command);
    if (run->live == NULL) {
        own_lesson_free(run);
        return NULL;
    }
    return run;
}

bool own_lesson_begin(OwnLesson *run, const KnobValues *values, int64_t now)
{
    run->values = *values;
    run->told_at = now;
    run->trace = trace_new();
    return run->trace != NULL && write_program(run, values) && live_begin(run->live, run->trace);
}

bool own_lesson_follow(OwnLesson *run, int64_t now)
{
    if (!live_running(run->live)) {
        return true;
    }
    (void)live_read(run->live, now);
    if (run->begun_at == 0 && trace_meta_count(run->trace) > 0) {
        run->begun_at = now;
    }
    bool late = run->begun_at != 0 ? now - run->begun_at > patience : now - run->told_at > start_patience;
    if (live_running(run->live) && (late || trace_count(run->trace) > MOST_EVENTS)) {
        run->too_long = true;
        live_stop(run->live);
    }
    return !live_running(run->live);
}

const Lesson *own_lesson_of(const OwnLesson *run) { return run->lesson; }

static bool has_run(const Trace *trace)
{
    for (size_t i = 0; i < trace_count(trace); i++) {
        if (trace_event(trace, i)->kind == EV_STEP) {
            return true;
        }
    }
    return false;
}

/* The error that ended the program, if it did. */
static const Event *error_of(const Trace *trace)
{
    for (size_t i = trace_count(trace); i-- > 0;) {
        const Event *event = trace_event(trace, i);
        if (event->kind == EV_REMARK && event->detail == REMARK_UNCAUGHT) {
            return event;
        }
    }
    return NULL;
}

/* Why nothing ran. */
static void say_fault(const OwnLesson *run)
{
    char words[200];
    const Lesson *lesson = run->lesson;
    const Event *error = error_of(run->trace);
    if (error != NULL) {
        const TracePlace *place = trace_place(run->trace, error->d);
        bool here = strcmp(place->file, run->file) == 0;
        snprintf(words, sizeof words, "%.190s", trace_text(run->trace, error->b));
        folder_say(lesson, folder_program_line(lesson, here ? place->line : 1), words);
    } else if (run->too_long) {
        folder_say(lesson, folder_program_line(lesson, 1),
                   SAID("the program did not come to its event loop in five seconds, and was ended"));
    } else if (run->begun_at == 0) {
        folder_say(lesson, 0, SAID("Python could not be started, or not with the tracer: try `python3 --version`"));
    } else {
        folder_say(lesson, folder_program_line(lesson, 1),
                   SAID("the program runs no event loop: it ends with something like `asyncio.run(main())`"));
    }
}

/* What the run shows of the page: of the program as it is written, and with its solution; another knob may take a moment away. False: nothing was looked for. */
static bool check(const OwnLesson *run)
{
    char error[200];
    const Lesson *lesson = run->lesson;
    KnobValues usual = knobs_usual(lesson), solution;
    const bool solves = course_solution(lesson, &solution) && knobs_equal(&run->values, &solution);
    if (run->too_long) {
        folder_say(lesson, folder_program_line(lesson, 1),
                   SAID("the program had not ended after five seconds or 300,000 events, and was stopped"));
    } else if (solves || knobs_equal(&run->values, &usual)) {
        const char *text = course_check(lesson, &run->values, run->trace, error, sizeof error);
        lesson->fault[0] = '\0';
        if (text != NULL) {
            folder_say(lesson, folder_line_of(lesson, text), error);
        }
    }
    return run->too_long || solves || knobs_equal(&run->values, &usual);
}

/* What a lesson of the engine's says of itself at the start. */
static void introduce(const OwnLesson *run)
{
    const Lesson *lesson = run->lesson;
    TraceSink sink = trace_sink(run->trace);
    uint32_t file = sink.text(sink.context, lesson->py_file, strlen(lesson->py_file));
    sink.meta(sink.context, META_TITLE, 0, sink.text(sink.context, lesson->title, strlen(lesson->title)));
    sink.meta(sink.context, META_SOURCE, file, sink.text(sink.context, lesson->py_text, strlen(lesson->py_text)));
    for (size_t i = 0; i < lesson->knob_count; i++) {
        const Knob *knob = &lesson->knobs[i];
        double value = run->values.value[i];
        if (value < knob->usual || value > knob->usual) {
            char text[32];
            uint32_t name = sink.text(sink.context, knob->name, strlen(knob->name));
            knob_plain_text(value, text, sizeof text);
            sink.meta(sink.context, META_KNOB, name, sink.text(sink.context, text, strlen(text)));
        }
    }
}

Trace *own_lesson_take(OwnLesson *run, char *sentence, size_t size)
{
    Trace *trace = run->trace;
    bool shown = has_run(trace), said = true;
    char before[FOLDER_FAULT];
    KnobValues usual = knobs_usual(run->lesson);
    snprintf(before, sizeof before, "%s", run->lesson->fault);
    if (shown) {
        introduce(run);
        said = check(run);
    } else {
        say_fault(run);
    }
    snprintf(sentence, size, "%s", said ? run->lesson->fault : "");
    if (!knobs_equal(&run->values, &usual)) { /* what a turned knob does is said, but the lesson is as good as it was */
        snprintf(run->lesson->fault, FOLDER_FAULT, "%s", before);
    }
    if (shown && trace_full(trace)) {
        snprintf(sentence, size, SAID("there is not enough memory to run this lesson: close other programs and try again"));
        shown = false;
    }
    run->trace = shown ? NULL : trace;
    return shown ? trace : NULL;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where)
{
    (void)about;
    (void)kind;
    (void)where;
    (void)g_remove(path);
    return 0; /* goes on, whatever cannot be removed */
}

void own_lesson_free(OwnLesson *run)
{
    if (run == NULL) {
        return;
    }
    live_free(run->live);
    trace_free(run->trace);
    if (run->folder != NULL) {
        (void)nftw(run->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
    }
    g_free(run->folder);
    g_free(run->file);
    g_free(run);
}

static Trace *record(const Lesson *lesson, const KnobValues *values, char *sentence, size_t size)
{
    Trace *trace = NULL;
    OwnLesson *run = own_lesson_ready(lesson, sentence, size);
    if (run == NULL) {
        return NULL;
    }
    if (own_lesson_begin(run, values, window_now())) {
        while (!own_lesson_follow(run, window_now())) {
            struct pollfd arrives = {.fd = live_descriptor(run->live), .events = POLLIN};
            (void)poll(&arrives, 1, arrives.fd >= 0 ? LOOK_EVERY : 1);
        }
        trace = own_lesson_take(run, sentence, size);
    } else {
        snprintf(sentence, size, SAID("%.100s could not be started: Python ended before it began, or there is not enough memory"),
                 lesson->name);
    }
    own_lesson_free(run);
    return trace;
}

Trace *own_lesson_record(const Lesson *lesson, const KnobValues *values, char *sentence, size_t size)
{
    KnobValues usual = knobs_usual(lesson), solution;
    Trace *trace = record(lesson, values, sentence, size);
    if (trace != NULL && sentence[0] == '\0' && knobs_equal(values, &usual) && course_solution(lesson, &solution)) {
        trace_free(record(lesson, &solution, sentence, size)); /* what is wrong with it is said at once, and not when somebody tries it */
    }
    return trace;
}
