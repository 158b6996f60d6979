"""uses: what is done with locks, semaphores, events, conditions and queues is recorded also where nobody has to wait; on the engine as on CPython."""

import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import BUILD, ROOT, record, tell  # noqa: E402

sys.path.insert(0, str(ROOT / "tracer"))
from loopscope_trace import stream  # noqa: E402

PROGRAM = """import asyncio
class Account:
    def __init__(self):
        self.door = asyncio.Lock()
async def worker(account, jobs, places):
    async with places:
        async with account.door:
            await asyncio.sleep(1)
    await jobs.get()
    jobs.task_done()
async def main():
    account, jobs, places, go = Account(), asyncio.Queue(), asyncio.Semaphore(3), asyncio.Event()
    tasks = [asyncio.create_task(worker(account, jobs, places)) for _ in range(2)]
    go.set()
    go.clear()
    for i in range(2):
        jobs.put_nowait(i)
    await jobs.join()
asyncio.run(main())
"""
GIVEN = """import asyncio
async def move(source, target):
    async with source:
        async with target:
            pass
async def main():
    left, right = asyncio.Lock(), asyncio.Lock()
    await asyncio.gather(move(left, right), move(right, left))
asyncio.run(main())
"""
WOKEN = """import asyncio
async def worker(jobs):
    while True:
        await jobs.get()
        await asyncio.sleep(1)
        jobs.task_done()
async def main():
    jobs = asyncio.Queue(1)
    task = asyncio.create_task(worker(jobs))
    await asyncio.sleep(1)
    for i in range(3):
        await jobs.put(i)
    await jobs.join()
    task.cancel()
asyncio.run(main())
"""
COMPLETED = """import asyncio
async def main():
    for coming in asyncio.as_completed([asyncio.sleep(1), asyncio.sleep(2)]):
        await coming
asyncio.run(main())
"""
ODD = """import asyncio
def refuse(*_):
    raise RuntimeError("this is run by the program alone")
class Door(asyncio.Lock):
    __eq__ = __ne__ = __hash__ = __repr__ = refuse
class House:
    __eq__ = __hash__ = __repr__ = refuse
    def __getattr__(self, name):
        refuse()
async def main():
    house = House()
    house.door = door = Door()
    async with door:
        await asyncio.sleep(0)
    queue, places = asyncio.Queue(0.5), asyncio.Semaphore(1.5)
    queue.put_nowait(1)
    async with places:
        pass
    await loop_calls(Calls())
    print("to the end")
class Calls:
    __getattr__ = __eq__ = __hash__ = __repr__ = refuse
    def __call__(self, *_):
        return 1
async def loop_calls(calls):
    loop = asyncio.get_running_loop()
    loop.call_soon(calls)
    await loop.run_in_executor(None, calls)
    await asyncio.sleep(0)
asyncio.run(main())
"""
EVENT = struct.Struct("<BBHIqIIII")
STRING = 0xF1
USE, RESOLVE = stream.KIND["use"], stream.KIND["resolve"]


def uses_of(recording, wakes=False):
    """(who, what, the thing, the count) of each; and, if so asked, what is resolved between them."""
    data, at, found = recording.read_bytes(), 32, []
    while at < len(data):
        kind, detail, _, by, _, a, b, c, _ = EVENT.unpack_from(data, at)
        at += 32
        if kind == STRING:
            at += (b + 31) // 32 * 32
        elif kind == USE:
            found.append((by, detail, a, c))
        elif kind == RESOLVE and wakes:
            found.append(b)
    return found


class Uses(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.script, self.recording = pathlib.Path(folder.name, "program.py"), pathlib.Path(folder.name, "run.loopscope")

    def told(self, *options):
        self.script.write_text(PROGRAM, encoding="utf-8")
        record(self.script, self.recording, "--virtual-time").check_returncode()
        return tell(self.recording, *options)

    def test_what_does_not_suspend_is_told_with_the_programs_names(self):
        text = self.told()
        for sentence in (
            "worker 1 takes a place in the semaphore places: two places are left.",
            "worker 1 takes the lock door: it is held now",
            "main sets the event go: until it is cleared",
            "main clears the event go:",
            "main puts an item into the queue jobs: it holds two items now.",
            "worker 1 releases the lock door.",
            "worker 2 says that an item of the queue jobs is dealt with: that was the last.",
        ):
            self.assertIn(sentence, text)

    def test_what_a_function_is_given_has_the_name_that_its_giver_has_for_it(self):
        self.script.write_text(GIVEN, encoding="utf-8")
        record(self.script, self.recording, "--virtual-time").check_returncode()
        text = tell(self.recording)
        for taken in ("move 1 takes the lock left", "move 1 takes the lock right", "move 2 takes the lock right", "move 2 takes the lock left"):
            self.assertIn(taken, text)

    def test_why_names_who_holds_the_lock_and_what_comes_next(self):
        before = self.told().partition("The clock moves on")[0]
        n = len(re.findall(r"^ +\d+\.\d+ s ", before, re.M))
        why = tell(self.recording, "--at", str(n), "--why", "worker 2")
        self.assertIn("worker 2 waits for its turn to take the lock (door), which worker 1 has held since it took it at line 7.", why)
        self.assertIn("worker 1 sleeps", why)

    def test_the_cause_comes_before_who_is_woken(self):
        self.script.write_text(WOKEN, encoding="utf-8")
        record(self.script, self.recording, "--virtual-time").check_returncode()
        text = tell(self.recording)
        for first, second in (
            ("main puts an item into the queue jobs", "main wakes worker, which is first in line"),
            ("worker takes an item out of the queue jobs: it is empty now.", "worker wakes main, which is first in line for room"),
            ("worker says that an item of the queue jobs is dealt with: that was the last.", "worker says that the last item of the queue is dealt with: main"),
        ):
            self.assertRegex(text, f"{first}[^\\n]*\\n[^\\n]*{second}")

    def test_what_is_a_part_of_another_thing_of_asyncios_is_not_told(self):
        self.script.write_text(COMPLETED, encoding="utf-8")
        record(self.script, self.recording, "--virtual-time").check_returncode()
        self.assertEqual(uses_of(self.recording), [])

    def test_no_line_of_a_class_of_the_programs_is_run(self):
        self.script.write_text(ODD, encoding="utf-8")
        done = record(self.script, self.recording)
        self.assertEqual((done.stdout, done.stderr), ("to the end\n", ""))
        self.assertIn("takes the lock door", tell(self.recording))

    @unittest.skipIf(sys.version_info < (3, 10), "semaphores were others before 3.10")
    def test_the_engine_tells_the_same(self):
        compared = 0
        for source in sorted(pathlib.Path(ROOT, "tests", "conformance", "programs", "sync").glob("*.c")):
            if "since Python 3.13" in source.read_text(encoding="utf-8") and sys.version_info < (3, 13):
                continue
            program, engine = BUILD / "tests" / f"program_{source.stem}", self.recording.with_name("engine.loopscope")
            engine.write_bytes(subprocess.run([str(program), "--recording"], check=True, timeout=60, capture_output=True).stdout)
            record(source.with_suffix(".py"), self.recording, "--virtual-time").check_returncode()
            self.assertEqual(uses_of(engine), uses_of(self.recording), source.stem)
            self.assertEqual(uses_of(engine, wakes=True), uses_of(self.recording, wakes=True), source.stem)
            compared += len(uses_of(engine))
        self.assertGreater(compared, 50)


if __name__ == "__main__":
    unittest.main()
