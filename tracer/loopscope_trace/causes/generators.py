"""generators: an asynchronous generator that a break left half way: it is closed when it is collected, in a task of its own, or at the end of the run; one that is gone through a second time"""

import ast
import asyncio
import types

from .. import hooks, look, needs
from . import frames, thread_lock, yields

recorder = None
ended = look.ByIdentity()  # generators that a loop has gone through to their end: where


def left_open(generator, when):
    code = generator.ag_code
    frame = generator.ag_frame
    if frame is None or not frames.is_own(code):
        return
    recorder.remark(
        "left-open",
        f"The asynchronous generator {code.co_name} was left at {frames.line(look.place_of(frame))} before its end, as by a break: break does not close it, and what its finally does {when}.{yields.inside(frame)}",
        "Close it where you leave it: `async with contextlib.aclosing(generator) as items:` round the async for.",
        look.place_of(frame),
        None,
    )


def telling_finalizer(plain):
    def _asyncgen_finalizer_hook(self, agen):
        try:
            if hooks.here(self):
                left_open(agen, "comes later, in a task that the loop makes")
        except Exception as error:
            recorder.fail(error)
        return plain(self, agen)

    return _asyncgen_finalizer_hook


def at_the_end(loop):
    """Where asyncio.run closes those that are still open."""
    alike = {(generator.ag_code, generator.ag_frame and generator.ag_frame.f_lineno): generator for generator in list(loop._asyncgens)}
    for generator in alike.values():
        left_open(generator, "comes only at the end of the run")


def forget():
    ended.entries.clear()


def loops_at(frame):
    """What the asynchronous loops on that line go through, each with its body: none of a comprehension."""
    function = needs.function_of(frame.f_code)
    for node in needs.walk(function) if function is not None else ():
        if isinstance(node, ast.AsyncFor):
            yield node.iter, node.body
        for one in getattr(node, "generators", ()):
            if one.is_async:
                yield one.iter, []


def loop_ends(frame):
    """An `async for` of the program's has come to its end because what it goes through has."""
    for source, body in loops_at(frame):
        generator = thread_lock.value_of(source, frame) if source.lineno <= frame.f_lineno <= source.end_lineno else None
        if type(generator) is not types.AsyncGeneratorType or generator.ag_frame is not None:
            continue
        before = ended.get(generator)
        place = look.place_of(frame)
        if before is None:
            ended[generator] = [place, False]
        elif not before[1] and not all(isinstance(one, ast.Pass) for one in body or [source]):
            before[1] = True
            recorder.remark(
                "no-effect",
                f"The loop at {frames.line(place)} ({frames.line_text(place)}) gets nothing: the asynchronous generator {generator.ag_code.co_name} had come to its end before, at {frames.line(before[0])}, and does not begin again.",
                f"A generator is gone through once: call {generator.ag_code.co_name}() anew for each loop, or keep what it gives in a list.",
                place,
                recorder.by if recorder.by[:1] == "T" else None,
            )


def install():
    hooks.exchange(asyncio.base_events.BaseEventLoop, "_asyncgen_finalizer_hook", telling_finalizer)
