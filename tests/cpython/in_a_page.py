"""in_a_page: programs with connections and with calls in threads do in a page's Python, over its network and in its time, what they do on the engine, event by event."""

import json
import os
import pathlib
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS / "conformance"))

import compare  # noqa: E402  it stands beside the programs that it compares
import knobs  # noqa: E402
import page_lines  # noqa: E402

REFUSED = "cannot be had in a page"

# Lessons, with the knobs of the network and without: (name, what is turned)
LESSONS = [
    ("echo", {}),
    ("echo", {"latency": "0.3", "thinks": "0.2"}),
    ("echo", {"jitter": "0.3"}),
    ("echo", {"jitter": "1", "latency": "0", "dawdles": "0"}),
    ("echo", {"bandwidth": "10"}),
    ("echo", {"bandwidth": "5", "jitter": "0.7", "dawdles": "1"}),
    ("own_outside", {}),
    ("own_outside", {"nap": "5"}),
    ("own_outside", {"on_its_way": "0.5"}),
    ("blocking", {"in_thread": "on"}),
    ("blocking", {"in_thread": "on", "length": "0.2"}),
    ("blocking", {"in_thread": "on", "length": "5"}),
]
# What a page has not: datagrams, pipes, child processes, threads that wait for the loop, signals. Up to there these are the same too.
REFUSING = {"datagrams", "datagrams_path", "datagrams_plain", "pipes", "processes", "submitted", "threads"}
# What a thread does to the loop comes when it does that, as by the real clock; the engine's call does all of it as it begins.
AS_IN_REAL_TIME = {"submitted", "threads"}


def page_side(python, script, folder, link):
    """The events, and is there something that cannot be had in a page?"""
    events, outcome = page_lines.run(python, script, folder, link)
    return events, REFUSED in outcome["words"]


def usual_of_the_network(source):
    """{"latency": 0.5, …}, as the lesson declares its knobs."""
    declared = dict(compare.re.findall(r'^KNOB\((\w+), "[^"]*", ([^,]+),', source.read_text(encoding="utf-8"), compare.re.M))
    return {name: declared[name] for name in compare.of_the_network(source)}


def lesson_is_equal(version, python, name, turned, folder):
    source = next(compare.LESSONS.rglob(f"{name}.c"))
    link = {knob: turned.get(knob, value) for knob, value in usual_of_the_network(source).items()}
    text = knobs.with_values(source.with_suffix(".py").read_text(encoding="utf-8"), {knob: value for knob, value in turned.items() if knob not in link})
    script = folder / f"{name}.py"
    script.write_text(text, encoding="utf-8")
    out = folder / "engine.jsonl"
    settings = [part for knob, value in {**link, **turned}.items() for part in ("--set", f"{knob}={value}")]
    compare.run([os.environ.get("LOOPSCOPE", compare.BUILD / "loopscope"), "export", name, "--to", out, "--force", "--rules", version, *settings])
    events, refused = page_side(python, script, folder, {knob: float(value) for knob, value in link.items()})
    if not refused and compare.compare(source, compare.read_events(out), events):
        return True
    print(f"{name} with {turned} in a page on CPython {version}{': refused' if refused else ''}")
    return False


def real_side(python, source, folder):
    """CPython's own order, with its threads."""
    out = folder / "real.jsonl"
    compare.run([python, "-m", "loopscope_trace", "--jsonl", out, source.with_suffix(".py")], {"PYTHONPATH": str(compare.ROOT / "tracer")})
    return compare.read_events(out)


def in_order(events, source):
    """For what is compared with CPython by the real clock."""
    names = compare.lines.python_lines(source.with_suffix(".py"))
    return [compare.with_names(event, names, True) for event in compare.of_the_order(compare.compared(events), source.with_suffix(".py"))]


def same_as_real(python, source, events, folder):
    here, there = in_order(events, source), in_order(real_side(python, source, folder), source)
    index = compare.differing_place(there[: len(here)], here)
    if index is not None:
        compare.show(source.stem, index, there, here)
    return index is None


def program_is_equal(version, python, source, folder):
    events, refused = page_side(python, source.with_suffix(".py"), folder, {})
    if source.stem in AS_IN_REAL_TIME:
        equal = same_as_real(python, source, events, folder)
    else:
        text = compare.run([compare.BUILD / "tests" / f"program_{source.stem}"], {"LOOPSCOPE_RULES": version})
        engine = [json.loads(line) for line in text.splitlines()]
        if refused:
            events = compare.compared(events)
            engine = compare.compared(engine)[: len(events)]
        equal = source.stem == "processes" or compare.compare(source, engine, events)
    if equal and refused == (source.stem in REFUSING):
        return True
    print(f"{source.stem} in a page on CPython {version}{': refused' if refused else ''}")
    return False


def main():
    found = compare.usual_pythons(1)
    if not found:
        return compare.skipped()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        compare.make_certificate(folder)
        runs = [lesson_is_equal(*one, name, turned, folder) for one in found.items() for name, turned in LESSONS]
        runs += [program_is_equal(*one, source, folder) for one in found.items() for source in compare.sources_with_twins(compare.PROGRAMS / "io")]
    print(f"{sum(runs)} of {len(runs)} runs in a page are equal")
    return 0 if all(runs) else 1


if __name__ == "__main__":
    sys.exit(main())
