"""taken_back: a cancellation is lost in a place where nobody looks for that: a `return` in a finally, or an __aexit__() that gives something true."""

import ast
import asyncio
import functools

from .. import needs
from . import caught, frames

recorder = None
told = set()  # places
ADVICE = "Leave the `return` (the `break`, the `continue`) out of the finally: what a finally is left by takes the place of the error, a CancelledError too."
GIVES = "Let __aexit__() return nothing, or True for the errors alone that it knows and has dealt with: `return False` lets the CancelledError go on."


def leaves(node):
    """The `return` in a finally, or the `break` or `continue` in it that belongs to a loop round it; or None."""
    for part in node.finalbody:
        inner = [one for each in [part, *needs.walk(part)] if isinstance(each, (ast.For, ast.AsyncFor, ast.While)) for one in needs.walk(each)]
        for one in [part, *needs.walk(part)]:
            if isinstance(one, ast.Return) or (isinstance(one, (ast.Break, ast.Continue)) and one not in inner):
                return one
    return None


@functools.lru_cache(maxsize=1024)
def way_out(file, name, first_line, line):
    """Of a CancelledError that is raised at that line of a function: the line at which a finally is left and it is lost, "caught" where it may be, or None: it passes."""
    function = needs.function_in(file, name, first_line)
    around = [node for node in needs.walk(function) if isinstance(node, ast.Try) and node.lineno < line <= node.end_lineno] if function is not None else []
    limits = [node for node in needs.walk(function) if isinstance(node, ast.AsyncWith) and node.body[0].lineno <= line <= node.end_lineno] if around else []
    for node in sorted(around, key=lambda one: -one.lineno):
        if any(one.lineno > node.lineno for one in limits):
            return "caught"
        if node.body[0].lineno <= line <= node.body[-1].end_lineno:
            if any(caught.caught_by(handler, ("CancelledError", "BaseException")) is not None or not caught.is_plain(handler) for handler in node.handlers):
                return "caught"
        if node.finalbody and line < node.finalbody[0].lineno and leaves(node) is not None:
            return leaves(node).lineno
    return None


def step_ended(task, struck, chain):
    """A CancelledError was thrown into those coroutines, and the task has not ended by it. chain: those that are left."""
    for level in struck[::-1]:
        if not level.own and level.name == "wait_for":
            return  # it may be the end of its own time
        out = way_out(*level.definition, level.line) if level.own else None
        if out is None:
            continue
        if out == "caught" or any(one.serial == level.serial for one in chain):
            return
        place = (*level.place[:2], out)
        if place not in told and len(told) < 256:
            told.add(place)
            name = recorder.name_of(task)
            recorder.remark(
                "lost-cancel",
                f"{{{name}}} is cancelled while it waits at {frames.line(level.place)}: {frames.line(place)} ({frames.line_text(place)}) leaves the finally in {level.name}, and so the CancelledError is thrown away: {{{name}}} goes on as if nobody had asked it to end.",
                ADVICE,
                place,
                name,
            )
        return


def kind_of_error(frame):
    """What an __aexit__() was given first behind its self."""
    code = frame.f_code
    name = code.co_varnames[1] if code.co_argcount > 1 or code.co_flags & 4 and len(code.co_varnames) > 1 else None  # 4: *arguments
    value = frame.f_locals.get(name)
    return value if code.co_argcount > 1 else (value or (None,))[0] if type(value) is tuple else None


def is_its_own_doing(code, who):
    """Has a method of the same class asked for the cancellation?"""
    by = recorder.cancels.get(who, (None, None))[1]
    owners = [node for node in needs.nodes_of(code.co_filename) if isinstance(node, ast.ClassDef) and node.lineno <= code.co_firstlineno <= node.end_lineno]
    return by is not None and by[0] == code.co_filename and any(node.lineno <= by[2] <= node.end_lineno for node in owners)


def left_by(frame):
    """An __aexit__() of the program's has given True."""
    place, who = (frame.f_code.co_filename, frame.f_code.co_name, frame.f_lineno), recorder.by
    if who[:1] != "T" or place in told or len(told) >= 256 or kind_of_error(frame) is not asyncio.CancelledError or is_its_own_doing(frame.f_code, who):
        return
    told.add(place)
    outer = frame.f_back
    at = f" of {frames.line((outer.f_code.co_filename, '', outer.f_lineno))}" if outer is not None and frames.is_own(outer.f_code) else ""
    recorder.remark(
        "lost-cancel",
        f"{{{who}}} is cancelled, and leaves the `async with`{at} by a CancelledError; its __aexit__() gives True at {frames.line(place)} ({frames.line_text(place)}), which means that the error is dealt with: {{{who}}} goes on as if nobody had asked it to end.",
        GIVES,
        place,
        who,
    )
