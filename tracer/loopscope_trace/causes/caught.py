"""caught: errors that the program itself catches, and of which it says nothing, or not where they come from.

The interpreter tells of each error that is caught (order.py asks for it, from Python 3.12 on); what the handler does with it is read in the source. Nothing is said where
the handler raises again, writes a traceback, hands the error on, or catches a kind of error by its name and so knows what it is about.
"""

import ast
import functools
import sys
import threading

from .. import needs
from ..values import text_of
from . import confused, frames, generators, meanings, uncaught

recorder = None
seen = {}  # by the place of a handler and the kind of error: how often it was looked at
OFTEN = 4
BROAD = {"Exception", "BaseException"}
ENDS = (StopIteration, StopAsyncIteration, ImportError)  # each is a way to say something, and mostly meant so
MISTAKES = (NameError, AttributeError, TypeError, LookupError, ArithmeticError, AssertionError, UnicodeError, RuntimeError, NotImplementedError, EOFError)
SHOWS_ALL = {"exception", "print_exc", "format_exc", "print_exception", "format_exception", "print_tb", "format_tb", "set_exception", "call_exception_handler", "exc_info"}
PRINTS = {"print", "debug", "info", "warning", "warn", "error", "critical", "log", "write", "echo", "secho"}
TIMES_OUT = ("TimeoutError", "QueueEmpty", "QueueFull", "CancelledError")


TRIES = tuple(getattr(ast, name) for name in ("Try", "TryStar") if hasattr(ast, name))


def name_of(node):
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def caught_by(handler, kinds):
    """The name of the class by which it catches one of those kinds, "" where it has no name; None: not at all, or the source does not say."""
    if handler.type is None:
        return ""
    names = [name_of(node) for node in (handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type])]
    return next((name for name in names if name in kinds), None)


def is_plain(handler):
    nodes = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return all(isinstance(node, (ast.Name, ast.Attribute)) for node in nodes if node is not None)


def line_of_handler(code, offset):
    return next((line for _, end, line in code.co_lines() if end > offset and line is not None), 0)


@functools.lru_cache(maxsize=1024)
def handler_at(file, raised, line, kinds):
    """(the handler that catches an error of those kinds there, the name by which it does, its `try`), or None. line: where the interpreter goes on."""
    for node in sorted(around(file, raised), key=lambda one: -one.lineno):
        if not isinstance(node, TRIES):
            handler = suppressing(node) or leaving(file, node)
            if handler is not None and node.lineno <= line <= node.items[-1].context_expr.end_lineno and caught_by(handler, kinds) is not None:
                return handler, caught_by(handler, kinds), node
            continue
        first = node.handlers[0]
        if not first.lineno <= line <= (first.type.end_lineno if first.type is not None else first.body[0].end_lineno):
            continue
        for handler in node.handlers:
            by = caught_by(handler, kinds)
            if by is not None:
                return handler, by, node
            if not is_plain(handler):
                return None
    return None


def around(file, raised):
    kinds = *TRIES, ast.With, ast.AsyncWith
    found = [node for node in needs.nodes_of(file) if isinstance(node, kinds) and node.body[0].lineno <= raised <= node.body[-1].end_lineno]
    return [node for node in found if not isinstance(node, TRIES) or node.handlers]


def suppressing(node):
    """`with contextlib.suppress(Exception):` as the handler that it is; or None."""
    for item in node.items:
        call = item.context_expr
        if isinstance(call, ast.Call) and name_of(call.func) == "suppress" and call.args:
            return ast.ExceptHandler(type=ast.Tuple(elts=call.args, ctx=ast.Load()), name=None, body=[ast.Pass()], lineno=node.lineno)
    return None


def leaving(file, node):
    """`with Session():` as a handler that catches all, where the class is the program's own and its __exit__ ends with `return True` whatever comes; or None."""
    for item in node.items:
        name = name_of(item.context_expr.func) if isinstance(item.context_expr, ast.Call) else ""
        owners = [one for one in needs.nodes_of(file) if isinstance(one, ast.ClassDef) and one.name == name]
        wanted = "__aexit__" if isinstance(node, ast.AsyncWith) else "__exit__"
        method = next((one for one in owners[0].body if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)) and one.name == wanted), None) if len(owners) == 1 else None
        last = method.body[-1] if method is not None else None
        returns = [one for one in needs.walk(method) if isinstance(one, (ast.Return, ast.Raise))] if method is not None else []
        if isinstance(last, ast.Return) and getattr(last.value, "value", None) is True and returns == [last]:
            handler = ast.ExceptHandler(type=None, name=None, body=[ast.Pass()], lineno=node.lineno)
            handler.left_by = wanted, last.lineno
            return handler
    return None


def passing_over(place, kinds):
    """The line of the handler round that line that catches such an error and does nothing, as the source says; or None."""
    for node in sorted(around(place[0], place[2]), key=lambda one: -one.lineno):
        for handler in node.handlers if isinstance(node, TRIES) else filter(None, [suppressing(node)]):
            if caught_by(handler, kinds) is not None:
                return handler.lineno if does_nothing(handler) else None
            if not is_plain(handler):
                return None
    return None


def calls_in(handler):
    return [node for part in handler.body for node in [part, *needs.walk(part)] if isinstance(node, ast.Call)]


def uses_of(handler):
    """What is done with the error by its name: "" nothing, "printed" nothing but that, "printed in short" by its text alone, "other" anything else."""
    if handler.name is None:
        return ""
    nodes = [node for part in handler.body for node in [part, *needs.walk(part)]]
    used = [node for node in nodes if isinstance(node, ast.Name) and node.id == handler.name and isinstance(node.ctx, ast.Load)]
    printed, short = set(), set()
    for call in calls_in(handler):
        if name_of(call.func) in PRINTS:
            for argument in call.args:
                parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
                bare = [part.value if isinstance(part, ast.FormattedValue) and part.conversion in (-1, 115) else part for part in parts]
                bare = [part.args[0] if isinstance(part, ast.Call) and name_of(part.func) == "str" and len(part.args) == 1 else part for part in bare]
                short |= {id(part) for part in bare if isinstance(part, ast.Name)}
                printed |= {id(node) for node in [argument, *needs.walk(argument)]}
    if not used:
        return ""
    if any(id(node) not in printed for node in used):
        return "other"
    return "printed in short" if all(id(node) in short for node in used) else "printed"


def does_nothing(handler):
    for statement in handler.body:
        empty = isinstance(statement, (ast.Pass, ast.Continue, ast.Break)) or (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
        if not empty and not (isinstance(statement, ast.Return) and (statement.value is None or isinstance(statement.value, (ast.Constant, ast.List, ast.Dict)))):
            return False
    return True


def passes_on(handler):
    """Does it raise again, or write or hand on the whole of it?"""
    nodes = [node for part in handler.body for node in [part, *needs.walk(part)]]
    return any(
        isinstance(node, ast.Raise)
        or (isinstance(node, ast.Call) and (name_of(node.func) in SHOWS_ALL or any(keyword.arg in ("exc_info", "stack_info") for keyword in node.keywords)))
        or (isinstance(node, ast.Attribute) and node.attr in ("__traceback__", "add_note"))
        for node in nodes
    )


def is_in_a_loop(file, node):
    return any(isinstance(one, (ast.For, ast.AsyncFor, ast.While)) and one.lineno < node.lineno <= one.end_lineno for one in needs.nodes_of(file))


def has_no_text(error):
    return not error.args and type(error).__str__ in (BaseException.__str__, OSError.__str__)


def look_at(key, code, offset, frame, error):
    entry = error.__traceback__
    while entry is not None and entry.tb_frame is not frame:
        entry = entry.tb_next
    if entry is None or len(seen) > 1024:
        return
    seen[key] = seen.get(key, 0) + 1
    found = handler_at(code.co_filename, entry.tb_lineno, line_of_handler(code, offset), tuple(kind.__name__ for kind in type(error).__mro__))
    raised = uncaught.place_of(error)
    if found is not None and raised is not None and not passes_on(found[0]):
        tell(error, raised, (code.co_filename, code.co_name, found[0].lineno), *found)


def tell(error, raised, caught, handler, by, statement):
    use, broad, own = uses_of(handler), by == "" or by in BROAD, meanings.is_its_own(error)
    if confused.is_refused(error):
        return  # that is told of the coroutine which is not awaited for it
    why = meanings.of(error) or confused.of(error)
    short = meanings.in_short(error)
    key = short, why[2] if why is not None and why[2] else raised
    if key in meanings.told:
        return
    text = frames.line_text(caught)
    text = f" ({text})" if text else ""
    if why is not None:
        if not broad and not (use.startswith("printed") or getattr(error, "errno", None) in ALWAYS or is_misuse(error)):
            return  # it knows what it catches
        says, place = f": {why[0]}", why[2] or raised
        advice = why[1]
    else:
        what, advice = without_meaning(error, handler, use, broad, own, statement, raised[0])
        if what is None:
            return
        inner = uncaught.inside(error)
        if hasattr(handler, "left_by"):
            return swallowed(short, key, raised, caught, *handler.left_by)
        says, place = f" {what}: {inner or f'it was raised at {frames.line(raised)} ({frames.line_text(raised)}).'}", raised
    meanings.told.add(key)
    who = recorder.by if recorder.by[:1] == "T" else None
    name = f"{{{who}}}" if who else "The program"
    recorder.remark("caught", f"{name} catches {short} at {frames.line(caught)}{text}{says}", advice, place, who)


def swallowed(short, key, raised, caught, method, line):
    meanings.told.add(key)
    who = recorder.by if recorder.by[:1] == "T" else None
    recorder.remark(
        "caught",
        f"{f'{{{who}}}' if who else 'The program'} leaves the `with` of {frames.line(caught)} by {short}, which was raised at {frames.line(raised)} ({frames.line_text(raised)}); the {method} of that returns True at {frames.line((caught[0], '', line))}, which means that the error is dealt with: nobody hears of it.",
        "Let it return nothing, and the error goes on; True is for the errors that it knows and has dealt with.",
        (caught[0], method, line),
        who,
    )


# What only a mistake in the program leads to: nobody expects that, whatever the handler says.
MISUSES = ("has already been entered", "cannot reuse already awaited", "is being awaited already", "is bound to a different event loop", "attached to a different loop")


def is_misuse(error):
    return isinstance(error, RuntimeError) and any(part in text_of(error) for part in MISUSES)


ALWAYS = {24, 23}  # EMFILE, ENFILE: too many open files


def without_meaning(error, handler, use, broad, own, statement, file):
    """(what the handler does with it, the advice), or (None, None) where nothing is to be said."""
    mistake = isinstance(error, MISTAKES) and not own
    if use == "printed in short" and has_no_text(error):
        return "and prints its text, which is empty", 'Print what kind of error it is: `print(f"failed: {error!r}")`; logging.exception() writes the whole way.'
    if not broad or use == "other":
        return None, None
    if use.startswith("printed"):
        return ("and prints it without its place", "traceback.print_exc() or logging.exception() writes where it was raised; catch by name what can be expected there.") if mistake else (None, None)
    if not does_nothing(handler):
        return ("and does not say what it was", CATCH_LESS) if mistake else (None, None)
    if type(error).__name__ in TIMES_OUT and is_in_a_loop(file, statement):
        return None, None
    return "and says nothing of it", CATCH_LESS


CATCH_LESS = "Catch by name what can be expected there, and let the rest pass; or write it down: `logging.exception(\"…\")`."


NO_LOOP = ("no running event loop", "There is no current event loop", "Event loop is closed", "This event loop is already running")


def in_another_thread(error):
    """A thread asks for a loop that is not there, or hands something to one that is closed; and it catches the error, or ends with it."""
    text, place = error.args[0] if error.args else "", uncaught.place_of(error)
    if place is None or type(text) is not str or not text.startswith(NO_LOOP) or (text, place) in meanings.told:
        return
    meanings.told.add((text, place))
    thread = threading._active.get(threading.get_ident())
    name, at = getattr(thread, "name", threading.get_ident()), f"{frames.line(place)} ({frames.line_text(place)})"
    if text == NO_LOOP[2]:
        what = f"Thread {name} calls into the loop at {at}, and is refused with {meanings.in_short(error)}: asyncio.run() closes the loop when main has ended, and the thread goes on."
        advice = "Let the thread end before main does: tell it to stop, and `await asyncio.to_thread(thread.join)`."
    elif text == NO_LOOP[3]:
        what = f"Thread {name} fails at {at} with {meanings.in_short(error)}: another thread runs that loop, and a loop is run by one at a time."
        advice = "From a thread give the coroutine to the loop that runs: `asyncio.run_coroutine_threadsafe(coroutine, loop).result()`."
    else:
        what = f"Thread {name} fails at {at} with {meanings.in_short(error)}: what it calls there needs a loop that runs in its own thread, and none does."
        advice = "Pass the loop to the thread (asyncio.get_running_loop() in a coroutine), and use asyncio.run_coroutine_threadsafe(coroutine, loop) or loop.call_soon_threadsafe(function)."
    recorder.remark("meaning", what, advice, place, None)


def handled(code, offset, error):
    """Called by the interpreter, inside of the program. Not 0: it needs not to be called again for such an error at that place, in the watched thread (1) or in any (2)."""
    try:
        if isinstance(error, RuntimeError) and recorder.on and not recorder.in_thread() and (frames.is_own_file(code.co_filename) or code.co_filename == threading.__file__):
            in_another_thread(error)
            return 0
        elsewhere = 1 if isinstance(error, RuntimeError) else 2
        if not frames.is_own_file(code.co_filename):
            return elsewhere
        if type(error) is StopAsyncIteration:
            if recorder.on and recorder.in_thread():
                generators.loop_ends(sys._getframe(1))
            return 0
        if isinstance(error, ENDS) or not isinstance(error, Exception):
            return elsewhere
        key = code.co_filename, code.co_firstlineno, offset, type(error)
        if seen.get(key, 0) >= OFTEN:
            return elsewhere
        if recorder.on and recorder.in_thread():
            look_at(key, code, offset, sys._getframe(1), error)
    except RecursionError:
        pass  # the program's stack has no room for us: it is full of its own calls
    except Exception as fault:
        recorder.fail(fault)
    return 0
