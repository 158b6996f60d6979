/* figure.h: the timeline of a run at a moment, as a picture within a page. */
#ifndef LOOPSCOPE_HANDOUT_FIGURE_H
#define LOOPSCOPE_HANDOUT_FIGURE_H

#include "app/app.h"
#include "sdl/picture.h"

/* A run that pictures are made of. */
typedef struct Figures {
    App app;
    Picture *picture; /* measures the text; borrowed */
    char prefix[40];  /* of the names in the document: a word of its own for each run */
    size_t count;     /* pictures drawn so far */
} Figures;

/* `trace` is borrowed. False: out of memory; figures_close() is due in any case. */
bool figures_open(Language language, Figures *figures, Picture *picture, const Trace *trace, const Lesson *lesson, const char *prefix);
void figures_close(Figures *figures);
/* After n events, what comes next hidden or shown. False: out of memory, or it could not be written. */
bool figure_timeline(Figures *figures, size_t n, bool hidden, const char *title, FILE *out);

#endif
