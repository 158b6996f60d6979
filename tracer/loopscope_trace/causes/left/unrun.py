"""unrun: tasks of a loop that nobody runs any more: run_until_complete() ran it until its own coroutine was done, and no further; or asyncio.run() has closed it; or nobody ever ran it."""

import asyncio

from ... import hooks, look
from .. import frames

recorder = None
ended_at = {}  # by the loop's id: the line of the program's own at which its last run came back, and whether that was the cleaning up of asyncio.run()
MOST = 8


ran = set()  # the ids of loops


def forget():
    ended_at.clear()
    ran.clear()


def run_begins(loop):
    ran.add(id(loop))


def is_closing(caller):
    """asyncio.run(), or the end of a Runner: it has cancelled what was left when main ended."""
    above = caller.f_back if caller.f_code.co_name == "run_until_complete" else None
    return above is not None and above.f_code.co_filename == asyncio.runners.__file__ and look.qualified_name(above.f_code) != "Runner.run"


def run_ends(loop, caller):
    place, until = frames.innermost(caller), caller.f_locals.get("future") if caller.f_code.co_name == "run_until_complete" else None
    ended_at.pop(id(loop), None)
    if place is not None and asyncio.isfuture(until) and until.done():  # not by an error that went through it
        ended_at[id(loop)] = place, is_closing(caller)


def at_the_end():
    """The program is over: who is still under way in a loop that runs no more?"""
    for loop in list(hooks.loops.known):
        tasks = [] if loop.is_running() else [task for task in frames.tasks_of(loop) if isinstance(task, asyncio.Task) and frames.place(frames.of(task)) is not None]
        last, closed = ended_at.get(id(loop), (None, False))
        if tasks and id(loop) not in ran:
            never_run(tasks)
        if not tasks or last is None:
            continue
        for task in tasks[:MOST]:
            name, place = recorder.name_of(task), frames.place(frames.of(task))
            stands = "has not begun" if getattr(task, "loopscope_fresh", False) else f"is suspended at {frames.line(place)}"
            if closed:
                said = f"{{{name}}} {stands} at the end of the program: asyncio.run() at {frames.line(last)} has cancelled what was there when main ended, and has closed the loop without this one."
                advice = "Await it before main ends; what is begun while asyncio.run() cleans up is neither cancelled nor waited for."
            else:
                said = f"{{{name}}} {stands} at the end of the program: the run of the loop at {frames.line(last)} ({frames.line_text(last)}) came back when its own coroutine was done, and nobody runs that loop any more."
                advice = "Await the task in the coroutine that the loop runs: in a main() that asyncio.run() is given, with await, gather() or a TaskGroup."
            recorder.remark("left-running", said, advice, place, name)


def never_run(tasks):
    name, place = recorder.name_of(tasks[0]), frames.place(frames.of(tasks[0]))
    more = f" (and {len(tasks) - 1} more)" if len(tasks) > 1 else ""
    recorder.remark(
        "left-running",
        f"{{{name}}}{more} has not begun at the end of the program: it was given to a loop that nobody has run.",
        "Let the loop run: `loop.run_until_complete(main())`; or asyncio.run(main()), which makes a loop, runs it, and closes it.",
        place,
        name,
    )
