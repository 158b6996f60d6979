"""asked: numbers that the environment asks for: one that is none is said to be none, and the usual one is taken."""

import os
import sys


def number(name, usual, least=0):
    """As a float, `least` at the least."""
    text = os.environ.get(name, "")
    try:
        wanted = float(text) if text else usual
        if wanted != wanted or wanted in (float("inf"), -float("inf")):
            raise ValueError
    except ValueError:
        print(f"loopscope_trace: {name} is to be a number, and {text!r} is none: {usual} is taken", file=sys.stderr)
        return usual
    return max(wanted, least)
