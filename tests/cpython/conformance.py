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
        if compare.differing_place(whole[index + 1 :], whole[index:]) is None:  # before it all are equal
            yield index, "lost", event
        for key, value in event.items():
            if key == "line" and event["e"] == "task_new" and event["parent"] == "main":
                continue  # asyncio.run() stands outside every coroutine: the engine gives no line
            for other in alterations(key, value):
                if compare.same(whole[index], compare.with_names({**event, key: other}, names, False)):
                    yield index, key, event


ENOUGH = 500  # events of a program: a change of one of them is looked for among all


def unseen(folder):
    """The programs of which the newest CPython's events were left in the folder, and a change of them that the comparison would not see."""
    for source in compare.sources_with_twins(compare.LESSONS) + compare.sources_with_twins(compare.PROGRAMS):
        script, kept = source.with_suffix(".py"), compare.events_of(folder, source, "python")
        if kept.exists() and not compare.is_outside(script):  # of those only the order is compared: compare.without_library()
            found = list(unseen_differences(script, compare.of_the_order(compare.read_events(kept), script)[:ENOUGH]))
            if found:
                yield source.stem, found


def main():
    with tempfile.TemporaryDirectory() as folder:
        sys.argv += ["--keep", folder]
        result = compare.main()
        if result or os.environ.get("LOOPSCOPE_SANITIZED"):  # a sanitized run looks at the engine's memory: the comparison itself has been tried
            return result
        for name, found in unseen(pathlib.Path(folder)):
            print(f"{name}: a difference would not be seen: {found[:3]}")
            result = 1
    return result


if __name__ == "__main__":
    sys.exit(main())
