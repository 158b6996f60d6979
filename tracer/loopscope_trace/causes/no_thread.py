"""no_thread: all threads of an executor are held for long, and calls wait for one of them: what these are to end never ends, or asyncio's own calls come late."""

import collections
import threading

from .. import descriptors, look
from . import frames, held_up

recorder = None
told = set()
PATIENCE = 1_000_000_000  # ns
LATE = 300_000_000  # ns
Call = collections.namedtuple("Call", "number name place by since")
executors = look.ByIdentity()  # those that the loop has given calls to: [since when all of their threads have waited so, or None; their calls]


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


def given(executor, call):
    """The loop gives it a call."""
    if getattr(executor, "_threads", None) is not None and getattr(executor, "_work_queue", None) is not None:
        if executors.get(executor) is None:
            executors[executor] = [None, collections.deque(maxlen=1024)]
        if call is not None:
            executors.get(executor)[1].append(Call(call.number, call.name, frames.here(), recorder.by, recorder.clock.now()))


def look_again():
    """Called by the thread that watches."""
    now = recorder.clock.now()
    for reference, since in list(executors.entries.values()):
        executor = reference()
        if executor is None or id(executor) in told:
            continue
        places = waiting_threads(executor)
        held_by_others(executor, since[1], now, bool(places))
        if not places:
            since[0] = None
        elif since[0] is None:
            since[0] = now
        elif now - since[0] >= PATIENCE:
            told.add(id(executor))
            tell(executor, places)


def held_by_others(executor, calls, now, all_wait):
    """Does a call wait for a thread while calls of other functions hold all of them: one of the program's, or of asyncio's own, which looks up a name?"""
    while calls and calls[0].number not in descriptors.under_way:
        calls.popleft()
    most = executor._max_workers
    if len(calls) <= most or now - calls[most].since < LATE or len(executor._threads) < most:
        return
    under_way = [call for call in list(calls) if call.number in descriptors.under_way]
    running = under_way[:most]
    others = [call for call in under_way[most:] if call.name not in [one.name for one in running]]
    late = next((call for call in others if call.name.startswith("the address of ")), others[0] if others and not all_wait else None)  # of threads that all wait more is told soon
    if late is None or now - late.since < LATE or len(under_way) - most != executor._work_queue.qsize():
        return
    told.add(id(executor))
    place = running[0].place or late.place
    at = f", given to it at {frames.line(running[0].place)}" if running[0].place else ""
    names = list(dict.fromkeys(call.name for call in running))
    for_whom = f", for which {{{late.by}}} waits{f' at {frames.line(late.place)}' if late.place else ''}," if late.by[:1] == "T" else ""
    if not late.name.startswith("the address of "):
        who = "its one thread has" if most == 1 else "both of its threads have" if most == 2 else f"all {most} of its threads have"
        recorder.remark(
            "few-threads",
            f"{late.name}{for_whom} has been given to an executor, and has not begun: {who} been held for {(now - max(call.since for call in running)) / 1e9:.1f} s by {' and '.join(names[:3])}{at}.",
            "Give calls that wait for long an executor of their own (`ThreadPoolExecutor(…)`), so that short ones need not wait for them; or more threads (max_workers).",
            late.place or place,
            late.by if late.by[:1] == "T" else None,
        )
        recorder.writer.flush(everything=True)
        return
    threads = "The one thread of the loop's executor has" if most == 1 else f"{'Both' if most == 2 else f'All {most}'} threads of the loop's executor have"
    recorder.remark(
        "few-threads",
        f"{threads} been held for {(now - max(call.since for call in running)) / 1e9:.1f} s by {' and '.join(names[:3])}{at}. Meanwhile {late.name}{for_whom} is not even looked up: that needs a thread of the same executor.",
        "Give calls that wait for long an executor of their own (`ThreadPoolExecutor(…)`); the loop's own is for short calls, and asyncio looks up names in it. Or more threads (max_workers).",
        place or late.place,
        late.by if late.by[:1] == "T" else None,
    )
    recorder.writer.flush(everything=True)


def waiting_threads(executor):
    """Where each of its threads waits in result(), when all of them do and calls wait for one; else nothing."""
    if not executor._work_queue.qsize() or len(executor._threads) < executor._max_workers:
        return []
    stand = look.other_threads()
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
