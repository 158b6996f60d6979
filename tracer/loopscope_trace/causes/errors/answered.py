"""answered: a callback of asyncio's own fails, in which no line of the program's runs: an answer that comes too late, or one that no future can hold."""

import ast
import asyncio

from ... import look
from ...values import text_of
from .. import meanings, thread_lock

recorder = None


ASK_FIRST = "Ask before: `if not future.done():`."


def already(future):
    return "the future was cancelled before, as a time limit does with what it waited for: what comes for it later is too late." if future.cancelled() else "the future has a result already."


def done_already(error, text, task):
    what = "the future has a result already, or was cancelled, as by a time limit."
    for frame, line in meanings.own_frames(error)[-1:]:
        for node in meanings.nodes_at((frame.f_code.co_filename, "", line), ast.Call):
            future = thread_lock.value_of(node.func.value, frame) if isinstance(node.func, ast.Attribute) and node.func.attr in ("set_result", "set_exception") else None
            what = already(future) if asyncio.isfuture(future) else what
    return what, ASK_FIRST


def failed(handle, error):
    callback = handle._callback
    future, text = look.says(callback, "__self__"), text_of(error)
    if isinstance(error, asyncio.InvalidStateError) and isinstance(future, asyncio.Future) and look.says(callback, "__name__") in ("set_result", "set_exception"):
        found = already(future), ASK_FIRST
    elif isinstance(error, TypeError) and text.startswith("StopIteration interacts"):
        found = meanings.came_to_its_end(error, text, None)
    else:
        return
    key = meanings.in_short(error), None
    if key not in meanings.told:
        meanings.told.add(key)
        recorder.remark("meaning", f"A callback ends with {meanings.in_short(error)}: {found[0]}", found[1], None, None)
