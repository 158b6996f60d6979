"""meanings: errors whose text says little about where they come from: a coroutine that is used twice, a list that changes while a loop goes through it, and more."""

import ast
import asyncio
import inspect
import re
import sys
import types

from .. import hooks, look, needs
from ..kinds import Expression
from ..values import shown
from . import callbacks, databases, frames, objects, thread_lock
from .errors import answered, by_signal, cancelled, closed, elsewhere, forms, gone, not_ready, nothing, once, pieces, sent, shared, system, used, used_as, wrapped

recorder = None
told = set()
CHANGES = {"pop", "popitem", "clear", "update", "setdefault", "add", "discard", "remove", "append", "extend", "insert", "popleft", "appendleft"}
STOP = "Let main return instead, or set an Event that it waits for (or cancel its task); stop() belongs to run_forever()."
NO_LOOP = "Pass the loop to the thread (asyncio.get_running_loop() in a coroutine) and use asyncio.run_coroutine_threadsafe(); or call asyncio.run() in the thread."


def own_frames(error):
    """The program's own frames in its traceback, each with its line, the outermost first."""
    found, entry = [], error.__traceback__
    while entry is not None:
        if frames.is_own(entry.tb_frame.f_code):
            found.append((entry.tb_frame, entry.tb_lineno))
        entry = entry.tb_next
    return found


def place_of(error):
    """The program's own innermost line, or None."""
    own = own_frames(error)
    return None if not own else (own[-1][0].f_code.co_filename, own[-1][0].f_code.co_name, own[-1][1])


def nodes_at(place, kinds):
    """The nodes of the source that reach over that line, the innermost last."""
    found = [node for node in needs.nodes_of(place[0]) if isinstance(node, kinds) and node.lineno <= place[2] <= node.end_lineno]
    return sorted(found, key=lambda node: node.lineno)


def last_name(node):
    """`clients` of clients.items() or self.clients; or ""."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


# -- each kind: (error, text, task) -> (what, advice) or None


def used_twice(error, text, task):
    kept, place = "", place_of(error)
    for statement in nodes_at(place, ast.stmt)[-1:] if place else ():
        for node in ast.walk(statement):
            kept = kept or keeper_of(place[0], getattr(node, "attr", getattr(node, "id", "")))
    what = "a coroutine runs once, and this one has been awaited before" if "already awaited" in text else "two tasks await one coroutine at the same time"
    return f"{what}{kept}.", "Keep a task (asyncio.create_task()), which many can await, or the result; or call the function anew each time."


def keeper_of(file, name):
    """": lru_cache at line 7 keeps the coroutine of get_user, and not what it gives", where the source says so; or ""."""
    for node in needs.nodes_of(file) if name else ():
        if isinstance(node, ast.AsyncFunctionDef) and node.name == name:
            for decorator in node.decorator_list:
                called = decorator.func if isinstance(decorator, ast.Call) else decorator
                by = getattr(called, "attr", getattr(called, "id", ""))
                if by in ("lru_cache", "cache", "cached_property"):
                    return f": {by} at {frames.line((file, '', decorator.lineno))} keeps the coroutine of {name}, and not what it gives"
    return ""


def generator_runs(error, text, task):
    return "two tasks ask one asynchronous generator for its next value at the same time, and it serves one.", "Let one task go through the generator and give the items on through a Queue; or make a generator for each."


def closed_while_running(error, text, task):
    return "the generator is closed while another task waits for its next value, and a generator does one thing at a time.", "Cancel the task that goes through the generator, and await it, before aclose()."


def two_readers(error, text, task):
    reader = next((entry for entry in innermost(error) if isinstance(entry, asyncio.StreamReader)), None)
    others = [other for other in frames.tasks_of(task.get_loop()) if other is not task and reader is not None and frames.waits_in(frames.of(other))[1] is reader] if task is not None else []
    who = f"{{{recorder.name_of(others[0])}}} waits for data from this reader already" if others else "two tasks read from one StreamReader at the same time"
    return f"{who}, and one task at a time can.", "Let one task read and give the messages on, through a Queue or the futures of those who asked; or take a Lock round each request and its answer."


def two_receivers(error, text, task):
    return "two tasks wait for the next message of one connection at the same time, and one can: nobody could say to whom it goes.", "Let one task receive and give the messages on, through a Queue or the futures of those who asked; or a connection for each."


def left_by_another(error, text, task):
    return "a task group or a time limit is entered in one task and left in another, as by an asynchronous generator that one task begins and another closes.", "Do not `yield` inside of a task group or a time limit; walk and close the generator in one task (contextlib.aclosing())."


def innermost(error):
    """What the functions of its traceback are methods of, the innermost first; nothing is kept."""
    found, entry = [], error.__traceback__
    while entry is not None:
        found.append(entry.tb_frame.f_locals.get("self"))
        entry = entry.tb_next
    return found[::-1]


def changed_meanwhile(error, text, task):
    own = own_frames(error)
    for frame, line in own[-1:]:
        file = frame.f_code.co_filename
        for loop in reversed(nodes_at((file, "", line), ast.For)):
            waits = sorted(node.lineno for part in loop.body for node in [part, *needs.walk(part)] if isinstance(node, (ast.Await, ast.AsyncFor, ast.AsyncWith)))
            if loop.lineno == line and waits:
                name = last_name(loop.iter)
                who = changers(file, name, loop) if name else []
                by = f": {' and '.join(who)} {'change' if len(who) > 1 else 'changes'} {name}" if who else ""
                return (
                    f"the `for` awaits at {frames.line((file, '', waits[0]))}, and while it is suspended other tasks run, which may change what it goes through{by}.",
                    f"Go through a copy: `for … in list({ast.unparse(loop.iter) if hasattr(ast, 'unparse') else '…'})`.",
                )
    return None


def changers(file, name, loop):
    """The lines outside of the loop that change a thing of that name: "line 16 (leave)"; none, where there are many."""
    found = []
    for function in needs.nodes_of(file):
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for node in needs.walk(function):
                changed = None
                if isinstance(node, ast.Delete):
                    changed = next((one.value for one in node.targets if isinstance(one, ast.Subscript)), None)
                elif isinstance(node, ast.Assign):
                    changed = next((one.value for one in node.targets if isinstance(one, ast.Subscript)), None)
                elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGES:
                    changed = node.func.value
                if changed is not None and last_name(changed) == name and not loop.lineno <= node.lineno <= loop.end_lineno:
                    found.append(f"{frames.line((file, '', node.lineno))} ({function.name})")
    return found if len(found) < 4 else []


def waits_for_itself(error, text, task):
    return "a task waits for its own end, as when it calls the close() that is to end it: that could never come.", "Await the task from outside of it; inside, `if task is not asyncio.current_task():` before the await."


def looked_only_once(error, text, task):
    """An `if` before the wait at a Condition: between notify() and its turn, another task may have been faster."""
    for frame, line in own_frames(error)[-1:]:
        function = needs.function_of(frame.f_code)
        for node in needs.walk(function) if function is not None else ():
            if isinstance(node, ast.If) and node.end_lineno < line:
                for one in (each for part in node.body for each in [part, *needs.walk(part)] if isinstance(each, ast.Await)):
                    called = getattr(one.value, "func", None)
                    if getattr(called, "attr", "") == "wait" and isinstance(thread_lock.value_of(called.value, frame), asyncio.Condition):
                        where = frames.line((frame.f_code.co_filename, "", node.lineno))
                        return (
                            f"the `if` at {where} looks once; between the notify() and the turn of a task that it wakes another one may have taken what was there.",
                            "Look again after the wait: `while not …: await condition.wait()`, or `await condition.wait_for(lambda: …)`.",
                        )
    return None


def done_too_often(error, text, task):
    return "all that was put into the queue had been called done before: task_done() was called twice for one item, or for one that nobody took.", "Call task_done() once for each get(): in a finally, and nowhere else on the way."


def over_the_limit(error, text, task):
    reader = next((entry for entry in innermost(error) if isinstance(entry, asyncio.StreamReader)), None)
    limit = f" of {reader._limit} bytes" if type(getattr(reader, "_limit", None)) is int else ""
    return f"what was to be read up to its end, a line say, is longer than the reader's limit{limit}.", "Give the limit where the stream is made: open_connection(…, limit=…), start_server(…, limit=…), create_subprocess_exec(…, limit=…); or agree on a length and use readexactly()."


def not_what_was_given(error, text, task):
    return "as_completed() gives coroutines of its own, none of what it was given.", "Let each coroutine return what it is about (its URL) with its result; from Python 3.13 `async for` over as_completed() gives the tasks themselves."


def not_in_order(error, text, task):
    if not any(isinstance(entry, asyncio.PriorityQueue) for entry in innermost(error)):
        return not_awaited(error, text, task) if "'coroutine'" in text else None
    return "a PriorityQueue compares its items, and where two priorities are equal what stands behind them.", "Put a number that counts up between: `(priority, next(counter), item)`; or a dataclass(order=True) with field(compare=False)."


def cannot_be_sent(error, text, task):
    return "a function is pickled, as for another process, by its name: a lambda, or one inside of another function, has none.", "Define the function at the top of the module; give what it needs as arguments."


def coroutine_sent(error, text, task):
    """A coroutine function was given to another process: what a call of it gives there is a coroutine."""
    place = place_of(error)
    code = next((code for code, (where, _) in callbacks.given.items() if where == place), None)
    what = f"{code.co_name} is a coroutine function" if code is not None else "it seems to be a coroutine function"
    return f"{what}: another process calls it as any function, which only makes a coroutine, and that cannot be sent back.", "Give a plain function to a process; one that has to await there calls `asyncio.run(…)` itself."


def group_is_over(error, text, task):
    return "a TaskGroup takes tasks only inside of its `async with`, until it ends or one of its tasks has failed.", "Make the task inside of the `async with`, or with asyncio.create_task()."


def no_loop_in_thread(error, text, task):
    if "'MainThread'" in text:
        return "there is no event loop here yet, and since Python 3.14 none is made for it.", "Do it in a coroutine that asyncio.run() runs; or make a loop: asyncio.new_event_loop()."
    return "each thread has an event loop of its own or none, and in this one none runs.", NO_LOOP


def no_running_loop(error, text, task):
    return "this needs a loop that runs in this thread, and none does: it is called outside of any coroutine.", "Call it in a coroutine that asyncio.run() runs; from another thread use asyncio.run_coroutine_threadsafe()."


def lock_not_held(error, text, task):
    return "the lock must be held for that, by whoever calls it.", "Do it inside of `async with condition:` (or the lock's)."


def came_to_its_end(error, text, task):
    place = place_of(error.__cause__) if error.__cause__ is not None else None
    where = f" at {frames.line(place)} ({frames.line_text(place)})" if place else ""
    return f"an iterator was at its end{where}, and no coroutine and no future can pass StopIteration on.", "Give next() what to return then: next(iterator, None); or catch StopIteration.", place


def stopped_early(error, text, task):
    place = getattr(recorder, "stopped_at", None)
    given = callbacks.given_away(frames.program, "stop") if place is None and frames.program else ()
    if len(given) == 1:
        place, takes = given[0]
        return f"stop() was given to {takes}() at {frames.line(place)}, and was called while the coroutine that the loop runs was not done.", STOP, place
    if place is None:
        return None
    return f"stop() was called at {frames.line(place)} ({frames.line_text(place)}) while the coroutine that the loop runs was not done.", STOP, place


def nobody_holds(error, text, task):
    return "it is given back, but nobody has taken it: acquire() was not awaited, or it was given back before.", "Take it with `async with lock:`, which awaits the acquire() and gives it back once."


def given_back_twice(error, text, task):
    semaphore = next((entry for entry in innermost(error) if isinstance(entry, asyncio.Semaphore)), None)
    freed = objects.note_of(semaphore).freed if semaphore is not None else None
    before = f"it was given back at {frames.line(freed)} before, and" if freed else "it was given back before, and"
    return f"{before} nobody has taken it since.", "Take it with `async with`, which gives it back once."


def not_awaited(error, text, task):
    """A coroutine stands where what it gives was meant: which one?"""
    for frame, line in reversed(own_frames(error)):
        for name, value in [*frame.f_locals.items(), *used.values_at(frame, line)]:
            if type(value) in (list, tuple, dict) and value:
                value = next(iter(value.values() if type(value) is dict else value))
                name = f"what stands in {name}"
            if type(value) is types.CoroutineType and inspect.getcoroutinestate(value) == "CORO_CREATED":
                origin = value.cr_origin
                made = f", made at {frames.line((origin[0][0], '', origin[0][1]))}" if origin else ""
                place = (origin[0][0], origin[0][2], origin[0][1]) if origin else None
                return f"{name} is the coroutine {value.__qualname__}{made}: nobody has awaited it, so it has given nothing yet.", "Write `await` before the call.", place
    return "a coroutine stands where what it gives was meant.", "Write `await` before the call that makes it."


def is_its_own(error):
    """Has the program itself raised it, with a text like Python's?"""
    entry = error.__traceback__
    while entry is not None and entry.tb_next is not None:
        entry = entry.tb_next
    if entry is None or not frames.is_own(entry.tb_frame.f_code):
        return False
    return bool(nodes_at((entry.tb_frame.f_code.co_filename, "", entry.tb_lineno), ast.Raise))


def in_short(error):
    text = shown(error)
    return text if len(text) <= 100 else text[:96].rstrip() + " …)"


KINDS = (
    ("cannot reuse already awaited coroutine", used_twice),
    ("coroutine is being awaited already", used_twice),
    ("aclose(): asynchronous generator is already running", closed_while_running),
    ("asynchronous generator is already running", generator_runs),
    ("called while another coroutine is already waiting for incoming data", two_readers),
    ("changed size during iteration", changed_meanwhile),
    ("keys changed during iteration", changed_meanwhile),
    ("mutated during iteration", changed_meanwhile),
    ("Task cannot await on itself", waits_for_itself),
    ("There is no current event loop", no_loop_in_thread),
    ("no running event loop", no_running_loop),
    ("un-acquired lock", lock_not_held),
    ("coroutine raised StopIteration", came_to_its_end),
    ("async generator raised StopIteration", came_to_its_end),
    ("Event loop stopped before Future completed", stopped_early),
    ("Passing coroutines is forbidden", forms.wants_tasks),
    ("'await' expression", forms.awaits_nothing),
    ("object can't be awaited", forms.awaits_nothing),
    ("Result is not set.", forms.not_done_yet),
    ("Exception is not set.", forms.not_done_yet),
    ("invalid state", answered.done_already),
    ("a coroutine was expected, got <function", forms.function_given),
    ("StopIteration interacts badly with generators", came_to_its_end),
    ("while another coroutine is already running recv", two_receivers),
    ("cancel scope in a different task than it was entered in", left_by_another),
    ("cancel scope that isn't the current tasks's current cancel scope", left_by_another),
    ("Lock is not acquired", nobody_holds),
    ("task_done() called too many times", done_too_often),
    ("Pipe transport is for pipes/sockets only", system.always_ready),
    *((part, over_the_limit) for part in ("chunk exceed the limit", "chunk is longer than limit")),
    *((part, databases.is_locked) for part in ("database is locked", "database table is locked")),
    ("'async for' requires an object with __aiter__ method, got coroutine", forms.of_a_coroutine),
    ("another operation is in progress", shared.in_use),
    ("cannot start a transaction within a transaction", shared.in_a_transaction),
    ("' not supported between instances of", not_in_order),
    ("cannot pickle 'coroutine' object", coroutine_sent),
    *((part, cannot_be_sent) for part in ("Can't get local object", "Can't pickle local object", "Can't pickle <function <lambda>")),
    ("BoundedSemaphore released too many times", given_back_twice),
    ("Task got bad yield", forms.bad_yield),
    ("generator didn't yield", forms.no_yield),
    ("An asyncio.Future, a coroutine or an awaitable is required", forms.not_called),
    ("unhashable type: 'list'", forms.all_in_one),
    ("coroutines cannot be used with", forms.only_called),
    ("does not support the asynchronous context manager protocol", forms.wants_with),
    ("'async_generator' object is not iterable", forms.wants_async_for),
    *((part, forms.one_by_one) for part in ("program arguments must be a bytes or text string, not", "expected str, bytes or os.PathLike object, not list")),
    *((part + " must be False", forms.bytes_alone) for part in ("text", "universal_newlines")),
    *((f"'async for' requires an object with __aiter__ method, got {kind}", forms.wants_for) for kind in ("list", "tuple", "dict", "set", "range", "str", "generator", "map", "zip", "enumerate")),
    ("has already been entered", once.entered_twice),
    ("Set of Tasks/Futures is empty", once.nothing_left),
    ("received an object from __aiter__ that does not implement __anext__: coroutine", once.asynchronous_iterator),
    *((part, closed.meanwhile) for part in ("I/O operation on closed", "closed database")),
    *((part, sent.along) for part in ("cannot pickle '", "can't pickle ")),
    *((part, gone.name) for part in ("'asyncio' has no attribute '", "Task' has no attribute '", " from 'asyncio'")),
    ("unexpected keyword argument 'loop'", gone.parameter),
    ("should return None, not 'coroutine'", gone.made_by_await),
)
LOOKED_AT = (RuntimeError, TypeError, AttributeError, ValueError, LookupError, ImportError, asyncio.InvalidStateError, asyncio.LimitOverrunError)
PATTERNS = (
    (Expression(r"'(?:[\w.]*\.)?(_\w*RequestContextManager|PoolAcquireContext|_AsyncGeneratorContextManager)' object has no attribute"), forms.not_entered),
    (Expression(r"^TaskGroup .* (is finished|is shutting down|has not been entered)$|<TaskGroup.*> (is finished|is shutting down|has not been entered)$", re.S), group_is_over),
    (Expression(r"'(?:[\w.]*\.)?(Lock|Semaphore|BoundedSemaphore|Condition|Timeout|TaskGroup|_AsyncGeneratorContextManager)' object does not support the context manager protocol"), forms.wants_async_with),
    (Expression(r"\b(run_in_executor|call_soon|call_soon_threadsafe|call_later|call_at|add_reader|add_writer|add_signal_handler)\(\) got an unexpected keyword"), forms.keywords),
    (Expression(r"'NoneType'"), nothing.given),
    (Expression(r"'coroutine' object|[gG]ot (a )?coroutine|instances? of .*'coroutine'|operand type.*'coroutine'|iterable coroutine object|not coroutine\b"), not_awaited),
)


def of_another_kind(error):
    shadow = used_as.named_like(error)
    if shadow is not None:
        return shadow
    own = own_frames(error)
    if not own:
        return None
    found = system.of(error) or forms.command_line(error) if isinstance(error, OSError) and not isinstance(error, TimeoutError) else None
    return found or elsewhere.of(error, own) or pieces.of(error, own) or used_as.of(error, own) or closed.by_its_handler(error, own)


def is_of_as_completed(key):
    return type(key) is types.CoroutineType and key.__qualname__.endswith("_wait_for_one")


def of(error, task=None):
    """(what, advice, place or None) of an error of Python's or asyncio's own, or None."""
    found = by_signal.of(error) or wrapped.of(error) or (None if is_its_own(error) else of_another_kind(error))
    if found is not None:
        return (*found, None)[:3]
    if type(error).__name__ == "QueueShutDown":
        return "the queue has been shut down: a get() says so when nothing is left in it, a put() at once.", "Catch it where the work ends: `except asyncio.QueueShutDown: break`.", None
    if not (isinstance(error, LOOKED_AT) or databases.is_error(error) or shared.is_error(error) or type(error).__name__ == "PicklingError") or not error.args or is_its_own(error):
        return None
    text = error.args[0]
    if isinstance(error, LookupError):
        how = not_what_was_given if is_of_as_completed(text) else looked_only_once
    elif type(text) is not str:
        return None
    else:
        how = next((how for part, how in KINDS if part in text), None) or next((how for pattern, how in PATTERNS if pattern.search(text)), None)
    own = own_frames(error) if how in (None, nothing.given) and isinstance(error, (AttributeError, TypeError)) else ()
    found = (how(error, text, task) if how is not None else None) or (not_ready.of(error, *own[-1]) if own else None)
    return None if found is None else (*found, None)[:3]


def ended_with(task, error):
    """A task has ended with an error; the same one passes through those who await the task."""
    key = in_short(error), place_of(error)
    if key in told:
        return
    found = of(error, task)
    if found is None:
        return
    told.add(key)
    name = recorder.name_of(task)
    what, advice, place = found
    recorder.remark("meaning", f"{{{name}}} ends with {in_short(error)}: {what}", advice, place or place_of(error), name)


def in_callback(error, place):
    """" at line 7, raised at line 12": it may have gone through other functions, or be the error of the task that the callback has asked for its result."""
    frame, line = own_frames(error)[0]
    outer = look.place_of(frame)[:2] + (line,)
    return f" at {frames.line(outer)}" + (f", raised at {frames.line(place)}" if place != outer else "")


def callback_failed(error, place):
    """The same of a callback, of which the loop reports."""
    found = of(error) or cancelled.asked(error)
    if found is not None and (in_short(error), place) not in told:
        told.add((in_short(error), place))
        recorder.remark("meaning", f"A callback ends with {in_short(error)}: {found[0]}", found[1], found[2] or place, None)


def telling_stop(plain):
    def stop(self):
        try:
            caller = sys._getframe(1)
            if hooks.here(self) and frames.is_own(caller.f_code):
                recorder.stopped_at = look.place_of(caller)
        except Exception as error:
            recorder.fail(error)
        return plain(self)

    return stop


def install():
    hooks.exchange(asyncio.base_events.BaseEventLoop, "stop", telling_stop)
