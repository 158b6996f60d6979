"""itself: who cancels all tasks cancels itself, since asyncio.all_tasks() gives the one that asks, too."""

import ast
import sys

from ... import needs
from .. import frames

recorder = None
told = set()  # places


def forget():
    told.clear()


def cancelled(name, place):
    """A task asks itself to cancel. place: where, in the program."""
    frame = sys._getframe(1)
    while frame is not None and not frames.is_own(frame.f_code):
        frame = frame.f_back
    function = needs.function_of(frame.f_code) if frame is not None and place is not None and place not in told else None
    called = {getattr(node.func, "attr", getattr(node.func, "id", "")) for node in needs.walk(function) if isinstance(node, ast.Call)} if function is not None else set()
    if "all_tasks" in called and "current_task" not in called:
        told.add(place)
        recorder.remark(
            "taken-along",
            f"{{{name}}} cancels all tasks at {frames.line(place)}, and itself with them: asyncio.all_tasks() gives the task that asks, too. A CancelledError comes at its next await, and what stands behind that is not done.",
            "Leave it out: `tasks = asyncio.all_tasks() - {asyncio.current_task()}`; and wait for their ends: `await asyncio.gather(*tasks, return_exceptions=True)`.",
            place,
            name,
        )
