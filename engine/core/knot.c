/* knot.c: see knot.h. */
#include "knot.h"

#include "loop.h"

void *knot_new(size_t size, const custom_class *class, void (*untie)(knot_object *knot))
{
    knot_object *knot = object_new(OBJECT_CUSTOM, size);
    if (!knot) {
        return NULL;
    }
    knot->custom.class = class;
    knot->untie = untie;
    knot->next = loop_running->knots;
    if (knot->next) {
        knot->next->previous = knot;
    }
    loop_running->knots = knot;
    return knot;
}

void knot_forget(knot_object *knot)
{
    if (knot->previous) {
        knot->previous->next = knot->next;
    } else if (loop_running && loop_running->knots == knot) {
        loop_running->knots = knot->next;
    }
    if (knot->next) {
        knot->next->previous = knot->previous;
    }
    knot->next = knot->previous = NULL;
}

void knot_end(async_loop *loop)
{
    while (loop->knots) {
        knot_object *knot = loop->knots;
        knot_forget(knot);
        object_retain(&knot->custom.object);
        knot->untie(knot);
        object_release(&knot->custom.object);
    }
}
