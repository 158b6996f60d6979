"""limits: waits that only a time limit can end: why what is waited for does not come is said; of who only looks whether something has come, nothing is."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import real, virtual  # noqa: E402


class OnlyALimit(unittest.TestCase):
    def test_items_that_one_of_two_consumers_does_not_report(self):
        said = virtual("""
            async def consumer(queue):
                while True:
                    item = await queue.get()
                    await asyncio.sleep(0.1)
                    if item != 1:
                        queue.task_done()
            async def main():
                queue = asyncio.Queue()
                workers = [asyncio.create_task(consumer(queue), name=f"consumer-{i}") for i in range(2)]
                for i in range(4):
                    queue.put_nowait(i)
                try:
                    await asyncio.wait_for(queue.join(), 2)
                except asyncio.TimeoutError:
                    print("gave up")
                for worker in workers:
                    worker.cancel()
            asyncio.run(main())
        """)
        self.assertIn("main waits in join() for the Queue queue: task_done() was called for 3 of 4 items, and consumer-1 took 2 and called it once. Only a time limit ends that wait.", said)
        self.assertNotIn("waits for an item", said)

    def test_a_lock_that_its_holder_wants_again(self):
        program = """
            class Account:
                def __init__(self):
                    self.lock = asyncio.Lock()
                async def balance(self):
                    async with self.lock:
                        return 1
                async def withdraw(self):
                    async with self.lock:
                        return await self.balance()
            async def main():
                try:
                    await asyncio.wait_for(Account().withdraw(), 0.3)
                except asyncio.TimeoutError:
                    print("gave up")
            asyncio.run(main())
        """
        for run in real, virtual:
            said = run(program)
            self.assertIn("line 7: ", said)
            self.assertIn("which it holds itself since line 10: an asyncio.Lock cannot be taken twice by one task. Only a time limit ends that wait.", said)
            self.assertEqual(said.count("cannot be taken twice"), 1)

    @unittest.skipIf(sys.version_info < (3, 11), "there are barriers since 3.11")
    def test_a_barrier_for_one_too_many(self):
        said = virtual("""
            async def phase(barrier):
                await barrier.wait()
            async def main():
                barrier = asyncio.Barrier(3)
                try:
                    await asyncio.wait_for(asyncio.gather(phase(barrier), phase(barrier)), 1)
                except asyncio.TimeoutError:
                    print("gave up")
            asyncio.run(main())
        """)
        self.assertIn("line 4: phase 1 waits at the Barrier barrier for 3 tasks, and only 2 have come", said)

    def test_a_last_item_that_is_there_for_one_of_two(self):
        said = virtual("""
            async def consumer(queue):
                while await queue.get() is not None:
                    pass
            async def main():
                queue = asyncio.Queue()
                tasks = [asyncio.create_task(consumer(queue)) for _ in range(2)]
                await queue.put(1)
                await queue.put(None)
                done, pending = await asyncio.wait(tasks, timeout=1)
                for task in pending:
                    task.cancel()
            asyncio.run(main())
        """)
        self.assertIn("consumer 2 waits for an item of the Queue queue; the last one was taken by consumer 1, which has come to its end, and nobody is left who puts one: what tells one consumer that it is the end tells no other. Only a time limit ends that wait.", said)

    def test_a_notify_for_one_of_two(self):
        said = virtual("""
            async def take(changed, kinds, kind):
                async with changed:
                    await changed.wait_for(lambda: kind in kinds)
            async def main():
                changed, kinds = asyncio.Condition(), set()
                tasks = [asyncio.create_task(take(changed, kinds, kind)) for kind in ("apple", "pear")]
                await asyncio.sleep(1)
                async with changed:
                    kinds.add("pear")
                    changed.notify()
                done, pending = await asyncio.wait(tasks, timeout=1)
                for task in pending:
                    task.cancel()
            asyncio.run(main())
        """)
        self.assertIn("line 5: take 1 waits to be notified through the Condition changed, and nobody is left who calls notify(). Only a time limit ends that wait.", said)


class OnlyLooks(unittest.TestCase):
    def quiet(self, program):
        self.assertEqual(virtual(program), "")

    def test_a_consumer_that_looks_again_and_again(self):
        self.quiet("""
            async def main():
                queue = asyncio.Queue()
                for _ in range(3):
                    try:
                        await asyncio.wait_for(queue.get(), 1)
                    except asyncio.TimeoutError:
                        print("nothing yet")
            asyncio.run(main())
        """)

    @unittest.skipIf(sys.version_info < (3, 11), "there is timeout() since 3.11")
    def test_the_same_with_a_block(self):
        self.quiet("""
            async def main():
                stop = asyncio.Event()
                for _ in range(3):
                    try:
                        async with asyncio.timeout(1):
                            await stop.wait()
                    except TimeoutError:
                        print("not yet")
            asyncio.run(main())
        """)

    def test_workers_that_have_nothing_to_do_until_main_stops_them(self):
        self.quiet("""
            async def worker(queue):
                while True:
                    await queue.get()
            async def main():
                queue, stop = asyncio.Queue(), asyncio.Event()
                task = asyncio.create_task(worker(queue))
                queue.put_nowait(1)
                try:
                    await asyncio.wait_for(stop.wait(), 5)
                except asyncio.TimeoutError:
                    task.cancel()
            asyncio.run(main())
        """)

    def test_a_lock_that_is_held_by_one_who_goes_on_when_his_own_time_is_over(self):
        self.quiet("""
            async def holder(lock, event):
                async with lock:
                    try:
                        await asyncio.wait_for(event.wait(), 1)
                    except asyncio.TimeoutError:
                        print("nothing yet")
            async def main():
                lock, event = asyncio.Lock(), asyncio.Event()
                task = asyncio.create_task(holder(lock, event))
                await asyncio.sleep(0)
                async with lock:
                    await task
            asyncio.run(main())
        """)


class Failed(unittest.TestCase):
    def test_an_event_that_who_would_set_it_has_failed_before(self):
        said = real("""
            async def start(ready):
                open("/no/such/file")
                ready.set()
            async def main():
                ready = asyncio.Event()
                task = asyncio.create_task(start(ready))
                try:
                    await asyncio.wait_for(ready.wait(), 0.3)
                except asyncio.TimeoutError:
                    pass
            asyncio.run(main())
        """)
        self.assertRegex(said, r"main waits for the Event ready, and start, which calls ready\.set\(\) at line 5, has ended with FileNotFoundError\(.*\) at line 4\. Only a time limit ends that wait\.")


class Eaten(unittest.TestCase):
    """A CancelledError that is caught inside of what has a time limit."""

    @unittest.skipIf(sys.version_info < (3, 11), "asyncio.timeout() came with Python 3.11")
    def test_the_body_of_a_timeout_catches_it(self):
        said = virtual("""
            async def main():
                async with asyncio.timeout(1):
                    try:
                        await asyncio.sleep(2)
                    except asyncio.CancelledError:
                        pass
                    await asyncio.sleep(1)
            asyncio.run(main())
        """)
        self.assertIn("line 6: The time limit of main at line 4 is over, and a CancelledError was thrown in at line 6: it was caught", said)
        self.assertNotIn("the limit comes so much later", said)

    def test_the_coroutine_of_wait_for_returns_as_if_nothing_had_happened(self):
        said = virtual("""
            async def fetch():
                try:
                    await asyncio.sleep(2)
                except asyncio.CancelledError:
                    return "nothing"
            async def main():
                print(await asyncio.wait_for(fetch(), 1))
            asyncio.run(main())
        """)
        self.assertIn("No TimeoutError comes", said)
        self.assertNotIn("the limit comes so much later", said)

    def test_a_loop_without_an_end_catches_it(self):
        said = virtual("""
            async def poll():
                for _ in range(9):
                    try:
                        await asyncio.sleep(1)
                    except BaseException:
                        pass
            async def main():
                await asyncio.wait_for(poll(), 1.5)
            asyncio.run(main())
        """)
        self.assertIn("the CancelledError was caught, and it waits at the same place again as if nothing had happened", said)

    @unittest.skipIf(sys.version_info < (3, 11), "asyncio.timeout() came with Python 3.11")
    def test_who_cleans_up_and_lets_it_pass_eats_nothing(self):
        said = virtual("""
            async def main():
                try:
                    async with asyncio.timeout(1):
                        try:
                            await asyncio.sleep(2)
                        except asyncio.CancelledError:
                            await asyncio.sleep(0.01)
                            raise
                except TimeoutError:
                    print("over")
            asyncio.run(main())
        """)
        self.assertEqual(said, "")


class Shared(unittest.TestCase):
    PROGRAM = """
        async def load():
            await asyncio.sleep(3)
        async def user(shared, limit):
            try:
                await asyncio.wait_for({}, limit)
            except (asyncio.TimeoutError, asyncio.CancelledError) as error:
                print(type(error).__name__)
        async def main():
            shared = asyncio.create_task(load())
            await asyncio.gather(user(shared, 1), user(shared, 9))
            await asyncio.wait([shared])
        asyncio.run(main())
    """

    @unittest.skipIf(sys.version_info < (3, 12), "before, wait_for() does not await the task itself")
    def test_a_time_limit_cancels_what_another_task_awaits_as_well(self):
        said = virtual(self.PROGRAM.format("shared"))
        self.assertIn("line 7: user 1 is cancelled by its time limit while it awaits load at line 7, and cancels that with itself; but user 2 awaits load as well", said)

    def test_a_shield_keeps_it_alive(self):
        self.assertNotIn("cancels that with itself", virtual(self.PROGRAM.format("asyncio.shield(shared)")))

    def test_who_is_cancelled_as_well_is_not_taken_along(self):
        said = virtual("""
            async def load():
                await asyncio.sleep(3)
            async def user(shared):
                await shared
            async def main():
                shared = asyncio.create_task(load())
                users = [asyncio.create_task(user(shared)) for _ in range(2)]
                await asyncio.sleep(1)
                for one in users:
                    one.cancel()
                await asyncio.gather(*users, return_exceptions=True)
            asyncio.run(main())
        """)
        self.assertNotIn("cancels that with itself", said)


if __name__ == "__main__":
    unittest.main()
