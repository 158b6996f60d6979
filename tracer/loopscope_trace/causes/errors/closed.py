"""closed: what a cancelled task uses in its clean-up has been closed: cancel() only asks, and what stands in a finally runs in a later turn."""

import ast

from ... import needs
from .. import frames, meanings

recorder = None


def meanwhile(error, text, task):
    name = recorder.name_of(task) if task is not None else None
    by, asked = recorder.cancels.get(name, ("", None))
    place = meanings.place_of(error)
    if asked is None or place is None or not cleans_up(meanings.own_frames(error)):
        return None
    who = f"{{{by}}}" if by[:1] == "T" else "A callback"
    return (
        f"{who} has asked it to cancel at {frames.line(asked)} ({frames.line_text(asked)}) and went on; what stands in its finally or except runs in a later turn only, and meanwhile what that uses was closed.",
        "Await what you cancel before you close what it uses: `task.cancel()`, then `await asyncio.gather(task, return_exceptions=True)`.",
    )


def cleans_up(own):
    """Does one of those frames stand in a finally or an except?"""
    for frame, line in own:
        for node in needs.nodes_of(frame.f_code.co_filename):
            if isinstance(node, ast.Try):
                for part in [*node.finalbody, *(one for handler in node.handlers for one in handler.body)]:
                    if part.lineno <= line <= part.end_lineno:
                        return True
    return False
