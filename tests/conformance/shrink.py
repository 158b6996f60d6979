"""shrink: makes a program that differs as small as it can be while it still differs."""

import copy
import itertools
import time

BATCH = 40  # candidates run in one go
SECONDS = 60  # after so long it is small enough


def kind_of(difference):
    """What must stay the same for it to be the same finding: without the events' numbers."""
    return difference[0].partition(" (")[2]


def size(value):
    """Smaller is simpler: fewer parts, then shorter text."""
    if isinstance(value, dict):
        return 1 + sum(size(item) for key, item in value.items() if key not in ("line", "seed", "mix"))
    if isinstance(value, list):
        return sum(map(size, value))
    if isinstance(value, str):
        return 0.01 * len(value)
    if isinstance(value, bool) or value is None:
        return 0.01 if value else 0
    return 0.001 * (1 + len(repr(value))) if value else 0


def lists_in(value):
    """The lists in a program, the largest first reached: bodies, handlers, items, types."""
    if isinstance(value, list):
        yield value
        for item in value:
            yield from lists_in(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from lists_in(item)


def dicts_in(value):
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from dicts_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from dicts_in(item)


def altered(program, find, index, change):
    """A copy of the program with one of its parts changed; None when the change does not apply."""
    candidate = copy.deepcopy(program)
    part = next(itertools.islice(find(candidate), index, None))
    return candidate if change(part) is not False else None


def without(start, count):
    def change(part):
        del part[start : start + count]

    return change


def instead_of_op(at, which):
    """An op is replaced by the ops in one of its bodies."""

    def change(part):
        op = part[at]
        if not isinstance(op, dict) or "op" not in op or "body" not in op:
            return False
        inner = [op["body"], op.get("finally"), *(handler["body"] for handler in op.get("handlers", []))]
        if which >= len(inner) or inner[which] is None:
            return False
        part[at : at + 1] = inner[which]
        return None

    return change


def simpler(key, value):
    def change(part):
        if key not in part or part[key] == value:
            return False
        if value is None:
            del part[key]
        else:
            part[key] = value
        return None

    return change


def inner_expression(part):
    """An expression is replaced by one inside it."""
    inner = part.get("items") or [part.get("what")]
    if "k" not in part or not isinstance(inner[0], dict):
        return False
    found = inner[0]
    part.clear()
    part.update(found)
    return None


def to_sleep(part):
    if "k" not in part or part == {"k": "sleep", "d": 0}:
        return False
    part.clear()
    part.update({"k": "sleep", "d": 0})
    return None


SIMPLER = [
    *(simpler(key, None) for key in ("show", "finally", "timeout", "message")),
    *(simpler("d", value) for value in (0, 1, 0.1)),
    simpler("timeout", 1),
    simpler("return_exceptions", False),
    simpler("exc", "ValueError"),
    simpler("text", "x"),
    simpler("show", "x"),
    simpler("value", 1),
    inner_expression,
    to_sleep,
]


def candidates(program):
    """Programs that are a little simpler, the boldest first."""
    lengths = [len(part) for part in lists_in(program)]
    for index, length in enumerate(lengths):
        count = length
        while count:
            for start in range(0, length, count):
                yield altered(program, lists_in, index, without(start, count))
            count //= 2
    for index, length in enumerate(lengths):
        for at in range(length):
            for which in range(3):
                yield altered(program, lists_in, index, instead_of_op(at, which))
    for index in range(sum(1 for _ in dicts_in(program))):
        for change in SIMPLER:
            yield altered(program, dicts_in, index, change)


def whole(program):
    """Is it still a program? What is cut away may be needed elsewhere."""
    names = {coroutine.get("name") for coroutine in program["coros"]}
    if "main" not in names:
        return False
    shared = {}
    for key in ("events", "locks", "queues"):
        shared[key[:-1]] = {item if isinstance(item, str) else item.get("name") for item in program.get(key, [])}
    if any(None in there for there in shared.values()):
        return False
    for part in dicts_in(program):
        if part.get("coro", "main") not in names or any(key in part and part[key] not in there for key, there in shared.items()):
            return False
        if part.get("op") == "try" and not part["handlers"] and part.get("finally") is None:
            return False
        if "types" in part and not part["types"]:
            return False
    within = {"reraise": "handlers", "caught": "handlers", "group_spawn": "group"}
    return all(stand(program["coros"], False, op, where) for op, where in within.items()) and breaks_stand(program["coros"]) and all(map(yields_stand, program["coros"]))


def breaks_stand(value, right_in_a_loop=False):
    """Each right in the body of a loop."""
    if isinstance(value, list):
        return all(breaks_stand(item, right_in_a_loop) for item in value)
    if not isinstance(value, dict):
        return True
    if value.get("op") == "break":
        return right_in_a_loop
    return all(breaks_stand(item, key == "body" and value.get("op") in ("for", "for_slot")) for key, item in value.items())


def yields_stand(coroutine):
    """In generators, each of which has one: else it would be none."""
    return any(part.get("op") == "yield" for part in dicts_in(coroutine)) == coroutine.get("generator", False)


def stand(value, inside, op, within):
    """Every such op stands inside such a part."""
    if isinstance(value, list):
        return all(stand(item, inside, op, within) for item in value)
    if not isinstance(value, dict):
        return True
    if value.get("op") == op and not inside:
        return False
    return all(stand(item, inside or key == within or value.get("op") == within, op, within) for key, item in value.items())


def shrink(program, differences, difference):
    """The smallest program found, in reasonable time, that differs in the same way. differences(programs) tells of each how it differs, or None."""
    kind = kind_of(difference)
    smaller, end = True, time.monotonic() + SECONDS
    while smaller and time.monotonic() < end:
        smaller = False
        pending = (c for c in candidates(program) if c is not None and whole(c) and size(c) < size(program))
        while batch := list(itertools.islice(pending, BATCH)):
            found = [c for c, how in zip(batch, differences(batch)) if how is not None and kind_of(how) == kind]
            if found:
                program = min(found, key=size)
                smaller = True
                break
    return program
