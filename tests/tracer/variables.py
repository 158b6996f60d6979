"""variables: what a suspended coroutine's variables hold is in the recording, and no line of the program was run to know it."""

import pathlib
import subprocess
import sys
import tempfile
import textwrap
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import ENVIRONMENT, LOOPSCOPE  # noqa: E402

PROGRAM = """
    import asyncio
    class Thing:
        def __repr__(self):
            print("repr was asked")
    async def work(name, items, thing):
        total, seen, nothing, _hidden, text = 0.5, {"b", "a"}, frozenset(), 3, "x" * 200
        nested, unknown, function = {"k": [1, 2]}, [Thing()], len
        for n in range(3):
            await asyncio.sleep(0.1)
            items = items + [n]
    async def main():
        await asyncio.gather(work("one", [], Thing()), asyncio.sleep(0))
    asyncio.run(main())
"""


NESTED = """
    import asyncio
    async def inner():
        await asyncio.sleep(1)
    async def main():
        await inner()
    asyncio.run(main())
"""


def why(task, at, program=PROGRAM, **environment):
    with tempfile.TemporaryDirectory() as folder:
        script, recording = pathlib.Path(folder, "program.py"), pathlib.Path(folder, "run.loopscope")
        script.write_text(textwrap.dedent(program), encoding="utf-8")
        command = [sys.executable, "-m", "loopscope_trace", "--virtual-time", "--record", str(recording), str(script)]
        done = subprocess.run(command, capture_output=True, text=True, env={**ENVIRONMENT, **environment}, timeout=60, check=True)
        told = subprocess.run([str(LOOPSCOPE), "tell", "--why", task, "--at", str(at), str(recording)], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout + done.stderr, told.stdout


class Variables(unittest.TestCase):
    def test_numbers_texts_and_short_lists_are_told_in_the_order_of_writing(self):
        printed, told = why("work", 25)
        self.assertEqual(printed, "")
        told = told[told.index("in work") :]
        wanted = ["name = 'one'", "items = [", "total = 0.5", "seen = {'a', 'b'}", "nothing = frozenset()", "text = 'xxx", "nested = {'k': [1, 2]}"]
        places = [told.find(one) for one in wanted]
        self.assertEqual(places, sorted(places), told)
        self.assertNotIn(-1, places, told)
        for absent in ("thing", "_hidden", "unknown", "function"):
            self.assertNotIn(f" {absent} =", told)
        line = next(line for line in told.splitlines() if "text = " in line).strip()
        self.assertEqual((len(line), line[-1]), (len("text = ") + 80, "…"))

    def test_a_coroutine_without_any_is_told_without(self):
        self.assertIn("in main, line 6\nin inner, line 4\n", why("main", 12, NESTED)[1])

    def test_a_long_run_is_told_them_at_its_beginning_only(self):
        self.assertNotIn("name =", why("work", 25, LOOPSCOPE_VARIABLE_STEPS="1")[1])
        self.assertIn("name =", why("work", 25, LOOPSCOPE_VARIABLE_STEPS="4")[1])
        self.assertIn("x" * 199, why("work", 25, LOOPSCOPE_VARIABLE_LENGTH="250")[1])


if __name__ == "__main__":
    unittest.main()
