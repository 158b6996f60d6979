"""closing: eager tasks that close a generator: what aclose() gives has no frame in which a first step could be seen, so each is told from where it is made.

If the generator stands at a `yield`, an error is thrown into it there: that is the task's first step, and what it does is told as the task's own. If it has
not begun, or has ended, nothing runs at all, and the task is done when it has been made.
"""

import asyncio
import sys

from . import hooks, look, order

recorder = None
events = 0  # that order.py is to hear of as well
monitoring = getattr(sys, "monitoring", None)


def install(the_recorder):
    """Before it there are no eager tasks."""
    global recorder, events
    if recorder is None:
        hooks.exchange(asyncio.base_events.BaseEventLoop, "create_task", telling_create)
    recorder = the_recorder
    events = monitoring.events.PY_THROW
    monitoring.register_callback(order.tool, events, thrown)


def closes(coroutine):
    return look.GENERATOR_STEPS.get(type(coroutine).__name__) is not None


def thrown(code, offset, error):
    try:
        if not (recorder.on and recorder.in_thread()):
            return
        task = order.running_task()
        if task is not None and not hasattr(task, "loopscope_name") and closes(task.get_coro()):
            frame = sys._getframe(1)
            begin(task, frame.f_back)
            order.eager[-1].frame = id(frame)
    except Exception as fault:
        recorder.fail(fault)


def begin(task, maker):
    first = order.FirstStep()
    first.code = first.frame = first.maker = first.maker_code = None
    first.made_by, first.chain = recorder.by, recorder.entered
    first.task = lambda: task  # which nobody else has, where what ends a run comes out of its first step
    first.over = first.ended = False
    recorder.task_made(task, maker, eager_closing=True)
    if task.done() and task.get_name() == "None":  # Python 3.13 calls it that behind its first step, to which it came with a name of its own
        task.set_name(f"Task-{recorder.tasks}")
        recorder.task_named(task, last=True)
        task.set_name("None")
    recorder.task_named(task, last=True)
    order.eager.append(first)
    task.loopscope_fresh, task.loopscope_eager = False, True  # what comes next is no first step
    recorder.by, recorder.entered = task.loopscope_name, () if task.done() else look.await_chain(task.get_coro())
    if order.tells_calls:
        recorder.tell(recorder.writer.form.begins, recorder.entered)


def end(task):
    first = order.eager.pop()
    if recorder.on:
        if task.done():
            recorder.task_done(task)
        else:
            task.loopscope_chain = look.await_chain(task.get_coro())
        if task.done() and order.tells_calls:
            recorder.tell(recorder.writer.form.ends)
        elif not task.done():
            recorder.left_off(task, task.loopscope_chain)
    recorder.by, recorder.entered = first.made_by, first.chain


def telling_create(plain):
    def create_task(self, coro, **options):
        if not closes(coro) or not hooks.here(self):
            return plain(self, coro, **options)
        depth, task = len(order.eager), None
        try:
            task = plain(self, coro, **options)
        finally:
            try:
                told(task, depth)
            except Exception as error:
                recorder.fail(error)
        return task

    return create_task


def told(task, depth):
    """The task has been made, or, with None, an error came out of its first step."""
    if len(order.eager) > depth:
        task = task or order.eager[-1].task()
        if task is not None:
            end(task)
        else:
            order.eager.pop()
    elif task is not None and not hasattr(task, "loopscope_name") and task.done():
        begin(task, sys._getframe(1))
        end(task)
