"""order: what happens within a step is told in the order in which it happens: coroutines entered and left, prints, tasks made."""

import pathlib
import subprocess
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
AWAITABLE = """import asyncio
class Request:
    def __await__(self):
        return self.run().__await__()
    async def run(self):
        await asyncio.sleep(1)
        print("answer")
async def main():
    await Request()
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


MANY = """import asyncio
async def quiet():
    pass
async def loud():
    print("loud")
async def main():
    for _ in range(3000):
        await quiet()
    await loud()
    await asyncio.sleep(0)
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
    def test_a_coroutine_that_an_await_method_gives_is_not_left_while_it_waits(self):
        told = told_of(AWAITABLE)
        before, found, after = told.partition("| answer")
        self.assertIn("main awaits the coroutine run", before)
        self.assertNotIn("returns from run", before)
        self.assertIn("returns from run", after)
        self.assertIn("main awaits asyncio.sleep(1): it is suspended until t = 1.000 s", before)

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
    def test_of_thousands_in_one_step_the_first_are_told_and_those_that_do_something(self):
        calls = shape(MANY).split()
        self.assertEqual((calls.count("+quiet"), calls.count("-quiet")), (1001, 1001))
        self.assertEqual(calls[2000:], ["+loud", "loud", "-loud", "+quiet", "-quiet"])

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


LEFT = """import asyncio
async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(5, print, "never")
    def again():
        if loop.is_running():
            loop.call_soon(again)
    again()
for _ in range(3):
    asyncio.run(main())
"""
IN_TURNS = """import asyncio
async def ticks(name, count):
    for i in range(count):
        print(name, i)
        await asyncio.sleep(0.01)
a, b = asyncio.new_event_loop(), asyncio.new_event_loop()
late = [loop.create_task(ticks(name, 9)) for loop, name in ((a, "A"), (b, "B"))]
b.call_soon(print, "soon")
b.call_later(0.02, print, "later")
a.run_until_complete(ticks("a", 2))
b.run_until_complete(ticks("b", 2))
def outer():
    b.call_soon(print, "from a")
    b.create_task(ticks("c", 1))
    b.call_later(0.01, print, "soon after")
a.call_soon(outer)
a.run_until_complete(late[0])
b.run_until_complete(late[1])
a.close()
b.close()
asyncio.run(ticks("last", 2))
"""


IN_A_THREAD = """import asyncio, threading
async def add(a, b):
    await asyncio.sleep(0.01)
    return a + b
async def ticks(name, count):
    for i in range(count):
        print(name, i)
        await asyncio.sleep(0.01)
loop = asyncio.new_event_loop()
thread = threading.Thread(target=loop.run_forever)
thread.start()
print(asyncio.run_coroutine_threadsafe(add(1, 2), loop).result())
OWN
loop.call_soon_threadsafe(loop.stop)
thread.join()
asyncio.run(ticks("last", 2))
"""


class Loops(unittest.TestCase):
    """The recording has one ready queue: were it not that of the loop that runs, the window could not go on behind that moment."""

    def told(self, program, *options, as_shown=str):
        with tempfile.TemporaryDirectory() as folder:
            script, recording = pathlib.Path(folder, "program.py"), pathlib.Path(folder, "run.loopscope")
            script.write_text(program, encoding="utf-8")
            alone = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True, timeout=60).stdout
            watched = record(script, recording, *options)
            self.assertEqual((as_shown(watched.stdout), watched.stderr), (as_shown(alone), ""))
            text = tell(recording)
        self.assertNotIn("breaks the rules", text)
        return text

    def test_what_is_left_in_a_loop_that_is_closed_is_gone(self):
        for options in ((), ("--virtual-time",)):
            text = self.told(LEFT, *options)
            self.assertEqual(text.count("The loop is closed: one entry of its ready queue and one timer are dropped, and will never run."), 3)

    def test_a_loop_in_a_thread_is_told_while_none_runs_in_the_first(self):
        text = self.told(IN_A_THREAD.replace("OWN\n", ""))
        for sentence in ("add awaits asyncio.sleep(0.0", "add has its result, 3", "| 3", "| last 1"):
            self.assertIn(sentence, text)
        self.told(IN_A_THREAD.replace("OWN", 'asyncio.run(ticks("own", 9))'))  # takes its place, if the other one comes to wait soon

    def test_loops_that_run_in_turns_have_each_their_own(self):
        for options in ((), ("--virtual-time",)):
            text = self.told(IN_TURNS, *options, as_shown=lambda text: sorted(text.splitlines()))  # by the real clock either of two timers can be first
            self.assertGreater(text.count("Another loop runs now: "), 2)
            for line in ("| from a", "| c 0", "| A 8", "| B 8", "| soon after", "| last 1"):
                self.assertIn(line, text)


if __name__ == "__main__":
    unittest.main()
