"""limited: a wait that only a time limit can end: all timers that are set are such limits, and nothing else can wake anybody. Why it does not come is said.

Whoever looks again and again whether something has come, wait_for(queue.get(), 1), means it so: nothing is said of that.
"""

import ast
import asyncio

from .. import cancels, look
from . import frames, futures, libraries, objects, outside, rings, standstill, thread_lock, waiting

recorder = None
told = set()  # tasks' names: of what they waited for the reason has been said
LOOKS = (asyncio.Event, asyncio.Queue)  # for whose get() or wait() one looks again and again


def owner_of(handle, tasks):
    """Whose time limit a timer is, as a task, or None: it is none, and may do anything."""
    text = getattr(handle, "loopscope_text", None) or ""
    if text.startswith("timeout.expire"):
        return getattr(handle._callback.__self__, "_task", None)
    if text.startswith("wait_for.release") and handle._args:
        return next((task for task in tasks if task._fut_waiter is handle._args[0]), None)
    return libraries.task_of_scope(look.says(handle._callback, "__self__"))


def is_limit(handle):
    text = getattr(handle, "loopscope_text", None) or ""
    return text.startswith(("timeout.expire", "wait_for.release")) or (text.startswith("_timeout") and libraries.task_of_scope(look.says(handle._callback, "__self__")) is not None)


def owners(loop):
    """The tasks whose time limits are all that is set, or an empty list."""
    timers = [handle for handle in loop._scheduled if not handle._cancelled]
    if len(timers) > 64 or not all(map(is_limit, timers)):
        return []
    tasks = frames.tasks_of(loop)
    found = [owner_of(handle, tasks) for handle in timers]
    return [] if None in found else list(dict.fromkeys(found))


def in_a_limit(frame):
    """Does the frame stand in the body of `async with timeout(…)`?"""
    for node in thread_lock.statements(frame):
        for item in node.items if isinstance(node, ast.AsyncWith) else ():
            called = getattr(item.context_expr, "func", None)
            if getattr(called, "attr", getattr(called, "id", "")).startswith("timeout"):
                return True
    return False


def only_looks(task, limited):
    """Is the limit put on that wait itself, so that the task looks whether something has come, and goes on with its own affairs?"""
    chain = frames.of(task)
    if task not in limited:
        return recorder.name_of(task) in recorder.parents and frames.place(chain) is None  # before 3.12 wait_for() makes a task for it
    names = [frame.f_code.co_name if not frames.is_own(frame.f_code) else "" for frame in chain]
    if "wait_for" in names:
        return not any(name == "" for name in names[names.index("wait_for") :])
    own = next((frame for frame in reversed(chain) if frames.is_own(frame.f_code)), None)
    return own is None or in_a_limit(own)


def has_failed(thing, tasks, task):
    """Has the one who would set the event ended with an error? Then it is no use to look again."""
    called = waiting.called(thing, tasks) if isinstance(thing, asyncio.Event) else ""
    return bool(called) and ", has ended with " in waiting.who_would(thing, called, ("set",), tasks, standstill.file_of(task))


def explain(task, limited, tasks):
    """(sentence, advice, place), or None."""
    others = {recorder.name_of(one) for one in limited} - {recorder.name_of(task), recorder.parents.get(recorder.name_of(task))}
    found = libraries.stands_still(task, tasks) if len(others) == 0 or task not in limited else None  # who has a limit of its own goes on when that is over
    if found is not None:
        return found
    what, thing = frames.waits_in(frames.of(task))
    if what is None and thing is None or what == "wait_for" and thing is None:
        return futures.explain(task, tasks)  # of the program's own: it may have somebody who looks
    if isinstance(thing, LOOKS) and what in ("get", "wait") and only_looks(task, limited) and not has_failed(thing, tasks, task):
        return None
    if isinstance(thing, (asyncio.Lock, asyncio.Semaphore)):
        holders = {name for name, _ in objects.note_of(thing).holders}
        if holders & {recorder.name_of(one) for one in limited} - {recorder.name_of(task), recorder.parents.get(recorder.name_of(task))}:
            return None  # that one goes on when its own time is over
    return standstill.explain(task, tasks)


def look_at(loop, nobody_else):
    """Called where the loop is about to wait until a timer is due; nobody_else(): can nothing wake it before?"""
    limited = owners(loop)
    if not limited or not nobody_else(loop):
        return
    tasks = frames.tasks_of(loop)
    said = set()
    stuck = [(frames.waits_in(frames.of(task))[0] == "get", frames.in_order(recorder.name_of(task)), task) for task in waiting.reached(limited)]
    for _, _, task in sorted(stuck, key=lambda one: one[:2]):  # who waits for an item is rarely the cause
        if rings.tell(task):
            continue
        name = recorder.name_of(task)
        thing = frames.waits_in(frames.of(task))[1]
        found = None if name in told or (thing is not None and id(thing) in said) else explain(task, limited, tasks)
        if found is not None:
            said.add(id(thing))
            told.add(name)
            told.add(recorder.parents.get(name))
            tell(name, *found, tasks)


def tell(name, what, advice, place, tasks):
    """Of a task that wait_for() has made, and in which no line of the program's runs, as of whoever called that."""
    parent = next((one for one in tasks if recorder.name_of(one) == recorder.parents.get(name)), None)
    if place is None and parent is not None:
        what, name, place = what.replace(f"{{{name}}}", f"{{{recorder.name_of(parent)}}}"), recorder.name_of(parent), frames.place(frames.of(parent))
    recorder.remark("given-up", f"{what} Only a time limit ends that wait.", advice, place, name)


taken = {}  # by the name of a task that was cancelled because one that awaits it was: (that one's name, what was done to it, where it awaits)


def cancelled(task, name):
    """Is it passed on to a task by another one, which awaits it?"""
    owner = next((one for one in cancels.cancelling if isinstance(one, asyncio.Task)), None)
    if owner is None or not isinstance(task, asyncio.Task) or owner is task:
        return
    if len(taken) > 1024:
        taken.clear()
    how = "is cancelled by its time limit" if outside.timeout_above() is not None else "is cancelled"
    taken[name] = recorder.name_of(owner), how, frames.place(frames.of(owner))


def taken_along(task, name, awaited):
    """A task gets a CancelledError that was meant for another one, and was passed on to what both await."""
    owner, how, place = taken[awaited]
    if name == owner or name in recorder.cancels or place is None:
        return
    del taken[awaited]
    recorder.remark(
        "taken-along",
        f"{{{owner}}} {how} while it awaits {{{awaited}}} at {frames.line(place)}, and cancels that with itself; but {{{name}}} awaits {{{awaited}}} as well, and gets a CancelledError that was not meant for it.",
        "Await what others share through asyncio.shield(task): then only the wait is cancelled.",
        place,
        owner,
    )
