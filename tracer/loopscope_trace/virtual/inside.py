"""inside: under the virtual clock, connections, datagrams and pipes between two ends of one program: there all that happens is known, and takes no time."""

import asyncio
import functools
import os
import socket
import weakref

from .. import hooks, late

ELSEWHERE = "a connection to another program"
DATAGRAM = "a datagram to another program"

ports = set()  # at which the program itself listens
paths = set()
datagram_sockets = weakref.WeakSet()
datagram_ports, datagram_paths = set(), set()  # that they have, or had
pipes = set()  # what the system knows them by


def listens(sock):
    if sock.family == socket.AF_UNIX:
        paths.add(sock.getsockname())
    else:
        ports.add(sock.getsockname()[1])


def is_own(address, own_ports=ports):
    """Is it the program's own address: one at which it listens, on this machine?"""
    if not isinstance(address, tuple):
        return address in paths
    try:
        return ipaddress.ip_address(address[0]).is_loopback and address[1] in own_ports
    except ValueError:
        return False


def sends_datagrams(sock):
    """It does from now on: what is sent to it stays inside."""
    if sock.type == socket.SOCK_DGRAM:
        datagram_sockets.add(sock)


def hears_datagrams(address):
    """Is it, or was it, a socket of the program's own, or a path at which there is nothing? Its port it may have got by sending."""
    for sock in datagram_sockets:
        if sock.fileno() >= 0 and sock.family == socket.AF_UNIX:
            datagram_paths.add(sock.getsockname())
        elif sock.fileno() >= 0:
            datagram_ports.add(sock.getsockname()[1])
    if isinstance(address, tuple):
        return is_own(address, datagram_ports)
    return address in datagram_paths or isinstance(address, str) and not os.path.lexists(address)


def identity_of(fd):
    status = os.fstat(fd)
    return status.st_dev, status.st_ino


def is_inside(sock):
    """Are both of its ends the program's?"""
    if isinstance(sock, int):
        if identity_of(sock) in pipes:
            return True
        try:
            with socket.socket(fileno=os.dup(sock)) as other:
                return is_inside(other)
        except OSError:
            return False
    try:
        here, there = sock.getsockname(), sock.getpeername()
    except (OSError, AttributeError):
        return False
    if sock.family == socket.AF_UNIX:
        return not here and not there or here in paths or there in paths  # a pair has no names
    return is_own(here) or is_own(there)


def install(refuse):
    """What would reach another program ends the run; what stays inside is let be."""
    global ipaddress
    with late.Past():  # only under the virtual clock: it takes long
        import ipaddress
    base, selecting = asyncio.base_events.BaseEventLoop, asyncio.selector_events.BaseSelectorEventLoop

    def starting(plain):
        def _start_serving(self):
            plain(self)
            for sock in self._sockets or ():
                listens(sock)

        return _start_serving

    def accepting(plain):
        @functools.wraps(plain)
        def sock_accept(self, sock):
            listens(sock)
            return plain(self, sock)

        return sock_accept

    def connecting(plain):
        @functools.wraps(plain)
        def sock_connect(self, sock, address):
            if sock.type == socket.SOCK_DGRAM:
                sends_datagrams(sock)
                if not hears_datagrams(address):
                    refuse(DATAGRAM)
            elif not is_own(address):
                refuse(ELSEWHERE)
            return plain(self, sock, address)

        return sock_connect

    def talking(plain):
        @functools.wraps(plain)
        def talk(self, sock, *args, **kwargs):
            if not is_inside(sock):
                refuse(ELSEWHERE)
            return plain(self, sock, *args, **kwargs)

        return talk

    def making(plain):
        @functools.wraps(plain)
        def create_connection(self, protocol_factory, host=None, port=None, **kwargs):
            sock = kwargs.get("sock")
            if not (is_inside(sock) if sock is not None else is_own((host, port))):
                refuse(ELSEWHERE)
            return plain(self, protocol_factory, host, port, **kwargs)

        return create_connection

    def piping(plain):
        @functools.wraps(plain)
        def connect_pipe(self, protocol_factory, pipe):
            if not is_inside(pipe.fileno()):
                refuse("a pipe to another program")
            return plain(self, protocol_factory, pipe)

        return connect_pipe

    def making_pipe(plain):
        @functools.wraps(plain)
        def pipe():
            ends = plain()
            pipes.add(identity_of(ends[0]))
            return ends

        return pipe

    def binding(plain):
        @functools.wraps(plain)
        def bind(self, address):
            plain(self, address)
            sends_datagrams(self)

        return bind

    def hearing(plain):
        @functools.wraps(plain)
        def hear(self, sock, *args, **kwargs):
            sends_datagrams(sock)
            return plain(self, sock, *args, **kwargs)

        return hear

    def sending(plain):
        @functools.wraps(plain)
        def sock_sendto(self, sock, data, address):
            sends_datagrams(sock)
            if not hears_datagrams(address):
                refuse(DATAGRAM)
            return plain(self, sock, data, address)

        return sock_sendto

    def answering(plain):
        @functools.wraps(plain)
        def sendto(self, data, addr=None):
            if addr is not None and not self._address and not hears_datagrams(addr):
                refuse(DATAGRAM)
            return plain(self, data, addr)

        return sendto

    hooks.exchange(asyncio.base_events.Server, "_start_serving", starting)
    hooks.exchange(selecting, "sock_accept", accepting)
    hooks.exchange(selecting, "sock_connect", connecting)
    for name in ("sock_recv", "sock_recv_into", "sock_sendall", "add_reader", "add_writer"):
        hooks.exchange(selecting, name, talking)
    hooks.exchange(base, "create_connection", making)
    socket.socket.bind = binding(socket.socket.bind)
    for name in ("sock_recvfrom", "sock_recvfrom_into", "_make_datagram_transport"):
        if name in vars(selecting):  # the first two since Python 3.11
            hooks.exchange(selecting, name, hearing)
    if hasattr(selecting, "sock_sendto"):
        hooks.exchange(selecting, "sock_sendto", sending)
    hooks.exchange(asyncio.selector_events._SelectorDatagramTransport, "sendto", answering)
    hooks.exchange(os, "pipe", making_pipe)
    for name in ("connect_read_pipe", "connect_write_pipe"):
        hooks.exchange(base, name, piping)
