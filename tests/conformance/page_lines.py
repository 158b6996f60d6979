"""page_lines: what a page's Python records of a program, run by a Python of this machine, as JSON Lines; and what it says of it."""

import json
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
# As web/editor/python.js asks for it, but for the form of the events. What the program prints is told by them.
MACHINE = """
import os, pathlib, sys
from loopscope_trace import page, writer
class Lines(writer.JsonLines):
    script = None
    def begin_with(self, script):
        self.script = script
        return b""
page.Later = lambda *args, **kwargs: Lines()
script, out, link = sys.argv[1:]
told, said = [], os.dup(1)
outcome = page.Machine(lambda text: told.append(text) or True, labels=False).run(script, pathlib.Path(script).read_text(encoding="utf-8"), link)
pathlib.Path(out).write_bytes("".join(told).encode("latin-1"))
os.write(said, outcome.encode())
"""


def run(python, script, folder, link=None):
    """(its events, the outcome). link: how its network carries bytes."""
    out = pathlib.Path(folder, "page.jsonl")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tracer"), "PYTHONHASHSEED": "0"}
    done = subprocess.run([python, "-c", MACHINE, script, out, json.dumps(link or {})], env=environment, capture_output=True, text=True, timeout=60, check=False)
    if not done.stdout.startswith("{"):
        raise AssertionError(f"{script} in a page on {python}:\n{done.stdout}{done.stderr}")
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()], json.loads(done.stdout)
