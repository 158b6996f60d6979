"""at_the_end: a run that is over but for a thread, for which asyncio.run waits."""

from .. import look, workers
from . import frames, outside

AT_THE_END = 1_000_000_000  # ns


def thread_at_the_end():
    """Called by the thread that watches: asyncio.run waits for a second already that the threads of its executor come to their end."""
    loop, since = outside.recorder.closing or (None, 0)
    loop = loop and loop()
    if loop is None or not outside.recorder.waiting or outside.recorder.clock.now() - since < AT_THE_END or "at the end" in outside.told:
        return
    outside.told.add("at the end")
    stand = look.other_threads()
    for thread in getattr(getattr(loop, "_default_executor", None), "_threads", ()):
        frame = stand.get(thread.ident)
        here = frames.innermost(frame)
        while frame is not None and not (frame.f_code.co_name == "run" and type(frame.f_locals.get("self")).__name__ == "_WorkItem"):
            frame = frame.f_back
        item = frame.f_locals["self"] if frame is not None else None
        func = getattr(item, "fn", None) or getattr(item, "task", (None,))[0]
        place = outside.calls.get(id(func)) or here
        if func is not None and place is not None:
            stands = f" and stands at {frames.line(here)} ({frames.line_text(here)})" if here is not None and here != place else ""
            outside.recorder.remark(
                "not-back",
                f"All is done but the run does not end: asyncio.run waits for a thread that runs {look.callback_name(workers.called(func))}, which was given to it at {frames.line(place)}{stands}. No time limit and no cancel() ends a thread.",
                "Let it come to an end by itself: a time limit of its own (queue.get(timeout=1)), or an Event that it looks at.",
                place,
                None,
            )
            outside.recorder.writer.flush(everything=True)
            return
