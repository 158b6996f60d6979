"""cut_again: a clean-up inside of a cancelled scope of anyio's: there each await is cancelled anew, and what stands behind it is not done."""

import ast

from .. import frames, thread_lock

recorder = None
told = set()  # places


def in_a_finally(frame):
    """The innermost `finally` in which it is suspended; or None."""
    found = [node for node in thread_lock.statements(frame) if isinstance(node, ast.Try) and node.finalbody and node.finalbody[0].lineno <= frame.f_lineno <= node.finalbody[-1].end_lineno]
    return max(found, key=lambda node: node.lineno, default=None)


def cancelled(task, cause):
    """cause: the code that asks it to cancel, while it waits."""
    if cause.co_name != "_deliver_cancellation" or frames.is_own(cause):
        return
    own = [frame for frame in frames.of(task) if frames.is_own(frame.f_code)]
    node = in_a_finally(own[-1]) if own else None
    if node is None:
        return
    place = own[-1].f_code.co_filename, own[-1].f_code.co_name, own[-1].f_lineno
    behind = next((one.lineno for one in node.finalbody if one.lineno > place[2]), None)
    if place in told or behind is None:
        return
    told.add(place)
    name = recorder.name_of(task)
    recorder.remark(
        "no-effect",
        f"{{{name}}} is cancelled once more at {frames.line(place)} ({frames.line_text(place)}), in its finally: in a scope of anyio's that is cancelled each await is, and what stands behind it, from {frames.line((place[0], '', behind))} on, is not done.",
        "Shield what has to be done and awaits: `with anyio.CancelScope(shield=True):` round it, or `with anyio.move_on_after(seconds, shield=True):`.",
        place,
        name,
    )
