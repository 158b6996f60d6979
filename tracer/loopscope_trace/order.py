"""order: which coroutines of the program's are entered and left within a step, in the order in which that happens.

Where a task is suspended its chain of coroutines can be read (look.py); this tells what has come and gone in between. From Python 3.12 on the interpreter
says so: the callbacks run inside of the program, so no error of theirs may reach it, and they look at code that is not the program's once. Before, it is
looked at when something else is told: what came and went without doing anything is not seen.
"""

import asyncio
import inspect
import sys
import weakref
from threading import get_ident

from . import fast, hooks, look
from .causes import caught, frames, taken_back

monitoring = getattr(sys, "monitoring", None)
TOOLS = (4, 3)  # those that no kind of tool has by custom
recorder = None
tool = None
tells_calls = False
eager_seen = False  # there is an eager task, or there may be
watched = {}  # code of the program's coroutines, by its id(): to compare it takes long
step = None, None, None  # the one to which `inside` belongs: (task, turn, the chain with which it began)
eager = look.eager
SUSPENDS, facts_of = look.SUSPENDS, look.facts_of
DEEP, LEVELS = 100, 60  # from how many coroutines on it is asked how many calls there is room for
MOST = 1000  # that are entered in one step: of those behind them only what prints or does something else is told
told = 0  # in the step of `inside`
inside = []  # the coroutines that have been entered, the outermost first: (code, a weak reference to the one that is known since before the step, or None)


class FirstStep:
    """Of an eager task: over when its coroutine has left off; its end is told when whoever makes the task goes on, for until then asyncio deals with that."""

    __slots__ = ("code", "frame", "made_by", "chain", "task", "maker", "maker_code", "over", "ended")


def install(the_recorder):
    global recorder, tool, tells_calls
    recorder = the_recorder
    tells_calls = not recorder.writer.form.batches  # the export has no such events
    if monitoring is None:
        if tells_calls:
            recorder.catch_up = catch_up
        return
    free = [number for number in TOOLS if monitoring.get_tool(number) is None]
    if not free:
        return
    tool = free[0]
    events = monitoring.events
    monitoring.use_tool_id(tool, "loopscope")
    hooks.exchange(asyncio.base_events.BaseEventLoop, "set_task_factory", telling_factory)
    starts, returns, unwinds, handles = fast.heard(started, returned, unwound, caught.handled, eager, watched)
    monitoring.register_callback(tool, events.PY_START, starts)
    monitoring.register_callback(tool, events.PY_RETURN, returns)
    monitoring.register_callback(tool, events.PY_UNWIND, unwinds)
    monitoring.register_callback(tool, events.PY_RESUME, starts)
    monitoring.register_callback(tool, events.PY_YIELD, yielded)
    monitoring.register_callback(tool, events.INSTRUCTION, maker_goes_on)
    monitoring.register_callback(tool, events.EXCEPTION_HANDLED, handles)
    listen(True)


def listen(on):
    """Shall the interpreter say so? Its callbacks look at frames, which may keep a coroutine a little longer that is closed as it is freed."""
    if tool is not None:
        monitoring.set_events(tool, monitoring.events.PY_START | monitoring.events.PY_UNWIND | monitoring.events.EXCEPTION_HANDLED | closing.events if on else 0)


def end():
    """Nothing of this is called any more."""
    if tool is not None:
        monitoring.set_events(tool, 0)
        for code in watched.values():
            monitoring.set_local_events(tool, code, 0)


def running_task():
    """Whose step runs, as asyncio says. None: nobody's, or the program has put something else in the place of get_running_loop()."""
    try:
        return asyncio.current_task() if asyncio._get_running_loop() is not None else None
    except RuntimeError:
        return None


def task_here():
    """The name of the task whose step runs, if it is watched and has been told of; else None. Where an eager task begins inside of another's step it is not recorder.by."""
    if not recorder.on or get_ident() != recorder.thread:
        return None
    return recorder.by if monitoring is None else getattr(running_task(), "loopscope_name", None)


def entered_now(name):
    """The list `inside` of the step that runs, or None: it is no task's. name: as task_here() says."""
    global step, inside, told
    chain = recorder.entered
    if not chain or name is None or name != recorder.by:
        return None
    by, turn, before = step
    if before is not chain or by != name or turn != recorder.turn:
        step, inside = (recorder.by, recorder.turn, chain), [(level.code, level.coroutine) for level in chain if level.own]
        told = 0
        if tool is not None:
            recorder.catch_up = None
    return inside


def is_enough():
    """Have so many been told in this step that it is looked at from now on when something is done, as before 3.12? Else a step of a million calls would take half a minute."""
    return told >= MOST and step[0] == recorder.by and step[1] == recorder.turn and step[2] is recorder.entered


def stack(frame):
    """The program's coroutines that run, the innermost first, as frames: out to where the loop, or an eager task, begins a step."""
    found = []
    while frame is not None:
        code = frame.f_code
        if code.co_flags & SUSPENDS:
            if id(code) in watched or facts_of(code)[0]:
                found.append(frame)
        elif code is look.HANDLE_RUN or code is RUN_HANDLE:
            break
        if eager and id(frame) == eager[-1].frame:
            break
        frame = frame.f_back
    return found


def innermost(frame, known):
    """The innermost of the program's coroutines that run, out from that frame, where they are those that are known; else None."""
    left, found = len(known), None
    while frame is not None:
        code = frame.f_code
        if code.co_flags & SUSPENDS:
            if id(code) in watched or facts_of(code)[0]:
                left -= 1
                if left < 0 or known[left][0] is not code:
                    return None
                found = found or frame
        elif code is look.HANDLE_RUN or code is RUN_HANDLE:
            break
        if eager and id(frame) == eager[-1].frame:
            break
        frame = frame.f_back
    return found if left == 0 else None


def has_room(levels=LEVELS):
    """Can we call that deep from here? If not, RecursionError says so, before anything is told by half."""
    return levels == 0 or has_room(levels - 1)


def started(code, offset):
    try:
        if id(code) not in watched:
            if not code.co_flags & (inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR):
                return monitoring.DISABLE
            if not (tells_calls and frames.is_own(code)):  # asyncio's own may be all of an eager task
                return None if is_eager_start(sys._getframe(1)) or eager_seen else monitoring.DISABLE
            watched[id(code)] = code
            of_generators = monitoring.events.PY_RESUME | monitoring.events.PY_YIELD if code.co_flags & inspect.CO_ASYNC_GENERATOR else 0
            monitoring.set_local_events(tool, code, monitoring.events.PY_RETURN | of_generators)
        try:
            name = task_here()
        except RecursionError:
            return None  # as entered() has it
        frame = sys._getframe(1)
        if name is None and is_eager_start(frame):
            return None
        entered(code, frame, name)
    except Exception as error:
        recorder.fail(error)


def entered(code, frame, name):
    global told
    try:
        if is_enough():
            recorder.catch_up = catch_up
            fast.enough(*step, inside)
            return
        known = entered_now(name)
        begins = eager and id(frame) == eager[-1].frame
        caller = innermost(frame.f_back, known) if known and not begins else None
        if caller is not None and len(known) >= DEEP:
            has_room()
    except RecursionError:
        return  # the program's stack is full of its own calls: what it calls there is not told, nor that it leaves that
    if caller is not None:
        known.append((code, None))
        told += 1
        recorder.tell(recorder.writer.form.entered, code, look.place_of(caller), look.definition_of(caller.f_code))


def catch_up():
    """Something is about to be told: what has been entered and left since the last time."""
    try:
        known = entered_now(task_here())
        found = stack(sys._getframe(1))[::-1] if known else ()
        if len(found) > DEEP:
            has_room()
    except RecursionError:
        return  # as entered() has it
    if not known:
        return
    kept = 0
    while kept < min(len(found), len(known)) and is_still(found[kept], *known[kept]):
        kept += 1
    if kept == 0:  # it is not the task's own step: an eager task's
        return
    while len(known) > kept:
        recorder.tell(recorder.writer.form.left, known.pop()[0], "result")
    for frame in found[kept:]:
        caller = found[len(known) - 1]
        known.append((frame.f_code, None))
        recorder.tell(recorder.writer.form.entered, frame.f_code, look.place_of(caller), look.definition_of(caller.f_code))


def is_still(frame, code, known_since_before):
    """Is it that call? Of one that came within the step only its code is known."""
    if frame.f_code is not code or known_since_before is None:
        return frame.f_code is code
    coroutine = known_since_before()
    return coroutine is not None and getattr(coroutine, "cr_frame", frame) is frame


def expect_eager():
    """From the first eager task on each coroutine that begins is looked at; before, one of a library's is looked at once."""
    global eager_seen
    if not eager_seen:
        eager_seen = True
        closing.install(recorder)
        listen(True)
        monitoring.restart_events()


def telling_factory(plain):
    def set_task_factory(self, factory):
        try:
            if factory is not None and tool is not None:
                expect_eager()
        except Exception as error:
            recorder.fail(error)
        return plain(self, factory)

    return set_task_factory


def is_eager_start(frame):
    """Does a task begin here with its first step, inside of another's? It is told now, and what it does is told as its own."""
    try:
        task = running_task() if recorder.on and recorder.in_thread() else None
        if task is None or hasattr(task, "loopscope_name") or not hooks.loops.is_seen(task.get_loop()) or getattr(task.get_coro(), "cr_frame", None) is not frame:
            return False
    except RecursionError:
        return False  # as entered() has it
    expect_eager()
    first = FirstStep()
    first.code, first.frame, first.made_by, first.chain, first.task = frame.f_code, id(frame), recorder.by, recorder.entered, weakref.ref(task)
    first.maker, first.maker_code = id(frame.f_back), frame.f_back.f_code
    first.over = first.ended = False
    recorder.task_made(task, frame.f_back)
    recorder.task_named(task, last=True)
    eager.append(first)
    task.loopscope_fresh, task.loopscope_eager = False, True  # what comes next is no first step
    recorder.by, recorder.entered = task.loopscope_name, look.await_chain(task.get_coro())
    if tells_calls:
        recorder.tell(recorder.writer.form.begins, recorder.entered)
    events = monitoring.events
    monitoring.set_local_events(tool, first.code, monitoring.get_local_events(tool, first.code) | events.PY_YIELD | events.PY_RETURN)
    return True


def eager_step_ends(code, frame, outcome=None, value=None):
    """outcome: that of the task, when this was all of it; None: it is suspended."""
    if not eager:
        return False
    first = eager[-1]
    if first.over:
        if id(frame) == first.maker:  # an error comes out of it
            eager_step_is_told(first)
        return False
    if first.code is not code or first.frame != id(frame):
        return False
    first.over, first.ended = True, outcome is not None
    if first.ended and recorder.on:
        recorder.eager_ended(first.task(), outcome, value)
    monitoring.set_local_events(tool, first.maker_code, monitoring.get_local_events(tool, first.maker_code) | monitoring.events.INSTRUCTION)
    return True


def maker_goes_on(code, offset):
    try:
        if eager and eager[-1].over and eager[-1].maker == id(sys._getframe(1)):
            eager_step_is_told(eager[-1])
    except Exception as error:
        recorder.fail(error)


def eager_step_is_told(first):
    eager.pop()
    monitoring.set_local_events(tool, first.maker_code, monitoring.get_local_events(tool, first.maker_code) & ~monitoring.events.INSTRUCTION)
    if recorder.on:
        task = first.task()
        if not first.ended and task is not None and not task.done():
            task.loopscope_chain = look.await_chain(task.get_coro())
            recorder.left_off(task, task.loopscope_chain)
        elif tells_calls:
            recorder.tell(recorder.writer.form.ends)
    recorder.by, recorder.entered = first.made_by, first.chain


def left(code, outcome):
    try:
        if is_enough() and inside[-1][0] is not code:
            return
        known = entered_now(task_here()) if tells_calls else None
        is_known = known and len(known) > 1 and known[-1][0] is code and innermost(sys._getframe(2), known) is not None
    except RecursionError:
        return
    if is_known:
        known.pop()
        recorder.tell(recorder.writer.form.left, code, outcome)


def returned(code, offset, value):
    try:
        if value is True and code.co_name == "__aexit__" and recorder.on and recorder.in_thread():
            taken_back.left_by(sys._getframe(1))
        if eager_step_ends(code, sys._getframe(1), "result", value):
            return
        left(code, "ended" if code.co_flags & inspect.CO_ASYNC_GENERATOR else "result")
    except Exception as error:
        recorder.fail(error)


def yielded(code, offset, value):
    """A generator gives a value; or something that it awaits suspends it, and it stays where it is."""
    try:
        if eager_step_ends(code, sys._getframe(1)):
            return
        if type(value).__name__ == "async_generator_wrapped_value":
            left(code, "result")
    except Exception as error:
        recorder.fail(error)


def unwound(code, offset, error):
    try:
        outcome = "cancelled" if isinstance(error, asyncio.CancelledError) else "exception"
        if not eager_step_ends(code, sys._getframe(1), outcome, error) and id(code) in watched:
            left(code, outcome)
    except Exception as fault:
        recorder.fail(fault)


from . import closing  # noqa: E402
from .recorder import Recorder  # noqa: E402

RUN_HANDLE = Recorder.run_handle.__code__
