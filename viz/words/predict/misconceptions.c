/* misconceptions.c: the list of misconceptions, looked up. */
#include "misconceptions.h"

static const struct {
    const char *name, *belief, *source;
} list[MISCONCEPTION_COUNT] = {
#define BELIEF(id, name, belief, source) [BELIEF_##id] = {name, belief, source},
    MISCONCEPTIONS(BELIEF)
#undef BELIEF
};

static int is_known(int misconception) { return misconception >= 0 && misconception < (int)MISCONCEPTION_COUNT; }

const char *misconception_name(int misconception) { return is_known(misconception) ? list[misconception].name : ""; }

const char *misconception_belief(int misconception) { return is_known(misconception) ? list[misconception].belief : ""; }

const char *misconception_source(int misconception) { return is_known(misconception) ? list[misconception].source : ""; }
