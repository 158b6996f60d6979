"""paused: a protocol of the program's has called pause_reading(), and no line of the program calls resume_reading(): what comes stays unread"""

import sys
import weakref

from ... import needs
from .. import frames
from . import spins

recorder = None
paused = weakref.WeakKeyDictionary()  # transports of asyncio's, and where the program has stopped each


def forget():
    paused.clear()


def changed(transport, caller, is_paused):
    """caller: the frame that has called pause_reading() or resume_reading()."""
    if not is_paused:
        paused.pop(transport, None)
    elif frames.is_own(caller.f_code) and len(paused) < 64:
        paused[transport] = caller.f_code.co_filename, caller.f_code.co_name, caller.f_lineno


def own_files():
    files = [getattr(module, "__file__", None) for module in list(sys.modules.values())] + [frames.program]
    return {file for file in files if type(file) is str and frames.is_own_file(file)}


def about_to_wait():
    for transport, place in list(paused.items()):
        fd = getattr(transport, "_sock_fd", None)
        if fd is None or transport.is_closing() or not spins.bytes_there(fd):
            continue
        del paused[transport]
        if not any(getattr(node, "attr", "") == "resume_reading" for file in own_files() for node in needs.nodes_of(file)):
            recorder.remark(
                "no-end",
                f"{place[1]} has called pause_reading() at {frames.line(place)} ({frames.line_text(place)}), and no line of the program calls resume_reading(): more has come through that connection, and data_received() is not called for it.",
                "Call transport.resume_reading() when there is room again: where the items are taken.",
                place,
                None,
            )
