"""beats: a loop that sleeps for a period and works besides: each round takes longer than the period, and the beat falls behind.

Only where the program's own names say that a beat is meant: of one who looks again and again whether something has come, nothing is said.
"""

import ast
import re
import sys

from ... import look, needs
from ...kinds import Expression
from .. import frames

recorder = None
BEAT = Expression(r"period|every|interval|tick|beat|cadence|metronome|hertz|(^|_)(hz|fps)($|_)", re.I)
NO_BEAT = Expression(r"poll|retry|retries|back_?off|wait|watch|check|until", re.I)
ROUNDS = 5
BEHIND = 100_000_000  # ns
MOST = 256
held = 0  # ns that long steps have held on to the loop so far
places = {}  # is a beat meant there?
rounds = {}  # by (the frame's id, line): a Rounds


class Rounds:
    __slots__ = ("code", "delay", "times", "besides", "woken")

    def __init__(self, code, delay):
        self.code, self.delay, self.times, self.besides, self.woken = code, delay, 0, 0, None  # besides: ns between the end of a sleep and the beginning of the next


def forget():
    places.clear()
    rounds.clear()


def is_meant(code, line):
    function = needs.function_of(code)
    for loop in needs.walk(function) if function is not None else ():
        if isinstance(loop, (ast.For, ast.While, ast.AsyncFor)) and loop.lineno < line <= loop.end_lineno:
            sleeps = [node for node in needs.walk(loop) if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "sleep" and node.args]
            here = next((node for node in sleeps if node.lineno <= line <= node.end_lineno), None)
            given = here.args[0] if here is not None else None
            name = getattr(given, "attr", getattr(given, "id", ""))
            if isinstance(given, (ast.Name, ast.Attribute, ast.Constant)) and not NO_BEAT.search(function.name) and not NO_BEAT.search(name):
                return bool(BEAT.search(name) or (BEAT.search(function.name) and here is sleeps[-1]))  # those before the last stand for the work
    return False


def sleeps(future, delay):
    """The task that runs begins to sleep."""
    frame = look.above(sys._getframe(2))
    if frame is None:
        return
    place = look.place_of(frame)
    meant = places.get(place)
    if meant is None and len(places) < MOST:
        meant = places[place] = frames.is_own(frame.f_code) and recorder.by[:1] == "T" and is_meant(frame.f_code, frame.f_lineno)
    if meant:
        future.loopscope_beat = counted(frame, delay, recorder.clock.now())


def over(one):
    """Its sleep is over. That it comes late, where others hold on to the loop, is none of its doing."""
    one.woken = recorder.clock.now() - held


def counted(frame, delay, now):
    key = id(frame), frame.f_lineno
    one = rounds.get(key)
    if one is None or one.code is not frame.f_code or one.woken is None or abs(one.delay - delay) * 20 > delay:
        if len(rounds) >= MOST:
            rounds.clear()
        one = rounds[key] = Rounds(frame.f_code, delay)
        return one
    one.times += 1
    one.besides += now - held - one.woken
    one.woken = None
    if one.times >= ROUNDS and one.besides >= BEHIND and one.besides * 5 >= one.times * delay:
        place = look.place_of(frame)
        places[place] = False
        tell(place, delay, one.besides, one.times)
    return one


def tell(place, delay, behind, times):
    recorder.remark(
        "beat",
        f"{{{recorder.by}}} sleeps for {delay / 1e9:.3f} s in each round, at {frames.line(place)}, and what it does besides takes {behind / times / 1e9:.3f} s: after {times} rounds it is {behind / 1e9:.3f} s behind a beat of {delay / 1e9:.3f} s.",
        "Where it is to keep the beat, count on from the last time and not from now: `next_time += period`, then `await asyncio.sleep(max(0, next_time - loop.time()))`.",
        place,
        recorder.by,
    )
