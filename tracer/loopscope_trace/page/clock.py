"""clock: virtual time in which something happens outside of the loop as well: each at its moment, and in the order in which it was begun."""

import heapq
import itertools

from .. import hooks
from ..clock import LATEST, VirtualClock


class Clock(VirtualClock):
    """What is outside of the loop is part of the run here, and is told."""

    sees_outside = True

    def __init__(self):
        super().__init__()
        self.happenings = []
        self.numbers = itertools.count()

    def happens(self, when, what):
        """what() is called when the clock has come to that moment, in ns."""
        heapq.heappush(self.happenings, (min(when, LATEST), next(self.numbers), what))

    def next(self):
        return self.happenings[0][0] if self.happenings else None

    def let_happen(self):
        """All that is due. No task and no callback of the loop's does it."""
        if not self.happenings or self.happenings[0][0] > self.ns:
            return
        recorder = hooks.recorder
        before, recorder.by = recorder.by, "main"
        try:
            while self.happenings and self.happenings[0][0] <= self.ns:
                heapq.heappop(self.happenings)[2]()
        finally:
            recorder.by = before
