"""timers: a timer that is set anew while the one before it is still set, or a task without an end that is made anew: what is kept is the last one alone, and the other goes on all the same."""

import ast
import asyncio
import functools
import sys
import weakref

from ... import look, needs
from .. import endless, frames

recorder = None
told = set()  # places
kept = {}  # by the name of a timer: (a weak reference to the object in which it is kept, the attribute, where it was set)
MOST = 256
TIMERS, TASKS = ("call_later", "call_at"), ("create_task", "ensure_future")


def forget():
    told.clear()
    kept.clear()


@functools.lru_cache(maxsize=512)
def attribute_at(file, line, calls):
    """`timer` of `self.timer = loop.call_later(…)` at that line, when something in that file cancels what is kept there, or a task is; else None."""
    for node in needs.nodes_of(file):
        if isinstance(node, ast.Assign) and node.lineno <= line <= node.end_lineno and isinstance(node.value, ast.Call) and getattr(node.value.func, "attr", getattr(node.value.func, "id", "")) in calls:
            target = node.targets[0]
            if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self" and (calls is TASKS or is_cancelled(file, target.attr)):
                return target.attr
    return None


def is_cancelled(file, name):
    return any(isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "cancel" and getattr(node.func.value, "attr", "") == name for node in needs.nodes_of(file))


def maker():
    """The frame of the program's that makes it, or None."""
    frame = sys._getframe(2)
    while look.is_beneath(frame):
        frame = frame.f_back
    return frame if frame is not None and frames.is_own(frame.f_code) else None


def made(handle):
    frame = maker()
    attribute = attribute_at(frame.f_code.co_filename, frame.f_lineno, TIMERS) if frame is not None and len(kept) < MOST else None
    owner = frame.f_locals.get("self") if attribute is not None else None
    if owner is not None and frames.attributes_of(owner):
        try:
            kept[handle.loopscope_name] = weakref.ref(owner), attribute, look.place_of(frame)
        except TypeError:
            pass  # its class allows no weak references


def cancelled(handle):
    kept.pop(handle.loopscope_name, None)


def fires(handle):
    owner, attribute, place = kept.pop(handle.loopscope_name)
    now = frames.attributes_of(owner()).get(attribute)
    if now is handle or not isinstance(now, asyncio.TimerHandle) or now._cancelled or not now._scheduled or now._when <= handle._when or place in told:
        return
    told.add(place)
    called = getattr(look.says(handle._callback, "__func__"), "__name__", None) or look.says(handle._callback, "__name__") or "its function"
    recorder.remark(
        "left-running",
        f"A timer that was set at {frames.line(place)} ({frames.line_text(place)}) calls {called}, though a later one has taken its place in self.{attribute}: the one before is not cancelled by that, and who cancels self.{attribute} reaches the last one alone.",
        f"Cancel the one before first: `if self.{attribute} is not None: self.{attribute}.cancel()`.",
        place,
        None,
    )


def task_made(name, code, place):
    """Is it kept where another one of its kind was kept, which still goes round and round?"""
    attribute = attribute_at(place[0], place[2], TASKS) if place not in told else None
    frame = maker() if attribute is not None else None
    before = frames.attributes_of(frame.f_locals.get("self")).get(attribute) if frame is not None else None
    if not isinstance(before, asyncio.Task) or before.done() or recorder.name_of(before) in recorder.cancels or getattr(look.coroutine_of(before), "cr_code", None) is not code:
        return
    function = needs.function_of(code) if frames.is_own(code) else None
    if function is None or endless.endless_loop(function) is None:
        return
    told.add(place)
    recorder.remark(
        "left-running",
        f"{{{name}}} is made at {frames.line(place)} ({frames.line_text(place)}), where {{{recorder.name_of(before)}}} was kept, which was not cancelled and never ends by itself: from now on both go round, and self.{attribute} holds the new one alone.",
        f"Cancel the one before first, `if self.{attribute} is not None: self.{attribute}.cancel()`; or leave it going, and make none.",
        place,
        name,
    )
