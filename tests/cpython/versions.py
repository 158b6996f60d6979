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


def nearest(versions, since, backported):
    """The last version before the rule and the first with it, or None. A patch changes something of its own minor version, which the one before may not have at all:
    then the version before is of that one."""
    for minor in (since[1], (backported or since)[1]):
        before = [version for version in versions if not has(version, since, backported) and (version[1] == minor or since[2] == 0)]
        after = [version for version in versions if has(version, since, backported) and version > before[-1]] if before else []
        if after:
            return before[-1], after[0]
    return None


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
    # That both sides do what the engine does, conformance.py has compared: a usual run looks at some.
    for name, since, backported in list(rules())[:: 1 if os.environ.get("LOOPSCOPE_EVERY_PYTHON") else 10]:
        script = ROOT / "versions" / f"3.{since[1]}" / f"{name.replace('-', '_')}.py"
        able = [version for version in sorted(found) if version[1] >= compare.since(script)]
        parting = nearest(able, since, backported)
        if not parting:
            print(f"{name}: there is no CPython before it and one with it here")
            continue
        tried += 1
        if events_of(found[parting[0]], script) == events_of(found[parting[1]], script):
            print(f"{name}: {script.name} does the same on CPython {parting[0]} and {parting[1]}")
            failures += 1
    print(f"{tried} examples, {tried - failures} part")
    return 1 if failures else 0 if tried else 77


if __name__ == "__main__":
    sys.exit(main())
