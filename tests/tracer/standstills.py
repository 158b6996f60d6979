"""standstills: small programs in which nothing goes on any more: who waits for what, and why it cannot come, is said."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import real, virtual  # noqa: E402


class StandsStill(unittest.TestCase):
    def test_locks_in_a_circle(self):
        said = virtual("""
            async def both(first, second):
                async with first:
                    await asyncio.sleep(1)
                    async with second:
                        pass
            async def main():
                left, right, up = asyncio.Lock(), asyncio.Lock(), asyncio.Lock()
                await asyncio.gather(both(left, right), both(right, up), both(up, left))
            asyncio.run(main())
        """)
        self.assertIn("line 6: Locks are waited for in a circle: both 1 holds the Lock left and waits for the Lock right, both 2 holds the Lock right and waits for the Lock up, both 3", said)

    def test_locks_in_a_circle_while_others_go_on(self):
        said = real("""
            async def both(first, second):
                async with first:
                    await asyncio.sleep(0.01)
                    async with second:
                        pass
            async def main():
                server = await asyncio.start_server(print, "127.0.0.1", 0)
                left, right = asyncio.Lock(), asyncio.Lock()
                tasks = [asyncio.create_task(both(left, right)), asyncio.create_task(both(right, left))]
                await asyncio.sleep(0.3)
                for task in tasks:
                    task.cancel()
                server.close()
            asyncio.run(main())
        """)
        self.assertIn("line 6: Locks are waited for in a circle: both 1 holds the Lock left and waits for the Lock right, both 2 holds", said)
        self.assertEqual(said.count("in a circle"), 1)

    def test_a_lock_that_its_holder_wants_again(self):
        said = virtual("""
            async def main():
                lock = asyncio.Lock()
                async with lock:
                    async with lock:
                        pass
            asyncio.run(main())
        """)
        self.assertIn("main waits for the Lock lock, which it holds itself", said)

    def test_a_lock_whose_holder_has_ended(self):
        said = virtual("""
            async def takes(lock):
                await lock.acquire()
                raise ValueError("x")
            async def main():
                lock = asyncio.Lock()
                await asyncio.gather(takes(lock), return_exceptions=True)
                async with lock:
                    pass
            asyncio.run(main())
        """)
        self.assertIn("takes took at line 4 and did not give back: takes has ended with ValueError('x')", said)

    def test_items_that_nobody_reports(self):
        said = virtual("""
            async def consumer(queue):
                while True:
                    await queue.get()
            async def main():
                queue = asyncio.Queue()
                worker = asyncio.create_task(consumer(queue))
                for i in range(2):
                    queue.put_nowait(i)
                await queue.join()
            asyncio.run(main())
        """)
        self.assertIn("main waits in join() for the Queue queue: task_done() was called for 0 of 2 items, and consumer took all of them.", said)

    def test_a_consumer_that_has_died(self):
        said = virtual("""
            async def consumer(queue):
                await queue.get()
                raise KeyError("k")
            async def main():
                queue = asyncio.Queue(1)
                worker = asyncio.create_task(consumer(queue))
                for i in range(4):
                    await queue.put(i)
            asyncio.run(main())
        """)
        self.assertIn("main waits for room in the Queue queue (maxsize 1), and consumer, which took items from it, has ended with KeyError('k')", said)

    def test_a_condition_that_was_notified_too_early(self):
        said = virtual("""
            async def main():
                ready = asyncio.Condition()
                async with ready:
                    ready.notify_all()
                    await ready.wait()
            asyncio.run(main())
        """)
        self.assertIn("a Condition remembers nothing", said)

    def test_a_condition_whose_change_nobody_tells(self):
        program = """
            async def consumer(ready, items):
                async with ready:
                    await ready.wait_for(lambda: items)
            async def producer(ready, items):
                await asyncio.sleep(0.05)
                async with ready:
                    items.append(1)
                    NOTIFY
            async def main():
                ready, items = asyncio.Condition(), []
                one = asyncio.create_task(consumer(ready, items))
                await producer(ready, items)
                END
            asyncio.run(main())
        """
        said = virtual(program.replace("NOTIFY", "pass").replace("END", "await one"))
        self.assertIn("consumer waits to be notified through the Condition ready: main held its lock and gave it back at line", said)
        said = real(program.replace("NOTIFY", "pass").replace("END", "await asyncio.wait([one], timeout=0.1); one.cancel()"))
        self.assertIn("consumer waits to be notified through the Condition ready: main held its lock and gave it back at line", said)
        self.assertEqual(real(program.replace("NOTIFY", "ready.notify()").replace("END", "await one")), "")

    def test_a_lock_of_threading_that_is_kept_over_an_await(self):
        program = """
            import threading
            class Account:
                def __init__(self):
                    self.lock = threading.Lock()
                async def pay(self):
                    WITH
                        await asyncio.sleep(0.05)
            async def main():
                account = Account()
                await asyncio.gather(account.pay(), account.pay())
            threading.Timer(0.6, lambda: __import__("os")._exit(0)).start()
            asyncio.run(main())
        """
        said = real(program.replace("WITH", "with self.lock:"))
        self.assertIn("pay 2 waits at line 8 (with self.lock:) for a threading lock, which pay 1 keeps while it is suspended at line 9", said)

    def test_a_lock_of_threading_that_another_thread_keeps_for_a_while(self):
        said = real("""
            import threading, time
            lock = threading.Lock()
            def work():
                with lock:
                    time.sleep(0.3)
            async def other():
                await asyncio.sleep(0.05)
                with lock:
                    pass
            async def main():
                threading.Thread(target=work).start()
                await asyncio.gather(other(), asyncio.sleep(0.2))
            asyncio.run(main())
        """)
        self.assertNotIn("while it is suspended", said)
        self.assertIn("other blocks the loop", said)

    def test_an_event_that_nobody_sets(self):
        said = virtual("""
            async def main():
                done = asyncio.Event()
                await done.wait()
            asyncio.run(main())
        """)
        self.assertIn("main waits for the Event done, and nobody is left who sets it.", said)

    def test_a_thread_of_a_library_may_yet_wake_the_loop(self):
        said = real("""
            import _thread, time
            async def main():
                loop, event = asyncio.get_running_loop(), asyncio.Event()
                _thread.start_new_thread(lambda: (time.sleep(0.5), loop.call_soon_threadsafe(event.set)), ())
                await event.wait()
            asyncio.run(main())
        """)
        self.assertEqual(said, "")

    def test_threads_that_are_given_work_again_and_again(self):
        said = real("""
            def work(n):
                return n
            async def main():
                loop = asyncio.get_running_loop()
                for n in range(3000):
                    await loop.run_in_executor(None, work, n)
            asyncio.run(main())
        """)
        self.assertEqual(said, "")

    @unittest.skipUnless(sys.version_info >= (3, 11), "barriers came with 3.11")
    def test_a_barrier_to_which_too_few_come(self):
        said = virtual("""
            async def comes(barrier):
                await barrier.wait()
            async def main():
                barrier = asyncio.Barrier(3)
                await asyncio.gather(comes(barrier), comes(barrier))
            asyncio.run(main())
        """)
        self.assertIn("comes 1 waits at the Barrier barrier for 3 tasks, and only 2 have come", said)

    def test_tasks_that_await_each_other(self):
        said = virtual("""
            async def waits(others, which):
                await asyncio.sleep(1)
                await others[which]
            async def main():
                others = []
                for which in (1, 2, 0):
                    others.append(asyncio.create_task(waits(others, which)))
                await asyncio.wait(others)
            asyncio.run(main())
        """)
        self.assertIn("Tasks await each other in a circle: waits 1 awaits waits 2, waits 2 awaits waits 3, waits 3 awaits waits 1. A cancel() goes round in it until Python raises a RecursionError.", said)

    RING = """
        async def waits(others, which):
            await asyncio.sleep(0)
            await {wait}
        async def main():
            others = []
            for which in (1, 0):
                others.append(asyncio.create_task(waits(others, which)))
            {end}
        asyncio.run(main())
    """
    NAMED = "Tasks await each other in a circle: waits 1 awaits waits 2, waits 2 awaits waits 1."

    def test_a_circle_that_a_cancel_comes_upon_also_through_gather(self):
        for wait in ("others[which]", "asyncio.gather(others[which])"):
            said = virtual(self.RING.format(wait=wait, end="await asyncio.sleep(1)\n            others[0].cancel()"))
            self.assertIn(self.NAMED + " A cancel() goes round in it until Python raises a RecursionError.", said, wait)

    def test_a_circle_is_told_once_and_a_wait_in_it_passes_no_cancel_on(self):
        said = virtual(self.RING.format(wait="asyncio.wait([others[which]])", end="await asyncio.wait(others, timeout=1)"))
        self.assertIn("line 5: " + self.NAMED, said)
        self.assertNotIn("RecursionError", said)
        self.assertEqual(said.count("in a circle"), 1)

    def test_by_the_real_clock_as_well_with_and_without_threads_that_are_idle(self):
        for before in ("pass", "await asyncio.get_running_loop().run_in_executor(None, int)"):
            said = real(f"""
                import os, subprocess
                async def main():
                    {before}
                    subprocess.Popen(["sh", "-c", f"sleep 0.5; kill -INT {{os.getpid()}}"])
                    await asyncio.Event().wait()
                try:
                    asyncio.run(main())
                except KeyboardInterrupt:
                    pass
            """)
            self.assertIn("Deadlock: one task waits for ever", said, before)
            self.assertIn("main waits for an Event, and nobody is left who sets it.", said, before)

    def test_a_place_in_a_semaphore_that_was_handed_on(self):
        said = virtual("""
            async def job(limit, i):
                await limit.acquire()
                await asyncio.sleep(1)
                if i == 2:
                    raise ValueError(i)
                limit.release()
            async def main():
                limit = asyncio.Semaphore(1)
                await asyncio.gather(*(job(limit, i) for i in range(4)), return_exceptions=True)
            asyncio.run(main())
        """)
        self.assertIn("job 4 waits for the Semaphore limit, which job 3 took at line 4 and did not give back: job 3 has ended with ValueError(2)", said)

    def test_a_pool_that_is_used_up_by_those_who_want_more_of_it(self):
        program = """
            import contextlib
            class Pool:
                def __init__(self):
                    self.idle = asyncio.Queue()
                    for number in range(2):
                        self.idle.put_nowait(number)
                @contextlib.asynccontextmanager
                async def acquire(self):
                    one = await self.idle.get()
                    try:
                        yield one
                    finally:
                        self.idle.put_nowait(one)
            async def audit(pool):
                async with pool.acquire():
                    pass
            async def job(pool):
                async with pool.acquire():
                    await asyncio.sleep(0.01)
                    await audit(pool)
            async def main():
                pool = Pool()
                await asyncio.gather({})
            asyncio.run(main())
        """
        said = virtual(program.format("job(pool), job(pool)"))
        self.assertIn("Nothing is left in the Queue idle: job 1 and job 2 have each taken from it and wait for another, as job 1 does at line 17 (async with pool.acquire():), before they put theirs back: nobody can go on.", said)
        self.assertEqual(virtual(program.format("job(pool)")), "")

    def test_a_lock_that_a_generator_keeps_over_its_yield(self):
        said = virtual("""
            async def rows(lock):
                async with lock:
                    yield 1
            async def main():
                lock = asyncio.Lock()
                async for row in rows(lock):
                    async with lock:
                        pass
            asyncio.run(main())
        """)
        self.assertIn("main waits for the Lock lock, which it holds itself: the generator rows has taken it at line 4 and keeps it over its `yield`, while main does its part; an asyncio.Lock cannot be taken twice by one task.", said)

    def test_a_lock_of_threading_that_a_context_manager_keeps(self):
        said = real("""
            import contextlib, threading
            lock = threading.Lock()
            @contextlib.contextmanager
            def guarded():
                with lock:
                    yield
            async def job():
                with guarded():
                    await asyncio.sleep(0.05)
            async def main():
                await asyncio.gather(job(), job())
            threading.Timer(0.6, lambda: __import__("os")._exit(0)).start()
            asyncio.run(main())
        """)
        self.assertIn("job 2 waits at line 7 (with lock:) for a threading lock, which job 1 keeps while it is suspended at line 11", said)


if __name__ == "__main__":
    unittest.main()
