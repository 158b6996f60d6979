"""consumers: several tasks take from one queue, and one of them waits for an item that is not for it: the mark of the end was for one, another was faster, or all was borrowed."""

import ast

from .. import look, needs
from . import frames, objects, thread_lock, waiting

recorder = None
ASK = "Between the question and the get() there may be no await: `queue.get_nowait()`, and `except asyncio.QueueEmpty: break`; or let the consumers run for ever, `await queue.join()`, and cancel them."
ONE_EACH = "Put one such mark for each consumer, or let each put it back for the next; from Python 3.13 queue.shutdown() ends them all; or `await queue.join()` and cancel them."


def own_frame(task):
    own = [frame for frame in frames.of(task) if frames.is_own(frame.f_code)]
    return own[-1] if own else None


def looked_before(queue, task):
    """Where the task asks whether the queue is empty, in the test of what it waits in; or None."""
    frame = own_frame(task)
    function = needs.function_of(frame.f_code) if frame is not None else None
    for node in needs.walk(function) if function is not None else ():
        if isinstance(node, (ast.While, ast.If)) and node.body[0].lineno <= frame.f_lineno <= node.body[-1].end_lineno and asks(node.test, queue, frame):
            return frame.f_code.co_filename, frame.f_code.co_name, node.lineno
    return None


def asks(test, queue, frame):
    calls = [one for one in [test, *needs.walk(test)] if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr in ("empty", "qsize")]
    return any(thread_lock.value_of(one.func.value, frame) is queue for one in calls)


def took_the_last(note, task, end_of):
    """The name of who took the last item and has returned; or None."""
    name = note.got[-1] if note.got else None
    return name if name is not None and name != recorder.name_of(task) and end_of(name) == "without an error" else None


# -- a queue of things that are borrowed and put back, as a pool is


def puts_back(file, name):
    """Does the source put something into it where something else ends: in a finally, in an __exit__()?"""
    for function in needs.nodes_of(file) if name else ():
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            finals = [part for node in needs.walk(function) if isinstance(node, ast.Try) for part in node.finalbody]
            for part in [function] if function.name in ("__exit__", "__aexit__", "release", "give_back", "put_back") else finals:
                for node in [part, *needs.walk(part)]:
                    if isinstance(node, ast.Attribute) and node.attr in ("put", "put_nowait") and getattr(node.value, "attr", getattr(node.value, "id", "")) == name:
                        return True
    return False


def not_put_back(queue, task, tasks, named):
    """(what, advice) when what its function takes there and puts back further down has gone, and nobody is on the way between; or None."""
    frame = own_frame(task)
    function = needs.function_of(frame.f_code) if frame is not None else None
    for block in blocks_of(function) if function is not None else ():
        first = next((one for one in block if one.lineno <= frame.f_lineno <= one.end_lineno), None)
        taken = {ast.dump(call.func.value) for call in calls_of(first, ("get",)) if thread_lock.value_of(call.func.value, frame) is queue} if first is not None else ()
        back = next((one for one in block if taken and one.lineno > first.end_lineno and any(ast.dump(call.func.value) in taken for call in calls_of(one, ("put", "put_nowait")))), None)
        between = [one for other in tasks if other is not task for one in frames.of(other) if one.f_code is frame.f_code and one.f_lineno > frame.f_lineno]
        file = frame.f_code.co_filename
        takers = [one for one in needs.nodes_of(file) if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)) and any(ast.dump(call.func.value) in taken for call in calls_of(one, ("get", "get_nowait")))] if back is not None else ()
        if isinstance(back, ast.Expr) and not between and len(takers) == 1 and objects.note_of(queue).took:
            return (
                f"Nothing is left in {named}: what {frame.f_code.co_name} takes at {frames.line(look.place_of(frame))} it puts back at {frames.line((file, '', back.lineno))}, and nobody is on the way there; who took it before left by an error or a return, past that line.",
                "Put it back whatever happens: `try: … finally: queue.put_nowait(item)` behind the get(), or an @asynccontextmanager that does so.",
            )
    return None


def blocks_of(function):
    for node in [function, *needs.walk(function)]:
        for block in (getattr(node, name, None) for name in ("body", "orelse")):
            if isinstance(block, list):
                yield block


def calls_of(statement, names):
    return [one for one in [statement, *needs.walk(statement)] if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr in names]


def asks_for_another(task):
    """Where it does, above the function that only takes from the queue; or None: that is where it waits."""
    own = [frame for frame in frames.of(task) if frames.is_own(frame.f_code)]
    inner = [frame for frame in own[:-1] if frame.f_code.co_name not in LENDS]
    return look.place_of(inner[-1]) if inner and own[-1].f_code.co_name in LENDS else None


LENDS = ("__aenter__", "__anext__", "acquire", "get", "take", "borrow", "lend", "connection", "session", "checkout")


def borrowed(queue, note, tasks, file, named, end_of):
    """(what, advice) when all that was in it has been taken by those who now wait for another one; or None."""
    held = [name for name, took in note.took.items() if name and took > note.gave.get(name, 0)]
    back = any(note.gave.get(name) for name in note.took) or puts_back(file, note.called or waiting.called(queue, tasks))
    if not held or not back or not queue.empty() or any(end_of(name) for name in held):
        return None
    waiters = {task for task in tasks if frames.waits_in(frames.of(task)) == ("get", queue)}
    holders = [task for task in tasks if recorder.name_of(task) in held]
    if len(holders) != len(held) or not all(waiters.intersection(waiting.reached([task])) for task in holders):
        return None
    names = [f"{{{name}}}" for name in sorted(held, key=frames.in_order)]
    who = names[0] if len(names) == 1 else f"{', '.join(names[:4][:-1])} and {names[-1] if len(names) < 5 else f'{len(names) - 3} more'}"
    many = len(names) > 1
    at = asks_for_another(holders[0])
    there = f", as {{{recorder.name_of(holders[0])}}} does at {frames.line(at)} ({frames.line_text(at)})" if at is not None else ""
    return (
        f"Nothing is left in {named}: {who} {'have each taken from it and wait' if many else 'has taken from it and waits'} for another{there}, before {'they put theirs' if many else 'it puts its own'} back: nobody can go on.",
        "Take it once and hand it on to the functions that need it too; or put it back before another one is taken.",
    )
