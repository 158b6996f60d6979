"""readiness: descriptors that the loop watches in vain: one stays ready since nobody takes what is there, one gets another reader, one is closed meanwhile, one is not read any more"""

from . import paused, replaced, spins


def use(recorder):
    for module in (paused, replaced, spins):
        module.recorder = recorder
        module.forget()
