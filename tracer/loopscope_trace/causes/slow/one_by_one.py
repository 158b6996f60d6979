"""one_by_one: a lock that is held over an await while several wait for it: they go through it one after the other, however long each takes."""

import ast
import sys

from ... import look, needs
from .. import frames, lost_update, objects

recorder = None
told = set()
OFTEN = 3  # times that somebody waited for who had it
LONG = 200_000_000  # ns in all
# What one at a time has to do on a connection, a file, a cursor: there the lock is right.
ALONE = {"drain", "read", "readline", "readexactly", "readuntil", "recv", "receive", "send", "sendall", "sock_sendall", "sock_recv", "write", "execute", "executemany", "commit", "fetchone", "fetchall", "flush", "acquire", "connect", "close"}
ADVICE = "Hold the lock only round what others must not see half done, and await the rest outside of it; where that wait itself must be alone, as on one connection, several of these let more through at once."


class Held:
    """How long a lock was held while somebody waited for it: figures, for it may be given back a million times."""

    __slots__ = ("times", "total", "least", "most")

    def __init__(self):
        self.times, self.total, self.least, self.most = 0, 0, 1 << 62, 0  # ns


def taken(note):
    note.held = note.held or Held()
    note.since = recorder.clock.now()


def given_back(lock, note, place):
    """place: where it was taken."""
    if place is None or place in told or note.since is None or all(waiter.done() for waiter in lock._waiters or ()):
        return
    held = recorder.clock.now() - note.since
    note.held.times += 1
    note.held.total += held
    note.held.least, note.held.most = min(note.held.least, held), max(note.held.most, held)
    if note.held.times >= OFTEN and note.held.total >= LONG:
        told.add(place)
        waited = awaits_in(entered_at(place))
        if waited is not None and note.held.least * 4 >= note.held.most:
            tell(lock, note, place, waited, sum(not waiter.done() for waiter in lock._waiters))


def entered_at(place):
    """Where it is taken for the program; of a lock that an __aenter__() of the program's takes and its __aexit__() gives back now, the `async with` that is left."""
    frame, inner = sys._getframe(2), None
    while place[1] == "__aenter__" and frame is not None and frame.f_code is not look.HANDLE_RUN:
        if frames.is_own(frame.f_code):
            if inner == "__aexit__":
                return look.place_of(frame)
            inner = frame.f_code.co_name
        frame = frame.f_back
    return place


def awaits_in(place):
    """The one await in the body of the `async with` at that line, where nothing that is shared is read before it and written behind; else None."""
    withs = [node for node in needs.nodes_of(place[0]) if isinstance(node, ast.AsyncWith) and node.lineno <= place[2] <= node.items[-1].context_expr.end_lineno]
    body = [one for node in withs for part in node.body for one in [part, *needs.walk(part)]]
    awaits = [one for one in body if isinstance(one, (ast.Await, ast.AsyncFor, ast.AsyncWith))]
    call = awaits[0].value if len(awaits) == 1 and isinstance(awaits[0], ast.Await) else None
    if not isinstance(call, ast.Call) or getattr(call.func, "attr", getattr(call.func, "id", "")) in ALONE or any(isinstance(one, ast.If) for one in body):
        return None
    for function in needs.nodes_of(place[0]):
        if isinstance(function, ast.AsyncFunctionDef) and function.lineno <= place[2] <= function.end_lineno:
            lines = [pattern for pattern in lost_update.patterns_of(place[0], function.name, function.lineno) if pattern.read <= awaits[0].lineno <= pattern.write]
            if lines:
                return None
    return place[0], place[1], awaits[0].lineno


def tell(lock, note, place, waited, waits):
    each = note.held.most / 1e9
    recorder.remark(
        "one-by-one",
        f"Whoever has the Lock {objects.named(lock, note)[1] or 'here'} (taken at {frames.line(place)}) awaits at {frames.line(waited)} ({frames.line_text(waited)}) and keeps it meanwhile, {each:.3f} s each time: {note.held.times + waits} tasks go through that one after the other, and it is as if they were one.",
        ADVICE,
        waited,
        objects.current(),
    )
