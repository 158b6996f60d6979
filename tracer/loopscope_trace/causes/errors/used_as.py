"""used_as: a thing that is taken for another: an error among the results of a gather(), what a call gave where a function was wanted, a client that is closed, a file named like a module, a late TimeoutError."""

import ast
import asyncio
import os
import re
import sys

from ... import late, needs
from ...kinds import Expression
from ...values import shown, text_of
from .. import frames
from . import answered

recorder = None
TAKES = {"call_later": 1, "call_at": 1, "call_soon": 0, "call_soon_threadsafe": 0, "run_in_executor": 1, "to_thread": 0, "add_done_callback": 0, "add_signal_handler": 1, "add_reader": 1, "add_writer": 1, "submit": 0}
CLOSED_BY_NAME = ("StreamClosed", "ResponseNotRead", "ClientConnectionError", "InterfaceError", "ConnectionClosedOK", "ConnectionClosedError")  # of httpx, aiohttp, asyncpg, websockets
CLOSED = ("client has been closed", "Session is closed", "Cannot operate on a closed database", "Connection is closed", "I/O operation on closed", "no active connection")
not_functions = {}  # by the id of a handle: where it was made, of something that cannot be called


def of(error, own):
    """What it is taken for. own: the program's own frames of its traceback, the innermost last. (what, advice, place or None), or None."""
    text = text_of(error)
    frame, line = own[-1]
    if isinstance(error, TimeoutError if hasattr(asyncio, "timeout") else ()):
        return caught_too_early(error, frame, line)
    if isinstance(error, (TypeError, AttributeError)):
        if text.endswith("object is not callable"):
            return called_at_once(frame.f_code.co_filename, line)
        return among_results(text, own)
    closed = isinstance(error, (RuntimeError, ValueError)) and any(part in text for part in CLOSED)
    return used_after(own) if closed or (type(error).__name__ in CLOSED_BY_NAME and not frames.is_own_file(getattr(sys.modules.get(type(error).__module__), "__file__", None) or "<")) else None


NAMED = Expression(r"module '(\w+)'(?: from '[^']*')? has no attribute|cannot import name '\w+' from (?:partially initialized module )?'(\w+)'|No module named '(\w+)\.|'(\w+)' is not a package")


def named_like(error):
    """A file of the program's stands in the place of a module of the standard library."""
    found = NAMED.search(text_of(error)) if isinstance(error, (AttributeError, ImportError)) else None
    name = next((one for one in found.groups() if one), None) if found else None
    file = late.shadows.get(name)
    if file is None:
        return None
    return (
        f"the file {os.path.basename(file)} beside the program has the name of a module of the standard library, and Python takes it for that module, in every `import {name}`, also in those of asyncio and of libraries.",
        f"Give {os.path.basename(file)} another name.",
        (file, "", 1),
    )


def among_results(text, own):
    names = set(re.findall(r"'(\w+)'", text))
    for frame, line in reversed(own):
        function = needs.function_of(frame.f_code)
        gathers = [node for node in needs.walk(function) if is_gather(node) and node.lineno <= line] if function is not None else ()
        if not gathers:
            continue
        for value in list(frame.f_locals.values()):
            for one in list(value) if type(value) in (list, tuple) else (value,):
                if isinstance(one, BaseException) and type(one).__name__ in names:
                    raised = frames.raised_at(one)
                    at = f", raised at {frames.line(raised)}" if raised else ""
                    place = frame.f_code.co_filename, frame.f_code.co_name, gathers[0].lineno
                    return (
                        f"a {type(one).__name__}{at}, stands among the results: gather(return_exceptions=True) at {frames.line(place)} gives errors like values, and here one is used as a value.",
                        "Look at each result before it is used: `if isinstance(result, Exception): …`; or leave return_exceptions away, so that the first error is raised.",
                        place,
                    )
    return None


def is_gather(node):
    return (
        isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) == "gather"
        and any(keyword.arg == "return_exceptions" and getattr(keyword.value, "value", False) is True for keyword in node.keywords)
    )


def called_at_once(file, line):
    for node in needs.nodes_of(file):
        if isinstance(node, ast.Call) and node.lineno <= line <= node.end_lineno:
            takes = getattr(node.func, "attr", getattr(node.func, "id", ""))
            at = TAKES.get(takes)
            given = node.args[at] if at is not None and len(node.args) > at else next((one.value for one in node.keywords if one.arg == "target"), None)
            if isinstance(given, ast.Call):
                name = ast.unparse(given) if hasattr(ast, "unparse") else "the call"
                name = name if len(name) < 60 else "the call"
                place = file, "", given.lineno
                return (
                    f"{name} at {frames.line(place)} runs the function there and then, and what it gives is handed to {takes}(), which wants the function itself.",
                    f"Give the function, and its arguments behind it: `{takes}(…, function, argument)`; or `lambda: function(argument)`.",
                    place,
                )
    return None


def no_function(handle):
    """Something that cannot be called is to be a callback: that fails only when its time has come."""
    if len(not_functions) < 64:
        not_functions[id(handle)] = frames.here()


def callback_failed(handle, error):
    place = not_functions.pop(id(handle), None)
    found = called_at_once(place[0], place[2]) if place is not None and isinstance(error, TypeError) else None
    if found is not None:
        recorder.remark("meaning", f"A callback ends with {shown(error)}: {found[0]}", found[1], found[2], None)
    else:
        answered.failed(handle, error)


def used_after(own):
    """Something that its `with` has closed: the block is over, or the coroutine was made in it and is awaited behind it."""
    for frame, line in reversed(own):
        function = needs.function_of(frame.f_code)
        blocks = [node for node in needs.walk(function) if isinstance(node, (ast.With, ast.AsyncWith)) and node.end_lineno < line] if function is not None else ()
        for node in sorted(blocks, key=lambda one: -one.lineno):
            for item in node.items:
                name = getattr(item.optional_vars, "id", None)
                behind = any(isinstance(one, ast.Name) and one.id == name and one.lineno == line for one in needs.walk(function))
                if name is not None and (behind or begun_inside(function, node, name, line)):
                    place = frame.f_code.co_filename, frame.f_code.co_name, node.lineno
                    how = "it is used again" if behind else "what was begun with it is awaited"
                    return (
                        f"`{'async ' if isinstance(node, ast.AsyncWith) else ''}with` at {frames.line(place)} closes {name} at its end, at {frames.line((place[0], '', node.end_lineno))}, and {how} at {frames.line((place[0], '', line))}.",
                        "Do all that needs it inside of the block, the awaits too.",
                        place,
                    )
        found = returned_out_of(function, frame, line) if function is not None else None
        if found is not None:
            return found
    return None


def returned_out_of(function, frame, line):
    """What is used at that line was given by a function of the same file that returns it out of the `with` that closes it."""
    used = {node.id for node in needs.walk(function) if isinstance(node, ast.Name) and node.lineno == line}
    for node in needs.walk(function):
        if isinstance(node, ast.Assign) and node.lineno < line and set().union(*map(needs.stored, node.targets)) & used:
            call = node.value.value if isinstance(node.value, ast.Await) else node.value
            name = getattr(call.func, "attr", getattr(call.func, "id", "")) if isinstance(call, ast.Call) else ""
            inner = [one for one in needs.nodes_of(frame.f_code.co_filename) if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)) and one.name == name]
            for block in needs.walk(inner[0]) if len(inner) == 1 else ():
                given = {getattr(item.optional_vars, "id", None) for item in block.items} - {None} if isinstance(block, (ast.With, ast.AsyncWith)) else ()
                left = next((one for one in needs.walk(block) if isinstance(one, ast.Return) and getattr(one.value, "id", None) in given), None) if given else None
                if left is not None:
                    place = frame.f_code.co_filename, name, left.lineno
                    return (
                        f"{name} returns {left.value.id} at {frames.line(place)} out of the `{'async ' if isinstance(block, ast.AsyncWith) else ''}with` of {frames.line((place[0], '', block.lineno))}, which closes it in that moment, and it is used at {frames.line((place[0], '', line))}.",
                        "Read what is wanted of it inside of the block, and return that; or let the one who uses it write the `with`.",
                        place,
                    )
    return None


def begun_inside(function, block, name, line):
    """Does the statement at that line use what was made of `name` in the block?"""
    made = set()
    for node in needs.walk(block):
        if isinstance(node, ast.Assign) and name in needs.names_in(node.value):
            made |= {one for target in node.targets for one in needs.stored(target)}
    at = [node for node in needs.walk(function) if isinstance(node, ast.stmt) and node.lineno <= line <= node.end_lineno]
    wanted = needs.names_in(max(at, key=lambda node: node.lineno)) if at else set()
    for node in at:
        if isinstance(node, (ast.For, ast.AsyncFor)) and needs.stored(node.target) & wanted:
            wanted |= needs.names_in(node.iter)
    return bool(made & wanted)


def caught_too_early(error, frame, line):
    """`except TimeoutError` inside of `async with asyncio.timeout()`: there it is a CancelledError yet."""
    inner = error.__cause__ or error.__context__
    entry = inner.__traceback__ if isinstance(inner, asyncio.CancelledError) else None
    while entry is not None and entry.tb_frame is not frame:
        entry = entry.tb_next
    function = needs.function_of(frame.f_code) if entry is not None else None
    for node in needs.walk(function) if function is not None else ():
        if isinstance(node, ast.AsyncWith) and node.lineno <= line <= node.items[-1].context_expr.end_lineno and any(is_limit(item.context_expr) for item in node.items):
            for one in needs.walk(node):
                if isinstance(one, ast.Try) and one.body[0].lineno <= entry.tb_lineno <= one.body[-1].end_lineno:
                    for handler in one.handlers:
                        if handler.type is not None and "TimeoutError" in names_of(handler.type):
                            place = frame.f_code.co_filename, frame.f_code.co_name, handler.lineno
                            return (
                                f"the `except` at {frames.line(place)} stands inside of the time limit, where its end is a CancelledError at {frames.line((place[0], '', entry.tb_lineno))}; a TimeoutError it becomes only as the block of {frames.line((place[0], '', node.lineno))} is left.",
                                "Put the `try` round the `async with asyncio.timeout(…):`, and not into it.",
                                place,
                            )
    return None


def is_limit(call):
    return isinstance(call, ast.Call) and getattr(call.func, "attr", getattr(call.func, "id", "")) in ("timeout", "timeout_at")


def names_of(node):
    return {getattr(one, "id", getattr(one, "attr", "")) for one in [node, *needs.walk(node)]}
