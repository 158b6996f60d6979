/* net.c: the one way to a socket: by its number, to the system's or to the simulated network's. */
#include "real.h"
#include "simulated.h"

#include <errno.h>
#include <stdio.h>

static bool simulated(int descriptor) { return descriptor >= NET_SIMULATED; }

int net_open(Poll *poll, NetKind kind, int family) { return poll->real ? real_open(kind, family) : sim_open(poll, kind); }

int net_pair(Poll *poll, int pair[2]) { return poll->real ? real_pair(pair) : sim_pair(poll, pair); }

int net_pipe(Poll *poll, int ends[2]) { return poll->real ? real_pipe(ends) : sim_pair(poll, ends); }

NetSort net_sort(Poll *poll, int descriptor)
{
    const SimSocket *of = simulated(descriptor) ? sim_socket(poll, descriptor) : NULL;
    return !simulated(descriptor) ? real_sort(descriptor) : !of ? NET_OTHER : sim_has_datagrams(of) ? NET_DATAGRAMS : NET_STREAM;
}

bool net_is_written(int descriptor) { return !simulated(descriptor) && real_is_written(descriptor); }

void net_never_blocks(int descriptor)
{
    if (!simulated(descriptor)) {
        real_never_blocks(descriptor);
    }
}

int net_bind(Poll *poll, int descriptor, const NetAddress *address)
{
    return simulated(descriptor) ? sim_bind(poll, descriptor, address) : real_bind(descriptor, address);
}

int net_forget_path(Poll *poll, const char *path) { return poll->real ? real_forget_path(path) : sim_forget_path(poll, path); }

int net_listen(Poll *poll, int descriptor, int backlog)
{
    return simulated(descriptor) ? sim_listen(poll, descriptor, backlog) : real_listen(descriptor, backlog);
}

int net_connect(Poll *poll, int descriptor, const NetAddress *address)
{
    return simulated(descriptor) ? sim_connect(poll, descriptor, address) : real_connect(descriptor, address);
}

int net_accept(Poll *poll, int descriptor) { return simulated(descriptor) ? sim_accept(poll, descriptor) : real_accept(descriptor); }

int net_error(Poll *poll, int descriptor) { return simulated(descriptor) ? sim_error(poll, descriptor) : real_error(descriptor); }

int net_finish(Poll *poll, int descriptor) { return simulated(descriptor) ? sim_finish(poll, descriptor) : real_finish(descriptor); }

int net_close(Poll *poll, int descriptor) { return simulated(descriptor) ? sim_close(poll, descriptor) : real_close(descriptor); }

int net_name(Poll *poll, int descriptor, bool peer, NetAddress *address)
{
    return simulated(descriptor) ? sim_name(poll, descriptor, peer, address) : real_name(descriptor, peer, address);
}

ssize_t net_receive(Poll *poll, int descriptor, void *data, size_t size)
{
    return simulated(descriptor) ? sim_receive(poll, descriptor, data, size) : real_receive(descriptor, data, size);
}

ssize_t net_receive_both(Poll *poll, int descriptor, void *first, size_t first_size, void *rest, size_t rest_size)
{
    if (!simulated(descriptor)) {
        return real_receive_both(descriptor, first, first_size, rest, rest_size);
    }
    ssize_t count = sim_receive(poll, descriptor, first, first_size);
    ssize_t more = count == (ssize_t)first_size ? sim_receive(poll, descriptor, rest, rest_size) : 0;
    return more > 0 ? count + more : count;
}

ssize_t net_send(Poll *poll, int descriptor, const void *data, size_t size)
{
    return simulated(descriptor) ? sim_send(poll, descriptor, data, size) : real_send(descriptor, data, size);
}

ssize_t net_send_to(Poll *poll, int descriptor, const void *data, size_t size, const NetAddress *address)
{
    return simulated(descriptor) ? sim_send_to(poll, descriptor, data, size, address) : real_send_to(descriptor, data, size, address);
}

ssize_t net_receive_from(Poll *poll, int descriptor, void *data, size_t size, NetAddress *address)
{
    return simulated(descriptor) ? sim_receive_from(poll, descriptor, data, size, address)
                                 : real_receive_from(descriptor, data, size, address);
}

void net_no_delay(int descriptor)
{
    if (!simulated(descriptor)) {
        real_no_delay(descriptor);
    }
}

const char *net_text(const NetAddress *address, char *buffer, size_t size)
{
    bool is_six = false;
    for (const char *at = address->host; *at; at++) {
        is_six |= *at == ':';
    }
    if (address->port == NET_PATH) {
        snprintf(buffer, size, "%s", address->host);
    } else {
        snprintf(buffer, size, is_six ? "[%s]:%d" : "%s:%d", address->host, address->port);
    }
    return buffer;
}
