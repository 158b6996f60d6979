"""order: what happens within a step is told in the order in which it happens: coroutines entered and left, prints, tasks made."""

import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import record, tell  # noqa: E402

CALLS = """import asyncio
async def quiet():
    pass
async def noisy(n):
    print("noisy", n)
    await quiet()
    if n == 2:
        raise ValueError(n)
    await asyncio.sleep(1)
    print("after", n)
async def main():
    await noisy(0)
    await noisy(1)
    try:
        await noisy(2)
    except ValueError:
        print("caught")
asyncio.run(main())
"""
GENERATOR = """import asyncio
async def numbers():
    yield 1
    await asyncio.sleep(1)
    yield 2
async def main():
    async for n in numbers():
        print(n)
asyncio.run(main())
"""
EAGER = """import asyncio
async def quiet():
    pass
async def child():
    await quiet()
    print("eager")
async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    await asyncio.create_task(child())
    await quiet()
asyncio.run(main())
"""


def told_of(program):
    with tempfile.TemporaryDirectory() as folder:
        script, recording = pathlib.Path(folder, "program.py"), pathlib.Path(folder, "run.loopscope")
        script.write_text(program, encoding="utf-8")
        record(script, recording, "--virtual-time").check_returncode()
        return tell(recording)


def shape(program):
    """What is told of calls and prints, a word each."""
    found = []
    for line in told_of(program).splitlines():
        for words, sign in (("awaits the coroutine ", "+"), ("returns from ", "-"), ("leaves ", "!"), ("asks the generator ", "?"), ("value from the generator ", "="), ("generator numbers has come", "."), (" | ", "")):
            before, found_words, rest = line.partition(words)
            if found_words:
                found.append(sign + (rest.split(":")[0].split(",")[0].split(" to ")[0].split(" for ")[0].split(" by ")[0]))
    return " ".join(found)


told_by_the_interpreter = unittest.skipIf(sys.version_info < (3, 12), "the interpreter tells it from Python 3.12 on")


class Order(unittest.TestCase):
    @told_by_the_interpreter
    def test_calls_and_prints_stand_in_the_order_in_which_they_happen(self):
        self.assertEqual(
            shape(CALLS),
            "+noisy noisy 0 +quiet -quiet after 0 -noisy +noisy noisy 1 +quiet -quiet after 1 -noisy +noisy noisy 2 +quiet -quiet !noisy caught",
        )

    @unittest.skipIf(sys.version_info >= (3, 12), "there it is told exactly")
    def test_before_that_what_has_come_and_gone_is_seen_at_the_next_print(self):
        self.assertEqual(shape(CALLS), "+noisy noisy 0 after 0 -noisy +noisy noisy 1 after 1 -noisy +noisy noisy 2 -noisy caught")

    @told_by_the_interpreter
    def test_a_generator_is_asked_and_gives(self):
        self.assertEqual(shape(GENERATOR).replace(" .", ""), "?numbers =numbers 1 ?numbers =numbers 2 ?numbers")

    @told_by_the_interpreter
    def test_an_eager_tasks_first_step_is_not_taken_for_calls_of_whoever_makes_it(self):
        self.assertEqual(shape(EAGER), "+quiet -quiet eager +quiet -quiet")
        told = told_of(EAGER)
        for sentence in ("main makes child, an eager task", "child awaits the coroutine quiet", "child prints", "child has its result, None", "main awaits the coroutine quiet"):
            self.assertIn(sentence, told)
        self.assertLess(told.index("main makes child"), told.index("child prints"))
        self.assertLess(told.index("child has its result"), told.index("main awaits the coroutine quiet"))


if __name__ == "__main__":
    unittest.main()
