"""groups: a `return` inside of a TaskGroup: what is to be returned is there, and the group still waits for its other tasks."""

import ast
import sys

from ... import look, needs
from .. import frames

recorder = None
waits = look.ByIdentity()  # by the future for which a TaskGroup waits: (whose it is, the place of the `async with`, the line of the return, its tasks, since when)
LONG = 100_000_000  # ns


def waits_for(future):
    """A TaskGroup whose body is over begins to wait for its tasks."""
    frame = sys._getframe(1)
    while look.is_beneath(frame) and frame.f_code.co_name != "__aexit__":
        frame = frame.f_back
    group, error = (frame.f_locals.get("self"), frame.f_locals.get("exc", frame.f_locals.get("et"))) if look.is_beneath(frame) else (None, None)
    while look.is_beneath(frame):
        frame = frame.f_back
    if frame is None or error is not None or not frames.is_own(frame.f_code) or recorder.by[:1] != "T":
        return
    line = returns_in(frame.f_code, frame.f_lineno)
    names = [recorder.name_of(one) for one in getattr(group, "_tasks", ()) if not one.done()]
    if line is not None and names:
        waits[future] = recorder.by, look.place_of(frame), line, names, recorder.clock.now()


def returns_in(code, line):
    """The line of the one `return await …` with which the body of the `async with` of that line ends; or None."""
    function = needs.function_of(code)
    for node in needs.walk(function) if function is not None else ():
        if isinstance(node, ast.AsyncWith) and node.lineno <= line <= node.end_lineno:
            last = node.body[-1]
            if isinstance(last, ast.Return) and last.value is not None and (node.lineno == line or last.lineno <= line <= last.end_lineno):
                given = {id(one) for one in [last.value, *needs.walk(last.value)]}
                awaited = [one for one in needs.walk(node) if isinstance(one, ast.Await)]
                kept = {name for one in needs.walk(node) if isinstance(one, ast.Assign) and isinstance(one.value, ast.Await) for target in one.targets for name in needs.stored(target)}
                if any(id(one) in given for one in awaited) or needs.names_in(last.value) & kept:
                    return last.lineno
    return None


def over(future):
    name, place, line, names, since = waits.get(future) or (None, None, 0, (), 0)
    took = recorder.clock.now() - since
    if name is None or took < LONG:
        return
    first = min(names, key=frames.in_order)
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    recorder.remark(
        "one-by-one",
        f"{{{name}}} comes to its return at {frames.line((place[0], '', line))}, inside of the TaskGroup of {frames.line((place[0], '', place[2]))}, and gets out {took / 1e9:.3f} s later: a TaskGroup waits for all of its tasks, here for {{{first}}}{more}.",
        "Where the others are not needed any more, cancel them before the return: `task.cancel()`; where they are, nothing is wrong.",
        (place[0], place[1], line),
        name,
    )
