"""processes: what a child process has to do with a wait: its output stands in its own buffer, its stdin is still open; or it goes on when the wait for it is given up."""

import ast
import asyncio
import signal
import weakref

from .. import hooks, needs
from . import frames
from .left import communicated

recorder = None
given_up = []  # (a weak reference to the process's transport, its number, the task that has given up, where, at what)


def waits_for_any(node):
    """"os.waitpid()" where such a call takes the status of whatever child has ended; or ""."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "os"):
        return ""
    name, first = node.func.attr, ast.unparse(node.args[0]) if node.args and hasattr(ast, "unparse") else ""
    return f"os.{name}()" if name in ("wait", "wait3") or (name in ("waitpid", "wait4") and first in ("-1", "0")) else ""


def status_is_gone(pid):
    """asyncio finds that somebody else has waited for its child, and so has its exit status: who?"""
    who, place = "somebody else has waited for it, and has taken its status", None
    if signal.getsignal(signal.SIGCHLD) is signal.SIG_IGN:
        who = "SIGCHLD is ignored, so the system keeps no status of children that end"
    else:
        for function in needs.nodes_of(frames.program) if frames.program else ():
            for node in ast.walk(function) if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)) and place is None else ():
                if waits_for_any(node) and place is None:
                    place = frames.program, function.name, node.lineno
                    who = f"{waits_for_any(node)} at {frames.line(place)}, in {function.name}, takes the status of every child that has ended"
    recorder.remark(
        "meaning",
        f"How process {pid} ended nobody can tell any more, so asyncio says 255: {who}.",
        "Leave the children that asyncio has started to asyncio: wait for a child of your own by its number (os.waitpid(pid, 0)), and set no handler of SIGCHLD that takes them all.",
        place,
        None,
    )


def child_of(reader, chain):
    """The process whose output the reader gives, where one of the program's own coroutines has it in a variable; or None."""
    for frame in chain:
        if frames.is_own(frame.f_code):
            for value in list(frame.f_locals.values()):
                for one in (value, *frames.attributes_of(value).values()) if not isinstance(value, asyncio.subprocess.Process) else (value,):
                    if isinstance(one, asyncio.subprocess.Process) and reader in (one.stdout, one.stderr):
                        return one
    return None


def why_silent(reader, chain, name):
    """(what, advice) of a child process that lives and has written nothing; or None."""
    child = child_of(reader, chain)
    if child is not None and child.returncode is not None:
        return f"process {child.pid} has ended, but {HELD} still holds the pipe", GROUP
    if child is None:
        return None
    stdin = getattr(child, "stdin", None)
    if name == "read" and stdin is not None and not stdin.is_closing():
        return (
            f"process {child.pid} lives, and its stdin is still open: a program that reads all of its input before it writes, as sort does, waits for the end of that",
            "Close its input when all is written: `child.stdin.close()`; or leave both to `await child.communicate(data)`.",
        )
    if name == "read":
        return None
    return (
        f"process {child.pid} lives; what it has printed may stand in its own buffer, since it writes to a pipe and not to a terminal",
        "Let it write at once: print(..., flush=True), `python -u`, or `stdbuf -oL` before its command.",
    )


def waited_for(child, name, me, place):
    """(kind, sentence, advice, place) of a wait for that process that does not end; or None."""
    full = [stream for stream in (child.stdout, child.stderr) if stream is not None and getattr(stream, "_paused", False)] if name == "wait" else []
    if full and child.returncode is not None:
        which = "stdout" if full[0] is child.stdout else "stderr"
        return "full-pipe", f"{me} waits in wait() for process {child.pid}, which has ended; but wait() comes back only when its {which} has been read to its end, and nobody reads that: {len(full[0]._buffer)} bytes stand here.", "Use communicate(), or read the pipe in a task while you wait.", place
    if full and not getattr(child._transport, "loopscope_signalled", False):
        which = "stdout" if full[0] is child.stdout else "stderr"
        return "full-pipe", f"{me} waits in wait() for process {child.pid} to end, but nobody reads its {which}: {len(full[0]._buffer)} bytes stand here, the pipe is full, and the process waits for room.", "Use communicate(), or read the pipe in a task while you wait.", place
    if name == "communicate" and child.returncode is not None:
        return "no-end", f"{me} waits in communicate() for the end of what process {child.pid} writes: process {child.pid} has ended, but {HELD} still holds the pipe.", GROUP, place
    return None


HELD = "something that it has started, as a shell starts its commands,"
GROUP = "Start the command itself, without a shell (create_subprocess_exec); or give it a group of its own, start_new_session=True, and end all of that: os.killpg(process.pid, signal.SIGKILL)."
LONG = 100_000_000  # ns


def telling_exit(plain):
    def _process_exited(self, returncode):
        try:
            if recorder.on and recorder.in_thread():
                self.loopscope_exited = recorder.clock.now()
        except Exception as error:
            recorder.fail(error)
        return plain(self, returncode)

    return _process_exited


def telling_signal(plain):
    """Who is killed ends, whatever it was waiting for."""

    def send(self, *args):
        if recorder.on:
            self.loopscope_signalled = True
        return plain(self, *args)

    return send


def telling_pipe_lost(plain):
    def _pipe_connection_lost(self, fd, exc):
        try:
            since = getattr(self, "loopscope_exited", None)
            if since is not None and fd in (1, 2) and recorder.on and recorder.in_thread() and recorder.clock.now() - since >= LONG:
                held_open(self, recorder.clock.now() - since)
        except Exception as error:
            recorder.fail(error)
        return plain(self, fd, exc)

    return _pipe_connection_lost


def held_open(transport, late):
    """Its pipe was closed long after the process had ended: whoever read it to its end has waited for that."""
    transport.loopscope_exited = None
    for task in frames.tasks_of(transport._loop):
        chain = frames.of(task)
        for frame in reversed(chain):
            child = frame.f_locals.get("self")
            child = child if isinstance(child, asyncio.subprocess.Process) else child_of(child, chain) if isinstance(child, asyncio.StreamReader) else None
            place = frames.place(chain) if child is not None and child._transport is transport else None
            if place is not None:
                name = recorder.name_of(task)
                recorder.remark("no-end", f"{{{name}}} waited at {frames.line(place)} for the end of the output of process {child.pid} until {late / 1e9:.3f} s after that had ended: {HELD} held the pipe.", GROUP, place, name)
                return


def install():
    transport = asyncio.base_subprocess.BaseSubprocessTransport
    hooks.exchange(transport, "_process_exited", telling_exit)
    hooks.exchange(transport, "_pipe_connection_lost", telling_pipe_lost)
    for name in ("kill", "terminate", "send_signal"):
        hooks.exchange(transport, name, telling_signal)


def wait_is_given_up(task, how, running):
    """A task is cancelled while it waits for a process: that ends no process. running(): the frames of what runs now."""
    chain = frames.of(task)
    for frame in reversed(chain):
        child = frame.f_locals.get("self")
        if isinstance(child, asyncio.subprocess.Process) and frame.f_code.co_name in ("wait", "communicate"):
            communicated.given_up(child, how, frames.tasks_of(task.get_loop()))
            parent = recorder.parents.get(recorder.name_of(task))
            outer = next((one for one in frames.tasks_of(task.get_loop()) if recorder.name_of(one) == parent), None) if parent else None
            place = frames.place(chain) or frames.place(running() if parent == recorder.by else frames.of(outer) if outer is not None else ())
            if place is not None and len(given_up) < 64:
                given_up.append((weakref.ref(child._transport), child.pid, parent or recorder.name_of(task), place, frame.f_code.co_name, how))
            return


def at_the_end(loop):
    """The loop is closed: which of the processes whose end was not waited for still run?"""
    left, given_up[:] = given_up[:], []
    for transport, pid, name, place, function, how in left:
        transport = transport()
        if transport is not None and transport._loop is loop and transport._returncode is None and transport._proc is not None and transport._proc.poll() is None:
            recorder.remark(
                "left-running",
                f"{{{name}}} gave up waiting in {function}() for process {pid} at {frames.line(place)} {how}: that ends no process, and this one still runs at the end of the loop.",
                "When the wait is given up, call process.kill() or terminate(), and `await process.wait()` after that.",
                place,
                name,
            )
