"""uncaught: the error that ended the program, on the line of the program's own where it was raised, or that Python could not read."""

import asyncio

from .. import look
from ..values import shown
from . import frames, meanings

recorder = None


def place_of(error):
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        return error.filename, "", error.lineno
    return frames.raised_at(error)


def hides(error):
    """The error in whose handling this one was raised, as in an __aexit__ or a finally: it is the first cause."""
    first = error.__context__
    if first is None or error.__suppress_context__ or error.__cause__ is not None or isinstance(first, asyncio.CancelledError):
        return ""
    place = place_of(first)
    return f", raised while {shown(first)} of {frames.line(place)} was being handled" if place else ""  # else a library deals with an error of its own


WAY = "The traceback on the terminal shows the way there."
INSIDE = "A group is caught with `except*`, or by its own name; or catch the error inside of the task."


def inside(error):
    """Where the errors of a group come from, three at most; or ""."""
    errors = list(getattr(error, "exceptions", ())) if hasattr(error, "derive") else []
    found, seen = [], 0
    while errors and seen < 64:
        one, seen = errors.pop(0), seen + 1
        errors = [*getattr(one, "exceptions", ()), *errors] if hasattr(one, "derive") else errors
        place = None if hasattr(one, "derive") else place_of(one)
        if place is not None:
            found.append(f"{shown(one)} was raised at {frames.line(place)}")
    more = f" and {len(found) - 3} more" if len(found) > 3 else ""
    return ", ".join(found[:3]) + more + "." if found else ""


def was_cancelled(error):
    """A CancelledError that came out of a task that was awaited, and was cancelled before: by whom?"""
    waiter, awaited = recorder.cancelled_through
    if awaited is None or awaited not in recorder.cancels:
        return None
    by, where = recorder.cancels[awaited]
    entry, first = error.__traceback__, None
    while entry is not None and first is None:
        first = entry if entry.tb_frame.f_code.co_flags & look.SUSPENDS and frames.is_own(entry.tb_frame.f_code) else None
        entry = entry.tb_next
    place = None if first is None else (first.tb_frame.f_code.co_filename, first.tb_frame.f_code.co_name, first.tb_lineno)
    if place is None:
        return None
    at = f" at {frames.line(where)}" if where else ""
    who = f"{{{by}}}" if by[:1] == "T" else "the program"
    return (
        f"{{{waiter}}} awaits {{{awaited}}} at {frames.line(place)}, which {who} had cancelled{at}; a CancelledError is no Exception, so that `except Exception` lets it pass.",
        "Where you await a task that you have cancelled, catch asyncio.CancelledError; or await it with asyncio.gather(task, return_exceptions=True).",
        place,
    )


def tell(error):
    if isinstance(error, (SystemExit, KeyboardInterrupt)):
        return  # somebody asked for it
    what = f"{type(error).__name__}: {error.msg}" if isinstance(error, SyntaxError) else shown(error)
    place = place_of(error)
    if place is None:
        return
    found = meanings.of(error) if (meanings.in_short(error), place) not in meanings.told else None
    if isinstance(error, asyncio.CancelledError):
        found = was_cancelled(error)
    why, advice, other = found or (inside(error), INSIDE if inside(error) else WAY, None)
    recorder.remark("uncaught", f"The program ended with {what}{hides(error)}{f': {why}' if why else '.'}", advice, other or place, None)
