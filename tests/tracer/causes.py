"""causes: small programs, each with a mistake of one kind, or with none: what is said of them when they are recorded."""

import pathlib
import sys
import textwrap
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import real, virtual  # noqa: E402


class Quiet(unittest.TestCase):
    """Where nothing is wrong nothing is said."""

    def test_a_consumer_that_is_cancelled_at_the_end(self):
        said = virtual("""
            async def consumer(queue):
                while True:
                    await queue.get()
                    queue.task_done()
            async def main():
                queue = asyncio.Queue()
                worker = asyncio.create_task(consumer(queue))
                for i in range(3):
                    await queue.put(i)
                await queue.join()
                worker.cancel()
            asyncio.run(main())
        """)
        self.assertEqual(said, "")

    def test_a_semaphore_that_is_shared(self):
        said = virtual("""
            async def one(limit):
                async with limit:
                    await asyncio.sleep(1)
            async def main():
                limit = asyncio.Semaphore(2)
                await asyncio.gather(*(one(limit) for _ in range(5)))
            asyncio.run(main())
        """)
        self.assertEqual(said, "")

    def test_an_event_that_is_set_and_seen(self):
        said = virtual("""
            async def waiter(event):
                for _ in range(2):
                    await event.wait()
                    event.clear()
            async def main():
                event = asyncio.Event()
                task = asyncio.create_task(waiter(event))
                for _ in range(2):
                    await asyncio.sleep(1)
                    event.set()
                await task
            asyncio.run(main())
        """)
        self.assertEqual(said, "")


class Again(unittest.TestCase):
    PROGRAM = """
        async def fetch(i):
            await asyncio.sleep(0)
            if i % 40:
                raise ValueError("refused")
        async def main():
            {}
                try:
                    await fetch({})
                except ValueError:
                    pass
        asyncio.run(main())
    """

    @unittest.skipIf(sys.version_info < (3, 12), "before 3.12 nothing tells that an error leaves a coroutine")
    def test_the_same_again_at_once(self):
        self.assertIn("line 10: main calls fetch again as soon as that has failed: 50 times", virtual(self.PROGRAM.format("for tries in range(51):", "1")))

    def test_something_else_in_each_round(self):
        self.assertNotIn("again as soon as", virtual(self.PROGRAM.format("for i in range(51):", "i")))


class Contexts(unittest.TestCase):
    PROGRAM = """
        import contextvars
        user = contextvars.ContextVar("user", default="nobody")
        async def login(name):
            await asyncio.sleep(1)
            user.set(name)
        async def main():
            await {}
            {}
        asyncio.run(main())
    """

    @unittest.skipIf(sys.version_info < (3, 12), "before 3.12 nobody can ask a task for its context")
    def test_a_variable_that_ends_with_the_task(self):
        said = virtual(self.PROGRAM.format("asyncio.create_task(login('ada'))", "print(user.get())"))
        self.assertIn("login sets the context variable user at line 7 in a context of its own: a task gets a copy of its maker's, and what it sets there ends with it. main reads user at line 10", said)

    def test_a_variable_that_nobody_reads_or_that_is_set_in_the_same_context(self):
        self.assertEqual(virtual(self.PROGRAM.format("asyncio.create_task(login('ada'))", "print(1)")), "")
        self.assertEqual(virtual(self.PROGRAM.format("login('ada')", "print(user.get())")), "")


class Closed(unittest.TestCase):
    def test_what_is_given_to_a_loop_that_is_closed(self):
        said = virtual("""
            class Connection:
                def __init__(self):
                    self.loop = asyncio.get_running_loop()
                async def close(self):
                    pass
                def __del__(self):
                    self.loop.create_task(self.close())
            async def main():
                global connection
                connection = Connection()
            asyncio.run(main())
            del connection
        """)
        self.assertIn("line 9: Connection.__del__ gives close at line 9 (self.loop.create_task(self.close())) to a loop that is closed, which refuses it with a RuntimeError: close never runs.", said)

    def test_an_item_that_was_borrowed_and_not_put_back(self):
        said = virtual("""
            async def job(pool, i):
                item = await pool.get()
                await asyncio.sleep(1)
                if i == 0:
                    raise ValueError("bad row")
                pool.put_nowait(item)
            async def main():
                pool = asyncio.Queue()
                pool.put_nowait("connection")
                await asyncio.gather(*(job(pool, i) for i in range(2)), return_exceptions=True)
            asyncio.run(main())
        """)
        self.assertIn("job 2 waits for an item of the Queue pool, and job 1, which took one, has ended with ValueError('bad row') at line 7 and put none back.", said)


class Lost(unittest.TestCase):
    def test_a_semaphore_for_each_call(self):
        said = virtual("""
            async def download(i):
                limit = asyncio.BoundedSemaphore(3)
                async with limit:
                    await asyncio.sleep(1)
            async def main():
                await asyncio.gather(*(download(i) for i in range(5)))
            asyncio.run(main())
        """)
        self.assertIn("line 4: Each call of download makes a semaphore of its own for 3", said)

    def test_a_signal_that_is_cleared_unseen(self):
        said = virtual("""
            async def watch(event):
                await event.wait()
                event.clear()
                await asyncio.sleep(2)
                event.clear()
            async def main():
                event = asyncio.Event()
                task = asyncio.create_task(watch(event))
                await asyncio.sleep(0)
                event.set()
                await asyncio.sleep(1)
                event.set()
                await task
            asyncio.run(main())
        """)
        self.assertIn("watch clears the event that main set at line 14 one second before, and nobody has seen it set", said)

    def test_a_generator_that_a_break_leaves_open(self):
        said = virtual("""
            async def rows():
                try:
                    for i in range(3):
                        yield i
                finally:
                    await asyncio.sleep(0)
            async def main():
                async for row in rows():
                    break
                await asyncio.sleep(1)
            asyncio.run(main())
        """)
        self.assertIn("The asynchronous generator rows was left at line 6 before its end", said)

    @unittest.skipIf(sys.version_info < (3, 10), "before 3.10 a lock belongs to the loop in which it is made")
    def test_a_lock_of_another_loop(self):
        said = virtual("""
            lock = asyncio.Lock()
            async def one():
                async with lock:
                    await asyncio.sleep(1)
            async def main():
                await asyncio.gather(one(), one())
            asyncio.run(main())
            try:
                asyncio.run(main())
            except RuntimeError:
                pass
        """)
        self.assertIn("uses a thing of another event loop", said)

    @unittest.skipUnless((3, 9) <= sys.version_info < (3, 12), "from 3.12 on wait_for() loses no cancellation")
    def test_a_cancellation_that_wait_for_loses(self):
        said = virtual("""
            async def quick(event):
                await event.wait()
            async def worker(event):
                await asyncio.wait_for(quick(event), 5)
                await asyncio.sleep(1)
            async def main():
                event = asyncio.Event()
                task = asyncio.create_task(worker(event))
                await asyncio.sleep(1)
                event.set()
                await asyncio.sleep(0)
                task.cancel()
                await task
            asyncio.run(main())
        """)
        self.assertIn("line 6: worker was asked to cancel in the same turn", said)
        self.assertNotIn("as if nothing had happened", said)


class Alike(unittest.TestCase):
    def test_remarks_of_one_kind_on_one_line_are_counted(self):
        said = virtual("""
            async def f():
                pass
            async def main():
                for _ in range(3):
                    f()
            asyncio.run(main())
        """)
        self.assertEqual(said.count("f was called but never awaited"), 1)
        self.assertIn("(On that line 3 such remarks in all, the last at 0.000 s.)", said)


class Uncaught(unittest.TestCase):
    def test_an_error_that_ends_the_program_stands_on_its_line(self):
        said = virtual("""
            async def main():
                await asyncio.sleep(1)
                raise ValueError("no such thing")
            asyncio.run(main())
        """)
        self.assertIn("line 5: The program ended with ValueError('no such thing').", said)

    def test_one_that_python_cannot_read_names_the_line(self):
        self.assertIn("line 3: The program ended with SyntaxError: ", virtual("""
            delay = = 2
        """))

    def test_who_ends_it_on_purpose_is_no_error(self):
        self.assertEqual(virtual("""
            async def main():
                raise SystemExit(3)
            asyncio.run(main())
        """), "")


class GivenUp(unittest.TestCase):
    def test_a_consumer_whose_producer_has_ended(self):
        said = real("""
            async def producer(queue):
                await queue.put(1)
            async def consumer(queue):
                while True:
                    await queue.get()
            async def main():
                queue = asyncio.Queue()
                try:
                    await asyncio.wait_for(asyncio.gather(producer(queue), consumer(queue)), 0.2)
                except asyncio.TimeoutError:
                    pass
            asyncio.run(main())
        """)
        self.assertIn("line 7: consumer waits for an item of the Queue queue, and producer, which put the others, has ended without an error: no more will come. Only a time limit ends that wait.", said)

    def test_who_looks_again_from_time_to_time(self):
        said = real("""
            async def producer(queue):
                await queue.put(1)
            async def main():
                queue = asyncio.Queue()
                await asyncio.create_task(producer(queue))
                try:
                    while True:
                        await asyncio.wait_for(queue.get(), 0.05)
                except asyncio.TimeoutError:
                    pass
            asyncio.run(main())
        """)
        self.assertEqual(said, "")


class GoesOn(unittest.TestCase):
    def test_a_loop_that_catches_every_error(self):
        said = virtual("""
            async def poll(rounds=9):
                while rounds:
                    rounds -= 1
                    try:
                        await asyncio.sleep(1)
                    except BaseException:
                        pass
            async def main():
                task = asyncio.create_task(poll())
                await asyncio.sleep(1.5)
                task.cancel()
                await task
            asyncio.run(main())
        """)
        self.assertIn("poll was asked to cancel: the CancelledError was caught, and it waits at the same place again as if nothing had happened", said)


class TooMuch(unittest.TestCase):
    def test_a_queue_that_grows_without_end(self):
        body = """
            async def consumer(queue):
                while True:
                    await queue.get()
                    await asyncio.sleep(1)
            async def main():
                queue = asyncio.Queue()
                task = asyncio.create_task(consumer(queue))
                for n in range(1200):
                    queue.put_nowait(n)
                    await asyncio.sleep(0)
                task.cancel()
            asyncio.run(main())
        """
        self.assertIn("The queue holds 1000 items and goes on growing: it has no limit, so main puts more into it than consumer takes out", virtual(body))

    def test_a_queue_that_is_filled_beforehand(self):
        said = virtual("""
            async def main():
                queue = asyncio.Queue()
                for n in range(1200):
                    queue.put_nowait(n)
                while not queue.empty():
                    await queue.get()
            asyncio.run(main())
        """)
        self.assertEqual(said, "")


class Refused(unittest.TestCase):
    def test_run_inside_a_loop_whose_error_is_caught(self):
        said = virtual("""
            async def inner():
                pass
            async def main():
                try:
                    asyncio.run(inner())
                except RuntimeError:
                    pass
            asyncio.run(main())
        """)
        self.assertIn("main calls run() at line 7 while a loop runs in this thread: that is refused with a RuntimeError, and inner is never awaited", said)


class InARow(unittest.TestCase):
    def rows(self, body):
        calls = "async def user(n=0):\n    await asyncio.sleep(1); return n\nasync def posts(n=0):\n    await asyncio.sleep(2); return n\n"
        return virtual(calls + "async def main():\n" + textwrap.indent(body, "    ") + "\nasyncio.run(main())\n")

    def test_different_calls_whose_values_are_kept(self):
        self.assertIn("main awaits two calls one after the other", self.rows("a = await user()\nb = await posts()\nprint(a, b)"))

    def test_rounds_of_a_for_loop(self):
        self.assertIn("main awaits three calls of user one after the other", self.rows("found = []\nfor n in range(3):\n    found.append(await user(n))"))
        self.assertIn("main awaits three calls of user one after the other", self.rows("found = [await user(n) for n in range(3)]"))

    def test_a_call_that_needs_what_another_gave(self):
        for body in (
            "a = await user()\nb = await posts(a)",
            "a = await user()\nn = a + 1\nb = await user(n)",
            "a = await user()\nif a:\n    return\nb = await posts()",
            "n = 0\nfor _ in range(3):\n    n = await user(n)",
            "for n in range(3):\n    if await user(n) == 1:\n        break",
            "while await user() < 0:\n    pass",
            "found = {}\nfound['a'] = await user()\nfound['b'] = await user(found['a'])",
        ):
            self.assertEqual(self.rows(body), "", body)

    def test_different_calls_that_only_do_something(self):
        self.assertEqual(self.rows("await user()\nawait posts()"), "")


class Reported(unittest.TestCase):
    def test_an_error_of_a_callback_with_its_line(self):
        said = virtual("""
            def broken(a, b):
                return a / b
            async def main():
                asyncio.get_running_loop().call_soon(broken, 1, 0)
                await asyncio.sleep(1)
            asyncio.run(main())
        """)
        self.assertIn("Exception in callback broken at line 4 (ZeroDivisionError('division by zero')): the loop reports it", said)

    @unittest.skipIf(sys.version_info < (3, 12), "before 3.12 nobody reports it")
    def test_an_error_of_a_connections_handler_with_its_line(self):
        said = real("""
            async def handle(reader, writer):
                int(await reader.readline())
            async def main():
                server = await asyncio.start_server(handle, "127.0.0.1", 0)
                reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
                writer.write(b"x\\n")
                await reader.read(1)
                server.close()
            asyncio.run(main())
        """)
        self.assertIn("Unhandled exception in client_connected_cb at line 4 (ValueError(", said)

    def test_an_error_that_hides_another_one(self):
        said = virtual("""
            class Session:
                async def __aenter__(self):
                    return self
                async def __aexit__(self, *error):
                    raise RuntimeError("cannot close")
            async def main():
                async with Session():
                    raise ValueError("the reason")
            asyncio.run(main())
        """)
        self.assertIn("line 7: The program ended with RuntimeError('cannot close'), raised while ValueError('the reason') of line 10 was being handled.", said)


if __name__ == "__main__":
    unittest.main()
