"""too_early: what is used before it is there, given back twice, or taken by somebody faster: the errors that come of it, and what is said of them."""

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


if __name__ == "__main__":
    unittest.main()
