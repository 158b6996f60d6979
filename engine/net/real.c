/* real.c: sockets of the system. */
#include "real.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

typedef union AnyAddress {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
    struct sockaddr_un path;
    struct sockaddr_storage room;
} AnyAddress;

static int result_of(long result) { return result < 0 ? -errno : (int)result; }

/* 0: it is no number, or a path that is too long. */
static socklen_t to_system(const NetAddress *address, AnyAddress *out)
{
    memset(out, 0, sizeof *out);
    if (address->port == NET_PATH) {
        size_t length = strlen(address->host);
        if (length >= sizeof out->path.sun_path) {
            return 0;
        }
        out->path.sun_family = AF_UNIX;
        memcpy(out->path.sun_path, address->host, length + 1);
        return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + 1);
    }
    if (inet_pton(AF_INET, address->host, &out->four.sin_addr) == 1) {
        out->four.sin_family = AF_INET;
        out->four.sin_port = htons((uint16_t)address->port);
        return sizeof out->four;
    }
    if (inet_pton(AF_INET6, address->host, &out->six.sin6_addr) == 1) {
        out->six.sin6_family = AF_INET6;
        out->six.sin6_port = htons((uint16_t)address->port);
        return sizeof out->six;
    }
    return 0;
}

static void from_system(const AnyAddress *in, socklen_t size, NetAddress *address)
{
    *address = (NetAddress){"", 0};
    if (in->any.sa_family == AF_INET) {
        inet_ntop(AF_INET, &in->four.sin_addr, address->host, sizeof address->host);
        address->port = ntohs(in->four.sin_port);
    } else if (in->any.sa_family == AF_INET6) {
        inet_ntop(AF_INET6, &in->six.sin6_addr, address->host, sizeof address->host);
        address->port = ntohs(in->six.sin6_port);
    } else {
        size_t before = offsetof(struct sockaddr_un, sun_path);
        size_t length = size > before ? strnlen(in->path.sun_path, size - before) : 0;
        length = length < sizeof address->host ? length : sizeof address->host - 1;
        memcpy(address->host, in->path.sun_path, length);
        address->host[length] = '\0';
        address->port = NET_PATH;
    }
}

/* Neither blocks nor is inherited by what the program starts. */
static int made(int descriptor)
{
    if (descriptor < 0) {
        return -errno;
    }
    if (fcntl(descriptor, F_SETFL, O_NONBLOCK) != 0 || fcntl(descriptor, F_SETFD, FD_CLOEXEC) != 0) {
        int error = errno;
        close(descriptor);
        return -error;
    }
    return descriptor;
}

int real_open(NetKind kind, int family)
{
    bool is_path = kind == NET_UNIX || kind == NET_UNIX_DATAGRAMS, has_datagrams = kind == NET_UDP || kind == NET_UNIX_DATAGRAMS;
    return made(socket(is_path ? AF_UNIX : family, has_datagrams ? SOCK_DGRAM : SOCK_STREAM, 0));
}

int real_pair(int pair[2])
{
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) {
        return -errno;
    }
    int error = made(pair[0]);
    if (error < 0) {
        close(pair[1]);
        return error;
    }
    error = made(pair[1]);
    if (error < 0) {
        close(pair[0]);
    }
    return error < 0 ? error : 0;
}

int real_pipe(int ends[2])
{
    if (pipe(ends) != 0) {
        return -errno;
    }
    int error = made(ends[0]);
    if (error < 0) {
        close(ends[1]);
        return error;
    }
    error = made(ends[1]);
    if (error < 0) {
        close(ends[0]);
    }
    return error < 0 ? error : 0;
}

NetSort real_sort(int descriptor)
{
    struct stat of;
    int kind = 0;
    socklen_t size = sizeof kind;
    if (fstat(descriptor, &of) != 0) {
        return NET_OTHER;
    }
    if (S_ISSOCK(of.st_mode)) {
        return getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &kind, &size) == 0 && kind == SOCK_DGRAM ? NET_DATAGRAMS : NET_STREAM;
    }
    return S_ISFIFO(of.st_mode) ? NET_PIPE : S_ISCHR(of.st_mode) ? NET_TERMINAL : NET_OTHER;
}

int real_bind(int descriptor, const NetAddress *address)
{
    AnyAddress to;
    socklen_t size = to_system(address, &to);
    int yes = 1, kind = 0;
    socklen_t kind_size = sizeof kind;
    bool connects = getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &kind, &kind_size) == 0 && kind == SOCK_STREAM;
    if (size && to.any.sa_family != AF_UNIX && connects) { /* of datagrams two would have the same port */
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    }
    if (size && to.any.sa_family == AF_INET6) {
        setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes);
    }
    return size ? result_of(bind(descriptor, &to.any, size)) : -EINVAL;
}

int real_forget_path(const char *path)
{
    struct stat about;
    if (stat(path, &about) != 0) {
        return errno == ENOENT ? 0 : -errno;
    }
    return S_ISSOCK(about.st_mode) ? result_of(unlink(path)) : 0;
}

int real_listen(int descriptor, int backlog) { return result_of(listen(descriptor, backlog)); }

int real_connect(int descriptor, const NetAddress *address)
{
    AnyAddress to;
    socklen_t size = to_system(address, &to);
    return size ? result_of(connect(descriptor, &to.any, size)) : -EINVAL;
}

int real_accept(int descriptor)
{
#ifdef __linux__
    return result_of(accept4(descriptor, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC));
#else
    return made(accept(descriptor, NULL, NULL));
#endif
}

int real_error(int descriptor)
{
    int error = 0;
    socklen_t size = sizeof error;
    return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

int real_finish(int descriptor) { return result_of(shutdown(descriptor, SHUT_WR)); }

int real_close(int descriptor) { return result_of(close(descriptor)); }

int real_name(int descriptor, bool peer, NetAddress *address)
{
    AnyAddress of;
    socklen_t size = sizeof of;
    memset(&of, 0, sizeof of);
    int result = result_of(peer ? getpeername(descriptor, &of.any, &size) : getsockname(descriptor, &of.any, &size));
    if (result == 0) {
        from_system(&of, size, address);
    }
    return result;
}

ssize_t real_receive(int descriptor, void *data, size_t size)
{
    ssize_t count = recv(descriptor, data, size, 0);
    if (count < 0 && errno == ENOTSOCK) {
        count = read(descriptor, data, size);
    }
    return count < 0 ? -errno : count;
}

ssize_t real_receive_both(int descriptor, void *first, size_t first_size, void *rest, size_t rest_size)
{
    struct iovec parts[] = {{first, first_size}, {rest, rest_size}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    ssize_t count = recvmsg(descriptor, &message, 0);
    if (count < 0 && errno == ENOTSOCK) {
        count = readv(descriptor, parts, 2);
    }
    return count < 0 ? -errno : count;
}

/* write(), and what nobody reads any more is an error and nothing else: whoever embeds the engine keeps what SIGPIPE does. */
static ssize_t write_quietly(int descriptor, const void *data, size_t size)
{
    sigset_t broken, before, pending;
    sigemptyset(&broken);
    sigaddset(&broken, SIGPIPE);
    sigpending(&pending);
    pthread_sigmask(SIG_BLOCK, &broken, &before);
    ssize_t count = write(descriptor, data, size);
    int error = errno;
    if (count < 0 && error == EPIPE && !sigismember(&pending, SIGPIPE)) {
        int number;
        sigpending(&pending);
        if (sigismember(&pending, SIGPIPE)) {
            sigwait(&broken, &number);
        }
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return count;
}

ssize_t real_send(int descriptor, const void *data, size_t size)
{
    ssize_t count = send(descriptor, data, size, MSG_NOSIGNAL);
    if (count < 0 && errno == ENOTSOCK) {
        count = write_quietly(descriptor, data, size);
    }
    return count < 0 ? -errno : count;
}

ssize_t real_send_to(int descriptor, const void *data, size_t size, const NetAddress *address)
{
    AnyAddress to;
    socklen_t length = address ? to_system(address, &to) : 0;
    if (address && !length) {
        return -EINVAL;
    }
    ssize_t count = sendto(descriptor, data, size, MSG_NOSIGNAL, address ? &to.any : NULL, length);
    return count < 0 ? -errno : count;
}

ssize_t real_receive_from(int descriptor, void *data, size_t size, NetAddress *address)
{
    AnyAddress from;
    socklen_t length = sizeof from;
    memset(&from, 0, sizeof from);
    ssize_t count = recvfrom(descriptor, data, size, 0, &from.any, &length);
    if (count >= 0) {
        from_system(&from, length, address);
    }
    return count < 0 ? -errno : count;
}

bool real_is_written(int descriptor)
{
    int flags = fcntl(descriptor, F_GETFL);
    return flags >= 0 && (flags & O_ACCMODE) == O_WRONLY;
}

void real_never_blocks(int descriptor)
{
    int flags = fcntl(descriptor, F_GETFL);
    if (flags >= 0 && !(flags & O_NONBLOCK)) {
        (void)fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
    }
}

void real_no_delay(int descriptor)
{
    int yes = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}
