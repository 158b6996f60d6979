"""in_a_page: programs with connections and with calls in threads do in a page's Python, over its network and in its time, what they do on the engine, event by event."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "conformance"))

import compare  # noqa: E402  it stands beside the programs that it compares
import knobs  # noqa: E402

# As web/editor/python.js asks for it, but that the events come as JSON Lines. What the program prints is told by them.
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
told, said = [], os.dup(2)
outcome = page.Machine(lambda text: told.append(text) or True, labels=False).run(script, pathlib.Path(script).read_text(encoding="utf-8"), link)
pathlib.Path(out).write_bytes("".join(told).encode("latin-1"))
os.write(said, outcome.encode())
"""
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
# What a page has not: datagrams, pipes, child processes, threads that the program itself starts, TLS.
NOT_HERE = {"datagrams", "datagrams_path", "datagrams_plain", "pipes", "processes", "submitted", "tls_agreed", "tls_protocols", "tls_streams"}


def page_side(python, script, folder, link):
    """The events, and what of it cannot be had in a page."""
    out = folder / "page.jsonl"
    environment = {**os.environ, "PYTHONPATH": str(compare.ROOT / "tracer"), "PYTHONHASHSEED": "0"}
    done = subprocess.run([python, "-c", MACHINE, script, out, json.dumps(link)], env=environment, capture_output=True, text=True, timeout=60, check=False)
    if not done.stderr.startswith("{"):
        raise compare.CannotRun(f"{script.name} in a page on {python}:\n{done.stdout}{done.stderr}")
    return compare.read_events(out), REFUSED in json.loads(done.stderr)["words"]


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


def program_is_equal(version, python, source, folder):
    script = source.with_suffix(".py")
    events, refused = page_side(python, script, folder, {})
    if source.stem in NOT_HERE:
        return refused or bool(print(f"{source.stem} runs in a page: it is to be compared"))
    engine = [json.loads(line) for line in compare.run([compare.BUILD / "tests" / f"program_{source.stem}"], {"LOOPSCOPE_RULES": version}).splitlines()]
    if not refused and compare.compare(source, engine, events):
        return True
    print(f"{source.stem} in a page on CPython {version}{': refused' if refused else ''}")
    return False


def main():
    found = compare.usual_pythons()
    if not found:
        print(f"skipped: there is no CPython here whose rules the engine knows (this one is {sys.version.split()[0]})")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        compare.make_certificate(folder)
        runs = [lesson_is_equal(*one, name, turned, folder) for one in found.items() for name, turned in LESSONS]
        runs += [program_is_equal(*one, source, folder) for one in found.items() for source in compare.sources_with_twins(compare.PROGRAMS / "io")]
    print(f"{sum(runs)} of {len(runs)} runs in a page are equal")
    return 0 if all(runs) else 1


if __name__ == "__main__":
    sys.exit(main())
