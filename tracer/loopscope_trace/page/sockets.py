"""sockets: module socket of a page: sockets that reach one another within the program, and nothing outside of it."""

import errno
import ipaddress
import os
import selectors
import socket as system

from .. import descriptors, hooks, virtual
from .ends import OF_PATHS, READ, WRITE, End, fail

network = None  # set by use()
STREAM_KINDS = system.AF_INET, system.AF_INET6, OF_PATHS
NETWORK = "the network"


class socket:
    """As the system's. What would have to wait here, in the middle of a step, nothing could end: it is refused."""

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        self.family = system.AF_INET if family == -1 else family
        self.type = system.SOCK_STREAM if type == -1 else type & ~(getattr(system, "SOCK_NONBLOCK", 0) | getattr(system, "SOCK_CLOEXEC", 0))
        self.proto = 0 if proto == -1 else proto
        self._timeout = None
        if isinstance(fileno, End):
            self._end = fileno
            return
        if fileno is not None or self.family not in STREAM_KINDS or self.type != system.SOCK_STREAM:
            virtual.refuse("a datagram" if self.type == system.SOCK_DGRAM else "a socket of the system's")
        self._end = End(network, self.family)
        network.number(self._end)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def __repr__(self):
        if self.fileno() < 0:
            return "<socket.socket [closed] fd=-1>"
        return f"<socket.socket fd={self.fileno()}, family={int(self.family)}, type={int(self.type)}, proto={self.proto}, laddr={self.getsockname()}>"

    def __del__(self):
        if getattr(self, "_end", None) is not None and self._end.open:
            self._end.close()

    def _own(self):
        if not self._end.open:
            fail(errno.EBADF)
        return self._end

    def _at_once(self, what, *args):
        """What a system would wait for unless it is asked not to."""
        try:
            return what(*args)
        except BlockingIOError:
            if self._timeout != 0:
                virtual.refuse("a wait in the middle of a step")
            raise

    # -- what it is

    def fileno(self):
        return self._end.descriptor if self._end.open else -1

    def setblocking(self, flag):
        self._timeout = None if flag else 0.0

    def settimeout(self, timeout):
        self._timeout = timeout

    def gettimeout(self):
        return self._timeout

    def getblocking(self):
        return self._timeout != 0

    timeout = property(gettimeout)

    def setsockopt(self, *args):
        self._own()

    def getsockopt(self, level, option, size=0):
        end = self._own()
        if (level, option) == (system.SOL_SOCKET, system.SO_ERROR):
            return end.take_error()
        if (level, option) == (system.SOL_SOCKET, system.SO_TYPE):
            return int(self.type)
        return int(end.listening) if option == getattr(system, "SO_ACCEPTCONN", None) else 0

    def set_inheritable(self, flag):
        pass

    def get_inheritable(self):
        return False

    def _shown(self, address):
        return (*address, 0, 0) if self.family == system.AF_INET6 else address

    def getsockname(self):
        return self._shown(self._own().here)

    def getpeername(self):
        if not self._own().connected:
            fail(errno.ENOTCONN)
        return self._shown(self._end.there)

    # -- what it does

    def bind(self, address):
        self._own().bind(self._own_address(address))

    def listen(self, backlog=128):
        self._own().listen(backlog)

    def accept(self):
        end = self._at_once(self._own().accept)
        return socket(self.family, self.type, self.proto, end), self._shown(end.there)

    def connect(self, address):
        self._at_once(self._own().connect, self._own_address(address))

    def connect_ex(self, address):
        try:
            self.connect(address)
        except OSError as error:
            return error.errno
        return 0

    def _own_address(self, address):
        """As the network knows it; who would reach another machine is told that there is none."""
        if self.family == OF_PATHS:
            return os.fspath(address) if not isinstance(address, bytes) else os.fsdecode(address)
        return found_at(address[0] or "0.0.0.0"), address[1]

    def recv(self, size, flags=0):
        return self._at_once(self._own().receive, size, bool(flags & getattr(system, "MSG_PEEK", 0)))

    def recv_into(self, buffer, size=0, flags=0):
        with memoryview(buffer) as view, view.cast("B") as into:
            data = self.recv(size or len(into), flags)
            into[: len(data)] = data
        return len(data)

    def recvfrom(self, size, flags=0):
        return self.recv(size, flags), None

    def send(self, data, flags=0):
        with memoryview(data) as view, view.cast("B") as some:
            return self._at_once(self._own().send, some)

    def sendmsg(self, buffers, *rest):
        return self.send(b"".join(buffers))

    def sendall(self, data, flags=0):
        with memoryview(data) as view, view.cast("B") as some:
            sent = 0
            while sent < len(some):
                sent += self.send(some[sent:])

    def sendto(self, data, *rest):
        virtual.refuse("a datagram")

    def shutdown(self, how):
        if how != system.SHUT_RD:
            self._own().finish()

    def _real_close(self):
        self._end.close()

    def close(self):
        if self._end.open:
            self._real_close()

    def detach(self):
        virtual.refuse("the number of a socket alone")

    dup = makefile = detach


socket.__module__, socket.__qualname__ = "socket", "socket"


def socketpair(family=None, type=system.SOCK_STREAM, proto=0):
    one, other = socket(OF_PATHS, type, proto), socket(OF_PATHS, type, proto)
    one._end.join(other._end)
    other._end.connected = True
    return one, other


# -- addresses


def found_at(host):
    """A number as text, of this machine."""
    if host in ("localhost", "127.0.0.1", "0.0.0.0", "::", "::1"):
        return "127.0.0.1" if host == "localhost" else host
    try:
        if ipaddress.ip_address(host).is_loopback:
            return host
    except ValueError:
        pass
    return virtual.refuse(NETWORK)


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    host = host.decode() if isinstance(host, bytes) else host
    address = found_at(host or ("0.0.0.0" if flags & getattr(system, "AI_PASSIVE", 1) else "127.0.0.1"))
    is_long = ":" in address
    name = (address, int(port or 0), 0, 0) if is_long else (address, int(port or 0))
    return [(system.AF_INET6 if is_long else system.AF_INET, type or system.SOCK_STREAM, proto or system.IPPROTO_TCP, "", name)]


# -- what a loop waits in


class Selector(selectors._BaseSelectorImpl):
    """Which of the program's sockets are ready, in epoll's order."""

    def _watch(self, fd, events):
        end = network.ends.get(fd)
        if end is None:
            virtual.refuse("a wait for what is no socket of the program's own")
        end.watched = events
        network.changed(end)

    def register(self, fileobj, events, data=None):
        key = super().register(fileobj, events, data)
        self._watch(key.fd, events)
        return key

    def modify(self, fileobj, events, data=None):
        self.unregister(fileobj)
        return self.register(fileobj, events, data)

    def unregister(self, fileobj):
        key = super().unregister(fileobj)
        if key.fd in network.ends:
            network.ends[key.fd].watched = 0
        return key

    def select(self, timeout=None):
        network.clock.let_happen()
        return [(self._fd_to_key[fd], events & self._fd_to_key[fd].events) for fd, events in network.look() if fd in self._fd_to_key]


assert (READ, WRITE) == (selectors.EVENT_READ, selectors.EVENT_WRITE)


def described(plain):
    """For descriptors.py: what a system says of its own."""

    def describe(fd, address=None):
        end = network.ends.get(fd)
        if end is None:
            return plain(fd, address)
        kind = "listening socket" if end.listening else "connection"
        where = end.here if end.listening else end.there if end.connected or end.connecting else end.here
        return kind, descriptors.text_of(where) or "a pair of sockets", end.here, id(end)

    return describe


def use(the_network):
    """From here on module socket has these."""
    global network
    network = the_network
    system.socket = system.SocketType = socket
    system.socketpair, system.getaddrinfo = socketpair, getaddrinfo
    system.SO_REUSEADDR = getattr(system, "SO_REUSEADDR", 2)  # which a page's Python has not, and each server asks for
    system.fromfd = lambda *args: virtual.refuse("a socket of the system's")
    selectors.DefaultSelector = Selector
    hooks.exchange(descriptors, "describe", described)

