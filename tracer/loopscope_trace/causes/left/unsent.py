"""unsent: what is written to a connection that the program itself has closed before: asyncio throws it away, and says nothing."""

import asyncio

from ... import hooks, look
from .. import frames, objects

recorder = None
closed = look.ByIdentity()  # by a StreamWriter: (who has closed it, where)
told = set()


def forget():
    told.clear()


def telling_close(plain):
    def close(self):
        try:
            if objects.watched() and closed.get(self) is None and frames.here() is not None:
                closed[self] = objects.current(), frames.here()
        except Exception as error:
            recorder.fail(error)
        return plain(self)

    return close


def is_thrown_away(writer, data):
    return bool(getattr(writer._transport, "_conn_lost", 0)) and type(data) in (bytes, bytearray) and len(data) > 0


def telling_write(plain):
    def write(self, data):
        try:
            before = closed.get(self)
            place = frames.here() if before is not None and objects.watched() and is_thrown_away(self, data) else None
            if place is not None and place not in told:
                told.add(place)
                me, (by, where) = objects.current(), before
                writes = f"{objects.of_task(me)} writes {len(data)} bytes at {frames.line(place)} ({frames.line_text(place)})"
                closed_by = f"after its own close() at {frames.line(where)}" if by == me else f"after the close() of {objects.of_task(by)} at {frames.line(where)}"
                recorder.remark(
                    "thrown-away",
                    f"{writes} to a connection {closed_by}: they are thrown away, and no error says so.",
                    "Write all before close(); whoever may be late asks before: `if not writer.is_closing():`.",
                    place,
                    me,
                )
        except Exception as error:
            recorder.fail(error)
        return plain(self, data)

    return write


def install():
    hooks.exchange(asyncio.StreamWriter, "close", telling_close)
    hooks.exchange(asyncio.StreamWriter, "write", telling_write)
