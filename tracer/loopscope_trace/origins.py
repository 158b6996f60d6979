"""origins: whose the code of a frame is: the tracer's, asyncio's, or somebody else's."""

import asyncio
import os
import sys

LIBRARY = os.path.dirname(asyncio.__file__) + os.sep
TRACER = os.path.dirname(sys._getframe().f_code.co_filename) + os.sep  # as the code objects of our files spell it


class Origins(dict):
    """Whose the code of a file is, by the file's name."""

    MOST = 4096

    def __missing__(self, file):
        if len(self) >= self.MOST:  # a program may make files without end
            self.clear()
        origin = self[file] = OURS if file.startswith(TRACER) else ASYNCIOS if file.startswith(LIBRARY) else FROZEN if file.startswith("<frozen") else NAMELESS if file[:1] == "<" else OTHERS
        return origin


OTHERS, OURS, ASYNCIOS, FROZEN, NAMELESS = range(5)
BENEATH, NO_FILES = (OURS, ASYNCIOS), (FROZEN, NAMELESS)
ORIGINS = Origins()


def is_library(code):
    return ORIGINS[code.co_filename] == ASYNCIOS


starters = []  # code of what has started us, as `python -c` does: it stands above the program like our own


def started_by(frame):
    while frame is not None:
        starters.append(frame.f_code)
        frame = frame.f_back


def is_starter(code):
    return any(code is one for one in starters)


def is_tracer(code):
    origin = ORIGINS[code.co_filename]
    return origin == OURS or (origin in NO_FILES and is_starter(code))


def is_beneath(frame):
    """Does it stand between the program and what is told: a frame of asyncio's, or one of ours?"""
    if frame is None:
        return False
    origin = ORIGINS[frame.f_code.co_filename]
    return origin in BENEATH or (origin in NO_FILES and is_starter(frame.f_code))


def above(frame):
    """The innermost frame, from that one outwards, that is neither asyncio's nor ours; or None."""
    while is_beneath(frame):
        frame = frame.f_back
    return frame
