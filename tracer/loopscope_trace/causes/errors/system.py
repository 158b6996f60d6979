"""system: errors that the system gives, and what of them lies in the program: too many open files, an address that it has itself, TLS with who does not speak it."""

import ast
import asyncio
import errno
import selectors

from ... import descriptors, hooks, needs
from ...kinds import Expression
from .. import frames

try:
    import resource
except ImportError:  # not everywhere
    resource = None

recorder = None
told = set()
ADDRESS = Expression(r"\('([^']*)', (\d+)")
PLAIN = {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "HTTPS_PROXY_REQUEST", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE", "UNSUPPORTED_PROTOCOL"}


def of(error):
    """(what, advice) of an OSError, or None."""
    if error.errno in (errno.EMFILE, errno.ENFILE):
        return too_many_files()
    if error.errno == errno.EADDRINUSE:
        return taken_by_ourselves(error.strerror if type(error.strerror) is str else "")
    if isinstance(error, ConnectionResetError) and "Cannot write to closing transport" in error.args:
        return "the connection is closed, mostly by the other end, which has gone before all was written: nobody gets what is written now.", "Whoever asks may leave at any time: catch ConnectionResetError round the writing, and end there."
    if error.errno == errno.EPERM and is_of_a_file(error):
        return always_ready(error)
    reason = getattr(error, "reason", None)
    if reason in PLAIN:
        return "this end speaks TLS, and what came back is no TLS: the other end speaks plain text, or TLS is spoken at another port.", "Both ends must agree: `ssl=` at both, or at neither."
    if reason == "CERTIFICATE_VERIFY_FAILED":
        says = getattr(error, "verify_message", "") or "it is not known here"
        return f"the certificate that the other end shows is not accepted: {says}.", "Let the context know who has signed it, `ssl.create_default_context(cafile=…)`; and the name that is connected to must stand in it (server_hostname=)."
    return None


def is_of_a_file(error):
    """Has epoll refused to watch it, as it does with what lies on a disk?"""
    entry = error.__traceback__
    while entry is not None and entry.tb_next is not None:
        entry = entry.tb_next
    return entry is not None and entry.tb_frame.f_code.co_name in ("register", "modify") and entry.tb_frame.f_code.co_filename == selectors.__file__


def always_ready(error, text=None, task=None):
    return "no file on a disk can be watched: the system calls it ready at any time, at its end too, so there is nothing to wait for.", "Read it in a thread, `await asyncio.to_thread(file.read)`; to follow what is written to it, look again from time to time: `await asyncio.sleep(0.5)`."


def too_many_files():
    loop, counts = asyncio._get_running_loop(), {}
    for task in frames.tasks_of(loop) if loop is not None else ():
        code = getattr(task.get_coro(), "cr_code", None)
        if code is not None and frames.is_own(code):
            counts[code] = counts.get(code, 0) + 1
    code = max(counts, key=counts.get, default=None)
    under_way = f", and {counts[code]} tasks of {code.co_name} are under way at once" if code is not None and counts[code] > 8 else ""
    connections = sum(one.kind == "connection" for one in descriptors.known.values())
    open_now = f" ({connections} connections are open)" if connections > 8 else ""
    return f"the process may have no more files and connections open{limit()}{open_now}{under_way}.", "Let a few at a time through: `async with limit:` round the work, where limit = asyncio.Semaphore(50) is made once; and close each connection."


def limit():
    return f" than {resource.getrlimit(resource.RLIMIT_NOFILE)[0]} at once" if resource is not None else ""


def taken_by_ourselves(text):
    found = ADDRESS.search(text)
    if found is None or descriptors.listener_at((found[1], int(found[2]))) is None:
        return None
    return f"a server of this same program listens at {found[1]}:{found[2]} already.", "Start the server once; or close the first one and `await server.wait_closed()` before the second begins; port 0 takes one that is free."


def servers_with_tls(file):
    """The lines on which the program starts a server that speaks TLS."""
    return [node.lineno for node in needs.nodes_of(file) if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("start_server", "create_server") and any(keyword.arg == "ssl" for keyword in node.keywords)]


def telling_fatal(plain):
    """What fails in a handshake is told to nobody: asyncio keeps errors of the system's to itself."""

    def _fatal_error(self, error, message="Fatal error on transport"):
        try:
            if recorder.on and recorder.in_thread() and getattr(error, "reason", None) in PLAIN and getattr(self, "_sslcontext", None) is not None:
                handshake_failed(self, error)
        except Exception as fault:
            recorder.fail(fault)
        return plain(self, error, message)

    return _fatal_error


def handshake_failed(protocol, error):
    if "handshake" in told or not getattr(protocol, "_server_side", False):
        return
    told.add("handshake")
    lines = servers_with_tls(frames.program) if frames.program else []
    place = (frames.program, "", lines[0]) if len(lines) == 1 else None
    at = f" that is started at {frames.line(place)}" if place else ""
    recorder.remark(
        "meaning",
        f"Somebody has spoken plain text to the server{at}, which speaks TLS: the handshake fails ({error.reason}), and asyncio closes the connection without a word.",
        "Both ends must agree: `ssl=` at both, or at neither.",
        place,
        None,
    )


def install():
    protocol = getattr(getattr(asyncio, "sslproto", None), "SSLProtocol", None)
    if protocol is not None and hasattr(protocol, "_fatal_error"):
        hooks.exchange(protocol, "_fatal_error", telling_fatal)
