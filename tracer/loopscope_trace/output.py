"""output: what the program prints, when it blocks, and what is remarked on it: the part of the recorder that is told from outside of asyncio."""

from . import look
from .causes.slow import beats
from .writer import Seconds

LONGEST = 1 << 14  # characters of a line that is not finished: what is put together of many pieces would be copied for each of them


class Output:
    def printed(self, text, place=None):
        place, by = place or look.script_place(), self.by if self.in_thread() else "main"  # what another thread prints is no task's
        *whole, rest = (self.text + text).split("\n")
        for one in whole:
            self.emit("out", {"place": place, "by": by}, by=by, line=look.line_of(place), text=one)
        self.text, self.place = rest, place
        if len(rest) > LONGEST:
            self.end_output()

    def blocked(self, ns):
        """The whole loop stood still for so long."""
        beats.held += ns
        if self.step is not None:
            self.step.blocked += ns
        self.emit("block", {"place": look.script_place()}, by=self.by, secs=Seconds(ns), t=self.now())

    def remark(self, kind, what, advice, place, task):
        """What can only be known here. {T3} in the texts stands for the name of that task."""
        self.emit("remark", {"place": place}, remark=kind, task=task, what=what, advice=advice)

    def end_output(self):
        if self.text:
            self.emit("out", {"place": self.place}, by=self.by, line=look.line_of(self.place), text=self.text, nl=False)
            self.text = ""
