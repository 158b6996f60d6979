"""conformance: every lesson does on the engine what its twin does on the oldest and the newest CPython that are found, by their rules; and the comparison sees every single difference."""

import os
import pathlib
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "conformance"))

import compare  # noqa: E402  it stands beside the programs that it compares
import lines  # noqa: E402


def alterations(key, value):
    """Other values that could stand in a field."""
    if key == "line":
        return [10_000]
    if key == "at":
        return ["?:1"] if value is None else [f"{value.partition(':')[0]}:10000", "?" + value]
    if isinstance(value, bool):
        return [not value]
    if value is None:
        return [1]
    if isinstance(value, (int, float)):
        return [value + 1]
    if isinstance(value, list):
        return [value[1:], [*value, "T99"]] if value else [["T99"]]
    return ["?" + value]


def unseen_differences(script, events):
    """Changes of a field, and losses of an event, that the comparison would let pass."""
    names = lines.python_lines(script)
    whole = [compare.with_names(event, names, False) for event in events]
    for index, event in enumerate(events):
        if compare.is_collected(event):
            continue  # compared as a set, and without a line
        if compare.differing_place(whole[:index] + whole[index + 1 :], whole) is None:
            yield index, "lost", event
        for key, value in event.items():
            if key == "line" and event["e"] == "task_new" and event["parent"] == "main":
                continue  # asyncio.run() stands outside every coroutine: the engine gives no line
            for other in alterations(key, value):
                if compare.same(whole[index], compare.with_names({**event, key: other}, names, False)):
                    yield index, key, event


def main():
    found = compare.pythons()
    if not found or os.environ.get("LOOPSCOPE_SANITIZED"):  # a sanitized run looks at the engine's memory: the comparison itself has been tried
        return compare.main()
    python = list(found.values())[-1]
    every = compare.sources_with_twins(compare.PROGRAMS)
    for source in compare.sources_with_twins(compare.LESSONS) + (every if os.environ.get("LOOPSCOPE_EVERY_PYTHON") else every[::3]):
        script = source.with_suffix(".py")
        if compare.is_outside(script):  # of these only the order is compared: compare.without_library()
            continue
        if compare.version_of(python)[1] < compare.since(script):
            continue
        with tempfile.TemporaryDirectory() as folder:
            events, _ = compare.python_side(python, script, pathlib.Path(folder))
        unseen = list(unseen_differences(script, events))
        if unseen:
            print(f"{source.stem}: a difference would not be seen: {unseen[:3]}")
            return 1
    return compare.main()


if __name__ == "__main__":
    sys.exit(main())
