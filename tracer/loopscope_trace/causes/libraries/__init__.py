"""libraries: waits inside of a library for what somebody else has and does not give back: a place in a limit, a connection of a pool, the end of who serves one, what the other end of a connection sends"""

from ... import look
from .. import frames, limited, outside, waiting
from . import both_ends, cut_again, db_pools, in_c, limiters, logged, moved_on, pools, servers, starts, streams

recorder = None
told = set()  # tasks' names
KINDS = limiters, pools, db_pools, servers, starts, both_ends


def use(the_recorder):
    global recorder
    recorder = the_recorder
    told.clear()
    cut_again.told.clear()
    moved_on.told.clear()
    logged.told.clear()
    for module in (*KINDS, cut_again, in_c, logged, moved_on, streams):
        module.recorder = the_recorder


def explain(task, tasks):
    """(sentence, advice, place), or None: it waits for nothing of the kind."""
    chain = frames.of(task)
    if not any(not look.is_library(frame.f_code) and not frames.is_own(frame.f_code) for frame in chain) and not servers.is_closing(chain):
        return None  # asyncio's own functions alone
    for module in KINDS:
        found = module.explain(task, chain, tasks)
        if found is not None:
            return (*found, frames.place(chain)) if len(found) == 2 else found
    return None


def stands_still(task, tasks):
    """The same where nobody can wake anybody any more: of a library that waits for something of its own at least in which function of it."""
    found = explain(task, tasks)
    chain = frames.of(task)
    own = [frame for frame in chain if not look.is_library(frame.f_code)]
    if found is None and own and not frames.is_own(own[-1].f_code):
        stream = streams.explain(task, chain)
        if stream is not None:
            return (*stream, frames.place(chain))
        call = outside.library_call(chain)
        if call is not None and frames.place(chain) is not None:
            return f"{{{recorder.name_of(task)}}} waits in {call}, and nobody is left who could let it go on.", "Look at what ends that wait (somebody must send, set or close something), and let that happen on every way; a timeout() round the wait ends it.", frames.place(chain)
    return found


def task_of_scope(thing):
    """The task whose time limit a CancelScope of anyio's is, or None."""
    kind = type(thing)
    return limiters.part(thing, "_host_task") if kind.__name__ == "CancelScope" and kind.__module__.startswith("anyio.") else None


def asked_by(task, name):
    """(the name of whoever waits for it through wait_for(), which made it, where), when that is no task of the program's own."""
    parent = recorder.parents.get(name)
    if parent is None or frames.place(frames.of(task)) is not None:
        return name, None
    outer = next((one for one in frames.tasks_of(task.get_loop()) if recorder.name_of(one) == parent), None)
    chain = outside.running() if parent == recorder.by else frames.of(outer) if outer is not None else ()
    return parent, frames.place(chain)


def given_up(task, interrupted):
    """A time limit, or Ctrl-C, ends the wait of a task."""
    name = recorder.name_of(task)
    if name in told or outside.whose(task) in limited.told:
        return
    tasks = frames.tasks_of(task.get_loop())
    for one in [task] if interrupted else waiting.reached([task])[:8]:
        found = explain(one, tasks)
        if found is not None:
            break
    if found is None:
        return
    who, outer = asked_by(one, recorder.name_of(one))
    name = recorder.name_of(one)
    place = found[2] or outer
    if interrupted and place is None:
        return
    told.add(name)
    what = found[0].replace(f"{{{name}}}", f"{{{who}}}", 1)
    text = "When Ctrl-C came, " + what.replace(" waits ", " waited ", 1) if interrupted else what.replace(" waits ", " has given up waiting ", 1)  # as viz/language/said.c turns it back
    recorder.remark("no-end" if interrupted else "given-up", text, found[1], place, who)
