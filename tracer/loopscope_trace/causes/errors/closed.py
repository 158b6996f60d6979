"""closed: what a cancelled task uses in its clean-up has been closed: cancel() only asks, and what stands in a finally runs in a later turn; and a connection of websockets's whose handler has returned."""

import ast

from ... import needs
from .. import frames, meanings, thread_lock

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


def by_its_handler(error, own):
    """A connection of websockets's server is used by another task when its handler has returned, which closes it; (what, advice) or None."""
    if not type(error).__name__.startswith("ConnectionClosed") or not type(error).__module__.startswith("websockets."):
        return None
    says = frames.attributes_of(error)
    if says.get("rcvd_then_sent") or frames.attributes_of(says.get("sent")).get("code") != 1000:  # the other end was first; or the server ends
        return None
    frame, line = own[-1]
    file = frame.f_code.co_filename
    calls = [node for node in meanings.nodes_at((file, "", line), ast.Call) if isinstance(node.func, ast.Attribute)]
    name = next((getattr(node.func.value, "id", None) for node in calls if type(thread_lock.value_of(node.func.value, frame)).__name__ in ("ServerConnection", "WebSocketServerProtocol")), None)
    if name is None or any(isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "close" for node in needs.nodes_of(file)):
        return None
    return f"this end of the connection has been closed: the library does so as soon as the handler returns that it was given to, and {frame.f_code.co_name} goes on using it.", "Let the handler wait as long as the connection is needed: await the task that uses it, or `await connection.wait_closed()`."
