"""uncaught: the error that ended the program, on the line of the program's own where it was raised, or that Python could not read."""

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


def tell(error):
    if isinstance(error, (SystemExit, KeyboardInterrupt)):
        return  # somebody asked for it
    what = f"{type(error).__name__}: {error.msg}" if isinstance(error, SyntaxError) else shown(error)
    place = place_of(error)
    if place is not None:
        recorder.remark("uncaught", f"The program ended with {what}.", "The traceback on the terminal shows the way there.", place, None)
