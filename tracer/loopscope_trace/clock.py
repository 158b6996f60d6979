"""clock: the time of a traced run, in nanoseconds since its start: real, or virtual and jumping.

Under the virtual clock nothing ever waits: running code takes no time, and where the loop would sleep the clock moves. All that a script
can ask for the time gives the same answer, so that what it prints is the same on every run.
"""

import functools
import os
import time

SECOND = 1_000_000_000
EPOCH = 1_704_067_200  # 2024-01-01 00:00:00 UTC: a run starts at midnight, in the same moment as one of the engine

LATEST = 1 << 61  # ns: 73 years; TRACE_LATEST in engine/trace/trace.h

_monotonic_ns = time.monotonic_ns


def in_ns(seconds):
    """sleep(inf) is a sleep until the clock's end."""
    return round(max(-LATEST / SECOND, min(seconds, LATEST / SECOND)) * SECOND)


class RealClock:
    """Time as it passes."""

    virtual = False
    sees_outside = True  # is what lies outside of the loop told?
    monotonic_ns = _monotonic_ns

    def __init__(self):
        self.start = _monotonic_ns()

    def now(self):
        return _monotonic_ns() - self.start

    def since_start(self, loop_time):
        """A deadline in the loop's seconds as ns since the start of the run: one that lies long before it, not further than a recording can say."""
        return max(in_ns(loop_time) - self.start, -LATEST)


class VirtualClock:
    """Time that moves only when told to."""

    virtual = True
    sees_outside = False  # there it takes no time, and the program has both of its ends

    def __init__(self):
        self.ns = 0

    def now(self):
        return self.ns

    def since_start(self, loop_time):
        return in_ns(loop_time)

    def next(self):
        """When something happens outside of the loop, in ns, or None: never."""
        return None

    def install(self, on_sleep):
        """Replace the clocks of module time; on_sleep(ns) is called when time.sleep() has moved the clock."""
        os.environ["TZ"] = "UTC"
        if hasattr(time, "tzset"):  # a page has no time zones
            time.tzset()
        localtime, gmtime, strftime = time.localtime, time.gmtime, time.strftime
        ctime, asctime = time.ctime, time.asctime

        def wall_ns():
            return EPOCH * SECOND + self.ns

        def wall():
            return wall_ns() / SECOND

        def sleep(seconds):
            if seconds != seconds:
                raise ValueError("Invalid value NaN (not a number)")
            if seconds < 0:
                raise ValueError("sleep length must be non-negative")
            moved = min(in_ns(seconds), LATEST - self.ns)
            self.ns += moved
            on_sleep(moved)

        instead = {
            "time": wall,
            "time_ns": wall_ns,
            "localtime": lambda seconds=None: localtime(wall() if seconds is None else seconds),
            "gmtime": lambda seconds=None: gmtime(wall() if seconds is None else seconds),
            "ctime": lambda seconds=None: ctime(wall() if seconds is None else seconds),
            "asctime": lambda moment=None: asctime(time.localtime() if moment is None else moment),
            "strftime": lambda form, moment=None: strftime(form, time.localtime() if moment is None else moment),
            "sleep": sleep,
        }
        for name in ("monotonic", "perf_counter"):
            instead.update({name: lambda: self.ns / SECOND, name + "_ns": lambda: self.ns})
        for name, ours in instead.items():  # named and pickled as those whose place they take
            setattr(time, name, functools.update_wrapper(ours, getattr(time, name)))
