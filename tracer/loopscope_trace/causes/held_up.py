"""held_up: what a step that holds on to the loop waits for: a server of the same loop, a thread that waits for the loop itself, a thread that holds a lock, or nobody at all."""

import _socket
import ast
import os
import stat
import threading

from .. import connections, look
from . import databases, frames, standstill, thread_lock

recorder = None
QUEUE = os.path.join(os.path.dirname(threading.__file__), "queue.py")
FUTURES = ("concurrent", "futures", "_base.py")
PENDING = "PENDING"  # the state of a future whose call no thread has begun
ASYNCHRONOUS = "Use an asynchronous client, or give the call to a thread: `await asyncio.to_thread(function)`."


def above(frame):
    """The frames from that one out to the program's own innermost, with it."""
    found = []
    while frame is not None and len(found) < 24:
        found.append(frame)
        if frames.is_own(frame.f_code):
            break
        frame = frame.f_back
    return found


def loop_of(frame):
    while frame is not None:
        if frame.f_code.co_name == "_run_once" and look.is_library(frame.f_code):
            return frame.f_locals.get("self")
        frame = frame.f_back
    return None


def waits_for_result(frame):
    """Does it wait in result() of a concurrent future that no thread is at work on, and that may be for this loop to resolve?"""
    while frame is not None:
        code = frame.f_code
        if code.co_name == "result" and code.co_filename.replace("\\", "/").endswith("/".join(FUTURES)):
            return getattr(frame.f_locals.get("self"), "_state", None) == PENDING
        if look.is_library(code):
            return False
        frame = frame.f_back
    return False


def at(place):
    return f"{frames.line(place)} ({frames.line_text(place)})"


# -- each: (chain of frames, who, loop) -> (what, advice) or None


def result(chain, who, loop):
    if not waits_for_result(chain[0]):
        return None
    return (
        f"{who} waits at {at(look.place_of(chain[-1]))} in result() of a future: if that is for this loop to do, it never comes, because the loop cannot turn while this step holds on to it.",
        "Await it: `await coroutine`, or `await asyncio.wrap_future(future)`; result() is for other threads.",
    )


def of_a_thread(chain, who, loop):
    """The result of a call in a thread is waited for, and that waits itself for what the loop has to do."""
    future = next((frame.f_locals.get("self") for frame in chain if frame.f_code.co_name == "result" and frame.f_code.co_filename.replace("\\", "/").endswith("/".join(FUTURES))), None)
    for ident, stand in look.other_threads().items() if future is not None else ():
        place, frame = frames.innermost(stand), stand
        while frame is not None and not (frame.f_code.co_name == "run" and getattr(frame.f_locals.get("self"), "future", None) is future):
            frame = frame.f_back
        if frame is not None and ident != recorder.thread and place is not None and waits_for_result(stand):
            return (
                f"{who} waits at {at(look.place_of(chain[-1]))} in result() for a call in a thread, and that waits at {at(place)} in result() of a future: if that is for this loop to do, it cannot come while this step holds on to the loop.",
                "Await the call: `await asyncio.wrap_future(future)`, or `await loop.run_in_executor(pool, function)`; then the loop can turn meanwhile.",
            )
    return None


def joined(chain, who, loop):
    """A thread is waited for, and waits itself for what the loop has to do."""
    thread = next((frame.f_locals.get("self") for frame in chain if frame.f_code.co_name == "join" and frame.f_code.co_filename == threading.__file__), None)
    stand = look.other_threads().get(getattr(thread, "ident", None))
    place = frames.innermost(stand)
    if stand is None or place is None or not waits_for_result(stand):
        return None
    return (
        f"{who} waits at {at(look.place_of(chain[-1]))} for the end of thread {thread.name}, and that waits at {at(place)} in result() of a future: if that is for this loop to do, neither comes to an end, because the loop cannot turn while this step holds on to it.",
        "Do not wait for the thread in the loop: `await asyncio.to_thread(thread.join)`, or run its function with asyncio.to_thread().",
    )


def sockets_in(chain):
    """The sockets that its functions work at, as far as can be seen without a line of the program's."""
    for frame in chain:
        thing = frame.f_locals.get("self")
        values = [frame.f_locals.get("sock"), thing, *map(frames.attributes_of(thing).get, ("_sock", "sock"))]
        if frames.is_own(frame.f_code):
            for statement in thread_lock.statements(frame)[-1:]:
                values += [thread_lock.value_of(call.func.value, frame) for call in ast.walk(statement) if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)]
        yield from map(itself, (value for value in values if isinstance(value, _socket.socket)))


def itself(sock):
    """Without what tells of its bytes: of asyncio's own functions."""
    return sock.loopscope_itself if type(sock) is connections.Socket else sock


def blocks(sock):
    """One that does not is an asynchronous library's: it waits for nothing in the step."""
    return _socket.socket.gettimeout(sock) != 0


def address_of(sock, how):
    try:
        address = how(sock)
    except OSError:
        return None
    return address[:2] if isinstance(address, tuple) else address


def listens_at(loop):
    """The addresses at which servers of this loop listen."""
    found = set()
    for key in list((getattr(loop, "_selector", None) and loop._selector.get_map() or {}).values()):
        reader = key.data[0] if isinstance(key.data, tuple) else None
        for sock in getattr(reader, "_args", None) or ():
            if isinstance(sock, _socket.socket):
                sock = itself(sock)
                try:
                    listening = _socket.socket.getsockopt(sock, _socket.SOL_SOCKET, _socket.SO_ACCEPTCONN)
                except OSError:
                    continue
                if listening:
                    found.add(address_of(sock, _socket.socket.getsockname))
    return found - {None, ""}


def peer(chain, who, loop):
    listening = None
    for sock in filter(blocks, sockets_in(chain)):
        listening = listens_at(loop) if listening is None else listening
        there = address_of(sock, _socket.socket.getpeername)
        local = isinstance(there, tuple) and there[0].startswith(("127.", "::1"))
        if there and (there in listening or (local and any(isinstance(one, tuple) and one in (("0.0.0.0", there[1]), ("::", there[1])) for one in listening))):
            name = f"{there[0]}:{there[1]}" if isinstance(there, tuple) else there
            return (
                f"{who} waits at {at(look.place_of(chain[-1]))} for an answer from {name}, where a server of this same loop listens: it cannot answer while this step holds on to the loop.",
                ASYNCHRONOUS,
            )
    return None


def in_blocking_mode(chain, who, loop):
    """One of asyncio's functions is given a socket that waits in the system."""
    frame = next((one for one in chain if one.f_code.co_name.startswith("sock_") and look.is_library(one.f_code)), None)
    sock = itself(frame.f_locals["sock"]) if frame is not None and isinstance(frame.f_locals.get("sock"), _socket.socket) else None
    if sock is None or not blocks(sock):
        return None
    return (
        f"{who} waits at {at(look.place_of(chain[-1]))} in {frame.f_code.co_name}() for a socket that is in blocking mode: so the thread of the loop itself waits, and nothing else can run.",
        "Make it one that does not block, as soon as it is made: `sock.setblocking(False)`.",
    )


def named_pipe(chain, who, loop):
    """open() of one waits until somebody opens its other end."""
    for statement in thread_lock.statements(chain[-1])[-1:] if len(chain) == 1 else ():
        for call in ast.walk(statement):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "open" and call.args and call.lineno == chain[-1].f_lineno:
                path = thread_lock.value_of(call.args[0], chain[-1])
                if type(path) is str and is_pipe(path):
                    return (
                        f"{who} waits at {at(look.place_of(chain[-1]))} in open() until somebody opens the other end of the pipe {path}: what tasks of this loop would do, they cannot do while this step holds on to it.",
                        "Open it in a thread, `await asyncio.to_thread(open, path, mode)`; or with os.open() and os.O_NONBLOCK, and read it by loop.connect_read_pipe().",
                    )
    return None


def is_pipe(path):
    try:
        return stat.S_ISFIFO(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


alone = None  # the frame of the wait for which no thread was found when it was looked at last, and its line


def nobody(chain, who, loop):
    """It waits for another thread, and there is none."""
    global alone
    waits = [frame for frame in chain[:-1] if frame.f_code.co_filename in (threading.__file__, QUEUE) and frame.f_code.co_name in ("get", "put", "wait", "acquire", "join")]
    others = [thread for thread in threading.enumerate() if thread.ident not in (recorder.thread, threading.get_ident()) and thread.ident not in standstill.idle_executor(loop)]
    if not waits or others or standstill.unknown_threads() or standstill.own_signal_handlers():
        return None
    if alone != (id(waits[-1]), waits[-1].f_lineno):  # a thread may have done it and ended just now: it is looked at once more
        alone = id(waits[-1]), waits[-1].f_lineno
        return None
    frame = waits[-1]
    meanwhile = "" if frame.f_locals.get("timeout") is None else " meanwhile"
    name = look.qualified_name(frame.f_code)
    return (
        f"{who} waits at {at(look.place_of(chain[-1]))} in {'queue' if frame.f_code.co_filename == QUEUE else 'threading'}'s {name}() for another thread to do something, but there is none that could: what tasks of this loop would do, they cannot do{meanwhile} while this step holds on to it.",
        "Use asyncio's own Queue, Event, Lock: `await` lets the other tasks run while one waits.",
    )


def thread_holds(chain, who, loop):
    """A lock of module threading that another thread keeps."""
    lock, _ = thread_lock.waited_for(chain[-1])
    if lock is None:
        return None
    for ident, frame in look.other_threads().items():
        while ident != recorder.thread and frame is not None:
            if frames.is_own(frame.f_code) and thread_lock.holds(frame, lock):
                thread = next((one.name for one in threading.enumerate() if one.ident == ident), "another one")
                return (
                    f"{who} waits at {at(look.place_of(chain[-1]))} for a threading lock, which thread {thread} holds at {at(look.place_of(frame))}: until it gives that back, nothing else can run.",
                    "Hold a lock that the loop needs as well only for a moment; or wait for it in a thread: `await asyncio.to_thread(...)`.",
                )
            frame = frame.f_back
    return None


def explain(frame, who):
    """(what, advice), or None where nothing is known."""
    chain = above(frame)
    if not chain or not frames.is_own(chain[-1].f_code):
        return None
    loop = loop_of(frame)
    for one in (result, of_a_thread, joined, peer, in_blocking_mode, named_pipe, nobody, thread_holds, databases.waited_for):
        found = one(chain, who, loop) if loop is not None or one is result else None
        if found is not None:
            return found
    return None
