"""callbacks: coroutine functions that were given to what only calls functions: a timer, an executor, a thread. Each call makes a coroutine that nobody awaits."""

import functools
import inspect
import threading
import types

from . import frames

recorder = None
given = {}  # by the code of the coroutine function: (where it was given away, to what)
told = set()


def code_of(function):
    while isinstance(function, functools.partial):
        function = function.func
    function = function.__func__ if type(function) is types.MethodType else function
    return function.__code__ if type(function) is types.FunctionType else None


def note(function, to_what):
    code = code_of(function)
    if code is not None and code.co_flags & inspect.CO_COROUTINE:
        place = frames.here()
        if place is not None:
            given[code] = place, to_what


def never_awaited(coroutine, place):
    """Where it was called from outside of the program: the line that is to blame, after the remark has been made; else the place as it is."""
    if (place is not None and frames.is_own_file(place[0])) or type(coroutine) is not types.CoroutineType or not frames.is_own(coroutine.cr_code):
        return place
    code, thread = coroutine.cr_code, threading.current_thread()
    where, to_what = given.get(code, ((code.co_filename, code.co_name, code.co_firstlineno), None))
    if where not in told:
        told.add(where)
        name = coroutine.__qualname__.rpartition(".")[2]
        if to_what is not None:
            how = f"was given to {to_what} at {frames.line(where)}: that calls it"
        elif thread.ident != recorder.thread:
            how = f"thread {thread.name} calls it as any function"
        else:
            how = "was given away as a callback: the loop calls it as any function"
        recorder.remark(
            "meaning",
            f"{name} is a coroutine function, and {how}, which only makes a coroutine; nobody awaits that.",
            f"For a callback give a function that makes a task: `lambda: asyncio.create_task({name}(...))`; for a thread one that calls `asyncio.run({name}(...))`; without one, await it.",
            where,
            None,
        )
    return where
