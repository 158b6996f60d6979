"""limiters: a place in anyio's CapacityLimiter, of which it has one for its threads too, or its Lock or Semaphore: who has the places."""

import ast
import asyncio

from ... import look
from .. import frames, thread_lock

recorder = None
GIVE_BACK = "Hold it round the work alone (`async with limiter:`), and give it back before you wait for others that need it too; or make it for more."
MORE_THREADS = "Let what waits for long in a thread be short, or give it a limiter of its own (`limiter=CapacityLimiter(…)`); more threads at once: `anyio.to_thread.current_default_thread_limiter().total_tokens = …`."


def part(thing, name):
    """What it has under that name, without a line of the program's; or None."""
    try:
        return object.__getattribute__(thing, name)
    except AttributeError:
        return None


def waited_for(chain):
    """The limiter, lock or semaphore of anyio's in whose acquire() it is suspended, or None."""
    for frame in reversed(chain):
        if frames.is_own(frame.f_code):
            return None
        if frame.f_code.co_name in ("acquire", "acquire_on_behalf_of") and frame.f_globals.get("__name__", "").startswith("anyio."):
            thing = frame.f_locals.get("self")
            if type(thing).__name__ in ("CapacityLimiter", "Lock", "Semaphore"):
                return thing
    return None


def stands_in(frame, thing):
    """Does it stand in the body of an `async with` of that?"""
    for node in thread_lock.statements(frame):
        if isinstance(node, ast.AsyncWith) and frame.f_lineno >= node.body[0].lineno and any(thread_lock.value_of(item.context_expr, frame) is thing for item in node.items):
            return True
    return False


def holders_of(thing, task, tasks):
    """Who has it, as tasks and what else has borrowed a place."""
    if type(thing).__name__ == "CapacityLimiter":
        return list(part(thing, "_borrowers") or ())
    if type(thing).__name__ == "Lock":
        owner = part(thing, "_owner_task")
        return [] if owner is None else [owner]
    return [one for one in tasks if one is not task and any(stands_in(frame, thing) for frame in frames.of(one) if frames.is_own(frame.f_code))]


def in_a_thread(chain):
    """What a task has given to a thread and waits for: its name, or ""."""
    for frame in reversed(chain):
        if frame.f_code.co_name == "run_sync_in_worker_thread":
            function = frame.f_locals.get("func")
            return "" if "future" not in frame.f_locals else look.callback_name(function)
    return ""


def described(one):
    if not isinstance(one, asyncio.Task):
        return f"something of the class {type(one).__name__} has it"
    name = recorder.name_of(one)
    if one.done():
        return f"{{{name}}} has ended and not given it back"
    chain = frames.of(one)
    place, function = frames.place(chain), in_a_thread(chain)
    at = f" at {frames.line(place)}" if place else ""
    return f"{{{name}}} has it while a thread runs {function} for it{at}" if function else f"{{{name}}} has it and waits itself{at}"


def explain(task, chain, tasks):
    """(sentence, advice), or None."""
    thing = waited_for(chain)
    holders = holders_of(thing, task, tasks) if thing is not None else []
    if not holders:
        return None
    kind, name = type(thing).__name__, frames.variable_of(thing, tasks)
    named = f"the {kind} {name}" if name else f"a {kind}"
    me, total = "{" + recorder.name_of(task) + "}", part(thing, "_total_tokens")
    holders.sort(key=lambda one: frames.in_order(getattr(one, "loopscope_name", None)))
    said, more = described(holders[0]), f" (and {len(holders) - 1} more)" if len(holders) > 1 else ""
    if kind != "CapacityLimiter":
        return f"{me} waits for {named} of anyio's: {said}{more}, and nobody gives it back.", GIVE_BACK
    if in_worker(chain):
        return f"{me} waits for one of anyio's threads, of which there are {total}: {said}{more}, and none comes back.", MORE_THREADS
    return f"{me} waits for {named} of anyio's, made for {total}: {said}{more}, and nobody gives it back.", GIVE_BACK


def in_worker(chain):
    return any(frame.f_code.co_name == "run_sync_in_worker_thread" for frame in chain)
