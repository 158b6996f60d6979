"""slow: a lock that is held over what could go on at once, a beat that falls behind, many small steps in one turn, and what is right as it is."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import real, virtual  # noqa: E402


class OneByOne(unittest.TestCase):
    PROGRAM = """
        class Client:
            def __init__(self):
                self.lock, self.count = asyncio.Lock(), 0
            async def ask(self, what):
                await asyncio.sleep(1)
                return what
            async def get(self, what):
                async with self.lock:
                    {body}
        async def main():
            client = Client()
            await asyncio.gather(*(client.get(n) for n in range({many})))
        asyncio.run(main())
    """

    def test_a_lock_round_a_whole_request(self):
        said = virtual(self.PROGRAM.format(body="return await self.ask(what)", many=5))
        self.assertIn("line 11: Whoever has the Lock lock (taken at line 10) awaits at line 11 (return await self.ask(what)) and keeps it meanwhile, 1.000 s each time: 5 tasks go through that one after the other", said)

    def test_a_lock_that_a_class_takes_when_it_is_entered(self):
        said = virtual("""
            class Limiter:
                def __init__(self):
                    self.lock = asyncio.Lock()
                async def __aenter__(self):
                    await self.lock.acquire()
                async def __aexit__(self, *error):
                    self.lock.release()
            async def get(limiter):
                async with limiter:
                    await asyncio.sleep(1)
            async def main():
                limiter = Limiter()
                await asyncio.gather(*(get(limiter) for _ in range(5)))
            asyncio.run(main())
        """)
        self.assertIn("line 12: Whoever has the Lock lock (taken at line 7) awaits at line 12 (await asyncio.sleep(1)) and keeps it meanwhile, 1.000 s each time: 5 tasks go through that one after the other", said)

    def test_few_who_wait(self):
        self.assertEqual(virtual(self.PROGRAM.format(body="return await self.ask(what)", many=2)), "")

    def test_what_has_to_be_alone(self):
        for body in ("self.count = self.count + await self.ask(what)", "await self.read(what)", "before = self.count; await self.ask(what); self.count = before + 1", "if not self.count: self.count = await self.ask(what)"):
            said = virtual(self.PROGRAM.format(body=body, many=5).replace("        async def main", "        Client.read = Client.ask\n        async def main"))
            self.assertNotIn("one after the other", said, body)


class Beats(unittest.TestCase):
    PROGRAM = """
        async def {name}(seconds, {argument}):
            for _ in range(8):
                await asyncio.sleep(seconds)
                await asyncio.sleep({argument})
        asyncio.run({name}({work}, 1))
    """

    def test_a_beat_that_falls_behind(self):
        for name, argument in (("ticker", "pause"), ("run", "interval")):
            said = virtual(self.PROGRAM.format(name=name, argument=argument, work=0.5))
            self.assertIn(f"line 6: {name} sleeps for 1.000 s in each round, at line 6, and what it does besides takes 0.500 s: after 5 rounds it is 2.500 s behind a beat of 1.000 s.", said)
            self.assertEqual(said.count("behind a beat"), 1)

    def test_one_that_others_hold_up(self):
        said = virtual("""
            import time
            async def ticker(interval):
                for _ in range(8):
                    await asyncio.sleep(interval)
            async def hog():
                for _ in range(8):
                    await asyncio.sleep(1)
                    time.sleep(2)
            async def main():
                await asyncio.gather(hog(), ticker(1))
            asyncio.run(main())
        """)
        self.assertNotIn("behind a beat", said)

    def test_one_that_is_kept_or_is_none(self):
        for name, argument, work in (("ticker", "pause", 0.01), ("run", "pause", 0.5), ("run", "poll_interval", 0.5), ("check_every", "seconds_more", 0.5)):
            self.assertNotIn("behind a beat", virtual(self.PROGRAM.format(name=name, argument=argument, work=work)), name)


class Lines(unittest.TestCase):
    PROGRAM = """
        tasks = set()
        async def store(limit, n):
            async with limit:
                await asyncio.sleep(1)
        async def receive(limit):
            for n in range(200):
                await asyncio.sleep({pause})
                task = asyncio.create_task(store(limit, n))
                tasks.add(task)
                task.add_done_callback(tasks.discard)
        async def main():
            await receive(asyncio.Semaphore(2))
            {then}
        asyncio.run(main())
    """

    def test_tasks_that_are_made_faster_than_they_come_through(self):
        said = virtual(self.PROGRAM.format(pause=0.1, then=""))
        self.assertRegex(said, r"line 10: 1[56]\d tasks stand in line for the Semaphore limit when main ends: main has made 200 at line 10 \(task = asyncio.create_task\(store\(limit, n\)\)\), one by one, and 3\d of them have ended. They are made faster than they come through, and whoever makes them never waits.")

    def test_who_waits_for_them_or_makes_them_at_once(self):
        for pause, then in ((0.1, "await asyncio.gather(*tasks)"), (0.6, "")):
            self.assertNotIn("stand in line", virtual(self.PROGRAM.format(pause=pause, then=then)), (pause, then))


class LongTurns(unittest.TestCase):
    def test_many_small_steps(self):
        program = """
            import time
            def compute(seconds):
                until = time.perf_counter() + seconds
                while time.perf_counter() < until:
                    pass
            async def job(go):
                await go.wait()
                compute({})
            async def health():
                while True:
                    await asyncio.sleep(0.02)
            async def main():
                go, check = asyncio.Event(), asyncio.create_task(health())
                jobs = [asyncio.create_task(job(go)) for number in range({})]
                await asyncio.sleep(0.1)
                go.set()
                await asyncio.gather(*jobs)
                check.cancel()
            asyncio.run(main())
        """
        said = real(program.format(0.01, 50))
        self.assertRegex(said, r"50 steps of job follow each other, 0\.\d+ s each on average; and health, which was due, had to wait for all of them\.")
        self.assertNotIn("follow each other", real(program.format(0.01, 5)))


if __name__ == "__main__":
    unittest.main()
