"""unrun: tasks of a loop that nobody runs any more: run_until_complete() ran it until its own coroutine was done, and no further."""

import asyncio

from ... import hooks
from .. import frames

recorder = None
ended_at = {}  # by the loop's id: the line of the program's own at which its last run came back
MOST = 8


def forget():
    ended_at.clear()


def run_ends(loop, caller):
    place, until = frames.innermost(caller), caller.f_locals.get("future") if caller.f_code.co_name == "run_until_complete" else None
    if place is not None and asyncio.isfuture(until) and until.done():  # not by an error that went through it
        ended_at[id(loop)] = place


def at_the_end():
    """The program is over, and asyncio.run has cancelled what it left; who has run a loop by hand has to do so himself."""
    for loop in list(hooks.loops.known):
        tasks = [] if loop.is_running() else [task for task in frames.tasks_of(loop) if isinstance(task, asyncio.Task) and frames.place(frames.of(task)) is not None]
        last = ended_at.get(id(loop))
        if not tasks or last is None:
            continue
        for task in tasks[:MOST]:
            name, place = recorder.name_of(task), frames.place(frames.of(task))
            stands = "has not begun" if getattr(task, "loopscope_fresh", False) else f"is suspended at {frames.line(place)}"
            recorder.remark(
                "left-running",
                f"{{{name}}} {stands} at the end of the program: the run of the loop at {frames.line(last)} ({frames.line_text(last)}) came back when its own coroutine was done, and nobody runs that loop any more.",
                "Await the task in the coroutine that the loop runs: in a main() that asyncio.run() is given, with await, gather() or a TaskGroup.",
                place,
                name,
            )
