"""transactions: what was written to a database of sqlite and never committed: with the connection it is gone."""

import ast
import gc
import re
import sys

from ... import hooks, needs
from ...kinds import Expression
from .. import databases, frames

recorder = None
hooked = None  # the module sqlite3 whose connections tell when they are closed
MOST = 16
told = set()
CHANGES = Expression(r"\s*(insert|update|delete|replace)\b", re.I)
ADVICE = "Commit what is to stay: `connection.commit()` behind the changes, or `with connection:` round them, which commits at its end; closing commits nothing."


def forget():
    told.clear()


def is_open(connection):
    try:
        return hooked.Connection.in_transaction.__get__(connection) and hooked.Connection.total_changes.__get__(connection) > 0
    except hooked.Error:  # it is closed
        return False


def changes_in(file):
    """The lines at which the file's source changes something in a database, and whether it commits anywhere."""
    lines, commits = [], False
    for node in needs.nodes_of(file):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            first = node.args[0] if node.args else None
            text = first.values[0] if isinstance(first, ast.JoinedStr) and first.values else first
            if node.func.attr.startswith("execute") and isinstance(getattr(text, "value", None), str) and CHANGES.match(text.value):
                lines.append(node.lineno)
            commits = commits or node.func.attr == "commit"
        commits = commits or (isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.strip().lower().startswith("commit"))
    return lines, commits


def files():
    """Of the modules that are the program's own."""
    found = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    return sorted(file for file in found if isinstance(file, str) and file.endswith(".py") and frames.is_own_file(file))[:64]


def where_changed():
    """(the lines of the program's that change something, whether any of its lines commits)"""
    places, commits = [], False
    for file in files():
        lines, here = changes_in(file)
        places += [(file, "", line) for line in lines]
        commits = commits or here
    return places, commits


def who_closes(connection):
    """(the name of the task, where it stands) that waits for a library which closes it in a thread of its own; or (None, None)."""
    loop = next((loop for loop in list(hooks.loops.known) if loop.is_running()), None)
    for task in frames.tasks_of(loop) if loop is not None else ():
        chain = frames.of(task)
        for frame in chain:
            own = frames.attributes_of(frame.f_locals.get("self"))
            if connection in (own.get("_connection"), own.get("_conn")) and frames.place(chain) is not None:
                return recorder.name_of(task), frames.place(chain)
    return None, None


def tell(connection, how, place, by):
    changed, commits = where_changed()
    key = place or (changed[0] if changed else None)
    if key is None or key in told or len(told) >= MOST:
        return
    told.add(key)
    one = changed[0] if len(changed) == 1 else None
    began = f": what {frames.line(one)} ({frames.line_text(one)}) has changed" if one else ": what it has changed"
    none = ", and no line of the program calls commit()" if not commits else ""
    closing = f" at {frames.line(place)}" if place and place != one else ""
    recorder.remark("thrown-away", f"{how}{closing} in the middle of a transaction{began} was never committed, and is thrown away{none}.", ADVICE, one or place, by)


def telling_close(plain):
    def close(self):
        try:
            if recorder.on and is_open(self):
                here = recorder.in_thread()
                place, by = (frames.here(), recorder.by if recorder.by[:1] == "T" else None) if here else (None, None)
                if place is None:
                    by, place = who_closes(self)
                tell(self, "A connection to a database is closed", place, by)
        except Exception as error:
            recorder.fail(error)
        return plain(self)

    return close


def look_for_module():
    """It may be imported at any time; before a loop runs and when it has run is often enough."""
    global hooked
    module = sys.modules.get("sqlite3")
    if module is not None and hooked is None and hasattr(module, "Connection"):
        hooked = module
        hooks.exchange(module.Connection, "close", telling_close)


def at_the_end():
    """The program is over: which connections are left open in the middle of a transaction?"""
    for thing in gc.get_objects() if hooked is not None else ():
        if isinstance(thing, hooked.Connection) and is_open(thing):
            tell(thing, "At the end of the program a connection to a database is open", None, None)
