"""loopscope_loop: asyncio's own loop, handles, tasks and futures, which report what they do and otherwise do what they always did."""

import ast
import asyncio
import collections
import inspect
import itertools
import os
import selectors
import sys
import threading
import weakref

import loopscope_look as look
from loopscope_clock import SECOND
from loopscope_recorder import safe_repr
from loopscope_writer import Seconds

recorder = None  # set by install()
DAY = 24 * 3600 * SECOND  # the longest that asyncio waits at once


class ReportingHandle:
    __slots__ = ()

    def _run(self):
        if look.only_wakes(self._callback):
            super()._run()
        else:
            recorder.run_handle(self, super()._run)

    def cancel(self):
        if not self._cancelled:
            recorder.handle_cancelled(self)
        super().cancel()


class Handle(ReportingHandle, asyncio.Handle):
    __slots__ = ("loopscope_name", "loopscope_text", "loopscope_queued")
    loopscope_timer = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.loopscope_queued = False


class TimerHandle(ReportingHandle, asyncio.TimerHandle):
    __slots__ = ("loopscope_name", "loopscope_text", "loopscope_queued", "loopscope_when")
    loopscope_timer = True

    def __init__(self, when, callback, args, loop, context=None):
        when_ns = recorder.clock.since_start(when)
        if recorder.clock.virtual:
            when = when_ns / SECOND
        super().__init__(when, callback, args, loop, context)
        self.loopscope_queued = False
        recorder.timer_made(self, when_ns)

    def order(self):
        """Equal deadlines come in the order in which they were made."""
        return self.loopscope_when, int(self.loopscope_name[1:])

    def __lt__(self, other):
        return self.order() < other.order()


class Ready(collections.deque):
    """The loop's ready queue."""

    def append(self, handle):
        handle.loopscope_queued = True
        if not look.only_wakes(handle._callback):
            recorder.appended(handle)
        super().append(handle)

    def popleft(self):
        recorder.popping(self)
        handle = super().popleft()
        handle.loopscope_queued = False
        return handle


class ReportingFuture:
    """A future tells when it is resolved, before its callbacks are scheduled."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        recorder.future_made(self)

    def set_result(self, result):
        if not self.done():
            recorder.resolved(self, "result", safe_repr(result))
        super().set_result(result)

    def set_exception(self, exception):
        if not self.done():
            recorder.resolved(self, "exception", safe_repr(exception() if isinstance(exception, type) else exception))
        super().set_exception(exception)


class Future(ReportingFuture, asyncio.Future):
    def cancel(self, *args, **kwargs):
        if not self.done():
            recorder.resolved(self, "cancelled", None)
        return super().cancel(*args, **kwargs)


class GatheringFuture(ReportingFuture, asyncio.tasks._GatheringFuture):
    def cancel(self, *args, **kwargs):
        recorder.cancel_called(self)
        return super().cancel(*args, **kwargs)


GatheringFuture.__name__ = "_GatheringFuture"  # asyncio's messages name the class


class Task(asyncio.Task):
    def __init__(self, coroutine, **kwargs):
        recorder.task_made(self, coroutine)
        if kwargs.get("name") is None:  # asyncio counts over the whole process, which may have run other loops before
            kwargs["name"] = f"Task-{self.loopscope_name[1:]}"
        super().__init__(coroutine, **kwargs)
        recorder.task_named(self)

    def cancel(self, *args, **kwargs):
        recorder.cancel_called(self)
        return super().cancel(*args, **kwargs)

    def uncancel(self):
        left = super().uncancel()
        recorder.emit("uncancel", task=self.loopscope_name, by=recorder.by, left=left)
        return left


class InOrder(weakref.WeakSet):
    """A set that is iterated in the order in which things came in: Python's own has the order of addresses."""

    def __init__(self):
        super().__init__()
        self.numbers = weakref.WeakKeyDictionary()
        self.count = itertools.count()

    def add(self, thing):
        self.numbers.setdefault(thing, next(self.count))
        super().add(thing)

    def __iter__(self):
        return iter(sorted(super().__iter__(), key=self.numbers.get))


class Loop(asyncio.SelectorEventLoop):
    def __init__(self):
        selector = selectors.DefaultSelector()
        super().__init__(selector)
        self._ready = Ready()
        self._asyncgens = InOrder()
        self._wait = selector.select
        selector.select = self.select
        self._last_task = None
        self._target = None
        if recorder.clock.virtual:
            self._clock_resolution = 1 / SECOND

    def time(self):
        return recorder.clock.ns / SECOND if recorder.clock.virtual else super().time()

    def create_future(self):
        return Future(loop=self)

    def create_task(self, coroutine, **kwargs):
        if self.get_task_factory() is None:
            self.set_task_factory(lambda loop, coro, **more: Task(coro, loop=loop, **more))
        task = super().create_task(coroutine, **kwargs)
        self._last_task = weakref.ref(task)
        return task

    def run_until_complete(self, future):
        self._target = future
        return super().run_until_complete(future)

    def run_forever(self):
        target, self._target = self._target, None
        if asyncio.iscoroutine(target):  # by now it has become a task
            target = self._last_task()
        via, _, cleaning = look.caller()
        if cleaning:
            via = target.get_coro().cr_code.co_name if isinstance(target, asyncio.Task) else "cancel_all_tasks"
        what = recorder.name_of(target)
        recorder.emit("run", what=what, via=via)
        recorder.by = "loop"
        try:
            super().run_forever()
        finally:
            recorder.by = "main"
            recorder.emit("run_end", what=what, via=via)

    def _run_once(self):
        super()._run_once()
        recorder.emit("iter_end", n=recorder.turn, t=recorder.now(), ready=len(self._ready))
        recorder.writer.flush()

    def select(self, timeout=None):
        timeout_ns = self.timeout_ns(timeout)
        recorder.turn += 1
        recorder.batch_due = True
        shown = None if timeout_ns is None else Seconds(timeout_ns)
        recorder.emit("iter", n=recorder.turn, t=recorder.now(), timeout=shown, ready=len(self._ready))
        recorder.writer.flush()
        if not recorder.clock.virtual:
            happened = self._wait(timeout)
        else:
            happened = self._wait(0)
            if happened or timeout_ns == 0:
                return happened
            if timeout_ns is None:
                return self.wait_for_outside()
            recorder.clock.ns += timeout_ns
        if timeout_ns != 0:
            recorder.emit("advance", t=recorder.now())
        return happened

    def timeout_ns(self, timeout):
        if timeout is None or timeout == 0 or not recorder.clock.virtual:
            return timeout if timeout is None else round(timeout * SECOND)
        return min(max(0, self._scheduled[0].loopscope_when - recorder.clock.ns), DAY)

    def wait_for_outside(self):
        """Nothing is ready and no timer is set: only another thread or a connection can still make something happen."""
        if threading.active_count() > 1 or len(self._selector.get_map()) > 1:
            return self._wait(None)
        pending = [task for task in asyncio.all_tasks(self) if not task.done()]
        recorder.emit("deadlock", t=recorder.now(), pending=len(pending))
        recorder.writer.flush(everything=True)
        sys.stdout.flush()
        print("loopscope_trace: nothing is ready and no timer is set: the loop would wait for ever", file=sys.stderr)
        sys.stderr.flush()
        os._exit(3)

    def call_exception_handler(self, context):
        error = context.get("exception")
        future = context.get("future") or context.get("task")
        fut = recorder.name_of(future)
        message = context.get("message")
        if "handle" in context and message.startswith("Exception in callback "):  # without the file's name and its own address
            message = f"Exception in callback {look.callback_name(context['handle']._callback)}"
        recorder.emit("exc_handler", by=recorder.by, message=message, exc=None if error is None else safe_repr(error), fut=fut)
        super().call_exception_handler(context)


class Policy(asyncio.DefaultEventLoopPolicy):
    _loop_factory = Loop


class OrderedSet(set):
    """A set that iterates in the order of insertion: where asyncio keeps tasks in a set, their order would depend on their addresses."""

    def __init__(self, items=()):
        super().__init__()
        self.order = {}
        for item in items:
            self.add(item)

    def add(self, item):
        super().add(item)
        self.order[item] = None

    def discard(self, item):
        super().discard(item)
        self.order.pop(item, None)

    def remove(self, item):
        super().remove(item)
        del self.order[item]

    def clear(self):
        super().clear()
        self.order.clear()

    def __iter__(self):
        return iter(list(self.order))


class WithoutSetDisplays(ast.NodeTransformer):
    """{f(x) for x in y} becomes set(f(x) for x in y), so that another set can be put in its place."""

    def visit_SetComp(self, node):
        self.generic_visit(node)
        return ast.Call(ast.Name("set", ast.Load()), [ast.GeneratorExp(node.elt, node.generators)], [])


def redefine_without_set_displays(function):
    """In its module, at the same lines of the same file."""
    lines, first = inspect.getsourcelines(function)
    tree = WithoutSetDisplays().visit(ast.parse("".join(lines)))
    ast.increment_lineno(tree, first - 1)
    exec(compile(ast.fix_missing_locations(tree), function.__code__.co_filename, "exec"), function.__globals__)


def install(the_recorder):
    """From here on every loop that the script makes is traced."""
    global recorder
    recorder = the_recorder
    asyncio.events.Handle = Handle
    asyncio.events.TimerHandle = TimerHandle
    asyncio.tasks._GatheringFuture = GatheringFuture
    asyncio.set_event_loop_policy(Policy())
    if recorder.clock.virtual:
        all_tasks = asyncio.tasks.all_tasks

        def all_tasks_in_order(loop=None):
            return OrderedSet(sorted(all_tasks(loop), key=lambda task: int(task.loopscope_name[1:])))

        asyncio.tasks.all_tasks = asyncio.all_tasks = all_tasks_in_order
        asyncio.tasks.set = OrderedSet
        redefine_without_set_displays(asyncio.tasks.as_completed)
        asyncio.as_completed = asyncio.tasks.as_completed
        if hasattr(asyncio, "taskgroups"):
            asyncio.taskgroups.set = OrderedSet
