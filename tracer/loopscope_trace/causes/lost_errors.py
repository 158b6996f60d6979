"""lost_errors: errors that nobody sees: those among the results of gather(return_exceptions=True), of wait(), of run_coroutine_threadsafe(), which are thrown away."""

import ast
import asyncio

from .. import look, needs
from ..values import shown
from . import frames, meanings
from .left import completed

recorder = None
told = set()
sent_away = look.ByIdentity()  # by its coroutine: where run_coroutine_threadsafe() was called, when the future that it gave is thrown away


def is_call_of(node, called):
    node = node.value if isinstance(node, ast.Await) else node
    return isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == called


def thrown_away(place, first_line, called):
    """Does the source say that nobody looks at what that call gives there? It is a statement of its own, or a variable that is never read."""
    statements = meanings.nodes_at(place, ast.stmt)
    statement = statements[-1] if statements else None
    if isinstance(statement, ast.Expr):
        return is_call_of(statement.value, called)
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1 or not is_call_of(statement.value, called):
        return False
    target = statement.targets[0]
    first = target.elts[0] if isinstance(target, ast.Tuple) and called == "wait" and target.elts else target
    function = needs.function_in(place[0], place[1], first_line)
    return isinstance(first, ast.Name) and function is not None and not is_read(function, first.id)


def is_read(function, name):
    """But for len(name)."""
    counted = {id(node.args[0]) for node in ast.walk(function) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "len" and len(node.args) == 1}
    return any(isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Store) and id(node) not in counted for node in ast.walk(function))


def asks_tasks(place, first_line):
    """Does the function ask tasks themselves for what became of them?"""
    function = needs.function_in(place[0], place[1], first_line)
    return function is None or any(isinstance(node, ast.Attribute) and node.attr in ("result", "exception") for node in ast.walk(function))


def failed(children):
    return [one for one in children if one.done() and not one.cancelled() and isinstance(one._exception, Exception)]


def waiter_of(future):
    """(where the program awaits it, the first line of that function), or None."""
    for callback, _ in getattr(future, "_callbacks", None) or ():
        task = look.task_of(callback)
        own = [frame for frame in frames.of(task) if frames.is_own(frame.f_code)] if task is not None else []
        if own:
            return look.place_of(own[-1]), own[-1].f_code.co_firstlineno
    return None


def resolved(future):
    """What gather() or wait() gives is there."""
    if getattr(future, "loopscope_via", None) == "wait":
        left_by_wait(future)
        found = waiter_of(future)
        if found is not None:
            completed.wait_is_over(*found)
    if hasattr(future, "_children"):
        called, among = "gather", failed(future._children)
    elif getattr(future, "loopscope_via", None) == "wait" and recorder.failures:
        called, among = "wait", failed(waited_for(future))
    else:
        return
    found = waiter_of(future) if among else None
    if found is None or not thrown_away(*found, called) or asks_tasks(*found):
        return
    place = found[0]
    if place in told:
        return
    told.add(place)
    first, more = among[0], f" ({len(among) - 1} more failed as well)" if len(among) > 1 else ""
    raised = meanings.place_of(first._exception)
    at = f" at {frames.line(raised)}" if raised else ""
    name = recorder.name_of(first)
    gives = "gather(return_exceptions=True) gives that as a result" if called == "gather" else "wait() puts it among those that are done"
    who = f"{{{name}}} ended" if name[:1] == "T" else "A future ended"
    recorder.remark(
        "lost-error",
        f"{who} with {meanings.in_short(first._exception)}{at}{more}; {gives} at {frames.line(place)}, and nobody looks at it: the error is lost.",
        "Look at the results, for example `for result in results: if isinstance(result, Exception): …`; or leave return_exceptions away, so that the first error is raised."
        if called == "gather"
        else "Ask each task that is done: `task.result()` raises its error.",
        place,
        name if name[:1] == "T" else None,
    )


def left_by_wait(future):
    """wait() returns while some still run: it cancels nobody. Does the source say that nobody looks at them any more?"""
    fs = next((frame.f_locals.get("fs") for callback, _ in getattr(future, "_callbacks", None) or () for frame in frames.of(look.task_of(callback)) if frame.f_code.co_name == "_wait"), None) if getattr(future, "_callbacks", None) else None
    left = [one for one in fs or () if isinstance(one, asyncio.Task) and not one.done()]
    found = waiter_of(future) if left else None
    if found is None or found[0] in told or not leaves_them(*found):
        return
    place = found[0]
    told.add(place)
    names = [recorder.name_of(one) for one in left]
    more = f" and {len(left) - 1} more" if len(left) > 1 else ""
    recorder.remark(
        "given-up",
        f"wait() at {frames.line(place)} returns while {{{min(names, key=frames.in_order)}}}{more} still run{'s' if len(left) == 1 else ''}: it cancels nobody and raises no error, and what it leaves goes on, though nobody looks at it any more.",
        "Cancel what is left, `for task in pending: task.cancel()`, and await it; or use asyncio.wait_for() or `async with asyncio.timeout()`, which do so.",
        place,
        None,
    )


def leaves_them(place, first_line):
    """Neither what wait() calls pending nor what it was given is used behind it, and all of that is the function's own."""
    function = needs.function_in(place[0], place[1], first_line)
    statements = [node for node in needs.walk(function) if isinstance(node, ast.stmt) and node.lineno <= place[2] <= node.end_lineno] if function is not None else []
    if not statements or any(isinstance(node, (ast.For, ast.AsyncFor, ast.While)) for node in statements) or any(getattr(node, "attr", getattr(node, "id", "")) == "TaskGroup" for node in needs.walk(function)):
        return False
    statement = max(statements, key=lambda node: node.lineno)
    if not isinstance(statement, (ast.Expr, ast.Assign)) or not is_call_of(statement.value, "wait"):
        return False
    targets = statement.targets[0].elts if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Tuple) else []
    if isinstance(statement, ast.Assign) and (len(targets) != 2 or not isinstance(targets[1], ast.Name)):
        return False
    if targets and any(isinstance(node, ast.Name) and node.id == targets[1].id and isinstance(node.ctx, ast.Load) for node in needs.walk(function)):
        return False
    call = statement.value.value
    given = needs.names_in(call.args[0]) if call.args else {"?"}
    set_here = {name for node in needs.walk(function) if isinstance(node, ast.Assign) for target in node.targets for name in needs.stored(target)}
    functions = {node.func.id for node in [call.args[0], *needs.walk(call.args[0])] if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)} if call.args else set()
    arguments = {argument.id for node in needs.walk(call) if isinstance(node, ast.Call) for argument in node.args if isinstance(argument, ast.Name)}
    held = given - functions - arguments - {"asyncio"}
    loop_names = {name for node in needs.walk(call) if isinstance(node, ast.comprehension) for name in needs.stored(node.target)}
    used_later = {node.id for node in needs.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and (node.lineno, node.col_offset) >= (statement.end_lineno, statement.end_col_offset)}
    return held - loop_names <= set_here and not held & used_later


def waited_for(future):
    """The tasks of a wait() that gives up at the first error, and so has asked for it itself: asyncio does not report it any more."""
    for callback, _ in getattr(future, "_callbacks", None) or ():
        task = look.task_of(callback)
        for frame in frames.of(task) if task is not None else ():
            if frame.f_code.co_name == "_wait" and frame.f_code.co_filename == asyncio.tasks.__file__ and frame.f_locals.get("return_when") == asyncio.FIRST_EXCEPTION:
                return list(frame.f_locals.get("fs", ()))
    return []


def called_by_threads(callback):
    """run_coroutine_threadsafe() puts a callback into the ready queue, which makes the task."""
    code = look.says(callback, "__code__")
    if code is None or not look.is_library(code) or look.qualified_name(code) != "run_coroutine_threadsafe.<locals>.callback":
        return
    place = frames.here()
    coroutine = callback.__closure__[code.co_freevars.index("coro")].cell_contents if "coro" in code.co_freevars else None
    if place is not None and asyncio.iscoroutine(coroutine) and thrown_away(place, 0, "run_coroutine_threadsafe"):
        sent_away[coroutine] = place


def ended_with(task, error):
    place = sent_away.get(look.coroutine_of(task)) if sent_away.entries else None
    if place is None or place in told or not isinstance(error, Exception):
        return
    told.add(place)
    raised = meanings.place_of(error)
    at = f" at {frames.line(raised)}" if raised else ""
    name = recorder.name_of(task)
    recorder.remark(
        "lost-error",
        f"{{{name}}} ended with {shown(error)}{at}; run_coroutine_threadsafe() at {frames.line(place)} gave a future for that, which is thrown away: nobody learns of the error, and nothing is printed.",
        "Keep the future: future.result() raises the error in the thread, future.add_done_callback() hears of it; or catch it inside of the coroutine.",
        place,
        name,
    )


def at_the_end():
    """The program is over: at whose errors has nobody looked, as they are kept, and so have not been reported either?"""
    for task in recorder.unseen:
        task = task()
        if task is not None and task._log_traceback and not task.cancelled():
            raised, name = meanings.place_of(task._exception), task.loopscope_name
            at = f" at {frames.line(raised)}" if raised else ""
            recorder.remark(
                "lost-error",
                f"{{{name}}} ended with {meanings.in_short(task._exception)}{at}, and to the end of the program nobody asked for its result: asyncio reports an error only when nobody keeps the task any more.",
                "Await it, or start it in a TaskGroup; of a task that nobody awaits let add_done_callback() say its error at once.",
                raised,
                name,
            )
