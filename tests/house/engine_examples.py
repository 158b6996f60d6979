"""engine_examples: every program in docs/engine.md compiles without a warning, and prints what the document says."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("LOOPSCOPE_BUILD", ROOT / "build" / "release"))
SANITIZED = "sanitize" in BUILD.name
EXAMPLE = re.compile(r"^```c\n(.*?)^```\n\n```text\n(.*?)^```", re.S | re.M)


class EngineExamples(unittest.TestCase):
    def test_every_example_prints_what_the_document_says(self):
        examples = EXAMPLE.findall((ROOT / "docs" / "engine.md").read_text())
        self.assertGreater(len(examples), 5)
        with tempfile.TemporaryDirectory() as folder:
            for number, (program, printed) in enumerate(examples, 1):
                source, executable = pathlib.Path(folder, f"example{number}.c"), pathlib.Path(folder, f"example{number}")
                source.write_text(program)
                flags = ["-fsanitize=address,undefined"] if SANITIZED else []
                command = ["cc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", *flags, f"-I{ROOT / 'engine'}", str(source),
                           str(BUILD / "libloopscope-engine.a"), "-lm", "-o", str(executable)]
                compiled = subprocess.run(command, capture_output=True, text=True)
                self.assertEqual(compiled.returncode, 0, f"example {number}:\n{compiled.stderr}")
                virtual = {**os.environ, "LOOPSCOPE_RECORD": str(pathlib.Path(folder, "run.loopscope")), "LOOPSCOPE_VIRTUAL_TIME": "1"}  # nothing races
                run = subprocess.run([str(executable)], capture_output=True, text=True, timeout=60, env=virtual)
                self.assertEqual((run.stdout, run.stderr, run.returncode), (printed, "", 0), f"example {number}")


if __name__ == "__main__":
    unittest.main(verbosity=1, argv=sys.argv[:1])
