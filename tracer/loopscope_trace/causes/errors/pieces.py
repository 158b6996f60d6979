"""pieces: what was read from a stream is taken for a whole message: read(n) gives what has come so far, a part of one or more than one."""

import ast
import asyncio
import functools
import sys

from ... import hooks, look, needs
from ...values import text_of
from .. import frames, objects
from ..left import communicated

try:
    import fcntl
    import termios
except ImportError:  # not everywhere
    fcntl = termios = None

recorder = None
told = set()
READS = {"read": "read({})", "sock_recv": "sock_recv()", "recv": "recv({})"}
LITERALS = ("true", "false", "null", "-Infinity", "Infinity", "NaN")


def kind_of(error):
    """What such an error says of the data: "part", "begins late", "several", "nothing"; or None: it may be something else. The modules of these errors are the program's to import."""
    kind = type(error).__module__ + "." + type(error).__name__
    text = text_of(error)
    if kind == "json.decoder.JSONDecodeError":
        rest = error.doc[error.pos :].strip()
        if error.msg.startswith("Extra data"):
            return "several"
        if not error.doc.strip():
            return "nothing"
        cut_off = not rest or error.msg.startswith("Unterminated string") or any(one.startswith(rest) for one in LITERALS)
        return "part" if cut_off else None
    if isinstance(error, UnicodeDecodeError):
        if error.reason == "unexpected end of data":
            return "part"
        return "begins late" if error.start == 0 and error.object[:1] and 0x80 <= error.object[0] < 0xC0 else None
    cut_off = (kind == "struct.error" and "requires a buffer of" in text) or (kind == "builtins.EOFError" and text == "Ran out of input") or (kind == "_pickle.UnpicklingError" and "truncated" in text)
    return "part" if cut_off else None


ENDS = {
    "part": "The data ends in the middle of a message",
    "begins late": "The data begins in the middle of a character",
    "several": "Behind the first message more has come with it",
}


def where_read(function, line):
    """The read() whose data the statement at that line uses, maybe through another variable: (its call, the variable's name); or None."""
    statements = [node for node in needs.walk(function) if isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.AugAssign))]
    before = [node for node in statements if node.lineno <= line and node.value is not None]
    at = [node for node in needs.walk(function) if isinstance(node, ast.stmt) and node.lineno <= line <= node.end_lineno]
    if not at:
        return None
    statement = max(at, key=lambda node: node.lineno)
    if not isinstance(statement, (ast.If, ast.While, ast.For, ast.AsyncFor, ast.With, ast.AsyncWith, ast.Try)) and read_in(statement) is not None:
        return read_in(statement), ""
    wanted = needs.names_in(statement)
    for node in sorted(before, key=lambda one: -one.lineno):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = {one for target in targets for one in needs.stored(target)}
        if not names & wanted or isinstance(node, ast.AugAssign):
            if names & wanted:
                return None  # it is put together of pieces
            continue
        call = read_in(node.value)
        if call is not None:
            return call, next(iter(names & wanted))
        wanted |= needs.names_in(node.value)
    return None


def read_in(value):
    for node in [value, *needs.walk(value)]:
        if isinstance(node, ast.Await) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute):
            call = node.value
            if call.func.attr in READS and call.args and not (isinstance(call.args[-1], ast.UnaryOp)):
                return call
    return None


def of(error, own):
    """own: the program's own frames of its traceback. (what, advice, the place of the read), or None."""
    kind = kind_of(error)
    for frame, line in reversed(own) if kind is not None else ():
        function = needs.function_of(frame.f_code)
        if function is None:
            continue
        file, name = frame.f_code.co_filename, frame.f_code.co_name
        found = where_read(function, line)
        if found is not None:
            call, variable = found
            data = frame.f_locals.get(variable)
            size = f"{len(data)} bytes" if isinstance(data, (bytes, bytearray)) and len(data) != 1 else "what it gave"
            called = READS[call.func.attr].format(ast.unparse(call.args[-1]) if hasattr(ast, "unparse") else "…")
            place = file, name, call.lineno
            if kind == "nothing":
                return f"{called} at {frames.line(place)} has given nothing: the other end has closed its side.", "Ask before you use it: `if not data: break`.", place
            return (
                f"{size} came from {called} at {frames.line(place)}, which gives what has arrived so far, at most that much, and knows nothing of messages. {ENDS[kind]}.",
                "Agree on where a message ends: a line each (`await reader.readline()`), or its length before it (`await reader.readexactly(length)`).",
                place,
            )
        if name == "data_received" and kind != "nothing" and len(function.args.args) > 1 and uses(function, function.args.args[1].arg, line):
            place = file, name, line
            return (
                f"data_received() is given what has arrived so far, and knows nothing of messages. {ENDS[kind]}.",
                "Collect what comes (`self.buffer += data`), and take whole messages out of that; or use streams: `await reader.readline()`.",
                place,
            )
    return None


def uses(function, name, line):
    at = [node for node in needs.walk(function) if isinstance(node, ast.stmt) and node.lineno <= line <= node.end_lineno]
    return bool(at) and name in needs.names_in(max(at, key=lambda node: node.lineno))


# -- a connection is closed by a function that has read from it once, and more has come


def bytes_waiting(reader):
    """How many have come that nobody has read: here, and in the system."""
    there, sock = len(reader._buffer), reader._transport.get_extra_info("socket") if reader._transport is not None else None
    if fcntl is not None and sock is not None and sock.fileno() >= 0:
        try:
            there += int.from_bytes(fcntl.ioctl(sock.fileno(), termios.FIONREAD, b"\0\0\0\0"), sys.byteorder)
        except OSError:
            pass
    return there


def the_only_read(function, name):
    """(the await of name.read(n), to which variable) where the function reads from it once, in no loop; or None."""
    calls = [node for node in needs.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == name]
    used = [node for node in needs.walk(function) if isinstance(node, ast.Name) and node.id == name]
    loops = [node for node in needs.walk(function) if isinstance(node, (ast.For, ast.AsyncFor, ast.While))]
    assigns = [node for node in needs.walk(function) if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name)]
    found = next((node for node in assigns if read_in(node.value) in calls), None) if len(calls) == 1 else None
    given_on = any(not isinstance(node.ctx, ast.Store) and node is not calls[0].func.value for node in used) if len(calls) == 1 else True
    return None if found is None or given_on or any(node.lineno <= found.lineno <= node.end_lineno for node in loops) else found


def closes(writer, frame):
    reader, name = next(((value, name) for name, value in frame.f_locals.items() if isinstance(value, asyncio.StreamReader) and value._transport is writer._transport), (None, ""))
    function = needs.function_of(frame.f_code) if reader is not None and not reader.at_eof() else None
    found = the_only_read(function, name) if function is not None else None
    data = frame.f_locals.get(found.targets[0].id) if found is not None else None
    call = read_in(found.value) if found is not None else None
    most = getattr(call.args[-1], "value", None) if call is not None and call.func.attr == "read" else None
    place = (frame.f_code.co_filename, frame.f_code.co_name, found.lineno) if found is not None else None
    more = bytes_waiting(reader) if isinstance(data, bytes) and type(most) is int and len(data) < most and place not in told else 0
    if more > 0:
        told.add(place)
        by = objects.current()
        recorder.remark(
            "piece",
            f"{objects.of_task(by) if by else 'A callback'} reads once, at {frames.line(place)} ({frames.line_text(place)}), and got {len(data)} bytes; {more} more have come, and are lost when the connection is closed: read(n) gives what has arrived so far, at most n bytes.",
            "Agree on where a message ends: a line each (`await reader.readline()`), its length before it (`await reader.readexactly(length)`), or the end of the stream (`await reader.read()`).",
            place,
            by,
        )


# -- read(n) gives less than n, and what was missing is read as if it were what follows

SIZES = ("chunk", "buf", "limit", "max", "block", "window")
COLLECTS = ("append", "extend", "write", "update", "feed", "feed_data", "put", "put_nowait", "send", "sendall")
short = look.ByIdentity()  # by the reader: (where it gave too little, how much, how much was asked for)


def telling_resume(plain):
    """Called by each function of a StreamReader when it has taken something out of its buffer."""

    def _maybe_resume_transport(self):
        try:
            if recorder.on and recorder.in_thread():
                frame = sys._getframe(1)
                local = frame.f_locals
                taken(self, frame, local.get("data", local.get("chunk")), local.get("n") if frame.f_code.co_name == "read" else None)
        except Exception as error:
            recorder.fail(error)
        return plain(self)

    return _maybe_resume_transport


def taken(reader, frame, data, asked):
    if data == b"":
        communicated.ends(frame)
    caller = frame.f_back
    place = look.place_of(caller) if caller is not None and frames.is_own(caller.f_code) else None
    before = short.get(reader)
    if before is not None:
        short[reader] = None
        if data and place is not None and before[0] not in told:
            goes_on(*before, place)
    elif type(asked) is int and type(data) is bytes and 0 < len(data) < asked and not reader._eof and place is not None and place not in told and is_exact(caller.f_code, place[2], asked):
        short[reader] = place, len(data), asked


def goes_on(place, got, asked, next_place):
    told.add(place)
    by = objects.current()
    there = f"by the next read, at {frames.line(next_place)}," if next_place != place else "by the next round"
    recorder.remark(
        "piece",
        f"{objects.of_task(by) if by else 'A callback'} asks for {asked} bytes at {frames.line(place)} ({frames.line_text(place)}) and gets {got}: read(n) gives what has arrived so far, at most n bytes. What was missing is read {there} as if it were what follows.",
        "`await reader.readexactly(n)` waits until all n bytes are there.",
        place,
        by,
    )


@functools.lru_cache(maxsize=1024)
def is_exact(code, line, asked):
    """Does the source mean that many bytes, and neither at most so many nor a part of what it puts together?"""
    function = needs.function_of(code)
    statements = [node for node in needs.walk(function) if isinstance(node, ast.stmt) and node.lineno <= line <= node.end_lineno] if function is not None else []
    statement = max(statements, key=lambda node: node.lineno, default=None)
    calls = [node for node in needs.walk(statement) if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "read" and len(node.args) == 1] if statement is not None else []
    if len(calls) != 1 or isinstance(statement, (ast.While, ast.AugAssign)):
        return False
    size = calls[0].args[0]
    name = getattr(size, "attr", getattr(size, "id", ""))
    if isinstance(size, ast.Constant) or name.isupper():
        return asked <= 16 and asked != 10
    if not name or any(part in name.lower() for part in SIZES) or asked >= 256 and asked & (asked - 1) == 0:
        return False
    inside = [one for node in needs.walk(function) if isinstance(node, (ast.For, ast.AsyncFor, ast.While)) and node.lineno <= line <= node.end_lineno for one in [getattr(node, "test", node), *needs.walk(node)]]
    names = {one for node in ([statement] if isinstance(statement, ast.Assign) else []) for target in node.targets for one in needs.stored(target)}
    for node in inside:
        if isinstance(node, ast.AugAssign) and (needs.names_in(node.value) & names or needs.stored(node.target) & {name}):
            return False
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in COLLECTS and any(needs.names_in(one) & names or statement.lineno <= node.lineno <= statement.end_lineno for one in node.args):
            return False
    return True


def telling_close(plain):
    def close(self):
        try:
            frame = sys._getframe(1)
            if recorder.on and recorder.in_thread() and frames.is_own(frame.f_code):
                closes(self, frame)
        except Exception as error:
            recorder.fail(error)
        return plain(self)

    return close


def install():
    hooks.exchange(asyncio.StreamWriter, "close", telling_close)
    hooks.exchange(asyncio.StreamReader, "_maybe_resume_transport", telling_resume)
