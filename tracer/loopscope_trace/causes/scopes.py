"""scopes: what has no effect: a time limit that is made and never entered, a task that a TaskGroup refuses, one that is cancelled before it has begun."""

import ast
import asyncio
import sys
import weakref

from .. import hooks, look, needs
from ..values import shown
from . import frames, meanings, objects, yields
from .unlimited import nested

recorder = None
BEGINNING = getattr(getattr(asyncio.timeouts, "_State", None), "CREATED", None) if hasattr(asyncio, "timeouts") else None
made = {}  # by the id of a time limit that is not entered: (a weak reference to it, where it was made, by whom)


def state_changed(limit, before, after):
    if before is not None:
        _, place, _ = made.pop(id(limit), (None, None, None))
        if before is BEGINNING and objects.watched():
            yields.entered_in(limit)
            if place is not None:
                nested.entered(limit, place)
        elif getattr(after, "name", "") in ("EXPIRED", "EXITED"):
            nested.left(limit)
    elif objects.watched():
        place = frames.here()
        if place is not None:
            key = id(limit)
            made[key] = weakref.ref(limit, lambda _: thrown_away(key)), place, objects.current()


def thrown_away(key):
    try:
        _, place, who = made.pop(key, (None, None, None))
        if place is not None and recorder.on:
            recorder.remark(
                "no-effect",
                f"{objects.of_task(who) if who else 'The program'} makes a time limit at {frames.line(place)} ({frames.line_text(place)}) and never enters it: it limits nothing.",
                "Put what it is to limit inside of it: `async with asyncio.timeout(seconds):`.",
                place,
                who,
            )
    except Exception as error:
        recorder.fail(error)


def refused(group, coroutine, error):
    place, who = frames.here(), objects.current()
    if place is None:
        return
    meanings.told.add((meanings.in_short(error), place))
    name = getattr(getattr(coroutine, "cr_code", None), "co_name", "the coroutine")
    first = next(iter(getattr(group, "_errors", None) or ()), None)
    at = meanings.place_of(first) if first is not None else None
    if first is not None:
        why = f"one of its tasks has failed with {shown(first)}{f' at {frames.line(at)}' if at else ''}, and it ends"
    elif not getattr(group, "_entered", True):
        why = "its `async with` has not been entered"
    else:
        why = "its `async with` is over"
    recorder.remark(
        "no-effect",
        f"{objects.of_task(who) if who else 'The program'} gives {name} to a TaskGroup at {frames.line(place)}, which refuses it with a RuntimeError: {why}. {name} never runs.",
        "Make the task inside of the `async with`, or with asyncio.create_task().",
        place,
        who,
    )


def refused_by_closed():
    """Something is given to a loop that is closed. Where the RuntimeError is caught, or lost as in a __del__, nobody learns of it."""
    place, frame = frames.here(), sys._getframe(1)
    if place is None or place in made:
        return
    coroutine = None
    while frame is not None and not frames.is_own(frame.f_code):
        coroutine = next((one for one in frame.f_locals.values() if asyncio.iscoroutine(one)), coroutine)
        frame = frame.f_back
    made[place] = None, None, None
    what = getattr(getattr(coroutine, "cr_code", None), "co_name", None)
    in_del = frame is not None and frame.f_code.co_name == "__del__"
    recorder.remark(
        "no-effect",
        f"{look.qualified_name(frame.f_code) if in_del else 'The program'} gives {what or 'something to do'} at {frames.line(place)} ({frames.line_text(place)}) to a loop that is closed, which refuses it with a RuntimeError: {'nothing of it ever runs' if what is None else what + ' never runs'}.",
        "__del__ comes when it likes, and mostly too late: close what needs the loop while it runs, with `async with` or in a finally."
        if in_del
        else "Do what needs the loop before asyncio.run() returns; what is kept for longer must not hold a loop.",
        place,
        None,
    )


def never_begins(task, name):
    """A task is cancelled that has not begun: what would its own except or finally have done?"""
    place, code = frames.here(), getattr(task.get_coro(), "cr_code", None)
    if place is None or code is None or not frames.is_own(code) or name in recorder.cancels:
        return
    function = needs.function_of(code)
    for node in needs.walk(function) if function is not None else ():
        body = node.finalbody if isinstance(node, ast.Try) else ()
        if body:
            recorder.remark(
                "no-effect",
                f"{{{name}}} is cancelled at {frames.line(place)} before its first step: not one line of it runs, and what stands in its finally ({frames.line((code.co_filename, '', body[0].lineno))}) is not done.",
                "Free what a task was given where you cancel it; or let it begin first: `await asyncio.sleep(0)` after create_task().",
                place,
                name,
            )
            return


def telling_create(plain):
    def create_task(self, coro, *args, **kwargs):
        try:
            return plain(self, coro, *args, **kwargs)
        except RuntimeError as error:
            try:
                if objects.watched():
                    refused(self, coro, error)
            except Exception as ours:
                recorder.fail(ours)
            raise

    return create_task


def install():
    if hasattr(asyncio, "Timeout"):  # since Python 3.11
        objects.telling(asyncio.Timeout, "_state", state_changed)
        hooks.exchange(asyncio.TaskGroup, "create_task", telling_create)
