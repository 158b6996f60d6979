"""half_done: limits that limit nothing, ends that come too early or too late, or to whoever asks for them, locks that are given back by who has not got them, and what is right beside them."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import real, virtual  # noqa: E402


class Unlimited(unittest.TestCase):
    PROGRAM = """
        async def fetch(semaphore):
            {inside}
            await asyncio.sleep(1)
        async def main():
            semaphore, tasks = asyncio.Semaphore(2), []
            for _ in range(4):
                async with semaphore:
                    {body}
            await asyncio.gather(*tasks)
        asyncio.run(main())
    """
    MAKES = "tasks.append(asyncio.create_task(fetch(semaphore)))"

    def test_a_semaphore_that_is_held_only_while_a_task_is_made(self):
        said = virtual(self.PROGRAM.format(inside="pass", body=self.MAKES))
        self.assertIn("line 9: main holds the semaphore semaphore (made for 2) at line 9 only while it makes a task, and gives it back at once: none of the tasks waits for the end of another.", said)
        self.assertEqual(said.count("only while it makes"), 1)

    def test_one_that_is_taken_inside_too_or_held_over_an_await(self):
        for inside, body in (("async with semaphore: pass", self.MAKES), ("pass", self.MAKES + "; await asyncio.sleep(1)")):
            self.assertNotIn("only while it makes", virtual(self.PROGRAM.format(inside=inside, body=body)))


class TooEarly(unittest.TestCase):
    PROGRAM = """
        async def worker(todo, seen):
            while True:
                item = await todo.get()
                {}
        async def main():
            todo, seen = asyncio.Queue(), []
            for item in range(3):
                todo.put_nowait(item)
            task = asyncio.create_task(worker(todo, seen))
            await todo.join()
            task.cancel()
        asyncio.run(main())
    """

    def test_task_done_before_the_work(self):
        said = real(self.PROGRAM.format("todo.task_done()\n                await asyncio.sleep(0.05)\n                seen.append(item)"))
        self.assertIn("line 7: worker is cancelled at line 7 in the middle of its work with 2, for which it has called task_done() before, at line 6: so join() has not waited for that.", said)

    def test_task_done_behind_it(self):
        self.assertNotIn("in the middle", real(self.PROGRAM.format("await asyncio.sleep(0.01)\n                todo.task_done()")))


class OwnCancellation(unittest.TestCase):
    PROGRAM = """
        async def child():
            await asyncio.sleep(1)
            {}
        async def main():
            task = asyncio.create_task(child())
            {}
            await asyncio.wait([task])
        asyncio.run(main())
    """

    def test_a_task_that_raises_it_itself(self):
        said = virtual(self.PROGRAM.format('raise asyncio.CancelledError("enough")', "pass"))
        self.assertIn("line 5: child ends as cancelled though nobody has asked it to: it raises a CancelledError itself at line 5.", said)

    def test_one_that_was_asked_or_passes_on_what_it_awaits(self):
        for body, first in (("raise asyncio.CancelledError", "await asyncio.sleep(0); task.cancel()"), ("inner = asyncio.create_task(asyncio.sleep(1)); inner.cancel(); await inner", "pass")):
            self.assertNotIn("nobody has asked it", virtual(self.PROGRAM.format(body, first)))


class Groups(unittest.TestCase):
    PROGRAM = """
        async def get(seconds):
            await asyncio.sleep(seconds)
            return seconds
        async def first():
            async with asyncio.TaskGroup() as group:
                slow, fast = group.create_task(get(5)), group.create_task(get(1))
                {}
        async def main():
            print(await first())
        asyncio.run(main())
    """

    @unittest.skipIf(sys.version_info < (3, 11), "there is no TaskGroup")
    def test_a_return_that_does_not_get_out(self):
        for end in ("return await fast", "found = await fast; return found"):
            said = virtual(self.PROGRAM.format(end))
            self.assertIn("line 9: main comes to its return at line 9, inside of the TaskGroup of line 7, and gets out 4.000 s later: a TaskGroup waits for all of its tasks, here for get 1.", said)

    @unittest.skipIf(sys.version_info < (3, 11), "there is no TaskGroup")
    def test_one_that_does_or_that_awaits_nothing(self):
        for end in ("return await fast, await slow", "return slow, fast", "found = await fast; slow.cancel(); return found", "print(await fast)"):
            self.assertNotIn("comes to its return", virtual(self.PROGRAM.format(end)), end)


class Flooded(unittest.TestCase):
    PROGRAM = """
        class Flood(asyncio.Protocol):
            {}
            def connection_made(self, transport):
                for _ in range(100):
                    transport.write(bytes(100000))
        async def main():
            server = await asyncio.get_running_loop().create_server(Flood, "127.0.0.1", 0)
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname(), limit=1024)
            await asyncio.sleep(0.2)
            writer.transport.abort()
            server.close()
        asyncio.run(main())
    """

    def test_a_protocol_that_does_not_hear_that_it_should_stop(self):
        said = real(self.PROGRAM.format("pass"))
        self.assertRegex(said, r"line 7: A callback writes at line 7 faster than the other end reads: \d+ bytes stand in memory, write\(\) never waits, and Flood has no pause_writing\(\) by which it would hear of that\.")
        self.assertEqual(said.count("faster than"), 1)

    def test_one_that_would(self):
        self.assertNotIn("faster than", real(self.PROGRAM.format("def pause_writing(self): pass")))


class Nested(unittest.TestCase):
    PROGRAM = """
        async def call():
            try:
                async with asyncio.timeout({inner}):
                    await asyncio.sleep(9)
            except TimeoutError:
                await asyncio.sleep(9)
        async def main():
            try:
                async with asyncio.timeout({outer}):
                    await call()
            except TimeoutError:
                pass
        asyncio.run(main())
    """

    @unittest.skipIf(sys.version_info < (3, 11), "there is no timeout()")
    def test_a_time_limit_inside_of_a_shorter_one(self):
        said = real(self.PROGRAM.format(inner=0.3, outer=0.1))
        self.assertIn("line 5: The time limit of main at line 11 is over before the one at line 5, which stands inside of it: as a CancelledError it goes past the `except` of line 7, and becomes a TimeoutError only at line 11.", said)

    @unittest.skipIf(sys.version_info < (3, 11), "there is no timeout()")
    def test_one_that_is_shorter(self):
        self.assertNotIn("goes past", real(self.PROGRAM.format(inner=0.1, outer=0.15)))


class Completed(unittest.TestCase):
    PROGRAM = """
        async def get(seconds):
            await asyncio.sleep(seconds)
        async def main():
            {}
            try:
                for one in asyncio.as_completed(calls, timeout=2):
                    await one
            except asyncio.TimeoutError:
                print("late")
        asyncio.run(main())
    """

    def test_what_the_time_limit_of_as_completed_leaves(self):
        said = virtual(self.PROGRAM.format("calls = [get(n) for n in (1, 5, 6)]"))
        self.assertRegex(said, r"line 8: The time limit of as_completed\(\) at line 8 is over while get \d and 1 more still run\. It cancels nobody: what is left goes on, and nobody can ask what comes of it\.")

    def test_tasks_of_the_program_s_own(self):
        self.assertNotIn("nobody can ask", virtual(self.PROGRAM.format("calls = [asyncio.create_task(get(n)) for n in (1, 5)]")))


class LimitsForEach(unittest.TestCase):
    def test_a_lock_for_each_key_that_a_dictionary_keeps(self):
        for lock in ("locks[who]", "locks.setdefault(who, asyncio.Lock())"):
            said = virtual(f"""
                import collections
                locks = collections.defaultdict(asyncio.Lock)
                async def deposit(who):
                    async with {lock}:
                        await asyncio.sleep(1)
                async def main():
                    await asyncio.gather(*(deposit(who) for who in "abcda"))
                asyncio.run(main())
            """)
            self.assertEqual(said, "")


class Cancels(unittest.TestCase):
    PROGRAM = """
        class Saver:
            def stop(self):
                {}
            async def run(self):
                await asyncio.sleep(0.1)
                self.stop()
                await asyncio.sleep(0.1)
                print("saved")
        async def main():
            saver = Saver()
            saver.task = asyncio.create_task(saver.run())
            await asyncio.wait([saver.task])
        asyncio.run(main())
    """

    def test_the_task_that_runs_through_what_keeps_it(self):
        said = virtual(self.PROGRAM.format("self.task.cancel()"))
        self.assertIn("run cancels itself at line 5 (self.task.cancel()), in stop(), which is called at line 8 (self.stop()): the task that is kept there is the one that runs. The CancelledError comes at its next await, line 9, and what stands behind that is not done.", said)

    def test_who_asks_or_means_it(self):
        self.assertNotIn("cancels itself", virtual(self.PROGRAM.format("self.task is asyncio.current_task() or self.task.cancel()")))
        self.assertNotIn("cancels itself", virtual(self.PROGRAM.format("asyncio.current_task().cancel()")))


class Locks(unittest.TestCase):
    PROGRAM = """
        lock = asyncio.Lock()
        async def update(seconds, patience):
            try:
                await asyncio.wait_for(lock.acquire(), patience)
                await asyncio.sleep(seconds)
            except asyncio.TimeoutError:
                print("gives up")
            finally:
                if lock.locked():
                    lock.release()
        async def main():
            tasks = [asyncio.create_task(update(1, 5)), asyncio.create_task(update(0.2, 0.2))]
            await asyncio.gather(*tasks)
        asyncio.run(main())
    """

    @unittest.skipIf(sys.version_info < (3, 10), "a lock belongs to a loop from its making on")
    def test_one_that_another_task_holds(self):
        said = virtual(self.PROGRAM)
        self.assertIn("update 2 gives back the Lock lock at line 12, in a finally, without having it: its own acquire() did not come to an end. update 1 holds it since line 6 and goes on", said)
        said = real(self.PROGRAM)
        self.assertIn("which update 1 holds since line 6 and does not give back", said)
        self.assertNotIn("Lock.acquire 1", said)

    @unittest.skipIf(sys.version_info < (3, 10), "a lock belongs to a loop from its making on")
    def test_one_that_is_handed_over(self):
        said = virtual("""
            async def give(lock):
                await asyncio.sleep(0.1)
                lock.release()
            async def main():
                lock = asyncio.Lock()
                await lock.acquire()
                task = asyncio.create_task(give(lock))
                await lock.acquire()
                await task
            asyncio.run(main())
        """)
        self.assertNotIn("without having it", said)

    def test_a_semaphore_without_a_place(self):
        said = virtual("""
            async def load(limit):
                async with limit:
                    await asyncio.sleep(0)
            async def main():
                await load(asyncio.Semaphore(0))
            asyncio.run(main())
        """)
        self.assertIn("main waits for the Semaphore limit, which was made with 0 places: nobody can be inside to give one back, and nobody is left who calls release().", said)


if __name__ == "__main__":
    unittest.main()
