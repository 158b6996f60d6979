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
            self.assertIn("which it holds itself: an asyncio.Lock cannot be taken twice by one task. Only a time limit ends that wait.", said)
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
        self.assertIn("consumer 2 waits for an item of the Queue queue, and nobody is left who puts one. Only a time limit ends that wait.", said)

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


if __name__ == "__main__":
    unittest.main()
