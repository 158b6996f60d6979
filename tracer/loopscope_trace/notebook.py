"""notebook: %%loopscope in IPython runs a cell as a program of its own under the tracer, and shows the window's picture below it."""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile


def run_cell(line, cell):
    """The picture as PNG bytes, or None; `line` holds options of `loopscope export`, like --axis time."""
    folder = tempfile.mkdtemp(prefix="loopscope-")
    try:
        script, run, picture = (os.path.join(folder, name) for name in ("cell.py", "run.loopscope", "run.png"))
        with open(script, "w", encoding="utf-8") as file:
            file.write(cell)
        path = os.pathsep.join([os.path.dirname(os.path.dirname(os.path.abspath(__file__))), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
        watched = [sys.executable, "-m", "loopscope_trace", "--record", run, script]
        done = subprocess.run(watched, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False)
        sys.stdout.write(done.stdout)
        sys.stderr.write(done.stderr)
        loopscope = os.environ.get("LOOPSCOPE") or shutil.which("loopscope")
        if loopscope is None:
            print("loopscope is not on the path, so there is no picture: install it, or name it in LOOPSCOPE", file=sys.stderr)
            return None
        drawn = subprocess.run([loopscope, "export", run, "--to", picture, *shlex.split(line)], capture_output=True, text=True, check=False)
        sys.stderr.write(drawn.stderr)
        if drawn.returncode != 0:
            return None
        with open(picture, "rb") as file:
            return file.read()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def load(ipython):
    from IPython.display import Image, display

    def loopscope(line, cell):
        picture = run_cell(line, cell)
        if picture is not None:
            display(Image(data=picture))

    ipython.register_magic_function(loopscope, "cell", "loopscope")
