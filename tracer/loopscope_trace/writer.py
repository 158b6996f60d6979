"""writer: events in the order in which they happened, as JSON Lines or in any other form."""

import _thread
import collections
import time

try:
    from _json import encode_basestring as quote  # what json.dumps(ensure_ascii=False) does, without its preparations
except ImportError:
    from json.encoder import encode_basestring as quote

from .clock import SECOND


class Seconds(int):
    """Nanoseconds that are written as seconds: 2, 0.5, 0.000001."""


sleep = time.sleep


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
    if value is None or isinstance(value, bool):
        return "null" if value is None else "true" if value else "false"
    return int.__repr__(value)


OFTEN = 20_000_000  # ns
MANY = 4000  # events
HELD = 100_000  # events: so many wait at most for one that is held open


class JsonLines:
    """One object an event. What is beside its fields (unseen) is for other forms."""

    records = None
    batches = True

    def __init__(self):
        self.lines = []
        self.new_lock()

    def new_lock(self):
        lock = _thread.allocate_lock()
        self.acquire, self.release = lambda: lock.acquire(False), lock.release

    def begin(self):
        return b""

    def take(self):
        count = len(self.lines)
        done = b"".join(self.lines[:count])
        del self.lines[:count]
        return done

    def count(self):
        return len(self.lines)

    def encode(self, fields, unseen):
        if fields["e"] in ("remark", "name", "use", "left") or "step" in unseen:
            return  # what is seen from outside of asyncio is told in recordings
        text = "{" + ",".join(f'"{key}":{encode(value)}' for key, value in fields.items()) + "}\n"
        self.lines.append(text.encode("utf-8"))

    # -- what happens in each step comes without a dictionary: see stream.Stream

    def ready(self, t, by, handle, task, future):
        what = f"{task}.step" if future is None else f"{task}.wakeup({future})"
        self.encode({"e": "ready", "h": handle, "what": what, "by": by}, ())

    def step(self, t, by, task, handle, resume, future, thrown, chain):
        fields = {"e": "step", "task": task, "h": handle, "resume": resume}
        if future is not None:
            fields["fut"] = future
        if thrown is not None:
            fields["throw"] = thrown
        self.encode(fields, ())

    def yielded(self, t, by, task, what, chain, variables):
        self.encode({"e": "step_end", "task": task, "reason": "yield", "what": what}, ())

    def awaits(self, t, by, task, awaited, chain, variables):
        self.encode({"e": "step_end", "task": task, "reason": "await", **awaited, **where(chain)}, ())

    def fut_new(self, t, by, future, via, thing, children):
        self.encode({"e": "fut_new", "fut": future, "via": via, "by": by}, ())

    def resolve(self, t, by, future, state, value):
        self.encode({"e": "resolve", "fut": future, "state": state, "value": value, "by": by}, ())

    def timer_new(self, t, by, timer, when, callback, serves, via):
        self.encode({"e": "timer_new", "timer": timer, "when": when, "cb": callback, "by": by}, ())

    def timer_fire(self, t, by, timer, when, callback):
        self.encode({"e": "timer_fire", "timer": timer, "when": when, "cb": callback, "by": by}, ())

    def callback_ready(self, t, by, handle, callback, serves):
        self.encode({"e": "ready", "h": handle, "what": callback, "by": by}, ())

    def callback_begins(self, t, by, handle, callback):
        self.encode({"e": "cb", "h": handle, "cb": callback}, ())

    def callback_ends(self, t, by, handle, callback):
        self.encode({"e": "cb_end", "h": handle, "cb": callback}, ())

    def turn(self, t, by, number, timeout_ns, ready):
        timeout = None if timeout_ns is None else Seconds(timeout_ns)
        self.encode({"e": "iter", "n": number, "t": Seconds(t), "timeout": timeout, "ready": ready}, ())

    def turn_end(self, t, by, number, ready):
        self.encode({"e": "iter_end", "n": number, "t": Seconds(t), "ready": ready}, ())


def is_inside(name):
    """Is it a coroutine of asyncio's that no program calls: "_wait", "TaskGroup._aexit"?"""
    last = name.rpartition(".")[2]
    return last.startswith("_") and not last.startswith("__") or name.startswith("_")


def where(chain):
    own = [f"{level.name}:{level.line}" for level in chain if level.own]
    shown = [level for level in chain if level.own or not is_inside(level.name)]
    whole = [f"{level.name}:{level.line}" if level.own else f"asyncio.{level.name}" for level in shown]
    return {"at": own[-1] if own else None, "chain": whole}


class Writer:
    """Writes events to a raw binary file. An event can be held open, until what it says is complete; those behind it wait. When nothing more can
    be written (the reader has gone, the disk is full) the script goes on unwatched, and `failure` says why.

    Other threads put things into the ready queue, one of ours writes while a step does not come back, and what is freed while an event is encoded may be
    an event itself: only one of them encodes at a time, and the others' events wait in the queue."""

    def __init__(self, out, form):
        self.out = out
        self.form = form
        self.queue = collections.deque()  # (function of the form, its arguments)
        self.open = set()
        self.failure = None
        self.flushed_at = 0  # ns
        self.writing = _thread.RLock()
        self.put(form.begin())

    def forked(self):
        """A thread that is not in this process may have held the locks."""
        self.writing = _thread.RLock()
        self.form.new_lock()

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
            self.queue.append((self.form.encode, (fields, unseen)))
        else:
            self.tell(self.form.encode, fields, unseen)
        return fields

    def tell(self, function, *arguments):
        if self.queue or not self.form.acquire():
            self.queue.append((function, arguments))
            if not self.open or len(self.queue) > HELD:
                self.drain(bool(self.open))
            return
        try:
            function(*arguments)
        finally:
            self.form.release()

    def complete(self, fields):
        self.open.discard(id(fields))
        self.drain()

    def drain(self, everything=False):
        """Encodes what waits, up to the first event that is held open. False: somebody else is at it."""
        if not self.form.acquire():
            return False
        try:
            if everything:
                self.open.clear()
            while self.queue:
                function, arguments = self.queue[0]
                if self.open and id(arguments[0]) in self.open:
                    break
                self.queue.popleft()
                function(*arguments)
        finally:
            self.form.release()
        return True

    def count(self):
        """How much is to be written."""
        return len(self.queue) + self.form.count()

    def flush_in_time(self, now):
        """Once a turn is often: what is younger than that is written by whoever waits or watches."""
        if now - self.flushed_at > OFTEN or self.count() > MANY:
            self.flushed_at = now
            self.flush()

    def flush(self, everything=False):
        tries = 1000 if everything else 1
        while not self.drain(everything) and tries > 1:
            tries -= 1
            sleep(0.001)
        with self.writing:
            self.put(self.form.take())
