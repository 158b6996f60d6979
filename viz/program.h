/* program.h: which source the program panel shows, and which of its lines a place of the trace is. */
#ifndef LOOPSCOPE_PROGRAM_H
#define LOOPSCOPE_PROGRAM_H

#include "app.h"

typedef struct ProgramText {
    const char *file; /* as it is shown in the heading; "" when no source is known */
    const char *text; /* NUL-ended */
    bool python;
    bool twin; /* there is another language to switch to */
} ProgramText;

ProgramText program_text(const View *view);
/* The line of the shown text (from 1), or 0: the place is in another file, or has no line. */
uint32_t program_line(const View *view, const ProgramText *shown, uint32_t place);
/* Where a task is, as a place id: its current line, or the head of its coroutine before it did anything; 0: nowhere yet. */
uint32_t program_place(const View *view, const ModelTask *task);
/* The line of the task that runs, else of the one that ran last before the cursor, else where it was last; 0: none. */
uint32_t program_focus(const View *view, const ProgramText *shown);
/* The task that ended with the last step, and the line at which it did; NULL when that step did not end one, or no line is known. */
const ModelTask *program_ended(const View *view, const ProgramText *shown, uint32_t *line);
size_t program_last_step(const View *view); /* index of the STEP event that is the last before the cursor, SIZE_MAX before the first */
/* The next moment behind n, or with direction -1 before it, at which that line ran; SIZE_MAX: there is none. */
size_t program_run_from(const View *view, const ProgramText *shown, uint32_t line, size_t n, int direction);
/* Where to go for the next moment at which that line ran, after the last one from the start again; SIZE_MAX: it never ran. */
size_t program_next_run(const View *view, const ProgramText *shown, uint32_t line);

/* The line's first byte; NULL beyond the end. `length` is without the line's end. */
const char *program_find(const ProgramText *shown, uint32_t line, size_t *length);
uint32_t program_line_count(const ProgramText *shown);
/* First and last line of the statement that a line belongs to: an expression goes on until its brackets are closed. */
void program_extent(const ProgramText *shown, uint32_t line, uint32_t *first, uint32_t *last);

/* Of the panel that view_program() draws into `area`: how far it is scrolled now, and how far it can be, px. */
void program_scroll(const View *view, Rect area, float *now, float *most);
/* The same from side to side; `drawn` for its text metrics. */
void program_scroll_sideways(const DrawList *drawn, const View *view, Rect area, float *now, float *most);
/* Where to scroll so that a line is seen: as it is now when it can be, else with the line in the middle. */
float program_scroll_for(const View *view, Rect area, uint32_t line);
uint32_t program_line_under(const View *view, Rect area, float x, float y); /* the line at that point, 0: none */

#endif
