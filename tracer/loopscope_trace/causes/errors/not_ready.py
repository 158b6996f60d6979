"""not_ready: an attribute or a variable is used before the line where it is set has been reached: in an asynchronous function, or behind the create_task() of an eager task."""

import ast
import asyncio
import inspect
import sys

from ... import look, needs
from ...kinds import Expression
from .. import frames, meanings, thread_lock, waiting

recorder = None
MISSING = Expression(r"^'(\w+)' object has no attribute '(\w+)'")
NOTHING_YET = Expression(r"^'NoneType' object has no attribute '(\w+)'|^'NoneType' object is not (?:subscriptable|callable|iterable)|'NoneType' object does not support")
ADVICE = "Wait for the set-up before the first use: `await obj.start()`, or an `async def` that makes the object and sets it up (`obj = await make()`); __init__ cannot await."


def of(error, frame, line):
    """(what, advice, None) where the source says so for sure, or None. frame, line: of the program's own, where the error was raised."""
    text, file = error.args[0], frame.f_code.co_filename
    missing = MISSING.match(text)
    if missing and missing[1] != "NoneType":
        return explain(file, missing[2], missing[1], False)
    nothing = NOTHING_YET.search(text)
    for name, owner in names_used(frame, line, nothing[1]) if nothing else ():
        found = explain(file, name, owner, True)
        if found is not None:
            return found
    return None


def names_used(frame, line, attribute):
    """What stands before that attribute, or before any [ ] or ( ), in the statement at that line: `pool` of self.pool.fetch(), with the class of self."""
    found = []
    for node in needs.nodes_of(frame.f_code.co_filename):
        if getattr(node, "lineno", line + 1) <= line <= getattr(node, "end_lineno", -1):
            before = node.value if isinstance(node, ast.Attribute) and node.attr == attribute else None
            if attribute is None:
                before = node.value if isinstance(node, ast.Subscript) else node.func if isinstance(node, ast.Call) else node.iter if isinstance(node, (ast.For, ast.AsyncFor)) else None
            if isinstance(before, (ast.Name, ast.Attribute)) and thread_lock.value_of(before, frame) is None:
                owner = thread_lock.value_of(before.value, frame) if isinstance(before, ast.Attribute) else None
                found.append((getattr(before, "attr", getattr(before, "id", "")), None if owner is None else type(owner).__name__))
    return found


def settings_of(file, name, owner):
    """[(the line, the function)] of what sets something of that name to anything but None, in that class where there is one; None where that is not all for sure."""
    found = []
    own = {one for node in needs.nodes_of(file) if isinstance(node, ast.ClassDef) and node.name == owner for one in ast.walk(node)}
    for function in needs.nodes_of(file):
        if isinstance(function, needs.FUNCTIONS) and not isinstance(function, ast.Lambda):
            for node in needs.walk(function):
                targets = node.targets if isinstance(node, (ast.Assign, ast.Delete)) else [node.target] if isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.NamedExpr)) else []
                targets = [one for target in targets for one in (target.elts if isinstance(target, ast.Tuple) else [target])]
                if any(is_named(one, name, function) for one in targets):
                    value = getattr(node, "value", None)
                    if isinstance(node, ast.Delete) or (owner is not None and function not in own):
                        return None
                    if not (isinstance(value, ast.Constant) and value.value is None):
                        found.append((node.lineno, function))
    return found


def is_named(target, name, function):
    """An attribute of that name, or a global one that the function says it sets."""
    if isinstance(target, ast.Attribute):
        return target.attr == name
    return isinstance(target, ast.Name) and target.id == name and any(isinstance(one, ast.Global) and name in one.names for one in needs.walk(function))


def explain(file, name, owner, is_none):
    settings = settings_of(file, name, owner) or ()
    if len(settings) != 1 or not isinstance(settings[0][1], ast.AsyncFunctionDef):
        return None
    line, function = settings[0]
    at = f"{name} is {'still None' if is_none else 'not there yet'}: it is set at {frames.line((file, '', line))}, in {function.name}"
    loop = asyncio._get_running_loop()
    for task in frames.tasks_of(loop) if loop is not None else ():
        for frame in frames.of(task):
            if waiting.is_function(frame.f_code, file, function.name, function.lineno):
                begun = not getattr(task, "loopscope_fresh", False)
                if begun and frame.f_lineno > line:
                    return None
                where = f"is suspended at {frames.line(look.place_of(frame))}" if begun else "has not begun"
                return f"{at}, and {{{recorder.name_of(task)}}}, which is to do that, {where}.", ADVICE, None
    if is_none:  # it may have been set, and set back
        return None
    return f"{at}, which no task runs now and which nobody has awaited to that line.", ADVICE, None


# -- eager tasks, which begin inside of create_task()

MISSES = (KeyError, AttributeError, NameError, IndexError)
PUTS = ("append", "add", "update", "setdefault", "insert", "extend", "put_nowait")


def maker():
    """The program's own frame that makes the task, above the task's first step, which has just ended; or None."""
    frame, below = sys._getframe(1), False
    while frame is not None:
        code = frame.f_code
        if not look.is_tracer(code):
            own = frames.is_own(code)
            if own and below:
                return frame
            below = below or (not own and code.co_name == "create_task")
        frame = frame.f_back
    return None


def puts_into(node):
    """The names that a statement puts something into: registry of registry["a"] = …, of registry.append(…), of self.registry = …"""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, (ast.AnnAssign, ast.AugAssign)) else []
    for target in targets:
        target = target.value if isinstance(target, ast.Subscript) else target
        yield getattr(target, "attr", getattr(target, "id", ""))
    call = node.value if isinstance(node, ast.Expr) else None
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in PUTS:
        yield getattr(call.func.value, "attr", getattr(call.func.value, "id", ""))


def explain_eager(error):
    """(what, advice, place), or None: of an error with which an eager task's first step has ended."""
    own = meanings.own_frames(error)
    frame = maker() if own and isinstance(error, MISSES) else None
    function = needs.function_of(frame.f_code) if frame is not None else None
    if function is None:
        return None
    at = [node for node in needs.walk(function) if isinstance(node, ast.stmt) and node.lineno <= frame.f_lineno <= node.end_lineno]
    inner, line = own[-1]
    used = {getattr(one, "attr", getattr(one, "id", "")) for node in needs.nodes_of(inner.f_code.co_filename) if getattr(node, "lineno", 0) == line for one in [node, *needs.walk(node)]}
    end = max((node.end_lineno for node in at if not isinstance(node, (ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.If))), default=frame.f_lineno)
    for node in needs.walk(function):
        sets_itself = isinstance(node, (ast.Assign, ast.AnnAssign)) and node in at  # registry[key] = create_task(…): the call comes first
        if isinstance(node, ast.stmt) and (node.lineno > end or sets_itself):
            name = next((one for one in puts_into(node) if one and one in used), None)
            if name is not None:
                made, later = look.place_of(frame), (frame.f_code.co_filename, "", node.lineno)
                before = f"before what it gives is put into {name}" if sets_itself else f"before {frames.line(later)}, where {name} is set"
                return (
                    f"the task is eager, and begins inside of the call at {frames.line(made)} ({frames.line_text(made)}), {before}.",
                    "Set what the task needs before it is made; an eager task runs up to its first await that suspends before create_task() returns.",
                    made,
                )
    return None


def eager_ended_with(task, error):
    """Called where an eager task's first step was all of it."""
    found = explain_eager(error)
    key = meanings.in_short(error), meanings.place_of(error)
    if found is not None and key not in meanings.told:
        meanings.told.add(key)
        name = recorder.name_of(task)
        recorder.remark("meaning", f"{{{name}}} ends with {meanings.in_short(error)}{f' at {frames.line(key[1])}' if key[1] else ''}: {found[0]}", found[1], found[2], name)


TAKES_OUT = ("pop", "remove", "discard")


def taken_out(function, names):
    """(name, line) where the function takes something out of one of those; or None."""
    for node in needs.walk(function):
        call = node if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in TAKES_OUT else None
        owners = [call.func.value] if call is not None else [one.value for one in node.targets if isinstance(one, ast.Subscript)] if isinstance(node, ast.Delete) else []
        for owner in owners:
            name = getattr(owner, "attr", getattr(owner, "id", ""))
            if name in names:
                return name, node.lineno
    return None


def eager_ended(task):
    """An eager task's first step was all of it. What it has taken out of somewhere, is that put there only now?"""
    code = getattr(look.coroutine_of(task), "cr_code", None) if sys.version_info[:2] != (3, 12) else None
    code = code or sys._getframe(3).f_code
    frame = maker() if frames.is_own(code) and code.co_flags & inspect.CO_COROUTINE else None
    outer, inner = (needs.function_of(frame.f_code), needs.function_of(code)) if frame is not None else (None, None)
    if outer is None or inner is None:
        return
    at = [node for node in needs.walk(outer) if isinstance(node, (ast.Assign, ast.Expr)) and node.lineno <= frame.f_lineno <= node.end_lineno]
    found = taken_out(inner, {name for node in at for name in puts_into(node) if name})
    place = look.place_of(frame)
    if found is not None and ("eager", place) not in meanings.told:
        meanings.told.add(("eager", place))
        name = recorder.name_of(task)
        recorder.remark(
            "no-effect",
            f"{{{name}}} is eager, and has come to its end inside of the call at {frames.line(place)} ({frames.line_text(place)}): it is put into {found[0]} only after that, and what takes it out of there, {frames.line((code.co_filename, '', found[1]))}, has been run before. It stays there.",
            "Take it out in a callback, which is called later: `task.add_done_callback(tasks.discard)`; or put something in before the task is made.",
            place,
            name,
        )
