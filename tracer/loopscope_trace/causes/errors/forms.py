"""forms: what a call or a statement of asyncio's takes, and was not given: coroutines one by one, tasks, something that can be awaited or gone through, a program and its arguments."""

import ast
import asyncio
import os
import re

from .. import frames, meanings, thread_lock

MOCKS = ("MagicMock", "Mock", "NonCallableMagicMock", "NonCallableMock")


def awaits_nothing(error, text, task):
    kind = re.search(r"[Oo]bject (\w+) can't|'(\w+)' object can't", text)
    kind = (kind[1] or kind[2]) if kind else "this"
    if kind in ("Timeout", "TaskGroup"):
        return wants_async_with(error, text, task)
    if kind in ("coroutine", "async_generator", "generator"):
        return "an asynchronous generator is gone through, and not awaited.", "Write `async for item in generator():`."
    if kind in MOCKS or mocked(error):
        return f"a {mocked(error) or kind} gives at once what it was told to give, or another of its kind, and nobody can await that.", "Put an AsyncMock in its place: unittest.mock.AsyncMock(), or `client.method = AsyncMock(return_value=…)` for one method."
    if kind == "Future":
        return "it is a future of module concurrent.futures, as an executor's submit() gives it: threads wait for that in result(), and no coroutine can.", "`await loop.run_in_executor(pool, function)` in place of submit(); or `await asyncio.wrap_future(future)`."
    return f"what stands behind `await` is a {kind} and nothing to wait for: a function that is not `async def` was called, or one that awaits by itself.", "Leave `await` away; or make the function `async def`."


def mocked(error):
    """Does the statement call a method of a mock? The kind of that, or ""."""
    for frame, line in meanings.own_frames(error)[-1:]:
        for node in meanings.nodes_at((frame.f_code.co_filename, "", line), ast.Call):
            owner = node.func.value if isinstance(node.func, ast.Attribute) else node.func
            kind = type(thread_lock.value_of(owner, frame)).__name__
            if kind in MOCKS:
                return kind
    return ""


def not_entered(error, text, task):
    return "what the call gives is not the thing itself yet: it is to be entered, or awaited.", "Enter it: `async with session.get(url) as response:`; or await it, and close what that gives."


def keywords(error, text, task):
    name = re.search(r"(\w+)\(\) got", text)[1]
    thread = "; or `asyncio.to_thread(function, key=value)`, which takes them" if name == "run_in_executor" else ""
    return f"{name}() passes positional arguments on to the function, and no keywords.", f"Give it the function with its keywords: `functools.partial(function, key=value)`{thread}."


def not_called(error, text, task):
    return "it was given something that is no coroutine, as a coroutine function that is not called.", "Call the function: `f()` makes the coroutine that can be awaited."


def all_in_one(error, text, task):
    """A list is given to gather() where its elements were meant."""
    entry = error.__traceback__
    while entry is not None and entry.tb_next is not None:
        entry = entry.tb_next
    if entry is None or entry.tb_frame.f_code is not asyncio.gather.__code__:
        return None
    return "gather() takes coroutines and tasks one by one, and was given a list of them.", "Write a star before it: `await asyncio.gather(*tasks)`."


def function_given(error, text, task):
    return "it was given a function, and not the coroutine that a call of it makes.", "Call the function: `f()` makes the coroutine."


def only_called(error, text, task):
    return "what is given there is called as any function, which would only make a coroutine that nobody awaits.", "Give a function that makes a task: `lambda: asyncio.create_task(shutdown())`; or one that sets an Event for which main waits."


def bad_yield(error, text, task):
    return "an __await__() may yield what asyncio's futures yield, and nothing of its own.", "Await something in it: `yield from something.__await__()`, and return the result."


def no_yield(error, text, task):
    return "a function under @asynccontextmanager (or @contextmanager) must come to its yield on every way, and here it ended without.", "Raise an error where there is nothing to give, instead of returning."


def wants_tasks(error, text, task):
    return "asyncio.wait() takes tasks.", "Make tasks of them: asyncio.create_task(coroutine); or use asyncio.gather(), which takes both."


def wants_async_with(error, text, task):
    return "this is entered with `async with`.", "Write `async with` before it."


def wants_with(error, text, task):
    """`async with` before something that is entered with `with`: a file, a lock of threads, what @contextmanager makes."""
    if "_GeneratorContextManager'" in text:
        return "a function under @contextmanager is entered with `with`; one that is `async def` is for @asynccontextmanager.", "Write @contextlib.asynccontextmanager above the `async def`, and enter it with `async with`."
    if "'_thread." in text:
        return "it is a lock of module threading, for which no coroutine can wait.", "Use asyncio.Lock between tasks of one loop."
    if "'_io." in text:
        return "a file that open() gives is entered with `with`: nothing of it can be awaited.", "Write `with open(…)`; where reading takes long, `await asyncio.to_thread(read_it)`, or `aiofiles`."
    return None


def of_a_coroutine(error, text, task):
    return "a coroutine gives one thing, when it is awaited; `async for` goes through what gives one after the other.", "`for item in await items():` where the function returns a list; with a `yield` in it, it is an asynchronous generator, which `async for` takes as it is."


def wants_for(error, text, task):
    return "this is gone through with `for`: its items are there, and nobody has to wait for the next one.", "Write `for item in …:` without `async`."


def wants_async_for(error, text, task):
    return "an asynchronous generator is gone through with `async for`.", "Write `async for item in generator():`; all at once: `[item async for item in generator()]`."


def not_done_yet(error, text, task):
    return "result() is asked for before there is one.", "Await the task or the future: `await task` gives its result."


def calls(error, name):
    """The place in the program, and the call of that name, on the way of the error; or None."""
    for frame, line in reversed(meanings.own_frames(error)):
        place = frame.f_code.co_filename, frame.f_code.co_name, line
        for node in meanings.nodes_at(place, ast.Call):
            if getattr(node.func, "attr", getattr(node.func, "id", "")) == name:
                return place, node
    return None


def one_by_one(error, text, task):
    if calls(error, "create_subprocess_exec") is None:
        return None
    return "create_subprocess_exec() takes the program and its arguments one by one, and was given a list of them.", 'Write a star before it: `await asyncio.create_subprocess_exec(*command)`.'


def bytes_alone(error, text, task):
    return "asyncio's pipes give and take bytes, and no text.", "Leave it away, and decode what comes: `out.decode()`; encode what is sent."


def is_program(name):
    folders = [""] if os.sep in name else os.get_exec_path()
    return any(os.path.isfile(path) and os.access(path, os.X_OK) for path in (os.path.join(folder, name) for folder in folders))


def command_line(error):
    """(what, advice) where create_subprocess_exec() is given a whole command line as the name of a program; or None."""
    name = error.filename if isinstance(error, FileNotFoundError) else None
    if type(name) is not str or len(name.split()) < 2 or not is_program(name.split()[0]):
        return None
    found = calls(error, "create_subprocess_exec")
    if found is None or len(found[1].args) != 1:
        return None
    arguments = ", ".join(map(repr, name.split()))
    return (
        f"create_subprocess_exec() looks for a program whose whole name is {name!r}: at {frames.line(found[0])} it is given the command and its arguments as one text.",
        f"Give them one by one: `create_subprocess_exec({arguments})`; a command line, with what a shell does, is for create_subprocess_shell().",
    )
