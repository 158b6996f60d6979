"""thread_lock: a lock of module threading that a coroutine keeps over an await, while another one waits for it and so holds on to the loop: nobody can go on."""

import _thread
import ast
import contextlib
import functools
import gc
import threading
import types

from .. import look, needs
from . import frames

LOCKS = (_thread.LockType, type(threading.RLock()))
NOTHING = object()


def value_of(node, frame):
    """What a name or an attribute stands for, read past whatever the program's classes would run; or NOTHING."""
    if isinstance(node, ast.Name):
        return frame.f_locals.get(node.id, frame.f_globals.get(node.id, NOTHING))
    if isinstance(node, ast.Attribute):
        owner = value_of(node.value, frame)
        if owner is NOTHING:
            return NOTHING
        try:
            return object.__getattribute__(owner, "__dict__").get(node.attr, type(owner).__dict__.get(node.attr, NOTHING))
        except AttributeError:
            return NOTHING
    return NOTHING


def statements(frame):
    """Those of the frame's file whose lines it is in."""
    return statements_at(frame.f_code.co_filename, frame.f_lineno)


@functools.lru_cache(maxsize=1024)  # asked again and again while a step holds on to the loop: that may not slow it down
def statements_at(file, line):
    return [node for node in needs.nodes_of(file) if isinstance(node, ast.stmt) and node.lineno <= line <= node.end_lineno]


def calls_in(node):
    """The calls in a statement, but not in the statements that it holds."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.stmt):
            if isinstance(child, ast.Call):
                yield child
            yield from calls_in(child)


def waited_for(frame):
    """(the lock whose acquire() or `with` the frame stands in, has the wait a time limit), or (None, False)."""
    for node in statements(frame):
        wanted = []
        if isinstance(node, ast.With) and frame.f_lineno < node.body[0].lineno:
            wanted = [(item.context_expr, False) for item in node.items]
        for call in calls_in(node):
            if isinstance(call.func, ast.Attribute) and call.func.attr == "acquire" and call.lineno <= frame.f_lineno <= call.end_lineno:
                wanted.append((call.func.value, bool(call.args or call.keywords)))
        for one, limited in wanted:
            lock = value_of(one, frame)
            if isinstance(lock, LOCKS):
                return lock, limited
    return None, False


def holds(frame, lock):
    """Does it stand in the body of a `with` of that lock?"""
    for node in statements(frame):
        if isinstance(node, ast.With) and frame.f_lineno >= node.body[0].lineno and any(value_of(item.context_expr, frame) is lock for item in node.items):
            return True
    return took(frame, lock)


def took(frame, lock):
    """Has its function called acquire() of that lock above the line where it stands, and no release() since?"""
    body = needs.function_of(frame.f_code)
    last = None
    for call in needs.walk(body) if body is not None else ():
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in ("acquire", "release") and call.lineno < frame.f_lineno:
            if value_of(call.func.value, frame) is lock:
                last = call.func.attr
    return last == "acquire"


def holder_of(lock, loop):
    """(task's name, where it is suspended with the lock in its hands), or None."""
    for task in frames.tasks_of(loop):
        for frame in frames.of(task):
            if frames.is_own(frame.f_code) and holds(frame, lock):
                return getattr(task, "loopscope_name", None), look.place_of(frame)
        if any(holds(frame, lock) for frame in entered_by(task)):
            return getattr(task, "loopscope_name", None), frames.place(frames.of(task))
    return None


def entered_by(task):
    """The program's own frames of the context managers made by @contextmanager in whose `with` a task is suspended: they stand at their yields."""
    coroutine = task.get_coro()
    while coroutine is not None:
        frame = getattr(coroutine, "cr_frame", None) or getattr(coroutine, "gi_frame", None)
        for thing in gc.get_referents(coroutine, frame) if frame is not None else ():  # what stands on its stack
            manager = getattr(thing, "__self__", None) if type(thing) is types.MethodType else thing
            inner = getattr(manager.gen, "gi_frame", None) if type(manager) is contextlib._GeneratorContextManager else None
            if inner is not None and frames.is_own(inner.f_code):
                yield inner
        coroutine = look.without_wrapper(getattr(coroutine, "cr_await", None) or getattr(coroutine, "gi_yieldfrom", None))


def explain(frame, who):
    """(what, advice) when the frame that holds on to the loop waits for a lock that one of the loop's own tasks keeps; else None."""
    while frame is not None and not frames.is_own(frame.f_code):
        frame = frame.f_back
    lock, limited = waited_for(frame) if frame is not None else (None, False)
    loop, outer = None, frame
    while outer is not None and loop is None:
        loop = outer.f_locals.get("self") if outer.f_code.co_name == "_run_once" else None
        outer = outer.f_back
    holder = holder_of(lock, loop) if lock is not None and loop is not None else None
    if holder is None or holder[0] is None:
        return None
    place = look.place_of(frame)
    what = (
        f"{who} waits at {frames.line(place)} ({frames.line_text(place)}) for a threading lock, which {{{holder[0]}}} keeps "
        f"while it is suspended at {frames.line(holder[1])}: the loop stands still, so {{{holder[0]}}} can{'not' if limited else ' never'} go on and give it back{' meanwhile' if limited else ''}."
    )
    return what, "Use asyncio.Lock with `async with`; a lock of threading must be given back before the next await."
