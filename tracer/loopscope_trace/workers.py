"""workers: what works for the loop elsewhere and wakes it when it is done: calls in threads, child processes; and signals."""

import asyncio
import contextvars
import functools
import os
import signal
import threading
import types

from . import descriptors, hooks, look
from .causes import frames
from .causes.left import threads
from .connections import is_told
from .descriptors import of, under_way

starting = None  # the call that run_in_executor() is about to hand on
signals = {}  # by number, of those that a loop has a handler for
list_folder = os.listdir  # a program may put a function of its own in its place


def use():
    signals.clear()


def count():
    """The threads of the process, also those of which Python knows nothing; 0: the system does not say."""
    try:
        return len(list_folder("/proc/self/task"))
    except OSError:
        return 0


# -- calls


def called(func):
    """What the executor's call is: to_thread() gives it its context."""
    if isinstance(func, functools.partial) and type(func.func) is types.BuiltinMethodType and type(func.func.__self__) is contextvars.Context:
        return func.args[0]
    return func


def call_begins(loop, executor, func, args):
    """Before it is handed on, since it may be done at once."""
    global starting
    starting = None
    if is_told(loop):
        name = look.callback_name(called(func))
        if name in ("getaddrinfo", "_getaddrinfo_debug") and args:
            name = f"the address of {args[0]}"
        elif type(executor).__name__ == "ProcessPoolExecutor":
            name += " in a process"
        starting = descriptors.met("call in a thread", name)
        under_way.add(starting.number)
        threads.begins(starting.number, called(func))
    return starting


def call_handed_on(outside, future):
    """future: None, where there is no executor any more."""
    global starting
    starting = None
    if outside is not None:
        if isinstance(future, asyncio.Future):
            future.loopscope_outside = outside
            if future.done() and outside.number in under_way:  # since 3.14 a call that is done at once is not told through the ready queue
                call_ends(outside)
        elif future is None:
            under_way.discard(outside.number)
            descriptors.ended(outside, "lost")


def call_ends(outside, how="done", by=None):
    under_way.discard(outside.number)
    descriptors.ended(outside, how, by=by)
    threads.ended(outside.number)


def is_taken_back(callback):
    """Does it take back a call that no thread has begun?"""
    cells = dict(zip(callback.__code__.co_freevars, callback.__closure__ or ()))
    return "source" in cells and getattr(cells["source"].cell_contents, "_state", None) == "PENDING"


def arrives(handle):
    """A callback is about to come into the ready queue: what has come from outside, if that is why, is told before it."""
    if descriptors.arrives(handle) or not under_way:
        return
    name, args = look.says(handle._callback, "__name__"), handle._args or ()
    if name == "_set_state" and args:
        outside = of(args[0]) or starting
    elif name == "_child_watcher_callback":
        outside = next((of(one) for one in args if of(one) is not None), None)
    elif name == "_call_check_cancel" and args and args[0]._state == "CANCELLED":
        outside = of(args[0])
        if outside is not None and outside.number in under_way:
            if is_taken_back(handle._callback):
                call_ends(outside, "closed")
            else:
                threads.is_left(outside.number)
        return
    else:
        return
    if outside is not None and outside.number in under_way:
        descriptors.arrived(outside)
        under_way.discard(outside.number)
        if name == "_set_state":
            call_ends(outside, by="loop")


# -- child processes


def telling_child(plain):
    def __init__(self, loop, *args, **kwargs):
        plain(self, loop, *args, **kwargs)
        try:
            if is_told(loop):
                self.loopscope_outside = descriptors.met("child process", f"child {self._pid}")
                under_way.add(self.loopscope_outside.number)
        except Exception as error:
            descriptors.recorder.fail(error)

    return __init__


def telling_exit(plain):
    def _process_exited(self, returncode):
        try:
            outside = of(self)
            if outside is not None and is_told(self._loop):
                under_way.discard(outside.number)
                descriptors.ended(outside, "done", status=returncode if returncode >= 0 else 128 - returncode)
        except Exception as error:
            descriptors.recorder.fail(error)
        return plain(self, returncode)

    return _process_exited


# -- signals


def outside_of_the_main_thread(sig):
    recorder, place, thread = descriptors.recorder, frames.here(), threading.current_thread()
    try:
        if recorder.on and place is not None and thread is not threading.main_thread():
            recorder.remark(
                "no-effect",
                f"Thread {thread.name} calls add_signal_handler() at {frames.line(place)} ({frames.line_text(place)}), which is refused: signals come to the program's main thread alone, and only the loop that runs there can hear of them.",
                "Install the handler in the main thread, and let it tell the other loop: `loop.call_soon_threadsafe(event.set)`; or run the server in the main thread.",
                place,
                None,
            )
    except Exception as error:
        recorder.fail(error)


def telling_add(plain):
    def add_signal_handler(self, sig, callback, *args):
        try:
            plain(self, sig, callback, *args)
        except (RuntimeError, ValueError):
            outside_of_the_main_thread(sig)
            raise
        try:
            if is_told(self) and sig not in signals:
                signals[int(sig)] = descriptors.met("signal", signal.Signals(sig).name)
        except Exception as error:
            descriptors.recorder.fail(error)

    return add_signal_handler


def telling_remove(plain):
    def remove_signal_handler(self, sig):
        removed = plain(self, sig)
        try:
            if is_told(self) and sig in signals:
                descriptors.ended(signals.pop(sig), place=descriptors.own_place())
        except Exception as error:
            descriptors.recorder.fail(error)
        return removed

    return remove_signal_handler


def telling_signal(plain):
    def _handle_signal(self, sig):
        try:
            handle = self._signal_handlers.get(sig)
            if handle is not None and sig in signals and is_told(self):
                descriptors.expected[id(handle)] = signals[sig], descriptors.READ
        except Exception as error:
            descriptors.recorder.fail(error)
        return plain(self, sig)

    return _handle_signal


def install():
    child = asyncio.base_subprocess.BaseSubprocessTransport
    hooks.exchange(child, "__init__", telling_child)
    hooks.exchange(child, "_process_exited", telling_exit)
    if not hasattr(asyncio, "unix_events"):
        return
    loop = asyncio.unix_events._UnixSelectorEventLoop
    hooks.exchange(loop, "add_signal_handler", telling_add)
    hooks.exchange(loop, "remove_signal_handler", telling_remove)
    hooks.exchange(loop, "_handle_signal", telling_signal)
