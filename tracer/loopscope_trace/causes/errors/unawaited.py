"""unawaited: what a coroutine that nobody has awaited was taken for: an answer that is asked for yes or no, or what a plain function gives back to who does not know that it has to be awaited."""

import ast
import types

from ... import look, needs
from ...values import text_of
from .. import frames, meanings

recorder = None
told = set()  # places


def name_of(node):
    return getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""


def asked(node):
    """The parts of an expression that are asked for yes or no."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield from asked(node.operand)
    elif isinstance(node, ast.BoolOp):
        for one in node.values:
            yield from asked(one)
    elif name_of(node) in ("any", "all", "bool") and len(node.args) == 1:
        one = node.args[0]
        yield from asked(one.elt if isinstance(one, (ast.GeneratorExp, ast.ListComp)) else one)
    else:
        yield node


def tests_of(file):
    for node in needs.nodes_of(file):
        if isinstance(node, (ast.If, ast.While, ast.IfExp, ast.Assert)):
            yield node.test
        elif isinstance(node, (ast.GeneratorExp, ast.ListComp, ast.SetComp, ast.DictComp)):
            for generator in node.generators:
                yield from generator.ifs
        elif (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)) or name_of(node) in ("any", "all"):
            yield node


def thrown_away(coroutine, place):
    """place: where it was made."""
    code = getattr(coroutine, "cr_code", None)
    if type(coroutine) is not types.CoroutineType or not frames.is_own(code) or place is None or not frames.is_own_file(place[0]) or place in told:
        return
    name, here = coroutine.__qualname__.rpartition(".")[2], frames.here()
    if any(name_of(one) == name and one.lineno <= place[2] <= one.end_lineno for test in tests_of(place[0]) for one in asked(test)):
        told.add(place)
        recorder.remark(
            "meaning",
            f"The coroutine of {name} itself is asked for yes or no at {frames.line(place)} ({frames.line_text(place)}): it counts as true, whatever {name} would have given, of which not one line has run.",
            f"Await it there: `await {name}(…)`, in brackets where more is asked.",
            place,
            who(),
        )
    elif here is not None and here[:2] != place[:2] and gives_on(place, name) and is_thrown_away_at(here):
        told.add(place)
        why = ": `iscoroutinefunction()` says no of a plain function, also where that returns a coroutine" if asks_for_the_kind(here) else ", where nobody sees that it has to be awaited"
        recorder.remark(
            "meaning",
            f"{place[1]} makes the coroutine of {name} at {frames.line(place)} and returns it, without being an `async def` itself; what it returns is thrown away at {frames.line(here)} ({frames.line_text(here)}){why}.",
            "Make the wrapper an `async def` that awaits; or look at what comes back: `if inspect.isawaitable(result): await result`.",
            here,
            who(),
        )


def who():
    return recorder.by if recorder.by[:1] == "T" else None


def function_at(place):
    around = [node for node in needs.nodes_of(place[0]) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == place[1] and node.lineno <= place[2] <= node.end_lineno]
    return max(around, key=lambda node: node.lineno, default=None)


def gives_on(place, name):
    """Does a plain function return what is called at that line?"""
    function = function_at(place)
    return isinstance(function, ast.FunctionDef) and function.name != name and any(isinstance(node, ast.Return) and isinstance(node.value, ast.Call) and node.lineno <= place[2] <= node.end_lineno for node in needs.walk(function))


def is_thrown_away_at(here):
    return any(isinstance(node.value, ast.Call) for node in meanings.nodes_at(here, ast.Expr))


def asks_for_the_kind(here):
    function = function_at(here)
    return function is not None and any(name_of(node) == "iscoroutinefunction" for node in needs.walk(function))


def in_a_del(function, error):
    """An error in a __del__() of the program's, of which nobody but the terminal is told."""
    code = look.says(function, "__code__")
    if code is None or code.co_name != "__del__" or not frames.is_own(code) or not isinstance(error, RuntimeError) or text_of(error) != "no running event loop":
        return
    place = meanings.place_of(error)
    if place is None or place in told:
        return
    told.add(place)
    recorder.remark(
        "no-effect",
        f"{look.qualified_name(code)} fails at {frames.line(place)} ({frames.line_text(place)}), where no loop runs: Python calls it when the last reference goes, here outside of asyncio.run(). What it was to do is not done, and its error goes to the terminal alone.",
        "__del__ comes when it likes, and mostly too late: close what needs the loop while it runs, with `async with` or in a finally.",
        place,
        None,
    )
