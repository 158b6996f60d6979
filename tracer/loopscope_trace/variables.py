"""variables: what the variables of a suspended coroutine hold, a line each, without running a line of the program: numbers, texts, short lists and their like."""

from . import asked
from .causes import frames
from .values import HOLDERS, SIMPLE, shown

VALUE_MOST = int(asked.number("LOOPSCOPE_VARIABLE_LENGTH", 80, 1))  # characters
ALL_MOST = 1000
STEPS = int(asked.number("LOOPSCOPE_VARIABLE_STEPS", 3000))  # of a run: a longer one is not slowed down for what nobody reads


def text_of(task):
    """Of the program's own innermost coroutine, in the order in which they were written; "" for none."""
    for frame in reversed(frames.of(task)):
        if frames.is_own(frame.f_code):
            return "\n".join(lines_of(frame))[:ALL_MOST]
    return ""


def lines_of(frame):
    code, values = frame.f_code, frame.f_locals
    for name in (*code.co_varnames, *code.co_cellvars, *code.co_freevars):
        if name in values and not name.startswith(("_", ".")):
            value = values[name]
            kind = type(value)
            if kind in SIMPLE or (kind in HOLDERS and is_short(value)):
                text = shown(value) if kind not in (set, frozenset) else in_order(value)
                yield f"{name} = {text if len(text) <= VALUE_MOST else text[: VALUE_MOST - 1] + '…'}"


def in_order(items):
    """A set has none of its own, and would look another way in each run."""
    inside = "{" + ", ".join(sorted(map(shown, items))) + "}"
    return inside if items and type(items) is set else f"{type(items).__name__}({inside if items else ''})"


def is_short(holder):
    """Nothing in it would have to be called by the name of its class, and it does not take long to look through."""
    if len(holder) > VALUE_MOST:
        return False
    items = [*holder.keys(), *holder.values()] if type(holder) is dict else holder
    return all(type(item) in SIMPLE or (type(item) in HOLDERS and len(item) == 0) or (type(item) in (tuple, list) and all(type(one) in SIMPLE for one in item)) for item in items)
