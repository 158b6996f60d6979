/* outside.c: what the trace is told of what lies outside of the loop. */
#include "io.h"

#include "transport.h"

#include <stdio.h>

enum { LONGEST_FIRST = 40 }; /* characters */

static uint32_t told(async_loop *loop, int descriptor)
{
    const watch_slot *slot = loop->io_state ? watch_find(loop->io_state, descriptor) : NULL;
    return slot && slot->number ? slot->number : outside_number(loop, descriptor, OUTSIDE_NONE, 0);
}

static bool is_pipe(transport_kind kind) { return kind == TRANSPORT_READS || kind == TRANSPORT_WRITES; }

/* What it is to the program: of the system's pair that stands for a pipe, a transport knows that. */
static NetSort sort_of(async_loop *loop, int descriptor, bool *is_written)
{
    const watch_slot *slot = loop->io_state ? watch_find(loop->io_state, descriptor) : NULL;
    NetSort sort = net_sort(loop->poll, descriptor);
    bool known = slot && slot->transport && is_pipe((transport_kind)slot->transport->kind);
    *is_written = known ? slot->transport->kind == TRANSPORT_WRITES : sort == NET_PIPE && net_is_written(descriptor);
    return known && descriptor >= NET_SIMULATED ? NET_PIPE : sort;
}

/* What has no address by its number; standard input and its like by their names. */
static void name_plainly(int descriptor, NetSort sort, bool is_written, char *name, size_t size)
{
    static const char *const standard[] = {"standard input", "standard output", "standard error"};
    int number = descriptor < NET_SIMULATED ? descriptor : descriptor - NET_SIMULATED;
    if (descriptor < 3 && sort != NET_STREAM && sort != NET_DATAGRAMS) {
        snprintf(name, size, "%s", standard[descriptor]);
    } else if (sort == NET_PIPE) {
        snprintf(name, size, "pipe %d (%s end)", number, is_written ? "write" : "read");
    } else {
        snprintf(name, size, "descriptor %d", number);
    }
}

/* Where it is, and if it sends to one alone, to whom. */
static void name_datagrams(async_loop *loop, int descriptor, char *name, size_t size)
{
    NetAddress here, there;
    char one[128], other[128];
    if (net_name(loop->poll, descriptor, false, &here) != 0) {
        return;
    }
    bool to_one = net_name(loop->poll, descriptor, true, &there) == 0;
    snprintf(name, size, "%s%s%s", here.host[0] ? net_text(&here, one, sizeof one) : "a socket", to_one ? " to " : "",
             to_one ? net_text(&there, other, sizeof other) : "");
}

/* A listening socket by its own address, a connection by its other end, and who connected to us by where from. */
static TraceOutside look(async_loop *loop, int descriptor, TraceOutside kind, char *name, size_t size)
{
    NetAddress address = {"", NET_PATH};
    bool is_written;
    NetSort sort = sort_of(loop, descriptor, &is_written);
    name[0] = '\0';
    if (sort == NET_DATAGRAMS) {
        name_datagrams(loop, descriptor, name, size);
    } else if (sort == NET_STREAM) {
        bool is_peer = kind != OUTSIDE_LISTENER && net_name(loop->poll, descriptor, true, &address) == 0;
        if (!is_peer && net_name(loop->poll, descriptor, false, &address) != 0) {
            sort = NET_OTHER;
        }
        net_text(&address, name, size);
    }
    if (!name[0]) {
        name_plainly(descriptor, sort, is_written, name, size);
    }
    return kind != OUTSIDE_NONE    ? kind
           : sort == NET_DATAGRAMS ? OUTSIDE_DATAGRAM
           : sort == NET_STREAM    ? OUTSIDE_CONNECTION
           : sort == NET_PIPE      ? OUTSIDE_PIPE
                                   : OUTSIDE_DESCRIPTOR;
}

uint32_t outside_new(async_loop *loop, TraceOutside kind, const char *name, uint32_t of)
{
    io_state *io = io_of(loop);
    if (!hooked(loop) || !io) {
        return 0;
    }
    uint32_t number = ++io->numbers;
    hook_emit(loop, EV_OUTSIDE_NEW, kind, 0, number, hook_text(loop, name), of, 0);
    return number;
}

uint32_t outside_number(async_loop *loop, int descriptor, TraceOutside kind, uint32_t of)
{
    watch_slot *slot = hooked(loop) ? watch_make(loop, descriptor) : NULL;
    if (!slot) {
        return 0;
    }
    if (slot->number == 0) {
        char name[280];
        kind = look(loop, descriptor, kind, name, sizeof name);
        slot->number = outside_new(loop, kind, name, of);
    }
    return slot->number;
}

void outside_watch(async_loop *loop, int descriptor, unsigned event, bool watched)
{
    if (hooked(loop)) {
        hook_emit(loop, watched ? EV_WATCH : EV_UNWATCH, event == POLL_READ ? DIRECTION_READ : DIRECTION_WRITE, 0, told(loop, descriptor),
                  0, 0, 0);
    }
}

void outside_arrived(async_loop *loop, int descriptor, unsigned event)
{
    if (hooked(loop)) {
        hook_emit(loop, EV_ARRIVED, event == POLL_READ ? DIRECTION_READ : DIRECTION_WRITE, 0, told(loop, descriptor), 0, 0, 0);
    }
}

static uint32_t first_text(async_loop *loop, const char *data, size_t count)
{
    char text[LONGEST_FIRST + 8];
    size_t length = 0;
    for (size_t i = 0; i < count && length + 4 <= LONGEST_FIRST; i++) {
        unsigned char c = (unsigned char)data[i];
        if (c == '\n' || c == '\r' || c == '\t' || c == '\\') {
            text[length++] = '\\';
            text[length++] = c == '\n' ? 'n' : c == '\r' ? 'r' : c == '\t' ? 't' : '\\';
        } else if (c < 0x20 || c >= 0x7f) {
            length += (size_t)snprintf(text + length, sizeof text - length, "\\x%02x", c);
        } else {
            text[length++] = (char)c;
        }
    }
    text[length] = '\0';
    return hook_text(loop, text);
}

void outside_bytes(async_loop *loop, int descriptor, TraceBytes what, size_t count, const void *data)
{
    if (hooked(loop)) {
        uint32_t first = loop->settings.variables && data && count ? first_text(loop, data, count) : 0;
        hook_emit(loop, EV_BYTES, what, 0, told(loop, descriptor), count < UINT32_MAX ? (uint32_t)count : UINT32_MAX, first, 0);
    }
}

void outside_flow(async_loop *loop, int descriptor, TraceFlow flow, size_t buffered)
{
    if (hooked(loop)) {
        hook_emit(loop, EV_FLOW, flow, 0, told(loop, descriptor), buffered < UINT32_MAX ? (uint32_t)buffered : UINT32_MAX, 0, 0);
    }
}

void outside_gone(async_loop *loop, uint32_t number, TraceGone how, async_value error, int status)
{
    if (hooked(loop) && number) {
        hook_emit(loop, EV_OUTSIDE_END, how, 0, number, error.type == ASYNC_ERROR ? hook_repr(loop, error) : 0, (uint32_t)status, 0);
    }
}

void outside_end(async_loop *loop, int descriptor, TraceGone how, async_value error)
{
    watch_slot *slot = loop->io_state ? watch_find(loop->io_state, descriptor) : NULL;
    if (slot && slot->number) {
        outside_gone(loop, slot->number, how, error, 0);
        slot->number = 0;
    }
}

/* Whom or what one waits for there, for the words that begin with `what`. */
static const char *other_end(async_loop *loop, int descriptor, char *name, size_t size)
{
    bool is_written;
    NetSort sort = sort_of(loop, descriptor, &is_written);
    NetAddress address;
    if (sort == NET_PIPE || sort == NET_TERMINAL) {
        return descriptor == 0 ? "standard input" : "a pipe";
    }
    bool is_named = (sort != NET_DATAGRAMS && net_name(loop->poll, descriptor, true, &address) == 0) ||
                    net_name(loop->poll, descriptor, false, &address) == 0;
    return is_named && net_text(&address, name, size)[0] ? name : "the other end of a pair";
}

void outside_awaited(async_loop *loop, const future_object *future, int descriptor, const char *what)
{
    if (hooked(loop)) {
        char text[200], name[128];
        snprintf(text, sizeof text, "%s%s", what, other_end(loop, descriptor, name, sizeof name));
        hook_emit(loop, EV_NAME, 0, 0, told(loop, descriptor), future_ref(&future->object), hook_text(loop, text), 0);
    }
}

void outside_made(async_loop *loop, const future_object *waiter, int descriptor, TraceOutside kind)
{
    if (hooked(loop)) {
        char text[320], name[280];
        outside_number(loop, descriptor, kind, 0);
        look(loop, descriptor, kind, name, sizeof name);
        snprintf(text, sizeof text, "the transport of %s", name);
        hook_emit(loop, EV_NAME, 0, 0, told(loop, descriptor), future_ref(&waiter->object), hook_text(loop, text), 0);
    }
}
