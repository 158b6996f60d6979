"""run_python: runs programs that are data on CPython, watched by the tracer in virtual time, many in one go.

    PYTHONPATH=tracer run_python.py FILE

FILE holds a program a line. Standard output gets the events of each as JSON Lines, and behind them a line {"end":STATUS}, as
run_program --many has it. They run one after the other in a process that is forked anew when one of them ended in a deadlock.
"""

import gc
import json
import os
import sys
import traceback
import warnings

import print_program
from loopscope_trace import hooks, look, order, program as tracing
from loopscope_trace.clock import VirtualClock
from loopscope_trace.recorder import Recorder
from loopscope_trace.writer import JsonLines, Writer


class Nowhere:
    """A standard output that keeps nothing: the recorder has it."""

    def write(self, text):
        return len(text)

    def flush(self):
        pass


def watched(program, recorder):
    """Runs the program; its exit status. The globals die with this function's frame."""
    code = compile(print_program.to_python(program), "program.py", "exec")
    try:
        exec(code, {"__name__": "__main__"})
    except BaseException as error:
        recorder.emit("uncaught", exc=repr(error))
        if isinstance(error, SystemExit):  # of one with a text it is printed
            return int(bool(error.args))
        return 130 if isinstance(error, KeyboardInterrupt) else 1
    return 0


class Watch:
    """The tracer, set up once, for one program after the other."""

    def __init__(self):
        self.clock = VirtualClock()
        self.out = []
        self.recorder = Recorder(self.clock, Writer(self, JsonLines()))
        tracing.watch_sleep(self.recorder, self.clock)
        tracing.watch_warnings(self.recorder)
        hooks.install(self.recorder)
        order.install(self.recorder)

    def write(self, data):
        self.out.append(bytes(data))
        return len(data)

    def run(self, program):
        """The program's exit status; its events are in `out`. Nothing of it is left behind."""
        self.clock.ns = 0
        look.eager.clear()
        eager = '"eager' in json.dumps(program)
        order.listen(eager)
        if eager:
            order.expect_eager()  # also by eager_start=True, of which nothing tells
        self.out = []
        self.recorder.__init__(self.clock, Writer(self, JsonLines()))
        sys.stdout = tracing.Stdout(Nowhere(), self.recorder)
        status = watched(program, self.recorder)
        self.recorder.end_output()
        sys.stdout = Nowhere()
        self.recorder.emit("exit", t=self.recorder.now())
        gc.collect()
        self.recorder.writer.flush(everything=True)
        return status

    def hand_over(self, status):
        data = b"".join([*self.out, b'{"end":%d}\n' % status])
        while data:
            data = data[os.write(1, data) :]


def child(lines, done):
    """Runs the programs, and says of each that it is done. A deadlock ends the process: what waits for ever cannot be taken down."""
    watch = Watch()
    gc.collect()
    gc.freeze()
    exit_now = os._exit

    def leave(code):
        watch.hand_over(code)
        os.write(done, b".")
        exit_now(0)

    os._exit = leave
    try:
        for line in lines:
            watch.hand_over(watch.run(json.loads(line)))
            os.write(done, b".")
        exit_now(0)
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
        exit_now(1)


def main():
    gc.disable()
    gc.collect()
    gc.freeze()
    sys.stderr = Nowhere()
    warnings.simplefilter("always", RuntimeWarning)  # also where one came before
    with open(sys.argv[1], encoding="utf-8") as file:
        lines = file.readlines()
    while lines:
        here, there = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(here)
            child(lines, there)
        os.close(there)
        done = 0
        while some := os.read(here, 4096):
            done += len(some)
        os.close(here)
        _, status = os.waitpid(pid, 0)
        if status or not done:
            return 1
        del lines[:done]
    return 0


if __name__ == "__main__":
    sys.exit(main())
