"""lines: tasks that are made one by one, come to stand in line before a lock or a semaphore, and are made faster than they come through"""

import asyncio

from .. import frames, objects

recorder = None
makers = {}  # by who makes tasks, and where: a Maker
of = {}  # by the name of such a task that has not ended: its Maker
MOST = 100_000
MANY, TURNS, SOME = 100, 50, 3
ONE_BY_ONE = ("create_task", "user", "TaskGroup")  # gather() and its like make many at once


class Maker:
    __slots__ = ("by", "place", "count", "ended", "turns", "last")

    def __init__(self, by, place):
        self.by, self.place, self.count, self.ended, self.turns, self.last = by, place, 0, 0, 0, None


def forget():
    makers.clear()
    of.clear()


def made(name, by, place, via):
    if via not in ONE_BY_ONE or by[:1] != "T" or place is None or len(of) >= MOST:
        return
    maker = makers.get((by, place))
    if maker is None:
        if len(makers) >= 256:
            return
        maker = makers[by, place] = Maker(by, place)
    maker.count += 1
    if maker.last != recorder.turn:
        maker.last, maker.turns = recorder.turn, maker.turns + 1
    of[name] = maker


def ended(name):
    maker = of.pop(name, None)
    if maker is not None:
        maker.ended += 1


def main_ended(loop):
    """Who stands in line now, and was to come through?"""
    for maker in list(makers.values()):
        left = maker.count - maker.ended
        if left < MANY or maker.turns < TURNS or maker.turns < maker.count / 2 or maker.ended < SOME or left < maker.count / 2:
            continue
        waits = [(recorder.name_of(task), frames.waits_in(frames.of(task))[1]) for task in frames.tasks_of(loop) if of.get(recorder.name_of(task)) is maker]
        things = [thing for _, thing in waits if isinstance(thing, (asyncio.Lock, asyncio.Semaphore))]
        thing = max(things, key=lambda one: sum(other is one for other in things), default=None)
        line = [name for name, one in waits if one is thing and thing is not None]
        if len(line) >= MANY:
            (kind, _), called = objects.named(thing, objects.note_of(thing))
            recorder.remark(
                "no-limit",
                f"{len(line)} tasks stand in line for the {kind}{f' {called}' if called else ''} when main ends: {{{maker.by}}} has made {maker.count} at {frames.line(maker.place)} ({frames.line_text(maker.place)}), one by one, and {maker.ended} of them have ended. They are made faster than they come through, and whoever makes them never waits.",
                "Put what comes into a Queue with a limit, `asyncio.Queue(maxsize=…)`, for as many workers as may go on at once: then put() waits until there is room.",
                maker.place,
                maker.by,
            )
