"""threads: a call that a thread would run, in a page that has none: it runs at once, in a time of its own, and comes back when as much of the loop's time is over.

What the call prints, and what it tells the loop, comes at the moment at which it does that. What it changes of the program's own variables behind a sleep is
changed from its beginning on: nobody can stop a function in the middle. Whatever waits for another thread is refused.
"""

import asyncio
import collections
import concurrent.futures
import threading

from .. import hooks, look, virtual, workers
from .leaving import Left

MOST = 32  # calls at once, as in the engine's virtual time: how many processors there are, a page does not know
NOBODY = 0  # instead of the thread in which the recorded loop runs

clock = None  # set by use()
running = None  # the call that runs now


class Call:
    def __init__(self, pool, future, function):
        self.pool, self.future, self.function = pool, future, function
        self.result = self.error = None
        self.began = self.took = 0  # ns


class Pool:
    """What a ThreadPoolExecutor has, but for the threads."""

    def __init__(self, most, prefix, initializer, initargs):
        self.most, self.prefix, self.begin = most, prefix, (initializer, initargs)
        self.queue, self.idle, self.count = collections.deque(), [], 0
        self.runs, self.when_idle = 0, []

    def begin_next(self):
        while self.runs < self.most and self.queue:
            call = self.queue.popleft()
            if call.future.set_running_or_notify_cancel():
                self.run(call)
        if not self.runs and not self.queue:
            when_idle, self.when_idle = self.when_idle, []
            for what in when_idle:
                what()

    def run(self, call):
        self.runs += 1
        self.idle.sort(key=lambda one: one.name)
        thread = self.idle.pop(0) if self.idle else self.new_thread(call)
        as_in_a_thread(call, thread)

        def comes_back():
            self.runs -= 1
            self.idle.append(thread)
            error, call.error = call.error, None  # whose frames hold the call
            if error is None:
                call.future.set_result(call.result)
            else:
                call.future.set_exception(error)
            error = None
            self.begin_next()

        clock.happens(clock.ns + call.took, comes_back)

    def new_thread(self, call):
        thread = threading.Thread(name=f"{self.prefix}_{self.count}", daemon=True)
        self.count += 1
        initializer, args = self.begin
        if initializer is not None:
            function = call.function
            call.function = lambda: (initializer(*args), function())[1]
        return thread


def as_in_a_thread(call, thread):
    """What the call sees: no loop that runs, a thread's name, and a time that is its own; and what it does is no task's."""
    global running
    outer, loop, recorder = running, asyncio._get_running_loop(), hooks.recorder
    watched, here, me = recorder.thread, threading.get_ident(), threading.current_thread()
    running, call.began, recorder.thread = call, clock.ns, NOBODY
    asyncio._set_running_loop(None)
    threading._active[here] = thread
    try:
        call.result = call.function()
    except Left:
        raise
    except BaseException as error:
        call.error = error
    finally:
        threading._active[here] = me
        asyncio._set_running_loop(loop)
        running, recorder.thread = outer, watched
        call.took, clock.ns = clock.ns - call.began, call.began


def has_slept():
    """Does a call run that is ahead of the loop's time?"""
    return running is not None and clock.ns > running.began


# -- what asyncio and module threading have instead


pools = {}  # by the id of an executor, which it keeps


def pool_of(executor):
    return pools[id(executor)][1]


def making(plain):
    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=(), **more):
        most = MOST if max_workers is None else max_workers
        plain(self, most, thread_name_prefix, initializer, initargs, **more)
        pools[id(self)] = self, Pool(most, self._thread_name_prefix, initializer, initargs)

    return __init__


def submitting(plain):
    def submit(self, fn, /, *args, **kwargs):
        if self._shutdown:
            raise RuntimeError("cannot schedule new futures after shutdown")
        pool, future = pool_of(self), concurrent.futures.Future()
        pool.queue.append(Call(pool, future, lambda: fn(*args, **kwargs)))
        pool.begin_next()
        return future

    return submit


def shutting_down(plain):
    def shutdown(self, wait=True, *, cancel_futures=False):
        self._shutdown = True
        pool = pool_of(self)
        if cancel_futures:
            for call in pool.queue:
                call.future.cancel()
            pool.queue.clear()
        if wait and (pool.runs or pool.queue):
            stand_still_until(lambda: not pool.runs and not pool.queue)

    return shutdown


def stand_still_until(over):
    """The program's one thread waits for others, and the loop with it: that is a block as a sleep is."""
    before = clock.ns
    while not over() and clock.next() is not None:
        clock.ns = max(clock.ns, clock.next())
        clock.let_happen()
    if clock.ns > before and hooks.recorder.on and running is None and hooks.recorder.by != "main":
        hooks.recorder.blocked(clock.ns - before)


def waiting(plain):
    """All waits of module threading but those for a lock come to this one."""

    def wait(self, timeout=None):
        return virtual.refuse("a wait for another thread")

    return wait


def starting(plain):
    """asyncio itself has one thread, which waits for the end of all calls and says so."""

    def start(self):
        loop = getattr(self._target, "__self__", None)
        if not (isinstance(loop, asyncio.BaseEventLoop) and self._target.__name__ == "_do_shutdown"):
            return virtual.refuse("a thread")
        pool, target, args = pool_of(loop._default_executor), self._target, self._args
        loop._default_executor._shutdown = True
        self.join = lambda timeout=None: None
        pool.when_idle.append(lambda: target(*args))
        clock.happens(clock.ns, pool.begin_next)

    return start


def calling_loop(plain):
    """A call that is ahead of the loop's time is heard when that has come."""

    def call_soon_threadsafe(self, callback, *args, context=None):
        if running is None:
            return plain(self, callback, *args, context=context)
        handle = asyncio.Handle(callback, args, self, context)
        clock.happens(clock.ns, lambda: None if self._closed else self._ready.append(handle))
        return handle

    return call_soon_threadsafe


def making_loop(plain):
    def __init__(self, *args, **kwargs):
        if running is not None:
            virtual.refuse("a loop in a thread")
        plain(self, *args, **kwargs)

    return __init__


def telling_call(plain):
    def run_in_executor(self, executor, func, *args):
        call = future = None
        try:
            call = workers.call_begins(self, executor, func, args)
        except Exception as error:
            hooks.recorder.fail(error)
        try:
            future = plain(self, executor, func, *args)
        finally:
            try:
                workers.call_handed_on(call, future)
                if call is not None and future is not None:
                    future.loopscope_named = True
                    hooks.recorder.emit("name", fut=hooks.recorder.name_of(future), name=look.callback_name(workers.called(func)), outside=call.number)
            except Exception as error:
                hooks.recorder.fail(error)
        return future

    return run_in_executor


def use(the_clock):
    global clock
    clock = the_clock
    pool, loop = concurrent.futures.ThreadPoolExecutor, asyncio.base_events.BaseEventLoop
    for owner, name, make in (
        (pool, "__init__", making),
        (pool, "submit", submitting),
        (pool, "shutdown", shutting_down),
        (threading.Condition, "wait", waiting),
        (threading.Thread, "start", starting),
        (loop, "run_in_executor", telling_call),
        (loop, "call_soon_threadsafe", calling_loop),
        (loop, "__init__", making_loop),
    ):
        hooks.exchange(owner, name, make)


def at_the_end():
    """The interpreter waits for its threads."""
    stand_still_until(lambda: not any(pool.runs or pool.queue for _, pool in pools.values()))

