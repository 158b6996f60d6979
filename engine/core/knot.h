/* knot.h: two things that hold each other until one of them is done: at the end of a run, what never was is untied, so that it can go. */
#ifndef LOOPSCOPE_KNOT_H
#define LOOPSCOPE_KNOT_H

#include "custom.h"
#include "loop.h"

typedef struct knot_object { /* the head of a struct of the file that the class belongs to */
    custom_object custom;
    struct knot_object *next, *previous;     /* all that there are */
    void (*untie)(struct knot_object *knot); /* takes the callbacks off what they wait for; the knot may be gone then */
} knot_object;

void *knot_new(size_t size, const custom_class *class, void (*untie)(knot_object *knot)); /* one reference; NULL: out of memory */
void knot_forget(knot_object *knot);                                                      /* first of all when it is disposed of */
void knot_end(async_loop *loop);

#endif
