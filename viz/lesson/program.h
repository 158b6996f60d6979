/* program.h: which source of a run is shown, and which of its lines a place of the trace is. */
#ifndef LOOPSCOPE_PROGRAM_H
#define LOOPSCOPE_PROGRAM_H

#include "lesson.h"
#include "model/spans.h"

/* A source of the run, seen from one moment of it. Everything is borrowed: it is valid as long as the state is. */
typedef struct ProgramText {
    const Trace *trace, *whole; /* whole: `trace` and perhaps more, only to know in which coroutine a task that has just begun stands */
    const Spans *spans;
    const State *state;
    const Lesson *lesson; /* NULL for a recording of something else */
    const char *file;     /* as it is shown in the heading; "" when no source is known */
    const char *text;     /* NUL-ended */
    bool python;
    bool twin;    /* there is another language to switch to */
    bool entered; /* of a recording: a library was entered from here, and its source can be shown instead */
    bool library; /* and it is */
} ProgramText;

/* `run` has all but the source: the file, the text and the languages are filled in. Of a lesson 0 is the C and 1 the Python twin, if there is one;
   of a recording they are counted as the trace counts them. */
ProgramText program_source(ProgramText run, size_t source);
/* The one to show: of a lesson in the language asked for, of a recording the one in which the task is that runs: the program's own, or with `other`
   that of the library which it has entered. */
ProgramText program_choose(ProgramText run, bool other);
/* The line of the shown text (from 1), or 0: the place is in another file, or has no line. */
uint32_t program_line(const ProgramText *shown, uint32_t place);
/* Where a task is, as a place id: its current line, or the head of its coroutine before it did anything; 0: nowhere yet. */
uint32_t program_place(const ProgramText *shown, const ModelTask *task);
/* The line of the task or callback that runs, else of the one that ran last before the cursor, else where it was last; 0: none. */
uint32_t program_focus(const ProgramText *shown);
/* The task that ended with the last step, and the line at which it did; NULL when that step did not end one, or no line is known. */
const ModelTask *program_ended(const ProgramText *shown, uint32_t *line);
size_t program_last_step(const Spans *spans,
                         const State *state); /* index of the last STEP event before the state's n, SIZE_MAX before the first */
/* The next moment behind n, or with direction -1 before it, at which that line ran; SIZE_MAX: there is none. */
size_t program_run_from(const ProgramText *shown, uint32_t line, size_t n, int direction);
/* Where to go for the next moment at which that line ran, after the last one from the start again; SIZE_MAX: it never ran. */
size_t program_next_run(const ProgramText *shown, uint32_t line);

/* The line's first byte; NULL beyond the end. `length` is without the line's end. */
const char *program_find(const ProgramText *shown, uint32_t line, size_t *length);
uint32_t program_line_count(const ProgramText *shown);
/* First and last line of the statement that a line belongs to: an expression goes on until its brackets are closed. */
void program_extent(const ProgramText *shown, uint32_t line, uint32_t *first, uint32_t *last);

#endif
