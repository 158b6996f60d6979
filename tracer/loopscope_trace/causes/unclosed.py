"""unclosed: a library's client or session that is thrown away open: its own __del__ reports it to the loop, and where it was made the program's source says."""

import ast

from .. import needs
from ..values import message_of
from . import frames

recorder = None
told = set()


def reported(context):
    """What is given to the loop's exception handler."""
    message = message_of(context)
    if not message.startswith("Unclosed ") or context.get("exception") is not None:
        return
    for key, thing in context.items():
        kind = type(thing)
        if key not in ("message", "connections", "source_traceback", "loop") and hasattr(kind, "__del__") and frames.program and kind not in told:
            made = places_of(kind.__name__)
            if not made:
                continue
            told.add(kind)
            place = (frames.program, "", made[0]) if len(made) == 1 else None
            at = " or ".join(frames.line((frames.program, "", line)) for line in made[:3])
            recorder.remark(
                "meaning",
                f"A {kind.__name__}, made at {at}, is thrown away and was never closed: {message.lower()}, reports its library. Its connections stay open until then.",
                f"Make it with `async with {kind.__name__}() as …:`, which closes it; or `await ….close()` in a finally. One for the whole program is enough.",
                place,
                None,
            )


def places_of(name):
    """The lines on which the program makes one that no `with` closes."""
    inside = {id(item.context_expr) for node in needs.nodes_of(frames.program) if isinstance(node, (ast.With, ast.AsyncWith)) for item in node.items}
    return [node.lineno for node in needs.nodes_of(frames.program) if isinstance(node, ast.Call) and id(node) not in inside and getattr(node.func, "attr", getattr(node.func, "id", "")) == name]
