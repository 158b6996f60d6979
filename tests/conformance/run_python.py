"""run_python: runs programs that are data on CPython, watched by the tracer in virtual time, many in one go.

    PYTHONPATH=tracer run_python.py FILE

FILE holds a program a line. Standard output gets the events of each as JSON Lines, and behind them a line {"end":STATUS}, as
run_program --many has it. Each program runs in a process of its own, forked when everything was imported, so that nothing of one is seen by another.
"""

import asyncio
import gc
import json
import os
import sys

import loopscope_loop
import loopscope_trace
import print_program
from loopscope_clock import VirtualClock
from loopscope_recorder import Recorder
from loopscope_writer import JsonLines, Writer

UNEXPECTED = 9  # the exit status of a program that is none


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
    except Exception as error:
        recorder.emit("uncaught", exc=repr(error))
        return 1
    except asyncio.CancelledError as error:
        recorder.emit("uncaught", exc=repr(error))
        return 1
    return 0


def run(program, out):
    """Runs one program in this process, which is used up by it."""
    clock = VirtualClock()
    recorder = Recorder(clock, Writer(out, JsonLines()))
    loopscope_trace.watch_sleep(recorder, clock)
    loopscope_trace.watch_warnings(recorder)
    loopscope_loop.install(recorder)
    sys.stdout = loopscope_trace.Stdout(Nowhere(), recorder)
    status = watched(program, recorder)
    recorder.end_output()
    sys.stdout = Nowhere()
    recorder.emit("exit", t=recorder.now())
    gc.collect()
    recorder.writer.flush(everything=True)
    return status


class Buffer:
    """A raw file that is written at once when the program has ended."""

    def __init__(self):
        self.parts = []

    def write(self, data):
        self.parts.append(bytes(data))
        return len(data)


def child(line):
    out = Buffer()
    write = os.write
    status = UNEXPECTED
    exit_now = os._exit

    def leave(code):
        data = b"".join(out.parts)
        while data:
            data = data[write(1, data) :]
        exit_now(code)

    os._exit = leave  # a deadlock leaves this way
    try:
        status = run(json.loads(line), out)
    except BaseException as error:
        print(f"run_python: {type(error).__name__}: {error}", file=sys.__stderr__)
    leave(status)


def main():
    gc.disable()
    gc.collect()
    gc.freeze()
    sys.stderr = Nowhere()
    with open(sys.argv[1], encoding="utf-8") as file:
        lines = file.readlines()
    for line in lines:
        pid = os.fork()
        if pid == 0:
            child(line)
        _, waited = os.waitpid(pid, 0)
        os.write(1, b'{"end":%d}\n' % os.waitstatus_to_exitcode(waited))


if __name__ == "__main__":
    main()
