"""cancels: a task, or what gather() returns, is asked to cancel, or that is taken back."""

import sys

from . import hooks
from .causes import confused, rings

cancelling = []  # what is asked to cancel just now, the one who passes it on before what it awaits
exchanged = []  # (a class, its own cancel(), ours)


def watch(owner):
    """A class whose objects pass the request on: tasks, and what gather() returns."""
    hooks.exchange(owner, "cancel", telling_cancel_called)
    exchanged[-1] = owner, *exchanged[-1]


def in_a_circle(plain, future, args, kwargs):
    """Tasks that await each other pass it on until Python has enough of that, which it says in its own words where no function of ours stands between."""
    for owner, own, _ in exchanged:
        hooks.exchange(owner, "cancel", lambda _, own=own: own)
    try:
        return plain(future, *args, **kwargs)
    finally:
        for owner, _, ours in exchanged:
            hooks.exchange(owner, "cancel", lambda _, ours=ours: ours)


def telling_cancel_called(plain):
    """Of a task, and of what gather() returns: they pass the request on."""

    def cancel(self, *args, **kwargs):
        for place, one in enumerate(cancelling):
            if one is self:
                rings.cancelled(cancelling[place:])
                return in_a_circle(plain, self, args, kwargs)
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

    exchanged.append((plain, cancel))
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
