/* visits.c: two stacks of moments: a jump empties the one ahead, going back moves from one to the other. */
#include "visits.h"

#include <stdint.h>
#include <string.h>

static void push(VisitStack *stack, size_t n)
{
    if (stack->count > 0 && stack->moments[stack->count - 1] == n) {
        return;
    }
    if (stack->count == VISITS_KEPT) {
        memmove(stack->moments, stack->moments + 1, (VISITS_KEPT - 1) * sizeof stack->moments[0]);
        stack->count--;
    }
    stack->moments[stack->count++] = n;
}

/* Moments where the reader stands already would be a step to nowhere. */
static size_t move(VisitStack *from, VisitStack *to, size_t n)
{
    while (from->count > 0) {
        size_t target = from->moments[--from->count];
        if (target != n) {
            push(to, n);
            return target;
        }
    }
    return SIZE_MAX;
}

void visits_leave(Visits *visits, size_t n)
{
    push(&visits->behind, n);
    visits->ahead.count = 0;
}

size_t visits_back(Visits *visits, size_t n) { return move(&visits->behind, &visits->ahead, n); }

size_t visits_forth(Visits *visits, size_t n) { return move(&visits->ahead, &visits->behind, n); }
