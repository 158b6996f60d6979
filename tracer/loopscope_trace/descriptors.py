"""descriptors: what lies outside of the loop and can wake it: what there is, which of it the loop watches, and what it finds ready.

Nothing is asked of the program's own objects: what a descriptor is the system says. What is known of it are plain facts, which keep no object alive.
"""

import os
import socket
import stat
import sys

try:
    import fcntl
except ImportError:  # there is none on Windows
    fcntl = None

from . import hooks, look
from .causes import frames, readiness

READ, WRITE = 1, 2  # as in module selectors
DIRECTIONS = {READ: "read", WRITE: "write"}

recorder = None
count = generation = 0
known = {}  # by descriptor: what it is, as long as it is open
expected = {}  # by the id of a handle: what it is the callback of, and in which direction that was found ready
under_way = set()  # calls in threads and child processes that have not ended
closers = {}  # by descriptor: where the program closed it


class Outside:
    """kind and name as in an outside_new event, number as "O1"."""

    __slots__ = ("number", "kind", "name", "watched", "identity", "address", "kept", "generation", "dropped", "moved", "asked", "since", "visited")


def use(the_recorder):
    global recorder, count, generation
    recorder = the_recorder
    count, generation = 0, generation + 1
    for one in (known, expected, under_way, closers):
        one.clear()


def of(thing):
    """What is known of an object of asyncio's, or None."""
    outside = getattr(thing, "loopscope_outside", None)
    return outside if outside is not None and outside.generation == generation else None


def own_place():
    """Where the program itself is in the step or callback that runs, or None: below them lies only how the loop was started."""
    frame = sys._getframe(1)
    while frame is not None and frame.f_code is not look.HANDLE_RUN:
        if frames.is_own(frame.f_code):
            return look.place_of(frame)
        frame = frame.f_back
    return None


def met(kind, name, parent=None, place=None):
    global count
    outside = Outside()
    count += 1
    outside.number, outside.kind, outside.name, outside.generation = f"O{count}", kind, name, generation
    outside.watched, outside.identity, outside.address, outside.kept, outside.dropped = 0, None, None, 0, False
    outside.since, outside.visited = recorder.clock.now(), False  # visited: a connection was accepted
    if parent is not None:
        parent.visited = True
    outside.moved = {}  # how many bytes have been read and sent
    at = {"place": place or own_place()}
    outside.asked = (recorder.by, at["place"]) if at["place"] is not None else None  # who has sent something through it last, or else has made it, and where
    recorder.emit("outside_new", at, outside=outside.number, kind=kind, name=name, of=None if parent is None else parent.number, by=recorder.by)
    return outside


def ended(outside, how="closed", error=None, status=0, place=None, by=None):
    by = by or recorder.by
    recorder.emit("outside_end", {"place": place, "by": by, "dropped": outside.dropped}, outside=outside.number, how=how, error=error, status=status, by=by)


# -- what a descriptor is


def text_of(address):
    """"127.0.0.1:80", "[::1]:80", the path of a Unix socket; or "" where it has none."""
    if isinstance(address, tuple) and len(address) >= 2:
        return f"[{address[0]}]:{address[1]}" if ":" in str(address[0]) else f"{address[0]}:{address[1]}"
    if isinstance(address, bytes):
        return "@" + address[1:].decode("utf-8", "replace")
    return address if isinstance(address, str) else ""


def asked(function):
    try:
        return function()
    except OSError:
        return None


def socket_of(fd, address):
    """(kind, name, its own address)"""
    one = socket.socket(fileno=fd)
    try:
        here, there = asked(one.getsockname), asked(one.getpeername)
        if one.type == socket.SOCK_DGRAM:
            name = text_of(here) or "a socket"
            return "datagram socket", f"{name} to {text_of(there)}" if text_of(there) else name, here
        if one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            return "listening socket", text_of(here) or "a socket", here
        return "connection", text_of(there or address) or text_of(here) or f"descriptor {fd}", here
    finally:
        one.detach()


STANDARD = {0: "standard input", 1: "standard output", 2: "standard error"}


def end_of(fd):
    """Which end of a pipe."""
    mode = asked(lambda: fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_ACCMODE) if fcntl else None
    return "write" if mode == os.O_WRONLY else "read"


def describe(fd, address=None):
    """(kind, name, its own address, what tells it from another one with the same number)"""
    kind, name, here = "descriptor", STANDARD.get(fd, f"descriptor {fd}"), None
    status = asked(lambda: os.fstat(fd))
    if status is None:
        return kind, name, None, None
    if stat.S_ISSOCK(status.st_mode):
        kind, name, here = asked(lambda: socket_of(fd, address)) or (kind, name, None)
    elif stat.S_ISFIFO(status.st_mode):
        kind, name = "pipe", STANDARD.get(fd, f"pipe {fd} ({end_of(fd)} end)")
    return kind, name, here, (status.st_dev, status.st_ino)


def listener_at(address):
    """The listening socket that a connection with this address of its own was accepted from, or None: nobody else has its port."""
    for one in known.values():
        there = one.address
        if one.kind == "listening socket" and there and address and type(there) is type(address):
            if there == address or (isinstance(there, tuple) and there[1] == address[1] and there[0] in (address[0], "0.0.0.0", "::")):
                return one
    return None


def opened(fd, address=None, kind=None, name=None, parent=None):
    """What is known of a descriptor, which is told where it is new. What is known of another one that had its number is forgotten."""
    outside = known.get(fd)
    if outside is not None and outside.watched:
        return outside
    its_kind, its_name, here, identity = describe(fd, address)
    if outside is not None:
        if outside.identity == identity:
            return outside
        forget(fd)
    if its_kind == "connection":
        parent = parent or listener_at(here)
    outside = known[fd] = met(kind or its_kind, name or its_name, parent)
    outside.identity, outside.address = identity, here
    return outside


def is_thrown_away():
    """Is something of asyncio's closed by itself, since nobody has it any more and nobody has closed it?"""
    frame = sys._getframe(2)
    while frame is not None and (look.is_tracer(frame.f_code) or not frames.is_own(frame.f_code)):
        if frame.f_code.co_name == "__del__" and look.is_library(frame.f_code):
            return True
        frame = frame.f_back
    return False


def forget(fd, how="closed", error=None):
    outside = known.pop(fd, None)
    if outside is not None:
        if outside.watched:
            readiness.replaced.gone[fd] = own_place()
        outside.dropped = outside.dropped or is_thrown_away()
        unwatch(outside, READ | WRITE)
        place = closers.pop(fd, None) or own_place()
        ended(outside, how, error, place=place)


def closing(fd):
    """The program asks for its end, which comes later."""
    if fd in known:
        closers.setdefault(fd, own_place())
        known[fd].dropped = known[fd].dropped or is_thrown_away()


# -- what is watched


def watch(outside, direction):
    if not outside.watched & direction:
        outside.watched |= direction
        recorder.emit("watch", outside=outside.number, to=DIRECTIONS[direction], by=recorder.by)


def unwatch(outside, directions):
    for direction in (READ, WRITE):
        if outside.watched & directions & direction:
            outside.watched &= ~direction
            recorder.emit("unwatch", outside=outside.number, to=DIRECTIONS[direction], by=recorder.by)


def number_of(fd):
    return fd if isinstance(fd, int) else fd.fileno()


def watched(loop, fd, direction, callback, args):
    if look.only_wakes(callback) or not hooks.here(loop):
        return
    fd = number_of(fd)
    outside = None
    owner = look.says(callback, "__self__")
    if look.says(callback, "__name__") == "_do_wait" and len(args) == 4:  # a descriptor that stands for a child process
        outside = next((of(one) for one in args[3] if of(one) is not None), None)
        if outside is not None:
            known[fd] = outside
    address = args[-1] if args and owner is loop and look.says(callback, "__name__") == "_sock_connect_cb" else None
    watch(outside or opened(fd, address), direction)


def telling_add(direction):
    def make(plain):
        def add(self, fd, callback, *args, **options):
            try:
                if recorder.on and hooks.here(self):
                    readiness.replaced.about_to_watch(self, fd, direction, args)
            except Exception as error:
                recorder.fail(error)
            handle = plain(self, fd, callback, *args, **options)
            try:
                if recorder.on:
                    watched(self, fd, direction, callback, args)
            except Exception as error:
                recorder.fail(error)
            return handle

        return add

    return make


def telling_remove(direction):
    def make(plain):
        def remove(self, fd):
            removed = plain(self, fd)
            try:
                if known and removed and hooks.here(self):
                    outside = known.get(number_of(fd))
                    if outside is not None:
                        unwatch(outside, direction)
                        if outside.kind == "child process":
                            known.pop(number_of(fd))
            except Exception as error:
                recorder.fail(error)
            return removed

        return remove

    return make


def found(happened):
    """What select() has given: each of it is told when its callback comes into the ready queue."""
    expected.clear()
    try:
        for key, mask in happened:
            for handle, direction in zip(key.data, (READ, WRITE)):
                if handle is not None and mask & direction and not look.only_wakes(handle._callback):
                    expected[id(handle)] = key.fd, direction
                    readiness.spins.ready(handle, key.fd, direction == READ)
    except Exception as error:
        recorder.fail(error)


def arrives(handle):
    """A callback is about to come into the ready queue. False: nothing was expected to call it."""
    entry = expected.pop(id(handle), None)
    if entry is not None:
        fd, direction = entry
        arrived(fd if isinstance(fd, Outside) else known.get(fd) or opened(fd), DIRECTIONS[direction])
    return entry is not None


def arrived(outside, direction="read"):
    recorder.emit("arrived", {"by": "loop"}, outside=outside.number, to=direction, by="loop")


def telling_close(plain):
    """Of a socket."""

    def _real_close(self, *args, **kwargs):
        try:
            if known and recorder.on and recorder.in_thread():
                forget(socket.socket.fileno(self))
        except Exception as error:
            recorder.fail(error)
        return plain(self, *args, **kwargs)

    return _real_close


def install():
    loop = hooks.asyncio.selector_events.BaseSelectorEventLoop
    for name, direction in (("reader", READ), ("writer", WRITE)):
        hooks.exchange(loop, "_add_" + name, telling_add(direction))
        hooks.exchange(loop, "_remove_" + name, telling_remove(direction))
    hooks.exchange(socket.socket, "_real_close", telling_close)
