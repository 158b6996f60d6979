/* source.c: opens a run: records a lesson, or reads a recording as far as it is whole. */
#include "source.h"

#include "language/said.h"
#include "shell/cli/cli.h"
#include "lesson/examples.h"
#include "shell/own/lesson.h"
#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static bool no_memory(Source *source)
{
    source_close(source);
    snprintf(source->notice, sizeof source->notice,
             SAID("there is not enough memory to open this run: close other programs and try again"));
    return false;
}

/* One from a folder; when it cannot be run, the notice says why. */
static bool record_own(Source *source, const Lesson *lesson, const KnobValues *values)
{
    *source = (Source){.lesson = lesson};
    KnobValues usual = knobs_usual(lesson);
    if (lesson->py_text == NULL) {
        snprintf(source->notice, sizeof source->notice, "%s", lesson->fault);
    } else {
        source->trace = own_lesson_record(lesson, values != NULL ? values : &usual, source->notice, sizeof source->notice);
    }
    return source->trace != NULL;
}

bool source_record(Source *source, const Lesson *lesson, const KnobValues *values)
{
    if (lesson_is_own(lesson)) {
        return record_own(source, lesson, values);
    }
    *source = (Source){.trace = trace_new(), .lesson = lesson};
    if (source->trace == NULL) {
        return no_memory(source);
    }
    source->status = lesson_run(lesson, values, trace_sink(source->trace), false);
    return !trace_full(source->trace) || no_memory(source);
}

bool source_record_example(Source *source, const Lesson *example)
{
    KnobValues before = example_values(example, false), with = example_values(example, true);
    if (!source_record(source, example, &before)) {
        return false;
    }
    Trace *usual = source->trace;
    if (!source_record(source, example, &with)) {
        trace_free(usual);
        return false;
    }
    source->usual = usual;
    return true;
}

/* A recording of a lesson as it is now can show that lesson's Python twin too. */
static const Lesson *lesson_of(const Trace *trace)
{
    LessonList all = lesson_all();
    for (size_t i = 0; i < all.count; i++) {
        const Lesson *lesson = &all.lesson[i];
        for (size_t j = 0; j < trace_source_count(trace); j++) {
            const char *file = lesson_is_own(lesson) ? lesson->py_file : lesson->c_file;
            const char *text = lesson_is_own(lesson) ? lesson->py_text : lesson->c_text;
            if (text != NULL && strcmp(trace_source_file(trace, j), file) == 0 && strcmp(trace_source_text(trace, j), text) == 0) {
                return lesson;
            }
        }
    }
    return NULL;
}

/* How many bytes of events there is room for: what is made of them takes more than as much again, and the rest of the machine is to have some too.
   Without a limit the system would end the window, in the middle of it, instead of saying that there is no more memory. */
static double room_for_events(void)
{
    double most = (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE) * 0.75;
    struct rlimit limit;
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY && (double)limit.rlim_cur < most) {
        most = (double)limit.rlim_cur;
    }
    return most > 0 ? most * 0.4 : INFINITY; /* not positive: the system does not say how much it has */
}

/* Nobody writes it any more, and its last word is not that of a program which comes to its end: a signal has ended it, say. */
static void note_sudden_end(Source *source)
{
    size_t count = trace_count(source->trace);
    const Event *last = count > 0 ? trace_event(source->trace, count - 1) : NULL;
    if (last == NULL || !trace_real_time(source->trace) || follow_state(source->rest) != FOLLOW_WHOLE || last->kind == EV_DONE ||
        last->kind == EV_PROCESS_END || last->kind == EV_DEADLOCK || last->kind == EV_LIMIT) {
        return;
    }
    TraceSink sink = trace_sink(source->trace);
    sink.event(sink.context, &(Event){.kind = EV_PROCESS_END, .detail = END_CUT, .t = last->t});
}

/* Nothing more can be read of it, or nothing more is to come. */
static void finish_reading(Source *source)
{
    note_sudden_end(source);
    if (follow_state(source->rest) == FOLLOW_DAMAGED) {
        bool shown = trace_count(source->trace) > 0, program = cli_names_program(source->name);
        const char *error = follow_error(source->rest);
        bool says_so = strncmp(error, "damaged", strlen("damaged")) == 0;
        snprintf(source->notice, sizeof source->notice,
                 shown && says_so ? SAID("In %.60s something is %.130s; what comes before it is shown")
                 : shown          ? SAID("%.60s is damaged: %.130s; what comes before it is shown")
                 : program        ? SAID("%.60s cannot be opened as a recording: it is a program, and loopscope run watches it")
                                  : SAID("%.60s cannot be opened as a recording: %.130s"),
                 source->name, error);
    }
    follow_free(source->rest);
    source->rest = NULL;
}

bool source_read_on(Source *source, size_t most)
{
    size_t before = trace_count(source->trace);
    FollowState state = follow_read(source->rest, most);
    bool full = trace_full(source->trace) || (double)trace_memory(source->trace) > room_for_events();
    if (state == FOLLOW_WHOLE || (state == FOLLOW_DAMAGED && !full)) {
        finish_reading(source);
    } else if (full) {
        snprintf(source->notice, sizeof source->notice, SAID("there is not enough memory for all of %.60s: its first %zu events are shown"),
                 source->name, trace_count(source->trace));
        follow_free(source->rest);
        source->rest = NULL;
    }
    return trace_count(source->trace) > before;
}

enum { PIECE = 1 << 20 }; /* bytes between two looks at how much room there is */

/* Reads up to `most` bytes, or with SIZE_MAX all that is there. */
static bool read_recording(Source *source, FILE *file, size_t most)
{
    source->trace = trace_new();
    if (source->trace == NULL) {
        fclose(file);
        return no_memory(source);
    }
    source->rest = follow_new(file, source->trace);
    if (source->rest == NULL) {
        return no_memory(source);
    }
    size_t left = most;
    do {
        size_t piece = left < PIECE ? left : PIECE;
        (void)source_read_on(source, piece);
        left -= most == SIZE_MAX ? 0 : piece;
    } while (left > 0 && source->rest != NULL && follow_state(source->rest) == FOLLOW_MORE);
    if (most == SIZE_MAX && source->rest != NULL) { /* somebody writes it: it is taken as it stands */
        finish_reading(source);
    }
    if (trace_full(source->trace) && most == SIZE_MAX) {
        return no_memory(source);
    }
    if (source->rest == NULL && source->notice[0] != '\0' && trace_count(source->trace) == 0) {
        source_close(source);
        return false;
    }
    source->lesson = lesson_of(source->trace);
    return true;
}

static bool open_subject(Source *source, const char *subject, bool *wrong_call, size_t most)
{
    *wrong_call = false;
    const Lesson *lesson = lesson_find(subject);
    if (lesson != NULL) {
        return source_record(source, lesson, NULL);
    }
    *source = (Source){.trace = NULL};
    struct stat about;
    if (stat(subject, &about) == 0 && S_ISDIR(about.st_mode)) {
        snprintf(source->notice, sizeof source->notice, SAID("%.150s is a folder: give a lesson or a recording"), subject);
        return false;
    }
    FILE *file = fopen(subject, "rb");
    if (file == NULL && errno == ENOENT) {
        *wrong_call = true;
        cli_unknown_subject(subject, source->notice, sizeof source->notice);
        return false;
    }
    if (file == NULL) {
        snprintf(source->notice, sizeof source->notice, SAID("%.120s cannot be read: %.100s"), subject, strerror(errno));
        return false;
    }
    snprintf(source->name, sizeof source->name, "%s", subject);
    return read_recording(source, file, most);
}

bool source_open(Source *source, const char *subject, bool *wrong_call) { return open_subject(source, subject, wrong_call, SIZE_MAX); }

bool source_open_beginning(Source *source, const char *subject, bool *wrong_call)
{
    enum { AT_ONCE = 8 << 20 }; /* bytes: a tenth of a second */
    return open_subject(source, subject, wrong_call, AT_ONCE);
}

void source_close(Source *source)
{
    follow_free(source->rest);
    trace_free(source->trace);
    trace_free(source->usual);
    source->rest = NULL;
    source->trace = source->usual = NULL;
}
