"""virtual: under the virtual clock what Python leaves open is made the same each time, and what cannot be kept true is refused."""

import ast
import asyncio
import inspect
import itertools
import sys
import weakref

from .. import hooks
from . import inside
from ..clock import SECOND

DAY = 24 * 3600 * SECOND  # the longest that asyncio waits at once


class InOrder(weakref.WeakSet):
    """A set that is iterated in the order in which things came in: Python's own has the order of addresses."""

    def __init__(self):
        super().__init__()
        self.numbers = weakref.WeakKeyDictionary()
        self.count = itertools.count()

    def add(self, thing):
        self.numbers.setdefault(thing, next(self.count))
        super().add(thing)

    def __iter__(self):
        return iter(sorted(super().__iter__(), key=self.numbers.get))


class OrderedSet(set):
    """A set that iterates in the order of insertion: where asyncio keeps tasks in a set, their order would depend on their addresses."""

    def __init__(self, items=()):
        super().__init__()
        self.order = {}
        for item in items:
            self.add(item)

    def add(self, item):
        super().add(item)
        self.order[item] = None

    def discard(self, item):
        super().discard(item)
        self.order.pop(item, None)

    def remove(self, item):
        super().remove(item)
        del self.order[item]

    def clear(self):
        super().clear()
        self.order.clear()

    def __iter__(self):
        return iter(list(self.order))

    def __repr__(self):
        return "{" + ", ".join(map(repr, self)) + "}" if self else "set()"


OrderedSet.__name__ = OrderedSet.__qualname__ = "set"


class WithoutSetDisplays(ast.NodeTransformer):
    """{f(x) for x in y} becomes set(f(x) for x in y), so that another set can be put in its place."""

    def visit_SetComp(self, node):
        self.generic_visit(node)
        return ast.Call(ast.Name("set", ast.Load()), [ast.GeneratorExp(node.elt, node.generators)], [])


def redefine_without_set_displays(thing):
    """A function or a class, in its module, at the same lines of the same file."""
    lines, first = inspect.getsourcelines(thing)
    module = sys.modules[thing.__module__]
    tree = WithoutSetDisplays().visit(ast.parse("".join(lines)))
    ast.increment_lineno(tree, first - 1)
    exec(compile(ast.fix_missing_locations(tree), inspect.getsourcefile(module), "exec"), vars(module))


def keep_order():
    all_tasks = asyncio.tasks.all_tasks

    def all_tasks_in_order(loop=None):
        return OrderedSet(sorted(all_tasks(loop), key=lambda task: int(hooks.recorder.name_of(task)[1:])))

    asyncio.tasks.all_tasks = asyncio.all_tasks = all_tasks_in_order
    asyncio.tasks.set = OrderedSet
    redefine_without_set_displays(getattr(asyncio.tasks, "_AsCompletedIterator", asyncio.tasks.as_completed))  # since Python 3.13 a class
    asyncio.as_completed = asyncio.tasks.as_completed
    if hasattr(asyncio, "taskgroups"):
        asyncio.taskgroups.set = OrderedSet
    hooks.exchange(asyncio.base_events.BaseEventLoop, "time", lambda plain: lambda self: hooks.recorder.clock.ns / SECOND)


WHY = "in virtual time, which nothing outside the loop knows of: run it without --virtual-time"


def refuse(what):
    """Where virtual time cannot be kept true."""
    try:
        hooks.recorder.writer.flush(everything=True)
    except Exception as error:
        hooks.recorder.fail(error)
    sys.stdout.flush()
    print(f"loopscope_trace: {what} cannot be had {WHY}", file=sys.stderr)
    sys.stderr.flush()
    hooks.recorder.leave(2)


def wait_ns(loop, timeout):
    if timeout is None or timeout == 0 or not hooks.recorder.clock.virtual:
        return timeout if timeout is None else round(timeout * SECOND)
    first = loop._scheduled[0]
    when = getattr(first, "loopscope_when", None)  # none of what is set when nothing is watched any more: the time goes on being virtual
    return min(max(0, (round(first._when * SECOND) if when is None else when) - hooks.recorder.clock.ns), DAY)


def wait(loop, look, timeout_ns):
    """Where the loop would wait: (what look(0) has found, has the clock moved?). What is called into the ready queue from outside ends the wait too."""
    clock, before, queued = hooks.recorder.clock, hooks.recorder.clock.ns, len(loop._ready)
    happened = look(0)
    while timeout_ns != 0 and not happened and len(loop._ready) == queued:
        when = clock.next()
        if when is None and timeout_ns is None:
            hooks.recorder.stands_still(loop)
        if when is None:
            hooks.before_jumping(loop)
        if when is None or (timeout_ns is not None and when > before + timeout_ns):
            clock.ns = before + timeout_ns
            break
        clock.ns = max(clock.ns, when)
        happened = look(0)
    return happened, clock.ns != before


def refuse_the_outside():
    import os
    import subprocess
    import threading

    def refusing(owner, name, what):
        hooks.exchange(owner, name, lambda plain: lambda *args, **kwargs: refuse(what))

    refusing(threading.Thread, "start", "a thread")
    refusing(subprocess.Popen, "__init__", "a process")
    for name in ("fork", "posix_spawn", "system", "popen"):
        if hasattr(os, name):
            setattr(os, name, lambda *args, **kwargs: refuse("a process"))
    refusing(asyncio.unix_events._UnixSelectorEventLoop, "add_signal_handler", "a signal")
    if not hooks.recorder.clock.sees_outside:
        inside.install(refuse)


def in_order_of_making(plain):
    """Equal deadlines come in the order in which they were made."""

    def earlier(self, other):
        names = getattr(self, "loopscope_name", None), getattr(other, "loopscope_name", None)
        if None in names:
            return plain(self, other)
        return (self.loopscope_when, int(names[0][1:])) < (other.loopscope_when, int(names[1][1:]))

    return earlier
