"""cancelled: a task that raises CancelledError itself: it ends as cancelled though nobody has asked it to, and that is no error for those who look for one."""

import ast
import asyncio

from ... import look, needs
from .. import frames, meanings, thread_lock

recorder = None


def raised_in(code):
    """The line of the one `raise CancelledError` in that function's source that stands in no except; or None."""
    function = needs.function_of(code)
    found = [node for node in needs.walk(function) if isinstance(node, ast.Raise) and is_cancellation(node.exc)] if function is not None else []
    handlers = [node for node in needs.walk(function) if isinstance(node, ast.ExceptHandler)] if found else []
    if len(found) != 1 or any(one.lineno <= found[0].lineno <= one.end_lineno for one in handlers):
        return None
    return found[0].lineno


def is_cancellation(node):
    node = node.func if isinstance(node, ast.Call) else node
    return getattr(node, "attr", getattr(node, "id", "")) == "CancelledError"


def ended(task, name):
    code = getattr(look.coroutine_of(task), "cr_code", None)
    if name in recorder.cancels or recorder.cancelled_through[0] == name or code is None or not frames.is_own(code):
        return
    line = raised_in(code)
    if line is not None:
        place = code.co_filename, code.co_name, line
        recorder.remark(
            "meaning",
            f"{{{name}}} ends as cancelled though nobody has asked it to: it raises a CancelledError itself at {frames.line(place)}. For a TaskGroup that is no failure: the others go on, and nothing is reported.",
            "Raise an error of your own where something has gone wrong; a CancelledError comes from cancel() alone, and is passed on.",
            place,
            name,
        )


def asked(error):
    """(what, advice, place) where a callback asks a cancelled task for its result or its exception; or None."""
    for frame, line in meanings.own_frames(error) if isinstance(error, asyncio.CancelledError) else ():  # the way of the cancellation itself comes behind
        place = frame.f_code.co_filename, frame.f_code.co_name, line
        for node in meanings.nodes_at(place, ast.Call):
            future = thread_lock.value_of(node.func.value, frame) if isinstance(node.func, ast.Attribute) and node.func.attr in ("result", "exception") else None
            if isinstance(future, asyncio.Task) and future._state == "CANCELLED":
                return f"{{{recorder.name_of(future)}}} was cancelled, and has neither a result nor an exception: {node.func.attr}() at {frames.line(place)} raises a CancelledError, which is no Exception.", "Ask first: `if task.cancelled(): return`.", place
    return None
