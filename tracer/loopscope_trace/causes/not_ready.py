"""not_ready: an attribute or a variable is used before the asynchronous function has come to the line where it is set."""

import ast
import asyncio
import re

from .. import look, needs
from . import frames, thread_lock, waiting

recorder = None
MISSING = re.compile(r"^'(\w+)' object has no attribute '(\w+)'")
NOTHING_YET = re.compile(r"^'NoneType' object has no attribute '(\w+)'|^'NoneType' object is not (?:subscriptable|callable|iterable)|'NoneType' object does not support")
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
