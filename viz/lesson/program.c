/* program.c: places of the trace as lines of the shown source. */
#include "program.h"

#include "callback.h"
#include "syntax.h"

#include <string.h>

enum { LONGEST_STATEMENT = 16 /* lines */ };

static bool is_python(const char *file)
{
    size_t length = strlen(file);
    return length > 3 && strcmp(file + length - 3, ".py") == 0;
}

enum { LOOKED_AT = 4000 /* events before the cursor, for where somebody was last */ };

/* It says where in a source it happened. */
static bool is_placed(const Event *event)
{
    return event->kind == EV_OUT || event->kind == EV_STEP_END || event->kind == EV_TASK_NEW || event->kind == EV_ENTER;
}

size_t program_last_step(const Spans *spans, const State *state)
{
    size_t count = 0;
    const uint32_t *steps = spans_landmarks(spans, LANDMARK_STEP, &count);
    size_t before = spans_before(steps, count, state->n);
    return before > 0 ? steps[before - 1] : SIZE_MAX;
}

static const ModelTask *last_stepped(const ProgramText *shown)
{
    size_t step = program_last_step(shown->spans, shown->state);
    return step != SIZE_MAX ? state_task(shown->state, ref_make(REF_TASK, trace_event(shown->trace, step)->a)) : NULL;
}

static const ModelTask *focus_task(const ProgramText *shown)
{
    const ModelTask *task = state_running_task(shown->state);
    return task ? task : last_stepped(shown);
}

ProgramText program_source(ProgramText run, size_t source)
{
    const Lesson *lesson = run.lesson;
    if (lesson) {
        run.twin = lesson->c_text && lesson->py_text && *lesson->py_text;
        run.python = !lesson->c_text || (source == 1 && run.twin);
        run.file = run.python ? lesson->py_file : lesson->c_file;
        run.text = run.python ? lesson->py_text : lesson->c_text;
        return run;
    }
    bool known = source < trace_source_count(run.trace);
    run.file = known ? trace_source_file(run.trace, source) : "";
    run.text = known ? trace_source_text(run.trace, source) : "";
    run.python = is_python(run.file);
    run.twin = false;
    return run;
}

/* Where the program's own text was last before the cursor, as a place id, while a task of a library's runs; 0: nowhere that is known. */
static uint32_t own_place(const ProgramText *run)
{
    const size_t n = run->state->n;
    for (size_t i = n; i > 0 && n - i < LOOKED_AT; i--) {
        const Event *event = trace_event(run->trace, i - 1);
        const uint32_t id = is_placed(event) ? event->d : 0;
        const TracePlace *place = trace_place(run->trace, id);
        if (id != 0 && place->line > 0 && !trace_is_library_file(place->file)) {
            return id;
        }
    }
    return 0;
}

/* The reader's own text where none of it has run yet, as of a server that waits for its first request; `other`: there is none. */
static const char *own_file(const ProgramText *run, const char *other)
{
    for (size_t i = 0; i < trace_source_count(run->trace); i++) {
        const char *file = trace_source_file(run->trace, i);
        if (!trace_is_library_file(file)) {
            return file;
        }
    }
    return other;
}

ProgramText program_choose(ProgramText run, bool other)
{
    size_t count = run.lesson ? 0 : trace_source_count(run.trace), chosen = run.lesson && other ? 1 : 0;
    const ModelTask *task = count > 1 ? focus_task(&run) : NULL;
    uint32_t own = task ? model_task_place(task, run.trace) : 0, deepest = task ? model_task_deepest(task, run.trace) : 0;
    const char *home = task ? trace_place(run.trace, own)->file : "";
    if (own != 0 && trace_is_library_file(home)) { /* a task that is all a library's */
        const uint32_t before = own_place(&run);
        own = before != 0 ? before : own;
        home = before != 0 ? trace_place(run.trace, own)->file : own_file(&run, home);
    }
    run.entered = own != deepest || (task && !model_same_file(home, trace_place(run.trace, deepest)->file));
    run.library = run.entered && other;
    const char *file = task && run.library ? trace_place(run.trace, deepest)->file : home;
    for (size_t i = 0; i < count; i++) {
        if (model_same_file(trace_source_file(run.trace, i), file)) {
            chosen = i;
        }
    }
    return program_source(run, chosen);
}

uint32_t program_line(const ProgramText *shown, uint32_t place_id)
{
    const TracePlace *place = trace_place(shown->trace, place_id);
    const Lesson *lesson = shown->lesson;
    if (place->line == 0 || model_same_file(place->file, shown->file)) {
        return place->line;
    }
    if (!lesson || !lesson->c_file) {
        return 0;
    }
    if (shown->python && model_same_file(place->file, lesson->c_file)) {
        return lesson_python_line(lesson, place->line);
    }
    if (!shown->python && model_same_file(place->file, lesson->py_file)) {
        uint32_t lines = program_line_count(shown);
        for (uint32_t line = 1; line <= lines; line++) {
            if (lesson_python_line(lesson, line) == place->line) {
                return line;
            }
        }
    }
    return 0;
}

/* Where a task was last, in the step that runs or that ended last or, `before`, at the end of one before it; 0: nowhere that is known. */
static uint32_t last_place(const ProgramText *shown, const ModelTask *task, bool before)
{
    const size_t n = shown->state->n, step = program_last_step(shown->spans, shown->state), until = before ? 0 : step;
    for (size_t i = n; step != SIZE_MAX && i-- > until && n - i < LOOKED_AT;) {
        const Event *event = trace_event(shown->trace, i);
        bool placed = event->kind == EV_OUT || event->kind == EV_STEP_END || event->kind == EV_RESOLVE;
        if (placed && event->by == ref_make(REF_TASK, task->number) && program_line(shown, event->d) > 0) {
            return event->d;
        }
    }
    return 0;
}

uint32_t program_place(const ProgramText *shown, const ModelTask *task)
{
    uint32_t place = (shown->library ? model_task_deepest : model_task_place)(task, shown->trace);
    if (place != 0) {
        return place;
    }
    /* At the very beginning of its first step a task has not entered its coroutine yet: the next fact says which it is. */
    const Trace *whole = shown->whole ? shown->whole : shown->trace;
    const bool begins = task->state == TASK_RUNNING && task->frame_count == 0 && shown->state->n < trace_count(whole);
    const Event *next = begins ? trace_event(whole, shown->state->n) : NULL;
    if (next && next->kind == EV_ENTER && next->by == ref_make(REF_TASK, task->number)) {
        return next->c;
    }
    if (task->state == TASK_RUNNING) { /* it has left its coroutine, and not yet its step */
        place = last_place(shown, task, true);
    }
    return place == 0 && task->frame_count > 0 ? task->frames[0].definition : place;
}

/* The last line of the shown text at which a fact before the cursor happened: where the eye stays when nobody is in the program. `by`: one of that task,
   or 0: of anybody. */
static uint32_t last_line(const ProgramText *shown, Ref by)
{
    size_t n = shown->state->n;
    for (size_t i = n; i > 0 && n - i < LOOKED_AT; i--) {
        const Event *event = trace_event(shown->trace, i - 1);
        uint32_t line = is_placed(event) && (by == 0 || event->by == by) ? program_line(shown, event->d) : 0;
        if (line > 0) {
            return line;
        }
    }
    return 0;
}

uint32_t program_focus(const ProgramText *shown)
{
    const ModelTask *task = focus_task(shown);
    uint32_t line = 0;
    if (state_running_task(shown->state) == NULL) {
        line = callback_line(shown);
        line = line > 0 ? line : callback_last_line(shown);
    }
    line = line == 0 && task ? program_line(shown, program_place(shown, task)) : line;
    line = line == 0 && task ? last_line(shown, ref_make(REF_TASK, task->number)) : line;
    return line > 0 ? line : last_line(shown, 0);
}

const ModelTask *program_ended(const ProgramText *shown, uint32_t *line)
{
    const ModelTask *task = last_stepped(shown);
    if (!task || task->state < TASK_DONE) {
        return NULL;
    }
    *line = program_line(shown, last_place(shown, task, false));
    return *line > 0 ? task : NULL;
}

size_t program_run_from(const ProgramText *shown, uint32_t line, size_t n, int direction)
{
    size_t best = SIZE_MAX;
    uint32_t from, to, places = (uint32_t)trace_place_count(shown->trace);
    program_extent(shown, line, &from, &to);
    for (uint32_t id = 1; id <= places; id++) {
        uint32_t at = program_line(shown, id);
        if (at < from || at > to) {
            continue;
        }
        const TracePlace *place = trace_place(shown->trace, id);
        const uint32_t *runs = NULL;
        size_t count = spans_line_runs(shown->spans, place->file, place->line, &runs);
        size_t before = spans_before(runs, count, n), i = 0; /* of the event indices below n, the last one's moment may be n itself */
        for (i = before > 0 ? before - 1 : 0; direction > 0 && i < count; i++) {
            size_t moment = (size_t)runs[i] + 1;
            if (moment > n) {
                best = moment < best ? moment : best;
                break;
            }
        }
        for (i = before; direction < 0 && i > 0; i--) {
            size_t moment = (size_t)runs[i - 1] + 1;
            if (moment < n) {
                best = best == SIZE_MAX || moment > best ? moment : best;
                break;
            }
        }
    }
    return best;
}

size_t program_next_run(const ProgramText *shown, uint32_t line)
{
    size_t after = program_run_from(shown, line, shown->state->n, 1);
    return after != SIZE_MAX ? after : program_run_from(shown, line, 0, 1);
}

const char *program_find(const ProgramText *shown, uint32_t line, size_t *length)
{
    const char *at = shown->text;
    for (uint32_t i = 1; i < line && *at; i++) {
        const char *end = strchr(at, '\n');
        at = end ? end + 1 : "";
    }
    *length = strcspn(at, "\n");
    return *at ? at : NULL;
}

uint32_t program_line_count(const ProgramText *shown)
{
    uint32_t count = 0;
    for (const char *at = shown->text; *at; count++) {
        const char *end = strchr(at, '\n');
        at = end ? end + 1 : at + strlen(at);
    }
    return count;
}

static int brackets_of(const ProgramText *shown, uint32_t line, int *lowest)
{
    size_t length;
    SyntaxState state = {0};
    const char *at = program_find(shown, line, &length);
    *lowest = 0;
    return at ? syntax_brackets(shown->python, at, length, &state, lowest) : 0;
}

void program_extent(const ProgramText *shown, uint32_t line, uint32_t *first, uint32_t *last)
{
    int lowest, depth = brackets_of(shown, line, &lowest);
    *first = *last = line;
    /* Some compilers name the last line of an expression, so the search goes both ways. */
    for (int missing = -lowest, i = 0; missing > 0 && *first > 1 && i < LONGEST_STATEMENT; i++) {
        missing -= brackets_of(shown, --*first, &lowest);
    }
    for (int i = 0; depth > 0 && i < LONGEST_STATEMENT; i++) {
        depth += brackets_of(shown, ++*last, &lowest);
    }
    if (depth > 0) {
        *last = line; /* never closed: not an expression after all */
    }
}
