"""exporting.py: for tests of what is exported: a folder, a list of what is wrong, and the call with what it should say."""

import os
import pathlib
import subprocess
import sys
import tempfile

program = os.path.abspath(os.environ.get("LOOPSCOPE", "build/loopscope"))
if not os.path.exists(program):
    sys.exit(77)
folder = pathlib.Path(tempfile.mkdtemp())
failures = []


def check(good, text):
    if not good:
        failures.append(text)


def run(*words, status=0, says="", path=os.environ["PATH"]):
    """loopscope export WORDS: says nothing when it is well, and else one sentence with these words in it."""
    done = subprocess.run([program, "export", *words], capture_output=True, text=True, env=dict(os.environ, PATH=path))
    check(done.returncode == status, f"{words}: exit status {done.returncode}: {done.stderr}")
    check(says in done.stderr and (status == 0) == (done.stderr == ""), f"{words}: expected {says!r} in: {done.stderr}")
    check(done.stderr.count("\n") == (status != 0), f"{words}: not one sentence: {done.stderr}")
