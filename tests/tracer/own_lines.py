"""own_lines: while a task is in a library, the line of the program's own through which it went there is the one that is told."""

import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import record, tell  # noqa: E402

LIBRARY = """import asyncio
async def helper():
    await asyncio.sleep(1)
"""
PROGRAM = """import asyncio, os, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "site-packages"))
import helps
async def main():
    await helps.helper()
asyncio.run(main())
"""


class OwnLines(unittest.TestCase):
    def test_the_programs_own_line_is_told_while_a_library_waits(self):
        with tempfile.TemporaryDirectory() as folder:
            script, recording = pathlib.Path(folder, "program.py"), pathlib.Path(folder, "run.loopscope")
            pathlib.Path(folder, "site-packages").mkdir()
            pathlib.Path(folder, "site-packages", "helps.py").write_text(LIBRARY, encoding="utf-8")
            script.write_text(PROGRAM, encoding="utf-8")
            record(script, recording, "--virtual-time").check_returncode()
            told = tell(recording, "--at", "13")
        self.assertIn("program.py: await helps.helper()", told)
        self.assertIn("main (line 5)", told)


if __name__ == "__main__":
    unittest.main()
