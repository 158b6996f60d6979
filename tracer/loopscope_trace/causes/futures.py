"""futures: a future of the program's own, kept in a dictionary, say, that nobody resolves: where it is kept, and which lines would resolve it."""

import ast
import asyncio
import collections
import functools
import sys
import types

from .. import descriptors, look, needs
from ..values import SIMPLE, shown
from . import frames, waiting

recorder = None
RESOLVES = ("set_result", "set_exception")
CONTAINERS = (dict, list, set, tuple, collections.deque, collections.OrderedDict, collections.defaultdict)
ADVICE = "Whoever makes a future must see to it that set_result() or set_exception() is called on every way; a timeout() round the wait ends it where nothing comes."
DATAGRAMS = "Datagrams may be lost, and nobody tells: put a timeout() round the wait, and send again a few times."
Kept = collections.namedtuple("Kept", "text owner container")


def waited_for(task):
    """The future of the program's own that it awaits itself, perhaps in wait_for(); or None."""
    future, chain = task._fut_waiter, frames.of(task)
    for frame in reversed(chain):
        if frames.is_own(frame.f_code):
            break
        if frame.f_code.co_name != "wait_for" or not look.is_library(frame.f_code):
            return None
        inner = frame.f_locals.get("fut")
        future = inner if isinstance(inner, asyncio.Future) else future
    plain = isinstance(future, asyncio.Future) and not isinstance(future, asyncio.Task) and not hasattr(future, "_children") and not future.done()
    for callback, _ in getattr(future, "_callbacks", None) or () if plain else ():
        code = look.says(callback, "__code__")
        plain = plain and not (code is not None and look.qualified_name(code).startswith("_chain_future"))  # a thread is to resolve it
    return future if plain and getattr(future, "loopscope_via", "user") == "user" else None


def holds(value, future, depth=2):
    """"" or "[7]" where the value is the future or a container that has it; else None."""
    if value is future:
        return ""
    if depth and type(value) in CONTAINERS and len(value) < 1024:
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, one in list(pairs):
            if holds(one, future, depth - 1) is not None:
                return f"[{shown(key)}]" if isinstance(value, dict) and type(key) in SIMPLE else "[…]"
    return None


def kept_in(future, tasks):
    """The containers and attributes of the program's that have it; in a container it is somebody else who is to resolve it."""
    found = []
    for task in tasks:
        for frame in frames.of(task):
            names = [*frame.f_locals.items(), *frame.f_globals.items()] if frames.is_own(frame.f_code) else ()
            for name, value in list(names):
                there = holds(value, future)
                if there and name != "self":
                    found.append(Kept(name + there, None, True))
                for attribute, one in list(frames.attributes_of(value).items()):
                    there = holds(one, future)
                    if there is not None:
                        found.append(Kept(f"{name}.{attribute}{there}", value, there != ""))
    found.sort(key=lambda one: not one.container)
    return found


@functools.lru_cache(maxsize=256)
def resolvers(file):
    """((the line, the function in which it stands, its first line, is it asynchronous, is it given to a signal's handler), …) of what resolves futures in that file."""
    found = []
    for function in needs.nodes_of(file):
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            calls = [node for node in needs.walk(function) if isinstance(node, ast.Call)]
            handed = {id(part) for call in calls if getattr(call.func, "attr", "") in ("add_signal_handler", "signal") for one in call.args for part in ast.walk(one)}
            for node in ast.walk(function):
                if isinstance(node, ast.Attribute) and node.attr in RESOLVES and isinstance(node.ctx, ast.Load) and innermost(function, node):
                    found.append((node.lineno, function.name, function.lineno, isinstance(function, ast.AsyncFunctionDef), id(node) in handed))
    return tuple(found)


def innermost(function, node):
    """Is that the function in which it stands, and none around that?"""
    return not any(node in ast.walk(one) for one in ast.walk(function) if one is not function and isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)))


def silent_socket(protocol, loop):
    """"nothing has come to the datagram socket 127.0.0.1:4242" where that protocol has got nothing; or ""."""
    for key in list((getattr(loop, "_selector", None) and loop._selector.get_map() or {}).values()):
        handle = key.data[0] if isinstance(key.data, tuple) else None
        transport = getattr(getattr(handle, "_callback", None), "__self__", None)
        outside = descriptors.known.get(key.fd)
        if getattr(transport, "_protocol", None) is protocol and outside is not None and outside.kind == "datagram socket":
            return "" if outside.moved.get("read") else f"nothing has come through its datagram socket to {outside.name}"
    return ""


def own_files():
    """Those of the program's modules."""
    files = (vars(module).get("__file__") for module in list(sys.modules.values()) if type(module) is types.ModuleType)
    return sorted({file for file in files if type(file) is str and file.endswith(".py") and frames.is_own_file(file)} | ({frames.program} if frames.program else set()))


def why_not(future, kept, tasks, loop):
    """(why nobody has resolved it, is that sure to be a mistake and no patience, what to do) or None where the source does not say."""
    files = own_files()
    found = [(file, *one) for file in files for one in resolvers(file)] if len(files) < 64 else []
    if not found or any(one[-1] for one in found):
        return None
    for one in kept:
        silent = silent_socket(one.owner, loop) if one.owner is not None else ""
        if silent:
            return silent, True, DATAGRAMS
    functions = list(dict.fromkeys((file, function, first, asynchronous) for file, _, function, first, asynchronous, _ in found))
    if len(functions) != 1:
        return None
    file, function, first, asynchronous = functions[0]
    line = found[0][1]
    calls = f"{RESOLVES[0]}() is called at {frames.line((file, '', line))}, in {function}"
    for task, (code, how, place) in reversed(list(recorder.failures.items())):
        if waiting.is_function(code, file, function, first):
            return f"{{{task}}}, which calls {RESOLVES[0]}() at {frames.line((file, '', line))}, has ended {how}{f' at {frames.line(place)}' if place else ''}", True, ADVICE
    runs = [(task, frame) for task in tasks for frame in frames.of(task) if waiting.is_function(frame.f_code, file, function, first)]
    if asynchronous and not runs:
        return f"{calls}, which no task runs now", True, ADVICE
    if len(runs) == 1 and future is waited_for(runs[0][0]):
        return f"{calls}, and that is who waits", True, ADVICE
    return f"{calls} alone, which has not done so for this future", False, ADVICE


def explain(task, tasks, sure=False, future=None):
    """(sentence, advice, place) of a task that awaits such a future, or None. sure: nobody can wake it any more; else it may only be patient."""
    future = future or waited_for(task)
    kept = kept_in(future, tasks) if future is not None else []
    found = why_not(future, kept, tasks, task.get_loop()) if kept else None
    if found is None or not (sure or found[1] or kept[0].container):
        return None
    name = kept[0].text[2:] if kept[0].text.startswith("_.") else kept[0].text
    where = f", kept in {name}" if kept[0].container else f" ({name})"
    return f"{{{recorder.name_of(task)}}} waits for a future{where}: {found[0]}.", found[2], frames.place(frames.of(task))


told = set()


def given_up(main, limited):
    """The wait of a task is ended by a time limit, or by Ctrl-C: what did it wait for, itself or through those that it awaits?"""
    tasks = frames.tasks_of(main.get_loop())
    for task in waiting.reached([main])[:64]:
        found = explain(task, tasks)
        name = recorder.name_of(task)
        if found is not None and name not in told:
            told.add(name)
            text = found[0].replace(" waits for ", " has given up waiting for ", 1) if limited else "When Ctrl-C came, " + found[0].replace(" waits for ", " waited for ", 1)
            recorder.remark("given-up" if limited else "no-end", text, found[1], found[2], name)


def cancelled(future):
    """Before Python 3.12 wait_for() itself cancels a future that it was given, in the step of the task that has called it."""
    main = next((one for one in frames.tasks_of(future.get_loop()) if getattr(one, "loopscope_name", None) == recorder.by), None)
    found = explain(main, frames.tasks_of(future.get_loop()), future=future) if main is not None else None
    if found is not None and recorder.by not in told:
        told.add(recorder.by)
        recorder.remark("given-up", found[0].replace(" waits for ", " has given up waiting for ", 1), found[1], frames.here(), recorder.by)
