"""compare: runs each lesson on the engine and its Python twin on CPython, and compares what the two loops did, event by event, by the rules of that version.

    compare.py [--programs FOLDER] [--python PYTHON] [--keep FOLDER] [NAME...]

NAME is a lesson, or one of programs/: those have no words, and try what lessons do not; or one of versions/, an example of where versions part. `$LOOPSCOPE export LESSON --to FILE.jsonl` runs a
lesson, FOLDER/program_NAME a program. Exit status: 0 all equal, 1 a difference, 2 something could not be run, 77 there is no CPython
whose rules the engine knows.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

import lines

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))

import prepared  # noqa: E402

LESSONS = ROOT / "lessons"
PROGRAMS = ROOT / "tests" / "conformance" / "programs"
VERSIONS = ROOT / "versions"
BUILD = pathlib.Path(os.environ.get("LOOPSCOPE_BUILD", ROOT / "build" / "release"))
SHOWN_BEFORE, SHOWN_AFTER = 4, 2


class CannotRun(Exception):
    pass


# -- running


STATUSES = {0, 1, 130, -signal.SIGINT, *range(3, 64)}  # 1: an error that main ended with; 130 or the signal: KeyboardInterrupt; else SystemExit's, 3 also a deadlock


def printed_by(done, what):
    """How the program ended is told by the events."""
    if done.returncode not in STATUSES:
        raise CannotRun(f"{what} ended with status {done.returncode}:\n{done.stderr}")
    return done.stdout


def run(command, environment=None):
    """Standard output."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env={**os.environ, **(environment or {})}, check=False)
    return printed_by(done, " ".join(map(str, command)))


def read_events(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


OF_TIME = {"t", "timeout", "when", "delay"}  # seconds


HURRIED = {"executor_limit"}  # waits for minutes for a thread: that is the engine's in virtual time, and CPython's a thousand times as fast


def is_real(script):
    """Does CPython run it by the real clock, since it has threads, signals or child processes? Its first line says so."""
    return "by the real clock" in script.read_text(encoding="utf-8").partition("\n")[0] or script.stem in HURRIED


def is_end(event, script):
    """How fast threads are joined at the end, the system decides; where the run waits for a thread, from when on that is back."""
    return event["e"] == "ready" and event["what"].startswith("_set_state") if script.stem in HURRIED else event["e"] == "run_end"


def of_the_order(events, script):
    """By the real clock times differ, and the order of events does not."""
    if not is_real(script):
        return events
    ends = (index for index, event in enumerate(events) if is_end(event, script))
    end = next(ends, len(events))
    return [{key: value for key, value in event.items() if key not in OF_TIME} for event in events[:end] if event["e"] != "advance"]


def events_of(folder, source, side):
    """Where the events are kept that one side had. A lesson and a program may have one name."""
    return folder / f"{source.parent.name}.{source.stem}.{side}.jsonl"


def make_certificate(folder):
    """For the programs with TLS: $LOOPSCOPE_CERTIFICATE tells both sides of it."""
    os.environ["LOOPSCOPE_CERTIFICATE"] = str(folder / "certificate.pem")
    subprocess.run([ROOT / "tests" / "conformance" / "certificate.sh", os.environ["LOOPSCOPE_CERTIFICATE"]], check=True)


def python_side(python, script, folder):
    out = events_of(folder, script, "python")
    hurry = [str(ROOT / "tests" / "conformance" / "hurry")] if script.stem in HURRIED else []
    environment = {"PYTHONPATH": os.pathsep.join([str(ROOT / "tracer"), *hurry])}
    clock = [] if is_real(script) else ["--virtual-time"]
    arguments = [*clock, "--jsonl", out, script]
    if is_real(script):  # there it counts how soon a thread is back, and that is as in any other process
        printed = run([python, "-m", "loopscope_trace", *arguments], environment)
    else:
        printed = printed_by(prepared.run(python, arguments, {**os.environ, **environment}), f"{script} on {python}")
    return of_the_order(read_events(out), script), printed


def of_the_network(source):
    """The knobs of the network in virtual time: the twin's is the loopback of the machine, which takes no time."""
    return re.findall(r"\.\w+ = (\w+)", " ".join(re.findall(r"\(async_link\)\{(.*?)\}", source.read_text(encoding="utf-8"), re.S)))


def engine_side(options, source, folder, rules):
    out = events_of(folder, source, "engine")
    if LESSONS not in source.parents:
        clock = ["--real"] if is_real(source) and source.stem not in HURRIED else []
        out.write_text(run([pathlib.Path(options.programs) / f"program_{source.stem}", *clock], {"LOOPSCOPE_RULES": rules}), encoding="utf-8")
    else:
        link = [part for name in of_the_network(source) for part in ("--set", f"{name}=0")]
        run([os.environ.get("LOOPSCOPE", BUILD / "loopscope"), "export", source.stem, "--to", out, "--force", *link, *(["--rules", rules] if rules else [])])
    return of_the_order(read_events(out), source)


def version_of(python):
    """(3, 11, 7), or None: it cannot be run."""
    question = "import sys; print(*sys.version_info[:3])"
    done = subprocess.run([python, "-c", question], capture_output=True, text=True, check=False)
    return tuple(map(int, done.stdout.split())) if done.returncode == 0 else None


KNOWN = range(11, 16)  # minor versions


def pythons(wanted=None):
    """{"3.11.7": its path}: each version on the machine whose rules the engine knows, or the one that is wanted."""
    folders = [pathlib.Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep)]
    folders += sorted(pathlib.Path.home().glob(".pyenv/versions/*/bin"))
    names = [wanted] if wanted else [sys.executable, *(folder / f"python3{minor}" for folder in folders for minor in ("", *(f".{m}" for m in KNOWN)))]
    found = {}
    for name in names:
        path = shutil.which(name)
        version = path and version_of(path)
        if version and version[0] == 3 and version[1] in KNOWN:
            found.setdefault(".".join(map(str, version)), path)
    return dict(sorted(found.items(), key=lambda item: [int(part) for part in item[0].split(".")]))


def usual_pythons(most=2):
    """Of those, what a usual run compares with: the newest, and the newest patch of the oldest; with LOOPSCOPE_EVERY_PYTHON all."""
    every = pythons()
    of_minor = {version.split(".")[1]: version for version in every}
    usual = list(of_minor.values())
    usual = usual[-1:] if most == 1 or os.environ.get("LOOPSCOPE_SANITIZED") else [usual[0], usual[-1]] if len(usual) > 1 else usual
    chosen = {version: every[version] for version in usual} if not os.environ.get("LOOPSCOPE_EVERY_PYTHON") else every
    print("compared with " + (", ".join(f"CPython {version}" for version in chosen) or "no CPython"))
    left = [version for version in every if version not in chosen]
    if left:
        print("left to ./check --long: CPython " + ", ".join(left))
    return chosen


# -- comparing


def is_collected(event):
    """Events that come when an object is freed: their moment is the garbage collector's, not the loop's."""
    message = event.get("message") or ""
    return event["e"] == "never_awaited" or event["e"] == "exc_handler" and ("never retrieved" in message or "is pending" in message)


OUTSIDE = {"outside_new", "watch", "unwatch", "arrived", "bytes", "flow", "outside_end"}


def compared(events):
    """The events that are compared one by one. Behind the end of the script the interpreter throws GeneratorExit into what is left, and finally
    clauses still run there; the engine's do not. When the loop is closed after its last run, that happens already to what only its queues still
    held: then a wait_for that is destroyed while it waits takes its timer back."""
    end = next((index for index, event in enumerate(events) if event["e"] == "exit"), len(events))
    closed = max((index for index, event in enumerate(events[:end]) if event["e"] == "run_end"), default=end)
    return [
        event
        for index, event in enumerate(events[: end + 1])
        if not is_collected(event) and event["e"] != "uncaught" and event["e"] not in OUTSIDE and not (index > closed and event["e"] == "timer_cancel" and event["by"] == "main")
    ]


def placed(entry, names):
    """("main", its line's names) of "main:12"; library coroutines have no line."""
    coroutine, colon, line = entry.partition(":")
    return (coroutine, names.get(int(line), frozenset())) if colon else (coroutine,)


def without_text(event):
    """The event, but for the text of a cancellation that is thrown in: CPython hides it from others; it counts in what programs print."""
    thrown = event["e"] == "step" and event.get("throw", "").startswith("CancelledError(")
    return {**event, "throw": "CancelledError()"} if thrown else dict(event)


DATAGRAM = re.compile(r"[\[(](b['\"].*|\d+), [\[(]'[\d.:a-f]+', \d+[\])][\])]")
ADDRESSES = re.compile(r"\[\(<AddressFamily>.*?\)\)\]")
VIAS = set(re.findall(r'VIA\(\w+, "([^"]*)"\)', (ROOT / "engine" / "trace" / "trace.h").read_text(encoding="utf-8")))


PLACE_IN_SSL = re.compile(r" \(_ssl\.c:\d+\)")  # at the end of what ssl complains of
TIME_LIMITS = {"_check_handshake_timeout", "_check_shutdown_timeout"}  # which are lambdas before 3.13


FIRST_DESCRIPTOR = 1 << 24  # NET_SIMULATED of engine/net/net.h


def without_library(event):
    """The event without asyncio's own functions around the outside: the tracer's JSON Lines tell which of them was called, in names that the vocabulary does not
    have; nor has the engine the addresses that a name stands for."""
    if event["e"] in ("task_new", "fut_new") and event["via"] not in VIAS:
        event["via"] = "user"
    if event["e"] == "task_new" and event["coro"].startswith("asyncio."):
        event["line"] = None
    if event["e"] == "step_end" and event.get("what") not in VIAS and event["reason"] == "await":
        event["what"] = "future"
        event.pop("children", None)
    if "chain" in event:
        event["chain"] = [entry for entry in event["chain"] if not entry.startswith(("asyncio.", "shutdown_default_executor"))]
        event["at"] = event["at"] if event["chain"] else None
    for key in ("value", "throw", "exc", "text"):
        if isinstance(event.get(key), str):
            event[key] = PLACE_IN_SSL.sub("", event[key])
    for key in ("cb", "what"):
        if event.get(key) in TIME_LIMITS:
            event[key] = "<lambda>"
    value = str(event.get("value") or "")
    if event["e"] == "resolve" and (value.startswith("(<socket>, ") or value.isdigit() and int(value) >= FIRST_DESCRIPTOR):
        event["value"] = "a socket"  # which the engine has as its descriptor
    if DATAGRAM.fullmatch(value):
        event["value"] = DATAGRAM.fullmatch(value)[1]  # where from is up to the system; and the engine has a list for each of Python's tuples
    if "<AddressFamily>" in value:
        event["value"] = ADDRESSES.sub("None", value)
    return event


def is_outside(source):
    """Is it one of the programs that have connections, threads or child processes?"""
    return re.search(r'#include "async_(io|transport|stream|ssl|thread|process)\.h"', source.with_suffix(".c").read_text(encoding="utf-8")) is not None


def with_names(event, names, outside):
    """The event with what its lines mean instead of their numbers. `outside`: of a program that has connections."""
    event = without_library(without_text(event)) if outside else without_text(event)
    if event.get("line") is not None:
        event["line"] = names.get(event["line"], frozenset())
    if event.get("at") is not None:
        event["at"] = placed(event["at"], names)
    if "chain" in event:
        event["chain"] = [placed(entry, names) for entry in event["chain"]]
    return event


def same_line(one, other):
    """Lines agree when they mean something in common; a line that only one side knows says nothing (asyncio.run stands outside the engine)."""
    return one is None or other is None or bool(one & other)


def same_place(one, other):
    return one == other or None not in (one, other) and one[0] == other[0] and len(one) == len(other) == 2 and bool(one[1] & other[1])


def same(one, other):
    if one.keys() != other.keys():
        return False
    for key, value in one.items():
        against = other[key]
        if key == "line":
            equal = same_line(value, against) if one["e"] == "task_new" and one["via"] == "run" else value == against or (
                None not in (value, against) and same_line(value, against)
            )
        elif key == "at":
            equal = same_place(value, against)
        elif key == "chain":
            equal = len(value) == len(against) and all(map(same_place, value, against))
        else:
            equal = value == against
        if not equal:
            return False
    return True


def collected(events):
    """Sorted, as text; what a loop calls itself has in Python its class before its name."""
    shown = ({k: v for k, v in e.items() if k not in ("line", "by")} for e in events if is_collected(e))
    return sorted(json.dumps(e).replace('"BaseEventLoop.', '"') for e in shown)


def differing_place(engine, python):
    """Index of the first event that differs, or None."""
    for index, (one, other) in enumerate(zip(engine, python)):
        if not same(one, other):
            return index
    return None if len(engine) == len(python) else min(len(engine), len(python))


def compare(source, engine, python):
    """True if equal; else shows the first difference with what surrounds it."""
    lesson = source.stem
    engine_shown, python_shown = compared(engine), compared(python)
    engine_names = lines.c_lines(source)
    python_names = lines.python_lines(source.with_suffix(".py"))
    outside = is_outside(source)
    engine_named = [with_names(e, engine_names, outside) for e in engine_shown]
    python_named = [with_names(e, python_names, outside) for e in python_shown]
    index = differing_place(engine_named, python_named)
    if index is not None:
        show(lesson, index, engine_shown, python_shown)
        return False
    if collected(engine) != collected(python):
        print(f"{lesson}: other objects were freed in other ways:\n  engine {collected(engine)}\n  python {collected(python)}")
        return False
    return True


def show(lesson, index, engine, python):
    print(f"{lesson}: event {index + 1} differs (engine has {len(engine)}, CPython {len(python)}):")
    for i in range(max(0, index - SHOWN_BEFORE), index + SHOWN_AFTER + 1):
        left = json.dumps(engine[i], ensure_ascii=False) if i < len(engine) else "(no more)"
        right = json.dumps(python[i], ensure_ascii=False) if i < len(python) else "(no more)"
        mark = ">" if i == index else " "
        print(f"{mark} {i + 1:4} engine {left}")
        print(f"{mark}      python {right}")


def compare_output(lesson, engine, printed):
    """What the lesson prints, line by line, against what the twin really wrote to its standard output."""
    left = [e["text"] for e in engine if e["e"] == "out"]
    right = printed.splitlines()
    for number in range(max(len(left), len(right))):
        one = left[number] if number < len(left) else None
        other = right[number] if number < len(right) else None
        if one != other:
            print(f"{lesson}: line {number + 1} of the output differs:\n  engine {one!r}\n  python {other!r}")
            return False
    return True


def sources_with_twins(folder):
    return sorted(path for path in folder.rglob("*.c") if path.with_suffix(".py").exists())


def arguments():
    parser = argparse.ArgumentParser(description="Compare the engine's schedule with CPython's.")
    parser.add_argument("--programs", metavar="FOLDER", default=BUILD / "tests", help="where the compiled programs are")
    parser.add_argument("--python", help="the CPython to compare with; else each that is found")
    parser.add_argument("--keep", metavar="FOLDER", help="leave the events there")
    parser.add_argument("names", nargs="*", metavar="NAME")
    return parser.parse_args()


def since(script):
    """Which Python the program needs: its first line may say "since Python 3.13"."""
    found = re.search(r"since Python 3\.(\d+)", script.read_text(encoding="utf-8").partition("\n")[0])
    return int(found[1]) if found else 0


def examples(options, turn, turns):
    """Of versions/: in a usual run each CPython is compared in another part of them, the newest also in those that no older one runs."""
    every = sources_with_twins(VERSIONS)
    if options.names or options.python or os.environ.get("LOOPSCOPE_EVERY_PYTHON"):
        return every
    return [source for number, source in enumerate(every) if number % turns == turn or turn == turns - 1 and since(source.with_suffix(".py"))]


def compare_all(options, version, python, folder, of_versions):
    equal = True
    for source in sources_with_twins(LESSONS) + sources_with_twins(PROGRAMS) + of_versions:
        if options.names and source.stem not in options.names:
            continue
        if int(version.split(".")[1]) < since(source.with_suffix(".py")):
            continue
        expected, printed = python_side(python, source.with_suffix(".py"), folder)
        engine = engine_side(options, source, folder, version)
        both_equal = compare(source, engine, expected) and compare_output(source.stem, engine, printed)
        if not both_equal:
            print(f"{source.stem}: on CPython {version}")
        elif options.names:
            print(f"{source.stem}: {len(engine)} events and {len(printed.splitlines())} lines of output are equal")
        equal = equal and both_equal
    return 0 if equal else 1


def skipped():
    """The exit status of a test that has nobody to compare with."""
    print(f"skipped: there is no CPython here whose rules the engine knows (this one is {sys.version.split()[0]})")
    return 77


def main():
    options = arguments()
    found = pythons(options.python) if options.python or options.names else usual_pythons()
    if not found:
        return skipped()
    with tempfile.TemporaryDirectory() as folder:
        if options.keep:
            folder = options.keep
            os.makedirs(folder, exist_ok=True)
        try:
            make_certificate(pathlib.Path(folder))
            results = []
            for turn, (version, python) in enumerate(found.items()):
                results.append(compare_all(options, version, python, pathlib.Path(folder), examples(options, turn, len(found))))
                print(f"CPython {version}: {'equal' if results[-1] == 0 else 'not equal'}")
            return max(results)
        except (CannotRun, OSError, subprocess.SubprocessError, json.JSONDecodeError) as error:
            print(f"compare: {error}")
            return 2


if __name__ == "__main__":
    sys.exit(main())
