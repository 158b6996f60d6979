/* state.c: what each panel of the window shows at one moment, in lines of words. */
#include "state.h"

#include "fold.h"

#include "words/narrate/narrate.h"
#include "language/said.h"
#include "language/words_in.h"
#include "lesson/program.h"

#include <inttypes.h>
#include <string.h>

/* One panel after the other: a heading stands before the first of its lines. */
typedef struct Moment {
    const TellRun *run;
    const State *state;
    ProgramText program;
    const char *indent, *heading;
    bool first;
    FILE *out;
} Moment;

void tell_plain(const char *text, size_t length, char instead, FILE *out)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        bool steers = c < 0x20 || c == 0x7f || (c == 0xc2 && i + 1 < length && ((unsigned char)text[i + 1] & 0xe0U) == 0x80);
        putc(steers ? instead : c, out);
        i += c == 0xc2 && steers;
    }
}

static void begin_panel(Moment *moment, const char *heading)
{
    moment->heading = heading;
    moment->first = true;
}

static const char *words_of(const Moment *moment, const char *english) __attribute__((format_arg(2)));
static const char *words_of(const Moment *moment, const char *english) { return words_in(moment->run->language, english); }

static void begin_line(Moment *moment)
{
    enum { HEADING = 10 /* columns */ };
    const char *heading = moment->first ? words_in(moment->run->language, moment->heading) : "";
    fprintf(moment->out, "%s%-*s", moment->indent, tell_columns(heading, HEADING), heading);
    moment->first = false;
}

static void end_panel(Moment *moment, const char *nothing)
{
    if (moment->first) {
        begin_line(moment);
        fprintf(moment->out, "%s\n", words_in(moment->run->language, nothing));
    }
}

/* "API A (line 12)" */
static void write_task(const Moment *moment, const ModelTask *task)
{
    char label[128];
    model_task_label(moment->run->model, ref_make(REF_TASK, task->number), label, sizeof label);
    tell_plain(label, strlen(label), ' ', moment->out);
    uint32_t line = program_line(&moment->program, program_place(&moment->program, task));
    if (line > 0 && task->state < TASK_DONE) {
        fprintf(moment->out, words_of(moment, " (line %u)"), (unsigned)line);
    }
}

/* The statement's lines in one. */
static void write_statement(const Moment *moment, uint32_t line)
{
    uint32_t first = line, last = line;
    program_extent(&moment->program, line, &first, &last);
    for (uint32_t at = first; at <= last; at++) {
        size_t length = 0;
        const char *text = program_find(&moment->program, at, &length);
        size_t blank = text != NULL ? strspn(text, " \t") : 0;
        if (text != NULL && blank < length) {
            putc(' ', moment->out);
            tell_plain(text + blank, length - blank, ' ', moment->out);
        }
    }
}

static void tell_program(Moment *moment)
{
    const ProgramText *shown = &moment->program;
    uint32_t line = program_focus(shown);
    begin_panel(moment, WORDS("Program:"));
    if (line > 0) {
        begin_line(moment);
        fputs(words_meant(moment->run->language, "place", "line "), moment->out);
        fprintf(moment->out, "%u", (unsigned)line);
        fputs(words_meant(moment->run->language, "place", " of "), moment->out);
        tell_plain(shown->file, strlen(shown->file), ' ', moment->out);
        putc(':', moment->out);
        write_statement(moment, line);
        putc('\n', moment->out);
    }
    end_panel(moment, *shown->text ? WORDS("nothing of it has run yet") : WORDS("the recording holds no source text"));
}

static void tell_running(Moment *moment)
{
    const State *state = moment->state;
    const ModelTask *task = state_running_task(state);
    begin_panel(moment, WORDS("Running:"));
    if (task != NULL) {
        begin_line(moment);
        write_task(moment, task);
        putc('\n', moment->out);
    } else if (state->running != TRACE_NOBODY) {
        Sentence words;
        narrate_entry(moment->run->language, moment->run->model, moment->run->trace, state, &state->current, &words);
        begin_line(moment);
        fprintf(moment->out, "%s\n", words.text);
    }
    end_panel(moment, WORDS("nobody"));
}

static void tell_ready(Moment *moment)
{
    const State *state = moment->state;
    Sentence words;
    begin_panel(moment, WORDS("Ready:"));
    for (size_t i = 0; i < state->ready_count; i++) {
        narrate_entry(moment->run->language, moment->run->model, moment->run->trace, state, &state->ready[i], &words);
        begin_line(moment);
        fprintf(moment->out, "%zu. %s\n", i + 1, words.text);
    }
    end_panel(moment, WORDS("nobody"));
}

static void tell_timers(Moment *moment)
{
    const State *state = moment->state;
    Sentence words;
    begin_panel(moment, WORDS("Timers:"));
    for (size_t i = 0; i < state->timer_count; i++) {
        narrate_timer(moment->run->language, moment->run->model, moment->run->trace, state, state_timer(state, i), &words);
        begin_line(moment);
        fprintf(moment->out, "%s\n", words.text);
    }
    end_panel(moment, WORDS("none"));
}

/* Those who sleep stand here only with their lines: when they wake, the timers say. */
static void tell_suspended(Moment *moment, TaskState wanted, const char *heading)
{
    const State *state = moment->state;
    Sentence words;
    begin_panel(moment, heading);
    for (size_t i = 0; i < state->task_count; i++) {
        const ModelTask *task = &state->tasks[i];
        if (task->state != wanted) {
            continue;
        }
        begin_line(moment);
        write_task(moment, task);
        if (wanted == TASK_AWAITING) {
            narrate_wait(moment->run->language, moment->run->model, moment->run->trace, state, ref_make(REF_TASK, task->number), &words);
            fprintf(moment->out, words_of(moment, " waits for %s"), words.text);
        }
        putc('\n', moment->out);
    }
    end_panel(moment, WORDS("nobody"));
}

/* What lies outside of the loop and is there now. */
static void tell_outside(Moment *moment)
{
    const State *state = moment->state;
    char label[96], name[128];
    Language language = moment->run->language;
    if (spans_outside_count(moment->run->spans) == 0) {
        return;
    }
    begin_panel(moment, WORDS("Outside:"));
    for (size_t i = 0; i < state->outside_count; i++) {
        const ModelOutside *outside = &state->outsides[i];
        begin_line(moment);
        spans_outside_label(moment->run->spans, outside->number, label, sizeof label);
        fprintf(moment->out, "%s, ", words_meant(language, "outside", trace_outside_name(outside->kind)));
        words_named(language, label, name, sizeof name);
        tell_plain(name, strlen(name), ' ', moment->out);
        if (outside->read + outside->sent > 0) {
            fprintf(moment->out, words_of(moment, ": %llu bytes in, %llu out"), (unsigned long long)outside->read,
                    (unsigned long long)outside->sent);
        }
        if (outside->buffer > 0) {
            fprintf(moment->out, words_of(moment, ", %u kept"), (unsigned)outside->buffer);
        }
        fprintf(moment->out, "%s%s%s\n", outside->reading_paused ? words_of(moment, ", not read now") : "",
                outside->ended_there ? words_of(moment, ", its other end has closed") : "",
                outside_can_wake(outside) ? "" : words_of(moment, ", not watched"));
    }
    end_panel(moment, WORDS("nothing"));
}

static void tell_ended(Moment *moment)
{
    const State *state = moment->state;
    begin_panel(moment, WORDS("Ended:"));
    for (size_t i = 0; i < state->task_count; i++) {
        const ModelTask *task = &state->tasks[i];
        if (task->state >= TASK_DONE) {
            begin_line(moment);
            write_task(moment, task);
            fprintf(moment->out, ": %s\n", words_in(moment->run->language, model_state_name(task->state)));
        }
    }
    end_panel(moment, WORDS("nobody"));
}

static void tell_output(Moment *moment)
{
    const Trace *trace = moment->run->trace;
    size_t count = 0;
    const uint32_t *lines = spans_landmarks(moment->run->spans, LANDMARK_OUTPUT, &count);
    begin_panel(moment, WORDS("Output:"));
    for (size_t i = 0; i < count && lines[i] < moment->state->n; i++) {
        const Event *event = trace_event(trace, lines[i]);
        begin_line(moment);
        fprintf(moment->out, "%.3f s | ", (double)event->t / 1e9);
        tell_plain(trace_text(trace, event->b), trace_text_length(trace, event->b), ' ', moment->out);
        putc('\n', moment->out);
    }
    end_panel(moment, WORDS("nothing yet"));
}

bool tell_state(const TellRun *run, size_t n, const char *indent, bool output, FILE *out)
{
    Moment moment = {.run = run, .state = model_at(run->model, n), .indent = indent, .out = out};
    if (moment.state == NULL) {
        return false;
    }
    moment.program = program_choose(
        (ProgramText){.trace = run->trace, .whole = run->trace, .spans = run->spans, .state = moment.state, .lesson = run->lesson},
        run->python);
    tell_program(&moment);
    tell_running(&moment);
    tell_ready(&moment);
    tell_timers(&moment);
    tell_suspended(&moment, TASK_SLEEPING, WORDS("Sleeping:"));
    tell_suspended(&moment, TASK_AWAITING, WORDS("Awaiting:"));
    tell_outside(&moment);
    tell_ended(&moment);
    if (output) {
        tell_output(&moment);
    }
    return true;
}
