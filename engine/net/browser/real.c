/* real.c: a page has no sockets of the system's, and says so as a system without a network does; those of virtual time are simulated.c's. */
#include "net/real.h"

#include <errno.h>

int real_open(NetKind kind, int family)
{
    (void)kind;
    (void)family;
    return -ENOSYS;
}

int real_pair(int pair[2])
{
    (void)pair;
    return -ENOSYS;
}

int real_pipe(int ends[2])
{
    (void)ends;
    return -ENOSYS;
}

NetSort real_sort(int descriptor)
{
    (void)descriptor;
    return NET_OTHER;
}

static int no_such(int descriptor)
{
    (void)descriptor;
    return -EBADF;
}

int real_bind(int descriptor, const NetAddress *address)
{
    (void)address;
    return no_such(descriptor);
}

int real_forget_path(const char *path)
{
    (void)path;
    return -ENOSYS;
}

int real_listen(int descriptor, int backlog)
{
    (void)backlog;
    return no_such(descriptor);
}

int real_connect(int descriptor, const NetAddress *address)
{
    (void)address;
    return no_such(descriptor);
}

int real_accept(int descriptor) { return no_such(descriptor); }

int real_error(int descriptor) { return -no_such(descriptor); }

int real_finish(int descriptor) { return no_such(descriptor); }

int real_close(int descriptor) { return no_such(descriptor); }

int real_name(int descriptor, bool peer, NetAddress *address)
{
    (void)peer;
    (void)address;
    return no_such(descriptor);
}

ssize_t real_receive(int descriptor, void *data, size_t size)
{
    (void)data;
    (void)size;
    return no_such(descriptor);
}

ssize_t real_receive_both(int descriptor, void *first, size_t first_size, void *rest, size_t rest_size)
{
    (void)first;
    (void)first_size;
    (void)rest;
    (void)rest_size;
    return no_such(descriptor);
}

ssize_t real_send(int descriptor, const void *data, size_t size)
{
    (void)data;
    (void)size;
    return no_such(descriptor);
}

ssize_t real_send_to(int descriptor, const void *data, size_t size, const NetAddress *address)
{
    (void)address;
    return real_send(descriptor, data, size);
}

ssize_t real_receive_from(int descriptor, void *data, size_t size, NetAddress *address)
{
    (void)address;
    return real_receive(descriptor, data, size);
}

void real_no_delay(int descriptor) { (void)descriptor; }

bool real_is_written(int descriptor)
{
    (void)descriptor;
    return false;
}

void real_never_blocks(int descriptor) { (void)descriptor; }
