"""16_random_programs: random programs do on the engine what they do on CPython 3.11, event by event; one that differs is shrunk and shown.

LOOPSCOPE_SEED and LOOPSCOPE_PROGRAMS choose others than 1,000 from seed 1.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "conformance"))

import random_programs  # noqa: E402  it stands beside the programs that it compares

if __name__ == "__main__":
    sys.exit(random_programs.main())
