"""objects: what happened to the program's locks, semaphores, events, conditions and queues: who holds them, who set them, who took what.

asyncio's classes are plain Python: the attribute that says whether a lock is held becomes a property of the class which also tells us. The instance keeps its
attribute under the same name, so whoever looks at it sees what he always saw.
"""

import asyncio
import sys
import types
import weakref

from .. import look
from . import frames

recorder = None
known = look.ByIdentity()
made_alike = {}  # by place: how many semaphores were made there and taken by their maker alone


def note_of(thing):
    note = known.get(thing)
    if note is None:
        note = known[thing] = types.SimpleNamespace(made=None, maker=None, holders=[], waited=set(), set_by=None, seen=True, missed=None, got=[], put=[], done=0, told=False, silent=None, notified=False, name=None, called="", looked=0)
    return note


KINDS = (("Semaphore", asyncio.Semaphore), ("Condition", asyncio.Condition), ("Queue", asyncio.Queue), ("Event", asyncio.Event), ("Lock", asyncio.Lock))
counted = {kind: 0 for kind, _ in KINDS}


def named(thing, note):
    """(("Lock", 2), what the program calls it, or "")."""
    if note.name is None:
        kind = next(kind for kind, owner in KINDS if isinstance(thing, owner))
        counted[kind] += 1
        note.name = kind, counted[kind]
    if not note.called and note.looked < 3:
        note.looked += 1
        note.called = frames.called(thing)
    return note.name, note.called


def used(thing, use, count=0):
    """Tells of it, unless it is a part of another thing of asyncio's."""
    frame = sys._getframe(1)
    while look.is_beneath(frame):
        owner = frame.f_locals.get("self") if frame.f_code in OF_QUEUES else None
        if (owner is not None and owner is not thing) or "as_completed" in look.callback_text(frame.f_code):
            return
        frame = frame.f_back
    if isinstance(thing, OWN_KINDS):
        name, called = named(thing, note_of(thing))
        recorder.emit("use", {"place": None if frame is None else look.place_of(frame)}, thing=name, name=called, use=use, count=count)


def stands_at():
    """The thing in whose line a future is put that asyncio makes now, as named() says: the innermost, but not what is a part of a queue."""
    frame, found = sys._getframe(2), None
    while look.is_beneath(frame):
        thing = frame.f_locals.get("self")
        if isinstance(thing, asyncio.Queue) or (found is None and isinstance(thing, OWN_KINDS)):
            found = thing
        frame = frame.f_back
    return (None, "") if found is None else named(found, note_of(found))


OWN_KINDS = tuple(owner for _, owner in KINDS)
OF_QUEUES = {value.__code__ for name, value in vars(asyncio.Queue).items() if isinstance(value, types.FunctionType)}


def current():
    """The running task's name, or None."""
    by = recorder.by
    return by if isinstance(by, str) and by[:1] == "T" else None


def of_task(name):
    return "{" + name + "}" if name else "the program"


def watched():
    return recorder.on and recorder.in_thread()


def telling(owner, attribute, changed, read=None):
    """Makes owner.attribute tell of its changes: changed(object, before, after), read(object)."""

    def get(self):
        try:
            value = self.__dict__[attribute]
        except KeyError:
            raise AttributeError(attribute) from None
        if read is not None:
            try:
                read(self, value)
            except Exception as error:
                recorder.fail(error)
        return value

    def put(self, value):
        before = self.__dict__.get(attribute)
        self.__dict__[attribute] = value
        try:
            if recorder.on:
                changed(self, before, value)
        except Exception as error:
            recorder.fail(error)

    setattr(owner, attribute, property(get, put))


conditions = look.ByIdentity()  # by their lock


def lock_changed(lock, before, after):
    if not watched():
        return
    if before and not after and conditions.get(lock) is not None:
        let_go(conditions.get(lock))
    note = note_of(lock)
    if after and not before:
        note.holders = [(current(), frames.here())]
        used(lock, "taken")
    elif before and not after:
        note.holders = []
        used(lock, "released")


def semaphore_changed(semaphore, before, after):
    if not watched():
        return
    note = note_of(semaphore)
    if before is None:
        note.made, note.maker, note.limit = frames.here(), current(), after
    elif after < before:
        handed = handed_on_to()
        holder, place = handed or (current(), frames.here())
        used(semaphore, *(("taken", after) if handed is None else ("handed", holder)))
        note.holders.append((holder, place))
        del note.holders[:-64]
        made_for_itself(semaphore, note, place)
    else:
        used(semaphore, "released", after)
        give_back(note)


def give_back(note):
    if note.holders:
        mine = next((i for i, (task, _) in enumerate(note.holders) if task == current()), 0)
        del note.holders[mine]


def handed_on_to():
    """(task, where it waits) when a release() gives the place to whoever waits for it, as it does since Python 3.11; else None."""
    releasing = sys._getframe(3)  # of _wake_up_next(), under put() and semaphore_changed()
    future = releasing.f_locals.get("fut") if releasing.f_code.co_name == "_wake_up_next" else None
    for callback, _ in getattr(future, "_callbacks", None) or ():
        task = look.task_of(callback)
        if task is not None:
            return recorder.name_of(task), frames.place(frames.of(task))
    return None


def made_for_itself(semaphore, note, place):
    """A limit that its maker alone takes limits nothing; three times at one line is no accident."""
    if note.maker is None or note.maker != current() or note.told or note.made is None or place is None or note.made[:2] != place[:2]:
        return
    note.told = True
    alike = made_alike.setdefault(note.made, set())
    before = len(alike)
    if before < 3:
        alike.add(note.maker)
    if before < len(alike) == 3:
        kind = type(semaphore).__name__
        recorder.remark(
            "not-shared",
            f"Each call of {note.made[1]} makes a {kind}({note.limit}) of its own at line {note.made[2]} ({{{note.maker}}} is the third): it limits that one call, and not all of them together.",
            "Make it once, outside of the coroutine, and give the same one to every call.",
            note.made,
            note.maker,
        )


def event_changed(event, before, after):
    if before is None or not recorder.on:
        return
    note = note_of(event)
    if watched() and bool(after) != bool(before):
        used(event, "set" if after else "cleared")
    if after and not before:
        waiting = any(not waiter.done() for waiter in event._waiters)
        note.set_by, note.set_at, note.set_when, note.seen = current(), frames.here(), recorder.clock.now(), waiting
    elif before and not after:
        by = current()
        if not note.seen and by is not None and by in note.waited and note.set_by != by:
            ago = (recorder.clock.now() - note.set_when) / 1e9
            at = f" at line {note.set_at[2]}" if note.set_at else ""
            recorder.remark(
                "lost-signal",
                f"{of_task(by)} clears the Event that {of_task(note.set_by)} set{at} {ago:.3g} s before, and nobody has seen it set: that signal is lost.",
                "Clear it only after a wait() that has succeeded, not in a finally and not after a time-out.",
                frames.here(),
                by,
            )


def event_read(event, value):
    caller = sys._getframe(2).f_code
    if caller in EVENT_LOOKS and watched():
        note = note_of(event)
        note.waited |= {current(), recorder.parents.get(current())}
        if value:
            note.seen = True


EVENT_LOOKS = {asyncio.Event.wait.__code__, asyncio.Event.is_set.__code__}


def let_go(condition):
    """By a task that does not go on to wait, while others wait: has nobody ever called notify()?"""
    condition = condition()
    by, place = current(), frames.here()
    if condition is None or not any(not waiter.done() for waiter in condition._waiters):
        return
    frame = sys._getframe(1)
    while frame is not None and (look.is_tracer(frame.f_code) or frame.f_code.co_name == "release"):
        frame = frame.f_back
    if frame is not None and frame.f_code is not asyncio.Condition.wait.__code__ and by is not None:
        note_of(condition).silent = (by, place)


def telling_condition(plain):
    def __init__(self, *args, **kwargs):
        plain(self, *args, **kwargs)
        try:
            if isinstance(self._lock, asyncio.Lock):
                conditions[self._lock] = weakref.ref(self)
        except Exception as error:
            recorder.fail(error)

    return __init__


def telling_notify(plain):
    def notify(self, n=1):
        try:
            note_of(self).notified = True
            waiting = sum(not waiter.done() for waiter in self._waiters)
            if watched() and getattr(self._lock, "_locked", True):
                used(self, "notified", min(n, waiting))
            if watched() and waiting == 0:
                note_of(self).missed = (current(), frames.here())
        except Exception as error:
            recorder.fail(error)
        return plain(self, n)

    return notify


def telling_queue(plain, what):
    def moved(self, *args):
        result = plain(self, *args)
        try:
            if watched():
                note = note_of(self)
                used(self, what, self.qsize())
                getattr(note, what).append(current())
                del getattr(note, what)[:-64]
                if what == "put" and self._maxsize <= 0 and note.got and not note.told and len(self._queue) >= MANY_ITEMS:
                    note.told = True
                    grows_without_end(self, note)
        except Exception as error:
            recorder.fail(error)
        return result

    moved.__name__ = plain.__name__
    return moved


MANY_ITEMS = 1000


def grows_without_end(queue, note):
    """Nobody has filled it beforehand: somebody takes items already, and more come than go."""
    by, taker = note.put[-1], next((task for task in reversed(note.got) if task != note.put[-1]), None)
    recorder.remark(
        "no-limit",
        f"The {type(queue).__name__} holds {len(queue._queue)} items and goes on growing: it has no limit, so {of_task(by)} puts more into it than {of_task(taker) if taker else 'anybody'} takes out, and never waits.",
        "Give it a limit, Queue(maxsize=100): then `await put()` waits until there is room.",
        frames.here(),
        by,
    )


def telling_done(plain):
    def task_done(self):
        plain(self)
        try:
            if watched():
                note_of(self).done += 1
                used(self, "dealt", self._unfinished_tasks)
        except Exception as error:
            recorder.fail(error)

    return task_done


def telling_shutdown(plain):
    def shutdown(self, immediate=False):
        try:
            if watched():
                used(self, "shut", self.qsize())
        except Exception as error:
            recorder.fail(error)
        return plain(self, immediate)

    return shutdown


def install():
    telling(asyncio.Lock, "_locked", lock_changed)
    telling(asyncio.Semaphore, "_value", semaphore_changed)
    telling(asyncio.Event, "_value", event_changed, event_read)
    asyncio.Condition.__init__ = telling_condition(asyncio.Condition.__init__)
    asyncio.Condition.notify = telling_notify(asyncio.Condition.notify)
    for name, what in (("put_nowait", "put"), ("get_nowait", "got")):
        setattr(asyncio.Queue, name, telling_queue(getattr(asyncio.Queue, name), what))
    if hasattr(asyncio.Queue, "shutdown"):  # since Python 3.13
        asyncio.Queue.shutdown = telling_shutdown(asyncio.Queue.shutdown)
    asyncio.Queue.task_done = telling_done(asyncio.Queue.task_done)
