"""exits: sys.exit() in a task that is not main: it goes out through the loop at once, and main is cancelled in the midst of what it does"""

import asyncio
import sys

from ... import look
from .. import frames, meanings

recorder = None
told = set()
WAITS = ("wait", "serve_forever", "join")  # main waits there until somebody ends the program


def forget():
    told.clear()


def is_by_runner():
    """It cancels what is left, whatever ends it."""
    frame = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename != asyncio.runners.__file__:
        frame = frame.f_back
    return frame is not None


def ended_with(task, error):
    loop, name = task.get_loop(), recorder.name_of(task)
    if not isinstance(error, SystemExit) or told or name == recorder.until:
        return
    main = next((one for one in frames.tasks_of(loop) if recorder.name_of(one) == recorder.until), None)
    chain = frames.of(main) if main is not None else []
    own = [frame for frame in chain if frames.is_own(frame.f_code)]
    what, thing = frames.waits_in(chain)
    if not own or main._fut_waiter is None or main._fut_waiter.done() or what in WAITS or getattr(main._fut_waiter, "loopscope_via", "") == "user" or not is_by_runner():
        return
    told.add(name)
    place, stands = meanings.place_of(error), look.place_of(own[-1])
    at = f" at {frames.line(place)} ({frames.line_text(place)})" if place else ""
    recorder.remark(
        "uncaught",
        f"{{{name}}} raises {meanings.in_short(error)}{at}: in whichever task that happens, it goes out through the loop and ends the run at once. {{{recorder.until}}} is suspended at {frames.line(stands)} ({frames.line_text(stands)}) and is cancelled there, with all others.",
        "Let the task return or fail, or set an Event that main waits for; main ends the program when all is done that has to be.",
        place,
        name,
    )
