"""leaving: instead of the end of the process, since the page goes on: a run is left from wherever it is."""

from .. import hooks
from ..causes import frames

STANDS_STILL, TOO_LONG = 3, 4  # what a run is left with: the first is recorder.stands_still()'s


class Left(BaseException):
    """Whoever catches errors of the program's lets it pass."""


left = None


def leave(status):
    """What asyncio.run tidies up meanwhile may come to its end as well: the first counts."""
    global left
    hooks.recorder.on = False
    left = left or Left(status, frames.here())
    raise left
