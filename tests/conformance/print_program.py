"""print_program: a program that is data as the Python script that it stands for, and on which line each of its ops is.

    print_program.py PROGRAM.json

The lines are also written into the program itself ("line" of every op, and of the call of asyncio.run).
"""

import json
import sys

INDENT = "    "
ERRORS = {"CancelledError": "asyncio.CancelledError"}


class Printer:
    def __init__(self):
        self.lines = []
        self.depth = 0

    def put(self, text):
        """Adds a line; returns its number."""
        self.lines.append(INDENT * self.depth + text)
        return len(self.lines)

    def body(self, ops, first=None):
        self.depth += 1
        if first:
            self.put(first)
        for op in ops:
            getattr(self, "op_" + op["op"])(op)
        if not ops:
            self.put("pass")
        self.depth -= 1

    # -- ops

    def simple(self, op, text):
        op["line"] = self.put(text)

    def op_print(self, op):
        self.simple(op, f"print({op['text']!r})")

    def op_await(self, op):
        what, show = "await " + expression(op["what"]), op.get("show")
        self.simple(op, what if show is None else f"print({show!r}, {what})")

    def op_spawn(self, op):
        self.simple(op, f"{op['slot']} = asyncio.create_task({op['coro']}())")

    def op_cancel(self, op):
        self.simple(op, f"{op['slot']}.cancel()")

    def op_raise(self, op):
        self.simple(op, "raise " + error(op))

    def op_reraise(self, op):
        self.simple(op, "raise")

    def op_return(self, op):
        self.simple(op, f"return {op['value']!r}")

    def op_future(self, op):
        self.simple(op, f"{op['slot']} = asyncio.get_running_loop().create_future()")

    def op_resolve(self, op):
        self.simple(op, f"{op['slot']}.set_result({op['value']!r})")

    def op_fail(self, op):
        self.simple(op, f"{op['slot']}.set_exception({error(op)})")

    def op_try(self, op):
        self.simple(op, "try:")
        self.body(op["body"])
        for handler in op["handlers"]:
            types = [ERRORS.get(name, name) for name in handler["types"]]
            self.put(f"except ({', '.join(types)},):")
            self.body(handler["body"])
        if op.get("finally") is not None:
            self.put("finally:")
            self.body(op["finally"])


def error(op):
    return f"{ERRORS.get(op['exc'], op['exc'])}({op['text']!r})"


# -- expressions


def expression(what):
    return EXPRESSIONS[what["k"]](what)


def gather(what):
    items = [expression(item) for item in what["items"]]
    if what.get("return_exceptions"):
        items.append("return_exceptions=True")
    return f"asyncio.gather({', '.join(items)})"


EXPRESSIONS = {
    "sleep": lambda what: f"asyncio.sleep({what['d']!r})",
    "task": lambda what: what["slot"],
    "coro": lambda what: what["coro"] + "()",
    "gather": gather,
}


# -- programs


def bodies(op):
    """The bodies inside an op."""
    yield op.get("body") or []
    for handler in op.get("handlers", []):
        yield handler["body"]
    yield op.get("finally") or []


def assigned(ops):
    """The slots that these ops assign to, in order, each once."""
    found = {}
    for op in ops:
        if op["op"] in ("spawn", "future", "group_spawn"):
            found[op["slot"]] = None
        for body in bodies(op):
            found.update(dict.fromkeys(assigned(body)))
    return list(found)


def to_python(program):
    """The script's text; sets the lines of the program."""
    printer = Printer()
    printer.put("import asyncio")
    for coroutine in program["coros"]:
        printer.put("")
        printer.put(f"async def {coroutine['name']}():")
        slots = assigned(coroutine["body"])
        printer.body(coroutine["body"], f"global {', '.join(slots)}" if slots else None)
    printer.put("")
    program["line"] = printer.put("asyncio.run(main())")
    return "\n".join(printer.lines) + "\n"


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        print(to_python(json.load(file)), end="")
