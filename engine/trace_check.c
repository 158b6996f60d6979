/* trace_check.c: for each kind of event, what its fields may hold. */
#include "trace_check.h"

#include <inttypes.h>
#include <stdio.h>

/* Which fields are ids of strings and of places, and how many values `detail` has (0: it is not used). */
typedef struct Rule {
    char a, b, c, d; /* 's' string, 'p' place, 0 something else */
    uint8_t details;
} Rule;

static const Rule rules[EV_COUNT] = {
    [EV_TASK_NEW] = {0, 's', 's', 'p', VIA_COUNT},
    [EV_LABEL] = {0, 's', 0, 0, 0},
    [EV_FUT_NEW] = {0, 0, 0, 'p', VIA_COUNT},
    [EV_READY] = {0, 0, 0, 'p', CALL_COUNT},
    [EV_RUN] = {0, 0, 0, 0, VIA_COUNT},
    [EV_RUN_END] = {0, 0, 0, 0, VIA_COUNT},
    [EV_TIMER_NEW] = {0, 0, 0, 0, CALL_COUNT},
    [EV_STEP] = {0, 0, 0, 's', RESUME_WAKEUP + 1},
    [EV_STEP_END] = {0, 0, 0, 'p', REASON_CANCELLED + 1},
    [EV_ENTER] = {0, 's', 'p', 'p', 0},
    [EV_EXIT] = {0, 's', 0, 0, OUTCOME_CANCELLED + 1},
    [EV_CB] = {0, 0, 0, 0, CALL_COUNT},
    [EV_RESOLVE] = {0, 0, 's', 'p', OUTCOME_CANCELLED + 1},
    [EV_CANCEL] = {0, 0, 0, 'p', TARGET_DONE + 1},
    [EV_UNCANCEL] = {0, 0, 0, 'p', 0},
    [EV_OUT] = {0, 's', 0, 'p', 0},
    [EV_BLOCK] = {'p', 0, 0, 0, 0},
    [EV_NEVER_AWAITED] = {0, 's', 0, 'p', 0},
    [EV_EXC_HANDLER] = {0, 0, 's', 's', 0},
    [EV_PROCESS_END] = {0, 0, 0, 0, END_LOST + 1},
};

static bool known(char kind, uint32_t id, uint32_t texts, uint32_t places, char *what, size_t size)
{
    uint32_t most = kind == 's' ? texts : places;
    if (kind == 0 || id <= most) {
        return true;
    }
    snprintf(what, size, "%s %" PRIu32 " is used before it is defined", kind == 's' ? "string" : "place", id);
    return false;
}

/* Where b holds a string in some events of a kind and something else in others. */
static bool b_is_string(const Event *event)
{
    switch (event->kind) {
    case EV_READY:
    case EV_TIMER_NEW: return event->detail == CALL_USER;
    case EV_STEP_END: return event->detail == REASON_RETURN || event->detail == REASON_RAISE;
    default: return false;
    }
}

bool trace_check(const Event *event, uint32_t texts, uint32_t places, char *what, size_t size)
{
    if (event->kind == EV_NONE || event->kind >= EV_COUNT) {
        snprintf(what, size, "there is no event of kind %u", event->kind);
        return false;
    }
    const Rule *rule = &rules[event->kind];
    if (rule->details ? event->detail >= rule->details : event->detail != 0) {
        snprintf(what, size, "an event of kind %u has the unknown detail %u", event->kind, event->detail);
        return false;
    }
    if (event->kind == EV_STEP_END && event->flags >= VIA_COUNT) {
        snprintf(what, size, "a step ends with the unknown wait %u", event->flags);
        return false;
    }
    if (ref_kind(event->by) > REF_TIMER) {
        snprintf(what, size, "its author cannot be read");
        return false;
    }
    if (event->t < 0) {
        snprintf(what, size, "its time lies before the run");
        return false;
    }
    return known(rule->a, event->a, texts, places, what, size) &&
           known(b_is_string(event) ? 's' : rule->b, event->b, texts, places, what, size) &&
           known(rule->c, event->c, texts, places, what, size) && known(rule->d, event->d, texts, places, what, size);
}
