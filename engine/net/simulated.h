/* simulated.h: the network inside a run: sockets, the connections between them, and what is on its way, in virtual time. */
#ifndef LOOPSCOPE_NET_SIMULATED_H
#define LOOPSCOPE_NET_SIMULATED_H

#include "net.h"

#include <assert.h>

typedef struct SimSocket SimSocket;

typedef enum SimKind { SIM_DATA, SIM_END, SIM_RESET, SIM_CONNECTED, SIM_ROOM, SIM_CALL, SIM_LOST } SimKind;

/* Bytes on their way to one end of a connection, or a datagram; its end, with no bytes. */
typedef struct SimPiece {
    struct SimPiece *next;
    SimSocket *to;
    size_t size, read; /* bytes; how many of them have been read */
    /* ROOM: so many bytes have been read at the other end; CALL: somebody wants to connect to `from`; LOST: the connection is gone at that moment. */
    SimKind kind;
    int error;         /* of CONNECTED: why not */
    NetAddress from;   /* of a datagram: its sender */
    SimSocket *sender; /* of one between paths: who hears that it has been read; a reference, or NULL */
    char data[];
} SimPiece;

struct SimSocket {
    struct SimNet *net;
    int descriptor;
    int references; /* of the program, of the other end, of each piece on its way, of the listener in whose queue it stands */
    NetKind kind;
    bool open, bound, listening, connecting, connected;
    bool finished; /* it sends nothing more */
    bool broken;   /* its other end is not there any more: whoever writes is told */
    int error;     /* what the next use fails with; a positive errno */
    NetAddress here, there;
    SimSocket *peer;                                      /* the other end; NULL: none. A reference */
    SimPiece *arrived, **arrived_last;                    /* what can be read; an END stays */
    size_t unread;                                        /* bytes that it has sent and of which it has not heard that they were read;
                                                             of datagrams: that have not left it yet */
    size_t waiting;                                       /* of datagrams: bytes that have arrived and were not read */
    int64_t busy_until, last_arrival;                     /* ns, of what is sent to it; of datagrams the first: of what it sends */
    NetLink link;                                         /* of what it sends */
    SimSocket *accept_first, **accept_last, *accept_next; /* of a listener: connections that nobody has accepted yet */
    int backlog, queued;
    unsigned watched; /* POLL_READ, POLL_WRITE */
    bool listed;      /* in the set's list of what may be ready */
    SimSocket *listed_next;
};

typedef struct SimNet {
    PollSet set; /* what the loop waits on */
    Poll *poll;
    SimSocket **sockets; /* by descriptor, from NET_SIMULATED on; NULL: closed */
    size_t count, room;
    SimSocket *listed, **listed_last; /* as epoll's list: in the order in which they became ready */
    NetLink link;
    uint64_t chance; /* the state of the random numbers */
    int port;        /* the next that is given to who asks for none */
} SimNet;

SimNet *sim_of(Poll *poll);                                                       /* made when it is first asked for; NULL: out of memory */
SimSocket *sim_socket(const Poll *poll, int number);                              /* NULL: there is none of that number */
SimSocket *sim_bound(const SimNet *net, NetKind kind, const NetAddress *address); /* NULL: nobody is there */
SimSocket *sim_new(SimNet *net, NetKind kind); /* open; the one reference is that of its number. NULL: out of memory */
void sim_release(SimSocket *of);
bool sim_call(SimSocket *from, const NetAddress *to); /* a connection to a listener; false: try again later */
static inline bool sim_has_datagrams(const SimSocket *of) { return of->kind == NET_UDP || of->kind == NET_UNIX_DATAGRAMS; }
static inline bool sim_has_path(const SimSocket *of) { return of->kind == NET_UNIX || of->kind == NET_UNIX_DATAGRAMS; }
unsigned sim_ready(const SimSocket *of); /* POLL_READ, POLL_WRITE */
size_t sim_buffer(const SimSocket *of);  /* bytes */
double sim_chance(SimNet *net);          /* from 0 up to 1 */

/* ---- set.c ---- */
void sim_changed(SimSocket *of); /* it may have become ready */
void sim_set_begin(SimNet *net);

/* ---- carry.c ---- */
SimPiece *sim_piece(size_t size); /* NULL: out of memory */
void sim_drop(SimPiece *piece);   /* it has been read, or never will be */
/* On its way to `to`: it arrives when the link lets it, behind what is on the way already. Takes the piece over. */
void sim_carry(SimPiece *piece, SimSocket *to, const NetLink *link);
void sim_carry_at(SimPiece *piece, SimSocket *to, int64_t when);
void sim_tell(SimSocket *to, SimKind kind, size_t size, int error, const NetLink *link); /* the same, of a piece without bytes */

int sim_open(Poll *poll, NetKind kind);
int sim_pair(Poll *poll, int pair[2]);
int sim_bind(Poll *poll, int descriptor, const NetAddress *address);
int sim_forget_path(Poll *poll, const char *path);
int sim_listen(Poll *poll, int descriptor, int backlog);
int sim_connect(Poll *poll, int descriptor, const NetAddress *address);
int sim_accept(Poll *poll, int descriptor);
int sim_error(Poll *poll, int descriptor);
int sim_finish(Poll *poll, int descriptor);
int sim_close(Poll *poll, int descriptor);
int sim_name(Poll *poll, int descriptor, bool peer, NetAddress *address);
ssize_t sim_receive(Poll *poll, int descriptor, void *data, size_t size);
ssize_t sim_send(Poll *poll, int descriptor, const void *data, size_t size);
ssize_t sim_send_to(Poll *poll, int descriptor, const void *data, size_t size, const NetAddress *address);
ssize_t sim_receive_from(Poll *poll, int descriptor, void *data, size_t size, NetAddress *address);

#endif
