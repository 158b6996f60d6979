"""knobs: a lesson whose knobs are turned does on the engine what its Python twin with the same values does on the newest CPython that is found, by its rules."""

import math
import os
import pathlib
import re
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "conformance"))

import compare  # noqa: E402  it stands beside the programs that it compares

# Beside all knobs at one end, and at the other, and the solution of the lesson's task.
MORE = {
    "say_after": [{"delay_1": "0.1", "delay_2": "4.9"}],
    "create_task": [{"delay_1": "3", "delay_2": "3"}, {"delay_1": "5", "delay_2": "0.3"}],
    "gather": [{"delay_a": "1.7", "delay_b": "1.7", "delay_c": "1.7"}, {"delay_a": "0.3", "delay_b": "0", "delay_c": "0.1", "together": "off"}],
    "in_order": [{"way": "1"}, {"delay_b": "3"}, {"delay_b": "3", "way": "1"}, {"delay_b": "3", "way": "2"}],
    "cancelling": [{"patience": "3"}, {"patience": "3.5"}],
    "deadline": [{"limit": "3"}, {"limit": "2", "for_each": "on"}],
    "shielding": [{"shielded": "off"}, {"limit": "3"}, {"limit": "3", "shielded": "off"}, {"limit": "5"}],
}


# What CPython does only by the real clock, where it is compared in its order: a thread. The lesson and the switch that brings it.
REAL = {"blocking": "in_thread"}


def ends(text):
    """The values of all knobs at one end, and at the other, as the program declares them."""
    least, most = {}, {}
    for name, low, high in re.findall(r'^KNOB\((\w+), "[^"]*", [^,]+, "[^"]*", ([^,]+), ([^,]+),', text, re.M):
        least[name], most[name] = low, high
    for name, usual in re.findall(r'^SWITCH\((\w+), "[^"]*", (\w+)\)', text, re.M):
        least[name], most[name] = ("off", "on") if usual == "true" else ("on", "off")
    for kind, name, rest in re.findall(r'^(CHOICE|ORDER)\((\w+), "[^"]*",(.*?)\);$', text, re.M | re.S):
        lines = len(re.findall(r'"[^"]*"', rest))
        least[name], most[name] = "0", str((lines if kind == "CHOICE" else math.factorial(lines)) - 1)
    return [values for values in (least, most) if values]


def turned(source):
    """What a lesson is run with."""
    if compare.LESSONS / "mistakes" in source.parents:  # as it stands, conformance.py compares it
        return [{"mended": "on"}]
    page = source.with_suffix(".md").read_text(encoding="utf-8")
    solution = dict(line.split("=") for line in re.findall(r"^Solution: (.*)$", page, re.M))
    both = ends(source.read_text(encoding="utf-8"))
    if os.environ.get("LOOPSCOPE_EVERY_PYTHON"):
        values = both + [solution] * bool(solution) + MORE.get(source.stem, [])
    else:  # the others with --long
        values = both[1:] + [solution] * bool(solution and not os.environ.get("LOOPSCOPE_SANITIZED"))
    network = compare.of_the_network(source)
    values = [{name: value for name, value in one.items() if name not in network} for one in values]
    return [one for i, one in enumerate(values) if one not in values[:i]]


def with_values(text, values):
    """The twin's text with other values behind its knobs' names."""
    for name, value in values.items():
        written = {"on": "True", "off": "False"}.get(value, value)
        text, count = re.subn(rf"^{name} = .*$", f"{name} = {written}", text, flags=re.M)
        assert count == 1, f"{name} does not stand in the Python once"
    return text


def engine_side(source, values, folder, rules):
    out = folder / "engine.jsonl"
    settings = [part for name, value in [*values.items(), *((name, "0") for name in compare.of_the_network(source))] for part in ("--set", f"{name}={value}")]
    program = os.environ.get("LOOPSCOPE", compare.BUILD / "loopscope")
    compare.run([program, "export", source.stem, "--to", out, "--force", "--rules", rules, *settings])
    return compare.read_events(out)


def equal(version, python, source, values, folder):
    lesson = source.stem
    folder = folder / lesson  # of its own: beside one called queue, a program cannot import Python's queue
    folder.mkdir(exist_ok=True)
    script = folder / f"{lesson}.py"
    text = with_values(source.with_suffix(".py").read_text(encoding="utf-8"), values)
    if values.get(REAL.get(lesson)) == "on":
        text = text.replace('"""', '"""by the real clock: ', 1)
    script.write_text(text, encoding="utf-8")
    expected, printed = compare.python_side(python, script, folder)
    engine = compare.of_the_order(engine_side(source, values, folder, version), script)
    if compare.compare(source, engine, expected) and compare.compare_output(lesson, engine, printed):
        return True
    print(f"{lesson} with {values} on CPython {version}")
    return False


def main():
    found = compare.usual_pythons(1)
    if not found:
        return compare.skipped()
    with tempfile.TemporaryDirectory() as folder:
        runs = [equal(*one, source, values, pathlib.Path(folder)) for one in found.items() for source in compare.sources_with_twins(compare.LESSONS) for values in turned(source)]
    print(f"{sum(runs)} of {len(runs)} runs with turned knobs are equal")
    return 0 if all(runs) else 1


if __name__ == "__main__":
    sys.exit(main())
