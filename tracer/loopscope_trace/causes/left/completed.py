"""completed: what as_completed() gives comes as it is done: results that are put with the wrong inputs, and tasks that go on when the loop over them is left."""

import ast
import asyncio
import inspect
import sys
import types
import weakref

from ... import look, needs
from .. import frames, objects

recorder = None
loops = look.ByIdentity()  # by the queue that as_completed() keeps for itself
own = set()  # the names of the tasks that as_completed() itself has made, so that nobody else knows them
MOST = 256
zipped = set()  # where a wait() has been looked at


class Loop:
    """One as_completed() of the program's."""

    __slots__ = ("place", "by", "frame", "code", "first", "last", "kept", "given", "done", "matched", "told")


def forget():
    loops.entries.clear()
    own.clear()
    zipped.clear()


def task_made(name):
    if len(own) > 4096:
        own.clear()
    own.add(name)


def reference(thing):
    try:
        return weakref.ref(thing)
    except TypeError:
        return None


def made(queue):
    """A queue is made: is it that of an as_completed() that the program calls?"""
    frame, given = sys._getframe(1), None
    while frame is not None and look.is_beneath(frame):
        if frame.f_code.co_name == "as_completed" and look.is_library(frame.f_code):
            given = frame.f_locals.get("fs", frame.f_locals.get("aws"))
        frame = frame.f_back
    if frame is None or given is None or len(loops.entries) >= MOST or not frames.is_own(frame.f_code):
        return
    loop = loops[queue] = Loop()
    loop.place, loop.by, loop.frame, loop.code = look.place_of(frame), objects.current(), id(frame), frame.f_code
    loop.given = [reference(one) for one in given] if isinstance(given, (list, tuple)) and len(given) <= MOST else None
    loop.done, loop.told = 0, False
    loop.matched, loop.first, loop.last, loop.kept = read(frame.f_code, frame.f_lineno)


def read(code, line):
    """(how the source puts what comes with something else, in words; the first and the last line of the loop over it, or 0; are the tasks used elsewhere?)"""
    function = needs.function_of(code)
    calls = [node for node in needs.walk(function) if isinstance(node, ast.Call) and name_of(node.func) == "as_completed"] if function is not None else []
    call = next((node for node in calls if node.lineno <= line <= node.end_lineno), None)
    if call is None:  # a generator begins where it is first asked for something
        call = calls[0] if len(calls) == 1 else None
    if call is None:
        return None, 0, 0, True
    names = {node.targets[0].id for node in needs.walk(function) if isinstance(node, ast.Assign) and node.value is call and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name)}

    def is_it(node):
        return node is call or (isinstance(node, ast.Name) and node.id in names)

    matched = None
    for node in needs.walk(function):
        if isinstance(node, ast.Call) and name_of(node.func) == "zip" and len(node.args) > 1 and any(map(is_it, node.args)):
            others = [text_of(one) for one in node.args if not is_it(one)]
            matched = f"zip() puts it with the first of {others[0]}"
        matched = matched or counted(node, is_it)
    loop = next((node for node in needs.walk(function) if isinstance(node, (ast.For, ast.AsyncFor)) and any(is_it(one) for one in [node.iter, *needs.walk(node.iter)])), None)
    if code.co_flags & (inspect.CO_ASYNC_GENERATOR | inspect.CO_GENERATOR) or loop is None:  # who is suspended at its yield stands in no task
        return matched, 0, 0, True
    return matched, loop.lineno, loop.end_lineno, used_elsewhere(function, call, loop)


def used_elsewhere(function, call, loop):
    """Is what was given kept where somebody else may ask for it: in an attribute, or in a variable that is used in the loop or behind it?"""
    argument = call.args[0] if call.args else None
    if argument is None or not isinstance(argument, (ast.Name, ast.List, ast.Tuple, ast.ListComp, ast.GeneratorExp)):
        return True
    names = needs.names_in(argument)
    here = {name for node in needs.walk(function) if isinstance(node, (ast.Assign, ast.comprehension)) for target in getattr(node, "targets", [getattr(node, "target", None)]) for name in needs.stored(target)}
    called = {node.func.id for node in [argument, *needs.walk(argument)] if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    given = {node.id for call in needs.walk(argument) if isinstance(call, ast.Call) for one in call.args for node in [one, *needs.walk(one)] if isinstance(node, ast.Name)}
    return not names - called - given <= here or any(isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names and node.lineno > loop.iter.end_lineno for node in needs.walk(function))


def counted(loop, is_it):
    """`for i, one in enumerate(as_completed(…))`, where i is used as a place in something that is read."""
    if not isinstance(loop, (ast.For, ast.AsyncFor)) or not isinstance(loop.iter, ast.Call) or name_of(loop.iter.func) != "enumerate" or not loop.iter.args or not is_it(loop.iter.args[0]):
        return None
    number = loop.target.elts[0] if isinstance(loop.target, ast.Tuple) else None
    for node in needs.walk(loop):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) and isinstance(number, ast.Name) and isinstance(node.slice, ast.Name) and node.slice.id == number.id:
            return f"enumerate() counts it as the first, and with that number the first of {text_of(node.value)} is taken at line {node.lineno}"
    return None


def wait_is_over(place, first_line):
    """What wait() gives are sets: does the source put what is in one with something that has an order?"""
    if place in zipped or len(zipped) >= MOST:
        return
    zipped.add(place)
    function = needs.function_in(place[0], place[1], first_line)
    sets = set()
    for node in needs.walk(function) if function is not None else ():
        call = node.value.value if isinstance(node, ast.Assign) and isinstance(node.value, ast.Await) else None
        if isinstance(call, ast.Call) and name_of(call.func) == "wait" and node.lineno <= place[2] <= node.end_lineno and isinstance(node.targets[0], ast.Tuple):
            sets |= {one.id for one in node.targets[0].elts if isinstance(one, ast.Name)}
    for node in needs.walk(function) if sets else ():
        given = [one.id for one in getattr(node, "args", ()) if isinstance(one, ast.Name)] if isinstance(node, ast.Call) and name_of(node.func) == "zip" else []
        found = next((name for name in given if name in sets), None)
        if found and len(node.args) > 1 and node.lineno > place[2]:
            other = next(text_of(one) for one in node.args if getattr(one, "id", None) != found)
            at = (place[0], place[1], node.lineno)
            recorder.remark(
                "meaning",
                f"{found} is a set, as wait() at {frames.line(place)} gives it, and has no order: zip() at {frames.line(at)} ({frames.line_text(at)}) puts what is in {other} with whatever comes first.",
                "`await asyncio.gather(*…)` gives the results in the order of what it was given; or keep a dictionary from each task to what it belongs to.",
                at,
                None,
            )


def name_of(node):
    return getattr(node, "attr", getattr(node, "id", ""))


def text_of(node):
    text = ast.unparse(node) if hasattr(ast, "unparse") else name_of(node) or "the other"
    return text if len(text) <= 40 else text[:36] + " …"


def done(queue, item):
    """One of them is done, and comes next."""
    loop = loops.get(queue)
    if loop is None:
        return
    loop.done += 1
    if item is None and not loop.told:
        time_is_over(loop)
    if loop.told or item is None:
        return
    if loop.matched is not None and loop.given is not None and len(loop.given) > 1:
        in_another_order(loop, item)
    elif loop.first and isinstance(item, asyncio.Task) and not item.cancelled() and (not loop.kept or recorder.name_of(item) in own) and not stands_in(loop, item.get_loop()):
        goes_on(loop, item)


def in_another_order(loop, item):
    own = look.coroutine_of(item) if isinstance(item, asyncio.Task) else item
    place = next((i for i, one in enumerate(loop.given) if one is not None and one() in (item, own)), None) if not isinstance(own, types.GeneratorType) else None
    if place is None or place == loop.done - 1 or loop.done != 1:
        return
    loop.told = True
    which = {1: "second", 2: "third", 3: "fourth", 4: "fifth"}.get(place, f"{place + 1}th")
    recorder.remark(
        "meaning",
        f"{objects.of_task(loop.by) if loop.by else 'The program'} takes what as_completed() gives at {frames.line(loop.place)} ({frames.line_text(loop.place)}) to come in the order in which it was asked for; but that gives first what is done first. Here that is {{{recorder.name_of(item)}}}, the {which} that was given, and {loop.matched}.",
        "`await asyncio.gather(*…)` gives the results in the order of what it was given; or let each return what it belongs to along with its result.",
        loop.place,
        loop.by,
    )


def stands_in(loop, event_loop):
    """Does the coroutine still stand within that loop?"""
    frame = sys._getframe(1)
    while frame is not None:
        if id(frame) == loop.frame and frame.f_code is loop.code:
            return loop.first <= frame.f_lineno <= loop.last
        frame = frame.f_back
    return any(id(one) == loop.frame and one.f_code is loop.code and loop.first <= one.f_lineno <= loop.last for task in frames.tasks_of(event_loop) for one in frames.of(task))


def under_way():
    """Those of them that are: whoever puts what is done into the queue has noted that."""
    frame = sys._getframe(1)
    while frame is not None and not look.is_library(frame.f_code):
        frame = frame.f_back
    while frame is not None and look.is_library(frame.f_code) and "todo" not in frame.f_locals and not hasattr(frame.f_locals.get("self"), "_todo"):
        frame = frame.f_back
    local = frame.f_locals if frame is not None else {}
    return list(local.get("todo", getattr(local.get("self"), "_todo", ())) or ())


def still_under_way():
    return len(under_way())


def time_is_over(loop):
    """Its own time limit, which cancels nobody: of those that as_completed() itself has made nobody else knows."""
    left = [one for one in under_way() if isinstance(one, asyncio.Task) and not one.done() and recorder.name_of(one) in own]
    if left:
        loop.told = True
        name = min(map(recorder.name_of, left), key=frames.in_order)
        still = f"{{{name}}} still runs" if len(left) == 1 else f"{{{name}}} and {len(left) - 1} more still run"
        recorder.remark(
            "left-running",
            f"The time limit of as_completed() at {frames.line(loop.place)} is over while {still}. It cancels nobody: what is left goes on, and nobody can ask what comes of it.",
            "Make tasks of them first, which can be cancelled: `for task in tasks: task.cancel()` in a finally; or put `async with asyncio.timeout(…)` round a TaskGroup.",
            loop.place,
            name,
        )


def goes_on(loop, task):
    loop.told = True
    left = still_under_way()
    more = f"; {'one more is' if left == 1 else f'{left} more are'} still under way" if left else ""
    recorder.remark(
        "left-running",
        f"{{{recorder.name_of(task)}}} goes on to its end though nobody asks for it any more: the loop over as_completed() at {frames.line(loop.place)} has been left, which cancels nobody{more}.",
        "Cancel what is left when one is enough: `for task in tasks: task.cancel()` in a finally; or begin them in a TaskGroup, and cancel them there.",
        loop.place,
        recorder.name_of(task),
    )
