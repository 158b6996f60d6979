"""yields: a time limit or a TaskGroup round the `yield` of an asynchronous generator: it goes on while others run, and cancels whoever is there then."""

import ast
import asyncio
import sys

from .. import look, needs
from . import frames, objects

recorder = None
entered = look.ByIdentity()  # by the time limit or the group: (the code of the generator that has entered it, where)
SCOPES = ("timeout", "timeout_at", "TaskGroup", "create_task_group", "move_on_after", "move_on_at", "fail_after", "fail_at", "CancelScope")
ADVICE = "Let no `yield` stand inside of such a block: get the value in it, and yield behind it; or let a task of its own put the values into a Queue."


def scope_round(frame):
    """The `with` of a scope in whose body the frame is suspended, or None."""
    function = needs.function_of(frame.f_code)
    for node in needs.walk(function) if function is not None else ():
        if isinstance(node, (ast.With, ast.AsyncWith)) and node.body[0].lineno <= frame.f_lineno <= node.body[-1].end_lineno:
            for item in node.items:
                called = getattr(item.context_expr, "func", None)
                if getattr(called, "attr", getattr(called, "id", "")) in SCOPES:
                    return node
    return None


def inside(frame):
    """What is to be said of a generator that was left there, as the end of a sentence; or ""."""
    node = scope_round(frame)
    if node is None:
        return ""
    place = frame.f_code.co_filename, "", node.lineno
    return f" The `yield` stands inside of {frames.line(place)} ({frames.line_text(place)}): what is begun there goes on, and may then end in another task than it began."


def entered_in(thing):
    """A time limit or a group is entered: in an asynchronous generator of the program's?"""
    frame = sys._getframe(2)
    while frame is not None and not frames.is_own(frame.f_code):
        frame = frame.f_back if look.is_beneath(frame) else None
    if frame is not None and frame.f_code.co_flags & look.inspect.CO_ASYNC_GENERATOR:
        entered[thing] = frame.f_code, look.place_of(frame)


def group_changed(group, before, after):
    if after and objects.watched():
        entered_in(group)


def canceller():
    """The time limit or the group that cancels a task just now, or None."""
    frame = sys._getframe(2)
    for _ in range(10):
        if frame is None:
            return None
        if look.is_library(frame.f_code) and frame.f_code.co_name in ("_on_timeout", "_on_task_done"):
            return frame.f_locals.get("self")
        frame = frame.f_back
    return None


def cancelled(task, name):
    thing = canceller() if entered.entries and isinstance(task, asyncio.Task) else None
    code, place = (entered.get(thing) if thing is not None else None) or (None, None)
    if code is None or getattr(thing, "_task", getattr(thing, "_parent_task", None)) is not task:
        return
    chain = frames.of(task)
    where = frames.place(chain)
    if where is None or any(frame.f_code is code for frame in chain):
        return
    what = "The time limit is over" if isinstance(thing, asyncio.Timeout) else "A task of the TaskGroup has failed"
    recorder.remark(
        "taken-along",
        f"{what} that the generator {code.co_name} has entered at {frames.line(place)}, while {code.co_name} is suspended at a `yield` inside of it: {{{name}}} is cancelled for that at {frames.line(where)}, outside of the generator.",
        ADVICE,
        place,
        name,
    )


def install():
    if hasattr(asyncio, "TaskGroup"):  # since Python 3.11
        objects.telling(asyncio.TaskGroup, "_entered", group_changed)
