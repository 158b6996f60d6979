"""rings: tasks that await each other in a circle: none of them ends, and a cancel() goes round among them until Python has enough of that."""

import asyncio

from . import frames, waiting

recorder = None
told = set()  # the names of the tasks of a ring that has been told
ADVICE = "One of them must not wait for the other: let the caller of both await them."


def of(task):
    """The tasks of the shortest circle that leads from its wait back to it; or None."""
    ways, seen = [[task]], {task}
    for way in ways:
        for one in waiting.awaited_by(way[-1]):
            if one is task:
                return way
            if one not in seen and len(ways) < 64:
                seen.add(one)
                ways.append([*way, one])
    return None


def passes_on(one, other):
    return getattr(one, "_fut_waiter", None) is other or other in (getattr(one, "_children", None) or ())


def all_pass_on(ring):
    """Does each hand a cancel() on to the next, by itself or through what gather() gives?"""
    for one, other in zip(ring, [*ring[1:], ring[0]]):
        waits_for = one._fut_waiter
        if waits_for is not other and not passes_on(waits_for, other):
            return False
    return True


def explain(ring):
    """(sentence, advice), or None: it has been told."""
    names = [recorder.name_of(one) for one in ring]
    if frozenset(names) in told:
        return None
    told.add(frozenset(names))
    first = min(range(len(names)), key=lambda i: frames.in_order(names[i]))
    names = names[first:] + names[:first]
    parts = ", ".join(f"{{{name}}} awaits {{{names[(i + 1) % len(names)]}}}" for i, name in enumerate(names))
    if all_pass_on(ring):
        return f"Tasks await each other in a circle: {parts}. A cancel() goes round in it until Python raises a RecursionError.", ADVICE
    return f"Tasks await each other in a circle: {parts}.", ADVICE


def tell(task):
    """Is it one of a ring? Then that is told, once."""
    ring = of(task)
    found = explain(ring) if ring is not None else None
    if found is not None:
        recorder.remark("stands-still", *found, frames.place(frames.of(task)), recorder.name_of(task))
    return ring is not None


def cancelled(way):
    """A cancel() has come back to where it was: way is through what it has gone, tasks and what gather() gives."""
    try:
        tasks = [one for one in way if isinstance(one, asyncio.Task)]
        if tasks and all(passes_on(one, way[(i + 1) % len(way)]) for i, one in enumerate(way)):
            found = explain(tasks)
            if found is not None:
                recorder.remark("stands-still", *found, frames.place(frames.of(tasks[0])), recorder.name_of(tasks[0]))
    except Exception as error:
        recorder.fail(error)
