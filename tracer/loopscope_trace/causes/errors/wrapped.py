"""wrapped: a plain function that calls a coroutine function inside of a `try`, a `with` or between two looks at a clock, and returns the coroutine: all that is over before the coroutine runs."""

import ast
import collections
import functools

from ... import look, needs
from .. import frames, meanings

recorder = None
told = set()  # places
plain = set()  # where coroutines are made in no such way, as their origin says it
tried = {}  # by the code of a coroutine that such a function has made inside of a `try`: a Wrapper
CLOCKS = {"time", "perf_counter", "monotonic", "process_time", "time_ns", "perf_counter_ns", "monotonic_ns", "now", "utcnow", "default_timer"}
AWAIT = "Make the wrapper an `async def`, and await in it: `return await function(*args, **kwargs)`; one that is for both kinds asks inspect.iscoroutinefunction(function) first."
RECREATED = "contextlib.py"

# function: the name of what calls; line: of the call; kind: what stands round it ("finally", "with", "clock", "except"); of: the line of that; errors: the names of what is caught, or None: any
Wrapper = collections.namedtuple("Wrapper", "file function line kind of errors")


def forget():
    told.clear()
    plain.clear()
    tried.clear()


@functools.lru_cache(maxsize=1024)
def wrapper_at(file, line, name):
    """What stands round the call at that line of a plain function, whose value the function returns; or None."""
    around = [node for node in needs.nodes_of(file) if isinstance(node, ast.FunctionDef) and node.name == name and node.lineno <= line <= node.end_lineno]
    function = max(around, key=lambda node: node.lineno, default=None)
    for node in needs.walk(function) if function is not None else ():
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Call) and node.lineno <= line <= node.end_lineno:
            return around_of(file, function, node, line) if is_given(file, function, node.value) else None
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and node.lineno <= line <= node.end_lineno and is_given(file, function, node.value):
            returned = {one.value.id for one in needs.walk(function) if isinstance(one, ast.Return) and isinstance(one.value, ast.Name)}
            return around_of(file, function, node, line) if needs.stored(node.targets[0]) & returned else None
    return None


def is_given(file, function, call):
    """Is what it calls a parameter of the function round it, as in a decorator, or of its own?"""
    outer = [node for node in needs.nodes_of(file) if isinstance(node, ast.FunctionDef) and node.lineno <= function.lineno <= node.end_lineno]
    names = {one.arg for node in outer for one in [*node.args.args, *node.args.kwonlyargs, *node.args.posonlyargs]}
    return isinstance(call.func, ast.Name) and call.func.id in names


def around_of(file, function, node, line):
    looks = [one.lineno for one in needs.walk(function) if isinstance(one, ast.Call) and getattr(one.func, "attr", getattr(one.func, "id", "")) in CLOCKS]
    if any(one < line for one in looks) and any(one > line for one in looks):
        return Wrapper(file, function.name, line, "clock", next(one for one in looks if one > line), None)
    for one in sorted((one for one in needs.walk(function) if isinstance(one, (ast.Try, ast.With))), key=lambda one: -one.lineno):
        if one.body[0].lineno <= node.lineno <= one.body[-1].end_lineno:
            if isinstance(one, ast.With):
                return Wrapper(file, function.name, line, "with", one.lineno, None)
            if one.finalbody:
                return Wrapper(file, function.name, line, "finally", one.finalbody[0].lineno, None)
            return Wrapper(file, function.name, line, "except", one.handlers[0].lineno, None if any(handler.type is None for handler in one.handlers) else frozenset(caught(one.handlers)))
    return None


def caught(handlers):
    for handler in handlers:
        for one in handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]:
            yield getattr(one, "attr", getattr(one, "id", ""))


def suspended(coroutine, code):
    """A coroutine of the program's is suspended for the first time: whoever has made it has long gone on."""
    origin = coroutine.cr_origin
    if not origin or origin[0] in plain:
        return
    file, line, name = origin[0]
    if name == "inner" and file.endswith(RECREATED) and not frames.is_own_file(file):
        by_contextlib(code)
        return
    found = wrapper_at(file, line, name) if frames.is_own_file(file) and name.isidentifier() else None
    if found is None:
        if len(plain) < 4096:
            plain.add(origin[0])
        return
    if found.kind == "except":
        if len(tried) < 256:
            tried[code] = found
        return
    place = file, name, line
    if place not in told:
        told.add(place)
        recorder.remark("meaning", says(found, code.co_name), AWAIT, place, current())


def says(found, called):
    place = found.file, found.function, found.line
    of = frames.line((found.file, "", found.of))
    if found.kind == "clock":
        return f"{found.function} is no `async def`: at {frames.line(place)} ({frames.line_text(place)}) it only makes the coroutine of {called}, and looks at the clock again at {of}, before {called} has run a line. What it measures is not {called}."
    if found.kind == "with":
        return f"{found.function} is no `async def`: at {frames.line(place)} ({frames.line_text(place)}) it only makes the coroutine of {called}, and leaves the `with` of {of} before {called} has run a line."
    if found.kind == "finally":
        return f"{found.function} is no `async def`: at {frames.line(place)} ({frames.line_text(place)}) it only makes the coroutine of {called}, and comes to its finally at {of} before {called} has run a line."
    return f"{found.function} is no `async def`: at {frames.line(place)} ({frames.line_text(place)}) it only makes the coroutine of {called}, and leaves its `try`; the `except` at {of} catches nothing of what {called} raises when it runs."


def by_contextlib(code):
    place = code.co_filename, code.co_name, code.co_firstlineno
    if place in told:
        return
    told.add(place)
    recorder.remark(
        "meaning",
        f"{code.co_name}, a coroutine function, has a context manager as its decorator at {frames.line(place)} ({frames.line_text(place)}): that calls it as any function inside of its `with`, which only makes a coroutine, and the `with` is left before {code.co_name} has run a line.",
        "Write the `with` inside of the coroutine function; or make the context manager with @contextlib.asynccontextmanager, which can decorate coroutine functions since Python 3.10.",
        place,
        current(),
    )


def current():
    return recorder.by if recorder.by[:1] == "T" else None


def of(error):
    """(what, advice, place) of an error that a `try` in a plain function was to catch; or None."""
    names = {kind.__name__ for kind in type(error).__mro__}
    for frame, _ in meanings.own_frames(error) if tried else ():
        found = tried.get(frame.f_code) if frame.f_code.co_flags & look.SUSPENDS else None
        if found is not None and (found.errors is None or found.errors & names or not all(map(is_known, found.errors))):
            return says(found, frame.f_code.co_name), AWAIT, (found.file, found.function, found.line)
    return None


def is_known(name):
    """Does it name an error? Else it is a variable, which may hold any."""
    return name[:1].isupper()
