"""writer: events in the order in which they happened, as JSON Lines or in any other form."""

import _thread
import json

from .clock import SECOND


class Seconds(int):
    """Nanoseconds that are written as seconds: 2, 0.5, 0.000001."""


quote = json.encoder.encode_basestring  # what json.dumps(ensure_ascii=False) does, without its preparations


def encode(value):
    if isinstance(value, Seconds):
        sign, (whole, rest) = "-" if value < 0 else "", divmod(abs(value), SECOND)
        return f"{sign}{whole}.{rest:09d}".rstrip("0").rstrip(".")
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(encode, value)) + "]"
    if isinstance(value, str):
        if not value.isascii():  # what UTF-8 cannot hold becomes U+FFFD
            value = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        return quote(value)
    return json.dumps(value)


OFTEN = 20_000_000  # ns
MANY = 4000  # events


class JsonLines:
    """One object an event. What is beside its fields (unseen) is for other forms."""

    def begin(self):
        return b""

    def __init__(self):
        self.lines = []

    def take(self):
        done, self.lines = b"".join(self.lines), []
        return done

    def encode(self, fields, unseen):
        if fields["e"] in ("remark", "name") or "step" in unseen:
            return  # what is seen from outside of asyncio is told in recordings
        text = "{" + ",".join(f'"{key}":{encode(value)}' for key, value in fields.items()) + "}\n"
        self.lines.append(text.encode("utf-8"))


class Writer:
    """Writes events to a raw binary file. An event can be held open, until what it says is complete; those behind it wait. When nothing more can
    be written (the reader has gone, the disk is full) the script goes on unwatched, and `failure` says why."""

    def __init__(self, out, form):
        self.out = out
        self.form = form
        self.queue = []
        self.open = set()
        self.failure = None
        self.flushed_at = 0  # ns
        self.new_lock()
        self.put(form.begin())

    def new_lock(self):
        """Other threads put things into the ready queue, and one of ours writes while a step does not come back."""
        self.lock = _thread.RLock()

    def put(self, data):
        rest = memoryview(data)
        while rest and self.failure is None:
            try:
                rest = rest[self.out.write(rest) :]
            except OSError as error:
                self.failure = error.strerror

    def add(self, fields, unseen, hold=False):
        if hold:
            self.open.add(id(fields))
        self.queue.append((fields, unseen))
        return fields

    def complete(self, fields):
        self.open.discard(id(fields))

    def flush_in_time(self, now):
        """Once a turn is often: what is younger than that is written by whoever waits or watches."""
        if now - self.flushed_at > OFTEN or len(self.queue) > MANY:
            self.flushed_at = now
            self.flush()

    def flush(self, everything=False):
        with self.lock:
            self.flush_locked(everything)

    def flush_locked(self, everything):
        if everything:
            self.open.clear()
        ready = len(self.queue)
        if self.open:
            ready = next((i for i, (fields, _) in enumerate(self.queue) if id(fields) in self.open), ready)
        encode = self.form.encode
        for fields, unseen in self.queue[:ready]:
            encode(fields, unseen)
        self.put(self.form.take())
        del self.queue[:ready]
