"""page: a program in a web page, whose Python has no sockets and no threads: asyncio's own loop runs there in virtual time, with a network and threads that are part of the run."""

import asyncio
import atexit
import gc
import io
import json
import sys
import traceback

from .. import hooks, look, program, virtual
from .. import connections, descriptors  # which see one another: behind the program that brings both
from ..causes import uncaught
from ..recorder import Recorder
from ..stream import KIND, Stream, number
from ..writer import MANY, Writer
from . import leaving, sockets, threads
from .clock import Clock
from .leaving import STANDS_STILL, TOO_LONG, Left, leave
from .network import Network

WHY = "in a page: `loopscope run` runs this program on a computer of your own"
WAY = "The traceback below the program shows the way there."

def plain_loops():
    """asyncio's own loops as they are everywhere, but with nothing to be woken through: nobody is there who would."""
    loops = asyncio.selector_events.BaseSelectorEventLoop
    for name in ("_make_self_pipe", "_close_self_pipe", "_write_to_self"):
        setattr(loops, name, lambda self: None)
    asyncio.events._set_running_loop(None)  # the page's own, which is said to be always running
    unix = asyncio.unix_events
    asyncio.events._event_loop_policy = getattr(unix, "_DefaultEventLoopPolicy", None) or unix.DefaultEventLoopPolicy
    asyncio.events._event_loop_policy = asyncio.events._event_loop_policy()
    asyncio.run = asyncio.runners.run


def refuse_the_reader():
    import builtins

    builtins.input = lambda *args: virtual.refuse("an answer to input()")


def tell_the_outside():
    """Sockets and calls in threads are told as where there are real ones."""
    descriptors.install()
    connections.install()


class Pieces(io.RawIOBase):
    """Hands on what is recorded as it comes, as text of one character a byte; tell() says whether the run may go on."""

    def __init__(self, tell):
        super().__init__()
        self.tell = tell

    def write(self, data):
        if not self.tell(bytes(data).decode("latin-1")) and hooks.recorder.on:
            leave(TOO_LONG)
        return len(data)


class Stdout(program.Stdout):
    """Tells the page also while a step prints and prints: there the page can end it. What a call in a thread prints behind a sleep is there when the loop has come so far."""

    def write(self, text):
        if threads.has_slept():
            place = look.script_place()
            threads.clock.happens(threads.clock.ns, lambda: self.recorder.printed(text, place))
            return len(text)
        written = super().write(text)
        if self.recorder.writer.count() > MANY:
            self.recorder.writer.flush()
        return written


class Later(Stream):
    """A recording that begins when the program is known."""

    def begin(self):
        return b""

    def begin_with(self, script):
        self.script = script
        return super().begin()

    def put_task_new(self, fields, unseen, by, t):
        super().put_task_new(fields, unseen, by, t)
        if "label" in fields:
            self.record(KIND["label"], by=by, t=t, a=number(fields["task"]), b=self.text(fields["label"]))


class Labelling(Recorder):
    """A task is called by the text that its coroutine has as its first argument, as in the lesson that the program was: its pictures and its task go by that."""

    def task_made(self, task, *args, **kwargs):
        name = super().task_made(task, *args, **kwargs)
        frame = getattr(task.get_coro(), "cr_frame", None)
        first = frame.f_locals.get(frame.f_code.co_varnames[0]) if frame is not None and frame.f_code.co_argcount > 0 else None
        if type(first) is str and 0 < len(first) <= 60 and look.is_counted_name(task.get_name()) and name in self.names:
            self.names[name]["label"] = first
        return name


def fault_of(error, file):
    """Where in the program's text it is to be seen, and what is wrong, as Python says it."""
    if isinstance(error, SyntaxError):
        return {"line": error.lineno or 0 if error.filename == file else 0, "words": f"{type(error).__name__}: {error.msg}"}
    line, entry = 0, error.__traceback__
    while entry is not None:
        if entry.tb_frame.f_code.co_filename == file:
            line = entry.tb_lineno
        entry = entry.tb_next
    return {"line": line, "words": "".join(traceback.format_exception_only(error)).strip().partition("\n")[0]}


def numbers_of(variables):
    return {name: float(value) for name, value in variables.items() if type(value) in (bool, int, float) and abs(value) < 1e15}


class Machine:
    """Python made ready for one run. The page keeps the memory that it has then, and lays it back before the next."""

    def __init__(self, tell, labels=True):
        plain_loops()
        virtual.WHY = WHY
        uncaught.WAY = WAY
        self.form = Later("", real_time=False)
        clock = Clock()
        self.network = Network(clock)
        self.recorder = (Labelling if labels else Recorder)(clock, Writer(Pieces(tell), self.form))
        self.recorder.leave = leave
        sockets.use(self.network)
        program.watch(self.recorder)
        threads.use(clock)
        tell_the_outside()
        refuse_the_reader()
        sys.stderr = self.said = io.StringIO()
        sys.stdout = Stdout(io.StringIO(), self.recorder)
        sys.stdin = io.StringIO()
        sys.path[:0] = [""]  # where set_up() puts the program's folder
        self.variables = {}
        gc.collect()
        gc.disable()

    def run(self, file, text, link="{}"):
        """link: how the network carries bytes, as JSON: latency and jitter in seconds, bandwidth in bytes a second; nothing of it: it takes no time.

        As JSON: line, at which of the program something is wrong, or 0; words, what is wrong, or ""; said, all that was said of it; too_long; and
        values, the numbers that the program's variables have at its end."""
        with open(file, "w", encoding="utf-8") as script:
            script.write(text)
        self.link = json.loads(link)
        self.network.be(**self.link)
        self.recorder.writer.put(self.form.begin_with(file))
        outcome = {"line": 0, "words": "", "too_long": False, "values": {}}
        try:
            self.execute(file, outcome)
        except Left:
            pass
        if leaving.left is None:
            return json.dumps({**outcome, "said": self.said.getvalue()})
        self.left(outcome, file, *leaving.left.args)  # also where the program has caught it
        return json.dumps(outcome)

    def execute(self, file, outcome):
        try:
            main, code = program.set_up(file, [], False)
            sys.path[0] = ""  # a program that is called as one of Python's own modules is not taken for it
        except program.CANNOT_BE_READ as error:
            uncaught.tell(error)
            program.finish(self.recorder)
            sys.excepthook(type(error), error, None)
            outcome.update(fault_of(error, file))
            return
        self.variables = main.__dict__
        try:
            exec(code, main.__dict__)
        except SystemExit:
            pass
        except Left:
            raise
        except BaseException as error:
            outcome.update(fault_of(error, file))
            self.recorder.emit("uncaught", exc=type(error).__name__)
            uncaught.tell(error)
            program.report(error)
        outcome["values"] = self.numbers()
        threads.at_the_end()
        program.forgotten()
        self.recorder.end_output()
        main.__dict__.clear()
        atexit._run_exitfuncs()
        program.finish(self.recorder)

    def numbers(self):
        """Those of the program and of its network: among them are the knobs of the lesson that it was, however its run has ended."""
        return {**self.link, **numbers_of(self.variables)}

    def left(self, outcome, file, status, place, said):
        outcome.update(said=said, too_long=status == TOO_LONG)
        outcome["values"] = self.numbers()
        if status not in (STANDS_STILL, TOO_LONG):  # virtual.refuse() has said why
            outcome["words"] = said.strip().rpartition("\n")[2].partition(": ")[2]
            outcome["line"] = place[2] if place is not None and place[0] == file else 0
        elif status == TOO_LONG:
            self.recorder.writer.flush(everything=True)
