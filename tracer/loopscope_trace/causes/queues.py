"""queues: why an item of a queue does not come, or room in one, or the end of all that is in it"""

import asyncio

from . import consumers, frames, objects, standstill, waiting
from .left import early

recorder = None
TAKES, PUTS = ("get", "get_nowait"), ("put", "put_nowait")


def the_ends(names):
    """What became of those tasks, in words, those that ended with an error first; or None."""
    ended = {name: standstill.end_of(name) for name in dict.fromkeys(names) if name is not None and standstill.end_of(name)}
    failed = {name: how for name, how in ended.items() if how.startswith("with ")}
    name, how = next(iter((failed or ended).items()), (None, None))
    place = recorder.failures[name][2] if name in recorder.failures else None
    return None if name is None else (name, how + (f" at {frames.line(place)}" if place else ""))


def who_took(note):
    """Those who took items and said of fewer that they are dealt with, as far as is known."""
    behind = [(name, took, note.dealt.get(name, 0)) for name, took in note.took.items() if name and took > note.dealt.get(name, 0)]
    if len(note.took) == 1 or not behind:
        names = [f"{{{name}}}" for name in note.took if name] or ["whoever took them"]
        return f"{names[0]} took all of them" if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]} took them"
    name, took, dealt = max(behind, key=lambda one: one[1] - one[2])
    return f"{{{name}}} took {took} and called it {'never' if dealt == 0 else 'once' if dealt == 1 else f'{dealt} times'}"


def explain_queue(queue, what, me, task, tasks):
    note = objects.note_of(queue)
    thing = standstill.named(queue, tasks)
    if what.endswith("join"):
        total = queue._unfinished_tasks + note.done
        if not queue.empty():
            gone, left = the_ends(note.got), early.gone(queue)
            items = "1 item is" if queue.qsize() == 1 else f"{queue.qsize()} items are"
            if left:
                return f"{me} waits in join() for {thing}, in which {items} left: {early.says(*left)}.", early.ADVICE
            more = f"{{{gone[0]}}}, which took items, has ended {gone[1]}" if gone else "nobody takes them"
            return f"{me} waits in join() for {thing}, in which {items} left: {more}.", "Keep a consumer alive until join() returns; a TaskGroup passes its error on."
        if note.took.get(recorder.name_of(task), 0) > note.dealt.get(recorder.name_of(task), 0):
            return f"{me} waits in join() for {thing}, of which it has taken an item itself that it has not called task_done() for: it waits for itself.", "Call task_done() before the join(); or let the one who puts the items wait for them."
        gone = the_ends(name for name in note.took if note.took[name] > note.dealt.get(name, 0))
        ended = f"; {{{gone[0]}}} has ended {gone[1]}" if gone and gone[1].startswith("with ") else ""
        return f"{me} waits in join() for {thing}: task_done() was called for {note.done} of {total} items, and {who_took(note)}{ended}.", "Call task_done() once for each item, in a finally after get()."
    other = waiting.exchanged(queue, me, task)
    if other is not None:
        return other
    if what.endswith("put"):
        left = early.gone(queue)
        if left:
            return f"{me} waits for room in {thing} (maxsize {queue.maxsize}): {early.says(*left)}, and nobody takes any more.", early.ADVICE
        gone = the_ends(note.got)
        if gone:
            return f"{me} waits for room in {thing} (maxsize {queue.maxsize}), and {{{gone[0]}}}, which took items from it, has ended {gone[1]}: nobody takes any more.", "Run both in a TaskGroup, so that the error of one ends the other; or await the consumer, so that its error is seen."
        too = waits_too(note.got, queue, tasks)
        if too:
            return f"{me} waits for room in {thing} (maxsize {queue.maxsize}), and {too[0]}, which takes items from it, {too[1]}.", "Let nobody who empties a queue wait for room in another one that depends on it: make one of them without a limit, or let another task put."
        if recorder.name_of(task) in note.got:
            return f"{me} waits for room in {thing} (maxsize {queue.maxsize}), from which it takes items itself, and nobody else does who does not wait there as well: it waits for itself.", "Whoever empties a queue must not wait for room in it: let it have no limit, or keep what is to come in a list of one's own; or a Semaphore limits how much is under way."
        would = waiting.who_would(queue, waiting.called(queue, tasks), TAKES, tasks, standstill.file_of(task))
        return f"{me} waits for room in {thing} (maxsize {queue.maxsize}), and {would or 'nobody is left who takes an item'}.", "Start a consumer before the queue is full, and keep it alive until the producer has ended."
    lent = consumers.borrowed(queue, note, tasks, standstill.file_of(task), thing, standstill.end_of)
    if lent is not None:
        return lent
    gone = the_ends(note.put)
    if gone:
        return f"{me} waits for an item of {thing}, and {{{gone[0]}}}, which put the others, has ended {gone[1]}: no more will come.", "Put a last item that says so (None), or cancel the consumer when the producer has ended."
    too = waits_too(note.put, queue, tasks)
    if too:
        return f"{me} waits for an item of {thing}, and {too[0]}, which puts them, {too[1]}.", "Look at what the one who puts waits for."
    gone = the_ends(note.got)
    if gone and gone[1].startswith("with "):
        return (
            f"{me} waits for an item of {thing}, and {{{gone[0]}}}, which took one, has ended {gone[1]} and put none back.",
            "Put back what was borrowed in a finally: `try: … finally: queue.put_nowait(item)`; in an @asynccontextmanager around the yield.",
        )
    lost = consumers.not_put_back(queue, task, tasks, thing)
    if lost is not None:
        return lost
    looked = consumers.looked_before(queue, task)
    if looked is not None:
        return f"{me} waits for an item of {thing}: at {frames.line(looked)} ({frames.line_text(looked)}) it asked whether there was one, and then came to an await, where another task took the last.", consumers.ASK
    ended = consumers.took_the_last(note, task, standstill.end_of)
    if ended is not None:
        return f"{me} waits for an item of {thing}; the last one was taken by {{{ended}}}, which has come to its end, and nobody is left who puts one: what tells one consumer that it is the end tells no other.", consumers.ONE_EACH
    would = waiting.who_would(queue, waiting.called(queue, tasks), PUTS, tasks, standstill.file_of(task))
    return f"{me} waits for an item of {thing}, and {would or 'nobody is left who puts one'}.", "Put a last item that says so (None), or cancel the consumer when all is done."


def waits_too(names, queue, tasks):
    """One of those who deal with the queue, when it is alive and waits at another thing: "{T3}, which ..., waits itself at line 5 for room in the Queue todo"; or None."""
    for one in tasks:
        if recorder.name_of(one) in names:
            chain = frames.of(one)
            what, thing = frames.waits_in(chain)
            place = frames.place(chain)
            if thing is not queue and place is not None and isinstance(thing, tuple(kind for kind, _ in standstill.HOW)):
                for_what = {"put": "room in ", "get": "an item of ", "join": "the end of all items of "}.get(what, "") if isinstance(thing, asyncio.Queue) else ""
                return f"{{{recorder.name_of(one)}}}", f"waits itself at {frames.line(place)} for {for_what}{standstill.named(thing, tasks)}"
    return None


def for_its_queue(holder, task, tasks):
    """" at line 5 for room in the Queue jobs, out of which {T2} takes the items", where the holder waits for what the task would do with a queue; or ""."""
    chain = frames.of(holder) if holder is not None and holder is not task else []
    what, queue = frames.waits_in(chain)
    if not isinstance(queue, asyncio.Queue) or what not in ("put", "get"):
        return ""
    way, note, puts = frames.place(chain), objects.note_of(queue), what == "put"
    would = waiting.about_to(queue, waiting.called(queue, tasks), TAKES if puts else PUTS, tasks, standstill.file_of(task))
    if would is not task and list(note.got if puts else note.put) != [recorder.name_of(task)]:
        return ""
    at, it, thing = f" at {frames.line(way)}" if way else "", recorder.name_of(task), standstill.named(queue, tasks)
    return f"{at} for room in {thing}, out of which {{{it}}} takes the items" if puts else f"{at} for an item of {thing}, into which {{{it}}} puts them"
