"""db_pools: a connection of asyncpg's pool, when all that it may have are taken: who has them, and who waits for a second one while he has the first"""

from .. import frames
from .limiters import part

recorder = None
HAND_ON = "Hand the connection that is there on to the functions that need it too, instead of acquire() in each of them."


def waited_for(chain):
    """The pool, where a task waits for one of its connections; or None."""
    for frame in chain:
        if frame.f_globals.get("__name__") == "asyncpg.pool" and frame.f_code.co_name in ("_acquire", "_acquire_impl"):
            return frame.f_locals.get("self")
    return None


def holder_of(task, holders):
    """What the task calls a connection that is one of those, where one of its functions has it in a variable; or None."""
    for frame in frames.of(task):
        if frames.is_own(frame.f_code):
            for name, value in list(frame.f_locals.items()):
                if type(value).__name__ == "PoolConnectionProxy" and any(part(value, "_holder") is holder for holder in holders):
                    return name
    return None


def explain(task, chain, tasks):
    """(sentence, advice), or None."""
    pool = waited_for(chain)
    holders = [one for one in part(pool, "_holders") or () if part(one, "_in_use") is not None] if pool is not None else []
    if not holders or len(holders) < len(part(pool, "_holders")):
        return None
    found = [(one, name) for one in tasks for name in [holder_of(one, holders)] if name is not None]
    if not found:
        return None
    also = [one for one, _ in found if waited_for(frames.of(one)) is pool]
    me, most = "{" + recorder.name_of(task) + "}", len(holders)
    if also and len(found) == len(also):
        names = [f"{{{recorder.name_of(one)}}}" for one in also]
        who = f"{', '.join(names[:3][:-1])} and {names[-1] if len(names) < 4 else f'{len(names) - 2} more'}" if len(names) > 1 else names[0]
        if len(names) == 1:
            return f"{me} waits for a connection, and all {most} of its pool are taken: {who} has one and waits for another, so that none comes back.", HAND_ON
        return f"{me} waits for a connection, and all {most} of its pool are taken: {who} have one each and wait for another, so that none comes back.", HAND_ON
    (one, name), more = found[0], f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    place = frames.place(frames.of(one))
    at = f" while it is suspended at {frames.line(place)}" if place else ""
    return (
        f"{me} waits for a connection, and all {most} of its pool are taken: {{{recorder.name_of(one)}}} has one ({name}){at}{more}.",
        "Give a connection back before an await that takes long; or make the pool larger: create_pool(max_size=…).",
    )
