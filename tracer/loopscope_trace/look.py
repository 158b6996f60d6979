"""look: what asyncio's own objects say: whose step a callback is, who called, where a coroutine is suspended."""

import asyncio
import collections
import functools
import inspect
import itertools
import operator
import re
import sys
import threading
import types
import weakref

from . import fast
from .awaited import GENERATOR_STEPS, closes_generator, coroutine_name, generator_of, without_wrapper, wrapped_by
from .origins import ASYNCIOS, FROZEN, LIBRARY, NO_FILES, ORIGINS, OURS, TRACER, above, is_beneath, is_library, is_starter, is_tracer, started_by

# asyncio's private names for callbacks, and ours, which do not change with its versions.
CALLBACKS = {
    "run_coroutine_threadsafe.<locals>.callback": "run_coroutine_threadsafe",
    "_set_result_unless_cancelled": "sleep.resolve",
    "_run_until_complete_cb": "run.stop",
    "gather.<locals>._done_callback": "gather.child",
    "_release_waiter": "wait_for.release",
    "_wait.<locals>._on_completion": "wait.child",
    "shield.<locals>._inner_done_callback": "shield.inner",
    "shield.<locals>._outer_done_callback": "shield.outer",
    "shield.<locals>._clear_awaited_by_callback": "shield.forgets",
    "_AsCompletedIterator._handle_completion": "as_completed.child",
    "_AsCompletedIterator._handle_timeout": "as_completed.expire",
    "as_completed.<locals>._on_completion": "as_completed.child",
    "as_completed.<locals>._on_timeout": "as_completed.expire",
    "TaskGroup._on_task_done": "TaskGroup.child",
    "Timeout._on_timeout": "timeout.expire",
    "StreamReaderProtocol.connection_made.<locals>.callback": "streams.handler_done",
}

# Where the outermost asyncio function has another name than the one that a script calls.
APIS = {
    "Runner.run": "user",  # asyncio.run() that calls it says "run"; a program that does goes on with the same loop
    "TaskGroup.create_task": "TaskGroup",
    "TaskGroup.__aexit__": "TaskGroup",
    "Timeout.__aenter__": "timeout",
    "Timeout.reschedule": "timeout",
    "Condition.wait_for": "Condition.wait",
    "BaseEventLoop.create_task": "create_task",
    "_wait": "wait",
    "as_completed.<locals>._wait_for_one": "as_completed",
    "_AsCompletedIterator._wait_for_one": "as_completed",
    "_AsCompletedIterator.__anext__": "as_completed",
}

eager = []  # order.py: the first steps of eager tasks that run, one inside of the other
HANDLE = asyncio.Handle  # asyncio's own, before ours stands in its place
HANDLE_RUN = HANDLE._run.__code__
SUSPENDS = inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR | inspect.CO_ITERABLE_COROUTINE  # flags of code that may await
# Frames that only pass a call on: what they called is what the script asked for.
PASSED_OVER = {"_ContextManagerMixin.__aenter__", "BaseEventLoop.shutdown_asyncgens", "Handle._run"}


class ByIdentity:
    """What is known of objects while they live: a class of the program's may compare and hash its own as it likes, and none of that is run."""

    def __init__(self):
        self.entries = {}  # by id: (a weak reference, what is known)

    def get(self, thing):
        entry = self.entries.get(id(thing))
        return None if entry is None or entry[0]() is not thing else entry[1]

    def __setitem__(self, thing, value):
        number, entries = id(thing), self.entries
        self.entries[number] = weakref.ref(thing, lambda gone: entries.pop(number, None) if entries.get(number, (None,))[0] is gone else None), value


# One coroutine of a task's chain. serial: two calls of the same coroutine differ in it; coroutine: a weak reference to it, where it has a serial.
Level = collections.namedtuple("Level", "own name line serial place definition code coroutine")
serials = weakref.WeakKeyDictionary()
next_serial = itertools.count(1)
suspended = None  # causes/errors/wrapped.py: to be told of each coroutine of the program's that is suspended for the first time


# In which variable asyncio's own callbacks have the future or task for whose sake they run.
SERVED = {"Timeout._on_timeout": "_task", "TaskGroup._on_task_done": "_parent_task"}


def qualified_name(code):
    return getattr(code, "co_qualname", None) or known_names().get(code, code.co_name)


@functools.lru_cache(maxsize=None)
def known_names():
    """Before Python 3.11 code does not say whose method it is: by the code of asyncio's functions, their qualified names."""
    names = {}

    def add(code, name):
        names[code] = name
        for inner in filter(inspect.iscode, code.co_consts):
            add(inner, f"{name}.<locals>.{inner.co_name}")

    for module in [module for name, module in list(sys.modules.items()) if name.startswith("asyncio.")]:
        owners = [module, *(value for value in vars(module).values() if isinstance(value, type) and value.__module__ == module.__name__)]
        for owner in owners:
            for value in list(vars(owner).values()):
                function = getattr(value, "__func__", getattr(value, "fget", value))
                if inspect.isfunction(function) and is_library(function.__code__):
                    add(function.__code__, function.__qualname__)
    return names


def callback_text(code):
    """What a function of asyncio's is called as one of its callbacks or coroutines, else its qualified name."""
    name = qualified_name(code)
    return CALLBACKS.get(name) or APIS.get(name, name)


def library_name(code):
    """What a coroutine of asyncio's own is called: as the function that the script called, where that is all it does."""
    name = qualified_name(code)
    return APIS[name] if ("<locals>" in name or name.endswith("._wait_for_one")) and name in APIS else name[len("BaseEventLoop.") :] if name.startswith("BaseEventLoop.") else name


kinds_in_c = {}  # by id: classes of callbacks that are written in C


def says(callback, name, otherwise=None):
    """callback.name; of an object of a class of the program's, which may do anything when it is asked, `otherwise`."""
    kind = type(callback)
    if kind is not types.FunctionType and kind is not types.MethodType and kind is not types.BuiltinMethodType and id(kind) not in kinds_in_c:
        called = next((vars(one)["__call__"] for one in kind.__mro__ if "__call__" in vars(one)), None)
        if isinstance(called, types.FunctionType):
            return otherwise
        if vars(kind).get("__call__") is called and type(called) is types.WrapperDescriptorType:
            kinds_in_c[id(kind)] = kind
    return getattr(callback, name, otherwise)


def task_of(callback):
    """The task whose step or wake-up this callback is, or None."""
    if type(callback) is types.FunctionType:
        return None
    owner = says(callback, "__self__")
    if not isinstance(owner, asyncio.Task):
        return None
    kind = type(callback).__name__
    if kind in ("TaskStepMethWrapper", "TaskWakeupMethWrapper"):
        return owner
    return owner if says(callback, "__name__", "") in ("task_wakeup", "__step", "__wakeup") else None


def served_by(callback):
    """The future or task for whose sake a callback of asyncio's own runs, where it says so; or None."""
    if isinstance(callback, functools.partial):
        return next(filter(asyncio.isfuture, callback.args), None)
    if type(callback) is types.FunctionType and not callback.__code__.co_freevars:
        return None
    owned = SERVED.get(says(callback, "__qualname__"))
    if owned is not None:
        return getattr(says(callback, "__self__"), owned, None)
    code = says(callback, "__code__")
    if code is None or not is_library(code):
        return None
    for name, cell in zip(code.co_freevars, callback.__closure__ or ()):
        if name in ("outer", "waiter"):
            return content_of(cell)
    return None


def content_of(cell):
    """The future in a closure's variable, or None: it may not have been given yet."""
    try:
        return cell.cell_contents if asyncio.isfuture(cell.cell_contents) else None
    except ValueError:
        return None


def only_wakes(callback):
    """The loop reads from the pipe that ends its waiting when something was called from outside: that is no work of the script's."""
    return type(callback) is types.MethodType and says(callback, "__name__", "") == "_read_from_self"


def callback_name(callback):
    while isinstance(callback, functools.partial):
        callback = callback.func
    name = says(callback, "__qualname__", type(callback).__name__)
    if name.endswith(".__call__"):  # an object that is called: its class says what it does
        name = name[: -len(".__call__")]
    return CALLBACKS.get(name, name.rpartition(".")[2])


def is_counted_name(name):
    return re.fullmatch(r"Task-\d+", name) is not None


def other_threads():
    """Where each other thread stands: by its number, its innermost frame. This one's own, kept in one of its variables, would keep itself alive, and with it what else stands there: the program's threads."""
    stand = sys._current_frames()
    stand.pop(threading.get_ident(), None)
    return stand


def place_of(frame):
    return frame.f_code.co_filename, frame.f_code.co_name, frame.f_lineno


def definition_of(code):
    return code.co_filename, code.co_name, code.co_firstlineno


def line_of(place):
    return None if place is None else place[2]


def caller(frame=None):
    """(asyncio function that the script called, or "user"; where it did, or None; whether asyncio.run is cleaning up)."""
    frame, names, cleaning, awaits_another = frame or sys._getframe(1), [], False, False
    while frame is not None:
        code = frame.f_code
        origin = ORIGINS[code.co_filename]
        if origin == OURS or (origin in NO_FILES and is_starter(code)):
            pass
        elif origin == ASYNCIOS:
            name = qualified_name(code)
            if code is HANDLE_RUN:  # a task whose coroutine is asyncio's own: nobody called. Below a handle lies the loop, and below the loop whoever started it
                if name != "Handle._run":
                    names.append(name)
                frame = None
                break
            cleaning = cleaning or name in ("Runner.close", "_cancel_all_tasks")
            if not (name == "wait_for" and awaits_another):
                names.append(name)
            if eager and id(frame) == eager[-1].frame:  # all of an eager task: whoever makes it did not call what it calls
                frame = None
                break
            awaits_another = code.co_flags & inspect.CO_COROUTINE and (not name.startswith("_") or name in APIS)
        elif origin != FROZEN:
            break
        frame = frame.f_back
    place = place_of(frame) if frame is not None and not cleaning else None
    while len(names) > 1 and names[-1] in PASSED_OVER:
        names.pop()
    if "_cancel_all_tasks" in names:
        names = names[: names.index("_cancel_all_tasks")] or ["_cancel_all_tasks"]
    via = names[-1] if names else "user"
    return APIS.get(via, via), place, cleaning


def closes_loop(code):
    """Does asyncio.run() close a loop with that coroutine? Before Python 3.11 no frame says so: it stands in a finally of run() itself."""
    return code is not None and is_library(code) and code.co_name in ("shutdown_asyncgens", "shutdown_default_executor")


WAIT_FOR = asyncio.wait_for.__code__


def is_in_wait_for():
    """Is it wait_for() that calls, as asyncio's function?"""
    frame = sys._getframe(1)
    while is_beneath(frame):
        if frame.f_code is WAIT_FOR:
            return True
        frame = frame.f_back
    return False


def script_place():
    """Where the innermost frame that is the script's own stands, or None."""
    frame = above(sys._getframe(1))
    return place_of(frame) if frame is not None else None


def facts_of(code):
    """(is it no code of asyncio's, its name, where it is defined): the same each time."""
    known = known_code.get(id(code))
    if known is None:
        library = is_library(code)
        if len(known_code) > 4096:
            known_code.clear()
        known = known_code[id(code)] = (not library, library_name(code) if library else code.co_name, definition_of(code)), code
    return known[0]


known_code = {}  # by the id() of code, which is kept for that: to hash code or to compare it takes long


class Chain(list):
    """The suspended coroutines of a task, outermost first, as plain facts: no reference keeps a coroutine alive. While a task comes to stand in the same calls
    at the same lines it is the same object."""

    __slots__ = ("own", "entered", "patterns", "stood")

    def __init__(self, levels):
        super().__init__(levels)
        own = [level for level in levels if level.own]
        self.own = own[-1] if own else None  # the innermost level that is no library's
        self.entered = [(level.serial, level.name, level.code) for level in own]
        self.patterns = None  # what causes/lost_update.py has found out about it
        self.stood = None  # what the extension has found out: at which instructions its levels stand


ENDS = {type(None)}  # and the iterator of a future: what the innermost coroutine awaits


def still_there(level, coroutine, code):
    """Is it this call? While a coroutine lives there is one weak reference of this kind to it."""
    return level.code is code and (level.coroutine is None or level.coroutine is weakref.ref(coroutine))


def stands_there(coroutine, chain):
    """Does a task stand where it stood when its chain was made?"""
    for level in chain:
        coroutine = without_wrapper(coroutine)
        kind = type(coroutine)
        if kind is types.CoroutineType:
            code, awaited = coroutine.cr_code, coroutine.cr_await
        elif kind is types.GeneratorType:
            code, awaited = coroutine.gi_code, coroutine.gi_yieldfrom
        else:
            return False
        if level.own:  # at which line a library stands is its own affair, and there is a frame only when somebody asks for it
            frame = coroutine.cr_frame if kind is types.CoroutineType else coroutine.gi_frame
            if frame is None or frame.f_lineno != level.line:
                return False
        if not still_there(level, coroutine, code):
            return False
        coroutine = awaited
    return type(coroutine) in ENDS or type(coroutine).__name__ == "FutureIter"


same = stands_there if fast.extension is None else fast.extension.same


def coroutine_of(task):
    """None: it has none any more. Python 3.12 crashes when an eager task that is done is asked for it."""
    return None if getattr(task, "loopscope_eager", False) and sys.version_info[:2] == (3, 12) and task.done() else task.get_coro()


def await_chain(coroutine, before=None):
    """Where a task is suspended; before: its last chain, if it has one."""
    return before if before and same(coroutine, before) else Chain(levels_of(coroutine, before or ()))


def moved(level, line):
    """The same call of a coroutine, at another line; at which one a library stands is its own affair."""
    if line == level.line or not level.own:
        return level
    file, function, _ = level.place
    return Level(level.own, level.name, line, level.serial, (file, function, line), level.definition, level.code, level.coroutine)


def levels_of(coroutine, before):
    chain = []
    while coroutine is not None:
        coroutine = without_wrapper(coroutine)
        kind = type(coroutine)
        if kind is types.CoroutineType:
            frame, awaited = coroutine.cr_frame, coroutine.cr_await
        elif kind is types.GeneratorType:
            frame, awaited = coroutine.gi_frame, coroutine.gi_yieldfrom
        else:
            generator = generator_of(coroutine)
            if generator is not None:
                name = GENERATOR_STEPS[type(coroutine).__name__]
                if name is not None:
                    serial = serials.setdefault(generator, next(next_serial))
                    chain.append(Level(False, name, 0, serial, ("", name, 0), ("", name, 0), None, None))
                coroutine = generator
            for prefix, awaits in (("cr", "cr_await"), ("gi", "gi_yieldfrom"), ("ag", "ag_await")):
                if hasattr(coroutine, awaits):
                    break
            else:
                break
            frame, awaited = getattr(coroutine, prefix + "_frame"), getattr(coroutine, awaits)
        if frame is None:
            break
        code, line = frame.f_code, frame.f_lineno
        if len(chain) < len(before) and still_there(before[len(chain)], coroutine, code):
            chain.append(moved(before[len(chain)], line))
            coroutine = awaited
            continue
        own, name, definition = facts_of(code)
        serial = serials.get(coroutine) if own or name == "wait_for" else 0
        if serial is None:
            serial = serials[coroutine] = next(next_serial)
            if own and kind is types.CoroutineType and suspended is not None:
                suspended(coroutine, code)
        weak = weakref.ref(coroutine) if serial else None
        chain.append(Level(own, name, line, serial, (code.co_filename, code.co_name, line), definition, code, weak))
        coroutine = awaited
    return chain


def went_through(error):
    """The code of the program's coroutines that an error has left on its way, the outermost first; those of earlier steps among them."""
    codes, place = [], error.__traceback__
    while place is not None:
        code = place.tb_frame.f_code
        if code.co_flags & SUSPENDS and facts_of(code)[0]:
            codes.append(code)
        place = place.tb_next
    return codes


def yield_of(coroutine):
    """Why a task that waits for nothing left off: it awaited something that it may not wait for (itself), or it yielded nothing at all."""
    awaited = coroutine
    while awaited is not None and type(awaited).__name__ != "FutureIter":
        awaited = without_wrapper(awaited)
        awaited = generator_of(awaited) or getattr(awaited, "cr_await", None) or getattr(awaited, "gi_yieldfrom", None) or getattr(awaited, "ag_await", None)
    return "bare-yield" if awaited is None else "bad-await"


def is_library_name(name):
    """Of a coroutine: "Queue.get"."""
    try:
        return asyncio.iscoroutinefunction(operator.attrgetter(name)(asyncio))
    except AttributeError:
        return False


def never_awaited(coroutine):
    """(its name, line of the call or None, its place or None) of a coroutine that is freed without having been awaited."""
    name = coroutine.__qualname__
    origin = getattr(coroutine, "cr_origin", None)
    place = (origin[0][0], origin[0][2], origin[0][1]) if origin else None
    return name if is_library_name(name) else name.rpartition(".")[2], line_of(place), place
