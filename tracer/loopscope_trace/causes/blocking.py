"""blocking: a step that holds on to the loop by the real clock: for how long, at which line, and what it calls there.

A thread of its own looks every few hundredths of a second whether the step that runs is still the same. It is no thread of module threading, so the program does not see it.
"""

import _thread
import sys
import time

from .. import asked, fast, look, workers
from . import at_the_end, frames, goes_round, held_up, no_thread, outside, standstill, thread_lock
from .slow import beats

recorder = None
LONG = int(asked.number("LOOPSCOPE_LONG_STEP", 0.1, 0.001) * 1e9)  # ns
NOT_BACK = 1_000_000_000  # ns
sleep, process_time = time.sleep, time.process_time


def watch(recorder, leave, gone):
    last = None
    try:
        while recorder.on:
            before, worked = recorder.clock.now(), process_time()
            if leave.acquire(True, LONG / 4e9):
                break
            step, now = recorder.step, recorder.clock.now()
            if step is not None and now - step.began >= LONG / 2:  # at once: what kept Python's lock until now may be over in a moment
                alone_for(step, now - before - LONG / 4, (process_time() - worked) * 1e9)
                look_at(recorder, step, look.other_threads().get(recorder.thread))
            standstill.look_again()
            no_thread.look_again()
            if recorder.closing is not None:
                at_the_end.thread_at_the_end()
            if recorder.writer.count() and (step is None or step is last):  # a step that never ends, or a crash, takes little with it
                recorder.writer.flush()
            last = step
    except Exception as error:
        recorder.fail(error)
    finally:
        gone.release()


SHUT_OUT = 500_000_000  # ns
shut_out = None  # the last step that has let no other thread of Python's run for so long, and works


def alone_for(step, late, worked):
    """We were called too late by nearly all of that step, and the process has worked meanwhile: what works holds Python's lock."""
    global shut_out
    if step is not None and late >= SHUT_OUT and late >= 0.8 * (recorder.clock.now() - step.began) and worked > late * 0.1:
        shut_out = step


last_seen = None, "", False  # (the step that was looked at last, what it calls, is it a library that imports something)


def called_in(step):
    """The statement at which a step was seen to hold on, and the library's function that it calls there; or ""."""
    seen, text, _ = last_seen
    return text if seen is step else ""


def long_step_ends(step, took):
    """Whoever keeps a beat was held up by it. Is it told? Not where a library imports a part of itself when it is first used: that comes once, and whoever uses it
    can do nothing about it."""
    beats.held += took
    return took >= NOT_BACK or last_seen[0] is not step or not last_seen[2]


def is_importing(frame):
    """Of a step in which no line of the program's runs: does the library import something just now?"""
    while frame is not None and frame.f_code is not look.HANDLE_RUN:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def statement(frame, place):
    called, imports = None, False
    while frame is not None and not frames.is_own(frame.f_code):
        imports = imports or frame.f_code.co_filename.startswith("<frozen importlib")
        if not frame.f_code.co_filename.startswith(look.TRACER):  # what is ours stands between without the program's knowing
            called = frame
        frame = frame.f_back
    function = "" if called is None or frame is None or look.is_library(called.f_code) else outside.library_function(called)
    if imports:  # the first time that something is used, mostly
        return f"an import{f' by {function}' if function else ''} in " + frames.line_text(place), bool(function)
    return (f"{function} in " if function else "") + frames.line_text(place), False


def look_at(recorder, step, frame):
    global last_seen
    place = frames.innermost(frame)
    if step.place is None and place is not None:
        last_seen = step, *statement(frame, place)
    elif place is None and step.place is None and is_importing(frame):
        last_seen = step, "", True
    step.place = step.place or place
    goes_round.seen(step, frame)
    if step.told or place is None or recorder.clock.now() - step.began < LONG:
        return
    who = "{" + step.by + "}" if step.by[:1] == "T" else "A callback"
    found = thread_lock.explain(frame, who) or held_up.explain(frame, who) or goes_round.explain(step, frame, who)
    if recorder.step is step and (found is not None or recorder.clock.now() - step.began >= NOT_BACK):
        step.told = True
        not_back(step, found or holds_on(frame, who, place), place)


def holds_on(frame, who, place):
    loop = goes_round.round_and_round(frame, place)
    if recorder.step is shut_out and shut_out is not None:
        return (
            f"{who} holds on to the loop at {frames.line(place)} ({frames.line_text(place)}){loop} and has not come back for a second: nothing else can run meanwhile, not even another thread, for what works there is written in C and keeps Python's lock.",
            "A thread does not help here: give it to another process, `await loop.run_in_executor(ProcessPoolExecutor(), function)`; of a regular expression that takes for ever, make the pattern simpler or the text shorter.",
        )
    return (
        f"{who} holds on to the loop at {frames.line(place)} ({frames.line_text(place)}){loop} and has not come back for a second: nothing else can run meanwhile.",
        f"{'Wait with `await` (an asyncio.Event, asyncio.sleep()), which lets the others run; what only computes: g' if loop else 'G'}ive it to a thread: `await asyncio.to_thread(function)`; or use an asynchronous library.",
    )


def not_back(step, found, place):
    what, advice = found
    recorder.remark("not-back", what, advice, place, step.by if step.by[:1] == "T" else None)
    recorder.writer.flush(everything=True)  # also what is told of a task that was just made, and may yet be given a name


class Step:
    __slots__ = ("began", "by", "place", "told", "blocked")

    def __init__(self, began, by):
        self.began = began
        self.by = by
        self.place = None
        self.told = False
        self.blocked = 0


watching = None  # (a lock that is given to the thread which watches so that it ends, one that it gives when it has ended), while there is one


def begin():
    recorder.new_step = Step if fast.extension is None else fast.extension.Step
    recorder.long_step = LONG
    start()


def start():
    global watching
    end()
    watching = _thread.allocate_lock(), _thread.allocate_lock()
    for lock in watching:
        lock.acquire()
    _thread.start_new_thread(watch, (recorder, *watching))


def before_fork():
    """Python warns where a process with several threads forks, and this one has been made by nobody but us. It says so of the program's own file only, unless asked."""
    if sys._getframe(1).f_globals.get("__name__") == "__main__" or sys.warnoptions:
        end()


def end():
    global watching
    if watching is not None:
        (leave, gone), watching = watching, None
        before = workers.count()
        leave.release()
        gone.acquire(True, 0.1)
        for _ in range(50):  # until the system has done with it
            if workers.count() < before:
                break
            sleep(0.0002)


def go_on():
    """After a fork: it is started again when the loop next has something to do with us."""
    if watching is None and recorder.on and recorder.new_step is not None:
        start()
