"""given_back: a lock that is given back by who has not got it: the `finally` round an acquire() that has failed or was given up takes it away from whoever holds it."""

import ast
import asyncio

from ... import needs
from .. import frames

recorder = None
told = set()  # places


def taker(name):
    """(who takes a lock now, where): before Python 3.12 wait_for() makes a task for `acquire()`, which takes it for whoever called that."""
    place = frames.here()
    parent = recorder.parents.get(name) if place is None else None
    if parent is None:
        return name, place
    task = next((one for one in frames.tasks_of(asyncio.get_running_loop()) if getattr(one, "loopscope_name", None) == parent), None)
    return parent, None if task is None else frames.place(frames.of(task))


def in_its_finally(place):
    """Does the release() at that line stand in the finally of a `try` in which the same thing is taken?"""
    for node in needs.nodes_of(place[0]):
        if isinstance(node, ast.Try) and node.finalbody and node.finalbody[0].lineno <= place[2] <= node.finalbody[-1].end_lineno:
            back, taken = calls_of(node.finalbody, "release"), calls_of(node.body, "acquire")
            if back & taken:
                return True
    return False


def calls_of(body, method):
    calls = [one for part in body for one in [part, *needs.walk(part)] if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr == method]
    return {ast.dump(one.func.value) for one in calls}


def released(called, holder, since, by):
    """By a task, while another one holds it."""
    place = frames.here()
    if None in (by, holder, place) or by == holder or holder in recorder.ended or place in told or not in_its_finally(place):
        return
    told.add(place)
    at = f" since {frames.line(since)}" if since else ""
    recorder.remark(
        "over-released",
        f"{{{by}}} gives back {called} at {frames.line(place)}, in a finally, without having it: its own acquire() did not come to an end. {{{holder}}} holds it{at} and goes on, so that whoever takes it next is inside at the same time.",
        "Take it before the `try`, so that only who has it comes to the finally; or `async with lock:` inside of `async with asyncio.timeout(…):`.",
        place,
        by,
    )
