/* failing_calls.h: calls of the system that fail when a test wants it; of a test that includes this the linker puts these functions in front of the system's.

   FAILING_CALLS in cmake/tests.cmake names the same ones. */
#ifndef LOOPSCOPE_SUPPORT_FAILING_CALLS_H
#define LOOPSCOPE_SUPPORT_FAILING_CALLS_H

#include "poll/poll.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/* The call with that name fails with that errno when it comes for the time `at`, counted from 1; `count`: how often it has come. */
static struct {
    const char *name;
    int error, at, count;
    bool always; /* from then on */
} failing;

static bool portable; /* the loop has no epoll, and watches by poll(2) */

static bool fails_now(const char *name)
{
    if (!failing.name || strcmp(failing.name, name) != 0) {
        return false;
    }
    failing.count++;
    errno = failing.error;
    return failing.count == failing.at || (failing.always && failing.count > failing.at);
}

#define FAILING_CALL(type, name, parameters, arguments)                                                                                    \
    type __real_##name parameters;                                                                                                         \
    type __wrap_##name parameters;                                                                                                         \
    type __wrap_##name parameters { return fails_now(#name) ? -1 : __real_##name arguments; }

FAILING_CALL(ssize_t, recv, (int fd, void *data, size_t size, int flags), (fd, data, size, flags))
FAILING_CALL(ssize_t, send, (int fd, const void *data, size_t size, int flags), (fd, data, size, flags))
FAILING_CALL(ssize_t, recvfrom, (int fd, void *data, size_t size, int flags, struct sockaddr *from, socklen_t *length),
             (fd, data, size, flags, from, length))
FAILING_CALL(ssize_t, sendto, (int fd, const void *data, size_t size, int flags, const struct sockaddr *to, socklen_t length),
             (fd, data, size, flags, to, length))
FAILING_CALL(ssize_t, read, (int fd, void *data, size_t size), (fd, data, size))
FAILING_CALL(ssize_t, write, (int fd, const void *data, size_t size), (fd, data, size))
FAILING_CALL(int, socket, (int family, int type, int protocol), (family, type, protocol))
FAILING_CALL(int, bind, (int fd, const struct sockaddr *address, socklen_t size), (fd, address, size))
FAILING_CALL(int, listen, (int fd, int backlog), (fd, backlog))
FAILING_CALL(int, accept4, (int fd, struct sockaddr *address, socklen_t *size, int flags), (fd, address, size, flags))
FAILING_CALL(int, connect, (int fd, const struct sockaddr *address, socklen_t size), (fd, address, size))
FAILING_CALL(int, shutdown, (int fd, int how), (fd, how))
FAILING_CALL(int, getsockopt, (int fd, int level, int name, void *value, socklen_t *size), (fd, level, name, value, size))
FAILING_CALL(int, setsockopt, (int fd, int level, int name, const void *value, socklen_t size), (fd, level, name, value, size))
FAILING_CALL(int, socketpair, (int family, int type, int protocol, int pair[2]), (family, type, protocol, pair))
FAILING_CALL(int, pipe, (int pair[2]), (pair))
FAILING_CALL(int, getsockname, (int fd, struct sockaddr *address, socklen_t *size), (fd, address, size))
FAILING_CALL(int, access, (const char *file, int how), (file, how))
FAILING_CALL(int, poll, (struct pollfd * set, nfds_t count, int timeout), (set, count, timeout))
FAILING_CALL(int, epoll_create1, (int flags), (flags))
FAILING_CALL(int, epoll_ctl, (int set, int what, int fd, struct epoll_event *event), (set, what, fd, event))
FAILING_CALL(int, epoll_wait, (int set, struct epoll_event *found, int most, int timeout), (set, found, most, timeout))

/* What it is about is closed all the same. */
int __real_close(int fd);
int __wrap_close(int fd);
int __wrap_close(int fd)
{
    int result = __real_close(fd);
    return fails_now("close") ? -1 : result;
}

/* The third argument is a number, or there is none. */
int __real_fcntl(int fd, int what, ...);
int __wrap_fcntl(int fd, int what, ...);
int __wrap_fcntl(int fd, int what, ...)
{
    va_list arguments;
    va_start(arguments, what);
    long argument = va_arg(arguments, long);
    va_end(arguments);
    return fails_now("fcntl") ? -1 : __real_fcntl(fd, what, argument);
}

PollSet *__real_poll_set_epoll(int *error);
PollSet *__wrap_poll_set_epoll(int *error);
PollSet *__wrap_poll_set_epoll(int *error)
{
    *error = ENOSYS;
    return portable ? NULL : __real_poll_set_epoll(error);
}

/* How many descriptors this process has open. */
static inline int open_descriptors(void)
{
    int count = 0;
    DIR *folder = opendir("/proc/self/fd");
    while (folder && readdir(folder)) {
        count++;
    }
    if (folder) {
        closedir(folder);
    }
    return count;
}

#endif
