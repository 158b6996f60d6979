"""__main__: runs a Python program and records what its event loop does.

    python3 -m loopscope_trace [--virtual-time] [--record OUT | --jsonl OUT] SCRIPT [ARG...]
    python3 -m loopscope_trace [...] -m MODULE [ARG...]

The program runs on the stock asyncio, with its C tasks and futures, as if it had been started by itself. OUT gets a recording that loopscope opens,
or with --jsonl one JSON object an event; without either, JSON goes to standard error. With --virtual-time nothing waits: the clock jumps where the loop
would sleep, and a run is the same every time.
"""

import gc
import os
import sys

from . import late


def arguments():
    import argparse

    parser = argparse.ArgumentParser(prog="loopscope_trace", description="Run a Python program and record what its event loop does.")
    parser.add_argument("--virtual-time", action="store_true", help="jump the clock instead of waiting")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--jsonl", metavar="OUT", help="where the events go, one JSON object a line (standard error if not given)")
    form.add_argument("--record", metavar="OUT", help="write a recording, which loopscope opens")
    form.add_argument("--record-fd", metavar="N", type=int, help="write it to this open descriptor")
    parser.add_argument("--when-told", action="store_true", help="with --record-fd: begin when a byte comes from there")
    parser.add_argument("-m", dest="module", action="store_true", help="what follows is the name of a module")
    parser.add_argument("script", metavar="SCRIPT")
    parser.add_argument("args", metavar="ARG", nargs=argparse.REMAINDER)
    return parser.parse_args()


def fail(message):
    sys.exit(f"loopscope_trace: {message}")


def out_of_the_way(file):
    """The file under a high number: the program's own descriptors are numbered as they would be without us, and it may print those."""
    try:
        import fcntl

        high = fcntl.fcntl(file.fileno(), fcntl.F_DUPFD_CLOEXEC, 240)
    except (ImportError, AttributeError, OSError):  # no such call, or fewer descriptors
        return file
    file.close()
    return open(high, "wb", buffering=0)


def opened(asked):
    path = asked.record or asked.jsonl
    try:
        if asked.record_fd is not None:
            os.set_inheritable(asked.record_fd, False)
            return out_of_the_way(open(asked.record_fd, "wb", buffering=0))
        from .held import hold

        return hold(out_of_the_way(open(path, "wb", buffering=0))) if path else sys.stderr.buffer.raw
    except OSError as error:
        return fail(f"cannot write {path or 'to that descriptor'}: {error.strerror}")


def main():
    started_by = sys._getframe(1)
    if not beside_others(started_by):
        with late.Past(), Uncollected():
            from . import look, program

            look.started_by(started_by)
            asked = late.asked_for(sys.argv[1:]) or arguments()
            if not asked.module and not os.path.exists(asked.script):
                fail(f"there is no script {asked.script}")
            out = out_for(asked)
        if out is not None:
            program.kept_in = asked.record
            program.run(asked.script, asked.args, asked.module, out, is_recording(asked), asked.virtual_time)


class Uncollected:
    """What is imported stays: to look through it for garbage again and again is in vain."""

    def __enter__(self):
        self.collects = gc.isenabled()
        gc.disable()

    def __exit__(self, *_):
        if self.collects:
            gc.enable()


def out_for(asked):
    """None: whoever made it ready has gone."""
    return None if asked.when_told and not os.read(asked.record_fd, 1) else opened(asked)


def is_recording(asked):
    return asked.record is not None or asked.record_fd is not None


def beside_others(started_by):
    """Runs a program beside which files lie that Python takes for modules of its library; False: it is none such."""
    asked = late.asked_for(sys.argv[1:])
    if asked is None or not os.path.isfile(asked.script) or getattr(sys.flags, "safe_path", False):
        return False
    late.look_beside(asked.script)
    if not late.shadows:
        return False
    arguments_given = sys.argv
    try:
        main, code = late.set_up(asked)
    except (SyntaxError, ValueError, MemoryError, RecursionError, OSError):
        late.shadows.clear()
        sys.argv = arguments_given
        return False
    out = out_for(asked)
    if out is not None:
        late.execute(late.Run(asked, out, is_recording(asked), started_by), main, code)
    return True


if __name__ == "__main__":
    main()
