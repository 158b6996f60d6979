/* storage.c: the memory of a State: arrays that grow, pages of futures that states share. */
#include "storage.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

bool storage_open(State *state)
{
    *state = (State){0};
    state->storage = calloc(1, sizeof *state->storage);
    return state->storage != NULL;
}

void storage_free_pages(FuturePage *pages)
{
    while (pages != NULL) {
        FuturePage *next = pages->next;
        free(pages);
        pages = next;
    }
}

void storage_close(State *state)
{
    if (state->storage == NULL) {
        return;
    }
    storage_free_pages(state->storage->own_pages);
    free(state->storage->ready_room);
    timer_set_free(&state->storage->timers);
    free(state->storage->pages);
    free(state->storage->deep);
    pack_free(&state->storage->packed_tasks);
    free(state->storage);
    free(state->tasks);
    free(state->outsides);
    *state = (State){0};
}

void storage_reset(State *state)
{
    ModelStorage *storage = state->storage;
    storage_free_pages(storage->own_pages);
    storage->own_pages = NULL;
    storage->page_count = 0;
    storage->deep_count = 0;
    timer_set_clear(&storage->timers);
    *state = (State){.storage = storage,
                     .ready = storage->ready_room,
                     .ready_capacity = state->ready_capacity,
                     .tasks = state->tasks,
                     .task_capacity = state->task_capacity,
                     .outsides = state->outsides,
                     .outside_capacity = state->outside_capacity};
}

void storage_freeze(State *state, FuturePage **frozen)
{
    while (state->storage->own_pages != NULL) {
        FuturePage *page = state->storage->own_pages;
        state->storage->own_pages = page->next;
        page->owner = NULL;
        page->next = *frozen;
        *frozen = page;
    }
}

/* Grows an array to hold `needed` entries of `size` bytes: exactly so many, or with `slack` half as many again. */
static bool grow(void **array, size_t *capacity, size_t needed, size_t size, bool slack)
{
    if (needed <= *capacity) {
        return true;
    }
    size_t wanted = slack ? needed + needed / 2 + 16 : needed;
    void *bigger = realloc(*array, wanted * size);
    if (bigger == NULL) {
        return false;
    }
    *array = bigger;
    *capacity = wanted;
    return true;
}

/* Room for one more behind `count` entries at `first`, which lie in `room` behind what was popped. What is left moves to the start of
   the room when at least half of that is free, else into a bigger one: so an entry is moved a bounded number of times. NULL: out of memory. */
static void *grow_room(void *room, const void *first, size_t count, size_t *capacity, size_t size)
{
    if (count <= *capacity / 2 && room != NULL) {
        return memmove(room, first, count * size);
    }
    size_t wanted = *capacity * 2 + 16;
    void *bigger = malloc(wanted * size);
    if (bigger == NULL) {
        return NULL;
    }
    if (count > 0) {
        memcpy(bigger, first, count * size);
    }
    free(room);
    *capacity = wanted;
    return bigger;
}

bool storage_reserve_ready(State *state)
{
    ModelReady *room = state->storage->ready_room;
    size_t popped = room == NULL ? 0 : (size_t)(state->ready - room);
    if (popped + state->ready_count < state->ready_capacity) {
        return true;
    }
    room = grow_room(room, state->ready, state->ready_count, &state->ready_capacity, sizeof *room);
    if (room != NULL) {
        state->storage->ready_room = state->ready = room;
    }
    return room != NULL;
}

bool storage_reserve_timer(State *state) { return timer_set_reserve(&state->storage->timers); }

void storage_insert_timer(State *state, const ModelTimer *timer)
{
    timer_set_insert(&state->storage->timers, timer);
    state->timer_count++;
}

void storage_remove_timer(State *state, uint32_t number)
{
    timer_set_remove(&state->storage->timers, number);
    state->timer_count--;
}

void storage_purge_timers(State *state)
{
    timer_set_purge(&state->storage->timers);
    state->timer_count = state->storage->timers.count;
}

void storage_clear_timers(State *state)
{
    timer_set_clear(&state->storage->timers);
    state->timer_count = state->timers_cancelled = 0;
}

ModelTimer *storage_find_timer(State *state, uint32_t number) { return timer_set_find(&state->storage->timers, number); }

const ModelTimer *state_timer(const State *state, size_t index) { return timer_set_at(&state->storage->timers, index); }

const ModelTimer *state_timer_numbered(const State *state, uint32_t number) { return timer_set_find(&state->storage->timers, number); }

bool storage_reserve_task(State *state)
{
    void *tasks = state->tasks;
    bool grown = grow(&tasks, &state->task_capacity, state->task_count + 1, sizeof(ModelTask), true);
    state->tasks = tasks;
    return grown;
}

bool storage_reserve_deep(State *state)
{
    ModelStorage *storage = state->storage;
    void *deep = storage->deep;
    bool grown = grow(&deep, &storage->deep_capacity, storage->deep_count + 1, sizeof(DeepFrame), true);
    storage->deep = deep;
    return grown;
}

bool storage_reserve_outside(State *state)
{
    void *outsides = state->outsides;
    bool grown = grow(&outsides, &state->outside_capacity, state->outside_count + 1, sizeof(ModelOutside), true);
    state->outsides = outsides;
    return grown;
}

static FuturePage *own_page(ModelStorage *storage, size_t index, const FuturePage *copied)
{
    FuturePage *page = copied == NULL ? calloc(1, sizeof *page) : malloc(sizeof *page);
    if (page == NULL) {
        return NULL;
    }
    if (copied != NULL) {
        *page = *copied;
    }
    page->owner = storage;
    page->index = index;
    page->next = storage->own_pages;
    storage->own_pages = page;
    return page;
}

static ModelFuture *write_slot(ModelStorage *storage, size_t index)
{
    FuturePage **page = &storage->pages[index / FUTURE_PAGE];
    if ((*page)->owner != storage) {
        FuturePage *copy = own_page(storage, index / FUTURE_PAGE, *page);
        if (copy == NULL) {
            return NULL;
        }
        *page = copy;
    }
    return &(*page)->futures[index % FUTURE_PAGE];
}

ModelFuture *storage_add_future(State *state)
{
    ModelStorage *storage = state->storage;
    if (state->future_count == storage->page_count * FUTURE_PAGE) {
        void *pages = storage->pages;
        if (!grow(&pages, &storage->page_capacity, storage->page_count + 1, sizeof(FuturePage *), true)) {
            return NULL;
        }
        storage->pages = pages;
        FuturePage *page = own_page(storage, storage->page_count, NULL);
        if (page == NULL) {
            return NULL;
        }
        storage->pages[storage->page_count++] = page;
    }
    ModelFuture *future = write_slot(storage, state->future_count);
    if (future != NULL) {
        *future = (ModelFuture){0};
        state->future_count++;
    }
    return future;
}

ModelFuture *storage_write_future(State *state, Ref future)
{
    assert(ref_kind(future) == REF_FUTURE && ref_number(future) >= 1 && ref_number(future) <= state->future_count);
    return write_slot(state->storage, ref_number(future) - 1);
}

const ModelFuture *state_future(const State *state, Ref future)
{
    uint32_t number = ref_number(future);
    if (ref_kind(future) != REF_FUTURE || number == 0 || number > state->future_count) {
        return NULL;
    }
    return &state->storage->pages[(number - 1) / FUTURE_PAGE]->futures[(number - 1) % FUTURE_PAGE];
}

static void copy_bytes(void *to, const void *from, size_t length)
{
    if (length > 0) {
        memcpy(to, from, length);
    }
}

/* A page that `from` may still write into is no page to share. */
static bool copy_own_pages(ModelStorage *to, const ModelStorage *from)
{
    for (const FuturePage *page = from->own_pages; page != NULL; page = page->next) {
        FuturePage *copy = own_page(to, page->index, page);
        if (copy == NULL) {
            return false;
        }
        to->pages[page->index] = copy;
    }
    return true;
}

bool storage_copy(State *to, const State *from)
{
    ModelStorage *storage = to->storage;
    storage_reset(to);
    void *ready = storage->ready_room, *tasks = to->tasks;
    void *pages = storage->pages, *deep = storage->deep, *outsides = to->outsides;
    bool grown = grow(&ready, &to->ready_capacity, from->ready_count, sizeof(ModelReady), false) &&
                 timer_set_copy(&storage->timers, &from->storage->timers) &&
                 grow(&tasks, &to->task_capacity, from->task_count, sizeof(ModelTask), false) &&
                 grow(&outsides, &to->outside_capacity, from->outside_count, sizeof(ModelOutside), false) &&
                 grow(&pages, &storage->page_capacity, from->storage->page_count, sizeof(FuturePage *), false) &&
                 grow(&deep, &storage->deep_capacity, from->storage->deep_count, sizeof(DeepFrame), false);
    storage->ready_room = to->ready = ready;
    storage->pages = pages;
    storage->deep = deep;
    to->tasks = tasks;
    to->outsides = outsides;
    if (!grown) {
        storage_reset(to);
        return false;
    }
    copy_bytes(to->ready, from->ready, from->ready_count * sizeof(ModelReady));
    if (from->storage->packed_tasks.words != NULL) {
        pack_restore(&from->storage->packed_tasks, to->tasks);
    } else {
        copy_bytes(to->tasks, from->tasks, from->task_count * sizeof(ModelTask));
    }
    copy_bytes(to->outsides, from->outsides, from->outside_count * sizeof(ModelOutside));
    copy_bytes(storage->pages, from->storage->pages, from->storage->page_count * sizeof(FuturePage *));
    if (!copy_own_pages(storage, from->storage)) {
        storage_reset(to); /* the pages that were copied already belong to no table */
        return false;
    }
    copy_bytes(storage->deep, from->storage->deep, from->storage->deep_count * sizeof(DeepFrame));
    storage->page_count = from->storage->page_count;
    storage->deep_count = from->storage->deep_count;
    State copy = *from;
    copy.storage = storage;
    copy.ready = to->ready;
    copy.ready_capacity = to->ready_capacity;
    copy.tasks = to->tasks;
    copy.task_capacity = to->task_capacity;
    copy.outsides = to->outsides;
    copy.outside_capacity = to->outside_capacity;
    *to = copy;
    return true;
}

static void *bytes_kept(const void *from, size_t length)
{
    void *kept = malloc(length > 0 ? length : 1);
    if (kept != NULL) {
        copy_bytes(kept, from, length);
    }
    return kept;
}

bool storage_keep(State *kept, const State *from)
{
    const ModelStorage *storage = from->storage;
    assert(storage->own_pages == NULL && storage->packed_tasks.words == NULL);
    if (!storage_open(kept)) {
        return false;
    }
    ModelStorage *to = kept->storage;
    ModelReady *ready = bytes_kept(from->ready, from->ready_count * sizeof *ready);
    kept->outsides = bytes_kept(from->outsides, from->outside_count * sizeof *from->outsides);
    ModelOutside *outsides = kept->outsides;
    to->ready_room = ready;
    to->pages = bytes_kept(storage->pages, storage->page_count * sizeof(FuturePage *));
    to->deep = bytes_kept(storage->deep, storage->deep_count * sizeof(DeepFrame));
    if (ready == NULL || outsides == NULL || to->pages == NULL || to->deep == NULL || !timer_set_pack(&to->timers, &storage->timers) ||
        !pack_array(&to->packed_tasks, from->tasks, from->task_count * sizeof(ModelTask))) {
        storage_close(kept);
        return false;
    }
    to->page_count = to->page_capacity = storage->page_count;
    to->deep_count = to->deep_capacity = storage->deep_count;
    *kept = *from;
    kept->storage = to;
    kept->ready = ready;
    kept->ready_capacity = from->ready_count;
    kept->outsides = outsides;
    kept->outside_capacity = from->outside_count;
    kept->tasks = NULL;
    kept->task_capacity = 0;
    return true;
}

size_t storage_bytes(const State *state)
{
    return sizeof *state + sizeof *state->storage + state->ready_capacity * sizeof(ModelReady) + timer_set_bytes(&state->storage->timers) +
           state->task_capacity * sizeof(ModelTask) + state->outside_capacity * sizeof(ModelOutside) +
           state->storage->page_capacity * sizeof(FuturePage *) + state->storage->deep_capacity * sizeof(DeepFrame) +
           state->storage->packed_tasks.count * sizeof(uint32_t);
}

size_t storage_page_bytes(const FuturePage *pages)
{
    size_t bytes = 0;
    for (; pages != NULL; pages = pages->next) {
        bytes += sizeof *pages;
    }
    return bytes;
}
