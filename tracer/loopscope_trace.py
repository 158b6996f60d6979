"""loopscope_trace: runs an asyncio script and records what its event loop does.

    PYTHONPATH=tracer python3 -m loopscope_trace [--virtual-time] [--jsonl OUT | --record OUT] SCRIPT [ARG...]

The script runs on the stock asyncio, with its C tasks and futures. OUT gets one JSON object an event, or with --record a recording that
loopscope opens; without either, JSON goes to standard error.
With --virtual-time nothing waits: the clock jumps where the loop would sleep, and a run is the same every time.
"""

import argparse
import builtins
import gc
import os
import runpy
import sys
import time
import traceback
import warnings

import loopscope_look as look
import loopscope_loop
from loopscope_clock import RealClock, VirtualClock
from loopscope_recorder import Recorder
from loopscope_stream import Stream
from loopscope_writer import JsonLines, Seconds, Writer


class Stdout:
    """The script's standard output, which also tells the recorder what is printed."""

    def __init__(self, stream, recorder):
        self.stream = stream
        self.recorder = recorder

    def write(self, text):
        self.recorder.printed(text)
        return self.stream.write(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def __getattr__(self, name):
        return getattr(self.stream, name)


def watch_sleep(recorder, clock):
    """time.sleep() stops the whole loop: that is an event."""

    def blocked(ns):
        recorder.emit("block", {"place": look.script_place()}, by=recorder.by, secs=Seconds(ns), t=recorder.now())

    if clock.virtual:
        clock.install(blocked)
        return
    sleep = time.sleep

    def sleep_and_tell(seconds):
        sleep(seconds)
        blocked(round(seconds * 1_000_000_000))

    time.sleep = sleep_and_tell


def watch_warnings(recorder):
    """A coroutine that was never awaited is known only from Python's warning."""
    sys.set_coroutine_origin_tracking_depth(1)
    warnings.simplefilter("always", RuntimeWarning)
    show = warnings.showwarning

    def show_and_tell(message, category, filename, lineno, file=None, line=None):
        found = look.never_awaited(str(message)) if category is RuntimeWarning else None
        if found is not None:
            recorder.emit("never_awaited", by=recorder.by, coro=found[0], line=found[1])
            message = str(message).partition("\n")[0]
        show(message, category, filename, lineno, file, line)

    warnings.showwarning = show_and_tell


def run_script(script, recorder):
    """Runs the script as if it had been started by itself; returns its exit status."""
    try:
        runpy.run_path(script, run_name="__main__")
        return 0
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        print(end.code, file=sys.stderr)
        return 1
    except BaseException as error:
        recorder.emit("uncaught", exc=repr(error))
        kind, value, place = sys.exc_info()
        while place is not None and (look.is_tracer(place.tb_frame.f_code) or place.tb_frame.f_code.co_filename.startswith("<frozen")):
            place = place.tb_next
        traceback.print_exception(kind, value, place)
        return 1


def arguments():
    parser = argparse.ArgumentParser(prog="loopscope_trace", description="Run an asyncio script and record what its event loop does.")
    parser.add_argument("--virtual-time", action="store_true", help="jump the clock instead of waiting")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--jsonl", metavar="OUT", help="where the events go, one JSON object a line (standard error if not given)")
    form.add_argument("--record", metavar="OUT", help="write a recording, which loopscope opens")
    parser.add_argument("script", metavar="SCRIPT")
    parser.add_argument("args", metavar="ARG", nargs=argparse.REMAINDER)
    return parser.parse_args()


def fail(message):
    sys.exit(f"loopscope_trace: {message}")


def main():
    asked = arguments()
    if not os.path.isfile(asked.script):
        fail(f"there is no script {asked.script}")
    try:
        path = asked.record or asked.jsonl
        out = open(path, "wb", buffering=0) if path else sys.stderr.buffer.raw
    except OSError as error:
        fail(f"cannot write {path}: {error.strerror}")
    clock = VirtualClock() if asked.virtual_time else RealClock()
    form = Stream(asked.script, real_time=not clock.virtual) if asked.record else JsonLines()
    recorder = Recorder(clock, Writer(out, form))
    if clock.virtual:  # cycles are collected at the end, not at a moment that depends on the interpreter
        gc.disable()
    watch_sleep(recorder, clock)
    watch_warnings(recorder)
    loopscope_loop.install(recorder)
    sys.argv = [asked.script, *asked.args]
    sys.path[0:0] = [os.path.dirname(os.path.abspath(asked.script))]
    sys.stdout = Stdout(sys.stdout, recorder)
    builtins.exit = builtins.quit = sys.exit
    status = run_script(asked.script, recorder)
    recorder.end_output()
    sys.stdout = sys.stdout.stream
    sys.stdout.flush()
    recorder.emit("exit", t=recorder.now())
    gc.collect()
    recorder.writer.flush(everything=True)
    if recorder.writer.failure is not None:
        print(f"loopscope_trace: the events could not all be written: {recorder.writer.failure}", file=sys.stderr)
        return status or 1
    return status


if __name__ == "__main__":
    sys.exit(main())
