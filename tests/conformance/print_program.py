"""print_program: a program that is data as the Python script that it stands for, and on which line each of its ops is.

    print_program.py PROGRAM.json

The lines are also written into the program itself ("line" of every op, and of the call of asyncio.run).
"""

import json
import sys

INDENT = "    "
ERRORS = {"CancelledError": "asyncio.CancelledError", "QueueShutDown": "asyncio.QueueShutDown"}


class Printer:
    def __init__(self):
        self.lines = []
        self.depth = 0
        self.groups = 0
        self.in_generator = False  # such a one returns nothing

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
        if not ops and not first:
            self.put("pass")
        self.depth -= 1

    # -- ops

    def simple(self, op, text):
        op["line"] = self.put(text)

    def op_print(self, op):
        self.simple(op, f"print({op['text']!r})")

    def op_await(self, op):
        what, show = "await " + expression(op["what"]), op.get("show")
        if op["what"]["k"] == "wait":  # two sets of tasks, whose repr holds addresses
            what = what if show is None else f"*map(len, {what})"
        self.simple(op, what if show is None else f"print({show!r}, {what})")

    def op_as_completed(self, op):
        timeout = f", timeout={op['timeout']!r}" if op.get("timeout") is not None else ""
        items = ", ".join(map(expression, op["items"]))
        self.simple(op, f"for completed in asyncio.as_completed([{items}]{timeout}):")
        show = op.get("show")
        self.put(INDENT + ("await completed" if show is None else f"print({show!r}, await completed)"))

    def op_spawn(self, op):
        self.simple(op, f"{op['slot']} = asyncio.create_task({op['coro']}(){eager_start(op)})")

    def op_assign(self, op):
        self.simple(op, f"{op['slot']} = {expression(op['what'])}")

    def op_forget(self, op):
        self.simple(op, expression(op["what"]))

    def op_generate(self, op):
        self.simple(op, f"{op['slot']} = {op['coro']}()")

    def op_for(self, op):
        self.loop(op, op["coro"] + "()")

    def op_for_slot(self, op):
        self.loop(op, op["slot"])

    def loop(self, op, generator):
        self.simple(op, f"async for value in {generator}:")
        self.body(op["body"], f"print({op['show']!r}, value)" if op.get("show") is not None else None)

    def op_break(self, op):
        self.simple(op, "break")

    def op_yield(self, op):
        self.simple(op, f"yield {op['value']!r}")

    def op_cancel(self, op):
        self.simple(op, f"{op['slot']}.cancel({message(op)})")

    def op_raise(self, op):
        self.simple(op, "raise " + error(op))

    def op_callback_fails(self, op):
        self.simple(op, f"asyncio.get_running_loop().call_soon(lambda: fails({error(op)}))")

    def op_eager(self, op):
        self.simple(op, f"asyncio.get_running_loop().set_task_factory({'asyncio.eager_task_factory' if op['on'] else None})")

    def op_reraise(self, op):
        self.simple(op, "raise")

    def op_caught(self, op):
        self.simple(op, f"print({op['text']!r}, caught())")

    def op_return(self, op):
        self.simple(op, "return" if self.in_generator else f"return {op['value']!r}")

    def op_future(self, op):
        self.simple(op, f"{op['slot']} = asyncio.get_running_loop().create_future()")

    def op_resolve(self, op):
        self.simple(op, f"{op['slot']}.set_result({op['value']!r})")

    def op_fail(self, op):
        self.simple(op, f"{op['slot']}.set_exception({error(op)})")

    def op_set(self, op):
        self.simple(op, f"{op['event']}.set()")

    def op_clear(self, op):
        self.simple(op, f"{op['event']}.clear()")

    def op_release(self, op):
        self.simple(op, f"{op['lock']}.release()")

    def op_notify(self, op):
        self.simple(op, f"{op['lock']}.notify({op['n']})")

    def op_put_nowait(self, op):
        self.simple(op, f"{op['queue']}.put_nowait({op['value']!r})")

    def op_get_nowait(self, op):
        self.simple(op, f"print({op['text']!r}, {op['queue']}.get_nowait())")

    def op_task_done(self, op):
        self.simple(op, f"{op['queue']}.task_done()")

    def op_shutdown(self, op):
        self.simple(op, f"{op['queue']}.shutdown()")

    def op_shutdown_now(self, op):
        self.simple(op, f"{op['queue']}.shutdown(immediate=True)")

    def op_uncancel(self, op):
        self.simple(op, "asyncio.current_task().uncancel()")

    def op_cancel_self(self, op):
        self.simple(op, f"asyncio.current_task().cancel({message(op)})")

    def op_cancelling(self, op):
        self.simple(op, f"print({op['text']!r}, asyncio.current_task().cancelling())")

    def op_block(self, op):
        self.simple(op, f"time.sleep({op['d']!r})")

    def op_call_soon(self, op):
        self.simple(op, f"asyncio.get_running_loop().call_soon(lambda: print({op['text']!r}))")

    def op_call_later(self, op):
        self.simple(op, f"asyncio.get_running_loop().call_later({op['d']!r}, lambda: print({op['text']!r}))")

    def op_done_callback(self, op):
        self.simple(op, f"{op['slot']}.add_done_callback(lambda future: print({op['text']!r}))")

    def op_lock(self, op):
        self.simple(op, f"async with {op['lock']}:")
        self.body(op["body"])

    def op_timeout(self, op):
        name = f" as {op['slot']}" if "slot" in op else ""
        self.simple(op, f"async with asyncio.timeout({op['d']!r}){name}:")
        self.body(op["body"])

    def op_reschedule(self, op):
        when = None if op["d"] is None else f"asyncio.get_running_loop().time() + {op['d']!r}"
        self.simple(op, f"{op['slot']}.reschedule({when})")

    def op_expired(self, op):
        self.simple(op, f"print({op['text']!r}, {op['slot']}.expired())")

    def op_group(self, op):
        self.groups += 1
        self.simple(op, f"async with asyncio.TaskGroup() as tg{self.groups}:")
        self.body(op["body"])
        self.groups -= 1

    def op_group_spawn(self, op):
        self.simple(op, f"{op['slot']} = tg{self.groups}.create_task({op['coro']}(){eager_start(op)})")

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


def eager_start(op):
    return f", eager_start={op['eager_start']}" if "eager_start" in op else ""


def message(op):
    return repr(op["message"]) if op.get("message") is not None else ""


def error(op):
    """An empty text is none at all."""
    return f"{ERRORS.get(op['exc'], op['exc'])}({op['text']!r})" if op["text"] else f"{ERRORS.get(op['exc'], op['exc'])}()"


# -- expressions


def expression(what):
    return EXPRESSIONS[what["k"]](what)


def gather(what):
    items = [expression(item) for item in what["items"]]
    if what.get("return_exceptions"):
        items.append("return_exceptions=True")
    return f"asyncio.gather({', '.join(items)})"


def timeout(what):
    return "None" if what.get("timeout") is None else repr(what["timeout"])


def wait(what):
    parts = [f"[{', '.join(what['slots'])}]"]
    if what.get("timeout") is not None:
        parts.append(f"timeout={what['timeout']!r}")
    if what.get("return_when"):
        parts.append(f"return_when=asyncio.{what['return_when']}")
    return f"asyncio.wait({', '.join(parts)})"


EXPRESSIONS = {
    "sleep": lambda what: f"asyncio.sleep({what['d']!r})",
    "task": lambda what: what["slot"],
    "coro": lambda what: what["coro"] + "()",
    "gather": gather,
    "event": lambda what: f"{what['event']}.wait()",
    "acquire": lambda what: f"{what['lock']}.acquire()",
    "condition": lambda what: f"{what['lock']}.wait()",
    "get": lambda what: f"{what['queue']}.get()",
    "put": lambda what: f"{what['queue']}.put({what['value']!r})",
    "join": lambda what: f"{what['queue']}.join()",
    "wait_for": lambda what: f"asyncio.wait_for({expression(what['what'])}, {timeout(what)})",
    "aclose": lambda what: f"{what['slot']}.aclose()",
    "shield": lambda what: f"asyncio.shield({expression(what['what'])})",
    "wait": wait,
}


# -- programs

# Of a cancellation its text counts; other errors hold addresses in theirs.
CAUGHT = [
    "import sys",
    "",
    "def caught():",
    "    error = sys.exc_info()[1]",
    "    return repr(error) if isinstance(error, asyncio.CancelledError) else type(error).__name__",
    "",
]
FAILS = ["def fails(error):", "    raise error", ""]
CLASSES = {"semaphore": "Semaphore", "bounded": "BoundedSemaphore", "queue": "Queue", "priority": "PriorityQueue", "lifo": "LifoQueue"}


def shared(program):
    """The lines that make events, locks and queues."""
    for event in program.get("events", []):
        yield f"{event} = asyncio.Event()"
    for lock in program.get("locks", []):
        lock = {"name": lock} if isinstance(lock, str) else lock
        kind = lock.get("kind", "lock")
        value = str(lock.get("value", 1)) if kind in CLASSES else ""
        yield f"{lock['name']} = asyncio.{CLASSES.get(kind, kind.capitalize())}({value})"
    for queue in program.get("queues", []):
        yield f"{queue['name']} = asyncio.{CLASSES[queue.get('kind', 'queue')]}(maxsize={queue.get('maxsize', 0)})"


def bodies(op):
    """The bodies inside an op."""
    yield op.get("body") or []
    for handler in op.get("handlers", []):
        yield handler["body"]
    yield op.get("finally") or []


ASSIGNS = {"spawn", "future", "group_spawn", "assign", "generate", "timeout"}


def assigned(ops):
    """The slots that these ops assign to, in order, each once."""
    found = {}
    for op in ops:
        if op["op"] in ASSIGNS and "slot" in op:
            found[op["slot"]] = None
        for body in bodies(op):
            found.update(dict.fromkeys(assigned(body)))
    return list(found)


def to_python(program):
    """The script's text; sets the lines of the program."""
    printer = Printer()
    printer.put("import asyncio")
    if '"block"' in json.dumps(program):
        printer.put("import time")
    if '"caught"' in json.dumps(program):
        for text in CAUGHT:
            printer.put(text)
    if '"callback_fails"' in json.dumps(program):
        for text in FAILS:
            printer.put(text)
    for text in shared(program):
        printer.put(text)
    for coroutine in program["coros"]:
        printer.put("")
        printer.put(f"async def {coroutine['name']}():")
        slots = assigned(coroutine["body"])
        printer.in_generator = coroutine.get("generator", False)
        printer.body(coroutine["body"], f"global {', '.join(slots)}" if slots else None)
    printer.put("")
    program["line"] = printer.put("asyncio.run(main())")
    return "\n".join(printer.lines) + "\n"


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        print(to_python(json.load(file)), end="")
