"""told.py: what is said of a Python program that is recorded: for the tests of causes."""

import os
import pathlib
import subprocess
import sys
import tempfile
import textwrap

import prepared

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("LOOPSCOPE_BUILD", ROOT / "build" / "release"))
LOOPSCOPE = pathlib.Path(os.environ.get("LOOPSCOPE", BUILD / "loopscope"))
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join((str(BUILD / "python"), str(ROOT / "tracer"))), "PYTHONIOENCODING": "utf-8"}


def record(script, recording, *options):
    """However the program ends."""
    done = prepared.run(sys.executable, [*options, "--record", recording, script], ENVIRONMENT)
    assert "not watched" not in done.stderr, done.stderr
    return done


def tell(recording, *options):
    return subprocess.run([str(LOOPSCOPE), "tell", *options, str(recording)], capture_output=True, text=True, check=True, timeout=60).stdout


def remarks(program, *options):
    """The remarks that `tell` puts at the end, as one text."""
    with tempfile.TemporaryDirectory() as folder:
        script, recording = pathlib.Path(folder, "program.py"), pathlib.Path(folder, "run.loopscope")
        script.write_text(textwrap.dedent(program), encoding="utf-8")
        record(script, recording, *options)
        told = tell(recording)
    head, found, rest = told.partition("\nA remark\n")
    head, found, rest = (head, found, rest) if found else told.partition("\nRemarks\n")
    return " ".join(rest.split())


def virtual(program):
    return remarks("import asyncio\n" + textwrap.dedent(program), "--virtual-time")


def real(program):
    return remarks("import asyncio\n" + textwrap.dedent(program))
