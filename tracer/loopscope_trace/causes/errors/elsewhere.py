"""elsewhere: errors that come out of an executor's processes: where they were raised there, what such a process does not have, and that one has ended in the middle of a call"""

import ast
import re
import sys
import types

from ... import needs
from ...kinds import Expression
from .. import frames, meanings

STARTS = (ConnectionResetError, BrokenPipeError, EOFError)
RAISED = Expression(r'^  File "([^"]+)", line (\d+), in (\S+)', re.M)
GUARD = 'Put what starts it all behind `if __name__ == "__main__":`. Since Python 3.14 a process is not forked any more on Linux, unless that is asked for.'
ENDED = "Look at what that process had to do, and how much memory it took; after that make the pool anew. What may end its process should have a pool of its own."


def start_method():
    """How this program's processes begin, where that is decided: "fork", "forkserver", "spawn"; or None."""
    module = sys.modules.get("multiprocessing")
    return module.get_start_method(allow_none=True) if module is not None else None


def of(error, own):
    """(what, advice, place or None) of an error that another process is the cause of, or None."""
    remote = error.__cause__
    if type(remote).__name__ == "_RemoteTraceback":
        return raised_there(getattr(remote, "tb", ""))
    broken = type(error).__name__ == "BrokenProcessPool"
    if (broken or isinstance(error, STARTS) and begins_process(error)) and start_method() not in (None, "fork") and not has_guard():
        return f"a process of the pool imports this program anew (it is begun by {start_method()}), and since that has no `if __name__ == \"__main__\":`, all of it would run once more there, which Python refuses.", GUARD
    if broken:
        return "a process of the pool has ended in the middle of a call: by a signal (when memory is short, say), by os._exit(), or by a crash in C. Every call that the pool had not done yet ends so, whichever it was, and it takes no more.", ENDED
    return None


def begins_process(error):
    entry = error.__traceback__
    while entry is not None:
        if entry.tb_frame.f_globals.get("__name__", "").startswith("multiprocessing.popen_"):
            return True
        entry = entry.tb_next
    return False


def has_guard():
    """Does the program ask, outside of any function, whether it was started or imported? What is no file cannot be imported anew."""
    tree = needs.tree_of(frames.program) if frames.program else None
    return tree is None or any(isinstance(node, ast.Name) and node.id == "__name__" for one in tree.body if isinstance(one, ast.If) for node in ast.walk(one.test))


def raised_there(text):
    places = [(file, function, int(line)) for file, line, function in RAISED.findall(text)] if type(text) is str else ()
    place = next((one for one in reversed(places) if frames.is_own_file(one[0])), None)
    if place is None:
        return None
    name, set_at, where = set_here_alone(place) if start_method() not in (None, "fork") else (None, None, None)
    there = f"it was raised in another process, in {place[1]} at {frames.line(place)} ({frames.line_text(place)})"
    if name is None:
        return f"{there}.", "Look for its cause there: what it was given, and what that process has of its own.", place
    return (
        f"{there}: {name} is set at {frames.line((place[0], where, set_at))}, in {where}, which has run in this process alone; the other one is begun by {start_method()} and imports the program anew.",
        "Give the value along with the call; or let each process set it: ProcessPoolExecutor(initializer=…).",
        place,
    )


def set_here_alone(place):
    """(a global that the statement there reads, the line where a function sets it, that function), where it is set in this process; or three times None."""
    statement = next(iter(meanings.nodes_at(place, ast.stmt)[-1:]), None)
    here = vars(sys.modules["__main__"])
    for node in ast.walk(statement) if statement is not None else ():
        value = here.get(node.id) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) else None
        if value is None or isinstance(value, (type, types.FunctionType, types.ModuleType)):
            continue
        for function in needs.nodes_of(place[0]):
            if isinstance(function, ast.FunctionDef) and any(isinstance(one, ast.Global) and node.id in one.names for one in ast.walk(function)):
                for one in ast.walk(function):
                    if isinstance(one, ast.Name) and one.id == node.id and isinstance(one.ctx, ast.Store):
                        return node.id, one.lineno, function.name
    return None, None, None
