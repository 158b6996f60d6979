"""ended: how futures and tasks end, and who has asked them to cancel: a part of the recorder."""

import asyncio
import sys
import weakref

from . import causes, look
from .causes import limited, outside
from .values import shown


WAITS_ITSELF = sys.version_info < (3, 12)  # wait_for() cancels what it was given


def comes_by_ctrl_c():
    """Is it asyncio.run that asks, since Ctrl-C came while the loop waited? It is not the loop."""
    frame = sys._getframe(2)
    while frame is not None:
        if frame.f_code.co_name == "_on_sigint" and frame.f_code.co_filename == asyncio.runners.__file__:
            return True
        frame = frame.f_back
    return False


class Ended:
    def value_of(self, future):
        """(outcome, repr) of a done future, read past the methods that would mark it as retrieved."""
        if future._state == "CANCELLED":
            return "cancelled", None
        error = future._exception
        return ("result", shown(future._result)) if error is None else ("exception", shown(error))

    def resolved(self, future, state, value):
        if state == "cancelled" and WAITS_ITSELF and getattr(future, "loopscope_via", None) == "user" and self.by[:1] == "T" and look.is_in_wait_for() and not self.clock.virtual:
            causes.futures.cancelled(future)
        self.tell(self.writer.form.resolve, self.name_of(future), state, value)
        if state == "result":
            beat = getattr(future, "loopscope_beat", None)
            if beat is not None:
                causes.beats.over(beat)
            causes.lost_errors.resolved(future)
            if getattr(future, "loopscope_via", None) == "TaskGroup":
                causes.groups.over(future)

    def task_done(self, task):
        """A task resolves inside the C code: it is told at the first sign, a callback that is scheduled or the end of the step."""
        if not getattr(task, "loopscope_done", False):
            state, value = self.value_of(task)
            self.task_ended(task, state, value)
            if state == "exception":
                self.failed(task, task._exception)

    def eager_ended(self, task, state, value):
        """An eager task's first step was all of it. It is resolved a moment later, of which nobody hears."""
        if task is not None:
            if state == "result" and task._must_cancel:  # it was cancelled meanwhile: what it returns is lost
                state = "cancelled"
            self.task_ended(task, state, shown(value) if state != "cancelled" else None)
            if state == "exception":
                causes.not_ready.eager_ended_with(task, value)
                self.failed(task, value)
            elif state == "result":
                causes.not_ready.eager_ended(task)

    def failed(self, task, error):
        if len(self.failures) > 1024:
            self.failures.clear()
        code = getattr(look.coroutine_of(task), "cr_code", None)
        if code is not None:
            self.failures[task.loopscope_name] = code, f"with {shown(error)}", causes.meanings.place_of(error)
        if isinstance(error, Exception) and len(self.unseen) < 256:
            self.unseen.append(weakref.ref(task))
        causes.ended_with(task, error)

    def task_ended(self, task, state, value):
        task.loopscope_done = True
        causes.lines.ended(task.loopscope_name)
        if task.loopscope_name == self.until:
            causes.lines.main_ended(task.get_loop())
        if task.loopscope_name in causes.objects.made_by:
            causes.objects.maker_ended(task.loopscope_name)
        self.resolved(task, state, value)
        if len(self.ended) > 4096:
            self.ended.clear()
        how = {"result": "without an error", "exception": f"with {value}", "cancelled": "because it was cancelled"}[state]
        self.ended[task.loopscope_name] = how
        if task.loopscope_name in causes.contexts.makers:
            causes.contexts.ended(task, task.loopscope_name)
        if state == "cancelled":
            causes.cancelled.ended(task, task.loopscope_name)
        self.parents.pop(task.loopscope_name, None)

    def cancel_called(self, future):
        began = self.clock.now()
        self.cancel_is_told(future)
        if self.step is not None:  # nor is one that cancels thousands
            self.step.blocked += self.clock.now() - began

    def cancel_is_told(self, future):
        name = self.name_of(future)
        waits_on = getattr(future, "_fut_waiter", None)
        if future.done():
            state = "done"
        elif name == self.by or any(first.made_by == name for first in look.eager):
            state = "running"
        elif isinstance(future, asyncio.Task) and (waits_on is None or waits_on.done()):
            state = "ready"
            if getattr(future, "loopscope_fresh", False) and self.by[:1] == "T":
                causes.scopes.never_begins(future, name)
        else:
            state = "waiting"
            if isinstance(future, asyncio.Task) and not self.clock.virtual:
                outside.cancelled_while_waiting(future)
            elif hasattr(future, "_children"):
                causes.left.gathered.cancelled(future)
        if name in causes.left.runs.serving and look.caller()[2]:
            causes.left.runs.cut_off(future, name)
        place = look.script_place()
        if len(self.cancels) > 4096:
            self.cancels.clear()
        self.cancels[name] = self.by, place
        if state == "running" and name == self.by:
            causes.cut.itself.cancelled(name, place)
        limited.cancelled(future, name)
        by = "main" if self.by == "loop" and comes_by_ctrl_c() else self.by
        self.emit("cancel", {"place": place, "by": by}, task=name, by=by, state=state, on=self.name_of(waits_on))
        causes.cut.cancelled(future, name)
        causes.yields.cancelled(future, name)
