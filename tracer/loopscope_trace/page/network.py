"""network: bytes on their way between the sockets of one program: how long they take, and what they do when they arrive, as in engine/net."""

import collections
import dataclasses
import errno

from ..clock import SECOND

FIRST_PORT, FIRST_DESCRIPTOR = 40000, 1 << 24  # as the engine's
BUFFER = 64 * 1024
ALL_BITS = (1 << 64) - 1
DATA, END, RESET, CONNECTED, ROOM, CALL = range(6)
ANYWHERE = ("0.0.0.0", "::")


@dataclasses.dataclass
class Link:
    """How one direction of a connection carries bytes."""

    latency: int = 0  # ns
    jitter: int = 0  # ns: so much more at most, by chance
    bandwidth: float = 0  # bytes in a second; 0: no limit


@dataclasses.dataclass(eq=False)
class Piece:
    """Bytes on their way, or what one end is told of the other."""

    kind: int
    data: bytes = b""
    size: int = 0  # of DATA: its bytes; of ROOM: so many have been read at the other end
    error: int = 0  # of CONNECTED and RESET
    target: object = None  # of CALL: whom it is for


class Network:
    def __init__(self, clock):
        self.clock = clock
        self.link = Link()
        self.chance = 1  # the state of the random numbers: the seed that the lesson has
        self.port = FIRST_PORT
        self.ends = {}  # by descriptor
        self.listed = collections.deque()  # as epoll's list: in the order in which they became ready

    def be(self, latency=0, jitter=0, bandwidth=0):
        """In seconds, and bytes in a second."""
        self.link = Link(round(latency * SECOND), round(jitter * SECOND), bandwidth)

    def random(self):
        """splitmix64, from 0 up to 1."""
        self.chance = x = (self.chance + 0x9E3779B97F4A7C15) & ALL_BITS
        x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & ALL_BITS
        x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & ALL_BITS
        return ((x ^ (x >> 31)) >> 11) * 2.0**-53

    def next_port(self):
        self.port += 1
        return self.port - 1

    def number(self, end):
        """The lowest that is free, as a system's."""
        end.descriptor = FIRST_DESCRIPTOR
        while end.descriptor in self.ends:
            end.descriptor += 1
        self.ends[end.descriptor] = end

    def bound(self, family, address):
        """Who is there, or None."""
        for end in self.ends.values():
            if end.bound and end.family == family and reaches(end.here, address):
                return end
        return None

    # -- what is on its way

    def carry(self, piece, to, link):
        """It arrives when the link lets it, behind what is on the way already."""
        when = self.clock.ns
        if piece.size and link.bandwidth > 0:
            when = max(when, to.busy_until) + round(piece.size / link.bandwidth * SECOND)
            to.busy_until = when
        when += link.latency + (int(link.jitter * self.random()) if link.jitter > 0 else 0)
        to.last_arrival = when = max(when, to.last_arrival)
        self.carry_at(piece, to, when)

    def carry_at(self, piece, to, when):
        if when <= self.clock.ns:
            self.arrive(piece, to)
        else:
            self.clock.happens(when, lambda: self.arrive(piece, to))

    def tell(self, to, kind, link, error=0):
        self.carry(Piece(kind, error=error), to, link)

    def tell_room(self, to, size, link):
        """It goes the other way than the bytes, and waits for none of them."""
        self.carry_at(Piece(ROOM, size=size), to, self.clock.ns + link.latency)

    def arrive(self, piece, to):
        if piece.kind in (DATA, END):
            if to.open and not to.broken:
                to.arrived.append(piece)
            elif not to.open and piece.kind == DATA and to.peer is not None:  # nobody is here: the other end is told so
                self.tell(to.peer, RESET, to.link, errno.ECONNRESET)
        elif piece.kind == RESET:
            to.be_reset(piece.error)
        elif piece.kind == CONNECTED:
            to.connecting, to.connected, to.error = False, piece.error == 0, piece.error
        elif piece.kind == ROOM:
            to.unread = max(0, to.unread - piece.size)
        elif to.open and not self.call(to, piece.target):
            self.carry_at(piece, to, self.clock.ns + SECOND)  # its queue is full: as TCP does, it tries again
        self.changed(to)

    def call(self, caller, address):
        """A connection to a listener; False: its queue is full."""
        listener = self.bound(caller.family, address)
        if listener is None or not listener.listening:
            error = errno.ENOENT if listener is None and caller.has_path() else errno.ECONNREFUSED
            self.tell(caller, CONNECTED, caller.link, error)
            return True
        if len(listener.queue) > listener.backlog:
            return False
        end = type(caller)(self, caller.family)
        end.here, end.there, end.link = (address if not caller.has_path() else listener.here), caller.here, caller.link
        end.join(caller)
        listener.queue.append(end)  # until it is accepted nobody has its number
        self.changed(listener)
        self.tell(caller, CONNECTED, caller.link)
        return True

    # -- what is ready

    def changed(self, end):
        """It may have become ready."""
        if end.open and end.ready() & end.watched and not end.listed:
            end.listed = True
            self.listed.append(end)

    def look(self):
        """What is ready, and in which way. Whoever is told of goes to the end of the list again, and leaves it when it is found not ready."""
        found = []
        for _ in range(len(self.listed)):
            end = self.listed.popleft()
            events = end.ready() & end.watched if end.open else 0
            end.listed = events != 0
            if events:
                found.append((end.descriptor, events))
                self.listed.append(end)
        return found


def reaches(here, address):
    """Does who calls that address reach who is here?"""
    if isinstance(here, str) or isinstance(address, str):
        return here == address
    return here[1] == address[1] and (here[0] in ANYWHERE or here[0] == address[0])
