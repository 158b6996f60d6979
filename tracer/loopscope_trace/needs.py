"""needs: does a call that is awaited need what an await before it in the same coroutine gave? The program's source says so.

The answer is one of TraceNeed in engine/trace/trace.h. Where in doubt it is NEED_EARLIER (or NEED_EARLIER_OTHER): then nobody is told that calls could run side by side.
"""

import ast
import functools
import warnings

from . import sources
from .kinds import Expression

UNKNOWN, EARLIER, NOTHING, NOTHING_KEPT, NOTHING_ROUND, EARLIER_OTHER = range(6)
LEAVES = (ast.Return, ast.Raise, ast.Break, ast.Continue)
SAYS_OR_COLLECTS = {"print", "debug", "info", "warning", "error", "log", "append", "add", "extend", "update"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


DEFINES = Expression(r"\s*(async\s+)?def\b")
whole = set()  # the files of which tree_of() has been asked for


NOTHING_SAID = [("ignore", None, Warning, None, 0)]


def parsed(source):
    """What Python warns of in a source it has said when the program was compiled. catch_warnings() would make it forget what it has said once already."""
    filters, warnings.filters = warnings.filters, NOTHING_SAID
    try:
        return ast.parse(source)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None
    finally:
        warnings.filters = filters


@functools.lru_cache(maxsize=64)
def tree_of(file):
    whole.add(file)
    try:
        return parsed(sources.read(file))
    except OSError:
        return None


@functools.lru_cache(maxsize=64)
def lines_of(file):
    try:
        return sources.decoded(sources.read(file)).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    except OSError:
        return []


def width(line):
    return len(line) - len(line.lstrip())


def block(lines, first_line):
    """The source of the function that begins there, on the lines on which it stands; None: none begins there. It ends too early where a text in it goes on at
    the left edge: then it cannot be parsed."""
    start = end = first_line - 1
    while end < min(len(lines), start + 50) and not DEFINES.match(lines[end]):  # behind its decorators
        end += 1
    if start < 0 or end >= len(lines) or not DEFINES.match(lines[end]):
        return None
    around = width(lines[start])
    end += 1
    while end < len(lines) and (lines[end].strip()[:1] in ("", "#", ")", "]", "}") or width(lines[end]) > around):
        end += 1
    before = "\n" * (start - 1) + "if True:\n" if around else "\n" * start
    return before + "\n".join(lines[start:end]) + "\n"


@functools.lru_cache(maxsize=1024)
def function_in(file, name, first_line):
    """The function that begins there: it alone is parsed, for that may be in the middle of a step, which is not to last longer. None: there is none, or no source."""
    source = block(lines_of(file), first_line) if file not in whole and not name.startswith("<") else None
    function = function_at(parsed(source), name, first_line) if source is not None else None
    return function_at(tree_of(file), name, first_line) if function is None else function


def nodes_of(file):
    """All of a file's source; nothing where there is none."""
    tree = tree_of(file)
    return ast.walk(tree) if tree is not None else ()


def function_of(code):
    """None: there is none, or no source."""
    return function_in(code.co_filename, code.co_name, code.co_firstlineno)


@functools.lru_cache(maxsize=4096)
def of(file, function, first_line, line):
    body = function_in(file, function, first_line)
    if body is None:
        return UNKNOWN if tree_of(file) is None else EARLIER
    return Analysis(body).need(line)


def function_at(tree, name, first_line):
    """None: there is none, or no source of which this is the tree."""
    if tree is None:
        return None
    if name.startswith("<"):  # a comprehension is a function of its own before Python 3.12: it stands in the innermost one
        around = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.lineno <= first_line <= node.end_lineno]
        return max(around, key=lambda node: node.lineno, default=None)
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == name:
            if first_line in (node.lineno, *(one.lineno for one in node.decorator_list)):
                return node
    return None


def walk(node):
    """As ast.walk, in the order of the source, and not into functions that are defined inside."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, FUNCTIONS):
            yield child
            yield from walk(child)


def names_in(node):
    return {one.id for one in [node, *walk(node)] if isinstance(one, ast.Name)}


def root(node):
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Starred, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def stored(target):
    if isinstance(target, (ast.Tuple, ast.List)):
        return {name for one in target.elts for name in stored(one)}
    name = root(target)
    return {name} if name else set()


def method(await_node):
    """(the object, the method) whose call is awaited, or (None, None)."""
    call = await_node.value
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
        return root(call.func), call.func.attr
    return None, None


class Analysis:
    def __init__(self, function):
        self.awaits = [node for node in walk(function) if isinstance(node, ast.Await)]
        self.parents = {}
        self.note_parents(function)
        self.function = function

    def note_parents(self, node):
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, FUNCTIONS):
                self.parents[child] = node
                self.note_parents(child)

    def above(self, node):
        while node in self.parents:
            node = self.parents[node]
            yield node

    def at(self, line):
        here = [node for node in self.awaits if node.lineno <= line <= node.end_lineno]
        least = min((node.end_lineno - node.lineno for node in here), default=0)
        here = [node for node in here if node.end_lineno - node.lineno == least]
        return here[0] if len(here) == 1 else None

    def kept(self, node):
        """Its value goes somewhere: whoever only wants something done seems to want it done in that order."""
        return not isinstance(self.parents.get(node), ast.Expr)

    def tainted(self, before):
        """Names that hold what an await gave, in the order of the source, up to that node."""
        names = set()
        for node in walk(self.function):
            if (node.lineno, node.col_offset) >= (before.lineno, before.col_offset) if hasattr(node, "lineno") else False:
                continue
            value = getattr(node, "value", None)
            if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr)) and value is not None and value is not before:
                if before in walk(node):
                    continue
                if any(isinstance(one, ast.Await) for one in [value, *walk(value)]) or names_in(value) & names:
                    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                        names |= stored(target)
            elif isinstance(node, (ast.For, ast.AsyncFor)) and (isinstance(node, ast.AsyncFor) or names_in(node.iter) & names):
                names |= stored(node.target)
            elif isinstance(node, ast.AsyncWith):
                for item in node.items:
                    if item.optional_vars is not None:
                        names |= stored(item.optional_vars)
            elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute):
                inside = node.value  # results.append(await f()): results holds what an await gave
                if before not in walk(inside) and any(isinstance(one, ast.Await) or (isinstance(one, ast.Name) and one.id in names) for one in walk(inside)):
                    names |= stored(inside.func)
        return names

    def decided_by(self, names, before):
        """Is it up to what an await gave whether the coroutine comes to that node at all?"""
        for node in walk(self.function):
            test = getattr(node, "test", None)
            if test is None or not names_in(test) & names and not any(isinstance(one, ast.Await) for one in [test, *walk(test)]):
                continue
            inside = before in walk(node)
            if inside and before not in walk(test):
                return True
            if isinstance(node, ast.Assert) and node.lineno < before.lineno:
                return True
            if not inside and node.lineno < before.lineno and any(isinstance(one, LEAVES) for one in walk(node)):
                return True
        return False

    def need(self, line):
        node = self.at(line)
        if node is None or not isinstance(node.value, ast.Call):
            return EARLIER
        found = self.need_of(node)
        return EARLIER_OTHER if found == EARLIER and self.other_each_round(node) else found

    def other_each_round(self, node):
        """Does it stand in a loop, and is given what a round takes from somewhere: the next of a list, an item out of a queue?"""
        given = names_in(node.value)
        for loop in self.above(node):
            if isinstance(loop, (ast.For, ast.AsyncFor)) and given & stored(loop.target):
                return True
            if isinstance(loop, (ast.For, ast.AsyncFor, ast.While)):
                for one in walk(loop):
                    if isinstance(one, (ast.Assign, ast.NamedExpr)) and isinstance(one.value, (ast.Call, ast.Await, ast.Subscript)):
                        if any(given & stored(target) for target in (one.targets if isinstance(one, ast.Assign) else [one.target])):
                            return True
        return False

    def does_between(self, before, node):
        """Does a statement between them only do something: `pool.close()`, which is to come behind the one and before the other? Prints say something, and lists collect."""
        for one in walk(self.function):
            if isinstance(one, ast.Expr) and isinstance(one.value, ast.Call) and before.end_lineno < one.lineno and one.end_lineno < node.lineno:
                if getattr(one.value.func, "attr", getattr(one.value.func, "id", "")) not in SAYS_OR_COLLECTS:
                    return True
        return False

    def need_of(self, node):
        names = self.tainted(node)
        if names_in(node.value) & names or self.decided_by(names, node):
            return EARLIER
        owner, called = method(node)
        earlier = [one for one in self.awaits if (one.lineno, one.col_offset) < (node.lineno, node.col_offset)]
        if owner is not None and any(method(one)[0] == owner and (method(one)[1] != called or not self.kept(node)) for one in earlier):
            return EARLIER
        if earlier and self.does_between(max(earlier, key=lambda one: (one.lineno, one.col_offset)), node):
            return EARLIER
        loop = next((one for one in self.above(node) if isinstance(one, (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp))), None)
        if loop is not None:
            return self.need_in_loop(node, loop, owner)
        return NOTHING_KEPT if self.kept(node) else NOTHING

    def need_in_loop(self, node, loop, owner):
        if isinstance(loop, (ast.AsyncFor, ast.While)):
            return EARLIER
        if isinstance(loop, ast.For):
            targets, inside = stored(loop.target), [one for part in loop.body for one in [part, *walk(part)]]
            if any(isinstance(one, LEAVES) for one in inside) or any(isinstance(one, ast.Try) for one in inside):
                return EARLIER
            given = set()  # what a round hands on to the next one
            for one in inside:
                if isinstance(one, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
                    for target in one.targets if isinstance(one, ast.Assign) else [one.target]:
                        given |= stored(target)
            if names_in(node.value) & (given - targets):
                return EARLIER
        else:
            if any(generator.is_async for generator in loop.generators):
                return EARLIER
            targets = {name for generator in loop.generators for name in stored(generator.target)}
        if not names_in(node.value) & targets or (owner is not None and owner not in targets and not self.kept(node)):
            return EARLIER
        return NOTHING_ROUND
