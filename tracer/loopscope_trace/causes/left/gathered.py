"""gathered: results that stand in a gather() which a time limit cancels: what was done by then is lost with what was not."""

import asyncio

from ... import look
from .. import frames, lost_errors, outside

recorder = None
own = set()  # the names of the tasks that gather() itself has made, so that nobody else can ask them


def forget():
    own.clear()


def task_made(name):
    if len(own) > 4096:
        own.clear()
    own.add(name)


def has_given(task):
    return isinstance(task, asyncio.Task) and task.done() and not task.cancelled() and task._exception is None and task._result is not None and getattr(task, "loopscope_name", None) in own


def waiting_for(future):
    """(who awaits what gather() gave, where), or None."""
    if not getattr(future, "_callbacks", None) or not lost_errors.waiter_of(future):
        return (recorder.by, frames.here()) if recorder.by[:1] == "T" else None  # wait_for() before Python 3.12
    task = next(filter(None, (look.task_of(callback) for callback, _ in future._callbacks)), None)
    return recorder.name_of(task), frames.place(frames.of(task))


def cancelled(future):
    children = list(dict.fromkeys(future._children))
    done, left = [one for one in children if has_given(one)], [one for one in children if not one.done()]
    found = waiting_for(future) if done and left and outside.timeout_above() is not None else None
    if found is None or found[1] is None:
        return
    name, place = found
    first = min((recorder.name_of(one) for one in done), key=frames.in_order)
    more = f" and {len(done) - 1} more" if len(done) > 1 else ""
    goes = f"{{{recorder.name_of(left[0])}}}" if len(left) == 1 else f"{len(left)} others"
    recorder.remark(
        "thrown-away",
        f"The time limit of {{{name}}} at {frames.line(place)} is over, which cancels the gather() with {goes} in it; what {{{first}}}{more} had given by then is lost with that.",
        "Where what is done in time is of use: `done, pending = await asyncio.wait(tasks, timeout=seconds)` cancels nobody; or put the time limit round each call by itself.",
        place,
        name,
    )
