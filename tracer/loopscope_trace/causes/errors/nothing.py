"""nothing: None where something was meant: a coroutine function of the program's own gives it, since no return in it gives anything."""

import ast
import inspect

from ... import needs
from .. import frames, meanings, thread_lock

RETURN = "Let it return what it has made: `return …` at its end."


def given(error, text, task):
    """(what, advice, place), or None."""
    for frame, line in reversed(meanings.own_frames(error)):
        function = needs.function_of(frame.f_code)
        statements = meanings.nodes_at((frame.f_code.co_filename, "", line), ast.stmt)[-1:] if function is not None else []
        used = [node for statement in statements for node in ast.walk(statement) if isinstance(node, (ast.Name, ast.Await))]
        for node in used:
            if isinstance(node, ast.Await):
                awaits = [(node, "what is awaited here")]
            else:
                value = frame.f_locals.get(node.id, 0)
                if value is not None and not (type(value) in (list, tuple) and any(one is None for one in value)):
                    continue
                awaits = [(one, node.id if value is None else f"what stands in {node.id}") for one in last_set(function, node.id, line)]
            for awaited, name in awaits:
                code = called_in(awaited, frame)
                if code is not None and gives_nothing(code):
                    place = code.co_filename, code.co_name, code.co_firstlineno
                    return f"{name} is None, since that is what {code.co_name} gives: no `return` in it, from {frames.line(place)} on, gives anything.", RETURN, place
    return None


def last_set(function, name, line):
    """The awaits in the statement before that line which sets the variable, when there is one."""
    found = [node for node in needs.walk(function) if isinstance(node, ast.Assign) and node.lineno < line and any(isinstance(target, ast.Name) and target.id == name for target in node.targets)]
    return [one for one in [found[-1].value, *needs.walk(found[-1].value)] if isinstance(one, ast.Await)] if found else []


def called_in(awaited, frame):
    """The code of the program's own coroutine function whose call is awaited, also through gather(); or None: several, or none that is known."""
    calls = [node for node in ast.walk(awaited.value) if isinstance(node, ast.Call)]
    known = {function_of(call.func, frame) for call in calls} - {None}
    return known.pop() if len(known) == 1 else None


def function_of(node, frame):
    value = thread_lock.value_of(node, frame)
    if value is thread_lock.NOTHING and isinstance(node, ast.Attribute):
        owner = node.value if not isinstance(node.value, ast.Call) else None
        value = method_of(type(thread_lock.value_of(owner, frame)), node.attr) if owner is not None else None
    code = getattr(value, "__code__", None)
    return code if inspect.iscode(code) and code.co_flags & inspect.CO_COROUTINE and frames.is_own(code) else None


def method_of(owner, name):
    return next((one.__dict__[name] for one in owner.__mro__ if name in one.__dict__), None)


def gives_nothing(code):
    function = needs.function_of(code)
    if not isinstance(function, ast.AsyncFunctionDef) or function.decorator_list:
        return False
    return not any(isinstance(node, (ast.Return, ast.Yield, ast.YieldFrom)) and getattr(node, "value", None) is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None) for node in needs.walk(function))
