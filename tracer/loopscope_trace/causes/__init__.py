"""causes: what can be said of a program only by looking at its own objects while it runs: each kind a file, each remark with a line and an advice."""

from .. import connections, descriptors, fast, look, needs, workers
from . import blocking, callbacks, caught, confused, consumers, contexts, cut, databases, endless, frames, from_outside, futures, generators, held_up, left, libraries, limited, lost_errors, lost_update, meanings, no_thread, objects, outside, processes, queues, readiness, rings, scopes, standstill, taken_back, uncaught, unclosed, waiting, yields
from .errors import answered, by_signal, cancelled, closed, mixed, not_ready, pieces, refused, shared, system, unawaited, used_as, wrapped
from .slow import beats, groups, one_by_one
from .unlimited import given_back, grown, lines, nested, protocols, semaphores


def use(recorder):
    """What is watched tells this recorder from now on."""
    for module in (blocking, callbacks, caught, confused, consumers, contexts, databases, endless, from_outside, futures, generators, held_up, limited, lost_errors, lost_update, meanings, no_thread, objects, outside, processes, queues, rings, scopes, standstill, taken_back, uncaught, unclosed, waiting, yields):
        module.recorder = recorder
    for module in (answered, by_signal, cancelled, closed, mixed, not_ready, pieces, refused, shared, system, unawaited, used_as, wrapped, beats, groups, one_by_one, given_back, grown, lines, nested, protocols, semaphores):  # of the rooms within
        module.recorder = recorder
    cut.use(recorder)
    left.use(recorder)
    libraries.use(recorder)
    readiness.use(recorder)
    one_by_one.told.clear()
    beats.forget()
    wrapped.forget()
    look.suspended = wrapped.suspended
    generators.forget()
    lines.forget()
    descriptors.use(recorder)
    workers.use()
    for said in (callbacks.told, caught.seen, used_as.not_functions, system.told, taken_back.told, refused.told, unclosed.told, unawaited.told, given_back.told, semaphores.entered, nested.active, pieces.told, from_outside.told, no_thread.told, outside.told, scopes.made, rings.told, standstill.told, protocols.told, futures.told, limited.told, limited.taken, confused.told, contexts.told, contexts.makers, meanings.told, lost_errors.told, objects.made_by, mixed.told, lost_update.told, lost_update.under_way, lost_update.writers):
        said.clear()
    fast.forget()
    frames.program = getattr(recorder.writer.form, "script", None)
    if frames.program:
        needs.tree_of(frames.program)  # it is asked for in the first steps, and they are not to last longer for that
    standstill.suspected = None
    if not recorder.clock.virtual:
        blocking.begin()


def task_made(name, coroutine, code, by, place, via):
    contexts.made(name, code, by)
    left.runs.made(name, code, place)
    if code is not None and place not in left.plain:
        left.task_made(name, coroutine, code, place)
    lines.made(name, by, place, via)


def step_begins(task, name, chain, thrown):
    """chain: its coroutines; thrown: the error that is thrown into them, in words, or None."""
    if name in left.changed.given:
        left.changed.begins(task, name)
    if lost_update.under_way:
        lost_update.step_begins(task, chain, thrown is not None)
    cut.step_begins(task, name, chain, thrown)


def step_ends(task, name, before, after):
    lost_update.step_ends(task, before, after)
    cut.step_ends(task, name, after)


WAITS = frozenset(("TaskGroup", "Server.wait_closed"))


def begins_to_wait(future):
    """At the end of a TaskGroup, or for that of a server."""
    if future.loopscope_via == "TaskGroup":
        groups.waits_for(future)
    else:
        libraries.servers.begins_to_wait()


def struck_step_ends(task, before, after):
    """A CancelledError was thrown into those coroutines; after: what is left of them."""
    confused.step_ended(task, before, after)
    if not (task.done() and task.cancelled()):
        taken_back.step_ended(task, before, after)


def ended_with(task, error):
    """A task has ended with an error: does its text say too little?"""
    confused.ended_with(task, error)
    meanings.ended_with(task, error)
    lost_errors.ended_with(task, error)
    left.exits.ended_with(task, error)


def install(recorder):
    """Watches for all of them. Only the real clock blocks, and only there is anything outside of the loop."""
    use(recorder)
    objects.install()
    generators.install()
    meanings.install()
    from_outside.install()
    scopes.install()
    system.install()
    pieces.install()
    mixed.install()
    yields.install()
    libraries.logged.install()
    left.bound.install()
    if not recorder.clock.virtual:
        for module in (outside, processes, descriptors, connections, workers, refused, left.unsent):
            module.install()
