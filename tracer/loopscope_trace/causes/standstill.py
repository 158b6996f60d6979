"""standstill: nothing is ready, no timer is set, and nothing outside of the loop can wake anybody: who waits for what, and why it does not come."""

import ast
import asyncio
import collections
import signal
import threading
import weakref

from .. import look, needs, workers
from . import frames, futures, libraries, objects, queues, readiness, rings, waiting
from .left import unreleased

recorder = None
told = set()
PATIENCE = 100_000_000  # ns
Suspected = collections.namedtuple("Suspected", "loop key since")
lock_waits = False  # has a task begun to wait for a lock since circles were looked for?
event_waits = False  # and for an event?
suspected = None  # a loop that waits where nobody seems able to wake it


def unknown_threads():
    """Threads that a library in C started, of which Python knows nothing: one of them may wake the loop. Ours is the one that watches for long steps."""
    return workers.count() > len(threading.enumerate()) + 1


def idle_executor(loop):
    """The threads of its executor, when all of them wait for work. One that has just been given some looks for a moment as if it waited too."""
    executor = getattr(loop, "_default_executor", None)
    workers = {thread.ident for thread in getattr(executor, "_threads", ())}
    stand = look.other_threads()
    busy = executor is not None and not executor._work_queue.empty()
    busy = busy or any(one not in stand or stand[one].f_code.co_name != "_worker" for one in workers)
    return set() if busy else workers


def own_signal_handlers():
    """A handler of the program's may do anything."""
    for number in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM, signal.SIGCHLD):
        if callable(signal.getsignal(number)):
            return True
    return False


def takes_signals(loop):
    return bool(getattr(loop, "_signal_handlers", None)) or own_signal_handlers()


def nobody_can_wake(loop):
    """For sure, or as far as can be seen from here: there are threads that seem to have nothing to do."""
    return None if takes_signals(loop) else nobody_but_signals(loop)


def nobody_but_signals(loop):
    selector = getattr(loop, "_selector", None)
    if selector is None or sum(fd not in readiness.replaced.gone for fd in selector.get_map() or ()) > 1:
        return None
    if loop._ready:  # somebody has woken it, and it has not come to run yet
        return None
    idle = idle_executor(loop)
    for thread in threading.enumerate():
        if thread.ident != recorder.thread and thread.ident not in idle:
            return None
    if unknown_threads():
        return None
    return "it seems" if idle else "for sure"


def look_at(loop):
    """Called where the loop is about to wait without an end."""
    global suspected
    suspected = None
    tasks = frames.tasks_of(loop)
    key = tuple((getattr(task, "loopscope_name", None), id(getattr(task, "_fut_waiter", None))) for task in tasks)
    if not tasks or key in told:
        return
    sure = nobody_can_wake(loop)
    if sure == "for sure":
        tell(key, tasks)
    elif sure is not None:
        suspected = Suspected(weakref.ref(loop), key, recorder.clock.now())
    elif takes_signals(loop) and nobody_but_signals(loop) == "for sure":
        told.add(key)
        tell_but_for_signals(tasks)


def tell_but_for_signals(tasks):
    """A handler may do anything, but it rarely gives a lock back or empties a queue; and who was cancelled should have ended."""
    for task in tasks:
        name = recorder.name_of(task)
        what, thing = frames.waits_in(frames.of(task))
        cancelled = name in recorder.cancels and not waiting.awaited_by(task)
        if name not in told and (cancelled or isinstance(thing, (asyncio.Lock, asyncio.Semaphore)) or (isinstance(thing, asyncio.Queue) and what != "get")):
            found = explain(task, tasks)
            if found is not None:
                told.add(name)
                by, place = recorder.cancels.get(name, ("", None))
                at = f" at {frames.line(place)}" if place and by[:1] == "T" else ""
                before = f"{objects.of_task(by) if by[:1] == 'T' else 'A callback'} has cancelled {{{name}}}{at}, which goes on in an except or a finally at {frames.line(found[2])}: " if cancelled and found[2] else ""
                recorder.remark("stands-still", f"{before}{found[0]} Only a signal could still wake anybody.", found[1], found[2], name)


def look_for_circles(loop):
    """Called where the loop is about to wait, whatever may wake it: a circle of locks is not opened by anything that comes from outside."""
    global lock_waits
    lock_waits = False
    tasks = frames.tasks_of(loop)
    for task in tasks:
        way = circle(task, tasks) if waited_lock(task) is not None else None
        found = explain(task, tasks) if way is not None and len(way) > 1 else None
        if found is not None:
            recorder.remark("stands-still", *found, recorder.name_of(task))


def look_for_circles_of_events(loop):
    """The same of events, each of which one line of the program's alone sets, in a task that waits for the next."""
    global event_waits
    event_waits = False
    tasks = frames.tasks_of(loop)
    waiters = [task for task in tasks if waiting.event_waited_for(task) is not None]
    for task in waiters if 1 < len(waiters) < 32 else ():
        way = waiting.circle_of_events(task, tasks)
        names = frozenset(recorder.name_of(step[0]) for step in way or ())
        if len(names) > 1 and names not in told:
            told.add(names)
            parts = [f"{{{recorder.name_of(one)}}} waits for {named(event, tasks)}, which {{{recorder.name_of(by)}}} sets at {frames.line(place)}" for one, event, by, place in way]
            recorder.remark(
                "stands-still",
                "Events are waited for in a circle: " + ", ".join(parts) + ".",
                "One of them must set its event before it waits for the other's.",
                frames.place(frames.of(task)),
                recorder.name_of(task),
            )


def look_again():
    """Called by the thread that watches: does the loop still stand as it stood, and do the threads still seem idle?"""
    global suspected
    one = suspected
    if one is None or not recorder.waiting or recorder.clock.now() - one.since < PATIENCE:
        return
    loop = one.loop()
    if loop is not None and nobody_can_wake(loop) is not None and suspected is one:
        suspected = None
        tell(one.key, frames.tasks_of(loop))


def tell(key, tasks):
    told.add(key)
    explain_all(tasks)  # the cause comes first
    recorder.emit("deadlock", t=recorder.now(), pending=len(tasks))
    recorder.writer.flush(everything=True)


def explain_all(tasks):
    said, things = set(), set()
    chains = [(task, *frames.waits_in(frames.of(task))) for task in tasks]
    for task, what, thing in sorted(chains, key=lambda one: one[1] == "get"):  # who waits for an item is rarely the cause
        if what == "get" and id(thing) in things:
            continue
        found = libraries.stands_still(task, tasks) or explain(task, tasks)
        if found is not None and found[0] not in said:
            said.add(found[0])
            things.add(id(thing))
            recorder.remark("stands-still", found[0], found[1], found[2], recorder.name_of(task))


def named(thing, tasks):
    kind = type(thing).__name__
    name = waiting.called(thing, tasks)
    return f"the {kind} {name}" if name else f"an {kind}" if kind[0] in "AEIO" else f"a {kind}"


def end_of(name):
    """How a task ended, in words, or None while it has not."""
    return recorder.ended.get(name)


def explain(task, tasks):
    chain = frames.of(task)
    what, thing = frames.waits_in(chain)
    place = frames.place(chain)
    me = "{" + recorder.name_of(task) + "}"
    ring = rings.of(task)
    if ring is not None:
        found = rings.explain(ring)
        return None if found is None else (*found, place)
    closed = readiness.replaced.explain(chain, me)
    if closed is not None:
        return (*closed, place)
    if isinstance(task._fut_waiter, asyncio.Task):
        return None  # a chain that ends elsewhere is explained by its end
    if thing is None or what is None:
        return futures.explain(task, tasks, sure=True) or explain_future(task, me, place, what)
    for kind, how in HOW:
        if isinstance(thing, kind):
            found = how(thing, what, me, task, tasks)
            return None if found is None else (*found, place)
    return None


def explain_future(task, me, place, what):
    future = getattr(task, "_fut_waiter", None)
    if future is None or isinstance(future, asyncio.Task) or hasattr(future, "_children") or what is not None:
        return None
    return f"{me} awaits a future, and nobody is left who could give it a result.", "Whoever makes a future must see to it that set_result() or set_exception() is called on every way.", place


def waited_lock(task):
    what, thing = frames.waits_in(frames.of(task))
    return thing if what and what.endswith("acquire") and isinstance(thing, asyncio.Lock) else None


def circle(task, tasks):
    """[(task's name, lock it waits for)] when waiting for locks leads back to the task; else None."""
    by_name = {recorder.name_of(one): one for one in tasks}
    way, name = [], recorder.name_of(task)
    while name in by_name and name not in [step[0] for step in way]:
        lock = waited_lock(by_name[name])
        holders = objects.note_of(lock).holders if lock is not None else []
        if not holders:
            return None
        way.append((name, lock))
        name = holders[0][0]
    return way if way and name == way[0][0] else None


def explain_lock(lock, what, me, task, tasks):
    way = circle(task, tasks)
    if way is not None and len(way) == 1:
        taken = objects.note_of(lock).holders[0][1]
        kept = kept_by_generator(taken)
        at = f" since {frames.line(taken)}" if taken and not kept else ""
        twice = "an asyncio.Lock cannot be taken twice by one task"
        if kept:
            return f"{me} waits for {named(lock, tasks)}, which it holds itself: the generator {kept} has taken it at {frames.line(taken)} and keeps it over its `yield`, while {me} does its part; {twice}.", "Give the lock back before the yield: collect what is to be given under the lock, and give it behind that."
        if taken and unreleased.before(taken, task):
            return unreleased.says(named(lock, tasks), me, taken), "Take it with `async with`, which gives it back whatever happens, an error too."
        return f"{me} waits for {named(lock, tasks)}, which it holds itself{at}: {twice}.", "Take it once, in the outer call, and let the inner one do without."
    if way is not None:
        names = frozenset(name for name, _ in way)
        if names in told:
            return None
        told.add(names)
        smallest = min(range(len(way)), key=lambda i: int(way[i][0][1:]))
        way = way[smallest:] + way[:smallest]
        parts = [f"{{{name}}} holds {named(way[i - 1][1], tasks)} and waits for {named(wanted, tasks)}" for i, (name, wanted) in enumerate(way)]
        return "Locks are waited for in a circle: " + ", ".join(parts) + ".", "Take the locks in the same order everywhere; or one lock for all of it."
    return held_by(objects.note_of(lock).holders, named(lock, tasks), me, task, tasks)


def kept_by_generator(place):
    """The name of the asynchronous generator that has taken it there and now stands at a yield; or ""."""
    function = needs.function_in(place[0], place[1], unreleased.first_line_of(place)) if place else None
    plain = isinstance(function, ast.AsyncFunctionDef) and not function.decorator_list  # else it is a context manager, mostly
    return place[1] if plain and any(isinstance(node, ast.Yield) for node in needs.walk(function)) else ""


def held_by(holders, thing, me, task, tasks):
    for name, place in holders:
        at = f" since {frames.line(place)}" if place else ""
        if name == recorder.name_of(task):
            times = {1: "", 2: " twice"}.get(len(holders), f" {len(holders)} times")
            return f"{me} waits for {thing}, which it holds itself: it was taken{times}{at.replace('since', 'at')} and not given back.", "Take it with `async with`, which gives it back whatever happens, an error too."
        if name is not None and end_of(name):
            return f"{me} waits for {thing}, which {{{name}}} took{at.replace('since', 'at')} and did not give back: {{{name}}} has ended {end_of(name)}.", "Take it with `async with`, which gives it back whatever happens."
        holder = next((one for one in tasks if recorder.name_of(one) == name), None)
        if holder is not None and holder is not task and task in waiting.reached([holder]):
            way = frames.place(frames.of(holder))
            there = f" at {frames.line(way)}" if way else ""
            return (
                f"{me} waits for {thing}, which {{{name}}} holds{at}; and {{{name}}} waits{there} for {me} to end: neither can go on.",
                "Await a task that needs the lock only after you have given the lock back; or let it do its part without the lock.",
            )
        queued = queues.for_its_queue(holder, task, tasks)
        if queued:
            return (
                f"{me} waits for {thing}, which {{{name}}} holds{at}; and {{{name}}} waits{queued}: neither can go on.",
                "Wait for a queue outside of the lock: whoever makes room in it, or fills it, needs that lock as well.",
            )
        if name is not None:
            return f"{me} waits for {thing}, which {{{name}}} holds{at} and does not give back.", "Look at what the holder waits for; hold a lock for as short a time as can be."
    return f"{me} waits for {thing}, which is not released.", "Take it with `async with`, which gives it back whatever happens."


def explain_semaphore(semaphore, what, me, task, tasks):
    holders = objects.note_of(semaphore).holders
    names = list(dict.fromkeys(name for name, _ in holders))
    held = [one for one in tasks if recorder.name_of(one) in names]
    waiters = {one for one in tasks if frames.waits_in(frames.of(one)) == (what, semaphore)}
    if held and len(held) == len(names) and not semaphore._value and all(waiters.intersection(waiting.reached(waiting.awaited_by(one))) for one in held):
        shown = [f"{{{name}}}" for name in names[:4]]
        who = shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1] if len(names) <= 4 else f'{len(names) - 3} more'}"
        at = f" (since {frames.line(holders[0][1])})" if holders[0][1] else ""
        each = "each of which waits" if len(names) > 1 else "which waits"
        return (
            f"No place is left in {named(semaphore, tasks)}: {who} hold{'' if len(names) > 1 else 's'} {'them all' if len(holders) > 1 else 'it'}{at}, {each} for tasks that wait for a place themselves: nobody can go on.",
            "Take the semaphore round the work alone (the request), and give it back before you wait for other tasks that need it.",
        )
    return without_a_place(semaphore, me, task, tasks) or held_by(holders, named(semaphore, tasks), me, task, tasks)


def without_a_place(semaphore, me, task, tasks):
    """It was made with 0, as a limit that is computed may come out, and nobody has ever given it a place."""
    note = objects.note_of(semaphore)
    if note.limit != 0 or note.took or note.dealt or semaphore._value:
        return None
    would = waiting.who_would(semaphore, waiting.called(semaphore, tasks), ("release",), tasks, file_of(task))
    return (
        f"{me} waits for {named(semaphore, tasks)}, which was made with 0 places: nobody can be inside to give one back, and {would or 'nobody is left who calls release()'}.",
        "Give it at least one place, `asyncio.Semaphore(max(1, n))`; one that is a signal needs a release() for each wait.",
    )


def file_of(task):
    place = frames.place(frames.of(task)) or (frames.program or "", "", 0)
    return place[0]


def explain_event(event, what, me, task, tasks):
    note = objects.note_of(event)
    thing = named(event, tasks)
    other = waiting.exchanged(event, me, task)
    if other is not None:
        return other
    if note.set_by is not None or getattr(note, "set_at", None):
        at = f" at {frames.line(note.set_at)}" if note.set_at else ""
        return f"{me} waits for {thing} to be set; it was set{at} and cleared again before, and nobody is left who sets it.", "Clear an event only where the next signal cannot be missed, or use a Queue or a Condition."
    would = waiting.who_would(event, waiting.called(event, tasks), ("set",), tasks, file_of(task))
    return f"{me} waits for {thing}, and {would or 'nobody is left who sets it'}.", "Call set() on every way that should let the waiter go on, also when an error ends the task that was to do it."


def explain_condition(condition, what, me, task, tasks):
    note = objects.note_of(condition)
    thing = named(condition, tasks)
    if note.missed is not None:
        by, place = note.missed
        at = f" at {frames.line(place)}" if place else ""
        return f"{me} waits to be notified through {thing}, but {objects.of_task(by)} called notify(){at} before, when nobody waited: a Condition remembers nothing.", "Keep what happened in a variable and wait with wait_for(lambda: it_has_happened), which looks before it waits."
    for by, place in note.woken:
        if recorder.ended.get(by) == "because it was cancelled":
            return (
                f"{me} waits to be notified through {thing}: the last notify(), at {frames.line(place)}, woke {{{by}}}, which was cancelled before it could go on; so that notification is lost.",
                "Look at the state behind the wait and notify again; notify_all() wakes everybody who waits. From Python 3.13 on a waiter that is cancelled so passes the notification on.",
            )
    would = waiting.who_would(condition, waiting.called(condition, tasks), ("notify", "notify_all"), tasks, file_of(task))
    return silent(note, thing, me) or (f"{me} waits to be notified through {thing}, and {would or 'nobody is left who calls notify()'}.", CALL_NOTIFY)


CALL_NOTIFY = "Call notify() after each change of what is waited for, before the lock is given back."


def silent(note, thing, me):
    """Somebody had the condition's lock meanwhile, and nobody has ever called notify()."""
    if note.silent is None or note.notified:
        return None
    by, place = note.silent
    at = f" at {frames.line(place)}" if place else ""
    return f"{me} waits to be notified through {thing}: {objects.of_task(by)} held its lock and gave it back{at} without notify(), so nobody who waits looks again.", CALL_NOTIFY


def explain_barrier(barrier, what, me, task, tasks):
    there, wanted = barrier._count, barrier._parties
    return f"{me} waits at {named(barrier, tasks)} for {wanted} tasks, and only {there} have come: nobody is left who could come.", "Make the barrier for as many tasks as really come to it, or call abort() when one of them fails."


HOW = (
    *(((asyncio.Barrier, explain_barrier),) if hasattr(asyncio, "Barrier") else ()),
    (asyncio.Condition, explain_condition),
    (asyncio.Lock, explain_lock),
    (asyncio.Semaphore, explain_semaphore),
    (asyncio.Event, explain_event),
    (asyncio.Queue, queues.explain_queue),
)
