"""shared: a connection to a database that two tasks use at once, or in whose transaction another one comes between: who has it, since which line."""

import ast
import asyncio

from ... import look, needs
from .. import frames, meanings, thread_lock

recorder = None
ONE_EACH = "Give each task a connection of its own, as from a pool: `async with pool.acquire() as connection:`; or take an asyncio.Lock round each use."
ONE_TRANSACTION = "Give each task a connection of its own; or hold an asyncio.Lock from the beginning of the transaction to its commit()."


def connections(error):
    """What the library's own functions on the way of the error are methods of: connections, and what belongs to them."""
    found = [thing for thing in meanings.innermost(error) if thing is not None and "Connection" in type(thing).__name__]
    return found + [inner for thing in found for inner in (part(thing, "_con"), part(thing, "_connection"), part(thing, "_conn")) if inner is not None]


def part(thing, name):
    """Of what Python or C has made, past the properties of its class; or None."""
    own = frames.attributes_of(thing)
    if name in own:
        return own[name]
    slot = type(thing).__dict__.get(name)
    try:
        return slot.__get__(thing) if type(slot).__name__ == "member_descriptor" else None
    except AttributeError:
        return None


def others(task):
    """The tasks that are suspended, but for the one that has failed."""
    loop = asyncio._get_running_loop()
    if loop is None:
        return []
    me = recorder.by if task is None else recorder.name_of(task)
    return [one for one in frames.tasks_of(loop) if recorder.name_of(one) != me]


def under_way(error, task):
    """(the name of a task, where it stands) that is suspended in a call of the same connection; or None."""
    same = connections(error)
    for other in others(task):
        chain = frames.of(other)
        if any(one is thing for frame in chain if not frames.is_own(frame.f_code) for one in [frame.f_locals.get("self")] for thing in same) and frames.place(chain) is not None:
            return recorder.name_of(other), frames.place(chain)
    return None


def in_use(error, text, task):
    found = under_way(error, task)
    who = f"{{{found[0]}}} has one under way at {frames.line(found[1])} ({frames.line_text(found[1])})" if found else "another task has one under way"
    return f"a connection does one thing at a time, and {who}, on the same connection.", ONE_EACH


def begun(frame, connection):
    """(where it has begun a transaction, the line of its end that is still to come) when the frame, suspended, is in the middle of one; or None."""
    function = needs.function_of(frame.f_code)
    begins, ends = [], []
    for node in needs.walk(function) if function is not None else ():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            first = getattr(node.args[0], "value", None) if node.args else None
            said = first.strip().lower() if isinstance(first, str) else ""
            if node.func.attr == "execute" and said.startswith("begin"):
                begins.append(node)
            elif node.func.attr in ("commit", "rollback") or (node.func.attr == "execute" and said.startswith(("commit", "rollback", "end"))):
                ends.append(node.lineno)
    begins = [node.lineno for node in begins if node.lineno < frame.f_lineno and thread_lock.value_of(node.func.value, frame) is connection]
    ends = [line for line in ends if line >= frame.f_lineno]
    return (begins[-1], ends[0]) if begins and ends else None


def in_a_transaction(error, text, task):
    """Only who has begun one by hand is named: of others the source does not say when theirs begins."""
    same = connections(error) + [value for frame, _ in meanings.own_frames(error)[-1:] for value in list(frame.f_locals.values()) if "Connection" in type(value).__name__]
    for other in others(task):
        for frame in reversed(frames.of(other)):
            found = next(filter(None, (begun(frame, one) for one in same)), None) if frames.is_own(frame.f_code) else None
            if found is not None:
                name, place = recorder.name_of(other), look.place_of(frame)
                at = [frames.line((place[0], "", line)) for line in (found[0], place[2], found[1])]
                return f"a connection has one transaction, whichever task uses it: {{{name}}} has begun it at {at[0]}, is suspended at {at[1]}, and ends it at {at[2]} only.", ONE_TRANSACTION
    return "a connection has one transaction, and on this one it was begun before and has not been ended.", ONE_TRANSACTION


def is_error(error):
    """Of a library's class that says so, whatever that derives from."""
    return type(error).__module__.partition(".")[0] in ("asyncpg", "psycopg", "aiomysql", "sqlite3", "aiosqlite")
