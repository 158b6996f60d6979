"""both_ends: the two ends of a connection are in this program, and one waits in a library's receiving function for the other, which waits as well."""

import asyncio

from ... import descriptors, look
from .. import frames, waiting
from .pools import connection_of, of_a_library

recorder = None
RECEIVES = {"recv", "recv_streaming", "receive", "receive_str", "receive_bytes", "receive_json", "receive_text", "receive_some", "read", "readline", "__anext__"}
CONTAINERS = (set, list, tuple, dict, frozenset)
SLOW = "Whoever serves must answer within the time that the other waits; what takes longer is done in a task of its own, and asked for later."
ADVICE = "Agree on who speaks first, and let that one send before it waits."


def receives(chain):
    """The object in whose receiving function a task is suspended, below the program's own innermost frame and in no library but that one; or None."""
    for frame in reversed(chain):
        if frames.is_own(frame.f_code):
            return None
        if not look.is_library(frame.f_code) and frame.f_code.co_name in RECEIVES and "self" in frame.f_locals:
            return frame.f_locals["self"]
    return None


def is_other_end(one, other):
    return one.kind == other.kind == "connection" and descriptors.text_of(one.address) == other.name and descriptors.text_of(other.address) == one.name


def has(values, things):
    for value in values:
        if any(value is thing for thing in things):
            return True
        if type(value) in CONTAINERS and len(value) < 1024:
            inside = [*value.values(), *value] if type(value) is dict else value
            if any(one is thing for one in inside for thing in things):
                return True
    return False


def somebody_else_has(things, tasks, two):
    """Might a third task send something through one of them? Not one that waits for the end of one of the two."""
    parents = {recorder.parents.get(recorder.name_of(one)) for one in two}  # whose wait_for() runs just now, and gives up
    for task in tasks:
        waits_too = recorder.name_of(task) in parents or any(one in two for one in waiting.reached([task]))
        for frame in frames.of(task):
            if frames.is_own(frame.f_code) and (has(list(frame.f_globals.values()), things) or (not waits_too and has(list(frame.f_locals.values()), things))):
                return True
    return False


def works_for(way, here):
    """Does a library run the program's own function there for what has come through the other end, or was that function given its streams?"""
    for frame in way:
        if frames.is_own(frame.f_code):
            streams = [value for value in frame.f_locals.values() if isinstance(value, (asyncio.StreamReader, asyncio.StreamWriter))]
            return any(there is not None and is_other_end(here, there) for there in map(connection_of, streams))
        thing = frame.f_locals.get("self")
        there = connection_of(thing) if thing is not None and not look.is_library(frame.f_code) else None
        if there is not None:
            return is_other_end(here, there)
    return False


def works(task, call, other, place):
    return (
        f"{{{recorder.name_of(task)}}} waits in {call} for {{{recorder.name_of(other)}}}, which serves the other end of that connection in this program and waits itself at {frames.line(place)} ({frames.line_text(place)}).",
        SLOW,
    )


def explain(task, chain, tasks):
    """(sentence, advice), or None."""
    mine = receives(chain)
    here = connection_of(mine) if mine is not None else None
    call = of_a_library(chain)
    if here is None or here.address is None or call is None:
        return None
    for other in tasks:
        way = frames.of(other)
        theirs = receives(way) if other is not task else None
        there = connection_of(theirs) if theirs is not None else None
        place = frames.place(way)
        if there is None or place is None or not is_other_end(here, there) or of_a_library(way) is None:
            if other is not task and place is not None and works_for(way, here):
                return works(task, call, other, place)
            continue
        if somebody_else_has((mine, theirs), tasks, (task, other)):
            return None
        return (
            f"{{{recorder.name_of(task)}}} waits in {call} for what {{{recorder.name_of(other)}}} sends, which is at the other end of that connection and waits in {of_a_library(way)} itself, at {frames.line(place)}: each waits for the other, and neither sends.",
            ADVICE,
        )
    return None
