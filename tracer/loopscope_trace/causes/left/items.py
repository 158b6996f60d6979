"""items: what stands in a queue that is shut down at once, finds no room in one, or was taken from one by who is cut off before it has done with it."""

import ast
import asyncio
import sys

from ... import look, needs
from ...values import shown
from .. import caught, frames, meanings, objects, thread_lock

recorder = None
told = set()  # places


def forget():
    told.clear()


def shut(queue, immediate):
    place, left = frames.here(), queue.qsize()
    if not immediate or not left or place is None or sys.exc_info()[0] is not None:
        return
    by = objects.current()
    called = objects.note_of(queue).called or frames.called(queue)
    recorder.remark(
        "thrown-away",
        f"{objects.of_task(by) if by else 'The program'} calls shutdown(immediate=True) at {frames.line(place)} while {left} item{'s stand' if left > 1 else ' stands'} in the queue{f' {called}' if called else ''}: {'they are' if left > 1 else 'it is'} thrown away, and join() does not wait for {'them' if left > 1 else 'it'}.",
        "`queue.shutdown()` without immediate lets the consumers take what is left, and ends them then; `await queue.join()` waits for that.",
        place,
        by,
    )


def refused(queue, item):
    """put_nowait() finds it full: is the QueueFull passed over, and what was to be put with it?"""
    frame = sys._getframe(1)
    while look.is_beneath(frame):
        frame = frame.f_back
    place = look.place_of(frame) if frame is not None and frames.is_own(frame.f_code) else None
    handler = None if place is None or place in told else caught.passing_over(place, ("QueueFull", "Exception", "BaseException"))
    if handler is None:
        return
    told.add(place)
    meanings.told.add(("QueueFull()", place))
    by, called = objects.current(), objects.note_of(queue).called or frames.called(queue)
    recorder.remark(
        "thrown-away",
        f"{objects.of_task(by) if by else 'The program'} puts {shown(item)} at {frames.line(place)} into the queue{f' {called}' if called else ''}, which is full (maxsize {queue.maxsize}): the QueueFull is passed over at {frames.line((place[0], '', handler))}, so that item is in no queue, and nobody gets it.",
        "`await queue.put(item)` waits for room. Where something may be lost, count it, or make room for the newest first: `queue.get_nowait()`.",
        place,
        by,
    )


def taken_in(frame):
    """(the line of `item = await queue.get()`, what the variable is called, the queue, as its source says) above the line where it is suspended, the last; or None."""
    function, found = needs.function_of(frame.f_code), None
    for node in needs.walk(function) if function is not None else ():
        if isinstance(node, ast.Assign) and node.end_lineno < frame.f_lineno and isinstance(node.value, ast.Await) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            call = node.value.value
            queue = thread_lock.value_of(call.func.value, frame) if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "get" else None
            if isinstance(queue, asyncio.Queue):
                found = node.end_lineno, node.targets[0].id, queue, function
    return found


def called_done(task):
    """It is cancelled in the middle of what it does with an item for which it has called task_done() before: join() did not wait for that."""
    for frame in reversed(frames.of(task)):
        found = taken_in(frame) if frames.is_own(frame.f_code) else None
        if found is None:
            continue
        line, variable, queue, function = found
        done = next((node.lineno for node in needs.walk(function) if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "task_done" and line <= node.lineno < frame.f_lineno), None)
        place, name, note = look.place_of(frame), recorder.name_of(task), objects.note_of(queue)
        in_a_loop = any(isinstance(node, (ast.While, ast.For)) and node.lineno <= line and frame.f_lineno <= node.end_lineno for node in needs.walk(function))
        if done is None or not in_a_loop or place in told or note.took.get(name, 0) != note.dealt.get(name, 0) or in_a_finally(frame):
            return
        told.add(place)
        recorder.remark(
            "thrown-away",
            f"{{{name}}} is cancelled at {frames.line(place)} in the middle of its work with {shown(frame.f_locals.get(variable))}, for which it has called task_done() before, at {frames.line((place[0], '', done))}: so join() has not waited for that.",
            "Call task_done() when the work with the item is done, in a finally behind it.",
            place,
            name,
        )
        return


def in_a_finally(frame):
    return any(isinstance(node, ast.Try) and node.finalbody and node.finalbody[0].lineno <= frame.f_lineno for node in thread_lock.statements(frame))


def is_dealt_with(frame, taken, variable, function):
    """Has it been given to something else by now, or does something stand ready for the case that the work is cut off?"""
    for node in thread_lock.statements(frame):
        if isinstance(node, ast.Try) and (node.handlers or node.finalbody) and node.body[0].lineno <= frame.f_lineno <= node.body[-1].end_lineno:
            return True
    uses = [node.lineno for node in needs.walk(function) if isinstance(node, ast.Name) and node.id == variable and isinstance(node.ctx, ast.Load)]
    here = max((node.lineno for node in thread_lock.statements(frame)), default=frame.f_lineno)
    return any(taken < line < here for line in uses)


def cut(task):
    """A time limit cancels the task where it is suspended."""
    for frame in reversed(frames.of(task)):
        found = taken_in(frame) if frames.is_own(frame.f_code) else None
        if found is None or found[1] not in frame.f_locals:
            continue
        line, variable, queue, function = found
        place, name = look.place_of(frame), recorder.name_of(task)
        note = objects.note_of(queue)
        if place in told or note.took.get(name, 0) <= note.dealt.get(name, 0) or is_dealt_with(frame, line, variable, function):
            return
        told.add(place)
        recorder.remark(
            "thrown-away",
            f"A time limit cuts {{{name}}} off at {frames.line(place)}, after it has taken {shown(frame.f_locals[variable])} out of the queue{f' {note.called}' if note.called else ''} at {frames.line((place[0], '', line))} and before it has done with that: the item is in no queue any more, and nobody else gets it.",
            "Put the time limit round the get() alone; or put the item back when the work is cut off: `except asyncio.CancelledError: queue.put_nowait(item); raise`.",
            place,
            name,
        )
        return
