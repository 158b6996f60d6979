"""own_lines: while a task is in a library, the line of the program's own through which it went there is told; a line of another file than the program's is named with it; of a source only the function is parsed that is asked for."""

import ast
import asyncio
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tracer"))
from loopscope_trace import needs  # noqa: E402
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
JOBS = """import asyncio
async def take(lock):
    await lock.acquire()
    raise ValueError("x")
async def wait(lock):
    await asyncio.sleep(1)
    async with lock:
        pass
"""
TWO_FILES = """import asyncio
import jobs
async def main():
    lock = asyncio.Lock()
    await asyncio.gather(jobs.take(lock), jobs.wait(lock), return_exceptions=True)
asyncio.run(main())
"""


class OwnLines(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.script, self.recording = self.folder / "program.py", self.folder / "run.loopscope"

    def test_the_programs_own_line_is_told_while_a_library_waits(self):
        (self.folder / "site-packages").mkdir()
        (self.folder / "site-packages" / "helps.py").write_text(LIBRARY, encoding="utf-8")
        self.script.write_text(PROGRAM, encoding="utf-8")
        record(self.script, self.recording, "--virtual-time").check_returncode()
        told = tell(self.recording, "--at", "13")
        self.assertIn("program.py: await helps.helper()", told)
        self.assertIn("main (line 5)", told)
        self.assertIn("main called asyncio.sleep(1) at line 3 of helps.py.", tell(self.recording, "--at", "20", "--why", "main"))

    def test_a_line_of_another_file_of_the_programs_is_named_with_it(self):
        (self.folder / "jobs.py").write_text(JOBS, encoding="utf-8")
        self.script.write_text(TWO_FILES, encoding="utf-8")
        record(self.script, self.recording, "--virtual-time")
        said = tell(self.recording)
        self.assertIn("line 7 of jobs.py: wait waits for the Lock lock, which take took at line 3 of jobs.py and did not give back", said)
        self.assertIn("line 5: Deadlock", said)


class Parsed(unittest.TestCase):
    def test_of_a_long_source_only_the_function_is_parsed_that_is_asked_for(self):
        for path in sorted(pathlib.Path(asyncio.__file__).parent.glob("*.py")):
            for node in ast.walk(ast.parse(path.read_bytes())):
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    first_line = min([node.lineno, *(one.lineno for one in node.decorator_list)])
                    found = needs.function_in(str(path), node.name, first_line)
                    self.assertEqual(ast.dump(found, include_attributes=True), ast.dump(node, include_attributes=True))
            self.assertNotIn(str(path), needs.whole)

    def test_a_text_at_the_left_edge_does_not_end_a_function(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "long.py")
            path.write_text("class A:\n    @staticmethod\n    # decorated\n    async def f(\n        a,\n    ):\n        b = \"\"\"\nc\n\"\"\"\n        return b\n")
            function = needs.function_in(str(path), "f", 2)
            self.assertEqual((function.lineno, function.end_lineno), (4, 10))
            self.assertIsNone(needs.function_in(str(path), "f", 9))
            self.assertIsNone(needs.function_in(str(path.with_name("none.py")), "f", 1))


if __name__ == "__main__":
    unittest.main()
