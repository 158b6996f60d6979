"""records: the bytes of a recording that wait to be written: a record of 32 bytes an event, as engine/trace/stream.h describes."""

import _thread
import struct

from . import fast

pack = struct.Struct("<BBHIqIIII").pack


class Records:
    """What the extension does in C (records.c), in Python."""

    def __init__(self):
        self.latest = 0  # ns
        self.parts = []
        self.lock = _thread.allocate_lock()  # whoever defines strings and writes events holds it

    def acquire(self):
        """False: somebody writes already, in another thread or further out on this one's stack."""
        return self.lock.acquire(False)

    def release(self):
        self.lock.release()

    def event(self, kind, detail, flags, by, t, a, b, c, d):
        """Two threads may ask the clock in one order and hand in in the other: time does not run backwards for that."""
        if t < self.latest:
            t = self.latest
        else:
            self.latest = t
        self.parts.append(pack(kind, detail, flags, by, t, a, b, c, d))

    def define(self, kind, detail, by, a, b, c):
        self.parts.append(pack(kind, detail, 0, by, 0, a, b, c, 0))

    def data(self, data):
        self.parts.append(data)

    def count(self):
        return len(self.parts)

    def take(self):
        """Nothing is lost of what another thread adds meanwhile."""
        count = len(self.parts)
        done = b"".join(self.parts[:count])
        del self.parts[:count]
        return done


def new():
    return Records() if fast.extension is None else fast.extension.Records()
