"""streams: an item of anyio's memory stream that does not come, nor its end: a sending end of it is open."""

from .. import frames
from .limiters import part

recorder = None
CLOSE = "Let who sends close its end when all is sent, `async with send:`, and give each a clone() of its own: the end comes when the last is closed."


def explain(task, chain):
    """(sentence, advice) where nobody can wake anybody any more, or None."""
    for frame in reversed(chain):
        if frames.is_own(frame.f_code):
            break
        thing = frame.f_locals.get("self")
        if frame.f_code.co_name == "receive" and type(thing).__name__ == "MemoryObjectReceiveStream":
            ends = part(part(thing, "_state"), "open_send_channels")
            if type(ends) is int and ends > 0:
                me = "{" + recorder.name_of(task) + "}"
                still = "its sending end is" if ends == 1 else f"{ends} sending ends of it are"
                return f"{me} waits for an item of a memory stream of anyio's: none is left in it, nobody is left who sends one, and {still} still open, so that its end does not come either.", CLOSE
    return None
