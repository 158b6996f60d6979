"""too_early: what is used before it is there, given back twice, changed before a task begins, set anew, or taken by somebody faster: the errors that come of it, and what is said of them."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import real, virtual  # noqa: E402


class Errors(unittest.TestCase):
    def test_errors_of_many_kinds(self):
        said = virtual("""
            base = cache = None
            class Client:
                def __init__(self):
                    self.task = asyncio.create_task(self.connect())
                async def connect(self):
                    await asyncio.sleep(1)
                    self.session = {}
            class Other:
                async def start(self):
                    self.pool = {}
                def stop(self):
                    self.pool = None
                    return self.pool.items()
            async def start():
                global base
                await asyncio.sleep(1)
                base = {}
            async def unready():
                client = Client()
                await asyncio.sleep(0.5)
                return client.session
            async def no_base():
                await asyncio.sleep(0.5)
                return base["a"]
            async def stopped():
                Other().stop()
            async def take(condition, items):
                async with condition:
                    if not items:
                        await condition.wait()
                    return items.pop()
            async def dealt(queue):
                await queue.put(1)
                await queue.get()
                for _ in range(2):
                    queue.task_done()
            async def give():
                asyncio.Lock().release()
            async def mapped():
                urls = {asyncio.ensure_future(asyncio.sleep(0)): "a"}
                for one in asyncio.as_completed(list(urls)):
                    await one
                    urls[one]
            async def too_long():
                reader = asyncio.StreamReader(limit=10)
                reader.feed_data(b"x" * 30)
                await reader.readuntil(b"!")
            async def in_order(queue):
                for _ in range(2):
                    await queue.put((1, {str(_): 1}))
            async def pickled():
                import pickle
                pickle.dumps(lambda: 1)
            async def numbers():
                while True:
                    await asyncio.sleep(1)
                    yield 1
            async def closes():
                source = numbers()
                asyncio.ensure_future(source.__anext__())
                await asyncio.sleep(0.5)
                await source.aclose()
            async def main():
                condition, items = asyncio.Condition(), []
                tasks = [asyncio.create_task(one) for one in (start(), unready(), no_base(), stopped(), take(condition, items), take(condition, items), dealt(asyncio.Queue()), give(), mapped(), too_long(), closes(), in_order(asyncio.PriorityQueue()), pickled())]
                await asyncio.sleep(0.1)
                async with condition:
                    items.append(1)
                    condition.notify_all()
                await asyncio.gather(*tasks, return_exceptions=True)
            asyncio.run(main())
        """)
        for part in (
            "line 23: unready ends with AttributeError(\"'Client' object has no attribute 'session'\"): session is not there yet: it is set at line 9, in connect, and connect, which is to do that, is suspended at line 8.",
            "line 26: no_base ends with TypeError(\"'NoneType' object is not subscriptable\"): base is still None: it is set at line 19, in start, and start, which is to do that, is suspended at line 18.",
            "line 33: take 2 ends with IndexError('pop from empty list'): the `if` at line 31 looks once",
            "line 38: dealt ends with ValueError('task_done() called too many times'): all that was put into the queue had been called done before",
            "line 40: give ends with RuntimeError('Lock is not acquired.'): it is given back, but nobody has taken it",
            "line 45: mapped ends with KeyError(<coroutine>): as_completed() gives coroutines of its own, none of what it was given.",
            "is longer than the reader's limit of 10 bytes.",
            "in_order ends with TypeError(\"'<' not supported between instances of 'dict' and 'dict'\"): a PriorityQueue compares its items",
            "a function is pickled, as for another process, by its name",
        ):
            self.assertIn(part, said)
        self.assertNotIn("pool is still None", said)
        if sys.version_info >= (3, 12):
            self.assertIn("the generator is closed while another task waits for its next value", said)

    def test_a_timer_that_is_set_to_a_time_of_day(self):
        said = real("""
            import time
            async def main():
                loop = asyncio.get_running_loop()
                loop.call_at(time.time() + 1, print).cancel()
                asyncio.ensure_future(asyncio.sleep(100 * 365 * 24 * 3600))
                await asyncio.sleep(0)
            asyncio.run(main())
        """)
        self.assertRegex(said, r"line 6: main sets a timer at line 6 \(loop.call_at\(time.time\(\) \+ 1, print\).cancel\(\)\) that is due in \d\d years: the loop's clock is loop.time\(\)")
        self.assertEqual(said.count("years"), 1)

    def test_a_transaction_that_is_kept_over_an_await(self):
        said = real("""
            import os, sqlite3, tempfile
            async def writer(path, name, pause):
                base = sqlite3.connect(path, timeout=0.25, isolation_level=None)
                base.execute("begin immediate")
                await asyncio.sleep(pause)
                base.execute("commit")
            async def main():
                with tempfile.TemporaryDirectory() as folder:
                    path = os.path.join(folder, "base")
                    await asyncio.gather(writer(path, "a", 0.05), writer(path, "b", 0), return_exceptions=True)
            asyncio.run(main())
        """)
        self.assertIn("writer 2 waits at line 6 (base.execute(\"begin immediate\")) for a database, and writer 1 keeps a transaction of base open while it is suspended at line 7", said)
        self.assertIn("writer 2 ends with OperationalError('database is locked'): sqlite lets one connection write at a time, and writer 1 keeps a transaction of base open", said)


class GivenToMany(unittest.TestCase):
    def test_one_dictionary_or_one_object_for_all(self):
        said = virtual("""
            async def handle(request):
                print(request["path"])
            async def main():
                request, tasks = {}, []
                for number in range(3):
                    request["path"] = f"/{number}"
                    tasks.append(asyncio.create_task(handle(request)))
                await asyncio.gather(*tasks)
            asyncio.run(main())
        """)
        self.assertIn("handle 1 was given request at line 9 when request['path'] was '/0'; it begins only now, and finds '/2': it is one thing for all these tasks, and line 8 has changed it since.", said)
        self.assertEqual(said.count("was given request"), 1)
        said = virtual("""
            class Job:
                number = 0
            async def work(job):
                print(job.number)
            async def main():
                job = Job()
                async def all_of_them():
                    tasks = []
                    for number in range(3):
                        job.number = number
                        tasks.append(asyncio.create_task(work(job)))
                    await asyncio.gather(*tasks)
                await all_of_them()
            asyncio.run(main())
        """)
        self.assertIn("when job.number was 0; it begins only now, and finds 2", said)

    def test_a_list_that_is_emptied(self):
        said = virtual("""
            async def send(rows):
                print(len(rows))
            async def main():
                batch, tasks = [], []
                for number in range(7):
                    batch.append(number)
                    if len(batch) == 3:
                        tasks.append(asyncio.create_task(send(batch)))
                        batch.clear()
                await asyncio.gather(*tasks)
            asyncio.run(main())
        """)
        self.assertIn("send 1 was given rows at line 10 when there was something in it; it begins only now, and finds nothing of that: line 11 has emptied it since.", said)

    def test_what_is_copied_or_awaited_or_not_read(self):
        said = virtual("""
            async def send(rows, state):
                state["sent"] = state.get("sent", 0) + len(rows)
                await asyncio.sleep(0.01)
            async def main():
                batch, tasks, state, request = [], [], {}, {}
                for number in range(7):
                    batch.append(number)
                    state["started"] = number
                    if len(batch) == 3:
                        tasks.append(asyncio.create_task(send(batch, state)))
                        batch = []
                await asyncio.gather(*tasks)
                for number in range(3):
                    request["sent"] = number
                    await asyncio.create_task(send([1], request))
                for number in range(3):
                    request["sent"] = number
                    tasks.append(asyncio.create_task(send([1], dict(request))))
                await asyncio.gather(*tasks)
            asyncio.run(main())
        """)
        self.assertNotIn("was given", said)


class Timers(unittest.TestCase):
    PROGRAM = """
        class Idle:
            timer = None
            def feed(self):
                {}
                self.timer = asyncio.get_running_loop().call_later(0.3, self.expired)
            def expired(self):
                print("idle")
            def stop(self):
                self.timer.cancel()
        async def main():
            idle = Idle()
            for number in range(6):
                idle.feed()
                await asyncio.sleep(0.1)
            idle.stop()
        asyncio.run(main())
    """

    def test_one_that_is_forgotten_over_the_next(self):
        said = virtual(self.PROGRAM.format("pass"))
        self.assertIn("A timer that was set at line 7 (self.timer = asyncio.get_running_loop().call_later(0.3, self.expired)) calls expired, though a later one has taken its place in self.timer", said)

    def test_one_that_is_cancelled_first(self):
        self.assertNotIn("A timer that was set", virtual(self.PROGRAM.format("if self.timer is not None: self.timer.cancel()")))


    BEATS = """
        class Link:
            beats = None
            async def beat(self):
                while True:
                    await asyncio.sleep(0.1)
            def connected(self):
                {}
                self.beats = asyncio.create_task(self.beat())
        async def main():
            link = Link()
            for number in range(2):
                link.connected()
                await asyncio.sleep(0.25)
            for task in asyncio.all_tasks() - {{asyncio.current_task()}}:
                task.cancel()
        asyncio.run(main())
    """

    def test_a_task_without_an_end_that_is_made_anew(self):
        said = virtual(self.BEATS.format("pass"))
        self.assertIn("beat 2 is made at line 10 (self.beats = asyncio.create_task(self.beat())), where beat 1 was kept, which was not cancelled and never ends by itself: from now on both go round, and self.beats holds the new one alone.", said)

    def test_one_that_is_cancelled_first_or_has_an_end(self):
        self.assertNotIn("was kept", virtual(self.BEATS.format("if self.beats is not None: self.beats.cancel()")))
        self.assertNotIn("was kept", virtual(self.BEATS.replace("while True", "for _ in range(9)").format("pass")))


if __name__ == "__main__":
    unittest.main()
