"""fast: the extension in C that does what happens in each step, where it has been built; else Python does the same, more slowly.

The extension decides nothing: whatever is not the common case it hands to the Python that is written beside it. LOOPSCOPE_TRACE_PURE=1 does without it.
"""

import asyncio
import collections
import os
import types

from . import __version__

INTERFACE = 4  # what the two sides expect of each other; tracer/extension/module.c has the same number


def found():
    if os.environ.get("LOOPSCOPE_TRACE_PURE"):
        return None
    try:
        import _loopscope_trace as extension

        return extension if (extension.version, extension.interface) == (__version__, INTERFACE) else None
    except Exception:  # there is none for this Python, or it is damaged
        return None


extension = found()


class Plain:
    """What a recorder keeps where there is no extension: attributes as any."""

    def tell(self, function, *fields):
        """An event: a function of the form is given the time, who runs, and the fields."""
        self.writer.tell(function, self.clock.now(), self.by, *fields)


Watch = Plain if extension is None else extension.Watch


def take_over(hooks):
    """Puts the methods of the extension in the place of those of hooks.py, which it calls for what is not common."""
    if extension is None:
        return
    ready, told = hooks.Ready, hooks.Told
    try:
        tell_what_is_what(hooks, ready, told)
    except ValueError:  # handles do not look as they should: Python does it all
        return
    for owner, name in ((ready, "append"), (ready, "popleft"), (told, "_run")):
        setattr(owner, name, extension.method(owner, name))


def tell_what_is_what(hooks, ready, told):
    from . import clock, look, stream, writer
    from .causes import lost_update
    from .causes.slow import beats

    extension.know(
        task=asyncio.Task,
        future=asyncio.Future,
        append=ready.append,
        popleft=ready.popleft,
        run=told._run,
        deque=collections.deque,
        deque_append=collections.deque.append,
        deque_popleft=collections.deque.popleft,
        coroutine=types.CoroutineType,
        generator=types.GeneratorType,
        frame=types.FrameType,
        chain=look.Chain,
        under_way=lost_update.under_way,
        vias=stream.VIA,
        now=clock.RealClock.monotonic_ns,
        resolves=asyncio.futures._set_result_unless_cancelled,
        sleep_code=asyncio.sleep.__code__,
        usual_loop=hooks.USUAL_LOOP,
        seconds=writer.Seconds,
        origins=look.ORIGINS,
        eager=look.eager,
        beat_places=beats.places,
        beat_rounds=beats.rounds,
    )
    for kind in hooks.HANDLES:
        extension.know_handle(kind, super(told, kind)._run)


def once(telling):
    """For hooks.exchange(): _run_once() of a loop."""

    def make(plain):
        twin = telling(plain)
        if extension is None:
            return twin
        extension.know(run_once=twin, plain_run_once=plain)
        return extension.method(asyncio.BaseEventLoop, "_run_once")

    return make


def modified(owner):
    """A class that is written in C is told that its dictionary has changed. Without the extension ctypes says it, which may keep a file open for itself."""
    if extension is not None:
        extension.modified(owner)
        return
    import ctypes

    ctypes.pythonapi.PyType_Modified(ctypes.py_object(owner))


def heard(*what):
    """For the callbacks of sys.monitoring that are given first, others that call them where there is something to be done: with order.eager and order.watched."""
    return what[:4] if extension is None else extension.hear(*what, asyncio.current_task)


def enough(by, turn, chain, inside):
    """No more calls are told in this step."""
    if extension is not None:
        extension.enough(by, turn, chain, inside)


def forget():
    """Of which errors caught.handled() has said that nothing comes of them."""
    if extension is not None:
        extension.forget()


turn = None if extension is None else extension.turn


def none_is_told(*_):
    return False


future_made, timer_made, resolved = (none_is_told,) * 3 if extension is None else (extension.future_made, extension.timer_made, extension.resolved)


def watch(recorder):
    try:
        if extension is not None:
            extension.watch(recorder)
    except TypeError:  # it is of another make, and leaves all to Python
        pass
