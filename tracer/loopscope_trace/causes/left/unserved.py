"""unserved: main ends as soon as its server listens: start_server() only begins that, and nobody is served by a loop that is closed."""

from ... import descriptors, look
from .. import frames

recorder = None
SOON = 100_000_000  # ns
told = set()  # numbers of listening sockets


def forget():
    told.clear()


def is_by_run(caller):
    """asyncio.run() closes the loop when main is done; whoever runs a loop by hand may run it on."""
    frame = caller.f_back if caller.f_code.co_name == "run_until_complete" else None
    while frame is not None and look.is_library(frame.f_code):
        if look.qualified_name(frame.f_code) == "run":
            return True
        frame = frame.f_back
    return False


def run_ends(loop, caller):
    listening = [one for one in descriptors.known.values() if one.kind == "listening socket" and not one.visited and one.asked is not None and one.number not in told]
    if not listening or recorder.ended.get(recorder.until) != "without an error" or not is_by_run(caller):
        return
    for one in listening:
        by, place = one.asked
        if one.watched and recorder.clock.now() - one.since < SOON and frames.is_own_file(place[0]):
            told.add(one.number)
            recorder.remark(
                "no-effect",
                f"main has ended {(recorder.clock.now() - one.since) / 1e9:.3f} s after the server at {one.name} was started at {frames.line(place)} ({frames.line_text(place)}): that only begins to listen and does not wait, and with main the loop ends and the server with it.",
                "Let main wait as long as the server is to be there: `async with server: await server.serve_forever()`; or for an Event that ends it.",
                place,
                by if by[:1] == "T" else None,
            )
            return
