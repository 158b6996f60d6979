"""by_signal: an error that a handler of signal.signal() raises: it comes out wherever Python is just then, mostly where the loop waits, and not at the await of whoever would catch it."""

import signal

from ... import look
from .. import callbacks, frames

recorder = None


def handlers():
    """By the code of each handler of the program's: the name of its signal."""
    found = {}
    for number in signal.valid_signals() if hasattr(signal, "valid_signals") else ():
        code = callbacks.code_of(signal.getsignal(number))
        if code is not None and frames.is_own(code):
            found[code] = getattr(number, "name", f"signal {number}")
    return found


def of(error):
    """(what, advice, place), or None."""
    entry, before, known = error.__traceback__, None, None
    while entry is not None:
        frame = entry.tb_frame
        if before is not None and frames.is_own(frame.f_code) and not frame.f_code.co_flags & look.SUSPENDS:
            known = handlers() if known is None else known
            if frame.f_code in known and not called_by(before):
                return says(frame, entry.tb_lineno, known[frame.f_code], before)
        before, entry = entry, entry.tb_next
    return None


def called_by(entry):
    """Does asyncio call it, as what was given to add_signal_handler()?"""
    return entry.tb_frame.f_code is look.HANDLE_RUN


def says(frame, line, name, before):
    place = frame.f_code.co_filename, frame.f_code.co_name, line
    own = frames.is_own(before.tb_frame.f_code)
    there = frames.line((before.tb_frame.f_code.co_filename, "", before.tb_lineno)) if own else ""
    where = f"in the middle of {there}, where Python was just then" if own else "where the loop waited just then, so that it goes out through asyncio.run(), past every coroutine that is suspended: no `except` in one of them gets it"
    return f"{frame.f_code.co_name}, the handler of {name}, raised it at {frames.line(place)}, {where}.", f"Let the loop call the handler: `loop.add_signal_handler(signal.{name}, task.cancel)` makes a CancelledError come at the await of that task; or let it set an Event for which main waits.", place
