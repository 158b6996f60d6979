"""endless: what Ctrl-C meets: main waits for a task that never ends by itself, and more of it was to follow; or an `except KeyboardInterrupt` does not get it."""

import ast

from .. import look, needs
from . import frames, waiting

recorder = None


def endless_loop(function):
    """The `while True:` of that function, out of which no break and no return leads; or None."""
    for node in needs.walk(function):
        if isinstance(node, ast.While) and isinstance(node.test, ast.Constant) and node.test.value:
            if not any(isinstance(one, (ast.Return, ast.Raise)) for one in needs.walk(node)) and not breaks(node.body):
                return node
    return None


def breaks(body):
    """Is there a break of this loop, and of none that stands in it?"""
    for node in body:
        if isinstance(node, ast.Break):
            return True
        if isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
            if breaks(node.orelse):
                return True
        elif not isinstance(node, needs.FUNCTIONS) and breaks(ast.iter_child_nodes(node)):
            return True
    return False


def stands_behind(frame):
    """The line of the function's first statement after the one in which it waits, or None."""
    function = needs.function_of(frame.f_code)
    if function is None:
        return None
    body, waits = function.body, [one for one in function.body if one.lineno <= frame.f_lineno <= one.end_lineno]
    after = [one.lineno for one in body if waits and one.lineno > waits[0].end_lineno]
    return after[0] if after else None


def interrupted(main):
    """Ctrl-C cancels main."""
    own = [frame for frame in frames.of(main) if frames.is_own(frame.f_code)]
    behind = stands_behind(own[-1]) if own else None
    found = []
    for task in waiting.awaited_by(main) if behind is not None else ():
        outer = next((frame for frame in frames.of(task) if frames.is_own(frame.f_code)), None)
        function = needs.function_of(outer.f_code) if outer is not None else None
        loop = endless_loop(function) if function is not None else None
        if loop is None:
            return
        found.append((task, (outer.f_code.co_filename, "", loop.lineno)))
    if not found:
        return
    place = frames.place(own)
    (task, where), more = found[0], f" and {len(found) - 1} more like it" if len(found) > 1 else ""
    recorder.remark(
        "no-end",
        f"When Ctrl-C came, {{{recorder.name_of(main)}}} waited at {frames.line(place)} for {{{recorder.name_of(task)}}}{more}, which never ends by itself ({frames.line_text(where)} at {frames.line(where)}, without break or return): what stands behind that wait, at {frames.line((place[0], '', behind))}, is never reached.",
        "Keep a task that goes round for ever out of what you wait for: make it with create_task() and cancel it when the work is done.",
        place,
        recorder.name_of(main),
    )


# -- since Python 3.11 asyncio.run cancels main, whose awaits raise a CancelledError

def names_of(node):
    return {getattr(one, "id", getattr(one, "attr", "")) for one in [node, *needs.walk(node)]} if node is not None else {"BaseException"}


def comes_to(main):
    for frame in frames.of(main):
        if not frames.is_own(frame.f_code):
            continue
        function = needs.function_of(frame.f_code)
        for node in needs.walk(function) if function is not None else ():
            if isinstance(node, ast.Try) and node.body[0].lineno <= frame.f_lineno <= node.body[-1].end_lineno:
                caught = [(names_of(handler.type), handler) for handler in node.handlers]
                wanted = next((handler for names, handler in caught if "KeyboardInterrupt" in names), None)
                if wanted is not None and not any(names & {"CancelledError", "BaseException"} for names, _ in caught):
                    tell(main, look.place_of(frame), wanted)
                    return


def tell(main, waits, handler):
    place = waits[0], waits[1], handler.lineno
    name = recorder.name_of(main)
    recorder.remark(
        "no-effect",
        f"Ctrl-C comes to {{{name}}} as a CancelledError at {frames.line(waits)}, because asyncio.run cancels its task: the `except KeyboardInterrupt` at {frames.line(place)} does not catch that. A KeyboardInterrupt it becomes only when asyncio.run() is left.",
        "Clean up in a finally, or in `except asyncio.CancelledError: …; raise`; catch KeyboardInterrupt round asyncio.run().",
        place,
        name,
    )
