"""no_thread: all threads of an executor wait, and calls wait for a thread of that same executor: if these are to end that, none of them comes."""

import sys
import threading

from .. import look
from . import frames, held_up

recorder = None
told = set()
PATIENCE = 1_000_000_000  # ns
executors = look.ByIdentity()  # those that the loop has given calls to: since when all of their threads have waited so, or None


def stands_in(frame):
    """(the future for whose result() a thread waits, or module threading where it is an Event or a Condition; where the program calls that), or (None, None)."""
    below = None
    while frame is not None:
        code = frame.f_code
        if code.co_name == "result" and code.co_filename.replace("\\", "/").endswith("/".join(held_up.FUTURES)):
            return frame.f_locals.get("self"), frames.innermost(frame)
        if not code.co_filename.replace("\\", "/").endswith(("/threading.py", "/".join(held_up.FUTURES))):
            return (threading, frames.innermost(frame)) if below is not None and frames.is_own(code) and below.f_code.co_name == "wait" else (None, None)
        below, frame = frame, frame.f_back
    return None, None


def given(executor):
    """The loop gives it a call."""
    if getattr(executor, "_threads", None) is not None and getattr(executor, "_work_queue", None) is not None and executors.get(executor) is None:
        executors[executor] = [None]


def look_again():
    """Called by the thread that watches."""
    now = recorder.clock.now()
    for reference, since in list(executors.entries.values()):
        executor = reference()
        if executor is None or id(executor) in told:
            continue
        places = waiting_threads(executor)
        if not places:
            since[0] = None
        elif since[0] is None:
            since[0] = now
        elif now - since[0] >= PATIENCE:
            told.add(id(executor))
            tell(executor, places)


def waiting_threads(executor):
    """Where each of its threads waits in result(), when all of them do and calls wait for one; else nothing."""
    if not executor._work_queue.qsize() or len(executor._threads) < executor._max_workers:
        return []
    stand = sys._current_frames()
    found = [stands_in(stand.get(thread.ident)) for thread in list(executor._threads)]
    waits = all(place is not None and (what is threading or getattr(what, "_state", None) == held_up.PENDING) for what, place in found)
    return [(*place, "wait()" if what is threading else "result()") for what, place in found] if waits else []


def tell(executor, places):
    many, queued = len(places), executor._work_queue.qsize()
    who = f"All {many} threads of an executor wait" if many > 1 else "The one thread of an executor waits"
    recorder.remark(
        "few-threads",
        f"{who} at {frames.line(places[0])} ({frames.line_text(places[0])}) in {places[0][3]}, and {'one call waits' if queued == 1 else f'{queued} calls wait'} for a thread of it: if {'that is' if queued == 1 else 'those are'} what {'they wait' if many > 1 else 'it waits'} for, nobody can go on.",
        "What runs in a thread must not wait for a call of the same executor: give the inner calls another one, or await them in a coroutine; or more threads (max_workers).",
        places[0][:3],
        None,
    )
    recorder.writer.flush(everything=True)
