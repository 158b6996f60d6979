"""recorder: turns what the traced loop, tasks and futures report into events.

It observes and changes nothing: results are read without marking them as retrieved, and no reference outlives the script's own.
"""

import asyncio
import os
import sys
import weakref
from inspect import CO_COROUTINE
from threading import get_ident

from . import causes, descriptors, ended, fast, look, output, variables, workers
from .causes import limited, outside, standstill, uncaught
from .kinds import Expression
from .stream import THINGS, VIAS
from .values import message_of, shown
from .writer import Seconds


LINES = frozenset(name for name in VIAS if name.partition(".")[0] in THINGS and "." in name)  # of asyncio's functions, those in which tasks stand in line
MAKES_ITS_OWN = frozenset(("as_completed", "gather"))
IN_A_STEP = frozenset("out use task_new cancel outside_new watch unwatch bytes flow outside_end".split())
NO_THING = (None, "")
WHOLE_TASK = Expression(r"<Task (?:\w+ )?(name='[^']*').*?>(?= has errored out| is already completed)")
FAILED = ("Exception in callback ", "Unhandled exception in client_connected_cb", "Fatal error: protocol.")
SAYS_ENOUGH = frozenset(VIAS) - {"", "user", "future"}


class Recorder(output.Output, ended.Ended, fast.Watch):
    def __init__(self, clock, writer):
        self.clock = clock
        self.writer = writer
        self.by = "main"
        self.turn = 0
        self.wakes_left = 0  # handles that only wake the loop, left in the ready queue by an error that went out of it
        self.batch_due = False
        self.tasks = self.futures = self.timers = self.handles = 0  # made
        self.names = {}  # open task_new events by task number
        self.on = True  # until an error of our own ends the watching
        self.fault = None  # that error
        self.thread = self.home = get_ident()  # whose loops are watched now; the one in which the watching began
        self.any_thread = False  # a loop in another thread is watched while none runs in that one: loops.py
        self.last_task = lambda: None
        self.leave = os._exit
        self.parents = {}  # by the name of a task that wait_for() made: who called that
        self.ended = {}  # how the last tasks ended, in words
        self.failures = {}  # of those that ended with an error: the code of their coroutine, the error in words, its line
        self.unseen = []  # weak references to the first of those
        self.until = None  # the name of the task until whose end asyncio.run runs the loop
        self.closing = None  # (a weak reference to the loop, since when) while asyncio.run ends the threads of its executor
        self.cancels = {}  # by the name of a task: who has asked it to cancel last, and where
        self.cancelled_through = None, None  # the task that a CancelledError was thrown into last, because what it awaits was cancelled; and that
        self.step = self.new_step = None  # what runs, and since when: causes/blocking.py looks at it from a thread of its own
        self.long_step = 0  # ns
        self.waiting = False  # in select()
        self.text = ""  # unfinished output, and where the last of it was written
        self.place = None
        self.catch_up = None  # order.py: to be called before what a coroutine does is told
        self.entered = ()  # the chain of coroutines of the task that runs, when its step began
        self.struck = None  # the chain of coroutines of a task into which a CancelledError was thrown
        self.variable_steps = variables.STEPS
        self.tells_variables = not writer.form.batches and variables.STEPS > 0
        self.for_the_extension()

    def for_the_extension(self):
        """What it reads in each step, past the objects that keep it."""
        form = self.writer.form
        self.queue, self.tell_writer, self.records = self.writer.queue, self.writer.tell, form.records
        self.started = getattr(self.clock, "start", 0)
        self.virtual_clock = self.clock if self.clock.virtual else None
        if self.records is not None:
            self.event, self.chains, self.places, self.strings = form.event, form.chains, form.places, form.strings

    def fail(self, error):
        """An error of ours is not the program's: what was recorded stays, and the rest of the run is not watched."""
        if self.on:
            self.on = False
            self.fault = error
            if os.environ.get("LOOPSCOPE_TRACE_DEBUG"):
                raise error

    def in_thread(self):
        return get_ident() == self.thread

    # -- events and names

    def emit(self, kind, unseen=None, /, **fields):
        """unseen: what other forms than JSON Lines need beside the fields."""
        if self.catch_up is not None and kind in IN_A_STEP:
            self.catch_up()
        return self.add({"e": kind, **fields}, unseen)

    def add(self, event, unseen=None, hold=False):
        return self.writer.add(event, {"t": self.clock.now(), "by": self.by, **(unseen or {})}, hold)

    def name_handle(self):
        self.handles += 1
        return f"H{self.handles}"

    def now(self):
        return Seconds(self.clock.now())

    def name_of(self, future):
        """T… or F…; a future that was made past the loop gets its name when it is first seen."""
        if future is None:
            return None
        name = getattr(future, "loopscope_name", None)
        if name is not None:
            return name
        return self.task_made(future) if isinstance(future, asyncio.Task) else self.future_made(future, "user")

    def callback_text(self, callback, args):
        if look.closes_generator(args):
            return "generator.close"
        futures = [self.name_of(a) for a in args if asyncio.isfuture(a)]
        return look.callback_name(callback) + (f"({', '.join(futures)})" if futures else "")

    def served_by(self, handle):
        future = look.served_by(handle._callback)
        return None if future is None else self.name_of(future)

    # -- tasks and futures
    def task_made(self, task, frame=None, eager_closing=False):
        """A task is first seen when it asks for its first step, in the middle of being made. frame: of whoever makes it; of an eager one, whose first step begins."""
        began = self.clock.now()
        coroutine = None if task.done() else task.get_coro()  # 3.12.1 crashes when an eager task that is done is asked for its coroutine
        via, place, cleaning = look.caller(frame)
        code = getattr(coroutine, "cr_code", None) or getattr(coroutine, "gi_code", None)
        name = code.co_name if code is not None else task.get_name() if coroutine is None else look.coroutine_name(coroutine)
        if code is not None and look.is_library(code):
            if cleaning or (via == "run" and look.closes_loop(code)):
                via, place = name, None
            else:
                name = f"asyncio.{look.library_name(code)}"
        elif code is not None and not causes.frames.is_own(code):
            name = look.wrapped_by(coroutine) or name
        if eager_closing:
            name, via = "asyncio.aclose", "create_task" if via == "user" else via
        self.tasks += 1
        task.loopscope_name = f"T{self.tasks}"
        task.loopscope_fresh, task.loopscope_itself = True, False
        if via in MAKES_ITS_OWN:
            causes.left.made(via, task.loopscope_name)
        if via == "wait_for":
            self.parents[task.loopscope_name] = self.by
        causes.task_made(task.loopscope_name, coroutine, code, self.by, place, via)
        event = {"e": "task_new", "task": task.loopscope_name, "name": "", "coro": name, "parent": self.by, "via": via}
        event["line"] = look.line_of(place)
        task.loopscope_chain = None
        eager = frame is not None or coroutine is None or (code is not None and code.co_flags & CO_COROUTINE and getattr(coroutine, "cr_await", None) is not None)
        event.update({"eager": True} if eager else {})
        self.names[task.loopscope_name] = self.add(event, {"place": place, "eager": eager}, hold=True)
        self.last_task = weakref.ref(task)
        if self.clock.virtual and look.is_counted_name(task.get_name()):  # asyncio counts over the whole process, which may have run other loops
            task.set_name(f"Task-{self.tasks}")
        self.task_named(task)
        if self.step is not None:  # a step that makes thousands is not said to be long because of what we do
            self.step.blocked += self.clock.now() - began
        return task.loopscope_name

    def task_named(self, task, last=False):
        """A task may be named after it was made: what it is called at its first step counts."""
        event = self.names.get(task.loopscope_name)
        if event is not None:
            event["name"] = task.get_name()
            if last:
                self.writer.complete(self.names.pop(task.loopscope_name))

    def future_made(self, future, via=None):
        self.futures += 1
        future.loopscope_name = f"F{self.futures}"
        future.loopscope_via = via or look.caller()[0]
        standstill.lock_waits = standstill.lock_waits or future.loopscope_via == "Lock.acquire"
        standstill.event_waits = standstill.event_waits or future.loopscope_via == "Event.wait"
        if future.loopscope_via in causes.WAITS:
            causes.begins_to_wait(future)
        thing = causes.objects.stands_at() if future.loopscope_via in LINES else NO_THING
        self.tell(self.writer.form.fut_new, future.loopscope_name, future.loopscope_via, thing, self.children_of(future))
        return future.loopscope_name

    def children_of(self, gather):
        """The children of a gather's outer future, each once, in the order of the arguments."""
        return [self.name_of(child) for child in dict.fromkeys(getattr(gather, "_children", ()))]

    # -- the ready queue and the timers

    def appended(self, handle, by=None):
        """by: who, when it is neither the loop nor what it runs."""
        by = by or self.by
        if handle.loopscope_timer:
            self.tell(self.writer.form.timer_fire, handle.loopscope_name, handle.loopscope_when, handle.loopscope_text)
            return
        for argument in handle._args or ():
            if isinstance(argument, asyncio.Task) and argument.done():
                self.task_done(argument)
        task = look.task_of(handle._callback)
        if task is not None:
            future, name = woken_by(handle._args), self.name_of(task)
            waker = None if future is None else self.name_of(future)
            handle.loopscope_name = self.name_handle()
            self.writer.tell(self.writer.form.ready, self.clock.now(), by, handle.loopscope_name, name, waker)
            return
        if descriptors.expected or descriptors.under_way:
            workers.arrives(handle)
        handle.loopscope_text = self.callback_text(handle._callback, handle._args)
        if not callable(handle._callback):
            causes.used_as.no_function(handle)
        if handle.loopscope_text == "run_coroutine_threadsafe":
            causes.lost_errors.called_by_threads(handle._callback)
        handlers = getattr(handle._loop, "_signal_handlers", None)
        if handlers:
            handle.loopscope_text += outside.signal_of(handle, handlers)
        handle.loopscope_name = self.name_handle()
        self.writer.tell(self.writer.form.callback_ready, self.clock.now(), by, handle.loopscope_name, handle.loopscope_text, self.served_by(handle))

    def popping(self, ready):
        if self.batch_due:
            names = [getattr(handle, "loopscope_name", None) for handle in ready]  # None: a loop's wake-up, a handle of another make
            seen = [name for name in names if name is not None]
            if seen:
                self.batch_due = False
                self.emit("batch", n=self.turn, q=seen)
        if ready[0]._cancelled:
            self.skipped(ready[0])

    def skipped(self, handle):
        name = getattr(handle, "loopscope_name", None)
        if name is not None:
            self.emit("skip", h=name)

    def timer_made(self, handle, when_ns):
        self.timers += 1
        handle.loopscope_name = f"M{self.timers}"
        handle.loopscope_when = Seconds(when_ns)
        handle.loopscope_text = self.callback_text(handle._callback, handle._args)
        if not callable(handle._callback):
            causes.used_as.no_function(handle)
        causes.callbacks.timer_made(handle, when_ns - self.clock.now())
        via = "wait_for" if handle.loopscope_text.startswith("timeout.expire") and look.is_in_wait_for() else ""
        self.tell(self.writer.form.timer_new, handle.loopscope_name, handle.loopscope_when, handle.loopscope_text, self.served_by(handle), via)
        if handle.loopscope_text.startswith("sleep.resolve("):
            delay = when_ns - self.clock.now()
            handle._args[0].loopscope_delay = Seconds(delay)
            causes.beats.sleeps(handle._args[0], delay)

    def handle_cancelled(self, handle):
        if handle.loopscope_timer and handle._scheduled:
            name, when, text = handle.loopscope_name, handle.loopscope_when, handle.loopscope_text
            causes.left.timers.cancelled(handle)
            self.emit("timer_cancel", timer=name, when=when, cb=text, by=self.by)
        elif getattr(handle, "loopscope_queued", False):
            self.emit("handle_cancel", h=handle.loopscope_name)

    # -- steps and callbacks

    def run_handle(self, handle, run):
        before = self.by
        try:
            task = look.task_of(handle._callback)
            if task is None:
                self.by = causes.callbacks.begins(handle)
                self.tell(self.writer.form.callback_begins, self.by, handle.loopscope_text)
            else:
                self.by = self.name_of(task)
                self.step_begins(task, handle)
        except Exception as error:
            self.fail(error)
        if self.new_step is not None:
            self.step = self.new_step(self.clock.now(), self.by)
        try:
            run()
        finally:
            try:
                if self.on:
                    if self.step is not None:
                        self.step_was_long()
                    self.end_output()
                    if task is None:
                        self.tell(self.writer.form.callback_ends, self.by, handle.loopscope_text)
                    else:
                        self.step_ends(task)
            except Exception as error:
                self.fail(error)
            self.by = before
            handle = run = task = None  # an error of the program's holds this frame, which must hold nothing

    def step_was_long(self):
        step, self.step = self.step, None
        took = self.clock.now() - step.began - step.blocked
        if took >= self.long_step and causes.blocking.long_step_ends(step, took):
            self.emit("block", {"place": step.place, "step": True, "called": causes.blocking.called_in(step)}, by=self.by, secs=Seconds(took), t=self.now())

    # -- turns

    def turn_begins(self, timeout_ns, ready):
        self.turn += 1
        self.batch_due = self.writer.form.batches  # a recording has none: they can be derived
        self.tell(self.writer.form.turn, self.turn, timeout_ns, ready)
        if timeout_ns == 0:
            self.writer.flush_in_time(self.clock.now())
        else:
            self.writer.flush()

    def stands_still(self, loop):
        """In virtual time, with nothing ready and no timer set, nothing can ever happen any more."""
        try:
            pending = [task for task in asyncio.all_tasks(loop) if not task.done()]
            if self.on:
                standstill.explain_all(sorted(pending, key=self.name_of))
                self.emit("deadlock", t=self.now(), pending=len(pending))
            self.writer.flush(everything=True)
        except Exception as error:
            self.fail(error)
        sys.stdout.flush()
        print("loopscope_trace: nothing is ready and no timer is set: the loop would wait for ever", file=sys.stderr)
        sys.stderr.flush()
        self.leave(3)

    def exception_handler(self, context):
        error, message = context.get("exception"), message_of(context)
        future = context.get("future") or context.get("task")
        fut = self.name_of(future) if asyncio.isfuture(future) else None
        if isinstance(context.get("handle"), look.HANDLE) and message.startswith("Exception in callback "):  # without the file's name and its own address
            message = f"Exception in callback {look.callback_name(context['handle']._callback)}"
        elif " has errored out but its parent task " in message:  # of a TaskGroup: its tasks by their names, without all that their repr() says
            message = WHOLE_TASK.sub(r"<Task \1>", message)
        place = uncaught.place_of(error) if message.startswith(FAILED) and isinstance(error, (Exception, asyncio.CancelledError)) else None
        at = "" if place is None else f" at {causes.frames.line(place)}"
        if place is not None and message.startswith(FAILED[0]):
            at = causes.meanings.in_callback(error, place)
        if place is not None:
            causes.meanings.callback_failed(error, place)
        elif isinstance(error, BaseException) and isinstance(context.get("handle"), look.HANDLE):
            causes.used_as.callback_failed(context["handle"], error)
        causes.unclosed.reported(context)
        raised = uncaught.place_of(error) if isinstance(error, Exception) and message.endswith("exception was never retrieved") else None
        self.emit("exc_handler", {"at": at, "raised": raised}, by=self.by, message=message, exc=None if error is None else shown(error), fut=fut)

    def step_begins(self, task, handle):
        self.task_named(task, last=True)
        future = woken_by(handle._args)
        resume = "next" if future is None else "wakeup"
        if task.loopscope_fresh and future is None:
            resume, task.loopscope_fresh = "start", False
        waker = None if future is None else self.name_of(future)
        thrown = self.thrown_into(task, future)
        chain = getattr(task, "loopscope_chain", None)  # as its last step left it
        if chain is None:
            chain = look.await_chain(task.get_coro())
        self.entered = chain
        causes.step_begins(task, self.by, chain, thrown)
        self.struck = chain if thrown is not None and thrown.startswith("CancelledError") else None
        if self.struck:
            task.loopscope_struck = chain.own and chain.own.place
        self.tell(self.writer.form.step, self.by, handle.loopscope_name, resume, waker, thrown, chain)

    def thrown_into(self, task, future):
        itself, task.loopscope_itself = getattr(task, "loopscope_itself", False), False
        if future is not None and future.done():
            state, value = self.value_of(future)
            if state == "cancelled":
                self.cancelled_through = self.name_of(task), self.name_of(future)
                if self.cancelled_through[1] in limited.taken:
                    limited.taken_along(task, *self.cancelled_through)
                return "CancelledError()"
            if state == "exception" and not (task._must_cancel and not isinstance(future._exception, asyncio.CancelledError)):
                return value
        if task._must_cancel:
            return "CancelledError()"
        if itself:  # its name stands for its repr, which holds an address
            return f"RuntimeError({f'Task cannot await on itself: {task.get_name()}'!r})"
        return None

    def variables_of(self, task):
        """In the first steps of a recording: a long run is not slowed down for what nobody reads."""
        if not self.tells_variables:
            return ""
        self.variable_steps -= 1
        self.tells_variables = self.variable_steps > 0
        return variables.text_of(task)

    def step_ends(self, task):
        struck, self.struck = self.struck, None
        entered, self.entered = self.entered, ()
        if task.done():
            causes.step_ends(task, self.by, entered, ())
            self.task_done(task)
            if struck is not None:
                causes.struck_step_ends(task, struck, [])
            state, value = self.value_of(task)
            if state == "cancelled":
                self.emit("step_end", task=self.by, reason="cancelled")
            else:
                through = None if state == "result" else look.went_through(task._exception)
                self.emit("step_end", {"through": through}, task=self.by, reason="return" if state == "result" else "raise", value=value)
            return
        chain = task.loopscope_chain = look.await_chain(task.get_coro(), getattr(task, "loopscope_chain", None))
        causes.step_ends(task, self.by, entered, chain)
        if struck is not None:
            causes.struck_step_ends(task, struck, chain)
        self.left_off(task, chain)

    def left_off(self, task, chain):
        if task._fut_waiter is None:
            what = "sleep(0)" if chain and chain[-1].name == "__sleep0" else look.yield_of(task.get_coro())
            task.loopscope_itself = what == "bad-await"
            self.tell(self.writer.form.yielded, self.by, what, chain, self.variables_of(task))
            return
        self.outside_named(task, task._fut_waiter)
        self.tell(self.writer.form.awaits, self.by, self.awaited(task._fut_waiter), chain, self.variables_of(task))

    def outside_named(self, task, future):
        """A future that no function of asyncio's which the window knows has made: what its waiter waits for."""
        if not self.clock.sees_outside or isinstance(future, asyncio.Task) or hasattr(future, "_children") or getattr(future, "loopscope_named", False):
            return
        if getattr(future, "loopscope_via", "user") in SAYS_ENOUGH:
            return
        future.loopscope_named, future.loopscope_since = True, self.clock.now()
        chain = causes.frames.of(task)
        name = outside.name_of_wait(chain)
        if name is not None:
            self.emit("name", fut=self.name_of(future), name=name, outside=outside.number_of_wait(chain))

    def awaited(self, future):
        fields = {"on": self.name_of(future)}
        if isinstance(future, asyncio.Task):
            fields["what"] = "task"
        else:
            via = getattr(future, "loopscope_via", "user")
            fields["what"] = "future" if via == "user" else via
        if hasattr(future, "loopscope_delay"):
            fields["delay"] = future.loopscope_delay
        if hasattr(future, "_children"):
            fields["children"] = self.children_of(future)
        return fields


def woken_by(args):
    """The future in the arguments of a task's wake-up, or None for a step."""
    return args[0] if args and asyncio.isfuture(args[0]) else None
