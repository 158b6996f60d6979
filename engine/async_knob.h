/* async_knob.h: the part of async.h about knobs: numbers and switches of a program that whoever watches its run may turn.

       KNOB(delay, "API A takes", 2, "s", 0, 5, 0.1);  // name, in words, value, unit, least, most, step
       SWITCH(together, "all at once", true);          // name, in words, on or off

   These declare `delay`, a double, and `together`, a bool, to be read like any other variable. A program that runs by itself has the
   values that stand in its text. */
#ifndef LOOPSCOPE_ASYNC_KNOB_H
#define LOOPSCOPE_ASYNC_KNOB_H

#include <stdbool.h>

typedef struct async_knob async_knob;
struct async_knob {
    const char *file; /* where it is declared, as in TracePlace.file */
    int line;
    const char *name, *words, *unit; /* unit: "" for a switch */
    double usual, least, most, step; /* a switch: 0 off, 1 on */
    double *number;                  /* the variable; NULL for a switch */
    bool *on;                        /* the variable; NULL for a knob */
    async_knob *next;
};

/* All knobs of all programs that are linked into this one, in no particular order. */
const async_knob *async_knobs(void);
/* To be called between runs. */
void async_knob_turn(const async_knob *knob, double value);

#define KNOB(name, words, usual, unit, least, most, step)                                                                                  \
    static double name = (usual);                                                                                                          \
    ASYNC_KNOB_(name, words, usual, unit, least, most, step, &name, 0)
#define SWITCH(name, words, usual)                                                                                                         \
    static bool name = (usual);                                                                                                            \
    ASYNC_KNOB_(name, words, usual, "", 0, 1, 1, 0, &name)

#define ASYNC_KNOB_(name, words, usual, unit, least, most, step, number, on)                                                               \
    static async_knob name##_knob_;                                                                                                        \
    __attribute__((constructor)) static void name##_declare_(void) { async_knob_declare_(&name##_knob_); }                                 \
    static async_knob name##_knob_ = {__FILE__, __LINE__, #name, (words), (unit), (usual), (least), (most), (step), (number), (on), 0}

void async_knob_declare_(async_knob *knob);

#endif
