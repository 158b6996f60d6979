"""goes_round: a step that holds on to the loop since it goes round in a loop of the program's: without an await, or with awaits that give at once what is there."""

import ast
import asyncio

from .. import look, needs
from . import frames, thread_lock
from .held_up import at


def round_and_round(frame, place):
    """"goes round in `while …` of line 5 without an await", where the program's own frame runs itself; or ""."""
    while frame is not None and look.is_tracer(frame.f_code):  # time.sleep()
        frame = frame.f_back
    if frame is None or not frames.is_own(frame.f_code):
        return ""
    around = [node for node in thread_lock.statements(frame) if isinstance(node, (ast.While, ast.For))]
    outer = min(around, key=lambda node: node.lineno, default=None)
    if outer is None or any(isinstance(node, (ast.Await, ast.AsyncFor, ast.AsyncWith)) for node in needs.walk(outer)):
        return ""
    there = (place[0], place[1], outer.lineno)
    return f", in the loop of {at(there)}, which has no await," if outer.lineno != place[2] else ", a loop without an await,"


went = None, 0, 0, 0, 0  # (the step, its innermost frame of the program's, the line at which it was seen last, how often it was seen further up than before, and in a row at that line)


def seen(step, frame):
    """Called each time the step is looked at: has the program's own frame been seen to go back to lines that it has left?"""
    global went
    while frame is not None and not frames.is_own(frame.f_code):
        frame = frame.f_back
    if frame is not None:
        same = went[0] is step and went[1] == id(frame)
        back, stays = same and frame.f_lineno < went[2], same and frame.f_lineno == went[2]
        went = step, id(frame), frame.f_lineno, (went[3] if same else 0) + back, (went[4] if stays else 0) + 1


def explain(step, frame, who):
    """(what, advice) of a loop whose awaits never suspend it; or None."""
    while frame is not None and not frames.is_own(frame.f_code):
        frame = frame.f_back
    if frame is None or went[0] is not step or went[1] != id(frame):
        return None
    file = frame.f_code.co_filename
    loop = next((node for node in reversed(thread_lock.statements(frame)) if isinstance(node, ast.While)), None)
    for call in needs.walk(loop) if loop is not None else ():
        thing = thread_lock.value_of(call.func.value, frame) if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) else None
        again = went[3] or (went[2] == getattr(call, "lineno", 0) and went[4] > 1)  # such a call is over at once: who is seen there twice has gone round
        if not again:
            continue
        there, line = at((file, "", loop.lineno)), frames.line((file, "", call.lineno)) if isinstance(call, ast.Call) else ""
        if isinstance(thing, asyncio.StreamReader) and thing._eof and not thing._buffer and call.func.attr in ("read", "readline"):
            return (
                f"{who} goes round in the loop of {there}: the stream is at its end, so {call.func.attr}() at {line} gives b'' at once, without suspending, and nothing else can run.",
                "Leave the loop when nothing more comes: `if not data: break`.",
            )
        if isinstance(thing, asyncio.Event) and thing._value and call.func.attr == "wait" and not clears(loop):
            name = getattr(call.func.value, "attr", getattr(call.func.value, "id", ""))
            return (
                f"{who} goes round in the loop of {there}: the event {name} is set, and is not cleared there, so wait() at {line} is over at once, without suspending, and nothing else can run.",
                "Clear it when it has come: `await event.wait()`, then `event.clear()`; of things that happen one by one a Queue tells one by one.",
            )
    return None


def clears(loop):
    return any(isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "clear" for node in needs.walk(loop))
