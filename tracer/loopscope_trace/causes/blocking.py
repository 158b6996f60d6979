"""blocking: a step that holds on to the loop by the real clock: for how long, at which line, and what it calls there.

A thread of its own looks every few hundredths of a second whether the step that runs is still the same. It is no thread of module threading, so the program does not see it.
"""

import _thread
import os
import sys
import time

from .. import fast, look
from . import frames, outside, standstill, thread_lock

recorder = None
LONG = int(float(os.environ.get("LOOPSCOPE_LONG_STEP", "0.1")) * 1e9)  # ns
NOT_BACK = 1_000_000_000  # ns
sleep = time.sleep


def waits_for_own_loop(frame):
    """Does it wait in result() of a concurrent future for what only this loop can do?"""
    while frame is not None:
        name = frame.f_code.co_name
        if name == "result" and frame.f_code.co_filename.endswith(os.path.join("concurrent", "futures", "_base.py")):
            return True
        if look.is_library(frame.f_code):
            return False
        frame = frame.f_back
    return False


def watch(recorder):
    last = None
    try:
        while recorder.on:
            sleep(LONG / 4e9)
            standstill.look_again()
            step = recorder.step
            if recorder.writer.count() and (step is None or step is last):  # a step that never ends, or a crash, takes little with it
                recorder.writer.flush()
            last = step
            if step is not None and recorder.clock.now() - step.began >= LONG / 2:
                look_at(recorder, step, sys._current_frames().get(recorder.thread))
    except Exception as error:
        recorder.fail(error)


last_seen = None, ""  # (the step that was looked at last, what it calls)


def called_in(step):
    """The statement at which a step was seen to hold on, and the library's function that it calls there; or ""."""
    seen, text = last_seen
    return text if seen is step else ""


def statement(frame, place):
    called = None
    while frame is not None and not frames.is_own(frame.f_code):
        called, frame = frame, frame.f_back
    function = "" if called is None or frame is None or look.is_library(called.f_code) else outside.library_function(called)
    return (f"{function} in " if function else "") + frames.line_text(place)


def look_at(recorder, step, frame):
    global last_seen
    place = frames.innermost(frame)
    if step.place is None and place is not None:
        last_seen = step, statement(frame, place)
    step.place = step.place or place
    own = waits_for_own_loop(frame)
    who = "{" + step.by + "}" if step.by[:1] == "T" else "A callback"
    locked = thread_lock.explain(frame, who) if not step.told and not own else None
    long = LONG if own or locked else NOT_BACK
    if not step.told and place is not None and recorder.step is step and recorder.clock.now() - step.began >= long:
        step.told = True
        not_back(step, who, own, locked, place)


def not_back(step, who, own, locked, place):
    where = f"{who} holds on to the loop at {frames.line(place)} ({frames.line_text(place)}) and has not come back for a second: nothing else can run meanwhile."
    if own:
        where = f"{who} waits at {frames.line(place)} ({frames.line_text(place)}) in result() of a future: if that is for this loop to do, it never comes, because the loop cannot turn while this step holds on to it."
        advice = "Await it: `await coroutine`, or `await asyncio.wrap_future(future)`; result() is for other threads."
    elif locked:
        where, advice = locked
    else:
        advice = "Give it to a thread: `await asyncio.to_thread(function)`; or use an asynchronous library."
    recorder.remark("not-back", where, advice, place, step.by if step.by[:1] == "T" else None)
    recorder.writer.flush()


class Step:
    __slots__ = ("began", "by", "place", "told", "blocked")

    def __init__(self, began, by):
        self.began = began
        self.by = by
        self.place = None
        self.told = False
        self.blocked = 0


def begin():
    recorder.new_step = Step if fast.extension is None else fast.extension.Step
    recorder.long_step = LONG
    _thread.start_new_thread(watch, (recorder,))
