/* async_io.h: the part of async.h about the outside: descriptors that are watched, and sockets. Include it besides async.h.

   Names and errors are asyncio's and Python's: ConnectionResetError, BrokenPipeError, OSError with its errno. In real time sockets are the system's; in virtual time
   they are those of a network inside the run (async_network), so that a program with a server and three clients is the same at each run and takes no time. */
#ifndef LOOPSCOPE_ASYNC_IO_H
#define LOOPSCOPE_ASYNC_IO_H

#include "async.h"

/* Where a socket is: a host by its name or number and a port, ASYNC_ADDRESS("localhost", 8000); or the path of a Unix socket, ASYNC_PATH("/run/x"). */
typedef struct async_address {
    const char *host; /* NULL: every address of this machine */
    int port;         /* ASYNC_NO_PORT: the host is a path */
} async_address;
#define ASYNC_NO_PORT (-1)
#define ASYNC_ADDRESS(host, port) ((async_address){(host), (port)})
#define ASYNC_PATH(path) ((async_address){(path), ASYNC_NO_PORT})
#define ASYNC_NOWHERE ((async_address){NULL, ASYNC_NO_PORT}) /* Python's None, where an address need not be given */

/* ---- Readiness ---- */

/* loop.add_reader(): the function runs in each turn that finds the descriptor readable, until it is removed or another takes its place. None, or the error. */
#define async_add_reader(descriptor, function, context) async_add_reader_((descriptor), (function), (context), #function, ASYNC_HERE_(""))
#define async_add_writer(descriptor, function, context) async_add_writer_((descriptor), (function), (context), #function, ASYNC_HERE_(""))
bool async_remove_reader(int descriptor); /* false: there was none */
bool async_remove_writer(int descriptor);

/* ---- Sockets, which never block ---- */

typedef enum async_socket_kind { ASYNC_TCP, ASYNC_TCP6, ASYNC_UDP, ASYNC_UNIX, ASYNC_UNIX_DATAGRAMS } async_socket_kind;
/* Each gives a descriptor as an int, or the error. Whoever makes one closes it, with async_close(): the loop must know that the number is another's from then on. */
async_value async_socket(async_socket_kind kind);
async_value async_socket_pair(int pair[2]); /* None, or the error */
async_value async_pipe_pair(int ends[2]);   /* as Python's os.pipe(): what is written into the second is read from the first. The same */
async_value async_bind(int descriptor, async_address address);
async_value async_listen(int descriptor, int backlog);
async_value async_close(int descriptor);
/* What there is, or what it takes, at once: how many bytes, or the error; a BlockingIOError: nothing now. For callbacks of async_add_reader(). */
async_value async_socket_receive(int descriptor, void *buffer, size_t size);
async_value async_socket_send(int descriptor, const void *data, size_t size);
int async_port(int descriptor); /* that it is bound to; 0: to none */

/* Coroutines. What they read into or send is the caller's, and must stay until they are done. */
async_coroutine async_sock_connect_(int descriptor, async_address address, const TracePlace *place);
async_coroutine async_sock_accept_(int descriptor, const TracePlace *place); /* gives the descriptor of the connection */
async_coroutine async_sock_recv_(int descriptor, size_t most,
                                 const TracePlace *place); /* gives bytes; none: the other end sends nothing more */
async_coroutine async_sock_recv_into_(int descriptor, void *buffer, size_t size, const TracePlace *place); /* gives how many */
async_coroutine async_sock_sendall_(int descriptor, const void *data, size_t size, const TracePlace *place);
#define async_sock_connect(descriptor, address) async_sock_connect_((descriptor), (address), ASYNC_HERE_(""))
#define async_sock_accept(descriptor) async_sock_accept_((descriptor), ASYNC_HERE_(""))
#define async_sock_recv(descriptor, most) async_sock_recv_((descriptor), (most), ASYNC_HERE_(""))
#define async_sock_recv_into(descriptor, buffer, size) async_sock_recv_into_((descriptor), (buffer), (size), ASYNC_HERE_(""))
#define async_sock_sendall(descriptor, data, size) async_sock_sendall_((descriptor), (data), (size), ASYNC_HERE_(""))

/* The same of datagrams, on an ASYNC_UDP or an ASYNC_UNIX_DATAGRAMS that is bound. The first two give a list: the bytes (or how many there are), and who sent them, for async_from().
   Where to, async_sock_sendto() must be told by number or path: no name is looked up. */
async_coroutine async_sock_recvfrom_(int descriptor, size_t most, const TracePlace *place);
async_coroutine async_sock_recvfrom_into_(int descriptor, void *buffer, size_t size, const TracePlace *place);
async_coroutine async_sock_sendto_(int descriptor, const void *data, size_t size, async_address address,
                                   const TracePlace *place); /* gives how many */
#define async_sock_recvfrom(descriptor, most) async_sock_recvfrom_((descriptor), (most), ASYNC_HERE_(""))
#define async_sock_recvfrom_into(descriptor, buffer, size) async_sock_recvfrom_into_((descriptor), (buffer), (size), ASYNC_HERE_(""))
#define async_sock_sendto(descriptor, data, size, address) async_sock_sendto_((descriptor), (data), (size), (address), ASYNC_HERE_(""))
async_address async_from(async_value received); /* as long as that list is there */

/* ---- The network of virtual time ---- */

/* How one direction of a connection carries bytes. */
typedef struct async_link {
    double latency;   /* s on the way */
    double jitter;    /* s: so much more at most, by chance */
    double bandwidth; /* bytes in a second; 0: no limit */
    double loss;      /* 0 to 1: how likely a datagram is lost */
    size_t
        buffer; /* bytes that are taken before the sender has to wait; 0: 64 KiB. So many bytes of datagrams may wait to be received; more are lost */
} async_link;

/* Of connections that are begun from now on. `seed`: of the chance in jitter and loss; the same seed gives the same run. In real time nothing. */
void async_network(async_link link, uint64_t seed);
/* Of the connection with this descriptor, both ways, from now on; it is lost after so many seconds: both ends get a ConnectionResetError. False: it is none of the
   network's in virtual time. */
bool async_set_link(int descriptor, async_link link);
bool async_lose(int descriptor, double seconds);

/* ---- What the macros call; not for direct use ---- */

async_value async_add_reader_(int descriptor, async_callback function, void *context, const char *name, const TracePlace *place);
async_value async_add_writer_(int descriptor, async_callback function, void *context, const char *name, const TracePlace *place);

#endif
