"""consumers: several tasks take from one queue, and one of them waits for an item that is not for it: the mark of the end was for one, or another was faster."""

import ast

from .. import needs
from . import frames, thread_lock

recorder = None
ASK = "Between the question and the get() there may be no await: `queue.get_nowait()`, and `except asyncio.QueueEmpty: break`; or let the consumers run for ever, `await queue.join()`, and cancel them."
ONE_EACH = "Put one such mark for each consumer, or let each put it back for the next; from Python 3.13 queue.shutdown() ends them all; or `await queue.join()` and cancel them."


def own_frame(task):
    own = [frame for frame in frames.of(task) if frames.is_own(frame.f_code)]
    return own[-1] if own else None


def looked_before(queue, task):
    """Where the task asks whether the queue is empty, in the test of what it waits in; or None."""
    frame = own_frame(task)
    function = needs.function_of(frame.f_code) if frame is not None else None
    for node in needs.walk(function) if function is not None else ():
        if isinstance(node, (ast.While, ast.If)) and node.body[0].lineno <= frame.f_lineno <= node.body[-1].end_lineno and asks(node.test, queue, frame):
            return frame.f_code.co_filename, frame.f_code.co_name, node.lineno
    return None


def asks(test, queue, frame):
    calls = [one for one in [test, *needs.walk(test)] if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr in ("empty", "qsize")]
    return any(thread_lock.value_of(one.func.value, frame) is queue for one in calls)


def took_the_last(note, task, end_of):
    """The name of who took the last item and has returned; or None."""
    name = note.got[-1] if note.got else None
    return name if name is not None and name != recorder.name_of(task) and end_of(name) == "without an error" else None
