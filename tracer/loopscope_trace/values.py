"""values: a value in words, without running a line of the program: only the standard types are asked for theirs."""

import builtins

SIMPLE = frozenset({int, float, complex, bool, str, bytes, type(None), type(...), range})
HOLDERS = {list: "[]", tuple: "()", set: "{}", frozenset: "{}", dict: "{}"}
OWN_REPR = frozenset({BaseException.__repr__, getattr(builtins, "BaseExceptionGroup", BaseException).__repr__})
DEEPEST = 20
MOST = 50  # items of one holder
LONGEST = 200  # bytes


def shown(value, depth=0):
    """As repr() where that is Python's own; of anything else the name of its class."""
    kind = type(value)
    if kind is bytes and len(value) > LONGEST:
        return repr(value[:LONGEST]) + "..."
    if kind in SIMPLE:
        try:
            return repr(value)
        except ValueError:  # a number of more digits than Python writes
            return f"<{kind.__name__}>"
    if kind in HOLDERS:
        return shown_items(value, kind, depth)
    if isinstance(value, BaseException) and kind.__repr__ in OWN_REPR:
        args = value.args
        inside = ", ".join(shown(arg, depth + 1) for arg in args) if depth < DEEPEST or not args else "..."
        return f"{kind.__name__}({inside})"
    if isinstance(value, type):
        return f"<class {value.__name__}>"
    return f"<{kind.__name__}>"


def text_of(error):
    """What an error of Python's own says; "" where that is no text. An error of the program's may do anything when it is asked for its str()."""
    return error.args[0] if error.args and type(error.args[0]) is str else ""


def message_of(context):
    """What a loop's exception handler is given to say. A program may hand in anything, or nothing: then asyncio says this."""
    message = context.get("message")
    return message if type(message) is str else "Unhandled exception in event loop"


def shown_items(value, kind, depth):
    if depth >= DEEPEST:
        return "..."
    more = len(value) > MOST
    if kind is dict:
        parts = [f"{shown(key, depth + 1)}: {shown(item, depth + 1)}" for key, item in list(value.items())[:MOST]]
    else:
        parts = [shown(item, depth + 1) for item in list(value)[:MOST]]
    inside = ", ".join(parts) + (", ..." if more else "")
    if kind is tuple and len(value) == 1:
        inside += ","
    if kind is set and not value:
        return "set()"
    if kind is frozenset:
        return f"frozenset({{{inside}}})" if value else "frozenset()"
    first, last = HOLDERS[kind]
    return first + inside + last
