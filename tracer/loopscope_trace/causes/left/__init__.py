"""left: what goes on, or is lost, when a program turns away from it: calls in threads, what a process has said, what as_completed() has begun, what a gather() has collected, transactions, items, a queue that is empty for a moment, tasks of a run before, a finally, main where another task ends the run."""

from . import bound, changed, communicated, completed, early, exits, gathered, items, leaving, runs, threads, timers, transactions, unrun, unsent, unserved
from ..libraries import logged

MODULES = bound, changed, communicated, completed, early, exits, gathered, items, leaving, runs, threads, timers, transactions, unrun, unsent, unserved


def use(recorder):
    for module in MODULES:
        module.recorder = recorder
        module.forget()
    plain.intersection_update((None,))


plain = {None}  # places that make tasks, of which nothing is to be said


def task_made(name, coroutine, code, place):
    if len(plain) < 4096 and not changed.changes_at(place[0], place[2]) and timers.attribute_at(place[0], place[2], timers.TASKS) is None:
        plain.add(place)
        return
    changed.made(name, coroutine, place)
    timers.task_made(name, code, place)


def made(via, name):
    """A task that as_completed() or gather() itself has made, so that nobody else knows it."""
    (completed if via == "as_completed" else gathered).task_made(name)


def run_begins(loop, caller, until):
    """caller: the frame that runs the loop."""
    transactions.look_for_module()
    logged.look_for_module()
    unrun.run_begins(loop)
    if runs.is_by_runner(caller):
        runs.begins(loop, until)


def run_ends(loop, caller):
    transactions.look_for_module()
    unrun.run_ends(loop, caller)
    unserved.run_ends(loop, caller)
    if runs.is_by_runner(caller):
        runs.ends(loop)


def at_the_end():
    """The program is over."""
    for module in (transactions, early, unrun):
        module.at_the_end()
