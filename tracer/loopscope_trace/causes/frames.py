"""frames: where a task is suspended, as frames of its coroutines, and whose code they are."""

import asyncio
import functools
import linecache
import os
import sys

from .. import look

LIBRARIES = tuple({os.path.realpath(path) + os.sep for path in map(os.path.dirname, (os.__file__, asyncio.__path__[0]))})
PACKAGES = tuple(f"{os.sep}{kind}-packages{os.sep}" for kind in ("site", "dist"))  # wherever they lie: to ask sysconfig takes long


def is_own(code):
    """Is it the program's, and of no library?"""
    return is_own_file(code.co_filename)


@functools.lru_cache(maxsize=1024)
def is_own_file(file):
    if file.startswith(("<", look.TRACER, look.LIBRARY)) or file.endswith((".pyx", ".pxi")):  # of Cython: where its lines stand nobody knows here
        return False
    return not (file.startswith(LIBRARIES) or any(folder in file for folder in PACKAGES))


def of(task):
    """The frames of its suspended coroutines, the outermost first."""
    frames, coroutine = [], task.get_coro()
    while coroutine is not None:
        coroutine = look.without_wrapper(coroutine)
        generator = look.generator_of(coroutine)
        coroutine = generator if generator is not None else coroutine
        frame = getattr(coroutine, "cr_frame", None) or getattr(coroutine, "gi_frame", None) or getattr(coroutine, "ag_frame", None)
        if frame is None:
            break
        frames.append(frame)
        coroutine = getattr(coroutine, "cr_await", None) or getattr(coroutine, "gi_yieldfrom", None) or getattr(coroutine, "ag_await", None)
    return frames


def place(frames):
    """Where the program's own innermost coroutine stands, or None."""
    for frame in reversed(frames):
        if is_own(frame.f_code):
            return look.place_of(frame)
    return None


def innermost(frame):
    """Where the program's own innermost frame stands, from that frame outwards; or None. Below the loop stands whoever started it, who does not run."""
    while frame is not None and not is_own(frame.f_code):
        frame = None if frame.f_code is look.HANDLE_RUN else frame.f_back
    return None if frame is None else look.place_of(frame)


def raised_at(error):
    """The program's own innermost line on the way of an error, or None."""
    found, entry = None, error.__traceback__
    while entry is not None:
        code = entry.tb_frame.f_code
        if is_own(code):
            found = code.co_filename, code.co_name, entry.tb_lineno
        entry = entry.tb_next
    return found


def here():
    """Where the program's own innermost frame stands of what runs now."""
    return innermost(sys._getframe(1))


def waits_in(frames):
    """(asyncio's public function that the program called and in which the task is suspended, the object whose method it is or None), or (None, None)."""
    found = None, None
    for frame in reversed(frames):
        if not look.is_library(frame.f_code):
            break
        if not frame.f_code.co_name.startswith("_"):
            thing = frame.f_locals.get("self")
            if thing is not None or found[1] is None:  # wait_for() and its like only wait for what they were given
                found = frame.f_code.co_name, thing
    return found


program = None  # the file that was started: where nothing else is said, a line is one of its


def line(place):
    """"line 5", or "line 5 of helpers.py"."""
    file = place[0]
    return f"line {place[2]}" if file == program or not program else f"line {place[2]} of {os.path.basename(file)}"


def line_text(place):
    text = linecache.getline(place[0], place[2]).strip()
    return text if len(text) <= 80 else text[:79].rstrip() + "…"


def in_order(name):
    return int(name[1:]) if name else 0


def tasks_of(loop):
    return sorted((task for task in asyncio.all_tasks(loop) if not task.done()), key=lambda task: in_order(getattr(task, "loopscope_name", None)))


def parameters(code):
    """Their names say what a function calls what it is given, which another call of it may call the same."""
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]


def variable_of(thing, tasks):
    """What the program calls it: a global of one of its modules, a local of one of its suspended coroutines, rather one that is no parameter; or ""."""
    seen, given = [], ""
    for task in tasks:
        for frame in of(task):
            if is_own(frame.f_code):
                seen.append((frame.f_globals, ()))
                seen.append((frame.f_locals, parameters(frame.f_code)))
    for names, not_own in seen:
        for name, value in list(names.items()):
            if value is thing and name != "self":
                if name not in not_own:
                    return name
                given = given or name
    return given


def called(thing, ask_givers=False):
    """What the program calls it: a variable of its function that runs, an attribute of that one's self, a global; or "". ask_givers: of a parameter rather what suspended tasks call it."""
    frame = sys._getframe(1)
    while frame is not None and not is_own(frame.f_code):
        frame = frame.f_back
    if frame is None:
        return ""
    names = frame.f_locals
    for where in (names, attributes_of(names.get("self")), frame.f_globals, *map(attributes_of, list(names.values())[:32])):
        for name, value in list(where.items()):
            if value is thing and name != "self":
                loop = asyncio._get_running_loop() if ask_givers and where is names and name in parameters(frame.f_code) else None
                return (variable_of(thing, tasks_of(loop)) if loop is not None else "") or name
    return ""


def attributes_of(thing):
    """Without a line of the program's."""
    try:
        attributes = object.__getattribute__(thing, "__dict__")
    except AttributeError:
        return {}
    return attributes if type(attributes) is dict and len(attributes) < 256 else {}
