"""inside: under the virtual clock, connections between two ends of one program: there all that happens is known, and takes no time."""

import asyncio
import functools
import ipaddress
import os
import socket

from . import hooks

ELSEWHERE = "a connection to another program"

ports = set()  # at which the program itself listens
paths = set()


def listens(sock):
    if sock.family == socket.AF_UNIX:
        paths.add(sock.getsockname())
    else:
        ports.add(sock.getsockname()[1])


def is_own(address):
    """Is it the program's own address: one at which it listens, on this machine?"""
    if not isinstance(address, tuple):
        return address in paths
    try:
        return ipaddress.ip_address(address[0]).is_loopback and address[1] in ports
    except ValueError:
        return False


def is_inside(sock):
    """Are both of its ends the program's?"""
    if isinstance(sock, int):
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
            if not is_own(address):
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

    def refusing(plain):
        return lambda *args, **kwargs: refuse("a socket for datagrams")

    hooks.exchange(asyncio.base_events.Server, "_start_serving", starting)
    hooks.exchange(selecting, "sock_accept", accepting)
    hooks.exchange(selecting, "sock_connect", connecting)
    for name in ("sock_recv", "sock_recv_into", "sock_sendall", "add_reader", "add_writer"):
        hooks.exchange(selecting, name, talking)
    hooks.exchange(base, "create_connection", making)
    hooks.exchange(base, "create_datagram_endpoint", refusing)
