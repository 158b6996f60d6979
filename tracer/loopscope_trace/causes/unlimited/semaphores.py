"""semaphores: a semaphore that is held only while a task is made, and not while that runs: it limits nothing."""

import ast

from ... import needs
from .. import frames, meanings, objects

recorder = None
entered = {}  # by the place of an `async with` that has no await in it: how often it was entered


def taken(semaphore, note, place, who):
    """It is held while a task is made, and not while that runs."""
    if place is None or type(note.limit) is not int or note.limit < 1:
        return
    if place not in entered:
        entered[place] = 0 if makes_tasks_alone(place) else None
        if len(entered) > 256:
            entered.clear()
            return
    if entered[place] is None:
        return
    entered[place] += 1
    if entered[place] == note.limit + 1:
        recorder.remark(
            "no-effect",
            f"{objects.of_task(who) if who else 'The program'} holds the semaphore {note.called or 'here'} (made for {note.limit}) at {frames.line(place)} only while it makes a task, and gives it back at once: none of the tasks waits for the end of another.",
            "Take it inside of the task: `async with semaphore:` round what the coroutine itself does.",
            place,
            who,
        )


def makes_tasks_alone(place):
    for node in needs.nodes_of(place[0]):
        if isinstance(node, ast.AsyncWith) and node.lineno <= place[2] <= node.items[-1].context_expr.end_lineno and len(node.items) == 1:
            inside = [one for part in node.body for one in [part, *needs.walk(part)]]
            waits = any(isinstance(one, (ast.Await, ast.AsyncFor, ast.AsyncWith, ast.Yield)) for one in inside)
            makes = any(isinstance(one, ast.Call) and getattr(one.func, "attr", getattr(one.func, "id", "")) in ("create_task", "ensure_future") for one in inside)
            name = meanings.last_name(node.items[0].context_expr)
            again = [one for one in needs.nodes_of(place[0]) if isinstance(one, ast.AsyncWith) and any(meanings.last_name(item.context_expr) == name for item in one.items)]
            return makes and not waits and len(again) == 1
    return False
