/* storage.h: what the arrays of a State lie in, and how one State becomes a copy of another. For model_*.c alone.

   Futures are many and most of them never change again, so they lie in pages which states share: a state writes only into
   pages that it made itself since it was last copied, and copies any other page first. */
#ifndef LOOPSCOPE_MODEL_STORAGE_H
#define LOOPSCOPE_MODEL_STORAGE_H

#include "model.h"
#include "pack.h"
#include "timer_set.h"

enum { FUTURE_PAGE = 256 };

typedef struct FuturePage FuturePage;
struct FuturePage {
    FuturePage *next;                 /* in its owner's list, or in that of the frozen ones */
    size_t index;                     /* in the table of pages */
    const struct ModelStorage *owner; /* the only storage that may write into it; NULL: frozen, nobody may */
    ModelFuture futures[FUTURE_PAGE];
};

/* A frame that is neither among the outermost seven nor the innermost of its task. */
typedef struct DeepFrame {
    uint32_t task;
    ModelFrame frame;
} DeepFrame;

typedef struct ModelStorage {
    ModelReady *ready_room; /* state->ready points into it, behind what was popped */
    TimerSet timers;
    FuturePage **pages;
    size_t page_count, page_capacity;
    FuturePage *own_pages;
    DeepFrame *deep; /* all tasks' deep frames, in the order they were pushed */
    size_t deep_count, deep_capacity;
    Packed packed_tasks; /* of a state that is only kept: what stands in for state->tasks */
} ModelStorage;

/* All false: out of memory, and the state is unchanged. */
bool storage_open(State *state); /* an empty state, n = 0 */
void storage_close(State *state);
/* Makes `to` equal to `from`: frozen pages are shared, those of `from` itself are copied. What `to` held is lost even when memory runs out: then it is at n = 0. */
bool storage_copy(State *to, const State *from);
/* Makes of `kept`, which is not open, a copy of a state without pages of its own that is smaller, and only there to be copied: its tasks and
   timers cannot be read. False: out of memory, and it is not open. */
bool storage_keep(State *kept, const State *from);
/* Gives the state's own pages to `frozen`, which must free them with storage_free_pages() after every state that uses them. */
void storage_freeze(State *state, FuturePage **frozen);
void storage_free_pages(FuturePage *pages);
void storage_reset(State *state);         /* back to n = 0 */
size_t storage_bytes(const State *state); /* held by this state alone, its own pages not counted */
size_t storage_page_bytes(const FuturePage *pages);

/* Room for one more at the end of an array; the new entry is not counted yet. */
bool storage_reserve_ready(State *state);
bool storage_reserve_timer(State *state); /* before it is inserted */
bool storage_reserve_task(State *state);
bool storage_reserve_deep(State *state);
bool storage_reserve_outside(State *state);
void storage_insert_timer(State *state, const ModelTimer *timer);
void storage_clear_timers(State *state);
void storage_remove_timer(State *state, uint32_t number);      /* it is set */
void storage_purge_timers(State *state);                       /* removes those that were cancelled */
ModelTimer *storage_find_timer(State *state, uint32_t number); /* for writing; NULL: it is not set */
/* A zeroed future behind the last, counted; NULL when out of memory. */
ModelFuture *storage_add_future(State *state);
/* The future for writing; NULL when out of memory. It must exist. */
ModelFuture *storage_write_future(State *state, Ref future);

#endif
