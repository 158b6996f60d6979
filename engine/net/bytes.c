/* bytes.c: reading and writing simulated sockets: streams of bytes, and datagrams. */
#include "simulated.h"

#include <errno.h>
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
    of->arrived = first->next;
    if (!of->arrived) {
        of->arrived_last = &of->arrived;
    }
    free(first);
}

ssize_t sim_receive(Poll *poll, int descriptor, void *data, size_t size)
{
    SimSocket *of = sim_socket(poll, descriptor);
    if (!of || of->listening || !(of->connected || of->kind == NET_UDP)) {
        return !of ? -EBADF : of->connecting ? -EAGAIN : -ENOTCONN;
    }
    if (of->kind == NET_UDP) {
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
    if (of->kind == NET_UDP) {
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
    size_t buffer = of->link.buffer ? of->link.buffer : (size_t)64 * 1024;
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

ssize_t sim_send_to(Poll *poll, int descriptor, const void *data, size_t size, const NetAddress *address)
{
    enum { LONGEST = 65507 };
    SimSocket *of = sim_socket(poll, descriptor);
    if (!of || of->kind != NET_UDP) {
        return of ? -EISCONN : -EBADF;
    }
    if (size > LONGEST) {
        return -EMSGSIZE;
    }
    if (!address && !of->connected) {
        return -EDESTADDRREQ;
    }
    if (!of->bound) {
        of->here = (NetAddress){"127.0.0.1", of->net->port++};
        of->bound = true;
    }
    SimSocket *to = sim_bound(of->net, NET_UDP, address ? address : &of->there);
    if (!to) {
        of->error = of->connected ? ECONNREFUSED : 0;
        return (ssize_t)size;
    }
    SimPiece *piece = of->link.loss > 0 && sim_chance(of->net) < of->link.loss ? NULL : sim_piece(size);
    if (piece) {
        memcpy(piece->data, data, size);
        piece->from = of->here;
        sim_carry(piece, to, &of->link);
    }
    return (ssize_t)size;
}

ssize_t sim_receive_from(Poll *poll, int descriptor, void *data, size_t size, NetAddress *address)
{
    SimSocket *of = sim_socket(poll, descriptor);
    if (!of) {
        return -EBADF;
    }
    if (of->kind != NET_UDP) {
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
