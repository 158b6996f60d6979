"""gone: what asyncio had in another Python: names and parameters that are there no more, and names that are not there yet."""

import re
import sys

from .. import frames, meanings

WATCHERS = "Leave it away: asyncio knows by itself how a child process ends."
NO_MORE = {  # by name: (the first Python without it, what to do instead)
    "coroutine": ((3, 11), "Write `async def` for the function, and `await` for `yield from`."),
    "all_tasks": ((3, 9), "Call asyncio.all_tasks(), which is a function of its own."),
    "current_task": ((3, 9), "Call asyncio.current_task(), which is a function of its own."),
    **{name: ((3, 14), WATCHERS) for name in ("get_child_watcher", "set_child_watcher", "AbstractChildWatcher", "SafeChildWatcher", "FastChildWatcher", "MultiLoopChildWatcher", "ThreadedChildWatcher", "PidfdChildWatcher")},
}
NOT_YET = {  # by name: the first Python with it
    **dict.fromkeys(("TaskGroup", "timeout", "timeout_at", "Timeout", "Runner", "Barrier", "BrokenBarrierError"), (3, 11)),
    **dict.fromkeys(("eager_task_factory", "create_eager_task_factory"), (3, 12)),
    **dict.fromkeys(("QueueShutDown", "EventLoop"), (3, 13)),
    **dict.fromkeys(("capture_call_graph", "print_call_graph", "format_call_graph"), (3, 14)),
    "to_thread": (3, 9),
}
OWN_LOOP = ("sleep", "gather", "wait", "wait_for", "shield", "as_completed", "open_connection", "start_server", "open_unix_connection", "start_unix_server", "create_subprocess_exec", "create_subprocess_shell")


def dotted(version):
    return ".".join(map(str, version))


def name(error, text, task):
    """(what, advice), or None."""
    found = re.search(r"has no attribute '(\w+)'|cannot import name '(\w+)' from 'asyncio'", text)
    wanted = (found[1] or found[2]) if found else None
    if wanted in NO_MORE and sys.version_info >= NO_MORE[wanted][0]:
        return f"asyncio has no {wanted} any more since Python {dotted(NO_MORE[wanted][0])}.", NO_MORE[wanted][1]
    if wanted in NOT_YET and sys.version_info < NOT_YET[wanted]:
        return f"asyncio has {wanted} from Python {dotted(NOT_YET[wanted])} on, and this is {dotted(sys.version_info[:2])}.", f"Run it with Python {dotted(NOT_YET[wanted])} or later; or do it with what this one has."
    return None


def parameter(error, text, task):
    if sys.version_info < (3, 10) or text.partition("(")[0].rpartition(".")[2] not in OWN_LOOP or meanings.place_of(error) is None:
        return None
    return "since Python 3.10 asyncio's functions take no loop: they use the one that runs.", "Leave `loop=` away; and call it where a loop runs, in a coroutine."


def made_by_await(error, text, task):
    """An `async def __init__`."""
    made = meanings.place_of(error)
    if made is None or "__init__" not in text:
        return None
    return (
        f"its __init__ is an `async def`, and {frames.line(made)} ({frames.line_text(made)}) calls it as Python calls every __init__, without awaiting it: not one line of it has run.",
        "Make __init__ a plain one, and let a class method await: `@classmethod async def create(cls): …; return cls(…)`, then `await Connection.create()`.",
    )
