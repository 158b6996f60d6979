"""connections: what goes through asyncio's transports and sock_…() calls: bytes read, sent and kept, where they stop and go on, and how they end."""

import asyncio
import inspect
import os
import socket
import sys
import types

from . import asked, causes, descriptors, hooks
from .descriptors import of
from .values import shown

SECURE = getattr(asyncio.sslproto.ssl, "SSLSocket", ())
CUT = 40  # characters
first_bytes = int(asked.number("LOOPSCOPE_FIRST_BYTES", 0))  # of what is read and sent so many are in the recording: none, unless it is asked for


def text_of(data):
    """The first bytes as text on one line, or None."""
    if first_bytes <= 0:
        return None
    with memoryview(data) as whole, whole.cast("B") as view:
        some = bytes(view[: min(first_bytes, CUT)])
    return some.decode("utf-8", "replace").replace("\\", "\\\\").encode("unicode_escape").decode().replace("\\\\", "\\")[:CUT] or None


def moved(outside, what, count, data=b""):
    recorder = descriptors.recorder
    unseen = {"place": descriptors.own_place()}
    if what == "sent" and unseen["place"] is not None:
        outside.asked = recorder.by, unseen["place"]
    recorder.emit("bytes", unseen, outside=outside.number, what=what, count=count, first=text_of(data) if count else None, by=recorder.by)


def told(fd, what, count, data=b""):
    """A descriptor has given or taken so many bytes."""
    try:
        outside = descriptors.known.get(fd)
        if outside is not None and descriptors.recorder.on and descriptors.recorder.in_thread():
            outside.moved[what] = outside.moved.get(what, 0) + count
            moved(outside, what, count, data)
    except Exception as error:
        descriptors.recorder.fail(error)


class Socket:
    """A socket as asyncio's own functions are given it: it says what goes through it, and is otherwise the socket itself."""

    __slots__ = ("loopscope_itself",)

    def __init__(self, itself):
        self.loopscope_itself = itself

    def __getattr__(self, name):
        return getattr(self.loopscope_itself, name)

    def __repr__(self):
        return repr(self.loopscope_itself)

    @property
    def __class__(self):
        return type(self.loopscope_itself)

    def recv(self, *args):
        data = self.loopscope_itself.recv(*args)
        told(self.fileno(), "read", len(data), data)
        return data

    def recv_into(self, buffer, *args):
        count = self.loopscope_itself.recv_into(buffer, *args)
        told(self.fileno(), "read", count, buffer)
        return count

    def recvfrom(self, *args):
        data, address = self.loopscope_itself.recvfrom(*args)
        told(self.fileno(), "read", len(data), data)
        return data, address

    def recvfrom_into(self, buffer, *args):
        count, address = self.loopscope_itself.recvfrom_into(buffer, *args)
        told(self.fileno(), "read", count, buffer)
        return count, address

    def send(self, data, *args):
        count = self.loopscope_itself.send(data, *args)
        told(self.fileno(), "sent", count, data)
        return count

    def sendto(self, data, *args):
        count = self.loopscope_itself.sendto(data, *args)
        told(self.fileno(), "sent", count, data)
        return count

    def sendmsg(self, buffers, *args):
        buffers = list(buffers)
        count = self.loopscope_itself.sendmsg(buffers, *args)
        told(self.fileno(), "sent", count, buffers[0] if buffers else b"")
        return count

    def accept(self):
        connection, address = self.loopscope_itself.accept()
        try:
            if descriptors.recorder.on and descriptors.recorder.in_thread():
                descriptors.opened(connection.fileno())
        except Exception as error:
            descriptors.recorder.fail(error)
        return connection, address


class System(types.ModuleType):
    """Module os as asyncio's pipes have it."""

    def __getattr__(self, name):
        return getattr(os, name)

    def __setattr__(self, name, value):
        setattr(os, name, value)

    def __delattr__(self, name):
        delattr(os, name)

    @staticmethod
    def read(fd, size, /):
        data = os.read(fd, size)
        told(fd, "read", len(data), data)
        return data

    @staticmethod
    def write(fd, data, /):
        count = os.write(fd, data)
        told(fd, "sent", count, data)
        return count


def sendfile(out_fd, in_fd, *args):
    count = os.sendfile(out_fd, in_fd, *args)
    told(out_fd, "sent", count)
    return count


if hasattr(os, "sendfile"):
    System.sendfile = staticmethod(sendfile)


# -- transports


def is_told(loop):
    return descriptors.recorder.on and descriptors.recorder.clock.sees_outside and hooks.here(loop)


def is_socket(thing):
    """One that the program has put into its place is none, whatever it says."""
    return issubclass(type(thing), (socket.socket, Socket))


def telling_socket(plain):
    def __init__(self, loop, sock, *args, **kwargs):
        plain(self, loop, sock, *args, **kwargs)
        try:
            if is_told(loop) and is_socket(sock):
                self.loopscope_outside = descriptors.opened(self._sock_fd)
                self._sock = sock if type(sock) is Socket else Socket(sock)
        except Exception as error:
            descriptors.recorder.fail(error)

    return __init__


STREAMS = {0: "stdin", 1: "stdout", 2: "stderr"}


def telling_pipe(plain):
    def __init__(self, loop, pipe, protocol, *args, **kwargs):
        plain(self, loop, pipe, protocol, *args, **kwargs)
        try:
            if is_told(loop):
                process, name = None, None
                if isinstance(protocol, asyncio.base_subprocess.WriteSubprocessPipeProto):
                    process = of(protocol.proc)
                    name = process and f"{STREAMS.get(protocol.fd, protocol.fd)} of {process.name}"
                self.loopscope_outside = descriptors.opened(self._fileno, kind="pipe", name=name, parent=process)
        except Exception as error:
            descriptors.recorder.fail(error)

    return __init__


def fd_of(transport):
    fd = getattr(transport, "_sock_fd", None)
    return getattr(transport, "_fileno", None) if fd is None else fd


def telling_lost(plain):
    def _call_connection_lost(self, exc):
        try:
            if of(self) is not None and is_told(self._loop):
                descriptors.forget(fd_of(self), "closed" if exc is None else "lost", None if exc is None else shown(exc))
        except Exception as error:
            descriptors.recorder.fail(error)
        return plain(self, exc)

    return _call_connection_lost


def telling_close(plain):
    def close(self):
        try:
            if of(self) is not None and is_told(self._loop):
                descriptors.closing(fd_of(self))
        except Exception as error:
            descriptors.recorder.fail(error)
        return plain(self)

    return close


def flow(transport, outside, what):
    size = transport.get_write_buffer_size() if what.startswith("writing") else 0
    descriptors.recorder.emit("flow", outside=outside.number, what=what, buffer=size, by=descriptors.recorder.by)


def kept(transport, outside):
    """What has come into the transport's buffer since that was last looked at."""
    size = transport.get_write_buffer_size()
    if isinstance(transport, asyncio.selector_events._SelectorDatagramTransport):  # which counts more than there is
        size = sum(len(data) for data, _ in transport._buffer)
    more, outside.kept = size - outside.kept, size
    if more > 0:
        moved(outside, "kept", more)
        causes.protocols.kept(transport, size)


def telling_flow(attribute, on, off, keeps=False):
    """Of a method that may change it."""

    def make(plain):
        def method(self):
            outside = before = None
            try:
                outside = of(self)
                if outside is not None and not is_told(self._loop):
                    outside = None
                if outside is not None:
                    before = getattr(self, attribute)
                    if keeps:
                        kept(self, outside)
            except Exception as error:
                descriptors.recorder.fail(error)
            plain(self)
            try:
                if outside is not None and getattr(self, attribute) != before:
                    flow(self, outside, off if before else on)
                    if on == "reading_paused":
                        causes.readiness.paused.changed(self, sys._getframe(1), not before)
            except Exception as error:
                descriptors.recorder.fail(error)

        return method

    return make


def telling_call(plain):
    """sock_recv() and its like: the coroutine that the program awaits is asyncio's own, and only its socket says what goes through."""

    def call(self, sock, *args, **kwargs):
        try:
            if is_told(self) and is_socket(sock) and not isinstance(sock, SECURE):
                sock = Socket(sock)
        except Exception as error:
            descriptors.recorder.fail(error)
        return plain(self, sock, *args, **kwargs)

    call.__doc__ = plain.__doc__
    if hasattr(inspect, "markcoroutinefunction"):
        return inspect.markcoroutinefunction(call)
    call._is_coroutine = asyncio.coroutines._is_coroutine
    return call


CALLS = "sock_recv sock_recv_into sock_recvfrom sock_recvfrom_into sock_sendall sock_sendto sock_connect sock_accept".split()


def install():
    selector, unix, mixin = asyncio.selector_events, getattr(asyncio, "unix_events", None), asyncio.transports._FlowControlMixin
    sockets, pipes = selector._SelectorTransport, ()
    if unix is not None:
        unix.os = System("os")
        pipes = unix._UnixReadPipeTransport, unix._UnixWritePipeTransport
    hooks.exchange(sockets, "__init__", telling_socket)
    for pipe in pipes:
        hooks.exchange(pipe, "__init__", telling_pipe)
    for owner in (sockets, *pipes):
        hooks.exchange(owner, "_call_connection_lost", telling_lost)
        for name in {"close", "abort"} & set(vars(owner)):
            hooks.exchange(owner, name, telling_close)
    for name in ("_maybe_pause_protocol", "_maybe_resume_protocol"):
        hooks.exchange(mixin, name, telling_flow("_protocol_paused", "writing_paused", "writing_resumed", keeps=True))
    for owner in (sockets, selector._SelectorSocketTransport, *pipes[:1]):
        for name in {"pause_reading", "resume_reading"} & set(vars(owner)):
            hooks.exchange(owner, name, telling_flow("_paused", "reading_paused", "reading_resumed"))
    for name in set(CALLS) & set(vars(selector.BaseSelectorEventLoop)):
        hooks.exchange(selector.BaseSelectorEventLoop, name, telling_call)
