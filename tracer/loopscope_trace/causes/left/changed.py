"""changed: what a task was given its maker changes again before the task begins: one dictionary for all tasks of a loop, a list that is cleared behind create_task(). No task runs before its maker's next await."""

import ast
import functools

from ... import look, needs
from ...values import SIMPLE, shown
from .. import frames

recorder = None
told = set()  # places
given = {}  # by the name of a task that has not begun: (where it was made, [a Given for each thing that it was given and that can be changed])
MOST, LARGEST = 2000, 32
KINDS = (dict, list, set)
ADVICE = "Give each task a thing of its own: a copy (`dict(…)`, `copy.copy(…)`), or one that is made anew in each round."


class Given:
    __slots__ = ("name", "held", "items")

    def __init__(self, name, thing):
        self.name, self.held, self.items = name, held_by(thing), items_of(thing)


def forget():
    told.clear()
    given.clear()


def held_by(thing):
    """{a key or the name of an attribute: a simple value}: nothing is kept that could be missed."""
    if type(thing) is dict:
        return {key: value for key, value in thing.items() if type(key) is str and type(value) in SIMPLE} if len(thing) <= LARGEST else {}
    return {} if type(thing) in KINDS else {key: value for key, value in frames.attributes_of(thing).items() if type(value) in SIMPLE}


def items_of(thing):
    """What stands in it, as far as that can be told apart without asking it."""
    return frozenset((type(one), one if type(one) in SIMPLE else id(one)) for one in thing) if type(thing) in KINDS and len(thing) <= LARGEST else frozenset()


@functools.lru_cache(maxsize=512)
def reads(code, name, key):
    """Does that function look at name[key], name.get(key) or name.key, or pass the whole thing on?"""
    function = needs.function_of(code)
    nodes = list(needs.walk(function)) if function is not None else []
    parts = {id(node.value): node for node in nodes if isinstance(node, (ast.Subscript, ast.Attribute))}
    for node in nodes:
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
            part = parts.get(id(node))
            if part is None:
                return True
            if isinstance(part.ctx, ast.Load) and key in (getattr(part, "attr", None), *(one.value for one in ast.walk(part) if isinstance(one, ast.Constant))):
                return True
    return any(isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "get" and getattr(getattr(node.func, "value", None), "id", "") == name and node.args and getattr(node.args[0], "value", None) == key for node in nodes)


def arguments_of(coroutine):
    """The variables of a coroutine that has not begun: what it was given."""
    frame = getattr(coroutine, "cr_frame", None)
    if frame is None or not frames.is_own(frame.f_code):
        return {}
    local = frame.f_locals
    return {name: local[name] for name in frames.parameters(frame.f_code) if name in local and name != "self"}


@functools.lru_cache(maxsize=512)
def changes_at(file, line):
    """What the maker, round that line, sets in a thing in each round, or empties behind it: {(the thing's name, the key or the attribute, or None: it is emptied): the line}."""
    found, nodes = {}, list(needs.nodes_of(file))
    functions = [node for node in nodes if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.lineno <= line <= node.end_lineno]
    for loop in nodes:
        if isinstance(loop, (ast.For, ast.While, ast.AsyncFor)) and loop.lineno < line <= loop.end_lineno:
            inside = [one for one in functions if loop.lineno < one.lineno]
            for node in needs.walk(loop) if not inside else ():
                for target in node.targets if isinstance(node, ast.Assign) else ():
                    if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
                        key = getattr(target.slice, "value", None)
                        key = getattr(key, "value", getattr(key, "s", key)) if not isinstance(key, str) else key  # ast.Index before Python 3.9
                        found[target.value.id, key] = node.lineno
                    elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
                        found[target.value.id, target.attr] = node.lineno
    for function in functions[-1:]:
        for node in needs.walk(function):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "clear" and isinstance(node.func.value, ast.Name):
                found[node.func.value.id, None] = node.lineno
    return found


@functools.lru_cache(maxsize=512)
def names_given(file, line):
    """The names that the call at that line passes on."""
    calls = [node for node in needs.nodes_of(file) if isinstance(node, ast.Call) and node.lineno <= line <= node.end_lineno]
    return frozenset(one.id for node in calls for one in [*node.args, *(keyword.value for keyword in node.keywords)] if isinstance(one, ast.Name))


def made(name, coroutine, place):
    if len(given) >= MOST or place in told or not changes_at(place[0], place[2]):
        return
    things = [Given(key, value) for key, value in arguments_of(coroutine).items() if type(value) in KINDS or frames.attributes_of(value)]
    if things:
        given[name] = place, things


def begins(task, name):
    """Its first step."""
    place, things = given.pop(name)
    coroutine = look.coroutine_of(task)
    now = arguments_of(coroutine) if place not in told else {}
    changes = changes_at(place[0], place[2])
    passed = names_given(place[0], place[2])
    for one in things:
        thing = now.get(one.name)
        if one.items and type(thing) in KINDS and not one.items & items_of(thing):
            line = next((line for (who, key), line in changes.items() if key is None and who in passed), None)
            if line is not None:
                empty(name, place, one, line)
            continue
        for key, after in held_by(thing).items():
            line = next((line for (who, what), line in changes.items() if what == key and who in passed), None)
            if line is not None and key in one.held and (type(after) is not type(one.held[key]) or after != one.held[key]) and reads(coroutine.cr_code, one.name, key):
                other(name, place, one, key, after, line, type(thing) is dict)
                return


def other(name, place, one, key, after, line, is_dict):
    told.add(place)
    by = frames.line((place[0], "", line))
    what = f"{one.name}[{key!r}]" if is_dict else f"{one.name}.{key}"
    recorder.remark(
        "meaning",
        f"{{{name}}} was given {one.name} at {frames.line(place)} when {what} was {shown(one.held[key])}; it begins only now, and finds {shown(after)}: it is one thing for all these tasks, and {by} has changed it since. A task that is made does not run before its maker awaits.",
        ADVICE,
        place,
        name,
    )


def empty(name, place, one, line):
    told.add(place)
    by = frames.line((place[0], "", line))
    recorder.remark(
        "meaning",
        f"{{{name}}} was given {one.name} at {frames.line(place)} when there was something in it; it begins only now, and finds nothing of that: {by} has emptied it since. A task that is made does not run before its maker awaits.",
        f"Let the task have it, and begin a new one: `{one.name} = []` in place of clear().",
        place,
        name,
    )
