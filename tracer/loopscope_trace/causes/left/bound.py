"""bound: a lambda that was made in a loop and is called when that has gone on: the loop's variable that it reads holds something else by then."""

import ast
import asyncio
import functools
import types

from ... import hooks, look, needs
from ...values import SIMPLE, shown
from .. import frames, lost_update

recorder = None
known = look.ByIdentity()  # by a lambda: {the name of a loop's variable: what it held when the lambda was given away}
told = set()
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def forget():
    told.clear()


@functools.lru_cache(maxsize=256)
def loops_round(file, line, names):
    """{a name that the lambda at that line reads: the line of the loop that sets it}, when that stands in the same function."""
    nodes = list(needs.nodes_of(file))
    lambdas = [node for node in nodes if isinstance(node, ast.Lambda) and node.lineno <= line <= node.end_lineno]
    if len(lambdas) != 1:
        return {}

    def function_of(node):
        return max((one for one in nodes if isinstance(one, FUNCTIONS) and one.lineno < node.lineno <= one.end_lineno), key=lambda one: one.lineno, default=None)

    found = {}
    for node in nodes:
        if isinstance(node, (ast.For, ast.AsyncFor)) and node.body[0].lineno <= lambdas[0].lineno <= node.body[-1].end_lineno and function_of(node) is function_of(lambdas[0]):
            found.update({name: node.lineno for name in needs.stored(node.target) & names})
    return found


def value_of(function, name):
    code = function.__code__
    if name in code.co_freevars:
        try:
            return function.__closure__[code.co_freevars.index(name)].cell_contents
        except ValueError:
            return lost_update.NOTHING
    return function.__globals__.get(name, lost_update.NOTHING)


def given(callback):
    """It is given to who will call it later."""
    code = callback.__code__ if type(callback) is types.FunctionType else None
    if code is None or code.co_name != "<lambda>" or not frames.is_own(code) or len(known.entries) > 1024:
        return
    names = loops_round(code.co_filename, code.co_firstlineno, frozenset((*code.co_freevars, *code.co_names)))
    if names:
        known[callback] = {name: value_of(callback, name) for name in names}


def called(callback):
    before = known.get(callback)
    code = callback.__code__ if before else None
    for name, was in (before or {}).items():
        now = value_of(callback, name)
        if now is not lost_update.NOTHING and lost_update.differs(now, was) and code not in told:
            told.add(code)
            loop = loops_round(code.co_filename, code.co_firstlineno, frozenset((*code.co_freevars, *code.co_names)))[name]
            place = code.co_filename, code.co_name, code.co_firstlineno
            by_then, at_first = (f" ({shown(value)})" if type(value) in SIMPLE and len(shown(value)) < 40 else "" for value in (now, was))
            recorder.remark(
                "meaning",
                f"The lambda at {frames.line(place)} reads {name} when it is called, and finds what the loop of {frames.line((place[0], '', loop))} has set since{by_then}, not what {name} was when the lambda was made{at_first}.",
                f"Let it keep the value: `lambda …, {name}={name}: …`, or functools.partial(function, {name}).",
                place,
                None,
            )


def telling(plain):
    def add_done_callback(self, *args, **kwargs):
        try:
            if args and recorder.on and recorder.in_thread():
                given(args[0])
        except Exception as error:
            recorder.fail(error)
        return plain(self, *args, **kwargs)

    return add_done_callback


def install():
    for owner in (asyncio.Future, asyncio.Task):
        if "add_done_callback" in owner.__dict__:
            hooks.exchange(owner, "add_done_callback", telling)
