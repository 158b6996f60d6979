"""nested: a time limit inside of a shorter one: the `except TimeoutError` that is meant for the inner one does not get the end of the outer one."""

import ast
import asyncio
import weakref

from .. import caught, frames

recorder = None
active = {}  # by the id of a time limit that is entered: (a weak reference to it, where it was made, when it was entered, in ns)
MOST = 4096


def entered(limit, place):
    if len(active) < MOST:
        key = id(limit)
        active[key] = weakref.ref(limit, lambda _: active.pop(key, None)), place, recorder.clock.now()


def left(limit):
    active.pop(id(limit), None)


def over(task, frame):
    """frame: of asyncio's Timeout whose time is over, and which cancels the task."""
    limit = frame.f_locals.get("self") if is_of_asyncio(frame) else None
    _, outer, since = active.get(id(limit), (None, None, 0))
    if outer is None or getattr(limit, "_task", None) is not task:
        return
    for reference, place, later in list(active.values()):
        inner = reference()
        if inner is None or inner is limit or inner._task is not task or later < since or not is_longer(inner, limit, later - since):
            continue
        handler = handler_round(place)
        if handler is not None:
            name = recorder.name_of(task)
            recorder.remark(
                "given-up",
                f"The time limit of {{{name}}} at {frames.line(outer)} is over before the one at {frames.line(place)}, which stands inside of it: as a CancelledError it goes past the `except` of {frames.line((place[0], '', handler))}, and becomes a TimeoutError only at {frames.line(outer)}.",
                "Let the outer time limit be longer than what stands inside of it may take; or catch the TimeoutError round the outer one.",
                place,
                name,
            )
            return


def is_longer(inner, outer, later):
    """Was it longer from the beginning? Of many short tries within one long limit the last is cut off as it should be."""
    return inner._when is not None and outer._when is not None and inner._when - outer._when >= later / 1e9


def handler_round(place):
    """The line of the `except TimeoutError` round that line; or None."""
    for node in sorted(caught.around(place[0], place[2]), key=lambda one: -one.lineno):
        for handler in node.handlers if isinstance(node, ast.Try) else ():
            if caught.caught_by(handler, ("TimeoutError",)) == "TimeoutError":
                return handler.lineno
    return None


def is_of_asyncio(frame):
    return hasattr(asyncio, "Timeout") and isinstance(frame.f_locals.get("self"), asyncio.Timeout)
