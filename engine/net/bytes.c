/* bytes.c: reading and writing simulated sockets: streams of bytes, and datagrams. */
#include "simulated.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static int take_error(SimSocket *of)
{
    int error = of->error;
    of->error = 0;
    return error;
}

static void drop_first(SimSocket *of)
{
    SimPiece *first = of->arrived;
    of->waiting -= sim_has_datagrams(of) ? first->size : 0;
    of->arrived = first->next;
    if (!of->arrived) {
        of->arrived_last = &of->arrived;
    }
    sim_drop(first);
}

ssize_t sim_receive(Poll *poll, int descriptor, void *data, size_t size)
{
    SimSocket *of = sim_socket(poll, descriptor);
    if (!of || of->listening || !(of->connected || sim_has_datagrams(of))) {
        return !of ? -EBADF : of->connecting ? -EAGAIN : -ENOTCONN;
    }
    if (sim_has_datagrams(of)) {
        NetAddress from;
        return sim_receive_from(poll, descriptor, data, size, &from);
    }
    size_t count = 0;
    while (of->arrived && of->arrived->kind == SIM_DATA && count < size) {
        SimPiece *first = of->arrived;
        size_t left = first->size - first->read, taken = left < size - count ? left : size - count;
        memcpy((char *)data + count, first->data + first->read, taken);
        first->read += taken;
        count += taken;
        if (first->read == first->size) {
            drop_first(of);
        }
    }
    if (count > 0) {
        if (of->peer) {
            sim_tell(of->peer, SIM_ROOM, count, 0, &of->link);
        }
        return (ssize_t)count;
    }
    if (of->arrived) { /* its end, which is read again and again, whatever came behind it */
        return 0;
    }
    if (of->error) {
        return -take_error(of);
    }
    return of->broken || size == 0 ? 0 : -EAGAIN;
}

ssize_t sim_send(Poll *poll, int descriptor, const void *data, size_t size)
{
    SimSocket *of = sim_socket(poll, descriptor);
    if (!of || !of->connected) {
        return !of ? -EBADF : of->connecting ? -EAGAIN : -ENOTCONN;
    }
    if (sim_has_datagrams(of)) {
        return sim_send_to(poll, descriptor, data, size, NULL);
    }
    if (of->error) {
        return -take_error(of);
    }
    if (of->broken || of->finished || !of->peer) {
        return -EPIPE;
    }
    if (of->kind == NET_UNIX && !of->peer->open) {
        return -EPIPE; /* on the same machine it is known at once */
    }
    size_t buffer = sim_buffer(of);
    size_t room = buffer > of->unread ? buffer - of->unread : 0;
    size_t sent = size < room ? size : room;
    if (sent == 0) {
        return size ? -EAGAIN : 0;
    }
    SimPiece *piece = sim_piece(sent);
    if (!piece) {
        return -ENOMEM;
    }
    memcpy(piece->data, data, sent);
    of->unread += sent;
    sim_carry(piece, of->peer, &of->link);
    return (ssize_t)sent;
}

/* When a datagram of that size has left the sender: those before it leave first, as fast as the link takes them. */
static int64_t leaves(SimSocket *of, size_t size)
{
    int64_t now = of->net->poll->origin;
    if (size == 0 || of->link.bandwidth <= 0) {
        return now > of->busy_until ? now : of->busy_until;
    }
    of->busy_until = (now > of->busy_until ? now : of->busy_until) + (int64_t)llround((double)size / of->link.bandwidth * 1e9);
    SimPiece *room = sim_piece(0);
    if (room) {
        room->kind = SIM_ROOM;
        room->size = size;
        of->unread += size;
        sim_carry_at(room, of, of->busy_until);
    }
    return of->busy_until;
}

/* Nobody is there: who sends to one alone is told so, by what comes back from there. */
static void refused(SimSocket *of, int64_t left)
{
    SimPiece *piece = of->connected ? sim_piece(0) : NULL;
    if (piece) {
        piece->kind = SIM_RESET;
        piece->error = ECONNREFUSED;
        sim_carry_at(piece, of, left + 2 * of->link.latency);
    }
}

/* Between paths of one machine: at once, and none is lost. Who sends more than is read has to wait. */
static ssize_t send_along(SimSocket *of, const void *data, size_t size, const NetAddress *address)
{
    SimSocket *to = sim_bound(of->net, NET_UNIX_DATAGRAMS, address);
    if (!to) {
        return of->connected ? -ECONNREFUSED : -ENOENT;
    }
    SimPiece *piece = sim_piece(size);
    if (!piece) {
        return -ENOMEM;
    }
    memcpy(piece->data, data, size);
    piece->from = of->here;
    piece->sender = of;
    of->references++;
    of->unread += size;
    sim_carry(piece, to, &of->link);
    return (ssize_t)size;
}

ssize_t sim_send_to(Poll *poll, int descriptor, const void *data, size_t size, const NetAddress *address)
{
    enum { LONGEST = 65507 };
    SimSocket *of = sim_socket(poll, descriptor);
    if (!of || !sim_has_datagrams(of)) {
        return of ? -EISCONN : -EBADF;
    }
    if (size > LONGEST) {
        return -EMSGSIZE;
    }
    if (!address && !of->connected) {
        return -EDESTADDRREQ;
    }
    if (of->error) {
        return -take_error(of);
    }
    if (of->unread >= sim_buffer(of)) { /* as Linux has it: the last one is taken whole, so that whoever is told of room can send */
        return -EAGAIN;
    }
    if (of->kind == NET_UNIX_DATAGRAMS) {
        return send_along(of, data, size, address ? address : &of->there);
    }
    if (!of->bound) {
        of->here = (NetAddress){"127.0.0.1", of->net->port++};
        of->bound = true;
    }
    int64_t left = leaves(of, size);
    const NetAddress *target = address ? address : &of->there;
    SimSocket *to = sim_bound(of->net, NET_UDP, target);
    if (!to) {
        refused(of, left);
        return (ssize_t)size;
    }
    SimPiece *piece = of->link.loss > 0 && sim_chance(of->net) < of->link.loss ? NULL : sim_piece(size);
    if (piece) {
        memcpy(piece->data, data, size);
        piece->from = of->here;
        if (strcmp(of->here.host, "0.0.0.0") == 0 || strcmp(of->here.host, "::") == 0) {
            memcpy(piece->from.host, target->host, sizeof piece->from.host); /* there is one machine, and that is what it was called */
        }
        double late = of->link.jitter > 0 ? (double)of->link.jitter * sim_chance(of->net) : 0;
        sim_carry_at(piece, to, left + of->link.latency + (int64_t)late);
    }
    return (ssize_t)size;
}

ssize_t sim_receive_from(Poll *poll, int descriptor, void *data, size_t size, NetAddress *address)
{
    SimSocket *of = sim_socket(poll, descriptor);
    if (!of) {
        return -EBADF;
    }
    if (!sim_has_datagrams(of)) {
        sim_name(poll, descriptor, true, address);
        return sim_receive(poll, descriptor, data, size);
    }
    if (of->error) {
        return -take_error(of);
    }
    if (!of->arrived) {
        return -EAGAIN;
    }
    size_t count = of->arrived->size < size ? of->arrived->size : size; /* the rest of it is lost */
    memcpy(data, of->arrived->data, count);
    *address = of->arrived->from;
    drop_first(of);
    return (ssize_t)count;
}
