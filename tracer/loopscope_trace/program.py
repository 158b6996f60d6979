"""program: a Python program run as if it had been started by itself, with the tracer beside it."""

import atexit
import gc
import importlib.util
import io
import os
import signal
import sys
import time
import types
import warnings

from . import hooks, late, look, order, tracebacks
from .causes import blocking, callbacks, confused, left, lost_errors, uncaught
from .causes.errors import unawaited
from .causes.left import leaving
from .causes.libraries import in_c
from .clock import SECOND, RealClock, VirtualClock
from .kinds import Expression
from .recorder import Recorder
from .stream import Stream
from .writer import JsonLines, Writer


class Stdout:
    """The program's standard output, which also tells the recorder what is printed."""

    def __init__(self, stream, recorder):
        self.stream = stream
        self.recorder = recorder

    def write(self, text):
        written = self.stream.write(text)
        try:
            if isinstance(text, str):
                self.recorder.printed(text)
        except Exception as error:
            self.recorder.fail(error)
        return written

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def __iter__(self):
        return iter(self.stream)

    def __enter__(self):
        self.stream.__enter__()
        return self

    def __exit__(self, *error):
        return self.stream.__exit__(*error)

    @property
    def __class__(self):  # `isinstance(sys.stdout, io.TextIOWrapper)` is how one asks whether it has a reconfigure()
        return type(self.stream)

    def __eq__(self, other):  # who asks whether a file is the standard output knows it by either
        return self.stream == (other.stream if isinstance(other, Stdout) else other)

    def __hash__(self):
        return hash(self.stream)

    def __getattr__(self, name):
        return getattr(self.stream, name)


def watch_sleep(recorder, clock):
    """time.sleep() stops the whole loop: that is an event."""

    def blocked(time_in, unit=1):
        try:
            if hooks.recorder.in_thread():
                hooks.recorder.blocked(round(time_in * unit))
        except Exception as error:
            hooks.recorder.fail(error)

    if clock.virtual:
        clock.install(blocked)
        return

    def telling_sleep(plain):
        def sleep(*args, **kwargs):
            plain(*args, **kwargs)
            if hooks.recorder.on:
                blocked(args[0], SECOND)

        return sleep

    hooks.exchange(time, "sleep", telling_sleep)


def watch_leaving():
    """os._exit() ends the process at once, and nobody is asked: what was done until then is written first, and that it was the program itself."""

    def telling_exit(leave):
        def _exit(status):
            try:
                if hooks.recorder.on and type(status) is int:
                    leaving.at_once(status)
            except Exception as error:
                hooks.recorder.fail(error)
            leave(status)

        return _exit

    ours = telling_exit(os._exit)
    for module in {os, sys.modules[os._exit.__module__]}:  # os has it from posix, where pickle looks for it
        hooks.exchange(module, "_exit", lambda _: ours)


UNAWAITED = Expression(r"coroutine method '(\w+)' of '.*' was never awaited")


def watch_warnings(recorder):
    """A coroutine that was never awaited is known only when it is freed; where it was made, only if Python is told to remember. What is printed
    is what would have been printed without that."""
    plain = warnings._warn_unawaited_coroutine
    set_depth, get_depth = sys.set_coroutine_origin_tracking_depth, sys.get_coroutine_origin_tracking_depth
    depth = get_depth()  # as the program has it
    set_depth(max(depth, 1))

    def set_coroutine_origin_tracking_depth(*args, **kwargs):
        nonlocal depth
        set_depth(*args, **kwargs)
        depth = get_depth()
        set_depth(max(depth, 1))

    hooks.exchange(sys, "set_coroutine_origin_tracking_depth", lambda _: set_coroutine_origin_tracking_depth)
    hooks.exchange(sys, "get_coroutine_origin_tracking_depth", lambda _: lambda: depth)

    def _warn_unawaited_coroutine(coro):
        try:
            recorder = hooks.recorder
            if recorder.on:
                name, line, place = look.never_awaited(coro)
                by = recorder.by if hooks.get_ident() == recorder.thread else "main"
                place = callbacks.never_awaited(coro, place)
                recorder.emit("never_awaited", {"place": place, "by": by}, by=by, coro=name, line=look.line_of(place))
                confused.never_awaited(name, place)
                unawaited.thrown_away(coro, place)
        except Exception as error:
            hooks.recorder.fail(error)
        if depth == 0:
            message = f"coroutine '{coro.__qualname__}' was never awaited"
            warnings.warn(message, category=RuntimeWarning, stacklevel=2, source=coro)
        else:
            plain(coro)

    warnings._warn_unawaited_coroutine = _warn_unawaited_coroutine
    show = warnings._showwarnmsg

    def _showwarnmsg(message):
        """From Python 3.13 on the interpreter says it by itself of what aclose() gives, once for each place."""
        try:
            method = UNAWAITED.match(str(message.message)) if type(message.message) is RuntimeWarning else None  # one of the program's own may do anything when it is asked
            recorder = hooks.recorder
            if method and recorder.on and hooks.get_ident() == recorder.thread:
                place = message.filename, "", message.lineno
                recorder.emit("never_awaited", {"place": place}, by=recorder.by, coro=method[1], line=look.line_of(place))
        except Exception as error:
            hooks.recorder.fail(error)
        show(message)

    warnings._showwarnmsg = _showwarnmsg


def is_package(script):
    """A folder or an archive with a module __main__ in it, which Python runs like a script; it asks the same way."""
    for hook in sys.path_hooks:
        try:
            hook(script)
            return True
        except ImportError:
            continue
    return False


def main_of(folder):
    """The module __main__ of a folder or an archive, from which the program also imports."""
    import runpy

    sys.path[: 0 if is_path_safe() else 1] = [late.whole(folder)]
    try:
        _, spec, code = runpy._get_main_module_details(runpy._Error)
    except runpy._Error as error:  # as Python says it
        sys.exit(f"{sys.executable}: {error}")
    return spec, code


def is_path_safe():
    """Has Python been asked to begin sys.path with no folder of its own accord?"""
    return getattr(sys.flags, "safe_path", False)


def module_of(name):
    """A module that Python finds on sys.path, which begins where it was started."""
    import runpy

    if not is_path_safe():
        sys.path[0] = os.getcwd()
    try:
        _, spec, code = runpy._get_module_details(name, runpy._Error)
    except runpy._Error as error:  # as `python3 -m` says it
        sys.exit(f"{sys.executable}: {error}")
    return spec, code


def script_of(path):
    """One file; its folder is where its imports begin."""
    with io.open_code(path) as file:
        code = compile(file.read(), path, "exec")
    if sys.path and not is_path_safe():
        sys.path[0] = os.path.dirname(os.path.realpath(path))
    return code


def set_up(script, args, is_module):
    """The module __main__ as Python itself makes it, and its code."""
    main = types.ModuleType("__main__")
    main.__builtins__ = sys.modules["builtins"]
    if sys.version_info < (3, 14):
        main.__annotations__ = {}
    if is_module or is_package(script):
        spec, code = module_of(script) if is_module else main_of(script)
        main.__spec__, main.__file__, main.__cached__ = spec, spec.origin, spec.cached
        main.__package__, main.__loader__ = spec.parent, spec.loader
    else:
        main.__file__ = late.whole(script)
        main.__spec__ = main.__package__ = main.__cached__ = None
        main.__loader__ = importlib.machinery.SourceFileLoader("__main__", main.__file__)
        code = script_of(main.__file__)
    sys.argv = [main.__file__ if is_module else script, *args]
    sys.modules["__main__"] = main
    return main, code


CANNOT_BE_READ = (SyntaxError, ValueError, MemoryError, RecursionError)  # the second: a character that no source may have; the others: it is nested too deeply


def remembered(error):
    """As the interpreter keeps it: what the error holds lives until all modules go, and what is reported of it then is said as late as without us."""
    sys.last_type, sys.last_value, sys.last_traceback = type(error), error, error.__traceback__
    if sys.version_info >= (3, 12):
        sys.last_exc = error


def forgotten():
    """What the last error holds goes too, while it can still be told."""
    for name in ("last_type", "last_value", "last_traceback", "last_exc"):
        if hasattr(sys, name):
            delattr(sys, name)


def report(error):
    """As the interpreter does at the end of a program that failed; the exit status."""
    tracebacks.hide_in(error)
    sys.stdout.flush()
    remembered(error)
    sys.excepthook(type(error), error, error.__traceback__)
    if isinstance(error, KeyboardInterrupt):
        return -signal.SIGINT
    return 1


def failed(error, recorder):
    """The program has ended with an error; the exit status."""
    try:
        recorder.emit("uncaught", exc=f"{type(error).__name__}")
        uncaught.tell(error)
    except Exception as ours:
        recorder.fail(ours)
    return report(error)


def execute(main, code, recorder):
    try:
        exec(code, main.__dict__)
        return 0
    except SystemExit as error:  # ours to end with: the program's own keeps the way that it has come, and what is told of it later shows that
        error.with_traceback(tracebacks.trimmed(error.__traceback__))
        status = error.code
    except BaseException as error:
        return failed(error, recorder)
    raise SystemExit(status)


kept_in = None  # the recording's file, where one was asked for by name


def finish(recorder):
    """At the end of the program, and of what it has asked to be done at exit."""
    try:
        recorder.end_output()
        lost_errors.at_the_end()
        left.at_the_end()
        recorder.emit("exit", t=recorder.now())
        if recorder.clock.virtual:
            gc.collect()
        recorder.writer.flush(everything=True)
    except Exception as error:
        recorder.fail(error)
    if isinstance(sys.stdout, Stdout):
        sys.stdout = sys.stdout.stream
    if recorder.writer.failure is not None:
        print(f"loopscope_trace: the events could not all be written: {recorder.writer.failure}", file=sys.stderr)
    if recorder.fault is not None:
        print(f"loopscope_trace: the rest of the run was not watched: {type(recorder.fault).__name__}: {recorder.fault}", file=sys.stderr)
    elif kept_in is not None and recorder.turn == 0 and not in_c.seen and os.isatty(2):  # to a person alone: what is read by programs stays as it is
        print(f"loopscope_trace: no event loop has run in the program: {kept_in} holds what it has printed and how it has ended, and there is nothing to step through", file=sys.stderr)
    recorder.on = False
    order.end()
    hooks.let_go()
    outlive_the_program()


def outlive_the_program():
    """An interpreter that ends sets the globals of each module that it knows to None, and what is hooked is called until the program's last object has gone."""
    for name in [name for name in sys.modules if name.partition(".")[0] == __package__]:
        del sys.modules[name]


def watch(recorder):
    """From here on, for as long as the process lives, what happens in this thread's loops is told to a recorder: to this one, until hooks.use() says another."""
    watch_sleep(recorder, recorder.clock)
    watch_leaving()
    watch_warnings(recorder)
    tracebacks.hide_ourselves()
    hooks.install(recorder)
    order.install(recorder)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(before=blocking.before_fork, after_in_child=forget)


class Nowhere:
    """Where a process that was forked off writes what the recorder had still to write: its parent does that."""

    def write(self, data):
        return len(data)


def forget():
    """A process that was forked off has a loop of its own, and the recording is its parent's."""
    recorder = hooks.recorder
    recorder.on = False
    recorder.writer.out = Nowhere()
    recorder.writer.forked()


def begin(script, is_module, out, recording, virtual_time):
    """From here on what the program does is recorded; the recorder."""
    clock = VirtualClock() if virtual_time else RealClock()
    form = Stream(script if is_module else late.whole(script), real_time=not virtual_time) if recording else JsonLines()
    recorder = Recorder(clock, Writer(out, form))
    recorder.any_thread = not virtual_time
    if virtual_time:  # cycles are collected at the end, not at a moment that depends on the interpreter
        gc.disable()
    atexit.register(finish, recorder)
    watch(recorder)
    sys.stdout = Stdout(sys.stdout, recorder)
    return recorder


def run(script, args, is_module, out, recording, virtual_time):
    """Runs it, and ends the process as the program ends."""
    recorder = begin(script, is_module, out, recording, virtual_time)
    try:
        main, code = set_up(script, args, is_module)
    except CANNOT_BE_READ as error:
        uncaught.tell(error)
        remembered(error.with_traceback(None))
        sys.excepthook(type(error), error, None)
        sys.exit(1)
    status = execute(main, code, recorder)
    conclude(main, status, recorder)


def conclude(main, status, recorder):
    if recorder.clock.virtual:  # what the program's variables held goes now, so that it can be told
        forgotten()
        try:
            recorder.end_output()
        except Exception as error:
            recorder.fail(error)
        finish_early(main)
    if isinstance(status, int) and status < 0:
        sys.excepthook = lambda *_: None
        raise KeyboardInterrupt
    sys.exit(status)


def finish_early(main):
    """The program's variables go before the recording ends, with what is reported when they do."""
    main.__dict__.clear()
