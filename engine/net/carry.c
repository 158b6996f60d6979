/* carry.c: bytes on their way through the simulated network: how long they take, and what they do when they arrive. */
#include "simulated.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

SimPiece *sim_piece(size_t size)
{
    SimPiece *piece = malloc(sizeof *piece + size);
    if (piece) {
        memset(piece, 0, sizeof *piece);
        piece->size = size;
    }
    return piece;
}

void sim_drop(SimPiece *piece)
{
    SimSocket *sender = piece->sender;
    if (sender) { /* there is room again */
        sender->unread -= piece->size;
        sim_changed(sender);
        sim_release(sender);
    }
    free(piece);
}

static void append(SimSocket *to, SimPiece *piece)
{
    piece->next = NULL;
    *to->arrived_last = piece;
    to->arrived_last = &piece->next;
}

/* The other end is told that nobody is here, when it sends the next time and when it reads. */
static void refuse(SimSocket *of)
{
    if (of->peer) {
        sim_tell(of->peer, SIM_RESET, 0, ECONNRESET, &of->link);
    }
}

/* As TCP: whose other end has finished already is told of a reset as of a broken pipe. */
static bool has_end(const SimSocket *of)
{
    const SimPiece *piece = of->arrived;
    while (piece && piece->kind != SIM_END) {
        piece = piece->next;
    }
    return piece != NULL;
}

static void be_reset(SimSocket *of, int error)
{
    if (!of->broken) {
        of->error = error == ECONNRESET && has_end(of) ? EPIPE : error;
        of->broken = true;
        of->unread = 0;
    }
}

/* A socket that sends to one alone hears that one alone; what finds no room is lost. */
static bool takes_datagram(const SimSocket *to, const SimPiece *piece)
{
    bool known = !to->connected || (to->there.port == piece->from.port && strcmp(to->there.host, piece->from.host) == 0);
    return to->open && known && (!to->arrived || piece->sender || to->waiting + piece->size <= sim_buffer(to));
}

static bool datagram_arrives(SimPiece *piece, SimSocket *to)
{
    bool taken = piece->kind == SIM_DATA && takes_datagram(to, piece);
    if (taken) {
        append(to, piece);
        to->waiting += piece->size;
    } else if (piece->kind == SIM_RESET && to->open) {
        to->error = piece->error;
    } else if (piece->kind == SIM_ROOM) {
        to->unread -= piece->size;
    }
    return !taken;
}

/* False: the piece has been kept. */
static bool arrive(SimPiece *piece, SimSocket *to)
{
    switch (piece->kind) {
    case SIM_DATA:
    case SIM_END:
        if (to->open && !to->broken) {
            append(to, piece);
            return false;
        }
        if (!to->open && piece->kind == SIM_DATA) {
            refuse(to);
        }
        break;
    case SIM_RESET: be_reset(to, piece->error); break;
    case SIM_LOST:
        be_reset(to, ECONNRESET);
        if (to->peer) {
            be_reset(to->peer, ECONNRESET);
            sim_changed(to->peer);
        }
        break;
    case SIM_CONNECTED:
        to->connecting = false;
        to->connected = piece->error == 0;
        to->error = piece->error;
        break;
    case SIM_ROOM: to->unread -= to->unread < piece->size ? to->unread : piece->size; break;
    case SIM_CALL:
        if (to->open && !sim_call(to, &piece->from)) {
            sim_carry_at(piece, to, to->net->poll->origin + 1000000000); /* its queue is full: as TCP does, it tries again */
            return false;
        }
        break;
    }
    return true;
}

static void happen(void *context, int64_t when)
{
    (void)when;
    SimPiece *piece = context;
    SimSocket *to = piece->to;
    piece->to = NULL;
    bool over = sim_has_datagrams(to) ? datagram_arrives(piece, to) : arrive(piece, to);
    sim_changed(to);
    if (over) {
        sim_drop(piece);
    }
    sim_release(to);
}

void sim_carry_at(SimPiece *piece, SimSocket *to, int64_t when)
{
    Poll *poll = to->net->poll;
    piece->to = to;
    to->references++;
    if (when <= poll->origin) {
        happen(piece, when);
    } else if (!poll_happens(poll, when, happen, piece)) { /* out of memory: the connection is lost with it, or the datagram alone */
        if (!sim_has_datagrams(to)) {
            be_reset(to, ENOMEM);
        } else if (piece->kind == SIM_ROOM) {
            to->unread -= piece->size;
        }
        sim_changed(to);
        sim_drop(piece);
        sim_release(to);
    }
}

void sim_carry(SimPiece *piece, SimSocket *to, const NetLink *link)
{
    SimNet *net = to->net;
    int64_t when = net->poll->origin;
    if (piece->size > 0 && link->bandwidth > 0) {
        when = when > to->busy_until ? when : to->busy_until;
        when += (int64_t)llround((double)piece->size / link->bandwidth * 1e9);
        to->busy_until = when;
    }
    when += link->latency + (link->jitter > 0 ? (int64_t)((double)link->jitter * sim_chance(net)) : 0);
    when = when > to->last_arrival ? when : to->last_arrival; /* in the order in which they were sent */
    to->last_arrival = when;
    sim_carry_at(piece, to, when);
}

void sim_tell(SimSocket *to, SimKind kind, size_t size, int error, const NetLink *link)
{
    SimPiece *piece = sim_piece(0);
    if (!piece) {
        return;
    }
    piece->kind = kind;
    piece->error = error;
    if (kind == SIM_ROOM) { /* it goes the other way than the bytes, and waits for none of them */
        piece->size = size;
        sim_carry_at(piece, to, to->net->poll->origin + link->latency);
    } else {
        sim_carry(piece, to, link);
    }
}

void net_use_link(Poll *poll, const NetLink *link, uint64_t seed)
{
    SimNet *net = poll->real ? NULL : sim_of(poll);
    if (net) {
        net->link = *link;
        net->chance = seed;
    }
}

bool net_set_link(Poll *poll, int descriptor, const NetLink *link)
{
    SimSocket *of = descriptor >= NET_SIMULATED ? sim_socket(poll, descriptor) : NULL;
    if (!of) {
        return false;
    }
    of->link = *link;
    if (of->peer) {
        of->peer->link = *link;
    }
    return true;
}

bool net_lose(Poll *poll, int descriptor, int64_t when)
{
    SimSocket *of = descriptor >= NET_SIMULATED ? sim_socket(poll, descriptor) : NULL;
    SimPiece *piece = of ? sim_piece(0) : NULL;
    if (piece) {
        piece->kind = SIM_LOST;
        sim_carry_at(piece, of, when);
    }
    return piece != NULL;
}
