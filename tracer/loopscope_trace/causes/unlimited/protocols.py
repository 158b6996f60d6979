"""protocols: a protocol of the program's own writes on and on, and does not hear that its transport's buffer is full."""

import asyncio

from .. import frames, objects

recorder = None
told = set()  # by the code that writes
MUCH = 1 << 20  # bytes, as for streams


def kept(transport, size):
    """Something more stands in the transport's buffer."""
    if size <= MUCH:
        return
    protocol = transport.get_protocol()
    place = frames.here()
    if place is None or place[:2] in told or getattr(type(protocol), "pause_writing", None) is not asyncio.BaseProtocol.pause_writing:
        return
    told.add(place[:2])
    by = objects.current()
    recorder.remark(
        "no-limit",
        f"{objects.of_task(by) if by else 'A callback'} writes at {frames.line(place)} faster than the other end reads: {size} bytes stand in memory, write() never waits, and {type(protocol).__name__} has no pause_writing() by which it would hear of that.",
        "Define pause_writing() and resume_writing() in the protocol, and write nothing between the one and the other; or use streams, whose `await writer.drain()` waits.",
        place,
        by,
    )
