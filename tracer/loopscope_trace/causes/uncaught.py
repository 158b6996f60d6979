"""uncaught: the error that ended the program, on the line of the program's own where it was raised, or that Python could not read."""

import asyncio

from ..values import shown
from . import frames

recorder = None


def place_of(error):
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        return error.filename, "", error.lineno
    found, entry = None, error.__traceback__
    while entry is not None:
        if frames.is_own(entry.tb_frame.f_code):
            found = entry.tb_frame.f_code.co_filename, entry.tb_frame.f_code.co_name, entry.tb_lineno
        entry = entry.tb_next
    return found


def hides(error):
    """The error in whose handling this one was raised, as in an __aexit__ or a finally: it is the first cause."""
    first = error.__context__
    if first is None or error.__suppress_context__ or error.__cause__ is not None or isinstance(first, asyncio.CancelledError):
        return ""
    place = place_of(first)
    return f", raised while {shown(first)}{f' of {frames.line(place)}' if place else ''} was being handled"


def tell(error):
    if isinstance(error, (SystemExit, KeyboardInterrupt)):
        return  # somebody asked for it
    what = f"{type(error).__name__}: {error.msg}" if isinstance(error, SyntaxError) else shown(error)
    place = place_of(error)
    if place is not None:
        recorder.remark("uncaught", f"The program ended with {what}{hides(error)}.", "The traceback on the terminal shows the way there.", place, None)
