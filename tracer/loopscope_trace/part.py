"""part: a part of a process that runs anyway, recorded: a test, a cell of a notebook, a function."""

import asyncio
import contextlib
import sys

from . import hooks, order, program
from .clock import RealClock
from .held import hold
from .recorder import Recorder
from .stream import Stream
from .writer import Writer


@contextlib.contextmanager
def recording(path, title="", source=None):
    """Records what the event loops of this thread do inside the with, into a file that loopscope opens; by the real clock.

    A loop that is made inside is seen from its beginning. title: what the window calls the run; source: a file of the program's, which it shows.
    """
    if hooks.recorder is not None and hooks.recorder.on:
        raise RuntimeError("a recording is under way: one at a time")
    if asyncio._get_running_loop() is not None:
        raise RuntimeError("an event loop runs already, and its beginning cannot be recorded any more: put the with round asyncio.run(), or use %%loopscope in a notebook")
    with hold(open(path, "wb", buffering=0)) as out:
        recorder = Recorder(RealClock(), Writer(out, Stream(source or title or "a part of a program", real_time=True)))
        if hooks.recorder is None:
            program.watch(recorder)
        else:
            hooks.use(recorder)
            order.listen(True)
        stdout = sys.stdout
        sys.stdout = printed = program.Stdout(stdout, recorder)
        try:
            yield recorder
        finally:
            if sys.stdout is printed:
                sys.stdout = stdout
            try:
                recorder.end_output()
                recorder.emit("exit", t=recorder.now())
                recorder.writer.flush(everything=True)
            except Exception as error:
                recorder.fail(error)
            recorder.on = False
            order.listen(False)  # till the next part; at the end of the interpreter nothing of ours is there to be called any more
            if recorder.writer.failure is not None:
                print(f"loopscope_trace: the events could not all be written: {recorder.writer.failure}", file=sys.stderr)
            if recorder.fault is not None:
                print(f"loopscope_trace: the rest was not watched: {type(recorder.fault).__name__}: {recorder.fault}", file=sys.stderr)
