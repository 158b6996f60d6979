"""runs: tasks that a run leaves behind: a Runner's, which go on in the next run, and those that serve a connection, which the end of main cuts off."""

import asyncio
import sys

from ... import look
from .. import frames

recorder = None
made_in = {}  # by the name of a task: in which of the runs by Runner.run() it was made
run = 0
told = set()
serving = set()  # the names of tasks that asyncio has made for a connection, and in which a function of the program's runs


def forget():
    global run
    run = 0
    made_in.clear()
    told.clear()
    serving.clear()


def is_by_runner(caller):
    """Of the program's own Runner: asyncio.run() has one as well, which runs once."""
    above = caller.f_back if caller.f_code.co_name == "run_until_complete" else None
    return above is not None and look.is_library(above.f_code) and look.qualified_name(above.f_code) == "Runner.run" and frames.is_own(above.f_back.f_code)


def begins(loop, until):
    """Runner.run() runs the loop until that task is done: which others does it find there?"""
    global run
    run += 1
    for task in frames.tasks_of(loop):
        name = recorder.name_of(task)
        before = made_in.setdefault(name, run)
        if before < run and name not in told and name != until and len(told) < 64:
            told.add(name)
            chain = frames.of(task)
            place = frames.place(chain)
            if place is not None and isinstance(task, asyncio.Task):
                recorder.remark(
                    "left-running",
                    f"{{{name}}}, which a run() before has made, is still under way when this one begins, suspended at {frames.line(place)}: run() waits for its own coroutine alone and cancels nothing, so {{{name}}} goes on among what follows. Only the end of the Runner cancels it.",
                    "End what a run() has begun before it returns (await it, or cancel it and await that); a TaskGroup does so.",
                    place,
                    name,
                )


def ends(loop):
    """Whoever is there now was made in this run at the latest."""
    for task in frames.tasks_of(loop):
        made_in.setdefault(recorder.name_of(task), run)
    if len(made_in) > 4096:
        made_in.clear()


# -- who serves a connection is nobody's task: when main ends, asyncio.run cancels it


COMES = ("connection_made", "data_received", "datagram_received")


def for_a_connection():
    """Is a task made by the protocol of a connection, in a callback that tells it what has come?"""
    frame = sys._getframe(2)
    while frame is not None and frame.f_code is not look.HANDLE_RUN:
        if frame.f_code.co_name in COMES:
            return True
        frame = frame.f_back
    return False


def made(name, code, place):
    if place is None and code is not None and frames.is_own(code) and recorder.by[:1] == "H" and for_a_connection():
        if len(serving) > 4096:
            serving.clear()
        serving.add(name)


def cut_off(task, name):
    """asyncio.run cancels what is left. Who only waits for the other side to say something is not in the middle of anything."""
    if name not in serving or name in told or recorder.ended.get(recorder.until) != "without an error":
        return
    chain = frames.of(task)
    place, what = frames.place(chain), frames.waits_in(chain)
    if place is None or isinstance(what[1], (asyncio.StreamReader, asyncio.StreamWriter)) or len(told) >= 64:
        return
    told.add(name)
    recorder.remark(
        "thrown-away",
        f"main has ended while {{{name}}}, which serves a connection, was under way at {frames.line(place)} ({frames.line_text(place)}): closing a server ends nobody who serves, so asyncio.run cancels it half way.",
        "Keep the tasks that serve (`tasks.add(asyncio.current_task())` at the start of the handler, `discard` at its end), and await them after server.close().",
        place,
        name,
    )
