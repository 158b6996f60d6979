"""grown: a semaphore that is given back more often than it was taken: more can hold it at once than it was made for"""

import ast

from ... import needs
from .. import frames, objects

recorder = None


def grows(semaphore, note, value):
    """Does a task give back more than it took, so that more may hold it at once than it was made for?"""
    me, place = objects.current(), frames.here()
    took, gave = note.took.get(me, 0), note.dealt.get(me, 0)
    over = type(value) is int and type(note.limit) is int and value > note.limit and not note.grew and place is not None
    hidden = not over and type(value) is int and type(note.limit) is int and not note.grew and place is not None and gave > took > 0 and value + held_by_others(note, me) > note.limit
    asked_at = acquired_inside(place) if over and took == 0 else None
    if asked_at is not None:
        note.grew = True
        recorder.remark(
            "over-released",
            f"The semaphore {objects.named(semaphore, note)[1] or 'here'} was made for {note.limit}, and is raised to {value} at {frames.line(place)}: {objects.of_task(me)} has not taken it, since its acquire() at {frames.line((place[0], '', asked_at))} did not come to its end; but that stands inside of the try whose finally gives it back. More can hold it at once from now on.",
            "Take it before the try, or with `async with`, which gives back only what it has taken.",
            place,
            me,
        )
    elif hidden and note.freed is not None and note.freed[:2] == place[:2]:
        note.grew = True
        recorder.remark(
            "over-released",
            f"{objects.of_task(me)} gives the semaphore {objects.named(semaphore, note)[1] or 'here'} back at {frames.line(place)} once more than it took it, before at {frames.line(note.freed)}: it was made for {note.limit}, others hold it already, and one more can from now on.",
            "Take it with `async with`, which gives it back once; asyncio.BoundedSemaphore raises an error where it can see that.",
            place,
            me,
        )
    elif over and gave > took > 0:
        note.grew = True
        times = {1: "once", 2: "twice"}
        recorder.remark(
            "over-released",
            f"The semaphore {objects.named(semaphore, note)[1] or 'here'} was made for {note.limit}, and is raised to {value} at {frames.line(place)}: {objects.of_task(me)} took it {times.get(took, f'{took} times')}"
            f" and gives it back {times.get(gave, f'{gave} times')}{f', before at {frames.line(note.freed)}' if note.freed else ''}. More can hold it at once from now on.",
            "Take it with `async with`, which gives it back once; asyncio.BoundedSemaphore raises an error instead.",
            place,
            me,
        )
    note.freed = place


def held_by_others(note, me):
    """How often other tasks, which have not ended, took it and have not given it back."""
    return sum(max(took - note.dealt.get(name, 0), 0) for name, took in note.took.items() if name not in (None, me) and not recorder.ended.get(name))


def acquired_inside(place):
    """The line of an `await ….acquire()` in the body of the try in whose finally that place stands, or None."""
    for node in needs.nodes_of(place[0]):
        if isinstance(node, ast.Try) and any(one.lineno <= place[2] <= one.end_lineno for one in node.finalbody):
            for statement in node.body:
                for one in [statement, *needs.walk(statement)]:
                    if isinstance(one, ast.Await) and isinstance(one.value, ast.Call) and getattr(one.value.func, "attr", "") == "acquire":
                        return one.lineno
    return None
