/* net.h: what the engine asks of a socket: of the system, or of the network that is simulated in virtual time.

   All of them are non-blocking. Functions give a negative errno where the system would set it: -EAGAIN, -ECONNRESET. A descriptor's number says which
   kind it is, so that one program runs on both. */
#ifndef LOOPSCOPE_NET_H
#define LOOPSCOPE_NET_H

#include "poll/poll.h"

#include <errno.h>
#include <sys/types.h>

/* Simulated descriptors are numbered from here on; no system has so many of its own. */
enum { NET_SIMULATED = 1 << 24 };

typedef enum NetKind { NET_TCP, NET_UDP, NET_UNIX, NET_UNIX_DATAGRAMS } NetKind;

/* Where a socket is. The host is a number as text ("127.0.0.1", "::1"), or the path of a Unix socket. */
typedef struct NetAddress {
    char host[108];
    int port; /* NET_PATH: the host is a path */
} NetAddress;
enum { NET_PATH = -1 };

/* How one direction of a simulated connection carries bytes. */
typedef struct NetLink {
    int64_t latency;  /* ns on the way */
    int64_t jitter;   /* ns: so much more at most, by chance */
    double bandwidth; /* bytes in a second; 0: no limit */
    double loss;      /* 0 to 1: how likely a datagram is lost */
    size_t buffer;    /* bytes that are taken before the sender has to wait; 0: 64 KiB */
} NetLink;

int net_open(Poll *poll, NetKind kind,
             int family);              /* a descriptor; family: AF_INET, AF_INET6; of the system in real time, else simulated */
int net_pair(Poll *poll, int pair[2]); /* two that are connected, as socketpair() */
int net_pipe(Poll *poll, int ends[2]); /* what is written into the second comes out of the first; simulated it is a pair of sockets */
int net_bind(Poll *poll, int descriptor, const NetAddress *address);
/* A socket at that path, be it left over or in use, is not there any more for who looks for it. 0, or why that cannot be. */
int net_forget_path(Poll *poll, const char *path);
int net_listen(Poll *poll, int descriptor, int backlog);
int net_connect(Poll *poll, int descriptor, const NetAddress *address); /* -EINPROGRESS: it is under way */
int net_accept(Poll *poll, int descriptor);                             /* a descriptor */
int net_error(Poll *poll, int descriptor);                              /* SO_ERROR: a positive errno, which is forgotten then */
int net_finish(Poll *poll, int descriptor);                             /* shutdown(SHUT_WR): the other end reads an end */
int net_close(Poll *poll, int descriptor);
/* What it is. A terminal and its like: a character device. */
typedef enum NetSort { NET_STREAM, NET_DATAGRAMS, NET_PIPE, NET_TERMINAL, NET_OTHER } NetSort;
NetSort net_sort(Poll *poll, int descriptor);
bool net_is_written(int descriptor);   /* is it the end of a pipe that is written? Of the system's */
void net_never_blocks(int descriptor); /* of one that somebody else has opened */
/* Where it is itself, or its other end. */
int net_name(Poll *poll, int descriptor, bool peer, NetAddress *address);
ssize_t net_send_to(Poll *poll, int descriptor, const void *data, size_t size,
                    const NetAddress *address); /* address NULL: the one it is connected to */
ssize_t net_receive_from(Poll *poll, int descriptor, void *data, size_t size, NetAddress *address);
ssize_t net_receive(Poll *poll, int descriptor, void *data, size_t size); /* 0: the other end sends nothing more. Also of a pipe */
/* The same at once into the one and, what it has no room for, into the other. */
ssize_t net_receive_both(Poll *poll, int descriptor, void *first, size_t first_size, void *rest, size_t rest_size);
ssize_t net_send(Poll *poll, int descriptor, const void *data, size_t size);
void net_no_delay(int descriptor); /* small pieces are sent at once */
/* Would it have to wait, or did a signal come between? Of what the functions above give. */
static inline bool net_would_block(ssize_t result) { return result == -EAGAIN || result == -EWOULDBLOCK || result == -EINTR; }
const char *net_text(const NetAddress *address, char *buffer, size_t size); /* "127.0.0.1:4242", "[::1]:80", "/run/x" */

/* The links of connections and datagrams that are begun from now on, and the seed of their chance. Only of the simulated network. */
void net_use_link(Poll *poll, const NetLink *link, uint64_t seed);
/* Of this connection, both ways, from now on. False: it is none of the simulated ones. */
bool net_set_link(Poll *poll, int descriptor, const NetLink *link);
/* The connection is lost at that moment: both ends are told ECONNRESET. */
bool net_lose(Poll *poll, int descriptor, int64_t when);

#endif
