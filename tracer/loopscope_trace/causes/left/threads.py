"""threads: a call in a thread for which nobody waits any more: it cannot be cancelled, and what it does it does all the same, once more if it is called again."""

import asyncio

from ... import cancels, look
from .. import callbacks, frames, outside

recorder = None
MOST = 64
functions = {}  # by the number of a call under way: (the code of its function, which is the program's own, what that is called)
given_up = {}  # by the number of a call: (its function's code, what that is called, who gave up, where, why, since when)
told = set()  # places
again = {}  # by such a number: where the same function was called again meanwhile


def forget():
    functions.clear()
    given_up.clear()
    again.clear()
    told.clear()


def waiter():
    """(who waits for the call that is cancelled now, as frames, and the task's name), or None: nobody does."""
    task = next((one for one in cancels.cancelling if isinstance(one, asyncio.Task)), None)
    name = recorder.by if task is None else recorder.name_of(task)
    parent = recorder.parents.get(name)
    chain = outside.running() if name == recorder.by else frames.of(task)
    if parent is not None and frames.place(chain) is None:  # the task that wait_for() made for it
        outer = next((one for one in frames.tasks_of(task.get_loop()) if recorder.name_of(one) == parent), None) if task is not None else None
        chain, name = outside.running() if parent == recorder.by or outer is None else frames.of(outer), parent
    return (chain, name) if name[:1] == "T" and frames.place(chain) is not None and outside.called_by_the_program(chain) else None


def begins(number, function):
    """A call is given to a thread: is it one that still goes on, from before?"""
    code = callbacks.code_of(function)
    if code is None or not frames.is_own(code):
        return
    if len(functions) < 4096:
        functions[number] = code, look.callback_name(function)
    for one, left in given_up.items():
        if left[0] is code and one not in again:
            again[one] = frames.here() or left[3]


def is_left(number):
    """The wait for it is cancelled while a thread runs it."""
    code, called = functions.get(number, (None, ""))
    found = waiter() if code is not None and len(given_up) < MOST and not look.caller()[2] else None
    if found is not None:
        chain, name = found
        limit = outside.timeout_above() is not None or any(frame.f_code.co_name == "wait_for" for frame in chain if not frames.is_own(frame.f_code))
        given_up[number] = code, called, name, frames.place(chain), "because of a time limit" if limit else "because it was cancelled", recorder.clock.now()


def ended(number):
    functions.pop(number, None)
    code, called, name, place, why, since = given_up.pop(number, (None,) * 6)
    repeated = again.pop(number, None)
    if code is None or place in told:
        return
    told.add(place)
    more = f" Meanwhile {called} was called again, at {frames.line(repeated)}, so what it does is done more than once." if repeated else ""
    recorder.remark(
        "left-running",
        f"{{{name}}} gave up waiting for {called} at {frames.line(place)} {why}; but a thread runs that, which nothing can cancel: it went on for {(recorder.clock.now() - since) / 1e9:.3f} s more and came to its end, and nobody gets what it returned.{more}",
        "Give the blocking call a time limit of its own (a `timeout=` of that library), or let it look at a threading.Event; and before it is tried again, ask whether the first has done its part.",
        place,
        name,
    )
