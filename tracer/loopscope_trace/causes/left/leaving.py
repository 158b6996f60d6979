"""leaving: os._exit() ends the process in the middle of the run: the recording says so, and whose finally is not run is named."""

import ast
import asyncio
import sys

from ... import look
from .. import frames, objects, thread_lock

recorder = None


def forget():
    """Nothing is kept."""


def at_once(status):
    """The program is about to call it: nothing is told after this."""
    if recorder.in_thread():
        tell()
        recorder.end_output()
    recorder.emit("process_end", None if recorder.in_thread() else {"by": "main"}, status=status & 0xFF)
    recorder.writer.flush(everything=True)


def own_frames_of_step():
    """The program's own of what runs now, the innermost first; not those that have started the loop."""
    frame, found = sys._getframe(1), []
    while frame is not None and frame.f_code is not look.HANDLE_RUN:
        if frames.is_own(frame.f_code):
            found.append(frame)
        frame = frame.f_back
    return found


def finally_round(frame):
    """The first line of the innermost finally that is still to come when the frame goes on, or None."""
    found = [node.finalbody[0].lineno for node in thread_lock.statements(frame) if isinstance(node, ast.Try) and node.finalbody and node.body[0].lineno <= frame.f_lineno < node.finalbody[0].lineno]
    return max(found, default=None)


def tell():
    place, me, loop = frames.here(), objects.current(), asyncio._get_running_loop()
    if place is None or loop is None:
        return
    chains = [(me, own_frames_of_step())]
    for task in frames.tasks_of(loop):
        if recorder.name_of(task) != me:
            chains.append((recorder.name_of(task), [frame for frame in reversed(frames.of(task)) if frames.is_own(frame.f_code)]))
    missed = []
    for name, chain in chains:
        found = next(((frame, line) for frame, line in ((frame, finally_round(frame)) for frame in chain) if line is not None), None)
        if name is not None and found is not None:
            missed.append((name, frames.line((found[0].f_code.co_filename, "", found[1]))))
    if missed:
        (name, line), more = missed[0], f" (and {len(missed) - 1} more)" if len(missed) > 1 else ""
        recorder.remark(
            "thrown-away",
            f"{objects.of_task(me)} ends the process at {frames.line(place)} with os._exit(), which runs no finally: not that of {{{name}}} at {line}{more}.",
            "Where that is not wanted, let main come to its end, or raise SystemExit in it (`sys.exit()`): then asyncio.run cancels what is left, and each finally is run.",
            place,
            me,
        )
