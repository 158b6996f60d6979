"""real_sockets: programs with connections do by the real clock, over the system's sockets, what they do in virtual time over the network inside the run."""

import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "conformance"))

import compare

ATTEMPTS = 5  # the machine may stand still for longer than a program sleeps: then a timer is due with what should have come before it


def events(text):
    """Without times, and without the numbers of descriptors."""
    for line in text.splitlines():
        event = json.loads(line)
        if event["e"] == "advance" or event["e"] in compare.OUTSIDE:
            continue
        if event["e"] == "resolve" and str(event.get("value")).isdigit():
            event["value"] = "a descriptor"
        datagram = compare.DATAGRAM.fullmatch(str(event.get("value")))
        if datagram:
            event["value"] = datagram[1]
        yield {key: value for key, value in event.items() if key not in compare.OF_TIME}


def events_of(name, *how):
    done = subprocess.run([compare.BUILD / "tests" / f"program_{name}", *how], stdout=subprocess.PIPE, text=True, timeout=60, check=False)
    return [*events(done.stdout)]


def main():
    sources = [source for source in compare.sources_with_twins(compare.PROGRAMS / "io") if not compare.is_real(source)]
    failed = 0
    for source in sources:
        virtual = events_of(source.stem)
        for attempt in range(ATTEMPTS):
            real = events_of(source.stem, "--real")
            index = compare.differing_place(virtual, real)
            if index is None:
                break
        else:
            failed += 1
            compare.show(source.stem, index, virtual, real)
    print(f"{len(sources)} programs, {failed} of them differ over the system's sockets")
    return 1 if failed or not sources else 0


if __name__ == "__main__":
    sys.exit(main())
