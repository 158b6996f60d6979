"""generators: an asynchronous generator that a break left half way: it is closed when it is collected, in a task of its own, or at the end of the run."""

import asyncio

from .. import hooks, look
from . import frames, yields

recorder = None


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


def install():
    hooks.exchange(asyncio.base_events.BaseEventLoop, "_asyncgen_finalizer_hook", telling_finalizer)
