"""named_like: files beside a program that are named like modules of the standard library: the program gets them as it does unwatched, is watched all the same, and what that breaks is named."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import record, tell  # noqa: E402


def run(files, *options):
    """(as it runs unwatched, as it runs watched, what is told of it)"""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            pathlib.Path(folder, name).write_text(text, encoding="utf-8")
        script, recording = pathlib.Path(folder, next(iter(files))), pathlib.Path(folder, "run.loopscope")
        plain = subprocess.run([sys.executable, "-B", str(script)], capture_output=True, text=True, timeout=60, check=False)
        watched = record(script, recording, *options)
        return plain, watched, tell(recording)


def last_line(done):
    return done.stderr.strip().split("\n")[-1].partition(" (")[0].replace("partially initialized ", "").partition(" from ")[0]  # 3.13 adds a hint that depends on how it was started


PROGRAM = "import asyncio\nimport {0}\nasync def main():\n    await asyncio.sleep(0.01)\n    print({0}.answer())\nasyncio.run(main())\n"
ANSWER = "def answer():\n    return 42\n"


class Beside(unittest.TestCase):
    def test_a_file_that_asyncio_does_not_need(self):
        for name in ("argparse", "calendar"):
            plain, watched, told = run({"main.py": PROGRAM.format(name), f"{name}.py": ANSWER}, "--virtual-time")
            self.assertEqual((watched.returncode, watched.stdout, watched.stderr), (plain.returncode, plain.stdout, plain.stderr), name)
            self.assertEqual(watched.stdout, "42\n")
            self.assertIn("main prints: | 42", " ".join(told.split()))
            self.assertNotIn("emark", told)

    def test_one_that_asyncio_needs(self):
        plain, watched, told = run({"main.py": PROGRAM.format("logging"), "logging.py": ANSWER})
        self.assertEqual((watched.returncode, watched.stdout), (plain.returncode, plain.stdout))
        self.assertEqual(last_line(watched), last_line(plain))
        self.assertIn("line 1 of logging.py: The program ended with AttributeError(", told)
        self.assertIn("the file logging.py beside the program has the name of a module of the standard library, and Python takes it for that module", " ".join(told.split()))

    def test_a_program_with_the_name_of_asyncio(self):
        plain, watched, told = run({"asyncio.py": "import asyncio\nasync def main():\n    pass\nasyncio.run(main())\n"})
        self.assertEqual((watched.returncode, watched.stdout), (plain.returncode, plain.stdout))
        self.assertEqual(watched.returncode, 1)
        self.assertNotIn("late.py", watched.stderr)
        self.assertIn("the file asyncio.py beside the program has the name of a module of the standard library", " ".join(told.split()))

    def test_exit_status_and_what_stands_in_no_traceback(self):
        files = {"main.py": "import asyncio, sys\nasync def main():\n    sys.exit({})\nasyncio.run(main())\n", "calendar.py": ANSWER}
        for status in ("3", "'bye'", "None"):
            plain, watched, _ = run({**files, "main.py": files["main.py"].format(status)})
            self.assertEqual((watched.returncode, watched.stdout, watched.stderr), (plain.returncode, plain.stdout, plain.stderr))
        plain, watched, _ = run({"main.py": "import asyncio\nasync def main():\n    1 / 0\nasyncio.run(main())\n", "calendar.py": ANSWER})
        self.assertEqual((watched.returncode, watched.stderr), (plain.returncode, plain.stderr))

    def test_a_program_that_python_cannot_read(self):
        plain, watched, told = run({"main.py": "def main(:\n", "queue.py": ANSWER})
        self.assertEqual((watched.returncode, watched.stderr), (plain.returncode, plain.stderr))
        self.assertIn("The program ended with SyntaxError", told)


if __name__ == "__main__":
    unittest.main()
