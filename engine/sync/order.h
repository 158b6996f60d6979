/* order.h: which of two values Python's `<` puts first, and a heap of values that are ordered so. */
#ifndef LOOPSCOPE_ORDER_H
#define LOOPSCOPE_ORDER_H

#include "core/object.h"

typedef enum order_answer { ORDER_NO, ORDER_YES, ORDER_UNKNOWN } order_answer;

/* one < other. ORDER_UNKNOWN: Python would raise the TypeError that is given to *error, in the current scope. */
order_answer order_less(async_value one, async_value other, async_value *error);

/* Python's heapq, comparison by comparison, since values that are equal can be told apart. The caller has put the new value at items[count - 1]. On an
   error everything stays where it is then, as in Python. */
order_answer order_push(async_value *items, size_t count, async_value *error);
/* Moves the smallest of the `count` (1 or more) values to items[count - 1]. */
order_answer order_pop(async_value *items, size_t count, async_value *error);

#endif
