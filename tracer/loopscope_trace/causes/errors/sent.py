"""sent: what goes along to another process with a method that is given to it: all of its object, and something in that cannot be sent."""

import ast

from ... import needs
from ...kinds import Expression
from .. import frames, meanings, thread_lock

TAKES = {"run_in_executor": 1, "submit": 0, "map": 0, "apply_async": 0}
KIND = Expression(r"cannot pickle '([^']+)' object|can't pickle (\S+) objects")
ADVICE = "Give a function of the module and plain data to another process: `run_in_executor(pool, crunch, self.rounds, seed)`."


def along(error, text, task):
    found = KIND.search(text)
    kind = found[1] or found[2] if found else ""
    for frame, _ in reversed(meanings.own_frames(error)):
        function = needs.function_of(frame.f_code)
        for node in needs.walk(function) if function is not None else ():
            given = method_given(node) if isinstance(node, ast.Call) else None
            owner = thread_lock.value_of(given.value, frame) if given is not None else thread_lock.NOTHING
            name = next((name for name, value in frames.attributes_of(owner).items() if is_of(kind, type(value))), None)
            if name is not None:
                place = (frame.f_code.co_filename, frame.f_code.co_name, node.lineno)
                called = getattr(given.value, "id", "it")
                return f"{called}.{given.attr} is sent to another process at {frames.line(place)}, and with it all of {called}: {called}.{name} is of the kind that cannot be sent.", ADVICE, place
    return f"what is given to another process is sent there, and something in it cannot be sent: an object of the kind {kind}.", ADVICE


def method_given(call):
    """`self.work` of `run_in_executor(pool, self.work, …)`, or None."""
    at = TAKES.get(getattr(call.func, "attr", getattr(call.func, "id", "")))
    given = call.args[at] if at is not None and len(call.args) > at else None
    return given if isinstance(given, ast.Attribute) else None


def is_of(kind, owner):
    name = f"{owner.__module__}.{owner.__qualname__}"
    return kind in (name, owner.__qualname__, name.lstrip("_")) or kind.rpartition(".")[2] == owner.__qualname__
