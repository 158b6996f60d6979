"""random_programs: runs random programs on the engine and on CPython, by the rules of that version, compares their events, and shrinks the first that differs.

    random_programs.py [--seed N] [--programs N] [--first N] [--jobs N] [--keep-going] [--shown N] [--rules] [--python PYTHON] [--run-program FILE]
    random_programs.py PROGRAM.json...

Without PROGRAM.json programs are made from the seed. Exit status: 0 all equal, 1 a difference, 2 something could not be run, 77 there is no
CPython here whose rules the engine knows.
"""

import argparse
import collections
import itertools
import json
import multiprocessing
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

import compare
import generate
import print_program
import shrink

HERE = pathlib.Path(__file__).resolve().parent
BUILD = pathlib.Path(os.environ.get("LOOPSCOPE_BUILD", HERE.parents[1] / "build" / "release"))
BATCH = 100
RULES = re.findall(r'RULE\([\s\\]*\w+,[\s\\]*"([\w-]+)"', (HERE.parents[1] / "engine" / "rules" / "rules.h").read_text(encoding="utf-8"))
DEADLOCK = 3  # the exit status
NO_PROGRAM = 2  # of the engine's runner: what shrinking has made is none
FREED = "which objects were freed unused"
USED_UP = re.compile(r"maximum recursion depth exceeded|Stack overflow \(used")  # since 3.14 the second, where the stack of C is
ITSELF = re.compile(r"""(?<=RuntimeError\()["]Task cannot await on itself: <Task (?:pending|cancelling) name='([^']*)'[^"]*>["]""")
REFUSED = '"state":"exception","value":"RuntimeError(\'aclose(): asynchronous generator is already running\')"'
OPEN = re.compile("asynchronous generator <[^>]*>")

# Events as text; the exit status, or None when the runner itself ended; what is printed without a hook (of the engine).
Result = collections.namedtuple("Result", "lines status printed rules", defaults=[[], 0])


class Runner:
    """Runs programs on both sides."""

    def __init__(self, python, run_program):
        self.python = python
        self.version_tuple = compare.version_of(python)
        self.version = ".".join(map(str, self.version_tuple))
        self.run_program = run_program

    def both(self, programs):
        """[(engine's Result, CPython's Result)], one for each program."""
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "programs.jsonl"
            for program in programs:
                print_program.to_python(program)  # sets the lines
            watched, unwatched = (self.engine(programs, path, how) for how in ("--many", "--unwatched"))
            engine = [one._replace(printed=other.lines if one.status == other.status else None) for one, other in zip(watched, unwatched)]
            return list(zip(engine, self.cpython(programs, path)))

    def engine(self, programs, path, how):
        """A crash ends the runner: the rest is run by another one."""
        results = []
        while len(results) < len(programs):
            write(programs[len(results) :], path)
            done = subprocess.run([self.run_program, how, path], capture_output=True, text=True, timeout=600, check=False, env={**os.environ, "LOOPSCOPE_RULES": self.version})
            results += split(done.stdout)
            if done.returncode in (0, 2) and len(results) < len(programs):
                raise compare.CannotRun(f"{self.run_program} ended with status {done.returncode}:\n{done.stderr}")
            if done.returncode != 0:
                print(done.stderr[-3000:], end="")
                if not results or results[-1].status is not None:  # it crashed before anything of the program had come out
                    results.append(Result([], None))
        return results

    def cpython(self, programs, path):
        write(programs, path)
        environment = {**os.environ, "PYTHONPATH": str(HERE.parents[1] / "tracer")}
        command = [self.python, HERE / "run_python.py", path]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, env=environment, check=False)
        results = split(done.stdout)
        if done.returncode or len(results) != len(programs) or any(r.status not in (0, 1, 3, 130) for r in results):
            raise compare.CannotRun(f"run_python ended with status {done.returncode}:\n{done.stderr}")
        return results


def write(programs, path):
    path.write_text("".join(json.dumps(program) + "\n" for program in programs), encoding="utf-8")


def split(output):
    """The events of each program; behind the last, if its runner ended in the middle of it, what it still said."""
    results, lines = [], []
    for line in output.splitlines():
        if line.startswith('{"end":'):
            end = json.loads(line)
            results.append(Result(lines, end["end"], rules=end.get("rules", 0)))
            lines = []
        else:
            lines.append(line)
    return results + [Result(lines, None)] if lines else results


# -- comparing


def plain(event):
    """What is compared of an event: asyncio.run stands outside every coroutine, and the engine gives no line for it."""
    if event["e"] == "task_new" and event["via"] == "run":
        event = {key: value for key, value in event.items() if key != "line"}
    event = compare.without_text(event)
    return {key: plain_text(value) if isinstance(value, str) else value for key, value in event.items()}


def plain_text(text):
    """The message of a task that awaits itself holds its repr, which says more of it than its name; that of a generator that failed when it was closed holds an address."""
    text = OPEN.sub("asynchronous generator", text)
    return ITSELF.sub(r"'Task cannot await on itself: \1'", text)


def in_a_ring(lines):
    """Do tasks that await each other in a ring cancel each other until Python's stack is used up? The engine's is not, so the two differ. The tracer tells of the first round."""
    asked_again = any(one.startswith('{"e":"cancel"') and other.startswith('{"e":"cancel"') for one, other in itertools.pairwise(lines))
    return asked_again and any(USED_UP.search(line) for line in lines)


def thrown_into_a_running_generator(engine, python):
    """Is a task cancelled before its first step, with which it would close a generator that runs in another task? Before 3.13 CPython throws the
    cancellation into the middle of what that other task awaits. The engine refuses, as CPython does since."""
    begun = ('"resume":"start","throw":"CancelledError' in one and REFUSED in next_one for one, next_one in itertools.pairwise(engine))
    at = next((index for index, refused in enumerate(begun, 1) if refused), None)
    return at is not None and REFUSED not in "".join(python[at : at + 1])


def freed(event):
    """What counts of an object that was freed unused: not when, not where; asyncio's coroutines have no module's name there."""
    event = {key: value for key, value in plain(event).items() if key not in ("line", "by")}
    if "coro" in event:
        event["coro"] = event["coro"].rpartition(".")[2]
    return json.dumps(event)


LAST_RUN = "shutdown_default_executor"


def left_at(events):
    """Where the loop was left for the last time, if an error went out of it while asyncio.run tidied up: then it is closed, and the interpreter throws
    GeneratorExit into what only its queues still held. Else the number of events."""
    last = max((index for index, event in enumerate(events) if event["e"] == "run_end"), default=None)
    return len(events) if last is None or events[last].get("via") == LAST_RUN or any(event["e"] == "run" for event in events[last:]) else last + 1


def until_left(events):
    """The events that are compared: where the loop was left early, what runs behind that is the interpreter's affair."""
    end = left_at(events)
    return events[:end] + [event for event in events[end:] if event["e"] == "exit" or compare.is_collected(event)]


def closed_behind_the_end(events):
    """What is reported behind the end of the script: there the interpreter throws GeneratorExit into what is pending, and its handlers still run and
    make things that nobody will ever await. The engine runs no coroutine any more by then."""
    end = next(index for index, event in enumerate(events) if event["e"] == "exit")
    end = min(end, left_at(events))
    return sorted(map(freed, filter(compare.is_collected, events[end:])))


def is_left(events):
    """Is something there at the end that the interpreter closes: a task that is not done, or a generator that has ignored its closing?"""
    tasks = {event.get("task") for event in events if event["e"] == "task_new"}
    done = {event.get("fut") for event in events if event["e"] == "resolve"}
    return not tasks <= done or any("ignored GeneratorExit" in json.dumps(event) for event in events)


def fetches_behind_the_end(events):
    """Does what the interpreter closes there gather others? By that it fetches their errors, and nobody is told that they were never fetched."""
    return any(event["e"] == "fut_new" and event["via"] == "gather" for event in itertools.dropwhile(lambda event: event["e"] != "exit", events))


def without(reports, wanted, spare):
    """The reports, but for those that are not wanted and may be spared."""
    extra = collections.Counter(reports) - collections.Counter(wanted)
    for report in (extra & collections.Counter(spare)).elements():
        reports = reports[: reports.index(report)] + reports[reports.index(report) + 1 :]
    return reports


def closes_what_an_error_keeps(python, index):
    """Does CPython close one generator more at the end of the run, where a task had been made of an aclose(), and it or who waited for it was cancelled? What
    that raised keeps its frames, and by them the generator, until nobody has the error or, in a ring of references, until the collector comes by. The engine's
    errors keep nothing."""
    event = python[index]
    closing = any(one["e"] == "task_new" and one.get("coro") == "asyncio.aclose" for one in python[:index])
    cancelled = any(one["e"] == "step" and "throw" in one for one in python[:index])
    return closing and cancelled and event["e"] == "task_new" and event.get("coro") == "asyncio.aclose" and event.get("via") == "gather"


def same_text(engine, python):
    """Mostly the events are the same to the letter, but for the first: there asyncio.run makes the task of main."""
    return engine[1:] == python[1:] and bool(engine) and plain(json.loads(engine[0])) == plain(json.loads(python[0]))


def printed(lines):
    return [json.loads(line)["text"] for line in lines if line.startswith('{"e":"out"')]


def differs(engine, python):
    """None when both did the same; else (what differs, the engine's events, CPython's, index of the first that differs or None)."""
    if in_a_ring(python.lines) or thrown_into_a_running_generator(engine.lines, python.lines):
        return None
    if engine.status is None:
        return "that it crashed", [], [], None
    if engine.printed != printed(engine.lines):
        return "what is printed without a hook", printed(engine.lines), engine.printed, None
    if engine.status == python.status and same_text(engine.lines, python.lines):
        return None
    left, right = ([json.loads(line) for line in side.lines if not line.startswith('{"e":"uncaught"')] for side in (engine, python))
    shown = [compare.compared(until_left(side)) for side in (left, right)]
    for index, (one, other) in enumerate(zip(*shown)):
        if one != other and plain(one) != plain(other):
            if closes_what_an_error_keeps(shown[1], index):
                return None
            return f"event {index + 1} ({one['e']}, {other['e']})", *shown, index
    if len(shown[0]) != len(shown[1]):
        return "the number of events", *shown, min(map(len, shown))
    if engine.status != python.status:
        return f"the exit status: engine {engine.status}, CPython {python.status}", *shown, None
    if python.status == DEADLOCK:  # nothing has been freed yet that is kept by a cycle of references
        return None
    unused = [sorted(map(freed, filter(compare.is_collected, side))) for side in (left, right)]
    behind_the_end = closed_behind_the_end(right)
    if not any("is pending" in report for report in unused[1]):  # then what else is left makes what nobody awaits
        behind_the_end = [report for report in behind_the_end if is_left(right) and "never_awaited" in report]
    unused[1] = without(unused[1], unused[0], behind_the_end)
    if fetches_behind_the_end(right):
        unused[0] = without(unused[0], unused[1], [report for report in unused[0] if "never retrieved" in report])
    if left_at(right) < len(right):  # what was closed in there may keep itself, and what it knows, by the traceback of its GeneratorExit
        unused[0] = without(unused[0], unused[1], unused[0])
    if any('"eager":true' in line for line in python.lines):  # watching their first steps may keep a coroutine that is closed as it is freed
        unused[0] = without(unused[0], unused[1], [report for report in unused[0] if "is pending" in report])
    return None if unused[0] == unused[1] else (FREED, *unused, None)


def show(difference):
    what, engine, python, index = difference
    if index is not None:
        compare.show("the shrunk program", index, engine, python)
        return
    print(f"  {what}")
    if engine and isinstance(engine[0], str) or python and isinstance(python[0], str):
        hook = "hook" in what
        print(f"  {'with it   ' if hook else 'engine'} {engine}\n  {'without it' if hook else 'python'} {python}")


def run_one(runner, program):
    [(engine, python)] = runner.both([program])
    return differs(engine, python)


def report(runner, program, difference, shrunk=True):
    print(f"program {program.get('seed', '')} ({program.get('mix', 'given')}): {difference[0]} differs")
    if shrunk:
        program = shrink.shrink(program, lambda candidates: [differs(*pair) if pair[0].status != NO_PROGRAM else None for pair in runner.both(candidates)], difference)
    print(print_program.to_python(program))
    print(json.dumps(program))
    show(run_one(runner, program) or difference)
    sys.stdout.flush()


# -- many programs


def compare_batch(task):
    runner, seed, first, count = task
    programs = [generate.generate(seed, number, runner.version_tuple) for number in range(first, first + count)]
    different, events, deadlocks, met = [], 0, 0, collections.Counter()
    for program, (engine, python) in zip(programs, runner.both(programs)):
        difference = differs(engine, python)
        if difference and difference[0] == FREED:  # perhaps what an earlier program of the batch left behind: by itself it must be equal
            difference = run_one(runner, program)
        events += len(python.lines)
        deadlocks += python.status == DEADLOCK
        met.update(number for number in range(32) if engine.rules >> number & 1)
        if difference:
            different.append((program, difference))
    return different, events, deadlocks, met


def compare_many(runner, options):
    last = options.first + options.programs
    tasks = [(runner, options.seed, at, min(BATCH, last - at)) for at in range(options.first, last, BATCH)]
    begun, events, deadlocks, different, met = time.monotonic(), 0, 0, [], collections.Counter()
    with multiprocessing.Pool(options.jobs) as pool:
        for some, more, dead, rules in pool.imap(compare_batch, tasks):
            different += some
            for program, (what, *_) in some:
                print(f"program {program['seed']} differs: {what}", flush=True)
            events += more
            deadlocks += dead
            met += rules
            if different and not options.keep_going:
                break
    if options.rules:
        print("programs that come to where the versions part: " + ", ".join(f"{name} {met[number]}" for number, name in enumerate(RULES)))
    for program, difference in different[: options.shown]:
        report(runner, program, difference)
    if different:
        print(f"{len(different)} programs differ; seed {options.seed}")
        return 1
    seconds = time.monotonic() - begun
    print(
        f"CPython {runner.version}: {options.programs} random programs from seed {options.seed}: all {events} events are equal; {deadlocks} end in a deadlock"
        f" ({options.programs / seconds:.0f} programs/s)"
    )
    return 0


def arguments(given=None):
    parser = argparse.ArgumentParser(description="Compare the engine with CPython on random programs.")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("LOOPSCOPE_SEED", "1")))
    parser.add_argument("--programs", type=int, default=int(os.environ.get("LOOPSCOPE_PROGRAMS", "300")))
    parser.add_argument("--first", type=int, default=0, help="number of the first program")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="how many run at a time")
    parser.add_argument("--keep-going", action="store_true", help="do not stop at the first batch with a difference")
    parser.add_argument("--shown", type=int, default=1, help="how many differences to shrink and show")
    parser.add_argument("--python", help="the CPython to compare with; else each that is found")
    parser.add_argument("--rules", action="store_true", help="print how many programs come to each rule by which versions part")
    parser.add_argument("--run-program", default=BUILD / "tests" / "run_program")
    parser.add_argument("files", nargs="*", metavar="PROGRAM.json")
    return parser.parse_args(given)


def main(given=None):
    options = arguments(given)
    found = compare.pythons(options.python) if options.python else compare.usual_pythons()
    if not found:
        return compare.skipped()
    return max(try_python(python, options) for python in found.values())


def try_python(python, options):
    try:
        runner = Runner(python, options.run_program)
        if not options.files:
            return compare_many(runner, options)
        equal = True
        for file in options.files:
            difference = run_one(runner, json.loads(pathlib.Path(file).read_text(encoding="utf-8")))
            print(f"{file}: {'equal' if difference is None else difference[0] + ' differs'}")
            if difference:
                show(difference)
            equal = equal and difference is None
        return 0 if equal else 1
    except (compare.CannotRun, OSError, subprocess.TimeoutExpired, json.JSONDecodeError) as error:
        print(f"random_programs: {error}")
        return 2


if __name__ == "__main__":
    sys.exit(main())
