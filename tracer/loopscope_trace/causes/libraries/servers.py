"""servers: a server that is shut down waits for those who serve its connections: whose connection stays open, and where that one waits."""

import asyncio
import sys

from ... import look
from .. import frames, outside, waiting
from .pools import of_a_library, parts_of

recorder = None
CLOSES = ("shutdown", "cleanup", "close", "wait_closed", "aclose", "stop")
ADVICE = "Before you wait for the end, let those come to theirs who still serve: close their connections (in aiohttp `await ws.close()` for each, in app.on_shutdown; of a Server close_clients(), since Python 3.13), or cancel them. A timeout() round the wait limits it."


def is_closing(chain):
    return closing_frame(chain) is not None


def closing_frame(chain):
    """The frame of the library's function that shuts something down and waits, the innermost; or None."""
    for frame in reversed(chain):
        if frames.is_own(frame.f_code):
            return None
        if frame.f_code.co_name in CLOSES and isinstance(frame.f_locals.get("self"), object):
            return frame
    return None


def serves(task, server):
    """Does it have a stream of a connection that this Server of asyncio's has accepted?"""
    for frame in frames.of(task):
        if frames.is_own(frame.f_code):
            for value in list(frame.f_locals.values()):
                transport = getattr(value, "_transport", None) if isinstance(value, (asyncio.StreamReader, asyncio.StreamWriter)) else None
                inner = getattr(getattr(transport, "_ssl_protocol", None), "_transport", transport)
                if getattr(inner, "_server", None) is server:
                    return True
    return False


def begins_to_wait():
    """A task is about to wait for the end of a server, which comes when the last of its connections has ended: does it serve one itself?"""
    frame, server, place = sys._getframe(2), None, None
    while frame is not None and frame.f_code is not look.HANDLE_RUN:
        if frames.is_own(frame.f_code):
            place = place or look.place_of(frame)
            if server is not None and any(is_of(server, value) for value in list(frame.f_locals.values())):
                name = recorder.by
                recorder.remark(
                    "no-end",
                    f"{{{name}}} waits in wait_closed() at {frames.line(place)} until all connections of the server have ended, and serves one of them itself, which is open: it waits for itself, and so does whoever is at the other end.",
                    "Let another task stop the server: set an Event for which main waits, or close the connection first (`writer.close()`).",
                    place,
                    name if name[:1] == "T" else None,
                )
                return
        elif frame.f_code.co_name == "wait_closed" and type(frame.f_locals.get("self")).__name__ == "Server":
            server = frame.f_locals["self"]
        frame = frame.f_back


def is_of(server, value):
    """Is it a stream of an open connection that the server has accepted?"""
    transport = getattr(value, "_transport", None) if isinstance(value, (asyncio.StreamReader, asyncio.StreamWriter)) else None
    inner = getattr(getattr(transport, "_ssl_protocol", None), "_transport", transport)
    return getattr(inner, "_server", None) is server and not transport.is_closing()


def tasks_in(thing):
    """The tasks that it has, in its attributes and those of its state, by themselves or in a set."""
    found = []
    for value in [one for part in parts_of(thing) for one in (part, *(parts_of(part) if type(part).__module__.startswith(type(thing).__module__.partition(".")[0] + ".") else ()))]:
        inside = value if type(value) in (set, list) and len(value) < 1024 else (value,)
        found += [one for one in inside if isinstance(one, asyncio.Task)]
    return found


def served_by(frame, task, tasks):
    """The tasks of the program's for whose ends it waits there."""
    thing = frame.f_locals.get("self")
    if look.is_library(frame.f_code):
        if type(thing).__name__ != "Server":
            return []
        return [one for one in tasks if one is not task and serves(one, thing)]
    inside = [one for one in tasks_in(thing) if not one.done()]
    found = waiting.reached([*inside, *waiting.awaited_by(task)])
    return [one for one in dict.fromkeys(found) if one is not task and frames.place(frames.of(one)) is not None]


def whoever_waits(task, tasks):
    """(a task of the program's that waits for that one, its chain), or that one itself."""
    chain = frames.of(task)
    if frames.place(chain) is None:
        for one in tasks:
            if one is not task and frames.place(frames.of(one)) is not None and task in waiting.reached([one]):
                return one, frames.of(one)
    return task, chain


def explain(task, chain, tasks):
    """(sentence, advice, place), or None."""
    frame = closing_frame(chain)
    held = served_by(frame, task, tasks) if frame is not None else []
    if not held:
        return None
    who, outer = whoever_waits(task, tasks)
    place = frames.place(outer) or frames.place(frames.of(held[0]))
    called = f"{frame.f_code.co_name}()" if look.is_library(frame.f_code) else of_a_library(outer) or of_a_library(chain)
    inner = frames.of(held[0])
    there, what = frames.place(inner), outside.name_of_wait(inner)
    inside = f" in {what}" if what is not None and what.endswith("()") else ""
    more = f" ({len(held)} such tasks)" if len(held) > 1 else ""
    return f"{{{recorder.name_of(who)}}} waits in {called} until {{{recorder.name_of(held[0])}}} has come to its end{more}, and that waits{inside} at {frames.line(there)}: that holds up the shutdown.", ADVICE, place
