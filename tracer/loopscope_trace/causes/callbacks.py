"""callbacks: coroutine functions that were given to what only calls functions: a timer, an executor, a thread. Each call makes a coroutine that nobody awaits."""

import ast
import functools
import inspect
import sys
import threading
import time
import types

from .. import needs
from . import frames, left

recorder = None
CALLS = {"add_done_callback", "add_signal_handler", "add_reader", "add_writer", "signal", "register", "call_soon", "call_soon_threadsafe", "call_later", "call_at", "set_exception_handler", "Timer", "Thread", "submit", "run_in_executor", "to_thread"}
YEAR = 365 * 24 * 3600  # s
FAR = 5 * YEAR * 1_000_000_000  # ns
time_of_day = time.time  # the program may exchange it
given = {}  # by the code of the coroutine function: (where it was given away, to what)
told = set()


def code_of(function):
    while isinstance(function, functools.partial):
        function = function.func
    function = function.__func__ if type(function) is types.MethodType else function
    return function.__code__ if type(function) is types.FunctionType else None


def begins(handle):
    """A callback is called."""
    left.bound.called(handle._callback)
    if handle.loopscope_timer and handle.loopscope_name in left.timers.kept:
        left.timers.fires(handle)
    return handle.loopscope_name


def note(function, to_what):
    left.bound.given(function)
    code = code_of(function)
    if code is not None and code.co_flags & inspect.CO_COROUTINE:
        place = frames.here()
        if place is not None:
            given[code] = place, to_what


def timer_made(handle, delay):
    """delay: ns."""
    note(handle._callback, "a timer")
    left.timers.made(handle)
    if delay > FAR:
        far_away(handle._when)


def far_away(when):
    """A timer that is due in years: at a time of day, which is not what the loop counts in?"""
    place, by = frames.here(), recorder.by
    if place is not None and abs(when - time_of_day()) * 1e9 < FAR and place not in told:
        told.add(place)
        recorder.remark(
            "no-effect",
            f"{'{' + by + '}' if by[:1] == 'T' else 'The program'} sets a timer at {frames.line(place)} ({frames.line_text(place)}) that is due in {int((when - time.monotonic()) / YEAR)} years: the loop's clock is loop.time(), which counts from the start of the machine, and not time.time().",
            "Count from loop.time(): `loop.call_at(loop.time() + seconds, ...)`; or give how long: loop.call_later(seconds, ...), asyncio.sleep(seconds).",
            place,
            by if by[:1] == "T" else None,
        )


def given_away(file, name):
    """((where the program gives a function of that name to what calls it, to what), …): as its source says."""
    found = []
    for node in needs.nodes_of(file):
        takes = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
        for one in [*node.args, *(keyword.value for keyword in node.keywords)] if takes in CALLS else ():
            if getattr(one, "attr", getattr(one, "id", "")) == name:
                found.append(((file, "", one.lineno), takes))
    return found


def is_target(code, thread):
    """Is that what a thread is there to call?"""
    its = frames.attributes_of(thread)
    return code is not None and code in (code_of(its.get("_target")), code_of(its.get("function")))


def test_of(coroutine):
    """The name of the unittest.TestCase whose method it is; or None."""
    frame, case = coroutine.cr_frame, getattr(sys.modules.get("unittest"), "TestCase", None)
    owner = type(frame.f_locals.get("self")) if frame is not None else None
    return owner.__name__ if case is not None and owner is not None and issubclass(owner, case) else None


def never_awaited(coroutine, place):
    """Where it was called from outside of the program: the line that is to blame, after the remark has been made; else the place as it is."""
    if place is not None and place[1] == "<module>" and recorder.by == "main" and frames.is_own_file(place[0]) and place not in told and type(coroutine) is types.CoroutineType:
        told.add(place)
        name = coroutine.__qualname__.rpartition(".")[2]
        recorder.remark(
            "no-effect",
            f"{name} is called at {frames.line(place)} ({frames.line_text(place)}) where no loop runs: that makes a coroutine, which nobody runs.",
            f"Give it to asyncio.run(), which makes a loop and runs it: `asyncio.run({name}(…))`.",
            place,
            None,
        )
    if (place is not None and frames.is_own_file(place[0])) or type(coroutine) is not types.CoroutineType or not frames.is_own(coroutine.cr_code):
        return place
    code, thread = coroutine.cr_code, threading.current_thread()
    where, to_what = given.get(code, ((code.co_filename, code.co_name, code.co_firstlineno), None))
    if where not in told:
        told.add(where)
        name = coroutine.__qualname__.rpartition(".")[2]
        test = test_of(coroutine)
        if test is not None:
            recorder.remark(
                "meaning",
                f"{name} is a test and a coroutine function; {test}, a unittest.TestCase, calls it as any function, which only makes a coroutine: not one line of the test is run, and it passes.",
                "Derive the class from unittest.IsolatedAsyncioTestCase, which awaits its tests.",
                where,
                None,
            )
            return where
        if to_what is not None:
            how = f"was given to {to_what} at {frames.line(where)}: that calls it"
        elif thread.ident != recorder.thread and not is_target(code, thread):  # the program has made it in that thread, where its line is not known
            return where
        elif thread.ident != recorder.thread:
            how = f"thread {thread.name} calls it as any function"
        else:
            found = given_away(code.co_filename, name)
            how = "was given away as a callback: it is called as any function"
            if len(found) == 1:
                where, takes = found[0]
                how = f"was given to {takes}() at {frames.line(where)}, where it is called as any function"
        recorder.remark(
            "meaning",
            f"{name} is a coroutine function, and {how}, which only makes a coroutine; nobody awaits that.",
            f"For a callback give a function that makes a task: `lambda: asyncio.create_task({name}(...))`; for a thread one that calls `asyncio.run({name}(...))`; without one, await it.",
            where,
            None,
        )
    return where
