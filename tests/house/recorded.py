"""recorded.py: what the recorder of Python programs writes into its remarks, as formats: a sentence in which each %s stands for what it puts in."""
import ast
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
TRACER = ROOT / "tracer/loopscope_trace"
# Functions whose texts nobody reads: what is looked for in a name, an error or a file.
UNREAD = {"compile", "Expression", "namedtuple", "getattr", "hasattr", "replace", "partition", "rpartition", "startswith", "endswith", "print", "fullmatch", "match", "search", "split", "emit", "add"}

# What the tracer looks for in the errors of Python and its libraries, names what is watched by, or puts together again: no reader sees these texts as they stand.
UNSAID = (
    ' stands',
    "'asyncio' has no attribute '",
    "Task' has no attribute '",
    " from 'asyncio'",
    "unexpected keyword argument 'loop'",
    "should return None, not 'coroutine'",
    's stand',
    '%s calls shutdown(immediate=True) at %s while %s item%s in the queue%s: %s thrown away, and join() does not wait for %s.',
    ' at %s (%s)',
    '%s was raised at %s',
    '%s in ',
    'printed in short',
    'Event loop is closed',
    'was created in a different Context',
    'attached to a different loop',
    'is bound to a different event loop',
    'Cannot run the event loop while another loop is running',
    'This event loop is already running',
    'cannot be called from a running event loop',
    'wait() at %s returns while {%s}%s still run%s: it cancels nobody and raises no error, and what it leaves goes on, though nobody looks at it any more.',
    'An asyncio.Future, a coroutine or an awaitable is required',
    "unhashable type: 'list'",
    'coroutines cannot be used with',
    'does not support the asynchronous context manager protocol',
    "'async_generator' object is not iterable",
    'expected str, bytes or os.PathLike object, not list',
    'program arguments must be a bytes or text string, not',
    '%s must be False',
    "'async for' requires an object with __aiter__ method, got %s",
    "generator didn't yield",
    'Task got bad yield',
    'BoundedSemaphore released too many times',
    "Can't pickle <function <lambda>",
    "Can't pickle local object",
    "Can't get local object",
    "cannot pickle 'coroutine' object",
    "' not supported between instances of",
    'database table is locked',
    'database is locked',
    'Pipe transport is for pipes/sockets only',
    'a timer',
    'chunk is longer than limit',
    'chunk exceed the limit',
    'task_done() called too many times',
    'Lock is not acquired',
    "cancel scope that isn't the current tasks's current cancel scope",
    'cancel scope in a different task than it was entered in',
    'while another coroutine is already running recv',
    'StopIteration interacts badly with generators',
    'a coroutine was expected, got <function',
    'invalid state',
    'Exception is not set.',
    'Result is not set.',
    "object can't be awaited",
    "'await' expression",
    'Passing coroutines is forbidden',
    'Event loop stopped before Future completed',
    'async generator raised StopIteration',
    'coroutine raised StopIteration',
    'un-acquired lock',
    'no running event loop',
    'There is no current event loop',
    'Task cannot await on itself',
    'mutated during iteration',
    'keys changed during iteration',
    'changed size during iteration',
    'called while another coroutine is already waiting for incoming data',
    'asynchronous generator is already running',
    'aclose(): asynchronous generator is already running',
    'coroutine is being awaited already',
    'cannot reuse already awaited coroutine',
    ' and ',
    ' for signal %s',
    ' for %s',
    '%s that runs %s',
    'a thread',
    'a process',
    'an executor',
    "the server's end",
    'the transport of %s',
    'a socket (%s)',
    'the address of %s',
    'the connection to %s:%s',
    'a thread that runs %s',
    'the end of process %s',
    'room to write to %s',
    'data from %s',
    'room to send from',
    'room to write to',
    'the connection to',
    'somebody who connects to',
    'a datagram at',
    'data from',
    'begins late',
    'No place is left in %s: %s hold%s %s%s, %s for tasks that wait for a place themselves: nobody can go on.',
    '%s and %s',
    'an %s',
    'the %s %s',
    'for sure',
    'it seems',
    'Fatal error on transport',
    '%s waits at %s (%s) for a threading lock, which {%s} keeps while it is suspended at %s: the loop stands still, so {%s} can%s go on and give it back%s.',
    ' never',
    ' or ',
    'async ',
    'I/O operation on closed',
    'another operation is in progress',
    'cannot start a transaction within a transaction',
    "'async for' requires an object with __aiter__ method, got coroutine",
    'Connection is closed',
    'Cannot operate on a closed database',
    'Session is closed',
    'client has been closed',
    'has already been entered',
    "cannot pickle '",
    "can't pickle ",
    'closed database',
    'no active connection',
    'received an object from __aiter__ that does not implement __anext__: coroutine',
    'Set of Tasks/Futures is empty',
    'is being awaited already',
    'cannot reuse already awaited',
)
# What it puts together of parts, each as it comes out; and the things of asyncio by their kinds.
WHOLE = (
    'the CapacityLimiter %s',
    'a CapacityLimiter',
    'Nothing is left in %s: %s have each taken from it and wait for another%s, before they put theirs back: nobody can go on.',
    'Nothing is left in %s: %s has taken from it and waits for another%s, before it puts its own back: nobody can go on.',
    "The one thread of the loop's executor has been held for %s s by %s, given to it at %s. Meanwhile the address of %s, for which {%s} waits at %s, is not even looked up: that needs a thread of the same executor.",
    "The one thread of the loop's executor has been held for %s s by %s, given to it at %s. Meanwhile the address of %s is not even looked up: that needs a thread of the same executor.",
    "The one thread of the loop's executor has been held for %s s by %s. Meanwhile the address of %s, for which {%s} waits at %s, is not even looked up: that needs a thread of the same executor.",
    "The one thread of the loop's executor has been held for %s s by %s. Meanwhile the address of %s is not even looked up: that needs a thread of the same executor.",
    "Both threads of the loop's executor have been held for %s s by %s, given to it at %s. Meanwhile the address of %s, for which {%s} waits at %s, is not even looked up: that needs a thread of the same executor.",
    "Both threads of the loop's executor have been held for %s s by %s, given to it at %s. Meanwhile the address of %s is not even looked up: that needs a thread of the same executor.",
    "Both threads of the loop's executor have been held for %s s by %s. Meanwhile the address of %s, for which {%s} waits at %s, is not even looked up: that needs a thread of the same executor.",
    "Both threads of the loop's executor have been held for %s s by %s. Meanwhile the address of %s is not even looked up: that needs a thread of the same executor.",
    "All %s threads of the loop's executor have been held for %s s by %s, given to it at %s. Meanwhile the address of %s, for which {%s} waits at %s, is not even looked up: that needs a thread of the same executor.",
    "All %s threads of the loop's executor have been held for %s s by %s, given to it at %s. Meanwhile the address of %s is not even looked up: that needs a thread of the same executor.",
    "All %s threads of the loop's executor have been held for %s s by %s. Meanwhile the address of %s, for which {%s} waits at %s, is not even looked up: that needs a thread of the same executor.",
    "All %s threads of the loop's executor have been held for %s s by %s. Meanwhile the address of %s is not even looked up: that needs a thread of the same executor.",
    'The program ended with %s: %s(%s) was raised at %s.',
    '%s waits for a future (%s): nothing has come through its datagram socket to %s to %s.',
    'was given to a timer at %s: that calls it',
    '{%s} gave up waiting for %s at %s because it was cancelled; but a thread runs that, which nothing can cancel: it went on for %s s more and came to its end, and nobody gets what it returned.%s',
    '{%s} gave up waiting in %s() for process %s at %s because it was cancelled: that ends no process, and this one still runs at the end of the loop.',
    '{%s} gave up waiting for %s at %s because of a time limit; but a thread runs that, which nothing can cancel: it went on for %s s more and came to its end, and nobody gets what it returned.%s',
    '{%s} gave up waiting in %s() for process %s at %s because of a time limit: that ends no process, and this one still runs at the end of the loop.',
    "Thread %s calls add_signal_handler() at %s (%s), which is refused: signals come to the program's main thread alone, and only the loop that runs there can hear of them.",
    'Install the handler in the main thread, and let it tell the other loop: `loop.call_soon_threadsafe(event.set)`; or run the server in the main thread.',
    '%s takes what as_completed() gives at %s (%s) to come in the order in which it was asked for; but that gives first what is done first. Here that is {%s}, the second that was given, and %s.',
    '%s takes what as_completed() gives at %s (%s) to come in the order in which it was asked for; but that gives first what is done first. Here that is {%s}, the third that was given, and %s.',
    '%s takes what as_completed() gives at %s (%s) to come in the order in which it was asked for; but that gives first what is done first. Here that is {%s}, the fourth that was given, and %s.',
    '%s takes what as_completed() gives at %s (%s) to come in the order in which it was asked for; but that gives first what is done first. Here that is {%s}, the fifth that was given, and %s.',
    'Keep the one Event for as long as somebody may wait for it, and clear() it instead of making another.',
    'Keep the one Queue for as long as somebody may wait for it, and empty it instead of making another.',
    'waits itself at %s for room in %s',
    'waits itself at %s for an item of %s',
    'waits itself at %s for the end of all items of %s',
    '%s calls shutdown(immediate=True) at %s while %s item stands in the queue%s: it is thrown away, and join() does not wait for it.',
    '%s calls shutdown(immediate=True) at %s while %s items stand in the queue%s: they are thrown away, and join() does not wait for them.',
    'an iterator was at its end at %s (%s), and no coroutine and no future can pass StopIteration on.',
    '%s(%s) was raised at %s',
    '{%s} %s',
    'wait() at %s returns while {%s}%s still runs: it cancels nobody and raises no error, and what it leaves goes on, though nobody looks at it any more.',
    'wait() at %s returns while {%s}%s still run: it cancels nobody and raises no error, and what it leaves goes on, though nobody looks at it any more.',
    'No place is left in %s: %s holds them all%s, which waits for tasks that wait for a place themselves: nobody can go on.',
    'No place is left in %s: %s holds it%s, which waits for tasks that wait for a place themselves: nobody can go on.',
    'No place is left in %s: %s hold them all%s, each of which waits for tasks that wait for a place themselves: nobody can go on.',
    '%s waits at %s (%s) for a threading lock, which {%s} keeps while it is suspended at %s: the loop stands still, so {%s} cannot go on and give it back meanwhile.',
    '%s waits at %s (%s) for a threading lock, which {%s} keeps while it is suspended at %s: the loop stands still, so {%s} can never go on and give it back.',
    'the Lock %s',
    'the Semaphore %s',
    'the BoundedSemaphore %s',
    'the Event %s',
    'the Condition %s',
    'the Queue %s',
    'the LifoQueue %s',
    'the PriorityQueue %s',
    'the Barrier %s',
    'a Lock',
    'a Semaphore',
    'a BoundedSemaphore',
    'an Event',
    'a Condition',
    'a Queue',
    'a LifoQueue',
    'a PriorityQueue',
    'a Barrier',
    ', {%s} holds %s and waits for %s',
    ', {%s} awaits {%s}',
    ', {%s} waits for %s, which {%s} sets at %s',
    '{%s} and {%s}',
    '{%s}, {%s} and {%s}',
    '{%s}, {%s}, {%s} and %s more',
    'never',
    'once',
    'twice',
    'without an error',
    'with %s',
    'data',
    ' and says nothing of it: %s',
    ' and does not say what it was: %s',
    ' and prints it without its place: %s',
    ' and prints its text, which is empty: %s',
    ' (%s)',
    ': %s',
    '%s.',
    ': %s changes %s',
    ': %s change %s',
    'Give it to a thread: `await asyncio.to_thread(function)`; or use an asynchronous library.',
)


def template(node):
    """"%s waits for %s" of an f-string, a text, or several put together by +; None of anything else."""
    if isinstance(node, ast.Constant):
        return node.value.replace("%", "%%") if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(template(part) if isinstance(part, ast.Constant) else "%s" for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts = template(node.left), template(node.right)
        return None if parts == (None, None) else "".join("%s" if part is None else part for part in parts)
    return None


def unread(node):
    """Nodes below it that say nothing: what is compared, a key, what a search is given, the description of a function."""
    if isinstance(node, ast.Compare):
        yield from (node.left, *node.comparators)
    elif isinstance(node, ast.Dict):
        yield from (key for key in node.keys if key is not None)
    elif isinstance(node, ast.Subscript):
        yield node.slice
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in UNREAD:
        yield from node.args


def texts_of(file):
    """(line, text) of all that is said in a file, each whole."""
    below = [ast.parse(file.read_text(encoding="utf-8"))]
    while below:
        node = below.pop()
        text = template(node)
        if text is not None:
            yield node.lineno, text
            # Its own parts belong to it; what is put in may hold texts again.
            if isinstance(node, ast.BinOp):
                below += [part for part in (node.left, node.right) if template(part) is None]
                below += [value.value for part in (node.left, node.right) if isinstance(part, ast.JoinedStr) for value in part.values if isinstance(value, ast.FormattedValue)]
            elif isinstance(node, ast.JoinedStr):
                below += [value.value for value in node.values if isinstance(value, ast.FormattedValue)]
            continue
        silent = {id(one) for one in unread(node)}
        below += [child for child in ast.iter_child_nodes(node) if id(child) not in silent]


def is_prose(text):
    """More than a name or a number: it has a space, and words."""
    plain = re.sub(r"%s|%%|\{|\}", " ", text)
    return " " in text and re.search(r"[A-Za-z]{2}", plain) is not None


def found():
    """{text: where it stands first}"""
    all_of_them = {text: "tests/house/recorded.py" for text in WHOLE}
    for file in sorted((TRACER / "causes").rglob("*.py")):
        for line, text in texts_of(file):
            if is_prose(text) and text not in UNSAID:
                all_of_them.setdefault(text, f"{file.relative_to(ROOT)}:{line}")
    return all_of_them


if __name__ == "__main__":
    for text, where in found().items():
        print(f"{where}: {text}")
