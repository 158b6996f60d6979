"""record_programs.py: records on CPython what tell_programs.sh reads: each script that it is given, as FOLDER/NAME.loopscope.

    python3 record_programs.py FOLDER SCRIPT...
"""

import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))
sys.path.insert(0, str(ROOT / "tests" / "conformance"))
import compare  # noqa: E402
import prepared  # noqa: E402


def main(folder, scripts):
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tracer")}
    for script in map(pathlib.Path, scripts):
        clock = [] if compare.is_real(script) else ["--virtual-time"]
        done = prepared.run(sys.executable, [*clock, "--record", pathlib.Path(folder, f"{script.stem}.loopscope"), script], environment)
        if "not watched" in done.stderr or done.returncode not in compare.STATUSES:
            sys.exit(f"{script.name} cannot be traced: {done.stderr}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
