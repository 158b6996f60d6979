"""waiting: for whom a task waits, and which line of the program would end its wait, as far as its source says."""

import ast
import asyncio
import functools

from .. import look, needs
from . import frames, objects, thread_lock

recorder = None


def awaited_by(task):
    """The tasks for whose ends a task waits."""
    found = [task._fut_waiter]
    for frame in frames.of(task):
        local = frame.f_locals
        if frame.f_code.co_filename == asyncio.tasks.__file__ and frame.f_code.co_name in ("_wait", "wait_for"):
            found += [*local.get("fs", ()), local.get("fut")]
        elif frame.f_code.co_name == "__aexit__" and type(local.get("self")).__name__ == "TaskGroup":
            found += local["self"]._tasks
    found += [child for one in found for child in getattr(one, "_children", ())]
    found.append(shielded(task._fut_waiter))
    return [one for one in found if isinstance(one, asyncio.Task) and not one.done()]


def shielded(future):
    """What shield() keeps from being cancelled with this, which it gave; or None."""
    for callback, _ in getattr(future, "_callbacks", None) or ():
        code = look.says(callback, "__code__")
        if code is not None and look.is_library(code) and look.qualified_name(code) == "shield.<locals>._outer_done_callback" and "inner" in code.co_freevars:
            return look.content_of(callback.__closure__[code.co_freevars.index("inner")])
    return None


def reached(first):
    """Those tasks, and all for whose ends they wait."""
    way = list(first)
    for task in way:
        way += [one for one in awaited_by(task) if one not in way]
    return way


@functools.lru_cache(maxsize=256)
def calls_of(file, name, methods):
    """((line, the function in which it stands, that one's first line, whose method it is), ...) of what calls name.set() and its like in that file, or gives it to others to call."""
    found = []
    for function in needs.nodes_of(file) if name else ():
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for node in needs.walk(function):
                if isinstance(node, ast.Attribute) and node.attr in methods and isinstance(node.ctx, ast.Load):
                    owner = node.value
                    if getattr(owner, "id", getattr(owner, "attr", "")) == name:
                        found.append((node.lineno, function.name, function.lineno, owner))
    return tuple(found)


def is_function(code, file, name, first_line):
    function = needs.function_of(code) if code.co_filename == file and code.co_name == name else None
    return function is not None and function.lineno == first_line


def running(tasks, file, function, first, owner, thing):
    """[(the task, the frame)] of those that run that function, but not where `owner` is seen to be another thing there: self.ready of another object."""
    runs = [(task, frame) for task in tasks for frame in frames.of(task) if is_function(frame.f_code, file, function, first)]
    return [one for one in runs if is_or_unknown(thread_lock.value_of(owner, one[1]), thing)]


def called(thing, tasks):
    """What the program calls it: a variable, an attribute where it was used, or where it is waited for, as `ready` in self.other.ready.wait()."""
    name = frames.variable_of(thing, tasks) or objects.note_of(thing).called
    for task in tasks if not name else ():
        own = [frame for frame in frames.of(task) if frames.is_own(frame.f_code)]
        for statement in thread_lock.statements(own[-1])[-1:] if own else ():
            for call in thread_lock.calls_in(statement):
                if isinstance(call.func, ast.Attribute) and thread_lock.value_of(call.func.value, own[-1]) is thing:
                    return getattr(call.func.value, "attr", getattr(call.func.value, "id", ""))
    return name


def is_or_unknown(value, thing):
    return value is thing or value is thread_lock.NOTHING


def who_would(thing, name, methods, tasks, file):
    """Who would call thing's set() or notify(), in words: a task that has failed, one that waits itself, nobody; or "" where the source does not say it for sure."""
    calls = calls_of(file, name, methods)
    if not 0 < len(calls) < 3:
        return ""
    for line, function, first, _ in calls:
        for task, (code, how, place) in reversed(list(recorder.failures.items())):
            if is_function(code, file, function, first):
                at = f" at {frames.line(place)}" if place else ""
                return f"{{{task}}}, which calls {name}.{methods[0]}() at {frames.line((file, '', line))}, has ended {how}{at}"
    line, function, first, owner = calls[0]
    runs = running(tasks, file, function, first, owner, thing)
    if len(calls) > 1 or len(runs) > 1:
        return ""
    if not runs:
        return f"{name}.{methods[0]}() is called at {frames.line((file, '', line))}, in {function}, which no task runs now"
    task, frame = runs[0]
    if frame.f_lineno >= line:
        return ""
    if thing is frames.waits_in(frames.of(task))[1]:
        return f"it is the same task that calls {name}.{methods[0]}(), behind that wait, at {frames.line((file, '', line))}"
    return f"{{{recorder.name_of(task)}}}, which calls {name}.{methods[0]}() at {frames.line((file, '', line))}, waits itself at {frames.line(look.place_of(frame))}"


def about_to(thing, name, methods, tasks, file):
    """The one task that stands before the one line that calls such a method; or None."""
    calls = calls_of(file, name, methods)
    runs = running(tasks, file, *calls[0][1:], thing) if len(calls) == 1 else ()
    return runs[0][0] if len(runs) == 1 and runs[0][1].f_lineno < calls[0][0] else None


def sets_after(event, tasks):
    """The one task that would set the event, behind the line where it is suspended now, and that line; or None: there is no other line that could."""
    name = called(event, tasks)
    files = {frame.f_code.co_filename for task in tasks for frame in frames.of(task) if frames.is_own(frame.f_code)}
    calls = [(file, *call) for file in files for call in calls_of(file, name, ("set",))]
    if len(calls) != 1:
        return None
    file, line, function, first, owner = calls[0]
    runs = running(tasks, file, function, first, owner, event)
    if len(runs) != 1 or runs[0][1].f_lineno >= line:
        return None
    return runs[0][0], (file, function, line)


def event_waited_for(task):
    what, thing = frames.waits_in(frames.of(task))
    return thing if what == "wait" and isinstance(thing, asyncio.Event) else None


def circle_of_events(task, tasks):
    """[(task, the event it waits for, who sets that, where)] where that leads back to the task; else None."""
    way, one = [], task
    while one is not None and one not in [step[0] for step in way]:
        event = event_waited_for(one)
        found = sets_after(event, tasks) if event is not None else None
        if found is None:
            return None
        way.append((one, event, *found))
        one = found[0]
    return way if way and one is task else None


def exchanged(thing, me, task):
    """(what, advice) when `self.ready` of `await self.ready.wait()` has become another one meanwhile; else None."""
    own = [frame for frame in frames.of(task) if frames.is_own(frame.f_code)]
    for statement in thread_lock.statements(own[-1])[-1:] if own else ():
        for call in thread_lock.calls_in(statement):
            owner = call.func.value if isinstance(call.func, ast.Attribute) and call.func.attr in ("wait", "get", "put", "join") else None
            now = thread_lock.value_of(owner, own[-1]) if isinstance(owner, ast.Attribute) else None
            if type(now) is type(thing) and now is not thing:
                kind, called = type(thing).__name__, f"{getattr(owner.value, 'id', '…')}.{owner.attr}"
                made, set_at = put_at(own[-1].f_code.co_filename, owner.attr, kind), getattr(objects.note_of(now), "set_at", None)
                there = f" at {frames.line(made)}" if made else ""
                done = f"; it is that one which was set, at {frames.line(set_at)}" if set_at else ""
                one = f"{'an' if kind[0] in 'AEIO' else 'a'} {kind}"
                return (
                    f"{me} waits for {one} that is no longer {called}: another one was put in its place{there}{done}. Whoever waits for the old one is not told.",
                    f"Keep the one {kind} for as long as somebody may wait for it, and {'clear() it' if kind == 'Event' else 'empty it'} instead of making another.",
                )
    return None


def put_at(file, name, kind):
    """The line that makes such a thing and puts it there, outside of __init__(); or None, where there is not exactly one."""
    found = []
    for function in needs.nodes_of(file):
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)) and function.name != "__init__":
            for node in needs.walk(function):
                if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and getattr(node.value.func, "attr", getattr(node.value.func, "id", "")) == kind:
                    found += [node.lineno for target in node.targets if getattr(target, "attr", "") == name]
    return (file, "", found[0]) if len(found) == 1 else None
