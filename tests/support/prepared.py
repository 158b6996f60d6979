"""prepared.py: a Python that has imported what every watched program needs, and forks for each of them: run() is `python3 -m loopscope_trace` in a part of its time."""

import atexit
import json
import os
import pathlib
import select
import signal
import subprocess
import sys
import tempfile

# What that Python does. A child leaves the loop and runs the program as the last thing of its own module, so that it ends as an interpreter ends; of descriptors it has the usual three.
WAITS = """
import argparse, gc, os, shutil, sys
from json import loads
import loopscope_trace.__main__ as started, loopscope_trace.program
gc.collect()
gc.freeze()
os.dup2(0, 200, False)
os.dup2(1, 201, False)
requests = open(200, encoding="utf-8")
for line in requests:
    asked = loads(line)
    child = os.fork()
    if not child:
        break
    os.write(201, b"%d\\n" % os.waitpid(child, 0)[1])
else:
    os._exit(0)
requests.close()
os.close(201)
for number, path in enumerate((os.devnull, asked["out"], asked["errors"])):
    file = os.open(path, os.O_RDWR)
    os.dup2(file, number)
    os.close(file)
os.chdir(asked["folder"])
sys.argv, sys.path[0] = [started.__file__, *asked["arguments"]], os.getcwd()
del argparse, gc, os, shutil, sys, loads, requests, line, asked, child, number, path, file
started.main()
"""

waiting = {}  # process by what it was started with


def end(key):
    process = waiting.pop(key)
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.stdin.close()
    process.stdout.close()
    process.wait()


@atexit.register
def end_all():
    for key in list(waiting):
        end(key)


def prepared(python, environment):
    key = (str(python), *sorted(environment.items()))
    if key not in waiting:
        waiting[key] = subprocess.Popen([python, "-c", WAITS], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, start_new_session=True)
    return key


def stands_beside(arguments):
    """Is one of the files beside the program named like a module of the library? Then the tracer begins later, in a Python that has imported nothing."""
    scripts = [pathlib.Path(argument) for argument in map(str, arguments) if argument.endswith(".py")]
    return any(path.stem in sys.stdlib_module_names for script in scripts for path in script.parent.iterdir())


def run(python, arguments, environment, timeout=60):
    """The finished process, with what it wrote as text."""
    if stands_beside(arguments):
        command = [python, "-m", "loopscope_trace", *arguments]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, timeout=timeout, check=False)
    key = prepared(python, environment)
    process = waiting[key]
    with tempfile.TemporaryDirectory() as folder:
        out, errors = pathlib.Path(folder, "out"), pathlib.Path(folder, "errors")
        out.touch()
        errors.touch()
        asked = {"arguments": list(map(str, arguments)), "out": str(out), "errors": str(errors), "folder": os.getcwd()}
        process.stdin.write(json.dumps(asked).encode() + b"\n")
        answers = select.select([process.stdout], [], [], timeout)[0]
        answer = process.stdout.read(100) if answers else b""
        if not answer:
            end(key)
            if not answers:
                raise subprocess.TimeoutExpired(arguments, timeout)
            raise OSError(f"{python} cannot wait for programs to watch")
        status = int(answer)
        status = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
        said = [path.read_text(encoding="utf-8", errors="surrogateescape") for path in (out, errors)]
        return subprocess.CompletedProcess(arguments, status, *said)
