"""loopscope_trace: watches what asyncio does in a Python program, and changes nothing about it."""

__version__ = "0.2.0"


def recording(path, title="", source=None):
    """A with statement that records what the event loops of this thread do, into a file that loopscope opens: see part.recording."""
    from . import part

    return part.recording(path, title, source)


def load_ipython_extension(ipython):
    """%load_ext loopscope_trace gives the cell magic %%loopscope."""
    from . import notebook

    notebook.load(ipython)
