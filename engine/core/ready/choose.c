/* choose.c: which entry of the ready queue runs next, where somebody else than asyncio chooses. */
#include "core/hook.h"

#include <stdio.h>
#include <stdlib.h>

/* A cancelled entry is only skipped, and of the loop's own ones nobody knows: where such a one stands in front, nothing is chosen. */
static bool can_be_chosen(const async_entry *entry) { return !entry->cancelled && !entry->silent; }

static async_task task_in(async_entry *entry) { return entry->call <= CALL_WAKEUP ? object_handle(&task_of(entry)->future.object) : NULL; }

/* Of each entry that can be chosen its task; NULL: out of memory, or there is only one. */
static async_task *list_tasks(async_entry *batch, size_t *count)
{
    *count = 0;
    for (const async_entry *entry = batch; entry; entry = entry->next) {
        *count += can_be_chosen(entry);
    }
    async_task *tasks = *count > 1 ? malloc(*count * sizeof *tasks) : NULL;
    size_t filled = 0;
    for (async_entry *entry = tasks ? batch : NULL; entry; entry = entry->next) {
        if (can_be_chosen(entry)) {
            tasks[filled++] = task_in(entry);
        }
    }
    return tasks;
}

/* The entry with that index among those that can be chosen goes to the front. */
static async_entry *move_to_front(async_loop *loop, async_entry *batch, size_t index, size_t count)
{
    async_entry **link = &batch;
    uint32_t place = 0;
    for (size_t left = index; !can_be_chosen(*link) || left > 0; link = &(*link)->next) {
        left -= can_be_chosen(*link);
        place += !(*link)->silent;
    }
    async_entry *chosen = *link;
    if (link != &batch) {
        *link = chosen->next;
        chosen->next = batch;
    }
    if (hooked(loop)) {
        hook_emit(loop, EV_CHOOSE, 0, 0, place, entry_ref(chosen), (uint32_t)count, (uint32_t)index + 1);
    }
    return chosen;
}

async_entry *loop_choose(async_loop *loop, async_entry *batch)
{
    size_t count;
    async_task *tasks = can_be_chosen(batch) ? list_tasks(batch, &count) : NULL;
    if (!tasks) {
        return batch;
    }
    loop->current = NULL;
    loop->author = TRACE_LOOP;
    size_t index = loop->settings.choose(loop->settings.context, tasks, count);
    free(tasks);
    if (index >= count) {
        char message[120];
        snprintf(message, sizeof message, "async_settings.choose: %zu is none of the %zu that can run, which are 0 to %zu.", index, count,
                 count - 1);
        loop->escaped = error_new(&ASYNC_RUNTIME_ERROR, message);
        return NULL;
    }
    return move_to_front(loop, batch, index, count);
}
