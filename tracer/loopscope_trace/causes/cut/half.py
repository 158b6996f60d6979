"""half: a cancellation cuts a coroutine off at an await that stands between two halves of one change: the first is done, the second is not.

Only three forms are told of, in which the source says that they belong together, and only where no finally and no except stands round the await:
`self.busy = True … self.busy = False`, `a -= n … b += n`, and a file that is opened for writing and written to on both sides.
"""

import ast
import collections
import functools
import sys

from ... import look, needs
from ...values import SIMPLE, shown
from .. import frames, lost_update
from .late import TRIES, catches

recorder = None
cut_off = []  # [(the task's name, the serial of its coroutine, code, line, Half, [(what gives the value, the value)])] of the step that runs
told = set()
at_shutdown = set()  # tasks that asyncio.run has cancelled because main has ended
how_cancelled = {}  # by a task's name: by what, in words
FINALLY = "Put what has to be undone into a finally round the await: that runs whatever happens."
TOGETHER = "Make both changes without an await in between; or undo the first in `except asyncio.CancelledError:`, and raise it again."
REPLACE = "Write to a file of another name, and give it the right one when all is written: `os.replace(temporary, name)`."

# `first` and `second`: the lines of the two halves; `form`: "flag", "moved" or "file"; `parts`: Part of what is changed.
Half = collections.namedtuple("Half", "form first second parts amount")
Part = collections.namedtuple("Part", "text holder key")


def forget():
    cut_off.clear()
    told.clear()
    at_shutdown.clear()
    how_cancelled.clear()


def cancelled(name):
    """Called where somebody asks it to cancel."""
    if look.caller()[2]:  # asyncio.run, at its end
        at_shutdown.add(name)
        return
    if len(how_cancelled) > 1024:
        how_cancelled.clear()
    by, place = recorder.cancels[name]
    how = f"the cancel() of {{{by}}}" if by[:1] == "T" and by != name else "a cancellation"
    how_cancelled[name] = by_asyncio() or how + (f" at {frames.line(place)}" if place and by != name else "")


def by_asyncio():
    """A time limit that is over, or a TaskGroup one of whose tasks has failed; or ""."""
    frame = sys._getframe(1)
    while frame is not None and frame.f_code is not look.HANDLE_RUN:
        name = look.qualified_name(frame.f_code) if look.is_library(frame.f_code) else ""
        if name in ("Timeout._on_timeout", "wait_for"):
            return "its time limit"
        if name == "TaskGroup._on_task_done":
            failed = recorder.name_of(frame.f_locals.get("task"))
            return f"its TaskGroup, since {{{failed}}} has failed" if failed else ""
        frame = frame.f_back
    return ""


def target_of(statement, outer):
    """(what is shared, the statement's kind of change) of `x.y = …` or `x[y] += …`; or (None, None)."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1 and isinstance(statement.value, ast.Constant):
        return lost_update.shared(statement.targets[0], outer), "set"
    if isinstance(statement, ast.AugAssign) and isinstance(statement.op, (ast.Add, ast.Sub)) and not lost_update.has_await(statement.value):
        return lost_update.shared(statement.target, outer), "more" if isinstance(statement.op, ast.Add) else "less"
    return None, None


def pairs(block, line, outer):
    """The halves in one block of statements on both sides of the one in which that line stands."""
    at = next((number for number, one in enumerate(block) if one.lineno <= line <= one.end_lineno), None)
    if at is None:
        return
    for before in block[:at]:
        what, how = target_of(before, outer)
        for after in block[at + 1 :] if what is not None else ():
            other, then = target_of(after, outer)
            if other is None or (how == "set") != (then == "set"):
                continue
            if how == "set" and what == other and is_undone(before.value.value, after.value.value):
                yield Half("flag", before.lineno, after.lineno, (Part(*what),), "")
            elif how != "set" and how != then and ast.dump(before.value) == ast.dump(after.value):
                amount = getattr(before.value, "id", getattr(before.value, "attr", ""))
                yield Half("flag" if what == other else "moved", before.lineno, after.lineno, tuple(Part(*one) for one in dict.fromkeys((what, other))), amount if how == "less" else "")


def is_undone(first, second):
    """True and False, or something and None: a state that goes on to another one, "connecting" and "connected", may be left where it is."""
    return first is not second and (second is None or (type(first) is bool and type(second) is bool))


def opened_for_writing(node):
    """The variable of `with open(path, "w") as file:`, or None."""
    for item in node.items:
        call = item.context_expr
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "open" and len(call.args) > 1 and isinstance(item.optional_vars, ast.Name):
            mode = getattr(call.args[1], "value", "")
            if isinstance(mode, str) and mode[:1] in ("w", "x"):
                return item.optional_vars.id
    return None


def writes(node, line, outer):
    name = opened_for_writing(node)
    calls = [one for part in node.body for one in [part, *needs.walk(part)] if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr.startswith("write")]
    lines = [one.lineno for one in calls if name is not None and getattr(one.func.value, "id", "") == name]
    behind = [one for one in lines if one > line]
    if behind and any(one < line for one in lines):
        yield Half("file", node.lineno, behind[-1], (), name)


@functools.lru_cache(maxsize=1024)
def halves_of(file, name, first_line, line):
    function = needs.function_at(needs.tree_of(file), name, first_line) if frames.is_own_file(file) else None
    if not isinstance(function, ast.AsyncFunctionDef):
        return ()
    outer = {one for node in needs.walk(function) if isinstance(node, (ast.Global, ast.Nonlocal)) for one in node.names}
    found = []
    for node in [function, *needs.walk(function)]:
        if isinstance(node, TRIES) and node.body[0].lineno <= line <= node.body[-1].end_lineno and (node.finalbody or any(map(catches, node.handlers))):
            return ()
        for block in (getattr(node, part, None) for part in ("body", "orelse")):
            found += pairs(block, line, outer) if isinstance(block, list) else ()
        if isinstance(node, ast.With) and node.body[0].lineno <= line <= node.end_lineno:
            found += writes(node, line, outer)
    return tuple(found)


def struck(task, name, chain):
    """A CancelledError is about to be thrown into it. chain: its coroutines."""
    cut_off.clear()
    suspended = frames.of(task)
    for level, frame in zip(chain, suspended) if len(chain) == len(suspended) and name not in at_shutdown else ():
        code = frame.f_code
        for half in halves_of(code.co_filename, code.co_name, code.co_firstlineno, frame.f_lineno) if level.own else ():
            looks = [(lost_update.asker(frame, part), lost_update.look_up(frame, part)[1]) for part in half.parts]
            if all(ask is not None for ask, _ in looks) and not (half.form == "flag" and looks[0][1] is lost_update.NOTHING):  # what only the class has is none yet
                cut_off.append((name, level.serial, code, frame.f_lineno, half, looks))


def is_as_before(ask, value):
    try:
        return not lost_update.differs(ask(), value)
    except (KeyError, IndexError, TypeError):
        return False
    except AttributeError:  # what it belongs to is gone, and so could not be set right any more
        return True


def step_ends(name, chain):
    found, cut_off[:] = cut_off[:], []
    for who, serial, code, line, half, looks in found:
        over = who == name and not any(level.serial == serial for level in chain)
        if over and (code, line) not in told and all(is_as_before(ask, value) for ask, value in looks):
            told.add((code, line))
            tell(name, code, line, half, looks)


def tell(name, code, line, half, looks):
    place = code.co_filename, code.co_name, line
    first, second = (f"{frames.line(one)} ({frames.line_text(one)})" for one in ((code.co_filename, "", half.first), (code.co_filename, "", half.second)))
    begins = f"{{{name}}} is cut off at {frames.line(place)} ({frames.line_text(place)}) by {how_cancelled.get(name) or 'a cancellation'}"
    if half.form == "file":
        recorder.remark("thrown-away", f"{begins}, in the middle of what it writes to the file that {first} opens: the file is left as it is by then, without what {second} would write.", REPLACE, place, name)
        return
    value = looks[0][1]
    left = f": {half.parts[0].text} is left as {shown(value)}" if half.form == "flag" and type(value) in SIMPLE and len(shown(value)) < 40 else ""
    lost = f": {half.amount} is taken away here, and not added there" if half.form == "moved" and half.amount else ""
    recorder.remark("thrown-away", f"{begins}, between two halves of one change: {first} has been run, and {second} is not{left or lost}.", FINALLY if half.form == "flag" else TOGETHER, place, name)
