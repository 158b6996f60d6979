"""hooks: what is hooked in asyncio: its own loops, handles, tasks and futures say what they do, and otherwise do what they always did.

Nothing is replaced by a class of ours but the handle, which asyncio looks up by name each time: a task is an asyncio.Task, a loop is the one that the
program made, by hand, by its own policy or by asyncio.run. What C classes do is heard where it goes through a method: the method is exchanged in the class's
dictionary. No error of ours reaches the program: the first one ends the watching, with a sentence at the end of the run.
"""

import asyncio
import collections
import functools
import gc
import selectors
import sys
import weakref
from threading import get_ident
from types import FunctionType

from . import fast, kinds, look
from .clock import SECOND
from .values import shown

recorder = None  # set by install()
blocking = cancels = descriptors = from_outside = generators = left = limited = loops = outside = standstill = virtual = None  # which look at asyncio through what is hooked here
USUAL_LOOP = getattr(asyncio, "SelectorEventLoop", None)


def exchange(owner, name, make):
    """owner.name becomes make(what it was), also in a class that is written in C and says that it cannot be changed. It is named, described and pickled as that was."""
    was = owner.__dict__[name]
    new = make(was)
    if isinstance(new, FunctionType):
        functools.update_wrapper(new, was)
    try:
        setattr(owner, name, new)
    except TypeError:
        gc.get_referents(owner.__dict__)[0][name] = new
        fast.modified(owner)


def here(loop):
    """Is it the watched thread, and the loop not another thread's?"""
    return recorder.on and get_ident() == recorder.thread and getattr(loop, "_thread_id", None) in (None, recorder.thread) and (type(loop) is USUAL_LOOP or loops.is_seen(loop))


# -- handles and the ready queue


def is_to_come(handle):
    """Is it told of, and does it wait in the ready queue or for its time?"""
    return getattr(handle, "loopscope_name", None) is not None and (handle.loopscope_queued or (handle.loopscope_timer and handle._scheduled))


class Told:
    """What the recorder knows of a handle."""

    __slots__ = ()

    def _run(self):
        if not here(self._loop) or getattr(self, "loopscope_name", None) is None:
            super()._run()
        else:
            recorder.run_handle(self, super()._run)
        self = None  # as in asyncio: an error of the program's holds this frame, which must hold nothing

    def cancel(self):
        if not self._cancelled and is_to_come(self) and here(self._loop):
            try:
                recorder.handle_cancelled(self)
            except Exception as error:
                recorder.fail(error)
        super().cancel()


class Handle(Told, asyncio.Handle, metaclass=kinds.Kind):
    loopscope_plain = asyncio.Handle
    __slots__ = ("loopscope_name", "loopscope_text", "loopscope_queued")
    loopscope_timer = False


HANDLES = [Handle]
if hasattr(asyncio.events, "_ThreadSafeHandle"):  # from 3.14: what call_soon_threadsafe() makes

    class _ThreadSafeHandle(Told, asyncio.events._ThreadSafeHandle):
        __slots__ = ("loopscope_name", "loopscope_text", "loopscope_queued")
        loopscope_timer = False

    HANDLES.append(_ThreadSafeHandle)


class TimerHandle(Told, asyncio.TimerHandle):
    __slots__ = ("loopscope_name", "loopscope_text", "loopscope_queued", "loopscope_when")
    loopscope_timer = True

    def __init__(self, when, callback, args, loop, context=None):
        if recorder.clock.virtual:
            when = recorder.clock.since_start(when) / SECOND
        super().__init__(when, callback, args, loop, context)
        self.loopscope_name = None
        self.loopscope_queued = False
        if here(loop) and not loops.runs_not(loop):
            try:
                when_ns = recorder.clock.since_start(when)
                if not fast.timer_made(self, when_ns):
                    recorder.timer_made(self, when_ns)
            except Exception as error:
                recorder.fail(error)


HANDLES.append(TimerHandle)


def belongs_here(loop):
    """Is the loop the watched thread's, whoever calls it?"""
    thread = getattr(loop, "_thread_id", None)
    return thread == recorder.thread or (thread is None and get_ident() == recorder.thread)


class Ready(collections.deque):
    """The loop's ready queue."""

    __slots__ = ()

    def append(self, handle):
        if isinstance(handle, Told) and recorder.on:
            try:
                if look.only_wakes(handle._callback) or not belongs_here(handle._loop):
                    pass
                elif loops.runs_not(handle._loop):
                    from_outside.wakes_another_loop(handle)
                else:
                    elsewhere = get_ident() != recorder.thread
                    if (elsewhere or recorder.waiting) and not recorder.clock.virtual:
                        from_outside.called(handle)
                    recorder.appended(handle, "main" if elsewhere else None)
                    handle.loopscope_queued = True
            except Exception as error:
                recorder.fail(error)
        super().append(handle)

    def popleft(self):
        if recorder.on and get_ident() == recorder.thread:
            try:
                recorder.popping(self)
            except Exception as error:
                recorder.fail(error)
        handle = super().popleft()
        if isinstance(handle, Told):
            handle.loopscope_queued = False
        return handle


# -- futures and tasks


def hook_future(future_class):
    """Resolving tells of itself before the callbacks are scheduled."""

    def pending(future):
        try:
            loop = future._loop
            return future._state == "PENDING" and recorder.on and belongs_here(loop) and (type(loop) is USUAL_LOOP or loops.is_seen(loop))
        except RuntimeError:  # it is not initialized
            return False

    def telling_result(plain):
        def set_result(self, result, /):
            try:
                if not fast.resolved(self, result) and pending(self):
                    recorder.resolved(self, "result", shown(result))
            except Exception as error:
                recorder.fail(error)
            return plain(self, result)

        return set_result

    def telling_exception(plain):
        def set_exception(self, exception, /):
            try:
                if pending(self) and not isinstance(exception, StopIteration) and exception is not StopIteration:
                    recorder.resolved(self, "exception", shown(exception() if isinstance(exception, type) else exception))
            except Exception as error:
                recorder.fail(error)
            return plain(self, exception)

        return set_exception

    def telling_cancel(plain):
        def cancel(self, *args, **kwargs):
            try:
                if pending(self):
                    recorder.resolved(self, "cancelled", None)
            except Exception as error:
                recorder.fail(error)
            return plain(self, *args, **kwargs)

        return cancel

    exchange(future_class, "set_result", telling_result)
    exchange(future_class, "set_exception", telling_exception)
    exchange(future_class, "cancel", telling_cancel)


def telling_gather(plain):
    def __init__(self, children, *, loop=None):
        plain(self, children, loop=loop)
        try:
            if here(self._loop):
                recorder.future_made(self)
        except Exception as error:
            recorder.fail(error)

    return __init__


# -- loops


def telling_create_future(plain):
    def create_future(self):
        future = plain(self)
        try:
            if not fast.future_made(self, future) and here(self):
                recorder.future_made(future)
        except Exception as error:
            recorder.fail(error)
        return future

    return create_future


def run_of(target):
    """(what the loop runs until, the function behind it)."""
    if asyncio.iscoroutine(target):  # by now it has become a task
        target = recorder.last_task()
    if not asyncio.isfuture(target):
        return None, "run"
    via, _, cleaning = look.caller()
    if isinstance(target, asyncio.Task) and hasattr(target, "loopscope_name"):
        recorder.task_named(target)  # the loop may be left before its first step, which says what a task is called
    code = getattr(look.coroutine_of(target), "cr_code", None) if isinstance(target, asyncio.Task) else None
    if cleaning or (via == "run" and look.closes_loop(code)):
        via = code.co_name if code is not None else "cancel_all_tasks"
    return recorder.name_of(target), via


def telling_run(plain):
    def run_forever(self):
        if not here(self) and not loops.changes_thread():
            return plain(self)
        what, before = None, recorder.by
        try:
            caller = sys._getframe(1)
            what, via = run_of(caller.f_locals.get("future") if caller.f_code.co_name == "run_until_complete" else None)
            if via == "shutdown_asyncgens":
                generators.at_the_end(self)
            loops.takes_over(self)
            left.run_begins(self, caller, what)
            recorder.emit("run", what=what, via=via)
            blocking.go_on()
            recorder.until = what if via in ("run", "user") else recorder.until
            recorder.closing = (weakref.ref(self), recorder.clock.now()) if via == "shutdown_default_executor" else None
            recorder.by = "loop"
            hook_selector(self)
        except Exception as error:
            recorder.fail(error)
        left_by = None  # the error, in words: no reference to it keeps its frames alive
        try:
            return plain(self)
        except BaseException as error:
            left_by = shown(error)
            raise
        finally:
            try:
                if recorder.in_thread():
                    recorder.by = before
                    recorder.closing = None
                    if recorder.on:
                        left.run_ends(self, caller)
                        recorder.emit("run_end", {"error": left_by}, what=what, via=via)
                        recorder.wakes_left = sum(look.only_wakes(handle._callback) for handle in self._ready) if left_by else 0
                    recorder.thread = recorder.home
            except Exception as error:
                recorder.fail(error)

    return run_forever


def telling_once(plain):
    def _run_once(self):
        plain(self)
        try:
            if here(self):
                recorder.tell(recorder.writer.form.turn_end, recorder.turn, len(self._ready))
        except Exception as error:
            recorder.fail(error)

    return _run_once


def telling_handler(plain):
    def call_exception_handler(self, context):
        try:
            if here(self):
                recorder.exception_handler(context)
        except Exception as error:
            recorder.fail(error)
        return plain(self, context)

    call_exception_handler.loopscope_plain = plain
    return call_exception_handler


def let_go():
    """An error that is reported while the interpreter ends may itself fail, and Python then shows each frame by itself, without asking module traceback."""
    loop = asyncio.base_events.BaseEventLoop
    loop.call_exception_handler = getattr(loop.call_exception_handler, "loopscope_plain", loop.call_exception_handler)


def hook_selector(loop):
    """Where the loop waits: how long it means to, and what time it is afterwards."""
    selector = getattr(loop, "_selector", None)
    if not isinstance(selector, selectors.BaseSelector) or "select" in vars(selector):
        return
    plain, quick = selector.select, fast.turn

    def select(timeout=None):
        if timeout == 0 and quick is not None and not recorder.wakes_left:
            happened = quick(loop, plain)
            if happened is not NotImplemented:
                if happened and recorder.clock.sees_outside:
                    descriptors.found(happened)
                return happened
        told = here(loop)
        if not told and not (recorder.clock.virtual and get_ident() == recorder.thread):
            return plain(timeout)
        timeout_ns = virtual.wait_ns(loop, timeout)
        if told:
            turn_begins(loop, timeout_ns)
        if not recorder.clock.virtual:
            if timeout is None or timeout > 0.05:
                before_waiting(loop, timeout)
            recorder.waiting = True
            try:
                happened = plain(timeout)
            finally:
                recorder.waiting = False
            waited = timeout_ns != 0
        else:
            happened, waited = virtual.wait(loop, plain, timeout_ns)
        if told and here(loop):
            if waited:
                time_has_passed()
            if happened and recorder.clock.sees_outside:
                descriptors.found(happened)
        return happened

    selector.select = select


def turn_begins(loop, timeout_ns):
    try:
        wakes, recorder.wakes_left = recorder.wakes_left, 0
        recorder.turn_begins(timeout_ns, len(loop._ready) - wakes)
    except Exception as error:
        recorder.fail(error)


def time_has_passed():
    try:
        recorder.emit("advance", t=recorder.now())
    except Exception as error:
        recorder.fail(error)


def before_waiting(loop, timeout):
    try:
        if blocking.watching is None:
            blocking.go_on()
        if timeout is None:
            standstill.look_at(loop)
        else:
            limited.look_at(loop, lambda loop: standstill.nobody_can_wake(loop) == "for sure")
        if standstill.lock_waits:
            standstill.look_for_circles(loop)
        if standstill.event_waits:
            standstill.look_for_circles_of_events(loop)
        if outside.paused:
            outside.about_to_wait(loop)
        if readiness.paused.paused:
            readiness.paused.about_to_wait()
    except Exception as error:
        recorder.fail(error)


def before_jumping(loop):
    try:
        if recorder.on:
            limited.look_at(loop, lambda loop: True)
    except Exception as error:
        recorder.fail(error)


def install(the_recorder):
    """From here on every loop of this thread is watched."""
    global recorder, blocking, cancels, descriptors, from_outside, generators, left, limited, loops, outside, readiness, standstill, virtual
    from . import cancels, descriptors, loops, virtual
    from .causes import blocking, from_outside, readiness, generators, left, limited, outside, standstill

    recorder = the_recorder
    if recorder.clock.virtual:
        exchange(asyncio.TimerHandle, "__lt__", virtual.in_order_of_making)
    for ours in HANDLES:
        ours.__module__, ours.__qualname__ = "asyncio.events", ours.__name__
        for module in (asyncio, asyncio.events):
            if hasattr(module, ours.__name__):
                setattr(module, ours.__name__, ours)
    loop = asyncio.base_events.BaseEventLoop
    exchange(loop, "__init__", loops.telling_init)
    exchange(loop, "create_future", telling_create_future)
    exchange(loop, "close", loops.telling_close)
    exchange(loop, "run_forever", telling_run)
    exchange(loop, "_run_once", fast.once(telling_once))
    exchange(loop, "call_exception_handler", telling_handler)
    for future in {asyncio.Future, asyncio.futures._PyFuture}:
        hook_future(future)
    for task in {asyncio.Task, asyncio.tasks._PyTask}:
        cancels.watch(task)
        if hasattr(task, "uncancel"):
            exchange(task, "uncancel", cancels.telling_uncancel)
    exchange(asyncio.tasks._GatheringFuture, "__init__", telling_gather)
    cancels.watch(asyncio.tasks._GatheringFuture)
    from . import causes

    causes.install(recorder)
    fast.take_over(sys.modules[__name__])
    fast.watch(recorder)
    if recorder.clock.virtual:
        virtual.keep_order()
        virtual.refuse_the_outside()


def use(the_recorder):
    """What is hooked tells another recorder from now on."""
    global recorder
    from . import causes

    recorder = the_recorder
    causes.use(the_recorder)
    fast.watch(the_recorder)
