"""cancels: a task, or what gather() returns, is asked to cancel, or that is taken back."""

import sys

from . import hooks
from .causes import confused

cancelling = []  # what is asked to cancel just now, the one who passes it on before what it awaits


def telling_cancel_called(plain):
    """Of a task, and of what gather() returns: they pass the request on."""

    def cancel(self, *args, **kwargs):
        try:
            if hooks.here(self._loop):
                hooks.recorder.cancel_called(self)
        except Exception as error:
            hooks.recorder.fail(error)
        cancelling.append(self)
        try:
            return plain(self, *args, **kwargs)
        finally:
            cancelling.pop()

    return cancel


def telling_uncancel(plain):
    def uncancel(self):
        try:
            if hooks.here(self._loop):
                confused.limit_ends(self, sys._getframe(1))
        except Exception as error:
            hooks.recorder.fail(error)
        left = plain(self)
        try:
            if hooks.here(self._loop):
                recorder = hooks.recorder
                recorder.emit("uncancel", task=recorder.name_of(self), by=recorder.by, left=left)
        except Exception as error:
            hooks.recorder.fail(error)
        return left

    return uncancel
