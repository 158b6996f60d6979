/* knob.c: the knobs that programs declare: a list to which each adds itself before main. */
#include "async.h"

#include <assert.h>

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
    } else if (knob->on) {
        *knob->on = value != 0;
    } else {
        *knob->choice = (int)value;
    }
}

static int orders_of(int count)
{
    int orders = 1;
    for (int i = 2; i <= count; i++) {
        orders *= i;
    }
    return orders;
}

/* Each place takes, of the lines that are left in their order, the one whose number the order's leading digit in factorials says. */
int async_order(int order, int count, int place)
{
    bool taken[ASYNC_ORDER_LINES] = {false};
    int line = 0;
    assert(count >= 1 && count <= ASYNC_ORDER_LINES && place >= 0 && place < count && order >= 0 && order < orders_of(count));
    for (int at = 0; at <= place; at++) {
        int rest = orders_of(count - 1 - at), skipped = order / rest % (count - at);
        line = 0;
        while (taken[line] || skipped-- > 0) {
            line++;
        }
        taken[line] = true;
    }
    return line;
}

int async_order_of(const int *lines, int count)
{
    int order = 0;
    for (int at = 0; at < count; at++) {
        int smaller = 0;
        for (int later = at + 1; later < count; later++) {
            smaller += lines[later] < lines[at];
        }
        order += smaller * orders_of(count - 1 - at);
    }
    return order;
}
