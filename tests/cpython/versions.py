"""versions: each example of where Python's versions part does so between a CPython before it and one that has it, where both are found, and they do there what the engine does by their rules."""

import os
import pathlib
import re
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "conformance"))

import compare  # noqa: E402  it stands beside the programs that it compares

RULE = re.compile(r'RULE\([\s\\]*\w+,[\s\\]*"([\w-]+)",\s*(?:BACKPORTED\()?PYTHON\((\d+), (\d+)\)(?:, PYTHON\((\d+), (\d+)\)\))?')


def rules():
    """(name, the version that has it, the patch of an older one that has it as well or None)."""
    for name, *numbers in RULE.findall((ROOT / "engine" / "rules" / "rules.h").read_text(encoding="utf-8")):
        since, backported = ((3, int(minor), int(patch)) if minor else None for minor, patch in (numbers[:2], numbers[2:]))
        yield name, since, backported


def has(version, since, backported):
    return version >= since or bool(backported) and backported <= version < (3, backported[1] + 1, 0)


def events_of(python, script):
    """What happens, and what is reported."""
    with tempfile.TemporaryDirectory() as folder:
        events, _ = compare.python_side(python, script, pathlib.Path(folder))
    return compare.compared(events), compare.collected(events)


def main():
    if os.environ.get("LOOPSCOPE_SANITIZED"):  # nothing of ours runs here but the tracer
        return 77
    found = {tuple(map(int, version.split("."))): python for version, python in compare.pythons().items()}
    tried, failures = 0, 0
    for name, since, backported in rules():
        script = ROOT / "versions" / f"3.{since[1]}" / f"{name.replace('-', '_')}.py"
        able = [version for version in sorted(found) if version[1] >= compare.since(script)]
        # A patch changes something of its own minor version, which the one before may not have at all.
        before = [version for version in able if not has(version, since, backported) and (since[2] == 0 or version[1] == since[1])]
        after = [version for version in able if has(version, since, backported)]
        if not before or not after:
            print(f"{name}: there is no CPython {'before' if not before else 'with'} it here")
            continue
        tried += 1
        if events_of(found[before[-1]], script) == events_of(found[after[0]], script):
            print(f"{name}: {script.name} does the same on CPython {before[-1]} and {after[0]}")
            failures += 1
    print(f"{tried} examples, {tried - failures} part")
    return 1 if failures else 0 if tried else 77


if __name__ == "__main__":
    sys.exit(main())
