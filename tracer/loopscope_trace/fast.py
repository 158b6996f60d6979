"""fast: the extension in C that does what happens in each step, where it has been built; else Python does the same, more slowly.

The extension decides nothing: whatever is not the common case it hands to the Python that is written beside it. LOOPSCOPE_TRACE_PURE=1 does without it.
"""

import os

from . import __version__

INTERFACE = 1  # what the two sides expect of each other; tracer/extension/module.c has the same number


def found():
    if os.environ.get("LOOPSCOPE_TRACE_PURE"):
        return None
    try:
        import _loopscope_trace as extension
    except Exception:  # there is none for this Python, or it is damaged
        return None
    return extension if (extension.version, extension.interface) == (__version__, INTERFACE) else None


extension = found()


class Plain:
    """What a recorder keeps where there is no extension: attributes as any."""


Watch = Plain if extension is None else extension.Watch
