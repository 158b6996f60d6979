"""objects: what happened to the program's locks, semaphores, events, conditions and queues: who holds them, who set them, who took what.

asyncio's classes are plain Python: the attribute that says whether a lock is held becomes a property of the class which also tells us. The instance keeps its
attribute under the same name, so whoever looks at it sees what he always saw.
"""

import asyncio
import functools
import sys
import types
import weakref

from .. import hooks, look
from . import frames
from .left import completed, early, items
from .slow import one_by_one
from .unlimited import given_back, grown, semaphores

recorder = None
known = look.ByIdentity()


def note_of(thing):
    note = known.get(thing)
    if note is None:
        note = known[thing] = types.SimpleNamespace(holders=[], set_by=None, missed=None, got=[], put=[], took={}, gave={}, dealt={}, done=0, silent=None, notified=False, name=None, called="", looked=0, limit=None, grew=False, freed=None, since=None, held=None, woken=[])
    return note


KINDS = (("Semaphore", asyncio.Semaphore), ("Condition", asyncio.Condition), ("Queue", asyncio.Queue), ("Event", asyncio.Event), ("Lock", asyncio.Lock))
counted = {kind: 0 for kind, _ in KINDS}
made_by = {}  # by the name of a task: weak references to the first locks and semaphores that it has made
MOST_MADE = 8
FIRST = 64  # things of a kind of which it is asked what whoever gave them calls them: that takes a look at all tasks


def named(thing, note, called=True):
    """(("Lock", 2), what the program calls it, or "")."""
    if note.name is None:
        kind = next(kind for kind, owner in KINDS if isinstance(thing, owner))
        counted[kind] += 1
        note.name = kind, counted[kind]
    if called and not note.called and note.looked < 3:
        note.looked += 1
        note.called = frames.called(thing, ask_givers=note.name[1] <= FIRST)
    return note.name, note.called


def counted_as(number):
    """What an event can hold of a number of the program's, which may be of any class."""
    return min(max(number, 0), 0xFFFFFFFF) if type(number) is int else 0


def made(thing, limit=0):
    """Tells of it where it is made by the program itself, and not by another thing of asyncio's."""
    if not watched() or recorder.by in ("main", None) or not isinstance(thing, OWN_KINDS):
        return
    frame = sys._getframe(1)
    while look.is_beneath(frame):
        if frame.f_locals.get("self", thing) is not thing or is_of_as_completed(frame.f_code):
            return
        frame = frame.f_back
    name, _ = named(thing, note_of(thing), called=False)
    recorder.emit("use", {"place": None if frame is None else look.place_of(frame)}, thing=name, name="", use="made", count=counted_as(limit))
    if name[0] in ("Lock", "Semaphore") and recorder.by[:1] == "T" and recorder.by != recorder.until:
        its = made_by.setdefault(recorder.by, [])
        if len(its) < MOST_MADE:
            its.append(weakref.ref(thing))


def maker_ended(name):
    """What it has made for itself is gone with it; what is still there somebody keeps, in a dictionary, say, for all who ask for the same."""
    for reference in made_by.pop(name, ()):
        thing = reference()
        if thing is not None and watched():
            recorder.emit("use", {"place": None}, thing=named(thing, note_of(thing))[0], name=note_of(thing).called, use="kept", count=0)


def used(thing, use, count=0, flags=0):
    """Tells of it, unless it is a part of another thing of asyncio's."""
    frame = sys._getframe(1)
    while look.is_beneath(frame):
        owner = frame.f_locals.get("self") if is_of_queues(frame.f_code) else None
        if (owner is not None and owner is not thing) or is_of_as_completed(frame.f_code):
            return
        frame = frame.f_back
    if isinstance(thing, OWN_KINDS):
        name, called = named(thing, note_of(thing))
        recorder.emit("use", {"place": None if frame is None else look.place_of(frame)}, thing=name, name=called, use=use, count=count if use == "handed" else counted_as(count), flags=flags)


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
OF_QUEUES = {id(value.__code__): value.__code__ for value in vars(asyncio.Queue).values() if isinstance(value, types.FunctionType)}  # Python hashes code by all its bytes
AS_COMPLETED = frozenset(("as_completed", "_on_completion", "_on_timeout", "_wait_for_one", "_handle_completion", "_handle_timeout", "__anext__"))


def is_of_queues(code):
    return id(code) in OF_QUEUES


def is_of_as_completed(code):
    """It has a queue, which is not the program's."""
    return code.co_name in AS_COMPLETED and "as_completed" in look.callback_text(code)


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
    if before is None:
        made(lock)
    if before and not after and conditions.get(lock) is not None:
        let_go(conditions.get(lock))
    note = note_of(lock)
    if after and not before:
        note.holders = [given_back.taker(current())]
        one_by_one.taken(note)
        used(lock, "taken")
    elif before and not after:
        holder, since = note.holders[0] if note.holders else (None, None)
        one_by_one.given_back(lock, note, since)
        given_back.released(f"the Lock {note.called}" if note.called else "a Lock", holder, since, current())
        note.holders = []
        used(lock, "released")


def semaphore_changed(semaphore, before, after):
    note = note_of(semaphore)
    if before is None:
        note.limit = after
    if not watched():
        return
    if before is None:
        made(semaphore, after)
    elif after < before:
        handed = handed_on_to()
        holder, place = handed or given_back.taker(current())
        used(semaphore, *(("taken", after) if handed is None else ("handed", holder)))
        note.holders.append((holder, place))
        if handed is None:
            semaphores.taken(semaphore, note, place, holder)
        del note.holders[:-64]
        count_one(note.took, holder)
    else:
        used(semaphore, "released", after)
        give_back(note)
        count_one(note.dealt)
        grown.grows(semaphore, note, after)


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


def event_changed(event, before, after):
    if before is None:
        made(event)
    if before is None or not recorder.on:
        return
    note = note_of(event)
    waiting = sum(not waiter.done() for waiter in event._waiters)
    if watched() and bool(after) != bool(before):
        used(event, "set" if after else "cleared", waiting if after else 0)
    if after and not before:
        note.set_by, note.set_at = current(), frames.here()


def event_read(event, value):
    global seen
    if value and sys._getframe(2).f_code in EVENT_LOOKS and watched():
        step = id(event), recorder.by, recorder.turn
        seen = step, seen[1] + 1 if seen[0] == step else 1
        if seen[1] <= MOST_SEEN:
            used(event, "seen")


MOST_SEEN = 1000  # times in one step: a loop that asks again and again is not to be held up by us
seen = None, 0  # (the event and the step, how often it was seen in that)
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
            made(self)
        except Exception as error:
            recorder.fail(error)

    return __init__


def first_waiting(condition):
    return next((waiter._callbacks or () for waiter in condition._waiters if not waiter.done()), ())


def telling_notify(plain):
    def notify(self, n=1):
        try:
            note_of(self).notified = True
            waiting = sum(not waiter.done() for waiter in self._waiters)
            if watched() and getattr(self._lock, "_locked", True):
                used(self, "notified", min(counted_as(n), waiting))
            if watched() and waiting == 0:
                note_of(self).missed = (current(), frames.here())
            elif watched() and type(n) is int and n == 1:
                note_of(self).woken = [(recorder.name_of(look.task_of(callback)), frames.here()) for callback, _ in first_waiting(self) if look.task_of(callback) is not None]
        except Exception as error:
            recorder.fail(error)
        return plain(self, n)

    return notify


def count_one(counts, by=None):
    """How often each task did it; of very many it is not kept."""
    by = by or current()
    if by in counts or len(counts) < 64:
        counts[by] = counts.get(by, 0) + 1


moving = []  # [queue, what is done with it, or None once that is told]: the calls of put_nowait() and get_nowait() that run in the watched thread


def telling_queue(plain, what):
    def moved(self, *args, **kwargs):
        if not watched():
            return plain(self, *args, **kwargs)
        moving.append([self, what])
        try:
            result = plain(self, *args, **kwargs)
            args = args or tuple(kwargs.values())
            has_moved(self)
            if args and completed.loops.entries:
                is_done(self, args[0])
        except asyncio.QueueFull:
            is_full(self, *args, *kwargs.values())
            raise
        except asyncio.QueueEmpty:
            early.refused(self)
            raise
        finally:
            moving.pop()
        return result

    return moved


def is_full(queue, item):
    try:
        items.refused(queue, item)
    except Exception as error:
        recorder.fail(error)


def is_done(queue, item):
    try:
        completed.done(queue, item)
    except Exception as error:
        recorder.fail(error)


def telling_wake(plain):
    """An item has been put or taken, and the queue wakes who waits for that: first comes the cause."""

    def _wakeup_next(self, waiters):
        if moving and moving[-1][0] is self and watched():
            has_moved(self)
        return plain(self, waiters)

    return _wakeup_next


def has_moved(queue):
    what, moving[-1][1] = moving[-1][1], None
    try:
        if what is not None and watched():
            note = note_of(queue)
            used(queue, what, queue.qsize(), int(what == "put" and type(queue._maxsize) is int and queue._maxsize <= 0))
            getattr(note, what).append(current())
            del getattr(note, what)[:-64]
            count_one(note.took if what == "got" else note.gave)
            if early.asks:
                early.moved(queue, what)
    except Exception as error:
        recorder.fail(error)


def telling_queue_made(plain):
    def __init__(self, *args, **kwargs):
        plain(self, *args, **kwargs)
        try:
            made(self, self._maxsize)
            if watched():
                completed.made(self)
        except Exception as error:
            recorder.fail(error)

    return __init__


def telling_done(plain):
    def task_done(self):
        try:
            if watched() and self._unfinished_tasks > 0:  # else it is an error
                note_of(self).done += 1
                count_one(note_of(self).dealt)
                used(self, "dealt", self._unfinished_tasks - 1)
        except Exception as error:
            recorder.fail(error)
        plain(self)

    return task_done


def telling_shutdown(plain):
    def shutdown(self, immediate=False):
        try:
            if watched():
                used(self, "shut", self.qsize())
                items.shut(self, immediate)
        except Exception as error:
            recorder.fail(error)
        return plain(self, immediate)

    return shutdown


def install():
    telling(asyncio.Lock, "_locked", lock_changed)
    telling(asyncio.Semaphore, "_value", semaphore_changed)
    telling(asyncio.Event, "_value", event_changed, event_read)
    queue = {"__init__": telling_queue_made, "_wakeup_next": telling_wake, "task_done": telling_done, "shutdown": telling_shutdown}
    queue.update(put_nowait=functools.partial(telling_queue, what="put"), get_nowait=functools.partial(telling_queue, what="got"))
    for owner, telling_of in ((asyncio.Condition, {"__init__": telling_condition, "notify": telling_notify}), (asyncio.Queue, queue)):
        for name in telling_of.keys() & vars(owner).keys():  # shutdown() since Python 3.13
            hooks.exchange(owner, name, telling_of[name])
    early.install()
