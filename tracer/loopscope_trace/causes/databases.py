"""databases: who keeps a transaction of sqlite open over an await, while another one waits for that database and so holds on to the loop, or is refused."""

import ast
import asyncio
import sys

from .. import look
from . import frames, thread_lock

recorder = None
CALLS = ("execute", "executemany", "executescript", "commit")
ADVICE = "Commit before the next await (`with connection:` round the statements alone); or take an asyncio.Lock round each transaction, so that there is one at a time."


def is_error(error):
    """Of the module sqlite3, if the program uses that."""
    module = sys.modules.get("sqlite3")
    return module is not None and isinstance(error, module.OperationalError)


def in_transaction(value, module):
    """Itself, or what aiosqlite's connection keeps."""
    own = frames.attributes_of(value)
    value = value if isinstance(value, module.Connection) else own.get("_connection", own.get("_conn"))
    try:
        return isinstance(value, module.Connection) and module.Connection.in_transaction.__get__(value)
    except module.Error:  # it is closed
        return False


def open_transactions(loop):
    """[(the task's name, where it is suspended, what its function calls the connection)]"""
    module, found = sys.modules.get("sqlite3"), []
    for task in frames.tasks_of(loop) if module is not None and loop is not None else ():
        chain = [frame for frame in frames.of(task) if frames.is_own(frame.f_code)]
        for frame in chain[::-1]:
            names = [*frame.f_locals.items(), *((f"self.{name}", value) for name, value in frames.attributes_of(frame.f_locals.get("self")).items())]
            name = next((name for name, value in names if in_transaction(value, module)), None)
            if name is not None:
                found.append((recorder.name_of(task), look.place_of(chain[-1]), name))
                break
    return found


def keeper(loop, but=None):
    """"{T2} keeps a transaction open …" of a task that is suspended, or None."""
    for task, place, name in open_transactions(loop):
        if "{" + task + "}" != but:
            return f"{{{task}}} keeps a transaction of {name} open while it is suspended at {frames.line(place)}"
    return None


def waited_for(chain, who, loop):
    """As held_up.py asks: what a step waits for that holds on to the loop in a call of sqlite3."""
    module = sys.modules.get("sqlite3")
    for call in thread_lock.calls_in(thread_lock.statements(chain[-1])[-1]) if module is not None and thread_lock.statements(chain[-1]) else ():
        if isinstance(call.func, ast.Attribute) and call.func.attr in CALLS:
            thing = thread_lock.value_of(call.func.value, chain[-1])
            if isinstance(thing, (module.Connection, module.Cursor)):
                kept = keeper(loop, who)
                place = look.place_of(chain[-1])
                return kept and (f"{who} waits at {frames.line(place)} ({frames.line_text(place)}) for a database, and {kept}: if it is the same one, that cannot come to its commit while this step holds on to the loop.", ADVICE)
    return None


def is_locked(error, text, task):
    kept = keeper(asyncio._get_running_loop(), task and "{" + recorder.name_of(task) + "}")
    if kept is None:
        return "another connection writes to the database: sqlite lets one at a time, and this one waited in vain.", ADVICE
    return f"sqlite lets one connection write at a time, and {kept}.", ADVICE
