/* fold.h: the one place where an event turns one state into the next. For viz/model alone. */
#ifndef LOOPSCOPE_MODEL_FOLD_H
#define LOOPSCOPE_MODEL_FOLD_H

#include "storage.h"

typedef enum FoldResult { FOLD_OK, FOLD_ILLEGAL, FOLD_NO_MEMORY } FoldResult;

enum { FOLD_WHY = 160 };

/* Applies the event with index state->n. It reads nothing but its arguments. Unless FOLD_OK the state does not change, and
   for FOLD_ILLEGAL `why` (FOLD_WHY bytes) says what is impossible about the event. */
FoldResult fold_event(State *state, const Trace *trace, const Event *event, char *why);

/* The place an event happened at (a place id), 0 for none: whose line is then current. */
uint32_t fold_event_place(const Event *event);

/* What the parts of the fold pass on to one another. */
typedef struct Fold {
    State *state;
    const Trace *trace;
    const Event *event;
    char *why;
} Fold;

/* fold.c */
FoldResult fold_illegal(const Fold *fold, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ready.c */
FoldResult fold_ready(Fold *fold);
FoldResult fold_pop_ready(Fold *fold, Ref handle); /* takes the front entry, which must be that one, and makes it the current one */
FoldResult fold_choose(Fold *fold);
FoldResult fold_skip(Fold *fold);
FoldResult fold_handle_cancel(Fold *fold);

/* outside.c */
FoldResult fold_outside(Fold *fold);
/* What has come from outside is passed on to an entry that becomes ready. */
void fold_outside_ready(const Fold *fold, ModelReady *entry);

/* task.c */
FoldResult fold_task_new(Fold *fold);
FoldResult fold_task_label(Fold *fold);
FoldResult fold_task_ready(Fold *fold); /* READY of a step or a wake-up: what it means for the task */
FoldResult fold_task_step(Fold *fold);
FoldResult fold_task_step_end(Fold *fold);
FoldResult fold_task_resolve(Fold *fold);
FoldResult fold_task_enter(Fold *fold);
FoldResult fold_task_exit(Fold *fold);
void fold_task_at_place(Fold *fold, Ref task, uint32_t place);
/* What the variables of the task's innermost coroutine of the program hold; text 0: nothing is told, and nothing changes. */
void fold_task_variables(Fold *fold, Ref task, uint32_t text);
ModelTask *fold_task(const Fold *fold, Ref task); /* NULL when there is none */

#endif
