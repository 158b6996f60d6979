/* socket.c: making, binding and closing sockets, of the system or of the network in virtual time. */
#include "address.h"

#include <errno.h>
#include <math.h>
#include <sys/socket.h>

/* An int, or the error. */
static async_value given(int result) { return result < 0 ? io_error(-result) : async_int(result); }

static async_value nothing_given(int result) { return result < 0 ? io_error(-result) : async_none(); }

static async_value no_loop(void) { return async_error(&ASYNC_RUNTIME_ERROR, "no running event loop"); }

async_value async_socket(async_socket_kind kind)
{
    NetKind of = kind == ASYNC_UDP ? NET_UDP : kind == ASYNC_UNIX ? NET_UNIX : kind == ASYNC_UNIX_DATAGRAMS ? NET_UNIX_DATAGRAMS : NET_TCP;
    return loop_running && io_of(loop_running) ? given(net_open(loop_running->poll, of, kind == ASYNC_TCP6 ? AF_INET6 : AF_INET))
                                               : no_loop();
}

async_value async_socket_pair(int pair[2])
{
    return loop_running && io_of(loop_running) ? nothing_given(net_pair(loop_running->poll, pair)) : no_loop();
}

async_value async_pipe_pair(int ends[2])
{
    return loop_running && io_of(loop_running) ? nothing_given(net_pipe(loop_running->poll, ends)) : no_loop();
}

async_value async_bind(int descriptor, async_address address)
{
    NetAddress to;
    if (!loop_running) {
        return no_loop();
    }
    return address_is_plain(&address, &to) ? nothing_given(net_bind(loop_running->poll, descriptor, &to)) : io_error(EINVAL);
}

async_value async_listen(int descriptor, int backlog)
{
    if (!loop_running) {
        return no_loop();
    }
    int result = net_listen(loop_running->poll, descriptor, backlog);
    if (result == 0) {
        outside_number(loop_running, descriptor, OUTSIDE_LISTENER, 0);
    }
    return nothing_given(result);
}

async_value async_close(int descriptor)
{
    if (!loop_running) {
        return no_loop();
    }
    return nothing_given(watch_close(loop_running, descriptor));
}

async_value async_socket_receive(int descriptor, void *buffer, size_t size)
{
    if (!loop_running) {
        return no_loop();
    }
    ssize_t count = net_receive(loop_running->poll, descriptor, buffer, size);
    if (count >= 0) {
        outside_bytes(loop_running, descriptor, BYTES_READ, (size_t)count, buffer);
    }
    return given((int)count);
}

async_value async_socket_send(int descriptor, const void *data, size_t size)
{
    if (!loop_running) {
        return no_loop();
    }
    ssize_t count = net_send(loop_running->poll, descriptor, data, size);
    if (count >= 0) {
        outside_bytes(loop_running, descriptor, BYTES_SENT, (size_t)count, data);
    }
    return given((int)count);
}

int async_port(int descriptor)
{
    NetAddress address;
    bool known = loop_running && net_name(loop_running->poll, descriptor, false, &address) == 0;
    return known && address.port > 0 ? address.port : 0;
}

static NetLink link_of(async_link link)
{
    return (NetLink){loop_ns(link.latency), loop_ns(link.jitter), link.bandwidth, link.loss, link.buffer};
}

void async_network(async_link link, uint64_t seed)
{
    if (loop_running && io_of(loop_running)) {
        NetLink of = link_of(link);
        net_use_link(loop_running->poll, &of, seed);
    }
}

bool async_set_link(int descriptor, async_link link)
{
    NetLink of = link_of(link);
    return loop_running && net_set_link(loop_running->poll, descriptor, &of);
}

bool async_lose(int descriptor, double seconds)
{
    return loop_running && net_lose(loop_running->poll, descriptor, loop_time(loop_running) + loop_ns(seconds));
}
