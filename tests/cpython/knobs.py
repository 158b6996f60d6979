"""knobs: a lesson whose knobs are turned does on the engine what its Python twin with the same values does on the newest CPython that is found, by its rules."""

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
}


def ends(text):
    """The values of all knobs at one end, and at the other, as the program declares them."""
    least, most = {}, {}
    for name, low, high in re.findall(r'^KNOB\((\w+), "[^"]*", [^,]+, "[^"]*", ([^,]+), ([^,]+),', text, re.M):
        least[name], most[name] = low, high
    for name, usual in re.findall(r'^SWITCH\((\w+), "[^"]*", (\w+)\)', text, re.M):
        least[name], most[name] = ("off", "on") if usual == "true" else ("on", "off")
    return [values for values in (least, most) if values]


def turned(source):
    """What a lesson is run with."""
    page = source.with_suffix(".md").read_text(encoding="utf-8")
    solution = dict(line.split("=") for line in re.findall(r"^Solution: (.*)$", page, re.M))
    values = ends(source.read_text(encoding="utf-8")) + [solution] * bool(solution) + MORE.get(source.stem, [])
    return [one for i, one in enumerate(values) if one not in values[:i]]


def with_values(text, values):
    """The twin's text with other values behind its knobs' names."""
    for name, value in values.items():
        written = {"on": "True", "off": "False"}.get(value, value)
        text, count = re.subn(rf"^{name} = .*$", f"{name} = {written}", text, flags=re.M)
        assert count == 1, f"{name} does not stand in the Python once"
    return text


def engine_side(lesson, values, folder, rules):
    out = folder / "engine.jsonl"
    settings = [part for name, value in values.items() for part in ("--set", f"{name}={value}")]
    program = os.environ.get("LOOPSCOPE", compare.BUILD / "loopscope")
    compare.run([program, "export", lesson, "--to", out, "--force", "--rules", rules, *settings])
    return compare.read_events(out)


def equal(version, python, source, values, folder):
    lesson = source.stem
    script = folder / f"{lesson}.py"
    script.write_text(with_values(source.with_suffix(".py").read_text(encoding="utf-8"), values), encoding="utf-8")
    expected, printed = compare.python_side(python, script, folder)
    engine = engine_side(lesson, values, folder, ".".join(version.split(".")[:2]))
    if compare.compare(source, engine, expected) and compare.compare_output(lesson, engine, printed):
        return True
    print(f"{lesson} with {values} on CPython {version}")
    return False


def main():
    found = compare.usual_pythons(1)
    if not found:
        print(f"skipped: there is no CPython here whose rules the engine knows (this one is {sys.version.split()[0]})")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        runs = [equal(*one, source, values, pathlib.Path(folder)) for one in found.items() for source in compare.sources_with_twins(compare.LESSONS) for values in turned(source)]
    print(f"{sum(runs)} of {len(runs)} runs with turned knobs are equal")
    return 0 if all(runs) else 1


if __name__ == "__main__":
    sys.exit(main())
