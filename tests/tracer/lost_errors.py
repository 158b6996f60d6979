"""lost_errors: errors that end among results at which nobody looks; and semaphores that are given back too often."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import real, virtual  # noqa: E402


class Gathered(unittest.TestCase):
    PROGRAM = """
        async def save(i):
            await asyncio.sleep(i)
            if i == 2:
                raise OSError("disk full")
        async def main():
            {}
        asyncio.run(main())
    """

    def said(self, call):
        return virtual(self.PROGRAM.format(call))

    def test_results_that_are_thrown_away(self):
        said = self.said("await asyncio.gather(*(save(i) for i in range(3)), return_exceptions=True)")
        self.assertIn("line 8: save 3 ended with OSError('disk full') at line 6; gather(return_exceptions=True) gives that as a result at line 8, and nobody looks at it", said)

    def test_a_variable_that_is_never_read(self):
        self.assertIn("nobody looks at it", self.said("results = await asyncio.gather(save(2), return_exceptions=True)"))

    def test_results_that_are_looked_at(self):
        self.assertEqual(self.said("results = await asyncio.gather(save(2), return_exceptions=True); print(results)"), "")
        self.assertEqual(self.said("print(await asyncio.gather(save(2), return_exceptions=True))"), "")

    def test_tasks_that_are_cancelled_and_waited_for(self):
        self.assertEqual(self.said("task = asyncio.create_task(save(9)); await asyncio.sleep(1); task.cancel(); await asyncio.gather(task, return_exceptions=True)"), "")

    def test_a_wait_that_has_asked_for_the_error_itself(self):
        said = virtual("""
            async def save():
                raise OSError("disk full")
            async def main():
                tasks = [asyncio.create_task(save())]
                done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
                print(len(done))
            asyncio.run(main())
        """)
        self.assertIn("line 7: save ended with OSError('disk full') at line 4; wait() puts it among those that are done at line 7, and nobody looks at it", said)


class LeftByWait(unittest.TestCase):
    PROGRAM = """
        async def slow(log):
            await asyncio.sleep(2)
            log.append(1)
        async def main():
            log = []
            task = asyncio.create_task(slow(log))
            {}
            await asyncio.sleep(3)
        asyncio.run(main())
    """

    def test_what_goes_on_when_nobody_looks(self):
        said = virtual(self.PROGRAM.format("done, pending = await asyncio.wait([task], timeout=1)"))
        self.assertIn("line 9: wait() at line 9 returns while slow still runs: it cancels nobody and raises no error, and what it leaves goes on, though nobody looks at it any more.", said)
        self.assertIn("while slow 1 and 1 more still run:", virtual(self.PROGRAM.format("await asyncio.wait([asyncio.create_task(slow(log)), task], timeout=1)")))

    def test_where_somebody_looks(self):
        for waits in ("done, pending = await asyncio.wait([task], timeout=1); print(pending)", "await asyncio.wait([task], timeout=1); task.cancel()", "await asyncio.wait([task], timeout=5)", "while not task.done(): await asyncio.wait([task], timeout=1)"):
            self.assertNotIn("still run", virtual(self.PROGRAM.format(waits)), waits)


class FromThreads(unittest.TestCase):
    PROGRAM = """
        import threading
        async def store(row):
            return row["id"]
        def listen(loop):
            {}
        async def main():
            thread = threading.Thread(target=listen, args=(asyncio.get_running_loop(),))
            thread.start()
            await asyncio.sleep(0.2)
            thread.join()
        asyncio.run(main())
    """

    def test_a_future_that_is_thrown_away(self):
        said = real(self.PROGRAM.format("asyncio.run_coroutine_threadsafe(store({}), loop)"))
        self.assertIn("line 7: store ended with KeyError('id') at line 5; run_coroutine_threadsafe() at line 7 gave a future for that, which is thrown away", said)

    def test_one_that_is_asked(self):
        said = real(self.PROGRAM.format("print(asyncio.run_coroutine_threadsafe(store({}), loop).exception())"))
        self.assertNotIn("thrown away", said)


class GivenBack(unittest.TestCase):
    PROGRAM = """
        async def job(limit):
            await limit.acquire()
            try:
                await asyncio.sleep(1)
                limit.release()
            finally:
                limit.release()
        async def main():
            limit = asyncio.{}(2)
            await asyncio.gather(*(job(limit) for _ in range(4)), return_exceptions=True)
        asyncio.run(main())
    """

    def test_twice(self):
        said = virtual(self.PROGRAM.format("Semaphore").replace("range(4)", "range(1)"))
        self.assertRegex(said, r"The semaphore limit was made for 2, and is raised to 3 at line 9: job took it once and gives it back twice, before at line 7\.")
        self.assertEqual(said.count("was made for"), 1)

    def test_twice_where_others_take_it_at_once(self):
        said = virtual(self.PROGRAM.format("Semaphore").replace("(2)", "(1)"))
        self.assertRegex(said, r"line 9: job \d gives the semaphore limit back at line 9 once more than it took it, before at line 7: it was made for 1, others hold it already, and one more can from now on\.")

    def test_twice_where_that_is_an_error(self):
        said = virtual(self.PROGRAM.format("BoundedSemaphore"))
        self.assertIn("ends with ValueError('BoundedSemaphore released too many times'): it was given back at line", said)

    def test_by_who_never_takes_it_is_how_a_semaphore_counts(self):
        said = virtual("""
            async def producer(items):
                for _ in range(3):
                    items.release()
                    await asyncio.sleep(1)
            async def main():
                items = asyncio.Semaphore(1)
                task = asyncio.create_task(producer(items))
                for _ in range(4):
                    await items.acquire()
                await task
            asyncio.run(main())
        """)
        self.assertEqual(said, "")

class Kept(unittest.TestCase):
    def test_a_task_that_is_kept_and_whose_error_nobody_sees_and_a_callback_that_asks_for_one(self):
        said = real("""
            kept = []
            async def refresh():
                await asyncio.sleep(0.01)
                return {}["token"]
            def report(task):
                print(task.result())
            async def main():
                kept.append(asyncio.create_task(refresh()))
                asyncio.create_task(refresh()).add_done_callback(report)
                looked_at = asyncio.create_task(refresh())
                kept.append(looked_at)
                await asyncio.sleep(0.05)
                looked_at.exception()
            asyncio.run(main())
        """)
        self.assertIn("line 6: refresh 1 ended with KeyError('token') at line 6, and to the end of the program nobody asked for its result", said)
        self.assertEqual(said.count("nobody asked for its result"), 1)
        self.assertIn("Exception in callback report at line 8, raised at line 6 (KeyError('token')): the loop reports it", said)


@unittest.skipIf(sys.version_info < (3, 11), "TaskGroup and timeout() came with 3.11")
class Scopes(unittest.TestCase):
    def test_time_limits_that_are_not_entered_and_tasks_that_a_group_refuses(self):
        said = virtual("""
            async def late():
                pass
            async def fails():
                await asyncio.sleep(1)
                return 1 / 0
            async def adds(group):
                try:
                    await asyncio.sleep(9)
                finally:
                    try:
                        group.create_task(late())
                    except RuntimeError:
                        pass
            async def frees(limit):
                try:
                    await asyncio.sleep(1)
                finally:
                    limit.release()
            async def main():
                task = asyncio.create_task(frees(asyncio.Semaphore(0)))
                task.cancel()
                plain = asyncio.create_task(late())
                plain.cancel()
                asyncio.timeout(1)
                async with asyncio.timeout(1):
                    limit = asyncio.timeout(2)
                    async with limit:
                        pass
                try:
                    async with asyncio.TaskGroup() as group:
                        group.create_task(adds(group))
                        group.create_task(fails())
                except BaseException:
                    pass
                try:
                    group.create_task(late())
                except RuntimeError:
                    pass
            asyncio.run(main())
        """)
        self.assertIn("line 26: main makes a time limit at line 26 (asyncio.timeout(1)) and never enters it: it limits nothing.", said)
        self.assertEqual(said.count("a time limit"), 1)
        self.assertIn("line 23: frees is cancelled at line 23 before its first step: not one line of it runs, and what stands in its finally (line 20) is not done.", said)
        self.assertEqual(said.count("before its first step"), 1)
        self.assertIn("line 13: adds gives late to a TaskGroup at line 13, which refuses it with a RuntimeError: one of its tasks has failed with ZeroDivisionError('division by zero') at line 7, and it ends. late never runs.", said)
        self.assertIn("line 38: main gives late to a TaskGroup at line 38, which refuses it with a RuntimeError:", said)

    def test_a_semaphore_that_is_given_back_by_who_has_not_got_it(self):
        program = """
            async def fetch(limit):
                try:
                    async with asyncio.timeout(1):
                        {}
                        await asyncio.sleep(2)
                except TimeoutError:
                    pass
                finally:
                    {}
            async def main():
                limit = asyncio.Semaphore(2)
                await asyncio.gather(*(fetch(limit) for _ in range(3)))
            asyncio.run(main())
        """
        if sys.version_info >= (3, 11):
            said = virtual(program.format("await limit.acquire()", "limit.release()"))
            self.assertIn("The semaphore limit was made for 2, and is raised to 3 at line 11: fetch 3 has not taken it, since its acquire() at line 6 did not come to its end;", said)
            self.assertNotIn("raised to", virtual(program.format("await limit.acquire(); limit.release()", "pass")))


if __name__ == "__main__":
    unittest.main()
