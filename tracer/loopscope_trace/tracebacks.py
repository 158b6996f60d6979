"""tracebacks: no frame of ours is shown with an error of the program's, whoever prints it, nor where it looks at its own stack."""

import builtins
import functools
import inspect
import sys
import threading
import traceback
import types

from . import hooks, look
from .causes.errors import unawaited

GROUP = getattr(builtins, "BaseExceptionGroup", ())  # since Python 3.11


def hide_ourselves():
    """No traceback shows a frame of ours, whoever prints it."""

    def without_ours(plain):
        def walk(*args, **kwargs):
            for entry in plain(*args, **kwargs):
                if not look.is_tracer(entry[0].f_code):
                    yield entry

        return walk

    for name in ("walk_tb", "walk_stack", "_walk_tb_with_full_positions"):
        if hasattr(traceback, name):
            hooks.exchange(traceback, name, without_ours)
    hooks.exchange(inspect, "getouterframes", without_ours_in_a_list)
    for module, name in ((sys, "unraisablehook"), (threading, "excepthook")):  # which the interpreter itself prints, by no module
        hook = functools.update_wrapper(hiding(getattr(module, name)), getattr(module, name))
        for own in {name, f"__{name}__"} & set(vars(module)):
            setattr(module, own, hook)


def without_ours_in_a_list(plain):
    """What inspect.stack() gives."""

    def getouterframes(*args, **kwargs):
        return [entry for entry in plain(*args, **kwargs) if not look.is_tracer(entry.frame.f_code)]

    return getouterframes


def hiding(plain):
    """The same hook, but without our frames in what it is given; another one of the program's own takes its place as it likes."""

    def hook(args, /):
        place, error = args.exc_traceback, args.exc_value
        hide_in(error)
        look_at(getattr(args, "object", None), error)
        while place is not None and not look.is_tracer(place.tb_frame.f_code):
            place = place.tb_next
        if place is None or error is None:
            return plain(args)
        fields = list(args)
        fields[2] = trimmed(args.exc_traceback)
        return plain(type(args)(fields))

    hook.__name__, hook.__qualname__, hook.__doc__ = plain.__name__, plain.__name__, plain.__doc__
    return hook


def look_at(thing, error):
    """thing: the function, say, that has failed where nobody could be told; None of a thread."""
    recorder = hooks.recorder
    try:
        if recorder is not None and recorder.on and thing is not None and recorder.in_thread():
            unawaited.in_a_del(thing, error)
    except Exception as fault:
        recorder.fail(fault)


def trimmed(place):
    """A traceback without our frames: those on top, and those between the program's and asyncio's."""
    kept = []
    while place is not None:
        if not look.is_tracer(place.tb_frame.f_code):
            kept.append(place)
        place = place.tb_next
    result = None
    for place in reversed(kept):
        result = types.TracebackType(result, place.tb_frame, place.tb_lasti, place.tb_lineno)
    return result


def hide_in(error):
    """No frame of ours is shown with an error: nor with those that it comes of, in the middle of which it came, and which a group holds."""
    left, seen = [error], set()  # by their ids: a class of the program's may compare its errors as it likes, and have no hash
    while left:
        one = left.pop()
        if isinstance(one, BaseException) and id(one) not in seen:
            seen.add(id(one))
            one.__traceback__ = trimmed(one.__traceback__)
            left += [one.__context__, one.__cause__, *(GROUP.exceptions.__get__(one) if isinstance(one, GROUP) else ())]
