/* watch.c: descriptors that are watched: add_reader, add_writer, and which callbacks a turn finds to run.

   asyncio tells its selector of each change at once. Here the poll is told of a new wish at once, so that an error is known where it belongs; but that something is
   not wanted any more, only before the loop waits the next time: most often it is wanted again by then. */
#include "io.h"

#include "transport.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static watch_table *table_of(io_state *io, int descriptor, size_t *index)
{
    bool simulated = descriptor >= NET_SIMULATED;
    *index = (size_t)(simulated ? descriptor - NET_SIMULATED : descriptor);
    return simulated ? &io->simulated : &io->system;
}

watch_slot *watch_find(const io_state *io, int descriptor)
{
    size_t index;
    const watch_table *table = table_of((io_state *)(uintptr_t)io, descriptor, &index);
    return descriptor >= 0 && index < table->count ? &table->slots[index] : NULL;
}

/* NULL: out of memory. */
static watch_slot *find_or_make(io_state *io, int descriptor)
{
    size_t index;
    watch_table *table = table_of(io, descriptor, &index);
    if (index >= table->count) {
        size_t count = index < 8 ? 16 : index * 2;
        watch_slot *grown = calloc(count, sizeof *grown); /* whose pages are the system's until they are touched */
        if (!grown) {
            return NULL;
        }
        if (table->slots) {
            memcpy(grown, table->slots, table->count * sizeof *grown);
        }
        free(table->slots);
        table->slots = grown;
        table->count = count;
    }
    return &table->slots[index];
}

watch_slot *watch_make(async_loop *loop, int descriptor)
{
    io_state *io = descriptor >= 0 ? io_of(loop) : NULL;
    return io ? find_or_make(io, descriptor) : NULL;
}

static bool note_change(io_state *io, watch_slot *slot, int descriptor)
{
    if (slot->changed) {
        return true;
    }
    if (io->changed_count == io->changed_capacity) {
        size_t capacity = io->changed_capacity ? io->changed_capacity * 2 : 16;
        int *grown = realloc(io->changed, capacity * sizeof *grown);
        if (!grown) {
            return false;
        }
        io->changed = grown;
        io->changed_capacity = capacity;
    }
    io->changed[io->changed_count++] = descriptor;
    slot->changed = true;
    return true;
}

static int tell_poll(async_loop *loop, watch_slot *slot, int descriptor, uint8_t events)
{
    int error = poll_watch(loop->poll, descriptor, slot->told, events);
    if (error == 0) {
        slot->told = events;
    }
    return error;
}

static void drop_handle(async_loop *loop, user_handle *user)
{
    if (user && !user->handle.cancelled) {
        user->handle.cancelled = true;
        if (hooked(loop) && user->handle.queued) {
            hook_emit(loop, EV_HANDLE_CANCEL, 0, 0, 0, ref_make(REF_HANDLE, user->handle.number), 0, 0);
        }
    }
    object_release(user ? &user->object : NULL);
}

static int add(async_loop *loop, int descriptor, user_handle *handle, uint8_t event)
{
    io_state *io = io_of(loop);
    watch_slot *slot = io && handle && descriptor >= 0 ? find_or_make(io, descriptor) : NULL;
    int error = slot ? 0 : descriptor < 0 ? EBADF : ENOMEM;
    if (slot && !(slot->told & event)) {
        error = tell_poll(loop, slot, descriptor, (uint8_t)(slot->wanted | event));
    }
    if (error) {
        object_release(handle ? &handle->object : NULL);
        return error;
    }
    if (!slot->wanted) {
        io->watched++;
    }
    user_handle **place = event == POLL_READ ? &slot->reader : &slot->writer, *before = *place;
    if (!(slot->wanted & event)) {
        outside_watch(loop, descriptor, event, true);
    }
    slot->wanted |= event;
    *place = handle;
    drop_handle(loop, before);
    return 0;
}

static bool take_away(async_loop *loop, int descriptor, uint8_t event)
{
    io_state *io = loop->io_state;
    watch_slot *slot = io ? watch_find(io, descriptor) : NULL;
    if (!slot || !(slot->wanted & event)) {
        return false;
    }
    slot->wanted &= (uint8_t)~event;
    if (!slot->wanted) {
        io->watched--;
    }
    if (!note_change(io, slot, descriptor)) {
        tell_poll(loop, slot, descriptor, slot->wanted);
    }
    outside_watch(loop, descriptor, event, false);
    user_handle **place = event == POLL_READ ? &slot->reader : &slot->writer, *before = *place;
    *place = NULL;
    drop_handle(loop, before);
    return true;
}

int watch_reader(async_loop *loop, int descriptor, user_handle *handle) { return add(loop, descriptor, handle, POLL_READ); }

int watch_writer(async_loop *loop, int descriptor, user_handle *handle) { return add(loop, descriptor, handle, POLL_WRITE); }

bool watch_no_reader(async_loop *loop, int descriptor) { return take_away(loop, descriptor, POLL_READ); }

bool watch_no_writer(async_loop *loop, int descriptor) { return take_away(loop, descriptor, POLL_WRITE); }

void watch_before_wait(async_loop *loop)
{
    io_state *io = loop->io_state;
    for (size_t i = 0; i < io->changed_count; i++) {
        watch_slot *slot = watch_find(io, io->changed[i]);
        slot->changed = false;
        if (slot->told != slot->wanted) {
            tell_poll(loop, slot, io->changed[i], slot->wanted);
        }
    }
    io->changed_count = 0;
}

/* asyncio's _process_events: of each descriptor its reader, then its writer. */
void watch_collect(async_loop *loop)
{
    io_state *io = loop->io_state;
    const PollSet *set = loop->poll->set;
    for (size_t i = 0; set && i < set->count; i++) {
        watch_slot *slot = watch_find(io, set->ready[i].descriptor);
        unsigned events = slot ? set->ready[i].events & slot->wanted : 0;
        if (events & POLL_READ && slot->reader) {
            outside_arrived(loop, set->ready[i].descriptor, POLL_READ);
            io_schedule(loop, slot->reader);
        }
        if (events & POLL_WRITE && slot->writer) {
            outside_arrived(loop, set->ready[i].descriptor, POLL_WRITE);
            io_schedule(loop, slot->writer);
        }
    }
}

void watch_closed(async_loop *loop, int descriptor)
{
    io_state *io = loop->io_state;
    watch_slot *slot = io ? watch_find(io, descriptor) : NULL;
    if (!slot) {
        return;
    }
    take_away(loop, descriptor, POLL_READ);
    take_away(loop, descriptor, POLL_WRITE);
    if (slot->told) {
        tell_poll(loop, slot, descriptor, 0);
    }
    outside_end(loop, descriptor, GONE_CLOSED, async_none());
    slot->number = 0;
    slot->transport = NULL;
}

int watch_close(async_loop *loop, int descriptor)
{
    watch_closed(loop, descriptor);
    return net_close(loop->poll, descriptor);
}

static void end_table(watch_table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        user_handle *reader = table->slots[i].reader, *writer = table->slots[i].writer;
        table->slots[i].reader = table->slots[i].writer = NULL;
        object_release(reader ? &reader->object : NULL);
        object_release(writer ? &writer->object : NULL);
    }
    free(table->slots);
    *table = (watch_table){NULL, 0};
}

void watch_end(io_state *io)
{
    end_table(&io->system);
    end_table(&io->simulated);
    free(io->changed);
    io->changed = NULL;
    io->changed_count = io->changed_capacity = 0;
}

async_value watch_taken(const io_state *io, int descriptor)
{
    const watch_slot *slot = io ? watch_find(io, descriptor) : NULL;
    if (!slot || !slot->transport || transport_is_closing(slot->transport)) {
        return async_none();
    }
    char message[80];
    snprintf(message, sizeof message, "File descriptor %d is used by a transport", descriptor);
    return error_new(&ASYNC_RUNTIME_ERROR, message);
}

/* ---- The program's own ---- */

static async_value add_own(int descriptor, async_callback function, void *context, const char *name, uint8_t event, const TracePlace *place)
{
    async_loop *loop = loop_running;
    async_value error = loop ? watch_taken(loop->io_state, descriptor) : error_new(&ASYNC_RUNTIME_ERROR, "no running event loop");
    if (loop && error.type == ASYNC_NONE) {
        user_handle *handle = callback_new(function, context, name, place);
        int number = add(loop, descriptor, handle, event);
        error = number ? error_of_system(number, NULL) : async_none();
    }
    return error.type == ASYNC_ERROR ? io_given(error) : error;
}

async_value async_add_reader_(int descriptor, async_callback function, void *context, const char *name, const TracePlace *place)
{
    return add_own(descriptor, function, context, name, POLL_READ, place);
}

async_value async_add_writer_(int descriptor, async_callback function, void *context, const char *name, const TracePlace *place)
{
    return add_own(descriptor, function, context, name, POLL_WRITE, place);
}

bool async_remove_reader(int descriptor) { return loop_running && watch_no_reader(loop_running, descriptor); }

bool async_remove_writer(int descriptor) { return loop_running && watch_no_writer(loop_running, descriptor); }
