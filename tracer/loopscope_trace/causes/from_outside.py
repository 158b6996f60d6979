"""from_outside: what another thread, a signal handler or another loop does to a future, and which does not wake the loop."""

import asyncio
import sys
import threading

from .. import look
from . import frames, meanings, objects

recorder = None
told = set()


def called(handle):
    """Something was put into the ready queue by another thread, or by a signal handler while the loop waits, without waking the loop."""
    frame, depth, own = sys._getframe(2), 0, False
    while frame is not None and depth < 12:
        name = frame.f_code.co_name
        if name in ("call_soon_threadsafe", "_read_from_self", "_process_self_data", "_signal_handled"):
            return
        if name == "select" and look.is_tracer(frame.f_code):
            break
        own = own or frames.is_own(frame.f_code)
        frame, depth = frame.f_back, depth + 1
    place = frames.here()
    thread = threading.current_thread()
    task = look.task_of(handle._callback) if frame is None and not own and thread.ident != recorder.thread else None
    if task is not None and frames.place(frames.of(task)) is not None:
        resolved_by_a_thread(thread, task)
        return
    key = ("outside", place)
    if place is None or not own or key in told:  # asyncio's own handler of Ctrl-C knows what it does
        return
    told.add(key)
    who = f"Thread {thread.name}" if thread.ident != recorder.thread else "A signal handler"
    call = frames.line_text(place)
    how = "loop.add_signal_handler(), or loop.call_soon_threadsafe() in the handler" if thread.ident == recorder.thread else "loop.call_soon_threadsafe(), or asyncio.run_coroutine_threadsafe() for a coroutine"
    recorder.remark(
        "from-outside",
        f"{who} wakes a task at {frames.line(place)} ({call}) while the loop waits: that does not wake the loop, which goes on waiting until something else happens.",
        f"Call it through the loop: {how}.",
        place,
        None,
    )


def wakes_another_loop(handle):
    """A task is woken whose loop does not run, while another loop runs in this thread."""
    task, place = look.task_of(handle._callback), frames.here()
    chain = frames.of(task) if task is not None and place is not None and handle._args else ()
    key = ("loop", place)
    if not chain or key in told or frames.place(chain) is None or recorder.by[:1] not in "TH":
        return
    told.add(key)
    by = recorder.by if recorder.by[:1] == "T" else None
    name = recorder.name_of(task)
    recorder.remark(
        "other-loop",
        f"{'{' + by + '}' if by else 'A callback'} does at {frames.line(place)} ({frames.line_text(place)}) what {{{name}}} waits for at {frames.line(frames.place(chain))}; but {{{name}}} belongs to another event loop, which does not run now: it goes on only when that one runs again.",
        "Let both run in one loop: one asyncio.run() for all of it; in tests give the fixture and the test the same loop (`loop_scope`).",
        place,
        by,
    )


def resolved_by_a_thread(thread, task):
    """One in which no line of the program's runs, as threading.Timer(1, future.set_result): the line to look at is where it is waited for."""
    name, place = recorder.name_of(task), frames.place(frames.of(task))
    if ("outside", name) not in told:
        told.add(("outside", name))
        recorder.remark(
            "from-outside",
            f"Thread {thread.name} resolves what {{{name}}} awaits at {frames.line(place)} while the loop waits: that does not wake the loop, which goes on waiting until something else happens.",
            "Give the thread what goes through the loop: `lambda: loop.call_soon_threadsafe(future.set_result, value)`.",
            place,
            name,
        )


def used_in_another_thread(thing):
    """A loop in another thread comes to wait for a lock, an event or a queue of this one, or of any other: who catches that RuntimeError says nothing of it."""
    thread, place = threading.current_thread(), frames.here()
    if place is None or ("thing", place) in told:
        return
    told.add(("thing", place))
    kind, called = type(thing).__name__, objects.note_of(thing).called or frames.called(thing)
    if type(thing).__module__.startswith("asyncio."):
        meanings.told.add((meanings.in_short(RuntimeError(f"{thing!r} is bound to a different event loop")), place))
    recorder.remark(
        "other-loop",
        f"Thread {thread.name}, in which another event loop runs, comes to wait for the {kind}{f' {called}' if called else ''} at {frames.line(place)}; that belongs to the loop in which somebody first waited for it, so that a RuntimeError refuses it.",
        "What asyncio makes is for the tasks of one loop. Between loops use what module threading has, for a moment only; or let one loop do what needs it: asyncio.run_coroutine_threadsafe().",
        place,
        None,
    )


class Events:
    """asyncio.events as module mixins sees it: who asks which loop runs is about to wait, and is refused if its thing belongs to another one. No frame of ours stands in the way of that error."""

    def __getattr__(self, name):
        return getattr(asyncio.events, name)

    def _get_running_loop(self):
        loop = asyncio.events._get_running_loop()
        try:
            if recorder.on and not recorder.in_thread():
                thing = sys._getframe(1).f_locals.get("self")
                if getattr(thing, "_loop", None) not in (None, loop):
                    used_in_another_thread(thing)
        except Exception as ours:
            recorder.fail(ours)
        return loop


def install():
    mixins = getattr(asyncio, "mixins", None)
    if hasattr(mixins, "_LoopBoundMixin"):  # since Python 3.10
        mixins.events = Events()
