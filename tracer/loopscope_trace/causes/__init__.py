"""causes: what can be said of a program only by looking at its own objects while it runs: each kind a file, each remark with a line and an advice."""

from .. import connections, descriptors, workers
from . import blocking, confused, frames, generators, limited, lost_update, objects, outside, standstill, uncaught


def use(recorder):
    """What is watched tells this recorder from now on."""
    for module in (blocking, confused, generators, limited, lost_update, objects, outside, standstill, uncaught):
        module.recorder = recorder
    descriptors.use(recorder)
    workers.use()
    for said in (outside.told, standstill.told, limited.told, confused.told, lost_update.told, lost_update.under_way, lost_update.writers):
        said.clear()
    frames.program = getattr(recorder.writer.form, "script", None)
    standstill.suspected = None
    if not recorder.clock.virtual:
        blocking.begin()


def install(recorder):
    """Watches for all of them. Only the real clock blocks, and only there is anything outside of the loop."""
    use(recorder)
    objects.install()
    generators.install()
    if not recorder.clock.virtual:
        for module in (outside, descriptors, connections, workers):
            module.install()
