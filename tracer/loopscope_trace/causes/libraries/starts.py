"""starts: a task group's start() waits until what it has begun says that it is ready: why has that not been said?"""

import ast

from ... import look, needs
from .. import frames
from .pools import of_a_library

recorder = None
ADVICE = "Call `task_status.started()` as soon as the service can be used, before it begins to wait for what takes long; or begin it with start_soon(), which does not wait."


def begun(chain):
    """The frame of anyio's TaskGroup.start() in which it is suspended, or None."""
    for frame in reversed(chain):
        if frames.is_own(frame.f_code):
            return None
        if frame.f_code.co_name == "start" and frame.f_globals.get("__name__", "").startswith("anyio.") and "func" in frame.f_locals:
            return frame
    return None


def says_so(code):
    """The line of started() in that function; or None."""
    function = needs.function_of(code)
    found = [node.lineno for node in needs.walk(function) if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "started"] if function is not None else ()
    return found[0] if found else None


def explain(task, chain, tasks):
    """(sentence, advice), or None."""
    frame = begun(chain)
    code = getattr(frame.f_locals["func"], "__code__", None) if frame is not None else None
    for one in tasks if code is not None else ():
        inner = next((each for each in frames.of(one) if each.f_code is code), None)
        if one is task or inner is None or not frames.is_own(code):
            continue
        line, name, there = says_so(code), recorder.name_of(one), frames.place(frames.of(one))
        if line is None:
            how = f"that waits at {frames.line(there)}, and its function calls started() nowhere"
        elif line >= inner.f_lineno:
            how = f"that stands at {frames.line(there)}, before the started() of {frames.line((code.co_filename, '', line))}"
        else:
            return None
        return f"{{{recorder.name_of(task)}}} waits in {of_a_library(chain)} until {{{name}}} says that it has started, and {how}.", ADVICE
    return None
