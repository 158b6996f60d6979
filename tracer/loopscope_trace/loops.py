"""loops: several loops in the watched thread: the recording has one ready queue and one row of timers, those of the loop that runs."""

import weakref

from . import hooks, look, virtual
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


def telling_close(plain):
    def close(self):
        try:
            if hooks.here(self) and not self._closed and not self.is_running():
                tell_left([self], aside=False)
        except Exception as error:
            hooks.recorder.fail(error)
        return plain(self)

    return close
