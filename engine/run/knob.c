/* knob.c: the knobs that programs declare: a list to which each adds itself before main. */
#include "async.h"

static async_knob *declared;

void async_knob_declare_(async_knob *knob)
{
    knob->next = declared;
    declared = knob;
}

const async_knob *async_knobs(void) { return declared; }

void async_knob_turn(const async_knob *knob, double value)
{
    if (knob->number) {
        *knob->number = value;
    } else {
        *knob->on = value != 0;
    }
}
