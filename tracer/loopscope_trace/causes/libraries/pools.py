"""pools: a connection of httpx's or aiohttp's pool, when all that it may have are taken: who has them, and which responses were never read or closed."""

import asyncio

from ... import descriptors, look
from .. import frames, outside
from .limiters import part

recorder = None
MOST = 256  # objects that are looked at on the way from a pool's entry to its connection
ADVICE = "Read each response to its end, or close it: `async with client.stream(…) as response:`, `async with session.get(…) as response:` do that whatever happens; the pool's limit, or its own time limit, says how long others wait."


def parts_of(thing):
    """Its attributes, without a line of the program's: those of its __dict__ and of its slots."""
    found = list(frames.attributes_of(thing).values())
    for kind in type(thing).__mro__:
        slots = kind.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            member = kind.__dict__.get(name)
            if type(member).__name__ == "member_descriptor":
                try:
                    found.append(member.__get__(thing))
                except AttributeError:  # it has none
                    pass
    return found


def connection_of(thing):
    """What is known of the connection to which that leads, as descriptors.py has it; the nearest. Or None."""
    way, seen = [thing], {id(thing)}
    for one in way:
        if isinstance(one, asyncio.BaseTransport):
            known = descriptors.of(one)
            if known is not None:
                return known
        for value in parts_of(one) if len(way) < MOST else ():
            if id(value) not in seen and not isinstance(value, (str, bytes, int, float, type, list, dict, set, tuple, asyncio.Future, asyncio.AbstractEventLoop, type(None))):
                seen.add(id(value))
                way.append(value)
    return None


def wanted(chain):
    """(the pool's entries that are taken, how many there may be), where a task waits for one; or (None, 0)."""
    for frame in reversed(chain):
        if frames.is_own(frame.f_code):
            break
        pool, module = frame.f_locals.get("self"), frame.f_globals.get("__name__", "")
        if module.startswith("httpcore.") and frame.f_code.co_name == "wait_for_connection":
            pool = next((outer.f_locals.get("self") for outer in chain if outer.f_code.co_name == "handle_async_request" and part(outer.f_locals.get("self"), "_requests") is not None), None)
            return [one for one in part(pool, "_requests") or () if part(one, "connection") is not None], part(pool, "_max_connections")
        if module.startswith("aiohttp.") and frame.f_code.co_name == "_wait_for_available_connection":
            every, limit = part(pool, "_acquired") or (), part(pool, "_limit")
            of_host = (part(pool, "_acquired_per_host") or {}).get(frame.f_locals.get("key"), ())
            return (list(every), limit) if limit and len(every) >= limit else (list(of_host), part(pool, "_limit_per_host"))
    return None, 0


def under_way(entry, tasks):
    """The task that is at work on it, where it has been suspended in the library, or None: it has been given out."""
    for task in tasks:
        for frame in reversed(frames.of(task)):
            if frames.is_own(frame.f_code):
                break
            thing = frame.f_locals.get("self")
            if any(value is entry for value in [*frame.f_locals.values(), *parts_of(thing)]):
                return task
    return None


def of_a_library(chain):
    """Which function the program called, where the rest is a library's other than asyncio, as "httpx's AsyncClient.get()"; or None."""
    return outside.library_call((None, *(frame for frame in chain if not look.is_library(frame.f_code))))


def explain(task, chain, tasks):
    """(sentence, advice), or None."""
    taken, most = wanted(chain)
    if not taken:
        return None
    parts = []
    for entry in taken:
        one = under_way(entry, [other for other in tasks if other is not task])
        if one is not None:
            place = frames.place(frames.of(one))
            parts.append(f"{{{recorder.name_of(one)}}} waits for an answer{f' at {frames.line(place)}' if place else ''}")
            continue
        known = connection_of(entry)
        by, place = known.asked if known is not None and known.asked is not None else (None, None)
        if place is not None and by[:1] == "T":
            parts.append(f"the response that {{{by}}} asked for at {frames.line(place)} has been neither read to its end nor closed")
    if not parts:
        return None
    me, call, first = "{" + recorder.name_of(task) + "}", of_a_library(chain) or "connect()", parts[0]
    more = f" (and {len(parts) - 1} more)" if len(parts) > 1 else ""
    if most == 1:
        return f"{me} waits in {call} for a connection, and the only one that its pool may have is taken: {first}{more}, so none is free.", ADVICE
    return f"{me} waits in {call} for a connection, and all {most} that its pool may have are taken: {first}{more}, so none is free.", ADVICE
