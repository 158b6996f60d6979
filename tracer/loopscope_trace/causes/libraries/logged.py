"""logged: an error of the program's own function that the library which has called it catches: only its log tells of it, and whoever has asked gets a 500, say"""

import logging
import sys

from ... import hooks, look
from .. import frames, meanings, processes, uncaught

recorder = None
told = set()
MOST = 64
CATCH = "Catch in that function what can be expected there, and give an answer to it; what is left is a mistake in the function."
ANSWERS = {"aiohttp.server": " and answers with 500", "uvicorn.error": " and answers with 500"}


def first_word(name):
    return name.partition(".")[0]


def request_of(error, loop_frame):
    """"GET /user/2", where a function on the way of the error has it in hand; or "". Only what the library itself has made is looked at."""
    entry = error.__traceback__
    found = []
    while entry is not None:
        found.append(entry.tb_frame)
        entry = entry.tb_next
    frame = loop_frame
    while frame is not None and frame.f_code is not look.HANDLE_RUN:
        found.append(frame)
        frame = frame.f_back
    for frame in found:
        if not frames.is_own(frame.f_code):
            scope = frame.f_locals.get("scope")
            if type(scope) is dict and type(scope.get("path")) is str:
                return f"{scope['method']} {scope['path']}" if type(scope.get("method")) is str else scope["path"]
            message = frames.attributes_of(frame.f_locals.get("request")).get("_message")
            method, path = getattr(message, "method", None), getattr(message, "path", None)
            if type(method) is str and type(path) is str:
                return f"{method} {path}"
    return ""


def has_answered(caller):
    """Has an answer begun before the error came? Then there is no 500 any more."""
    while "request" not in caller.f_locals and caller.f_back is not None and caller.f_back.f_code.co_filename == caller.f_code.co_filename:  # aiohttp's log_exception()
        caller = caller.f_back
    if frames.attributes_of(caller.f_locals.get("self")).get("response_started"):  # uvicorn
        return True
    size = getattr(frames.attributes_of(caller.f_locals.get("request")).get("_payload_writer"), "output_size", 0)  # aiohttp
    return type(size) is int and size > 0


def function_of(error):
    """The innermost function of the program's that it came out of, as a name; or ""."""
    own = meanings.own_frames(error)
    return own[0][0].f_code.co_name if own else ""


def tell(error, library, how):
    place = uncaught.place_of(error)
    short = meanings.in_short(error)
    if place is None or (short, place) in told or len(told) >= MOST or not isinstance(error, Exception):
        return
    told.add((short, place))
    who = recorder.by if recorder.by[:1] == "T" else None
    found = meanings.of(error)
    meanings.told.add((short, place))
    request = request_of(error, sys._getframe(2))
    name = f"{function_of(error)} in {{{who}}}" if who else function_of(error)
    why = f" {short} means: {found[0]}" if found is not None else ""
    at = f"{frames.line(place)} ({frames.line_text(place)})"
    what = f"{name} raises {short} at {at}: {library} catches it, {how}, and the program goes on.{why}"
    if request:
        what = f"{name}, called for {request}, fails with {short} at {at}: {library} catches it, {how}, and the program goes on.{why}"
    recorder.remark("caught", what, found[1] if found is not None else CATCH, place, who)


def telling_record(plain):
    def makeRecord(self, name, level, fn, lno, msg, args, exc_info, *rest, **more):
        try:
            if name == "asyncio" and type(msg) is str and "will report returncode 255" in msg and recorder.on and recorder.in_thread():
                processes.status_is_gone(args[0] if type(args) is tuple and args else None)
            error = exc_info[1] if type(exc_info) is tuple and len(exc_info) == 3 else None
            if error is not None and recorder.on and recorder.in_thread():
                caller = sys._getframe(1)
                while caller is not None and caller.f_code.co_filename == logging.__file__:
                    caller = caller.f_back
                if caller is not None and not frames.is_own(caller.f_code) and not look.is_library(caller.f_code) and type(name) is str:
                    answer = "" if has_answered(caller) else ANSWERS.get(name, "")
                    tell(error, first_word(name), f"writes it to its log ({name}){answer}")
        except Exception as ours:
            recorder.fail(ours)
        return plain(self, name, level, fn, lno, msg, args, exc_info, *rest, **more)

    return makeRecord


# -- Starlette's own page for errors, which stands before any server's log


def telling_response(plain):
    def error_response(self, request, exc):
        try:
            if recorder.on and recorder.in_thread():
                tell(exc, "starlette", "answers with 500")
        except Exception as ours:
            recorder.fail(ours)
        return plain(self, request, exc)

    return error_response


hooked = []


def look_for_module():
    """It may be imported at any time; before a loop runs is often enough."""
    module = sys.modules.get("starlette.middleware.errors")
    owner = getattr(module, "ServerErrorMiddleware", None)
    if owner is not None and not hooked and "error_response" in owner.__dict__:
        hooked.append(owner)
        hooks.exchange(owner, "error_response", telling_response)


def install():
    hooks.exchange(logging.Logger, "makeRecord", telling_record)
