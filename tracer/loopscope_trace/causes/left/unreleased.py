"""unreleased: a lock that a task has taken by acquire() and kept, since it left by an error, or went round its loop, before it came to the release(): it takes it again, and waits for itself."""

import ast

from ... import needs
from .. import frames


def first_line_of(place):
    """Of the function in which it stands."""
    around = [node for node in needs.nodes_of(place[0]) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == place[1] and node.lineno <= place[2] <= node.end_lineno]
    return max((node.lineno for node in around), default=0)


def before(taken, task):
    """Has none of the calls that are under way come past that line, so that it was another call, or another round of a loop, that has taken it?"""
    return not any((frame.f_code.co_filename, frame.f_code.co_name) == taken[:2] and frame.f_lineno > taken[2] for frame in frames.of(task)) and line_of_release(taken)


def line_of_release(taken):
    """Where the function gives back what it has taken there by `await lock.acquire()`; None: it does not, or it does so in a finally."""
    function = needs.function_at(needs.tree_of(taken[0]), taken[1], first_line_of(taken))
    nodes = list(needs.walk(function)) if function is not None else []
    calls = [node for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    wanted = {ast.dump(node.func.value) for node in calls if node.func.attr == "acquire" and node.lineno <= taken[2] <= node.end_lineno}
    back = [node for node in calls if node.func.attr == "release" and ast.dump(node.func.value) in wanted]
    finals = {id(one) for node in nodes if isinstance(node, ast.Try) for part in node.finalbody for one in [part, *needs.walk(part)]}
    return back[0].lineno if back and not any(id(node) in finals for node in back) else None


def says(thing, me, taken):
    back = frames.line((taken[0], "", line_of_release(taken)))
    return f"{me} waits for {thing}, which it has taken itself at {frames.line(taken)} before, and not given back: it did not come to its release() at {back} then."
