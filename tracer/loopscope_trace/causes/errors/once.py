"""once: a time limit or a group that is entered a second time, a wait() for nothing, an __aiter__ that is asynchronous: how asyncio's forms are to be used."""

import ast

from ... import needs
from .. import frames, meanings

MAKES = ("timeout", "timeout_at", "TaskGroup")


def entered_twice(error, text, task):
    what = "a TaskGroup" if text.startswith("TaskGroup") or "<TaskGroup" in text else "a time limit"
    place = meanings.place_of(error)
    made = made_at(place) if place is not None else None
    where = f"; this one is made once, at {frames.line(made)} ({frames.line_text(made)}), and kept" if made else ", and this one has been entered before"
    return f"{what} can be entered once{where}.", "Make it where it is entered: `async with asyncio.timeout(self.seconds):`, with what it needs kept instead.", made


def nothing_left(error, text, task):
    return "asyncio.wait() was given an empty set, in which there is nothing to wait for.", "Ask before: `while pending: done, pending = await asyncio.wait(pending, …)`."


def asynchronous_iterator(error, text, task):
    return "its __aiter__ is an `async def`, which gives a coroutine; `async for` calls it as any function, and wants what has an __anext__.", "Write `def __aiter__(self)` without async; __anext__ alone is an `async def`."


def made_at(place):
    """Where the source makes what the `async with` at that place enters; or None."""
    withs = meanings.nodes_at(place, ast.AsyncWith)
    names = {getattr(item.context_expr, "attr", getattr(item.context_expr, "id", "")) for node in withs for item in node.items} - {""}
    for node in needs.nodes_of(place[0]):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and getattr(node.value.func, "attr", getattr(node.value.func, "id", "")) in MAKES:
            if any(getattr(target, "attr", getattr(target, "id", "")) in names for target in node.targets):
                return place[0], "", node.lineno
    return None
