/* film.h: a run as a film: from one moment to another, step by step, with the sentence of each below the picture. */
#ifndef LOOPSCOPE_OUT_FILM_H
#define LOOPSCOPE_OUT_FILM_H

#include "app/app.h"

enum { FILM_MOST_RATE = 60 };

typedef struct Film {
    App *app;          /* the run as it is to be seen; its cursor is moved */
    bool gif;          /* else mp4 */
    int width, height; /* px */
    float scale;
    int rate;                                          /* frames a second, 1 … FILM_MOST_RATE */
    size_t from, until;                                /* n */
    const char *file;                                  /* written by the program that makes the film */
    bool (*progress)(void *context, unsigned percent); /* false: it is to stop; NULL: nobody wants to know */
    void *context;
} Film;

/* False: `error` says what is wrong and what to do; a file that was begun may be left. */
bool film_write(const Film *film, char *error, size_t size);

#endif
