"""real_sockets: programs with connections do by the real clock, over the system's sockets, what they do in virtual time over the network inside the run."""

import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "conformance"))

import compare

OF_TIME = {"t", "timeout", "when", "delay"}  # seconds


def events(text):
    """Without times, and without the numbers of descriptors."""
    for line in text.splitlines():
        event = json.loads(line)
        if event["e"] == "advance" or event["e"] in compare.OUTSIDE:
            continue
        if event["e"] == "resolve" and str(event.get("value")).isdigit():
            event["value"] = "a descriptor"
        yield {key: value for key, value in event.items() if key not in OF_TIME}


def main():
    sources = compare.sources_with_twins(compare.PROGRAMS / "io")
    running = {}
    for source in sources:
        program = compare.BUILD / "tests" / f"program_{source.stem}"
        running[source.stem] = [subprocess.Popen([program, *how], stdout=subprocess.PIPE, text=True) for how in ([], ["--real"])]
    failed = 0
    for name, processes in running.items():
        (virtual, real) = ([*events(process.communicate(timeout=60)[0])] for process in processes)
        index = compare.differing_place(virtual, real)
        if index is not None:
            failed += 1
            compare.show(name, index, virtual, real)
    print(f"{len(sources)} programs, {failed} of them differ over the system's sockets")
    return 1 if failed or not sources else 0


if __name__ == "__main__":
    sys.exit(main())
