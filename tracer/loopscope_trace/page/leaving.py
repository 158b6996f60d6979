"""leaving: instead of the end of the process, since the page goes on: a run is left from wherever it is."""

import sys

from .. import hooks
from ..causes import frames

STANDS_STILL, TOO_LONG = 3, 4  # what a run is left with: the first is recorder.stands_still()'s


class Left(BaseException):
    """With the status, the place in the program, and all that has been said until then: what is said while the run is tidied up is of nobody's interest."""


left = None


def nothing(*args, **kwargs):
    """What the recorder is told from then on."""
    return {}


def leave(status):
    """What asyncio.run tidies up meanwhile may come to its end as well: the first counts."""
    global left
    recorder = hooks.recorder
    recorder.on, recorder.add, recorder.tell = False, nothing, nothing
    left = left or Left(status, frames.here(), sys.stderr.getvalue())
    raise left
