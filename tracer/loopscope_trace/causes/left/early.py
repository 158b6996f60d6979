"""early: a consumer that takes a queue which is empty at that moment for the end of the work, and leaves: what is put in afterwards nobody takes."""

import ast
import asyncio
import sys

from ... import hooks, look, needs
from .. import frames, objects

recorder = None
asks = {}  # by (the number of the queue among those asked, the name of the task): an Ask that has found nothing, until that task takes something again
numbers = look.ByIdentity()
MOST = 256
ADVICE = "empty() says how it is at this moment, and not whether more is to come: `while True: item = await queue.get()`, until a mark that says so (None), queue.shutdown() (from Python 3.13), or a cancel() behind `await queue.join()`."


class Ask:
    __slots__ = ("called", "place", "how", "first", "left", "put", "by")

    def __init__(self, called, place, how, first):
        self.called, self.place, self.how, self.first = called, place, how, first
        self.left, self.put, self.by = 0, 0, None  # how many lie there that were put in since, how many were put in, and by whom, where


def forget():
    asks.clear()
    Ask.count = 0


def ends_a_loop(place, how):
    """Is it in the source what ends a loop: `while not queue.empty():`, `if queue.empty(): break`, `except QueueEmpty: break`?"""
    for node in needs.nodes_of(place[0]):
        if isinstance(node, (ast.While, ast.If)) and node.test.lineno <= place[2] <= node.test.end_lineno:
            calls = [one.func.attr for one in [node.test, *needs.walk(node.test)] if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute)]
            if how in calls and (isinstance(node, ast.While) or isinstance(node.body[-1], (ast.Break, ast.Return))):
                return True
        if isinstance(node, ast.Try) and how == "get_nowait" and node.body[0].lineno <= place[2] <= node.body[-1].end_lineno:
            for handler in node.handlers:
                if handler.type is not None and "QueueEmpty" in ast.dump(handler.type):
                    return isinstance(handler.body[-1], (ast.Break, ast.Return))
    return False


def asked(queue, how, frame, is_empty):
    """The program's own frame asks whether there is something in it."""
    me = objects.current()
    if me is None:
        return
    number = numbers.get(queue)
    if number is None:
        if not is_empty:
            return
        Ask.count += 1
        number = numbers[queue] = Ask.count
    asks.pop((number, me), None)
    place = look.place_of(frame)
    if is_empty and len(asks) < MOST and ends_a_loop(place, how):
        note = objects.note_of(queue)
        _, called = objects.named(queue, note)
        kind = type(queue).__name__
        asks[number, me] = Ask(f"the {kind} {called}" if called else f"a {kind}", place, how, not note.gave)


def moved(queue, what):
    """Something is put in, or taken."""
    number = numbers.get(queue)
    if number is None:
        return
    me = objects.current()
    for key, ask in list(asks.items()):
        if key[0] == number and what == "got":
            ask.left -= 1
            if key[1] == me:
                del asks[key]
        elif key[0] == number:
            ask.left, ask.put = ask.left + 1, ask.put + 1
            ask.by = ask.by or (me, frames.here())


def gone(queue):
    """Of whoever has found it empty, and has come to its end: (its name, the Ask); or None."""
    number = numbers.get(queue)
    return next(((name, ask) for (of, name), ask in asks.items() if of == number and recorder.ended.get(name) == "without an error"), None) if number is not None else None


def says(name, ask):
    there = ", before anything was put in" if ask.first else ""
    at = f"{frames.line(ask.place)} ({frames.line_text(ask.place)})"
    if ask.how == "get_nowait":
        return f"{{{name}}} tries get_nowait() at {at} and finds {ask.called} empty{there}: that ends its loop"
    return f"{{{name}}} asks at {at} whether something is in {ask.called} and finds it empty{there}: that ends its loop"


def at_the_end():
    """The program is over: what was put in behind their backs, and is there still?"""
    places = set()
    for (number, name), ask in list(asks.items()):
        if ask.left <= 0 or recorder.ended.get(name) != "without an error" or (number, ask.place) in places:
            continue
        places.add((number, ask.place))
        others = sum(1 for (of, _), one in asks.items() if of == number and one.place == ask.place and one is not ask and one.left > 0)
        too = f" (and so do {others} more)" if others > 1 else " (and so does one more)" if others else ""
        by, at = ask.by
        where = f" at {frames.line(at)}" if at else ""
        times = "an item" if ask.put == 1 else f"the first of {ask.put} items"
        rest = f"nobody takes {ask.left} of them" if 1 < ask.put != ask.left else "nobody takes it" if ask.put == 1 else "nobody takes them"
        recorder.remark("thrown-away", f"{says(name, ask)}{too}. Only then {objects.of_task(by)} puts {times} into it{where}, and {rest}.", ADVICE, ask.place, name)


def telling(how):
    def make(plain):
        def ask(self):
            result = plain(self)
            try:
                frame = sys._getframe(1)
                if objects.watched() and not objects.is_of_queues(frame.f_code) and frames.is_own(frame.f_code):
                    asked(self, how, frame, result == 0 if how == "qsize" else bool(result))
            except Exception as error:
                recorder.fail(error)
            return result

        return ask

    return make


def refused(queue):
    """get_nowait() has found nothing. It is called by what telling_queue() has made."""
    try:
        frame = sys._getframe(2)
        if objects.watched() and frames.is_own(frame.f_code):
            asked(queue, "get_nowait", frame, True)
    except Exception as error:
        recorder.fail(error)


def install():
    for how in ("empty", "qsize"):
        hooks.exchange(asyncio.Queue, how, telling(how))
