/* sheet.h: the sheet with one line to write into: what is found in the run, where to go, which command to run. */
#ifndef LOOPSCOPE_SHEET_H
#define LOOPSCOPE_SHEET_H

#include "view/view.h"

enum { SHEET_ROWS = 128, SHEET_TEXT = 128 };
_Static_assert((int)COMMAND_COUNT <= (int)SHEET_ROWS, "the palette shows every command");

typedef struct SheetRow {
    size_t n;        /* where it leads; SIZE_MAX: nowhere. SHEET_GLOSSARY: the entry; SHEET_PREDICTIONS: the PredictKind */
    Command command; /* or what it runs */
    char text[SHEET_TEXT], side[56];
} SheetRow;

/* A file is looked for in folders: a recording, or a program to run. */
static inline bool sheet_picks_file(SheetKind kind) { return kind == SHEET_OPEN || kind == SHEET_RUN; }
/* The rows of such a sheet: n is an index into the listing; SIZE_MAX: a sentence. */
size_t sheet_open_rows(const View *view, SheetRow rows[SHEET_ROWS]);
size_t sheet_folder_length(const char *path); /* how many bytes of it name the folder: up to its last slash, with it */
/* What the text of the sheet leads to, the best first, at most SHEET_ROWS. */
size_t sheet_rows(const View *view, SheetRow rows[SHEET_ROWS]);
/* Whether the words stand in the first `length` bytes of the text, large or small: what Find goes by. */
bool sheet_holds(const char *text, size_t length, const char *words);
/* The next moment behind n, or with direction -1 before it, at which something of the run holds the words: a task is made, a line is printed,
   a line of the program runs, an event happens. SIZE_MAX: there is none. (find_again.c) */
size_t sheet_find_from(const View *view, const char *words, size_t n, int direction);
/* What every sheet stands on, over the darkened window: its title at `top` px from the upper edge, at the right what its keys do, and a button that closes it. */
void sheet_plate(DrawList *list, const View *view, Rect area, Rect plate, float padding, float top, const char *title, const char *closing);
/* The first row to show of a list that is longer than `shown`: the chosen one stands in the middle, but at the ends. */
size_t sheet_first(size_t count, size_t choice, size_t shown);
/* A line of text to write into; `hint` stands there while it is empty; `writes`: what is written goes there. */
void sheet_field(DrawList *list, const TextField *field, Rect box, const char *hint, bool writes);
/* The sheet itself, in the middle of the window. */
void view_sheet(DrawList *list, const View *view, Rect area);

/* A row of the list, for the sheets that have more than that. */
void sheet_row(DrawList *list, const View *view, Rect box, const SheetRow *row, size_t number);

void view_settings(DrawList *list, const View *view, Rect area); /* settings.c: the sheet of kind SHEET_SETTINGS */

void view_statistics(DrawList *list, const View *view, Rect area);  /* statistics.c: that of kind SHEET_STATISTICS */
void view_glossary(DrawList *list, const View *view, Rect area);    /* glossary.c: that of kind SHEET_GLOSSARY */
void view_predictions(DrawList *list, const View *view, Rect area); /* predictions.c: that of kind SHEET_PREDICTIONS */

size_t sheet_more_rows(const View *view, SheetRow rows[SHEET_ROWS]); /* more.c: the rows of SHEET_MORE, and that sheet */
void view_more(DrawList *list, const View *view, Rect area);

#endif
