"""moved_on: the time of anyio's move_on_after() is over in the middle of a function of the program's: the block ends there without an error, and the program does not look whether it did."""

import ast

from .. import frames, thread_lock

recorder = None
told = set()  # places


def forgets_the_scope(frame):
    """The `with move_on_after(…):` without an `as` in whose body it stands, the innermost; or None."""
    found = [node for node in thread_lock.statements(frame) if isinstance(node, ast.With) and frame.f_lineno >= node.body[0].lineno]
    for node in sorted(found, key=lambda one: -one.lineno):
        for item in node.items:
            name = getattr(getattr(item.context_expr, "func", None), "attr", getattr(getattr(item.context_expr, "func", None), "id", ""))
            if name in ("move_on_after", "move_on_at"):
                return node if item.optional_vars is None else None
    return None


def over(task, limit):
    """limit: the frame of the scope whose time is over, and which cancels the task while it waits."""
    if limit.f_code.co_name != "_timeout":
        return
    own = [frame for frame in frames.of(task) if frames.is_own(frame.f_code)]
    blocks = [(frame, forgets_the_scope(frame)) for frame in own[:-1]]
    blocks = [(frame, node) for frame, node in blocks if node is not None]
    if len(blocks) != 1 or blocks[0][0].f_code.co_filename != own[-1].f_code.co_filename:
        return
    frame, node = blocks[0]
    place = frame.f_code.co_filename, frame.f_code.co_name, node.lineno
    if place in told:
        return
    told.add(place)
    name, inner = recorder.name_of(task), own[-1]
    at = inner.f_code.co_filename, inner.f_code.co_name, inner.f_lineno
    recorder.remark(
        "given-up",
        f"The time of {frames.line(place)} ({frames.line_text(place)}) is over while {inner.f_code.co_name} is under way at {frames.line(at)} ({frames.line_text(at)}): that is cut off there, the block ends without an error, and {{{name}}} goes on behind it as if all had been done.",
        "Ask whether it was cut off: `with anyio.move_on_after(seconds) as scope:`, and behind it `if scope.cancelled_caught:`; or let it be an error, with anyio.fail_after(seconds).",
        place,
        name,
    )
