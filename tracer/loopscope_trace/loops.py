"""loops: which of a program's loops the recording shows: it has one ready queue and one row of timers, those of the loop that runs in the watched thread."""

import asyncio
import sys
import weakref
from threading import get_ident
from time import sleep as pause
from types import FunctionType

from . import hooks, look, virtual
from .causes import processes, scopes
from .causes.libraries import in_c
from .clock import SECOND

known = weakref.WeakSet()  # that were made in the watched thread or outside of any


def telling_init(plain):
    def __init__(self, *args, **kwargs):
        plain(self, *args, **kwargs)
        self._ready = hooks.Ready(self._ready)
        known.add(self)
        if hooks.recorder.clock.virtual:
            self._asyncgens = virtual.InOrder()
            self._clock_resolution = 1 / SECOND

    return __init__


unseen = set()  # classes of loops that are not told of, of which that has been said


def is_seen(loop):
    """Is it asyncio's own, or made of that? What one in C does, as uvloop's, goes through nothing that could be watched."""
    if isinstance(loop, asyncio.base_events.BaseEventLoop) or not isinstance(loop, asyncio.AbstractEventLoop):
        return True  # of what is closed it is None
    kind = f"{type(loop).__module__}.{type(loop).__qualname__}"
    if kind not in unseen:
        unseen.add(kind)
        in_c.tell(kind)
    return False


def told(handles):
    return [handle for handle in handles if getattr(handle, "loopscope_name", None) is not None]


def tell_left(left, aside):
    """What the recording has of these loops is not to run."""
    ready, timers = (sum((told(getattr(loop, name)) for loop in left), []) for name in ("_ready", "_scheduled"))
    if ready or timers:
        hooks.recorder.emit("left", ready=len(ready), timers=sum(not timer._cancelled for timer in timers), aside=aside)
    for handle in ready + timers:
        handle.loopscope_name = None


def takes_over(loop):
    """What another loop has left is laid aside; what this one has is told anew, if it was laid aside or came while another one ran."""
    others = [one for one in known if one is not loop and not one._closed]
    ready = [handle for handle in loop._ready if isinstance(handle, hooks.Told) and not look.only_wakes(handle._callback)]
    timers = [timer for timer in loop._scheduled if isinstance(timer, hooks.Told)]
    if len(told(ready + timers)) == len(ready + timers) and not any(told(one._ready) or told(one._scheduled) for one in others):
        return
    tell_left([*others, loop], aside=True)
    for timer in sorted(timers):
        hooks.recorder.timer_made(timer, hooks.recorder.clock.since_start(timer._when))
    for handle in ready:
        if handle.loopscope_timer:
            hooks.recorder.timer_made(handle, hooks.recorder.clock.since_start(handle._when))
        hooks.recorder.appended(handle)
        handle.loopscope_queued = True


def runs_not(loop):
    """Does another loop run in this thread now, and not that one?"""
    return hooks.recorder.by != "main" and getattr(loop, "_thread_id", None) is None


PATIENCE = 20  # ms: how long the program's first thread waits until it may take the place of another one


def changes_thread():
    """The loop of a thread is watched while none runs in the program's first thread; as soon as one does, that is watched, from a moment on at which the
    other one waits in its select(). True: what this thread's loops do is told from now on."""
    recorder, mine = hooks.recorder, get_ident()
    if not (recorder.on and recorder.any_thread) or mine == recorder.thread:
        return False
    if mine != recorder.home:
        if recorder.thread != recorder.home or recorder.by != "main":
            return False
        recorder.thread = mine
        return True
    for _ in range(PATIENCE):
        if recorder.waiting:
            break
        pause(0.001)
    if not recorder.waiting:
        return False
    tell_left([one for one in known if not one._closed], aside=True)
    recorder.thread, recorder.by = mine, "main"
    return True


def telling_close(plain):
    def close(self):
        try:
            if hooks.here(self) and not self._closed and not self.is_running():
                processes.at_the_end(self)
                tell_left([self], aside=False)
        except Exception as error:
            hooks.recorder.fail(error)
        if not self.is_running():
            let_go(getattr(self, "_selector", None))
        plain(self)
        if self.__dict__.get("_closed") is True:
            self._closed, self.is_closed = Closed(), closed

    return close


def let_go(selector):
    """Of what hook_selector() has put there: with it the selector would hold itself, and nobody but the collector of garbage could free it."""
    ours = getattr(selector, "__dict__", {}).get("select")
    if isinstance(ours, FunctionType) and look.is_tracer(ours.__code__):
        del selector.select


def closed():
    return True


class Closed:
    """A loop's word for it that it is closed. What it is asked to do it then refuses, and only such a loop is watched for that, so it costs the others nothing;
    and a traceback has no frame of ours."""

    def __bool__(self):
        try:
            if hooks.recorder.on and get_ident() == hooks.recorder.thread and sys._getframe(1).f_code.co_name == "_check_closed":
                scopes.refused_by_closed()
        except Exception as error:
            hooks.recorder.fail(error)
        return True

    def __repr__(self):
        return "True"
