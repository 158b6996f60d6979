"""mixed: two tasks write to one connection, each its message in two parts with an await between: the parts of one stand between those of the other."""

import asyncio
import re

from ... import hooks, look
from .. import frames, objects

recorder = None
known = look.ByIdentity()  # by a StreamWriter: [how many writes, the task of the last one, where, {a task: (which write its last one was, where, what)}]
told = set()  # places
HEAD = 64  # bytes: what is longer says no length
MOST = 64  # tasks


def says_length(head, body):
    """Does what was written first say how long that is?"""
    if not 0 < len(head) <= HEAD or not body:
        return False
    number = len(body)
    if re.search(rb"(?<!\d)%d(?!\d)" % number, head):
        return True
    return any(head.endswith(number.to_bytes(size, order)) for size in (2, 4, 8) if number < 1 << 8 * size for order in ("big", "little"))


def wrote(writer, data):
    me = objects.current()
    if me is None or type(data) not in (bytes, bytearray):
        return
    note = known.get(writer)
    if note is None:
        note = known[writer] = [0, None, None, {}]
    note[0] += 1
    place = frames.here()
    before = note[3].get(me)
    if before is not None and place is not None and before[0] != note[0] - 1 and note[1] != me and before[1][:2] == place[:2] and before[1] != place and place not in told and says_length(before[2], data):
        told.add(place)
        recorder.remark(
            "piece",
            f"{{{me}}} writes the length of a message at {frames.line(before[1])} and the message itself at {frames.line(place)}, and awaits between: {{{note[1]}}} has written to the same connection at {frames.line(note[2])} in between, so that what arrives there is mixed up.",
            "Write a whole message at once, `writer.write(header + body)`, and await drain() behind it; or hold one asyncio.Lock round all of it.",
            place,
            me,
        )
    note[1], note[2] = me, place
    if place is not None and (me in note[3] or len(note[3]) < MOST):
        note[3][me] = note[0], place, bytes(data) if len(data) <= HEAD else b""


def telling_write(plain):
    def write(self, data):
        try:
            if objects.watched():
                wrote(self, data)
        except Exception as error:
            recorder.fail(error)
        return plain(self, data)

    return write


def install():
    hooks.exchange(asyncio.StreamWriter, "write", telling_write)
