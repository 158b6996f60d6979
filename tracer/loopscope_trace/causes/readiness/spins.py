"""spins: a callback of add_reader() or add_writer() that takes nothing and does not take itself away: its descriptor stays ready, and the loop never rests"""

import array
import ast
import re

try:
    import fcntl
    import termios
except ImportError:  # there are none on Windows
    fcntl = None

from ... import look, needs
from ...kinds import Expression
from .. import frames

recorder = None
counts = {}  # by the id of a callback's handle: [in which turn it was ready last, in how many in a row, how many bytes were there then, or None, has that ever grown less]
told = set()
MOST = 100
LAST = 20  # of them it is looked whether what is there grows less
READS = Expression(r"read|recv|receive|accept|next|drain|consume|poll|process|handle|fetch|take|pull|run|remove|close|stop|get(?!_running_loop|_event_loop)", re.I)
WRITES = Expression(r"write|send|flush|push|connect|getsockopt|process|handle|run|remove|close|stop", re.I)
DEEP = 4  # calls of the program's own functions within each other that are followed


def forget():
    counts.clear()
    told.clear()


def ready(handle, fd, reads):
    """The loop finds it ready, and is about to call what was given for that."""
    count = counts.get(id(handle))
    if count is None or count[0] != recorder.turn - 1:
        if len(counts) > 64:
            counts.clear()
        counts[id(handle)] = [recorder.turn, 1, None, False]
        return
    count[0], count[1] = recorder.turn, count[1] + 1
    if count[1] > MOST - LAST and reads and count[1] <= MOST:
        there = bytes_there(fd)
        count[3] = count[3] or there is None or (count[2] is not None and there < count[2])
        count[2] = there
    if count[1] == MOST and not count[3]:
        tell(handle, fd, reads)


def bytes_there(fd):
    """None: that cannot be asked."""
    try:
        number = array.array("i", [0])
        fcntl.ioctl(fd, termios.FIONREAD, number)
        return number[0]
    except (OSError, AttributeError):
        return None


def takes(function, names, file, deep=0):
    """Does it call anything that reads, or writes? What cannot be seen is taken to."""
    if function is None or deep > DEEP:
        return True
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if names.search(name) or not name:
                return True
            for one in needs.nodes_of(file):
                if isinstance(one, needs.FUNCTIONS) and getattr(one, "name", "") == name and one is not function and takes(one, names, file, deep + 1):
                    return True
    return False


def tell(handle, fd, reads):
    code = look.says(handle._callback, "__code__")
    if code is None:
        code = look.says(look.says(handle._callback, "__func__"), "__code__")
    if code is None or not frames.is_own(code) or (code, reads) in told:
        return
    at_end = reads and bytes_there(fd) == 0
    name, place = code.co_name, (code.co_filename, code.co_name, code.co_firstlineno)
    if not at_end and takes(needs.function_of(code), READS if reads else WRITES, code.co_filename):
        return
    told.add((code, reads))
    often = f"{name} at {frames.line(place)} is called in each turn of the loop, {MOST} times in a row by now"
    if at_end:
        what, advice = f"{often}: what it is to read is at its end, and an end stays ready to be read. The loop never rests.", "Take the reader away at the end: `if not data: loop.remove_reader(fd)`."
    elif reads:
        what, advice = f"{often}: there is something to read, and {name} does not read it, so it stays there. The loop never rests.", "Read in the callback what is there; or remove_reader() in it, and add_reader() again when that has been read."
    else:
        what, advice = f"{often}: a descriptor is ready to be written to nearly always, and {name} neither writes nor takes itself away. The loop never rests.", "remove_writer() as soon as nothing is left to be written, or the connection is made; add_writer() again when there is."
    recorder.remark("spins", what, advice, place, None)
