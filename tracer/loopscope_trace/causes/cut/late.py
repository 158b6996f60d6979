"""late: a cancelled task comes to its finally when another one has begun anew, and undoes what was set for that one."""

import ast
import asyncio
import collections
import functools

from ... import needs
from ...values import SIMPLE, shown
from .. import frames, lost_update

recorder = None
pending = []  # of tasks that were asked to cancel and have not ended: a Late for each thing that their finally changes
told = set()
MOST = 64
TRIES = (ast.Try, getattr(ast, "TryStar", ast.Try))
SLOWLY = "late"  # as long as this stands in lost_update.under_way, the extension in C leaves each step to Python
ADVICE = "Await what was cancelled before you begin anew: `task.cancel()`, then `await asyncio.gather(task, return_exceptions=True)`; or let the finally undo only what is its own: `if self.task is asyncio.current_task():`."

# `text` is what is changed at line `write` of a finally (or an except) whose try reaches from `first` to `last`; `holder` and `key` as in lost_update.Pattern; `does`:
# what is done to it, in words; `sets`: the lines of the same function that set it, outside of that.
Final = collections.namedtuple("Final", "text holder key write first last part does sets")


class Late:
    __slots__ = ("task", "code", "final", "where", "ask", "value", "changed", "made", "by", "place")

    def now(self):
        try:
            return self.ask()
        except (AttributeError, KeyError, IndexError, TypeError):
            return lost_update.NOTHING


def forget():
    pending.clear()
    told.clear()


def changes(statement, outer):
    """[(what is shared, what is done to it, in words)] of one statement."""
    if isinstance(statement, ast.Assign):
        value = statement.value
        to = f" to {value.value!r}" if isinstance(value, ast.Constant) else ""
        names = [lost_update.shared(target, outer) for target in statement.targets]
        return [(name, f"sets {name[0]}{to}") for name in names if name is not None and name not in lost_update.reads(value, outer)]
    if isinstance(statement, ast.Delete):
        names = [lost_update.shared(target, outer) for target in statement.targets]
        return [(name, f"deletes {name[0]}") for name in names if name is not None]
    call = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "pop" and call.args:
        name = lost_update.item_of(call.func.value, call.args[0], outer)
        return [(name, f"takes {name[0]} away")] if name is not None else []
    return []


def catches(handler):
    return handler.type is None or "CancelledError" in ast.dump(handler.type) or "BaseException" in ast.dump(handler.type)


@functools.lru_cache(maxsize=4096)
def finals_of(file, name, first_line):
    function = needs.function_in(file, name, first_line) if frames.is_own_file(file) else None
    if not isinstance(function, ast.AsyncFunctionDef):
        return ()
    outer = {one for node in needs.walk(function) if isinstance(node, (ast.Global, ast.Nonlocal)) for one in node.names}
    nodes = [node for node in needs.walk(function) if isinstance(node, ast.stmt)]
    found = []
    for node in nodes:
        if isinstance(node, TRIES):
            parts = [("finally", part) for part in node.finalbody] + [("except", part) for handler in node.handlers if catches(handler) for part in handler.body]
            inside = {id(one) for _, part in parts for one in [part, *needs.walk(part)]}
            for called, part in parts:
                for statement in [part, *needs.walk(part)]:
                    for what, does in changes(statement, outer) if isinstance(statement, ast.stmt) else ():
                        sets = tuple(one.lineno for one in nodes if id(one) not in inside and isinstance(one, ast.Assign) and any(lost_update.shared(target, outer) == what for target in one.targets))
                        found.append(Final(*what, statement.lineno, node.body[0].lineno, node.body[-1].end_lineno, called, does, sets))
    return tuple(found)


def cancelled(task, name):
    if not isinstance(task, asyncio.Task) or name == recorder.by or task.done() or len(pending) >= MOST or any(one.task == name for one in pending):
        return
    for frame in frames.of(task):
        code = frame.f_code
        for final in finals_of(code.co_filename, code.co_name, code.co_firstlineno) if frames.is_own(code) else ():
            if final.first <= frame.f_lineno <= final.last and (code, final.write) not in told:
                where, value = lost_update.look_up(frame, final)
                ask = lost_update.asker(frame, final) if where is not None else None
                if ask is not None:
                    late = Late()
                    late.task, late.code, late.final, late.where, late.ask, late.value, late.changed = name, code, final, where, ask, value, lost_update.NOTHING
                    late.made, (late.by, late.place) = recorder.tasks, recorder.cancels[name]
                    pending.append(late)
                    lost_update.under_way[SLOWLY] = {}


def step_begins(name):
    for late in pending:
        if late.task == name:
            look_at(late)


def look_at(late):
    """It is no step of the task itself: has somebody changed it meanwhile?"""
    value = late.now()
    if lost_update.differs(value, late.value):
        late.value = late.changed = value


def step_ends(task, name):
    for late in list(pending):
        if late.task != name:
            look_at(late)
            continue
        value = late.now()
        if lost_update.differs(value, late.value):
            tell(late, task)
            late.value = value
            pending.remove(late)
        elif task.done():
            pending.remove(late)
    if not pending:
        lost_update.under_way.pop(SLOWLY, None)


def begun_anew(late, task):
    """A task that was made since the cancel(), in which the same function runs, and for which the thing was set; or None."""
    for other in frames.tasks_of(task.get_loop()):
        if frames.in_order(recorder.name_of(other)) > late.made:
            for frame in frames.of(other):
                if frame.f_code is late.code and lost_update.look_up(frame, late.final)[0] == late.where:
                    if late.changed is not lost_update.NOTHING or any(line < frame.f_lineno for line in late.final.sets):
                        return recorder.name_of(other)
    return None


def tell(late, task):
    other = begun_anew(late, task)
    if other is None:
        return
    final, code = late.final, late.code
    told.add((code, final.write))
    at = f" at {frames.line(late.place)}" if late.place else ""
    who = f"{{{late.by}}}" if late.by[:1] == "T" else "a callback"
    was = f" ({shown(late.value)})" if type(late.value) in SIMPLE and len(shown(late.value)) < 40 else ""
    place = (code.co_filename, code.co_name, final.write)
    recorder.remark(
        "lost-update",
        f"{{{late.task}}}, which {who} has cancelled{at}, comes to its {final.part} only when {{{other}}} has begun anew: at {frames.line(place)} it {final.does}, and so undoes what was set for {{{other}}}{was}.",
        ADVICE,
        place,
        late.task,
    )
