"""outside: what comes from outside of the loop: streams whose end never comes, pipes that nobody reads, writing that never waits, calls that threads are given."""

import asyncio
import itertools
import signal
import socket
import sys
import weakref

from .. import connections, descriptors, hooks, look, workers
from . import callbacks, consumers, contexts, endless, frames, futures, libraries, limited, no_thread, objects, processes, queues, standstill
from .left import items
from .unlimited import nested

recorder = None
paused = weakref.WeakSet()  # readers that have stopped their transport, because nobody reads
told = set()


# What asyncio's functions on sockets wait for.
SOCKET_CALLS = {
    "sock_recv": "data from",
    "sock_recv_into": "data from",
    "sock_recvfrom": "a datagram at",
    "sock_recvfrom_into": "a datagram at",
    "sock_accept": "somebody who connects to",
    "sock_connect": "the connection to",
    "sock_sendall": "room to write to",
    "sock_sendto": "room to send from",
}
MAKES_TRANSPORT = ("create_datagram_endpoint", "connect_read_pipe", "connect_write_pipe")


def asked_number(pipe):
    try:
        return pipe.fileno()
    except (OSError, ValueError):  # it is closed
        return None


def peer_of(reader):
    """Who is at the other end, in words."""
    transport = getattr(reader, "_transport", None)
    get = getattr(transport, "get_extra_info", None)
    if get is None:
        return "the other side"
    peer = get("peername")
    if isinstance(peer, tuple) and len(peer) >= 2:
        return f"{peer[0]}:{peer[1]}"
    pipe = get("pipe")
    return "the other side" if pipe is None else "standard input" if asked_number(pipe) == 0 else "a pipe"


def name_of_wait(chain):
    """What a task waits for outside of the loop: "data from 127.0.0.1:4242"; or None."""
    for frame in reversed(chain):
        code = frame.f_code
        if not look.is_library(code):
            break
        name, local = code.co_name, frame.f_locals
        thing = local.get("self")
        if isinstance(thing, asyncio.StreamReader) and name in ("read", "readline", "readuntil", "readexactly"):
            return f"data from {peer_of(thing)}"
        if isinstance(thing, asyncio.StreamWriter) and name == "drain":
            return f"room to write to {peer_of(thing)}"
        if isinstance(thing, asyncio.subprocess.Process) and name == "wait":
            return f"the end of process {thing.pid}"
        if name == "to_thread":
            return f"a thread that runs {getattr(local.get('func'), '__name__', 'a function')}"
        if name == "create_connection":
            there = lies_outside(name, local) if local.get("host") is None else None  # a socket is given that stands already
            return f"the transport of {there.name}" if there else f"the connection to {local.get('host')}:{local.get('port')}"
        if name == "getaddrinfo":
            return f"the address of {local.get('host')}"
        if name in SOCKET_CALLS:
            there = lies_outside(name, local)
            return f"a socket ({name})" if there is None else f"{SOCKET_CALLS[name]} {there.name.partition(' to ')[0]}"
        if name in MAKES_TRANSPORT and descriptors.of(local.get("transport")) is not None:
            return f"the transport of {descriptors.of(local['transport']).name}"
        if name in ("serve_forever", "wait_closed") and type(thing).__name__ == "Server":
            return "the server's end"
    return library_call(chain)


def number_of_wait(chain):
    """Of what lies outside and is waited for there, or None: as descriptors.py knows it."""
    for frame in reversed(chain):
        if not look.is_library(frame.f_code):
            return None
        found = lies_outside(frame.f_code.co_name, frame.f_locals)
        if found is not None:
            return found.number
    return None


def lies_outside(name, local):
    thing = local.get("self")
    if isinstance(thing, (asyncio.StreamReader, asyncio.StreamWriter, asyncio.subprocess.Process)):
        transport = thing._transport
        secure = getattr(transport, "_ssl_protocol", None)
        return descriptors.of(transport if secure is None else secure._transport)
    if name in MAKES_TRANSPORT:
        return descriptors.of(local.get("transport"))
    sockets = [local.get("sock")] if name.startswith("sock_") or name == "create_connection" else []
    if type(thing).__name__ == "Server" and name in ("serve_forever", "wait_closed"):
        sockets = thing._sockets or ()
    for sock in sockets:
        if connections.is_socket(sock):
            return descriptors.known.get(sock.fileno() if type(sock) is connections.Socket else socket.socket.fileno(sock))
    return None


def library_call(chain):
    """What the program called, where the rest is a library's: "aiohttp's ClientSession.get()"; or None."""
    beneath = itertools.takewhile(lambda frame: not frames.is_own(frame.f_code), reversed(chain[1:]))  # the first is the task itself
    for frame in reversed(list(beneath)):
        if not frame.f_code.co_name.startswith("_"):
            return library_function(frame)
    return None


def library_function(frame):
    package = frame.f_globals.get("__name__", "").partition(".")[0] or "a library"
    return f"{package}'s {look.qualified_name(frame.f_code).rpartition('<locals>.')[2]}()"


def running():
    """The frames of what runs now, the outermost first: a coroutine that runs does not tell what it awaits."""
    found, frame = [], sys._getframe(1)
    while frame is not None:
        if not look.is_tracer(frame.f_code):
            found.append(frame)
        frame = frame.f_back
    return found[::-1]


def called_by_the_program(chain):
    """Does the program itself, and no library of its, wait in asyncio? A library may give up what it waits for as often as it likes: it looks again."""
    outer = next((frame for frame in reversed(chain) if not look.is_library(frame.f_code)), None)
    return outer is None or frames.is_own(outer.f_code)


def explain(task):
    """(kind, sentence, advice, place) when what it waits for outside does not come, or None."""
    chain = frames.of(task)
    name, thing = frames.waits_in(chain)
    if name is None:
        return None
    place, me, caller = frames.place(chain), "{" + recorder.name_of(task) + "}", chain
    parent = recorder.parents.get(recorder.name_of(task))
    if place is None and parent is not None:  # the task that wait_for() made for it
        outer = next((one for one in frames.tasks_of(task._loop) if recorder.name_of(one) == parent), None)
        caller = running() if parent == recorder.by else frames.of(outer) if outer is not None else ()
        place, me = frames.place(caller), "{" + parent + "}"
    if not called_by_the_program(caller):
        return None
    if isinstance(thing, asyncio.StreamWriter) and name == "drain":
        kept = thing.transport.get_write_buffer_size()
        return "no-end", f"{me} waits in drain() until {peer_of(thing)} reads: {kept} bytes stand here, which it does not take. What {me} would do next, for others too, waits with it.", DRAIN, place
    if isinstance(thing, asyncio.StreamReader) and not thing._eof:
        child = processes.child_of(thing, caller)
        other = child and (child.stderr if thing is child.stdout else child.stdout)
        if getattr(other, "_paused", False):
            which, mine = ("stderr", "stdout") if thing is child.stdout else ("stdout", "stderr")
            return "full-pipe", f"{me} waits in {name}() for the {mine} of process {child.pid}, but nobody reads its {which}: {len(other._buffer)} bytes stand here, that pipe is full, and the process waits for room.", "Use communicate(), which reads both; or read the other pipe in a task of its own; or let it go where the first goes (stderr=asyncio.subprocess.STDOUT).", place
        peer, there = peer_of(thing), len(thing._buffer)
        frame = next((frame for frame in chain if frame.f_code.co_name == name and frame.f_locals.get("self") is thing), None)
        size = frame.f_locals.get("n") if frame is not None else None
        if name == "read" and size is not None and size < 0:
            blocks = sum(len(block) for block in frame.f_locals.get("blocks", ())) + len(frame.f_locals.get("joined", b"")) + there  # joined: from 3.15
            come = f"{blocks} bytes have come" if blocks else "nothing has come"
            silent = processes.why_silent(thing, caller, name)
            if silent is not None:
                return "no-end", f"{me} waits in read() for the end of the output of a process: {come}; {silent[0]}.", silent[1], place
            return "no-end", f"{me} waits in read() for the end of the stream from {peer}: {come}, and read() without a size returns only when the other side closes or calls write_eof().", "Agree on where a message ends: readline(), readexactly(n), or a length before it; or write_eof() when all is written.", place
        wanted = {"readline": "a line", "readuntil": "a separator", "readexactly": f"{size} bytes", "read": "data"}.get(name)
        if wanted:
            part = f"only {there} have come" if name == "readexactly" else f"{there} bytes have come without one"
            come = part if there else "nothing has come"
            silent = processes.why_silent(thing, caller, name) if not there else None
            if silent is not None:
                return "no-end", f"{me} waits in {name}() for {wanted} from a process, and {come}: {silent[0]}.", silent[1], place
            return "no-end", f"{me} waits in {name}() for {wanted} from {peer}, and {come}: it waits until the other side writes or closes.", CLOSE, place
    if isinstance(thing, asyncio.subprocess.Process):
        return processes.waited_for(thing, name, me, place)
    return None


DRAIN = "Let a client that does not read hold up nobody but itself: a Queue and a task that writes for each of them; or a timeout() round drain(), and then close the connection."
CLOSE = "Close the writer or cancel the task that waits before you wait for its end; put a timeout() round the wait."


def tell(task, cancelled=False, only=None):
    """cancelled: the program itself cancels who waits for the next message, as it should. only: nothing but remarks of that kind, or with that advice."""
    found = explain(task)
    if found is not None and only is not None and found[0] not in only and found[2] not in only:
        return
    if found is not None and (found[3] is None or (cancelled and found[2] == CLOSE)):  # a library's task: it may wait as long as it likes
        return
    key = recorder.name_of(task), None if found is None else (found[0], found[3])
    if found is not None and key not in told:
        told.add(key)
        recorder.remark(found[0], found[1], found[2], found[3], recorder.name_of(task))


def timeout_above():
    """The frame of the time limit that cancels just now, or None."""
    frame = sys._getframe(2)
    for _ in range(10):
        if frame is None:
            return None
        if look.is_library(frame.f_code) and frame.f_code.co_name in ("wait_for", "_on_timeout", "_cancel_and_wait"):
            return frame
        if frame.f_code.co_name == "timeout" and type(frame.f_locals.get("self")).__name__ == "TimerContext":  # aiohttp's
            return frame
        if frame.f_code.co_name == "_timeout" and libraries.task_of_scope(frame.f_locals.get("self")) is not None:
            return frame
        frame = frame.f_back
    return None


def whose(task):
    """The name of the task that waits: of one that wait_for() has made, whoever called that."""
    return recorder.parents.get(recorder.name_of(task)) or recorder.name_of(task)


def given_up(task, limit):
    """A time-out that ran out while somebody else held a lock, or while a task that it did not name waited for what cannot come: who."""
    chain = frames.of(task)
    name, thing = frames.waits_in(chain)
    if not isinstance(thing, (asyncio.Lock, asyncio.Semaphore, asyncio.Queue)):
        return
    tasks = frames.tasks_of(task._loop)
    mine = whose(task)
    me = "{" + mine + "}"
    found = None
    if name == "acquire" and isinstance(thing, (asyncio.Lock, asyncio.Semaphore)):
        explain = standstill.explain_lock if isinstance(thing, asyncio.Lock) else standstill.explain_semaphore
        found = explain(thing, name, me, task, tasks)
    elif isinstance(thing, asyncio.Queue) and mine == recorder.name_of(task) and getattr(limit.f_locals.get("self"), "_task", None) is not task:
        others = {"get": objects.note_of(thing).put, "put": objects.note_of(thing).got}.get(name, ())
        lent = consumers.borrowed(thing, objects.note_of(thing), tasks, standstill.file_of(task), standstill.named(thing, tasks), standstill.end_of) if name == "get" else None
        if lent is not None or (others and all(standstill.end_of(other) for other in others)):  # a task that looks again every second has not lost anybody
            found = queues.explain_queue(thing, name, me, task, tasks)
    if found is not None and mine not in limited.told:
        outer = next((one for one in tasks if recorder.name_of(one) == mine), task)
        text = found[0].replace(" waits for ", " has given up waiting for ", 1)
        recorder.remark("given-up", text, found[1], frames.place(frames.of(outer)), mine)


def silent_condition(task):
    name, thing = frames.waits_in(frames.of(task))
    if not isinstance(thing, asyncio.Condition) or name is None or not name.startswith("wait"):
        return
    mine = whose(task)
    if mine in limited.told:
        return
    tasks = frames.tasks_of(task._loop)
    found = standstill.silent(objects.note_of(thing), standstill.named(thing, tasks), "{" + mine + "}")
    if found is not None:
        recorder.remark("given-up", found[0], found[1], frames.place(frames.of(task)), mine)


def cancelled_while_waiting(task):
    """Somebody loses patience: a good moment to ask why the others wait as well; not of who has only begun to when main is done and asyncio.run cancels who is left."""
    global looked_until
    now = recorder.clock.now()
    if recorder.ended.get(recorder.until) == "without an error" and look.caller()[2]:
        if now - getattr(task._fut_waiter, "loopscope_since", 0) < SHORT:
            return
    cause = who_cancels().f_code
    by_itself = frames.is_own(cause)
    libraries.cut_again.cancelled(task, cause)
    interrupted = look.qualified_name(cause) == "Runner._on_sigint"
    if interrupted:
        endless.interrupted(task)
        endless.comes_to(task)
    if interrupted or (timeout_above() is not None and whose(task) not in limited.told):
        futures.given_up(task, not interrupted)
        libraries.given_up(task, interrupted)
    allowed = now >= looked_until and (by_itself or look.is_library(cause))  # thousands may be cancelled at once, and thousands wait; and another library ends scopes of its own
    others = frames.tasks_of(task.get_loop() if hasattr(task, "get_loop") else task._loop) if allowed else ()
    others = [other for other in others if other is not task and now - getattr(other._fut_waiter, "loopscope_since", 0) >= SHORT]
    for one in sorted([task, *others], key=how_near):
        tell(one, by_itself)
    silent_condition(task)
    limit = timeout_above()
    processes.wait_is_given_up(task, "because of a time limit" if limit is not None else "because it was cancelled", running)
    items.called_done(task)
    if limit is not None:
        nested.over(task, limit)
        libraries.moved_on.over(task, limit)
        items.cut(task)
        given_up(task, limit)
    if allowed:
        ended = recorder.clock.now()
        looked_until = ended + 20 * (ended - now)


def how_near(task):
    """How near it stands to the cause: who cannot write, then who has a part of what it waits for, or waits for the end; who has nothing may wait for one of these."""
    chain = frames.of(task)
    name, thing = frames.waits_in(chain)
    if name == "drain":
        return 0
    come = isinstance(thing, asyncio.StreamReader) and (thing._buffer or getattr(thing, "_paused", False) or any(frame.f_locals.get("blocks") or frame.f_locals.get("joined") for frame in chain if look.is_library(frame.f_code)))
    return 1 if come else 2


looked_until = 0  # ns


def who_cancels():
    frame = sys._getframe(2)
    while frame.f_back is not None and look.is_tracer(frame.f_code):
        frame = frame.f_back
    return frame


def about_to_wait(loop):
    for reader in list(paused):
        if getattr(reader, "_paused", False):
            for task in sorted(frames.tasks_of(loop), key=how_near):
                tell(task, only=("full-pipe", DRAIN))


def telling_feed(plain):
    def feed_data(self, data):
        plain(self, data)
        if self._paused:
            paused.add(self)

    return feed_data


MUCH = 1 << 20  # bytes in a transport's buffer: sixteen times the mark at which drain() waits


def telling_write(plain):
    def write(self, data):
        plain(self, data)
        try:
            size = self._transport.get_write_buffer_size() if recorder.on and recorder.in_thread() else 0
            if size > MUCH and id(self) not in told:
                told.add(id(self))
                place = frames.here()
                if place is not None:
                    who = objects.of_task(objects.current())
                    recorder.remark(
                        "no-limit",
                        f"{who} writes at {frames.line(place)} faster than {peer_of(self)} reads: {size} bytes stand in memory, and write() never waits.",
                        "Await writer.drain() after each write: it waits while the buffer is too full.",
                        place,
                        objects.current(),
                    )
        except Exception as error:
            recorder.fail(error)

    return write


def telling_executor(plain):
    def run_in_executor(self, executor, func, *args):
        call = future = None
        try:
            call = workers.call_begins(self, executor, func, args)
        except Exception as error:
            recorder.fail(error)
        try:
            future = plain(self, executor, func, *args)
        finally:
            try:
                workers.call_handed_on(call, future)
            except Exception as error:
                recorder.fail(error)
        try:
            if recorder.on and recorder.in_thread():
                executor = executor or self._default_executor
                full_executor(executor)
                no_thread.given(executor, call)
                name_call(future, executor, func)
                place = frames.here() or place_of_parent(self)
                if place is not None:
                    calls[id(func)] = place
                    if len(calls) > 256:
                        del calls[next(iter(calls))]
        except Exception as error:
            recorder.fail(error)
        return future

    return run_in_executor


def place_of_parent(loop):
    """Where the task waits for which wait_for() has made the one that runs, or None."""
    parent = recorder.parents.get(recorder.by)
    outer = next((one for one in frames.tasks_of(loop) if recorder.name_of(one) == parent), None) if parent else None
    return None if outer is None else frames.place(frames.of(outer))


calls = {}  # by the id of what an executor was given last: where


SHORT = 100_000_000  # ns


def name_call(future, executor, func):
    """What the executor's call is, for whoever awaits it: alone, or as a child of gather()."""
    contexts.stays_behind(func)
    func = workers.called(func)
    callbacks.note(func, "an executor")
    if not isinstance(future, asyncio.Future) or getattr(future, "loopscope_named", False):
        return
    name = look.callback_name(func)
    if name != "getaddrinfo":  # which is named by the address
        future.loopscope_named = True
        where = "a process" if type(executor).__name__ == "ProcessPoolExecutor" else "a thread"
        recorder.emit("name", fut=recorder.name_of(future), name=f"{where} that runs {name}", outside=getattr(descriptors.of(future), "number", None))


def full_executor(executor):
    most, queue = getattr(executor, "_max_workers", None), getattr(executor, "_work_queue", None)
    if most is None or queue is None or id(executor) in told or queue.qsize() < 2 * most:
        return
    told.add(id(executor))
    place = frames.here()
    if place is not None:
        recorder.remark(
            "few-threads",
            f"{queue.qsize()} calls wait for one of the executor's {most} threads: it runs {most} at a time, and the others queue.",
            "Give it more threads (max_workers), or fewer calls; what can be awaited needs no thread.",
            place,
            objects.current(),
        )


def signal_of(handle, handlers):
    """" for SIGTERM" of the handle that add_signal_handler() has made for that, else ""."""
    number = next((number for number, one in handlers.items() if one is handle), None)
    try:
        return "" if number is None else f" for {signal.Signals(number).name}"
    except ValueError:
        return f" for signal {number}"


def install():
    hooks.exchange(asyncio.StreamWriter, "write", telling_write)
    hooks.exchange(asyncio.base_events.BaseEventLoop, "run_in_executor", telling_executor)
    hooks.exchange(asyncio.StreamReader, "feed_data", telling_feed)
