"""confused: errors whose text says little about their cause: a thing of another loop, a cancellation that wait_for() loses."""

import ast
import functools
import sys

from .. import look, needs
from ..values import text_of
from . import frames

recorder = None
told = set()
# What is in the error's text, what it means, what to do.
KINDS = (
    (
        ("cannot be called from a running event loop", "This event loop is already running", "Cannot run the event loop while another loop is running"),
        "starts an event loop where one runs already: one thread runs one loop at a time.",
        "Inside a coroutine `await` the other one; asyncio.run() is for the outside, once.",
    ),
    (
        ("is bound to a different event loop", "attached to a different loop"),
        "uses a thing of another event loop: a lock, an event, a queue, a future or a connection belongs to the loop in which it was made or first waited for, and each"
        " asyncio.run() makes a new loop.",
        "Make it inside the coroutine that asyncio.run() is given, or call asyncio.run() once.",
    ),
    (
        ("was created in a different Context",),
        "takes back a value of a context variable that was set in another context: each task has a copy of its own, and an asynchronous generator runs in that"
        " of whoever asks it for its next value.",
        "Set and reset it in one task; a generator that does so must be walked and closed (contextlib.aclosing()) by the task that began it.",
    ),
    (
        ("Event loop is closed",),
        "uses a thing of an event loop that is closed, as a connection of an earlier asyncio.run(): each makes a loop and closes it at its end.",
        "Make it inside the coroutine that asyncio.run() is given, or call asyncio.run() once.",
    ),
)


def is_refused(error):
    """A loop is started where one runs."""
    return isinstance(error, RuntimeError) and any(text in text_of(error) for text in KINDS[0][0])


def of(error):
    """(what, advice, place) as meanings.of() says it; or None."""
    for texts, what, advice in KINDS if isinstance(error, (RuntimeError, ValueError)) else ():
        if any(text in text_of(error) for text in texts):
            return f"the program {what}", advice, frames.raised_at(error)
    return None


def ended_with(task, error):
    """A task has ended with an error; the same one passes through those who await the task."""
    said = text_of(error)
    if not isinstance(error, (RuntimeError, ValueError)) or said in told:
        return
    for texts, what, advice in KINDS:
        if any(text in said for text in texts):
            told.add(said)
            name = recorder.name_of(task)
            recorder.remark("other-loop", f"{{{name}}} {what}", advice, frames.raised_at(error), name)


def catches_cancellation(place):
    """Does the program itself catch a CancelledError at that line?"""
    tree = needs.tree_of(place[0])
    if tree is None:
        return True
    for node in ast.walk(tree):
        if isinstance(node, ast.Try) and node.body and node.body[0].lineno <= place[2] <= (node.body[-1].end_lineno or 0):
            for handler in node.handlers:
                caught = ast.dump(handler.type) if handler.type is not None else "BaseException"
                if "CancelledError" in caught or "BaseException" in caught:
                    return True
    return False


def step_ended(task, before, after):
    """A CancelledError was thrown into a task that stood in wait_for(): before and after are its chains of coroutines."""
    waiting = next((level for level in before if not level.own and level.name == "wait_for"), None)
    if waiting is None or sys.version_info >= (3, 12) or any(level.serial == waiting.serial for level in after):
        return
    outer = [level for level in before[: before.index(waiting)] if level.own]
    if not outer or catches_cancellation(outer[-1].place):
        return
    if after and after[0].serial == before[0].serial or (task.done() and not task.cancelled() and task._exception is None):
        recorder.remark(
            "lost-cancel",
            f"{{{recorder.name_of(task)}}} was asked to cancel in the same turn in which what it waited for was done: wait_for() gave the result, and the cancellation is lost. Before Python 3.12 that is how wait_for() is.",
            "Use `async with asyncio.timeout(...)` (3.11), or Python 3.12; or ask whether the task was cancelled after the await.",
            outer[-1].place,
            recorder.name_of(task),
        )


def limit_ends(task, frame):
    """A timeout whose time is over leaves its body (as wait_for() does since Python 3.12) and takes its cancellation back: has the body ended without that?"""
    if not look.is_library(frame.f_code) or look.qualified_name(frame.f_code) != "Timeout.__aexit__" or frame.f_locals.get("exc_type", True) is not None:
        return
    outer = frame
    while outer is not None and look.is_library(outer.f_code):
        outer = outer.f_back
    struck = getattr(task, "loopscope_struck", None)
    if outer is not None and frames.is_own(outer.f_code) and struck is not None:
        name = recorder.name_of(task)
        recorder.remark(
            "lost-cancel",
            f"The time limit of {{{name}}} at {frames.line(look.place_of(outer))} is over, and a CancelledError was thrown in at {frames.line(struck)}: it was caught, and what has the limit went on to its end as if there were none. No TimeoutError comes.",
            "Let the CancelledError pass: clean up in finally, or raise it again at the end of the except; `except Exception` does not catch it.",
            struck,
            name,
        )


@functools.lru_cache(maxsize=1024)
def runner_of(file, line, name):
    """(the name, the line) of the call at that line which is to run the coroutine of that name, as asyncio.run(name()); or None."""
    for node in needs.nodes_of(file):
        if isinstance(node, ast.Call) and node.lineno <= line <= node.end_lineno:
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            given = [getattr(one.func, "attr", getattr(one.func, "id", "")) for one in node.args if isinstance(one, ast.Call)]
            if called in ("run", "run_until_complete") and name in given:
                return called, node.lineno
    return None


def never_awaited(name, place):
    """A coroutine that asyncio.run() was given and did not want: the program may have caught its error."""
    found = None if place is None or recorder.by == "main" else runner_of(place[0], place[2], name)
    if found is None or (place[0], found[1]) in told:
        return
    called, line = found
    told.add((place[0], line))
    by = recorder.by if recorder.by[:1] == "T" else None
    who = f"{{{by}}}" if by else "The program"
    recorder.remark(
        "other-loop",
        f"{who} calls {called}() at {frames.line((place[0], place[1], line))} while a loop runs in this thread: that is refused with a RuntimeError, and {name} is never awaited.",
        KINDS[0][2],
        (place[0], place[1], line),
        by,
    )
