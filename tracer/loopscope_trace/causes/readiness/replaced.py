"""replaced: whoever waits in sock_recv() and its like for a descriptor that another one comes to wait for, or that is closed, is woken by nobody"""

import asyncio
import sys

from ... import look
from .. import frames

recorder = None
gone = {}  # by descriptor: where one was closed that the loop was watching
BITS = {1: 0, 2: 1}
SHUT = "Cancel whoever waits before you close the socket; or `sock.shutdown(socket.SHUT_RDWR)` first, which wakes them."
ONE = "Let one task read from a socket, and hand on through a queue what is for others."


def forget():
    gone.clear()


def future_of(handle):
    """The future for which one of asyncio's own callbacks waits for the descriptor, if nothing has come yet."""
    args = getattr(handle, "_args", None)
    future = args[0] if args else None
    own = asyncio.isfuture(future) and look.says(handle._callback, "__name__") in ("_sock_recv", "_sock_recv_into", "_sock_recvfrom", "_sock_recvfrom_into", "_sock_accept", "_sock_sendall", "_sock_sendto", "_sock_connect_cb")
    return future if own and not handle._cancelled and not future.done() else None


def about_to_watch(loop, fd, direction, args):
    """Somebody else may be watching it already."""
    number = fd if isinstance(fd, int) else fd.fileno()
    gone.pop(number, None)
    entry = getattr(loop._selector, "_fd_to_key", {}).get(number)
    handle = entry.data[BITS[direction]] if entry is not None else None
    future = future_of(handle) if handle is not None else None
    if future is None or not args or args[0] is future or not asyncio.isfuture(args[0]):
        return
    task = next((one for one in (look.task_of(callback) for callback, _ in future._callbacks or ()) if one is not None), None)
    if task is None:
        return
    me, who, since, place, name = recorder.by if recorder.by[:1] == "T" else None, "{" + recorder.name_of(task) + "}", frames.place(frames.of(task)), frames.here(), called()
    at, then = f" at {frames.line(place)}" if place else "", f", at {frames.line(since)}" if since else ""
    recorder.remark(
        "stands-still",
        f"{f'{{{me}}}' if me else 'The program'} calls {name}(){at} for a socket at which {who} waits already{then}. The loop watches a descriptor for one of them: {who} is not woken any more, whatever comes.",
        ONE,
        place or since,
        recorder.name_of(task),
    )


def called():
    """asyncio's function that the program awaits."""
    frame, name = sys._getframe(2), "sock_recv"
    while frame is not None and not frames.is_own(frame.f_code):
        if frame.f_code.co_name.startswith("sock_"):
            name = frame.f_code.co_name
        frame = frame.f_back
    return name


def explain(chain, me):
    """(what, advice) where a task waits for a socket that is closed; or None."""
    last = chain[-1] if chain else None
    if last is None or not last.f_code.co_name.startswith("sock_") or not look.is_library(last.f_code):
        return None
    fd = last.f_locals.get("fd")
    if fd not in gone:
        return None
    place, at = frames.place(chain), gone[fd]
    there, since = f" at {frames.line(place)}" if place else "", f", at {frames.line(at)}" if at else ""
    return f"{me} waits in {last.f_code.co_name}(){there} for a socket that was closed meanwhile{since}: what is closed the loop does not watch any more, and nobody tells {me}.", SHUT
