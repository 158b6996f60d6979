"""ends: one end of a connection, or who listens: what a system keeps of a socket, and what it says of it."""

import collections
import errno
import os
import socket

from .network import BUFFER, CALL, DATA, END, RESET, Link, Piece

READ, WRITE = 1, 2  # as in module selectors
OF_PATHS = getattr(socket, "AF_UNIX", 1)  # a page's Python has none


def fail(number):
    raise OSError(number, os.strerror(number))


class End:
    def __init__(self, network, family):
        self.network, self.family = network, family
        self.descriptor = None
        self.open, self.bound, self.listening, self.connecting, self.connected = True, False, False, False, False
        self.finished = False  # it sends nothing more
        self.broken = False  # its other end is not there any more: whoever writes is told
        self.error = 0  # what the next use fails with
        self.here = self.there = "" if self.has_path() else ("0.0.0.0" if family == socket.AF_INET else "::", 0)
        self.peer = None
        self.arrived = collections.deque()  # what can be read; an END stays
        self.read = 0  # bytes of the first of them
        self.unread = 0  # bytes that it has sent and of which it has not heard that they were read
        self.busy_until = self.last_arrival = 0  # ns, of what is sent to it
        self.link = Link() if self.has_path() else network.link  # of what it sends
        self.queue, self.backlog = collections.deque(), 0  # of a listener: connections that nobody has accepted yet
        self.watched, self.listed = 0, False

    def has_path(self):
        return self.family == OF_PATHS

    def join(self, other):
        self.peer, other.peer = other, self
        self.connected = True

    def ready(self):
        gone = self.error != 0 or self.broken
        if self.listening:
            return READ if self.queue else 0
        if self.connecting:
            return 0
        room = self.unread < BUFFER and BUFFER - self.unread >= self.unread // 2  # as Linux's sockets have it
        return (READ if self.arrived or gone or not self.connected else 0) | (WRITE if room or gone else 0)

    def take_error(self):
        error, self.error = self.error, 0
        return error

    def be_reset(self, error):
        """As TCP: whose other end has finished already is told of a reset as of a broken pipe."""
        if not self.broken:
            self.error = errno.EPIPE if any(piece.kind == END for piece in self.arrived) else error
            self.broken = True
            self.unread = 0

    # -- what a program does with it

    def bind(self, address):
        if self.bound:
            fail(errno.EINVAL)
        if not self.has_path() and address[1] == 0:
            address = (address[0], self.network.next_port())
        if self.network.bound(self.family, address) is not None:
            fail(errno.EADDRINUSE)
        self.here, self.bound = address, True

    def listen(self, backlog):
        if not self.bound:
            if self.has_path():
                fail(errno.EINVAL)
            self.bind(self.here)
        self.listening, self.backlog = True, backlog

    def connect(self, address):
        if self.connected or self.connecting:
            fail(errno.EISCONN if self.connected else errno.EALREADY)
        if self.has_path():
            self.connect_path(address)
            return
        if not self.bound:
            self.here = ("127.0.0.1" if self.family == socket.AF_INET else "::1", self.network.next_port())
        self.there, self.connecting = address, True
        self.network.carry(Piece(CALL, target=address), self, self.link)
        fail(errno.EINPROGRESS)

    def connect_path(self, address):
        """On the same machine it is known at once."""
        self.there, self.connecting = address, True
        called = self.network.call(self, address)
        self.connecting = False
        if not called:
            fail(errno.EAGAIN)
        error = self.take_error()
        if error:
            fail(error)

    def accept(self):
        if not self.listening:
            fail(errno.EINVAL)
        if not self.queue:
            fail(errno.EAGAIN)
        end = self.queue.popleft()
        self.network.number(end)
        return end

    def receive(self, size, peek=False):
        if self.listening or not self.connected:
            fail(errno.EAGAIN if self.connecting else errno.ENOTCONN)
        taken = bytearray()
        for piece in list(self.arrived):
            if piece.kind != DATA or len(taken) == size:
                break
            begin = self.read if piece is self.arrived[0] else 0
            some = piece.data[begin : begin + size - len(taken)]
            taken += some
            if not peek:
                self.read = begin + len(some)
                if self.read == piece.size:
                    self.arrived.popleft()
                    self.read = 0
        if taken:
            if self.peer is not None and not peek:
                self.network.tell_room(self.peer, len(taken), self.link)
            return bytes(taken)
        if self.arrived or size == 0:  # its end, which is read again and again, whatever came behind it
            return b""
        if self.error:
            fail(self.take_error())
        return b"" if self.broken else fail(errno.EAGAIN)

    def send(self, data):
        """How many bytes of it were taken."""
        if not self.connected:
            fail(errno.EAGAIN if self.connecting else errno.ENOTCONN)
        if self.error:
            fail(self.take_error())
        if self.broken or self.finished or self.peer is None or (self.has_path() and not self.peer.open):
            fail(errno.EPIPE)
        taken = bytes(data[: max(0, BUFFER - self.unread)])
        if not taken:
            return 0 if not len(data) else fail(errno.EAGAIN)
        self.unread += len(taken)
        self.network.carry(Piece(DATA, taken, len(taken)), self.peer, self.link)
        return len(taken)

    def finish(self):
        if not self.connected:
            fail(errno.ENOTCONN)
        if not self.finished and self.peer is not None:
            self.finished = True
            self.network.tell(self.peer, END, self.link)

    def close(self):
        for end in self.queue:
            end.hang_up()
        self.queue.clear()
        self.listening = self.bound = False
        if self.descriptor is not None:
            self.network.ends.pop(self.descriptor, None)
        self.hang_up()

    def hang_up(self):
        self.open, self.watched = False, 0
        if self.peer is None:
            return
        unread = bool(self.arrived) and self.arrived[0].kind == DATA and not self.broken  # what was sent and will never be read is lost, and the sender is told so
        if unread or not self.finished:
            self.network.tell(self.peer, RESET if unread else END, self.link, errno.ECONNRESET)
        self.finished = True
