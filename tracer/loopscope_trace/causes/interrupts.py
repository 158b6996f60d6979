"""interrupts: Ctrl-C comes to main as a CancelledError, since asyncio.run cancels its task: an `except KeyboardInterrupt` round an await does not get it."""

import ast

from .. import look, needs
from . import frames

recorder = None


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
