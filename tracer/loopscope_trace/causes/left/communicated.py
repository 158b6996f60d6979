"""communicated: a second communicate() with one process: the first has closed its input and read its output to the end, or was given up with what had come by then."""

import asyncio

from ... import look
from .. import frames

recorder = None
before = look.ByIdentity()  # by the reader of a process's output: (where it was read in communicate(), how many bytes came, how that was given up, or "")
told = set()  # numbers of processes
READ_STREAM = asyncio.subprocess.Process._read_stream.__code__
ONCE = "Call communicate() once for each process, with all that is to be sent. For question and answer write to process.stdin, `await process.stdin.drain()`, and `await process.stdout.readline()`."


def forget():
    before.entries.clear()
    told.clear()


def come(frame):
    """How many bytes a read() has collected that reads to the end."""
    return sum(map(len, frame.f_locals.get("blocks", ()))) + len(frame.f_locals.get("joined", b""))  # joined: from 3.15


def whose(process):
    """(the name of the task that waits in communicate() with that process, where), or (None, None)."""
    tasks = frames.tasks_of(process._loop)
    for task in tasks:
        chain, name = frames.of(task), recorder.name_of(task)
        if any(frame.f_code.co_name == "communicate" and frame.f_locals.get("self") is process for frame in chain):
            parent = recorder.parents.get(name)  # before 3.12 wait_for() makes a task for it
            outer = next((one for one in tasks if recorder.name_of(one) == parent), None) if parent else None
            return (name, frames.place(chain)) if outer is None else (parent, frames.place(frames.of(outer)))
    return None, None


def ends(frame):
    """A read() of a process's output has found that nothing more comes. frame: its own, in the one that reads to the end."""
    whole = frame.f_back
    reads = whole.f_back if whole is not None and whole.f_code is frame.f_code else None
    if reads is None or reads.f_code is not READ_STREAM:
        return
    process, reader, got = reads.f_locals["self"], frame.f_locals["self"], come(whole)
    name, place = whose(process)
    first = before.get(reader)
    if place is None:
        return
    if first is None:
        before[reader] = place, got, ""
    elif first[1] and process.pid not in told and (first[2] or not got):
        told.add(process.pid)
        where, much, how = first
        if how:
            what = f"{{{name}}} calls communicate() at {frames.line(place)} for process {process.pid} once more: the first, at {frames.line(where)}, was given up {how} when {much} bytes had come, and these are lost; this one gives only what came after them."
            recorder.remark("thrown-away", what, "Read the output yourself where you may give it up and still want it: a task that reads process.stdout into a list, and process.wait().", where, name)
        else:
            what = f"{{{name}}} calls communicate() at {frames.line(place)} for process {process.pid}, with which the one at {frames.line(where)} is done: that has closed the input and read the output to its end, so this one gives nothing."
            recorder.remark("no-effect", what, ONCE, place, name)


def given_up(process, how, tasks):
    """A wait in communicate() is cancelled: what has been read by then is known to nobody."""
    for task in tasks:
        for frame in frames.of(task):
            reader = frame.f_locals.get("self")
            if frame.f_code.co_name == "read" and reader is not None and reader in (process.stdout, process.stderr) and come(frame):
                before[reader] = whose(process)[1], come(frame), how
