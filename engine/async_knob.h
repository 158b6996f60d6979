/* async_knob.h: the part of async.h about knobs: numbers and switches of a program that whoever watches its run may turn.

       KNOB(delay, "API A takes", 2, "s", 0, 5, 0.1);  // name, in words, value, unit, least, most, step
       SWITCH(together, "all at once", true);          // name, in words, on or off

   These declare `delay`, a double, and `together`, a bool, to be read like any other variable. A program that runs by itself has the
   values that stand in its text. What is to be done can be turned too:

       CHOICE(blank, "the missing line", 0, "await both", "await the first");   // name, in words, which of the lines that follow, from 0
       ORDER(steps, "the lines", "lock", "read", "write");                      // name, in words, lines to be put in order

   declare `blank` and `steps`, an int each; async_order(steps, 3, place) says which of the three lines stands at a place. */
#ifndef LOOPSCOPE_ASYNC_KNOB_H
#define LOOPSCOPE_ASYNC_KNOB_H

#include <stdbool.h>

typedef struct async_knob async_knob;
struct async_knob {
    const char *file; /* where it is declared, as in TracePlace.file */
    int line;
    const char *name, *words, *unit; /* unit: "" for a switch */
    double usual, least, most, step; /* a switch: 0 off, 1 on */
    double *number;                  /* the variable; NULL for all others */
    bool *on;                        /* a switch's */
    int *choice;                     /* a choice's or an order's */
    const char *const *lines;        /* of a choice or an order, `line_count` of them */
    int line_count;
    bool ordered; /* an order: the value is the number of a permutation, as itertools.permutations() lists them */
    async_knob *next;
};

/* All knobs of all programs that are linked into this one, in no particular order. */
const async_knob *async_knobs(void);
/* To be called between runs. */
void async_knob_turn(const async_knob *knob, double value);

enum { ASYNC_ORDER_LINES = 5 /* at most: 120 orders */ };
/* Which of `count` lines, from 0, stands at `place`, from 0, in that order. */
int async_order(int order, int count, int place);
/* The order in which the lines stand so. */
int async_order_of(const int *lines, int count);

#define KNOB(name, words, usual, unit, least, most, step)                                                                                  \
    static double name = (usual);                                                                                                          \
    ASYNC_KNOB_(name, words, unit, usual, least, most, step, .number = &name)
#define SWITCH(name, words, usual)                                                                                                         \
    static bool name = (usual);                                                                                                            \
    ASYNC_KNOB_(name, words, "", usual, 0, 1, 1, .on = &name)
#define CHOICE(name, words, usual, ...)                                                                                                    \
    static int name = (usual);                                                                                                             \
    ASYNC_LINES_(name, __VA_ARGS__);                                                                                                       \
    ASYNC_KNOB_(name, words, "", usual, 0, ASYNC_LINE_COUNT_(name) - 1, 1, .choice = &name, .lines = name##_lines_,                        \
                .line_count = ASYNC_LINE_COUNT_(name))
#define ORDER(name, words, ...)                                                                                                            \
    static int name = 0;                                                                                                                   \
    ASYNC_LINES_(name, __VA_ARGS__);                                                                                                       \
    _Static_assert(ASYNC_LINE_COUNT_(name) <= ASYNC_ORDER_LINES, "an order has at most five lines");                                       \
    ASYNC_KNOB_(name, words, "", 0, 0, ASYNC_ORDERS_(ASYNC_LINE_COUNT_(name)) - 1, 1, .choice = &name, .lines = name##_lines_,             \
                .line_count = ASYNC_LINE_COUNT_(name), .ordered = true)

#define ASYNC_LINES_(name, ...) static const char *const name##_lines_[] = {__VA_ARGS__}
#define ASYNC_LINE_COUNT_(name) ((int)(sizeof name##_lines_ / sizeof name##_lines_[0]))
#define ASYNC_ORDERS_(count) ((count) < 2 ? 1 : (count) == 2 ? 2 : (count) == 3 ? 6 : (count) == 4 ? 24 : 120)

#define ASYNC_KNOB_(name_, words_, unit_, usual_, least_, most_, step_, ...)                                                               \
    static async_knob name_##_knob_;                                                                                                       \
    __attribute__((constructor)) static void name_##_declare_(void) { async_knob_declare_(&name_##_knob_); }                               \
    static async_knob name_##_knob_ = {.file = __FILE__,                                                                                   \
                                       .line = __LINE__,                                                                                   \
                                       .name = #name_,                                                                                     \
                                       .words = (words_),                                                                                  \
                                       .unit = (unit_),                                                                                    \
                                       .usual = (usual_),                                                                                  \
                                       .least = (least_),                                                                                  \
                                       .most = (most_),                                                                                    \
                                       .step = (step_),                                                                                    \
                                       __VA_ARGS__}

void async_knob_declare_(async_knob *knob);

#endif
