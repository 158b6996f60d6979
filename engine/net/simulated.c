/* simulated.c: sockets of a network inside the run: what a system's sockets do, in virtual time. */
#include "simulated.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_PORT = 40000, BUFFER = 64 * 1024 };

SimNet *sim_of(Poll *poll)
{
    if (poll->set) {
        return (SimNet *)(void *)poll->set;
    }
    SimNet *net = calloc(1, sizeof *net);
    if (net) {
        net->poll = poll;
        net->port = FIRST_PORT;
        sim_set_begin(net);
    }
    return net;
}

SimSocket *sim_socket(const Poll *poll, int number)
{
    const SimNet *net = (const SimNet *)(const void *)poll->set;
    size_t index = (size_t)(number - NET_SIMULATED);
    return net && index < net->count ? net->sockets[index] : NULL;
}

/* splitmix64 */
double sim_chance(SimNet *net)
{
    uint64_t x = net->chance += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (double)((x ^ (x >> 31)) >> 11) * 0x1p-53;
}

SimSocket *sim_new(SimNet *net, NetKind kind)
{
    size_t index = 0;
    while (index < net->count && net->sockets[index]) { /* the lowest that is free, as a system's */
        index++;
    }
    if (index == net->room) {
        size_t room = net->room ? net->room * 2 : 16;
        SimSocket **grown = realloc(net->sockets, room * sizeof *grown);
        if (!grown) {
            return NULL;
        }
        net->sockets = grown;
        net->room = room;
    }
    SimSocket *of = calloc(1, sizeof *of);
    if (of) {
        *of = (SimSocket){.net = net, .descriptor = NET_SIMULATED + (int)index, .references = 1, .kind = kind, .open = true};
        of->link = sim_has_path(of) ? (NetLink){.buffer = BUFFER} : net->link;
        of->arrived_last = &of->arrived;
        of->accept_last = &of->accept_first;
        of->here.port = sim_has_path(of) ? NET_PATH : 0;
        net->sockets[index] = of;
        net->count = index < net->count ? net->count : index + 1;
    }
    return of;
}

static void drop_arrived(SimSocket *of)
{
    while (of->arrived) {
        SimPiece *piece = of->arrived;
        of->arrived = piece->next;
        sim_drop(piece);
    }
    of->arrived_last = &of->arrived;
}

void sim_release(SimSocket *of)
{
    if (--of->references > 0) {
        return;
    }
    drop_arrived(of);
    if (of->peer) {
        sim_release(of->peer);
    }
    free(of);
}

static bool same(const NetAddress *one, const NetAddress *other)
{
    bool anywhere = strcmp(one->host, "0.0.0.0") == 0 || strcmp(one->host, "::") == 0;
    return one->port == other->port && (anywhere || strcmp(one->host, other->host) == 0);
}

SimSocket *sim_bound(const SimNet *net, NetKind kind, const NetAddress *address)
{
    for (size_t i = 0; i < net->count; i++) {
        SimSocket *of = net->sockets[i];
        if (of && of->bound && of->kind == kind && same(&of->here, address)) {
            return of;
        }
    }
    return NULL;
}

/* An address of its own, if it has none yet. */
static void name_it(SimSocket *of)
{
    if (!of->bound) {
        of->here = sim_has_path(of) ? (NetAddress){"", NET_PATH} : (NetAddress){"127.0.0.1", of->net->port++};
        of->bound = of->kind == NET_UDP;
    }
}

size_t sim_buffer(const SimSocket *of) { return of->link.buffer ? of->link.buffer : BUFFER; }

unsigned sim_ready(const SimSocket *of)
{
    bool gone = of->error != 0 || of->broken;
    if (of->listening) {
        return of->accept_first ? POLL_READ : 0;
    }
    if (sim_has_datagrams(of)) {
        bool room = of->unread <= sim_buffer(of) / 2;
        return (of->arrived || gone ? POLL_READ : 0U) | (room || gone ? POLL_WRITE : 0U);
    }
    if (of->connecting) {
        return 0;
    }
    bool room =
        sim_buffer(of) - (of->unread < sim_buffer(of) ? of->unread : sim_buffer(of)) >= of->unread / 2; /* as Linux's sockets have it */
    return (of->arrived || gone || !of->connected ? POLL_READ : 0U) | ((room && of->unread < sim_buffer(of)) || gone ? POLL_WRITE : 0U);
}

int sim_open(Poll *poll, NetKind kind)
{
    SimNet *net = sim_of(poll);
    SimSocket *of = net ? sim_new(net, kind) : NULL;
    return of ? of->descriptor : -ENOMEM;
}

static void join(SimSocket *one, SimSocket *other)
{
    one->peer = other;
    other->peer = one;
    one->references++;
    other->references++;
    one->connected = true;
}

int sim_pair(Poll *poll, int pair[2])
{
    pair[0] = sim_open(poll, NET_UNIX);
    pair[1] = pair[0] < 0 ? pair[0] : sim_open(poll, NET_UNIX);
    if (pair[1] < 0) {
        if (pair[0] >= 0) {
            sim_close(poll, pair[0]);
        }
        return pair[1];
    }
    SimSocket *one = sim_socket(poll, pair[0]), *other = sim_socket(poll, pair[1]);
    join(one, other);
    other->connected = true;
    one->here = one->there = other->here = other->there = (NetAddress){"", NET_PATH};
    return 0;
}

int sim_bind(Poll *poll, int descriptor, const NetAddress *address)
{
    SimSocket *of = sim_socket(poll, descriptor);
    if (!of) {
        return -EBADF;
    }
    if (of->bound || (address->port == NET_PATH) != sim_has_path(of)) {
        return -EINVAL;
    }
    NetAddress here = *address;
    here.port = here.port == 0 ? of->net->port++ : here.port;
    if (sim_bound(of->net, of->kind, &here)) {
        return -EADDRINUSE;
    }
    of->here = here;
    of->bound = true;
    return 0;
}

int sim_forget_path(Poll *poll, const char *path)
{
    const SimNet *net = sim_of(poll);
    NetAddress at = {"", NET_PATH};
    size_t length = strlen(path);
    memcpy(at.host, path, length < sizeof at.host ? length : 0);
    for (NetKind kind = NET_UNIX; net && kind <= NET_UNIX_DATAGRAMS; kind++) {
        SimSocket *of = sim_bound(net, kind, &at);
        if (of) {
            of->bound = false;
        }
    }
    return net ? 0 : -ENOMEM;
}

int sim_listen(Poll *poll, int descriptor, int backlog)
{
    SimSocket *of = sim_socket(poll, descriptor);
    if (!of || !of->bound || sim_has_datagrams(of)) {
        return of ? -EOPNOTSUPP : -EBADF;
    }
    of->listening = true;
    of->backlog = backlog;
    return 0;
}

bool sim_call(SimSocket *from, const NetAddress *to)
{
    SimNet *net = from->net;
    SimSocket *listener = sim_bound(net, from->kind, to);
    if (!listener || !listener->listening) {
        sim_tell(from, SIM_CONNECTED, 0, listener || from->kind != NET_UNIX ? ECONNREFUSED : ENOENT, &from->link);
        return true;
    }
    if (listener->queued > listener->backlog) {
        return false;
    }
    SimSocket *end = sim_new(net, from->kind);
    if (!end) {
        sim_tell(from, SIM_CONNECTED, 0, ENOMEM, &from->link);
        return true;
    }
    end->here = listener->here;
    strcpy(end->here.host, to->host); // NOLINT(clang-analyzer-security.insecureAPI.strcpy): the same array's size
    end->there = from->here;
    end->link = from->link;
    join(end, from);
    *listener->accept_last = end;
    listener->accept_last = &end->accept_next;
    listener->queued++;
    net->sockets[end->descriptor - NET_SIMULATED] = NULL; /* until it is accepted nobody has its number */
    sim_changed(listener);
    sim_tell(from, SIM_CONNECTED, 0, 0, &from->link);
    return true;
}

int sim_connect(Poll *poll, int descriptor, const NetAddress *address)
{
    SimSocket *of = sim_socket(poll, descriptor);
    if (!of || of->connected || of->connecting) {
        return !of ? -EBADF : of->connected ? -EISCONN : -EALREADY;
    }
    name_it(of);
    of->there = *address;
    if (sim_has_datagrams(of)) {
        of->connected = of->kind == NET_UDP || sim_bound(of->net, of->kind, address);
        return of->connected ? 0 : -ENOENT;
    }
    of->connecting = true;
    if (of->kind == NET_UNIX) {
        bool called = sim_call(of, address);
        of->connecting = false;
        return called ? -sim_error(poll, descriptor) : -EAGAIN;
    }
    SimPiece *call = sim_piece(0);
    if (!call) {
        return -ENOMEM;
    }
    call->kind = SIM_CALL;
    call->from = *address;
    sim_carry(call, of, &of->link);
    return -EINPROGRESS;
}

int sim_accept(Poll *poll, int descriptor)
{
    SimSocket *of = sim_socket(poll, descriptor);
    if (!of || !of->listening) {
        return of ? -EINVAL : -EBADF;
    }
    SimSocket *end = of->accept_first;
    if (!end) {
        return -EAGAIN;
    }
    SimSocket *number = sim_new(of->net, end->kind); /* the lowest number that is free now */
    if (!number) {
        return -ENOMEM;
    }
    of->accept_first = end->accept_next;
    if (!of->accept_first) {
        of->accept_last = &of->accept_first;
    }
    of->queued--;
    end->accept_next = NULL;
    end->descriptor = number->descriptor;
    of->net->sockets[end->descriptor - NET_SIMULATED] = end;
    sim_release(number);
    return end->descriptor;
}

int sim_error(Poll *poll, int descriptor)
{
    SimSocket *of = sim_socket(poll, descriptor);
    int error = of ? of->error : EBADF;
    if (of) {
        of->error = 0;
    }
    return error;
}

int sim_finish(Poll *poll, int descriptor)
{
    SimSocket *of = sim_socket(poll, descriptor);
    if (!of || !of->connected) {
        return of ? -ENOTCONN : -EBADF;
    }
    if (!of->finished && of->peer) {
        of->finished = true;
        sim_tell(of->peer, SIM_END, 0, 0, &of->link);
    }
    return 0;
}

static bool has_bytes(const SimSocket *of) { return of->arrived && of->arrived->kind == SIM_DATA; }

static void hang_up(SimSocket *of)
{
    SimSocket *peer = of->peer;
    of->open = false;
    of->watched = 0;
    if (peer) {
        bool unread = has_bytes(of) && !of->broken; /* what was sent and will never be read is lost, and the sender is told so */
        if (unread || !of->finished) {
            sim_tell(peer, unread ? SIM_RESET : SIM_END, 0, ECONNRESET, &of->link);
        }
        of->finished = true;
        /* The two need each other as long as one is open: what is sent to a closed one comes back as a reset. */
        if (!peer->open) {
            of->peer = peer->peer = NULL;
            of->references--; /* not the last: that of its number is still there */
            sim_release(peer);
        }
    }
}

int sim_close(Poll *poll, int descriptor)
{
    SimSocket *of = sim_socket(poll, descriptor);
    if (!of) {
        return -EBADF;
    }
    while (of->accept_first) {
        SimSocket *end = of->accept_first;
        of->accept_first = end->accept_next;
        hang_up(end);
        sim_release(end);
    }
    of->listening = of->bound = false;
    of->net->sockets[descriptor - NET_SIMULATED] = NULL;
    hang_up(of);
    if (of->kind == NET_UNIX_DATAGRAMS) { /* which senders hold that this one may hold */
        drop_arrived(of);
    }
    sim_release(of);
    return 0;
}

int sim_name(Poll *poll, int descriptor, bool peer, NetAddress *address)
{
    const SimSocket *of = sim_socket(poll, descriptor);
    if (!of || (peer && !of->connected)) {
        return of ? -ENOTCONN : -EBADF;
    }
    *address = peer ? of->there : of->here;
    return 0;
}
