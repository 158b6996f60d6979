"""in_c: a library's loop that is written in C: what it does is seen by nobody, and that is said"""

from .. import frames

recorder = None
seen = False


def tell(kind):
    global seen
    seen = True
    recorder.remark(
        "unseen",
        f"The program's loop is a {kind}, which keeps its ready queue and its timers to itself: what its tasks do is not told here.",
        "Run the program with asyncio's own loop to watch it: without uvloop.install() or uvloop.run(), or `uvicorn --loop asyncio`.",
        frames.here(),
        None,
    )
