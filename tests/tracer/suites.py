"""suites: CPython's own asyncio suites give the same counts watched and unwatched, on the Python that runs the test, or with --all on each that is found.

    python3 tests/tracer/suites.py [--all] [MODULE...]

Without MODULE, those that take a second or two; `--every` takes all of test.test_asyncio that can run here.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("LOOPSCOPE_BUILD", ROOT / "build" / "release"))
QUICK = """base_events context eager_task_factory events futures futures2 locks pep492 protocols queues runners selector_events server streams taskgroups threads
 timeouts transports unix_events waitfor""".split()
CONNECT = ("streams", "events", "server", "sock_lowlevel", "sendfile", "buffered_proto", "ssl", "sslproto", "base_events", "selector_events", "unix_events")
ELSEWHERE = ("windows", "proactor")
# The same tests as over epoll, which is what asyncio takes here, and most of the processor's time: only with --every.
OTHER_SELECTORS = ("SelectEventLoopTests", "PollEventLoopTests")


def named_localhost():
    """A bare root has no /etc/hosts: there the suites that connect to "localhost" hang, watched or not."""
    try:
        return bool(socket.getaddrinfo("localhost", 80))
    except OSError:
        return False


def pythons():
    """Every CPython from 3.8 on that can be found, by its version."""
    found = {}
    folders = os.environ.get("PATH", "").split(os.pathsep) + [str(path) for path in pathlib.Path.home().glob(".pyenv/versions/*/bin")]
    for folder in folders:
        for path in sorted(pathlib.Path(folder).glob("python3.[0-9]*")):
            if re.fullmatch(r"python3\.\d+", path.name):
                asked = subprocess.run([path, "-c", "import sys; print(*sys.version_info[:3], sep='.')"], capture_output=True, text=True, check=False)
                version = asked.stdout.strip()
                if asked.returncode == 0 and tuple(map(int, version.split(".")[:2])) >= (3, 8):
                    found.setdefault(version, str(path))
    return sorted(found.items(), key=lambda item: tuple(map(int, item[0].split("."))))


def folder_of_suites(python):
    asked = subprocess.run([python, "-c", "import os, test.test_asyncio as t; print(os.path.dirname(t.__file__))"], capture_output=True, text=True, check=False)
    return pathlib.Path(asked.stdout.strip()) if asked.returncode == 0 else None


def tests_of(python, module, every):
    """What unittest is asked to run of a suite."""
    whole = f"test.test_asyncio.{module}"
    if every or module != "test_events":
        return [whole]
    lists = f"import unittest, {whole} as m; print(*(n for n, c in vars(m).items() if isinstance(c, type) and issubclass(c, unittest.TestCase)))"
    classes = subprocess.run([python, "-c", lists], capture_output=True, text=True, check=True).stdout.split()
    return [f"{whole}.{name}" for name in classes if name not in OTHER_SELECTORS]


def counts(python, tests, watched):
    """("Ran …", "OK …") of one suite, and what the tracer said of itself."""
    with tempfile.TemporaryDirectory() as folder:
        tracer = ["-m", "loopscope_trace", "--record", os.path.join(folder, "run.loopscope")] if watched else []
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(BUILD / "python"), str(ROOT / "tracer")))}
        command = [python, *tracer, "-m", "unittest", *tests]
        try:
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace", env=environment, timeout=500, check=False)
        except subprocess.TimeoutExpired:
            return ("it hangs", ""), []
    ran = re.findall(r"^Ran (\d+) tests?", done.stderr, re.M)
    end = re.findall(r"^((?:OK|FAILED|NO TESTS RAN).*)$", done.stderr, re.M)
    return (ran[-1] if ran else f"status {done.returncode}", end[-1] if end else ""), re.findall(r"loopscope_trace: .*", done.stderr)


def compare(python, module, every):
    tests = tests_of(python, module, every)
    alone, _ = counts(python, tests, False)
    watched, said = counts(python, tests, True)
    return module, alone, watched, said


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--all", action="store_true", help="on every CPython that is found")
    parser.add_argument("--every", action="store_true", help="every suite that can run here")
    parser.add_argument("modules", nargs="*")
    asked = parser.parse_args()
    failed = 0
    for version, python in pythons() if asked.all else [(sys.version.split()[0], sys.executable)]:
        folder = folder_of_suites(python)
        if folder is None:
            print(f"skipped: CPython {version} came without its tests (Debian: libpython3.{sys.version_info[1]}-testsuite)")
            if not asked.all:
                sys.exit(77)
            continue
        there = {path.stem[len("test_") :] for path in folder.glob("test_*.py")}
        wanted = sorted(name for name in there if not name.startswith(ELSEWHERE)) if asked.every else asked.modules or QUICK
        if not named_localhost():
            print(f"without {', '.join(name for name in wanted if name in CONNECT)}: nothing here is called localhost")
            wanted = [name for name in wanted if name not in CONNECT]
        total, before = 0, failed
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for module, alone, watched, said in pool.map(lambda name: compare(python, f"test_{name}", asked.every or asked.modules), [name for name in wanted if name in there]):
                total += int(alone[0]) if alone[0].isdigit() else 0
                if alone != watched or said:
                    failed += 1
                    print(f"{version} {module}: alone {' '.join(alone)}; watched {' '.join(watched)} {' '.join(said)}")
        print(f"CPython {version}: {total} tests, {'the same' if failed == before else 'not the same'} watched and unwatched", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
