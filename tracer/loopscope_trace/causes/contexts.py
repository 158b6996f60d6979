"""contexts: what is set in a context variable and not found where it is read: in the maker of the task that has set it, or in a thread that takes no context along."""

import ast
import asyncio
import contextvars
import functools
import sys

from .. import needs
from . import callbacks, frames

recorder = None
told = set()
MISSING = object()


def calls_on_names(function, method):
    """{name: first line} of the calls `name.method(…)` in that function."""
    found = {}
    for node in needs.walk(function) if function is not None else ():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == method and isinstance(node.func.value, ast.Name):
            found.setdefault(node.func.value.id, []).append(node.lineno)
    return found


@functools.lru_cache(maxsize=1024)
def sets(code):
    return calls_on_names(needs.function_of(code), "set") if code is not None and frames.is_own(code) else {}


def stays_behind(function):
    """It is given to a thread by run_in_executor(), which takes no context along: does it read what is set here?"""
    code = callbacks.code_of(function)
    place = frames.here()
    if code is None or place is None or not frames.is_own(code) or getattr(sys.flags, "thread_inherit_context", 0):
        return
    here = contextvars.copy_context()
    for variable, lines in calls_on_names(needs.function_of(code), "get").items():
        thing = function.__globals__.get(variable) if hasattr(function, "__globals__") else None
        read = code.co_filename, code.co_name, lines[0]
        if isinstance(thing, contextvars.ContextVar) and thing in here and place not in told:
            told.add(place)
            by = recorder.by if recorder.by[:1] == "T" else None
            recorder.remark(
                "no-effect",
                f"{'{' + by + '}' if by else 'The program'} gives {code.co_name} to a thread at {frames.line(place)}, by run_in_executor(), which takes no context along: {code.co_name} reads the context variable {variable} at {frames.line(read)}, and does not find there what is set here.",
                "`await asyncio.to_thread(function)` takes the context along; or `run_in_executor(None, contextvars.copy_context().run, function)`.",
                place,
                by,
            )


makers = {}  # by the name of a task whose coroutine sets some: (its code, the name of whoever made it, what that one's context holds then)
TELLS = hasattr(asyncio.Task, "get_context")  # since Python 3.12


def made(name, code, by):
    if by[:1] == "T" and sets(code) and len(makers) < 4096:
        makers[name] = code, by, None if TELLS else contextvars.copy_context()


def contexts_of(task, maker, kept):
    """The task's and its maker's, as it was or, before Python 3.12, as it was when the task was made: in the last step of the task its own is the one that is current."""
    return (task.get_context(), maker.get_context()) if TELLS else (contextvars.copy_context(), kept)


def reads_later(own, variable):
    """(the frame that reads it behind where it is suspended, the line), the innermost first; or (None, 0)."""
    for frame in reversed(own):
        for line in calls_on_names(needs.function_of(frame.f_code), "get").get(variable, ()):
            if line >= frame.f_lineno:
                return frame, line
    return None, 0


def ended(task, name):
    code, by, kept = makers.pop(name, (None, None, None))
    if code is None:
        return
    maker = next((one for one in asyncio.all_tasks(task.get_loop()) if getattr(one, "loopscope_name", None) == by), None)
    own = [frame for frame in frames.of(maker) if frames.is_own(frame.f_code)] if maker is not None else []
    for variable, set_at in sets(code).items():
        frame, read_at = reads_later(own, variable)
        thing = frame.f_globals.get(variable) if frame is not None else None
        if not isinstance(thing, contextvars.ContextVar):
            continue
        theirs, mine = contexts_of(task, maker, kept)
        there, here = theirs.get(thing, MISSING), mine.get(thing, MISSING)
        if not TELLS and any(variable in sets(one.f_code) for one in own):
            continue
        place = (code.co_filename, code.co_name, set_at[0])
        if there is MISSING or there is here or place in told:
            continue
        told.add(place)
        recorder.remark(
            "no-effect",
            f"{{{name}}} sets the context variable {variable} at {frames.line(place)} in a context of its own: a task gets a copy of its maker's, and what it sets there ends with it. {{{recorder.name_of(maker)}}} reads {variable} at {frames.line((frame.f_code.co_filename, '', read_at))} and finds what was there before.",
            "Await the coroutine itself, which runs in the same context (`await function()`); or let it return the value.",
            place,
            name,
        )
