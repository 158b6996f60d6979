"""lines: names for the lines of a program that mean the same in C and in Python, such as "main await 2".

Python is read with its own parser. The C is scanned for the few macros and functions that matter, which is enough for the plain style in
which lessons are written. Nothing here is shared with the C code that does the same for the window, so each checks the other.
"""

import ast
import re


class PythonLines(ast.NodeVisitor):
    """line -> its names; a coroutine's awaits, prints and calls are each counted in the order of the text."""

    CALLS = {"print": "print", "create_task": "task", "gather": "gather", "shield": "shield", "as_completed": "completed", "run": "run"}

    def __init__(self, path):
        self.names = {}
        self.coroutine = ""
        self.counts = {}
        self.completed = {}
        with open(path, encoding="utf-8") as file:
            self.visit(ast.parse(file.read()))

    def add(self, kind, node, last=None):
        key = (self.coroutine, kind)
        self.counts[key] = self.counts.get(key, 0) + 1
        for line in range(node.lineno, (last or node.end_lineno) + 1):
            self.names.setdefault(line, set()).add(f"{self.coroutine or 'module'} {kind} {self.counts[key]}")

    def visit_AsyncFunctionDef(self, node):
        before, self.coroutine = self.coroutine, node.name
        self.generic_visit(node)
        self.coroutine = before

    def visit_AsyncWith(self, node):
        """Entering and leaving both happen on the line of the `async with`."""
        self.add("with", node, node.items[-1].context_expr.end_lineno)
        self.generic_visit(node)

    def visit_AsyncFor(self, node):
        """The next value is awaited on the line of the `async for`."""
        self.add("for", node, node.iter.end_lineno)
        self.generic_visit(node)

    def visit_Assign(self, node):
        """What as_completed() gives may be gone through further down."""
        self.generic_visit(node)
        if isinstance(node.value, ast.Call) and getattr(node.value.func, "attr", None) == "as_completed":
            self.completed[node.targets[0].id] = self.counts[self.coroutine, "completed"]

    def visit_For(self, node):
        if getattr(node.iter, "id", None) in self.completed:
            self.names.setdefault(node.lineno, set()).add(f"{self.coroutine or 'module'} completed {self.completed[node.iter.id]}")
        self.generic_visit(node)

    def visit_Await(self, node):
        self.add("await", node)
        self.generic_visit(node)

    def visit_Call(self, node):
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
        if name in self.CALLS:
            self.add(self.CALLS[name], node)
        self.generic_visit(node)


C_PARTS = re.compile(
    r"""//[^\n]* | /\*.*?\*/ | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*'
      | (?P<coro>\b(?:CORO|GENERATOR)\(\s*(?P<name>\w+)) | (?P<word>\b(?:AWAIT|AWAIT_TO|FOR_AWAIT|WITH|async_print|async_create_task|async_create_named_task|async_create_eager_task|async_group_create_eager_task
      | async_group_create_task|async_group_create_named_task|async_gather|async_gather_errors|async_gather_list|async_shield|async_next_completed|async_as_completed|async_as_completed_list|async_run)\b)\s*(?=\() | (?P<leave>\bEND_WITH\b) | (?P<close>^\})""",
    re.S | re.M | re.X,
)
C_KINDS = {"AWAIT": "await", "AWAIT_TO": "await", "FOR_AWAIT": "for", "WITH": "with", "async_print": "print", "async_gather": "gather", "async_gather_errors": "gather", "async_gather_list": "gather", "async_shield": "shield", "async_next_completed": "completed", "async_as_completed": "completed", "async_as_completed_list": "completed",
           "async_run": "run"}


def c_lines(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    names, counts, coroutine, entered = {}, {}, "", []
    for found in C_PARTS.finditer(text):
        if found["coro"]:
            coroutine = found["name"].rstrip("_")
        elif found["close"]:
            coroutine = ""
        elif found["word"]:
            kind = C_KINDS.get(found["word"], "task")
            counted = (coroutine, kind, found["word"].startswith("async_as_completed"))  # where it is made and where it is asked: one for loop in Python
            counts[counted] = counts.get(counted, 0) + 1
            first = text.count("\n", 0, found.start()) + 1
            last = text.count("\n", 0, call_end(text, found.end())) + 1
            for line in range(first, last + 1):
                names.setdefault(line, set()).add(f"{coroutine or 'module'} {kind} {counts[counted]}")
            if kind == "with":
                entered.append(counts[counted])
        elif found["leave"] and entered:
            line = text.count("\n", 0, found.start()) + 1
            names.setdefault(line, set()).add(f"{coroutine or 'module'} with {entered.pop()}")
    return names


def call_end(text, at):
    """Where the parenthesis that opens at `at` (or after it) closes; quoted ones do not count."""
    depth = 0
    for found in re.compile(r'"(?:\\.|[^"\\\n])*"|[()]').finditer(text, at):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if depth == 0:
            return found.start()
    return len(text)


def python_lines(path):
    return PythonLines(path).names
