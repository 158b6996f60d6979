"""itself: who cancels itself without meaning to: with all tasks, since asyncio.all_tasks() gives the one that asks too, or through what keeps the task that runs just now, as a timer's reset() that is called from its own callback."""

import ast
import sys

from ... import look, needs
from .. import frames

recorder = None
told = set()  # places
asked = {}  # by the name of a task that has cancelled itself: [where, what was called for that and where, or None, where the CancelledError came, or None]


def forget():
    told.clear()
    asked.clear()


def cancelled(name, place):
    """A task asks itself to cancel. place: where, in the program."""
    frame = sys._getframe(1)
    while frame is not None and not frames.is_own(frame.f_code):
        frame = frame.f_back
    function = needs.function_of(frame.f_code) if frame is not None and place is not None and place not in told else None
    if function is None:
        return
    called = {getattr(node.func, "attr", getattr(node.func, "id", "")) for node in needs.walk(function) if isinstance(node, ast.Call)}
    if "current_task" in called:
        return
    if "all_tasks" in called:
        told.add(place)
        recorder.remark(
            "taken-along",
            f"{{{name}}} cancels all tasks at {frames.line(place)}, and itself with them: asyncio.all_tasks() gives the task that asks, too. A CancelledError comes at its next await, and what stands behind that is not done.",
            "Leave it out: `tasks = asyncio.all_tasks() - {asyncio.current_task()}`; and wait for their ends: `await asyncio.gather(*tasks, return_exceptions=True)`.",
            place,
            name,
        )
    elif not frame.f_code.co_flags & look.SUSPENDS and len(asked) < 256 and look.place_of(frame) == place:
        asked[name] = [place, frames.innermost(frame.f_back), None]


def step_begins(name, chain, thrown):
    note = asked.get(name)
    if note is not None and note[2] is None and thrown is not None and thrown.startswith("CancelledError"):
        note[2] = chain.own


def is_behind(level):
    """Does that function do something behind the line at which it was suspended, and outside of what a CancelledError leads to?"""
    function = needs.function_in(*level.definition)
    for node in needs.walk(function) if function is not None else ():
        if isinstance(node, ast.stmt) and node.lineno > level.line and not isinstance(node, (ast.Return, ast.Pass, ast.Continue, ast.Break)):
            around = [one for one in needs.walk(function) if isinstance(one, ast.Try) and one.lineno <= node.lineno <= one.end_lineno]
            if not any(node in [part, *needs.walk(part)] for one in around for part in [*one.handlers, *one.finalbody]):
                return True
    return False


def step_ends(task, name):
    note = asked.get(name)
    if note is None or not task.done():
        return
    place, outer, struck = asked.pop(name)
    if not task.cancelled() or struck is None or place in told or recorder.cancels.get(name, (None, None))[1] != place or not is_behind(struck):
        return
    told.add(place)
    way = f", in {place[1]}(), which is called at {frames.line(outer)} ({frames.line_text(outer)})" if outer is not None else ""
    recorder.remark(
        "taken-along",
        f"{{{name}}} cancels itself at {frames.line(place)} ({frames.line_text(place)}){way}: the task that is kept there is the one that runs. The CancelledError comes at its next await, {frames.line(struck.place)}, and what stands behind that is not done.",
        "Ask first, `if task is not asyncio.current_task(): task.cancel()`; or let the timer end before the work begins, which is then a task of its own.",
        place,
        name,
    )
