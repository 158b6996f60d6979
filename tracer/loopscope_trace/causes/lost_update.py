"""lost_update: a coroutine reads something that is shared, awaits, and writes back what it made of the old value: what others wrote meanwhile is lost. Or it
finds that something is not there yet, awaits, and sets it, as others did meanwhile. Or it keeps there what belongs to one call, awaits, and uses what another call has put there.

The source tells which lines could do that; only what really happened in between makes it a remark. Nothing of the program is called to compare: the names are
looked up in dictionaries, and only values of the simple types are compared by what they hold.
"""

import ast
import collections
import functools
import threading
import weakref

from .. import needs
from ..values import SIMPLE, shown
from . import frames

recorder = None
told = set()
under_way = {}  # by the serial of a coroutine: {pattern: Reading}
writers = {}  # by (id of the holder, key): (the task that wrote it last, of those that are looked at; what it wrote), since somebody has begun to read it

# `text` is read at line `read` and written back at line `write`; `holder` and `key` say where it lies: of a global or a variable of an outer function the
# holder is None. A pattern whose await stands in the very statement reads before it and writes after it. `sure`: whoever comes past the await comes to the
# writing, unless an error stops him: then it has been written also where the value looks the same, as when two add one to nought. `checked`: it is not
# what was read that is written, but that nothing was there is why it is. `kept`: it is the other way round, written at line `read` and used at line `write`.
Pattern = collections.namedtuple("Pattern", "text holder key read write sure checked kept", defaults=(False, False))


class Reading:
    __slots__ = ("line", "value", "where", "ask", "others", "now")

    def __init__(self, line, value, where, ask):
        self.line = line  # of the last await
        self.value = value  # when it was read
        self.where = where  # as in look_up()
        self.ask = ask  # gives the value when the frame is gone
        self.others = None  # (who has changed it since, to what)
        self.now = value  # when the step began


def shared(node, outer):
    """(text, holder, key) of an expression that names something which other tasks may know too, or None."""
    if isinstance(node, ast.Name):
        return (node.id, None, node.id) if node.id in outer else None
    owner = path_of(getattr(node, "value", None))
    if owner is None:
        return None
    if isinstance(node, ast.Attribute):
        return f"{owner}.{node.attr}", owner, node.attr
    if isinstance(node, ast.Subscript):
        index = node.slice.value if isinstance(node.slice, ast.Index) else node.slice  # before Python 3.9
        if isinstance(index, ast.Constant) and isinstance(index.value, (str, int)):
            return f"{owner}[{index.value!r}]", owner, ("item", index.value)
        if isinstance(index, ast.Name):
            return f"{owner}[{index.id}]", owner, ("named", index.id)
    return None


def path_of(node):
    """`cache` or `self.cache` as a text, or None: it is something else."""
    if isinstance(node, ast.Name):
        return node.id
    return f"{node.value.id}.{node.attr}" if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) else None


def has_await(node):
    return any(isinstance(one, ast.Await) for one in [node, *needs.walk(node)])


def reads(node, outer):
    """What is shared and read in an expression."""
    found = set()
    for one in [node, *needs.walk(node)]:
        if isinstance(getattr(one, "ctx", None), ast.Load):
            name = shared(one, outer)
            if name is not None:
                found.add(name)
    return found


def within(function):
    """(statement, the block that it stands in), in the order of the source, not into functions that are defined inside."""
    for node in [function, *needs.walk(function)]:
        for block in (getattr(node, name, None) for name in ("body", "orelse", "finalbody")):
            for one in block if isinstance(block, list) else ():
                if isinstance(one, (ast.Assign, ast.AugAssign, ast.AnnAssign)) and one.value is not None:
                    yield one, block


def comes_to(block, first, last):
    """Do both stand in that block, and nothing between them leaves it?"""
    between = [one for one in block if first <= one.lineno <= last]
    return bool(between) and between[0].lineno == first and not any(isinstance(inner, needs.LEAVES) for one in between for inner in [one, *needs.walk(one)])


@functools.lru_cache(maxsize=4096)
def patterns_of(file, name, first_line):
    if not frames.is_own_file(file):
        return ()  # what a library does is its own affair, and to read all of its source in the middle of a step takes time that the program's time limits do not allow for
    function = needs.function_in(file, name, first_line)
    if not isinstance(function, ast.AsyncFunctionDef):
        return ()
    outer = {one for node in needs.walk(function) if isinstance(node, (ast.Global, ast.Nonlocal)) for one in node.names}
    statements, found = sorted(within(function), key=lambda one: one[0].lineno), []
    awaits = sorted(node.lineno for node in needs.walk(function) if isinstance(node, (ast.Await, ast.AsyncWith, ast.AsyncFor)))
    if not awaits:
        return ()
    made_of = {}  # by a local variable: {what is shared and was read for it: the line}
    for statement, block in statements:
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        used = {}
        for one in [statement.value, *needs.walk(statement.value)]:
            if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load):
                used.update(made_of.get(one.id, {}))
        for target in targets:
            name = shared(target, outer)
            if name is not None:
                if has_await(statement.value) and (isinstance(statement, ast.AugAssign) or read_before_await(statement.value, name, outer)):
                    found.append(Pattern(*name, statement.lineno, statement.end_lineno, True))
                elif name in used and name not in reads(statement.value, outer) and not isinstance(statement, ast.AugAssign):
                    if any(used[name] <= line <= statement.lineno for line in awaits):
                        found.append(Pattern(*name, used[name], statement.lineno, comes_to(block, used[name], statement.lineno)))
            elif isinstance(target, ast.Name):
                made = {one: statement.lineno for one in reads(statement.value, outer)} if not has_await(statement.value) else {}
                kept = made_of.get(target.id, {}) if isinstance(statement, ast.AugAssign) else {}
                made_of[target.id] = {**kept, **used, **made}
    return (*found, *checks(function, outer, awaits), *keeps(function, outer, awaits, statements))


def keeps(function, outer, awaits, statements):
    """`self.user = user`, an await, and self.user is used; not where the source asks behind the await whether it is still the same."""
    parameters = {one.arg for one in (*function.args.args, *function.args.kwonlyargs)} - {"self", "cls"}
    asks = (ast.Compare, ast.BoolOp, ast.UnaryOp)
    tests = [node if isinstance(node, asks) else node.test for node in needs.walk(function) if isinstance(node, (ast.If, ast.While, ast.IfExp, ast.Assert, *asks))]
    asked = {id(one) for node in tests for one in [node, *needs.walk(node)]}
    for statement, block in statements:
        target = statement.targets[0] if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None
        name = shared(target, outer) if target is not None and needs.names_in(statement.value) & parameters and not has_await(statement.value) else None
        if name is None:
            continue
        again = min((one.lineno for one, _ in statements if one.lineno > statement.lineno and any(shared(each, outer) == name for each in getattr(one, "targets", [getattr(one, "target", None)]))), default=1 << 30)
        uses = [node for node in needs.walk(function) if isinstance(getattr(node, "ctx", None), ast.Load) and statement.lineno < node.lineno < again and shared(node, outer) == name]
        later = [node.lineno for node in uses if any(statement.lineno < line < node.lineno for line in awaits)]
        if later and not any(id(node) in asked for node in uses) and comes_to(block, statement.lineno, min(later)):
            yield Pattern(*name, statement.lineno, min(later), True, False, True)


def is_get(node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get" and bool(node.args)


def item_of(container, key, outer):
    return shared(ast.Subscript(value=container, slice=key, ctx=ast.Load()), outer)


def missing(test, outer, items):
    """(what is shared, True where the test holds if it is not there yet, False where it holds if it is there), or (None, None). items: {a local variable: of
    what it holds the item, as of `cache.get(key)`}."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        name, absent = missing(test.operand, outer, items)
        return name, None if absent is None else not absent
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        operator, other = test.ops[0], test.comparators[0]
        if isinstance(operator, (ast.In, ast.NotIn)):
            return item_of(other, test.left, outer), isinstance(operator, ast.NotIn)
        if isinstance(operator, (ast.Is, ast.IsNot)) and isinstance(other, ast.Constant) and other.value is None:
            name, _ = missing(test.left, outer, items)
            return name, isinstance(operator, ast.Is)
        return None, None
    if isinstance(test, ast.Name) and test.id in items:
        return items[test.id], False
    if is_get(test):
        return item_of(test.func.value, test.args[0], outer), False
    return shared(test, outer), False


def checks(function, outer, awaits):
    """`if self.connection is None: self.connection = await connect()`, and `if key in cache: return …` with `cache[key] = await load(key)` after it."""
    items = {}
    for node in needs.walk(function):
        value = getattr(node, "value", None)
        if isinstance(node, ast.Assign) and is_get(value):
            name = item_of(value.func.value, value.args[0], outer)
            items.update({target.id: name for target in node.targets if isinstance(target, ast.Name) and name is not None})
    for node in [function, *needs.walk(function)]:
        for block in (getattr(node, part, None) for part in ("body", "orelse", "finalbody")):
            for number, one in enumerate(block) if isinstance(block, list) else ():
                if not isinstance(one, ast.If):
                    continue
                name, absent = missing(one.test, outer, items)
                after = one.body if absent else block[number + 1 :] if one.body and isinstance(one.body[-1], needs.LEAVES) else ()
                for statement in after if name is not None else ():
                    written = statement.targets if isinstance(statement, ast.Assign) else ()
                    if any(shared(target, outer) == name for target in written) and any(one.lineno <= line <= statement.end_lineno for line in awaits):
                        yield Pattern(*name, one.lineno, statement.end_lineno, True, True)


def read_before_await(value, name, outer):
    """`total + await f()` reads total and awaits then."""
    for one in [value, *needs.walk(value)]:
        if isinstance(one, ast.Await):
            return False
        if isinstance(getattr(one, "ctx", None), ast.Load) and shared(one, outer) == name:
            return True
    return False


NOTHING = object()


def holder_in(frame, path):
    """What `cache` or `self.cache` is in that frame."""
    first, _, attribute = path.partition(".")
    holder = frame.f_locals.get(first, frame.f_globals.get(first, NOTHING))
    return frames.attributes_of(holder).get(attribute, NOTHING) if attribute else holder


def attributes(holder):
    return holder.__dict__ if type(holder) is threading.local else object.__getattribute__(holder, "__dict__")


def look_up(frame, pattern):
    """((id of what holds it, key), its value) without a line of the program being run, or (None, NOTHING)."""
    names, key = frame.f_locals, pattern.key
    if pattern.holder is None:
        if pattern.key in frame.f_code.co_freevars:
            return (id(frame.f_code), key), names.get(key, NOTHING)  # the cell is the same for all calls of one closure
        return (id(frame.f_globals), key), frame.f_globals.get(key, NOTHING)
    holder = holder_in(frame, pattern.holder)
    if isinstance(key, str):
        try:
            return (id(holder), key), attributes(holder).get(key, NOTHING)
        except AttributeError:
            return None, NOTHING
    if key[0] == "named":
        key = ("item", names.get(key[1], frame.f_globals.get(key[1])))
    if type(key[1]) not in (str, int) or type(holder) not in (dict, list):
        return None, NOTHING
    try:
        return (id(holder), key[1]), holder[key[1]]
    except KeyError:
        return (id(holder), key[1]), NOTHING
    except IndexError:
        return None, NOTHING


def differs(one, other):
    if one is other:
        return False
    return type(one) is not type(other) or type(one) not in SIMPLE or one != other


def has_patterns(chain):
    if chain.patterns is None:
        chain.patterns = any(level.own and patterns_of(*level.definition) for level in chain)
    return chain.patterns


def each(task, chain):
    """(level, pattern, frame) for each coroutine of the chain that has such lines."""
    if not chain or not has_patterns(chain):
        return
    suspended = frames.of(task)
    for level, frame in zip(chain, suspended) if len(chain) == len(suspended) else ():
        if level.own:
            for pattern in patterns_of(*level.definition):
                yield level, pattern, frame


def step_begins(task, chain, thrown):
    if thrown and under_way:  # an error may lead past the writing
        for level in chain:
            under_way.pop(level.serial, None)
    for level, pattern, frame in each(task, chain) if under_way else ():
        reading = under_way.get(level.serial, {}).get(pattern)
        where, value = look_up(frame, pattern)
        if reading is not None and where is not None:
            if differs(value, reading.now):
                by, written = writers.get(where, (None, NOTHING))
                reading.others = (None if differs(value, written) else by, value)  # whoever wrote something else was not the last
            reading.now = value


def step_ends(task, before, after):
    """before and after: its chains of coroutines; the frames of those that have ended are gone, but what they wrote is not."""
    for level in before if under_way else ():
        readings = under_way.get(level.serial)
        if readings is not None:
            line = next((one.line for one in after if one.serial == level.serial), None)
            coroutine_left_off(level, readings, line)
            if not readings:
                del under_way[level.serial]
    for level, pattern, frame in each(task, after):
        where, value = look_up(frame, pattern)
        if where is None or value is NOTHING and not pattern.checked or not pattern.read <= level.line <= pattern.write:
            continue
        if (pattern.checked and not (value is NOTHING or type(value) in SIMPLE and not value)) or (pattern.kept and level.line == pattern.write):
            continue
        readings = under_way.setdefault(level.serial, {})
        reading = readings.get(pattern)
        if reading is None or level.line < reading.line:  # it has come round again
            readings[pattern] = Reading(level.line, value, where, asker(frame, pattern))
            if pattern.kept:
                writers[where] = recorder.by, value
            else:
                writers.pop(where, None)  # what was written before is in the value
        else:
            reading.line, reading.now = level.line, value
    if len(under_way) > 4096:
        under_way.clear()


def coroutine_left_off(level, readings, line):
    """A coroutine that had read something has run; line: where it is suspended now, or None."""
    for pattern, reading in list(readings.items()):
        value = value_at(reading)
        if pattern.kept:
            if line is None or line >= pattern.write or line < reading.line or differs(value, reading.now):  # the last two: it has come round
                used_by_now(pattern, reading, level)
                del readings[pattern]
            continue
        written = differs(value, reading.now) or (pattern.sure and (line is None or line > pattern.write))
        if written:
            if len(writers) > 4096:
                writers.clear()
            writers[reading.where] = recorder.by, value
            if reading.others is not None:
                tell(pattern, reading, level)
        if line is None or written or not pattern.read <= line <= pattern.write:
            del readings[pattern]


def used_by_now(pattern, reading, level):
    """What a call has kept where all calls keep it is used: is it another's?"""
    by, value = reading.others or (None, NOTHING)
    if by in (None, recorder.by) or by[:1] != "T" or (level.definition, pattern) in told or recorder.by in recorder.failures or not differs(reading.now, reading.value):
        return
    told.add((level.definition, pattern))
    was, now = (f" ({shown(one)})" if type(one) in SIMPLE and len(shown(one)) < 40 else "" for one in (reading.value, value))
    recorder.remark(
        "lost-update",
        f"{{{recorder.by}}} sets {pattern.text}{was} at line {pattern.read}, awaits at line {level.line}, and uses it at line {pattern.write}; but meanwhile {{{by}}} has set it for itself{now}: there is one {pattern.text} for all of them.",
        "Keep what belongs to one call in a variable of the function, and hand it on as an argument; or in a contextvars.ContextVar, of which each task has its own.",
        (*level.place[:2], pattern.write),
        recorder.by,
    )


def asker(frame, pattern):
    """A function that gives the value later, and keeps alive neither the frame nor, where that can be, what it belongs to."""
    if pattern.holder is None:
        names = frame.f_globals
        return None if pattern.key in frame.f_code.co_freevars else lambda: names.get(pattern.key, NOTHING)
    holder = holder_in(frame, pattern.holder)
    key = pattern.key
    if isinstance(key, str):
        try:
            held = weakref.ref(holder)
        except TypeError:
            return None
        return lambda: attributes(held()).get(key, NOTHING)
    if key[0] == "named":
        key = ("item", frame.f_locals.get(key[1], frame.f_globals.get(key[1])))
    return lambda: holder[key[1]]


def value_at(reading):
    try:
        return reading.now if reading.ask is None else reading.ask()
    except (AttributeError, KeyError, IndexError, TypeError):
        return reading.now


def tell(pattern, reading, level):
    if (level.definition, pattern) in told:
        return
    told.add((level.definition, pattern))
    by, value = reading.others
    was, now = (f" ({shown(one)})" if type(one) in SIMPLE and len(shown(one)) < 40 else "" for one in (reading.value, value))
    other = by is not None and by[:1] == "T" and by != recorder.by
    meanwhile = f"{{{by}}} has changed it{now}" if other else f"it was changed{now}"
    if pattern.checked:
        recorder.remark(
            "lost-update",
            f"{{{recorder.by}}} finds that {pattern.text} is not there yet at line {pattern.read}, awaits at line {level.line}, and sets it at line {pattern.write}; but meanwhile {f'{{{by}}} has set it' if other else 'it was set'} already: what it takes was done more than once.",
            "Keep the task in its place, before it has an end: `if key not in tasks: tasks[key] = asyncio.create_task(load(key))`, and await that; or hold one Lock round the check and the setting.",
            (*level.place[:2], pattern.write),
            recorder.by,
        )
        return
    if pattern.read == pattern.write:
        how = f"reads {pattern.text}{was} at line {pattern.read}, awaits in the same statement, and writes what it made of the old value"
    else:
        how = f"reads {pattern.text}{was} at line {pattern.read}, awaits at line {level.line}, and writes at line {pattern.write} what it made of the old value"
    recorder.remark(
        "lost-update",
        f"{{{recorder.by}}} {how}; but meanwhile {meanwhile}: that change is lost.",
        "Read, reckon and write without an await in between (await first, then read); or hold one Lock round all of it.",
        (*level.place[:2], pattern.write),
        recorder.by,
    )
