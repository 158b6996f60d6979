"""refused: what is sent through a datagram socket comes back as an error, of which the protocol of the program's own does not hear."""

import asyncio
import sys

from ... import descriptors, hooks
from ...values import shown

recorder = None
told = set()


def telling_error_received(plain):
    def error_received(self, exc):
        try:
            transport = sys._getframe(1).f_locals.get("self")
            outside = descriptors.of(transport)
            if outside is not None and recorder.on and recorder.in_thread() and outside.number not in told:
                told.add(outside.number)
                by, place = outside.asked or (None, None)
                recorder.remark(
                    "lost-error",
                    f"What was sent through the datagram socket to {outside.name.rpartition(' to ')[2]} is refused with {shown(exc)}; {type(self).__name__} has no error_received() of its own, so that nobody hears of that.",
                    "Define error_received() in the protocol, and let it tell those who wait for an answer: `self.answer.set_exception(error)`.",
                    place,
                    by if by is not None and by[:1] == "T" else None,
                )
        except Exception as error:
            recorder.fail(error)
        return plain(self, exc)

    return error_received


def install():
    hooks.exchange(asyncio.DatagramProtocol, "error_received", telling_error_received)
