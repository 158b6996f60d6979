"""cut: what a cancellation leaves behind in the program's own objects: a clean-up that comes too late, a change of which only the first half is done; and who cancels itself with all others."""

from . import half, itself, late

MODULES = half, itself, late


def use(recorder):
    for module in MODULES:
        module.recorder = recorder
        module.forget()


def cancelled(task, name):
    """A task is asked to cancel."""
    half.cancelled(name)
    late.cancelled(task, name)


def step_begins(task, name, chain, thrown):
    if thrown is not None and thrown.startswith("CancelledError"):
        half.struck(task, name, chain)
    if itself.asked:
        itself.step_begins(name, chain, thrown)
    if late.pending:
        late.step_begins(name)


def step_ends(task, name, chain):
    """chain: its coroutines that have not ended."""
    if half.cut_off:
        half.step_ends(name, chain)
    if itself.asked:
        itself.step_ends(task, name)
    if late.pending:
        late.step_ends(task, name)
