"""meant_otherwise: constructs that do something else than they seem to: a yield inside of a time limit, a context in a thread, a question before a get(), Ctrl-C in a coroutine."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import real, virtual  # noqa: E402


@unittest.skipIf(sys.version_info < (3, 11), "timeout() and TaskGroup came with 3.11")
class Yields(unittest.TestCase):
    def test_a_time_limit_round_a_yield(self):
        said = virtual("""
            async def pages():
                async with asyncio.timeout(1):
                    yield 1
                    yield 2
            async def main():
                try:
                    async for page in pages():
                        await asyncio.sleep(3)
                except (TimeoutError, asyncio.CancelledError):
                    print("late")
            asyncio.run(main())
        """)
        self.assertIn("line 4: The time limit is over that the generator pages has entered at line 4, while pages is suspended at a `yield` inside of it: main is cancelled for that at line 10, outside of the generator.", said)
        self.assertNotIn("as if nothing had happened", said)

    def test_a_group_round_a_yield(self):
        said = virtual("""
            async def fails():
                await asyncio.sleep(1)
                raise ValueError
            async def values():
                async with asyncio.TaskGroup() as group:
                    group.create_task(fails())
                    yield 1
            async def main():
                async for value in values():
                    await asyncio.sleep(3)
            asyncio.run(main())
        """)
        self.assertIn("A task of the TaskGroup has failed that the generator values has entered at line 7, while values is suspended at a `yield` inside of it: main is cancelled for that at line 12", said)
        self.assertIn("The `yield` stands inside of line 7 (async with asyncio.TaskGroup() as group:)", said)

    def test_a_limit_that_strikes_inside(self):
        said = virtual("""
            async def pages():
                async with asyncio.timeout(1):
                    await asyncio.sleep(3)
                    yield 1
            async def main():
                try:
                    async for page in pages():
                        pass
                except TimeoutError:
                    print("late")
            asyncio.run(main())
        """)
        self.assertEqual(said, "")


class Threads(unittest.TestCase):
    PROGRAM = """
        import contextvars
        user = contextvars.ContextVar("user", default="nobody")
        def work():
            return user.get()
        async def main():
            {}
            print(await {})
        asyncio.run(main())
    """

    def test_a_context_that_stays_behind(self):
        said = real(self.PROGRAM.format("user.set('ada')", "asyncio.get_running_loop().run_in_executor(None, work)"))
        self.assertIn("line 9: main gives work to a thread at line 9, by run_in_executor(), which takes no context along: work reads the context variable user at line 6", said)

    def test_one_that_goes_along_or_holds_nothing(self):
        for sets, calls in (
            ("user.set('ada')", "asyncio.get_running_loop().run_in_executor(None, contextvars.copy_context().run, work)"),
            ("pass", "asyncio.get_running_loop().run_in_executor(None, work)"),
            *((("user.set('ada')", "asyncio.to_thread(work)"),) if sys.version_info >= (3, 9) else ()),
        ):
            self.assertEqual(real(self.PROGRAM.format(sets, calls)), "")

    def test_threads_that_wait_for_what_has_no_thread(self):
        said = real("""
            import threading
            from concurrent.futures import ThreadPoolExecutor
            ready = threading.Event()
            def wait():
                return ready.wait(2)
            async def main():
                loop = asyncio.get_running_loop()
                pool = ThreadPoolExecutor(1)
                await asyncio.gather(loop.run_in_executor(pool, wait), loop.run_in_executor(pool, ready.set))
            asyncio.run(main())
        """)
        self.assertIn("line 7: The one thread of an executor waits at line 7 (return ready.wait(2)) in wait(), and one call waits for a thread of it: if that is what it waits for, nobody can go on.", said)


class ReadElsewhere(unittest.TestCase):
    def test_a_variable_that_the_caller_s_caller_reads(self):
        said = virtual("""
            import contextvars
            user = contextvars.ContextVar("user", default="nobody")
            async def login():
                user.set("ada")
            async def guarded(coroutine):
                await asyncio.wait([asyncio.create_task(coroutine)])
            async def main():
                await guarded(login())
                print(user.get())
            asyncio.run(main())
        """)
        self.assertIn("login sets the context variable user at line 6 in a context of its own: a task gets a copy of its maker's, and what it sets there ends with it. main reads user at line 11 and finds what was there before.", said)


class Consumers(unittest.TestCase):
    def test_a_question_before_the_get(self):
        said = virtual("""
            async def worker(queue):
                while not queue.empty():
                    await asyncio.sleep(1)
                    print(await queue.get())
            async def main():
                queue = asyncio.Queue()
                queue.put_nowait(1)
                await asyncio.gather(worker(queue), worker(queue))
            asyncio.run(main())
        """)
        self.assertIn("line 6: worker 2 waits for an item of the Queue queue: at line 4 (while not queue.empty():) it asked whether there was one, and then came to an await, where another task took the last.", said)


@unittest.skipIf(sys.version_info < (3, 11), "asyncio.run cancels main at Ctrl-C since 3.11")
class Interrupted(unittest.TestCase):
    PROGRAM = """
        import os, signal
        async def main():
            asyncio.get_running_loop().call_later(0.1, os.kill, os.getpid(), signal.SIGINT)
            try:
                await asyncio.sleep(5)
            except {}:
                print("saving")
        try:
            asyncio.run(main())
        except KeyboardInterrupt:
            pass
    """

    def test_an_except_that_does_not_get_it(self):
        said = real(self.PROGRAM.format("KeyboardInterrupt"))
        self.assertIn("line 8: Ctrl-C comes to main as a CancelledError at line 7, because asyncio.run cancels its task: the `except KeyboardInterrupt` at line 8 does not catch that.", said)

    def test_one_that_gets_both(self):
        self.assertNotIn("Ctrl-C comes to", real(self.PROGRAM.format("(KeyboardInterrupt, asyncio.CancelledError)")))


class Processes(unittest.TestCase):
    def test_a_shell_s_child_that_holds_the_pipe(self):
        said = real("""
            async def main():
                child = await asyncio.create_subprocess_shell("sleep 0.6; true", stdout=asyncio.subprocess.PIPE)
                await asyncio.sleep(0.1)
                child.kill()
                await child.communicate()
            asyncio.run(main())
        """)
        self.assertRegex(said, r"line 7: main waited at line 7 for the end of the output of process \d+ until 0\.\d+ s after that had ended: something that it has started, as a shell starts its commands, held the pipe\.")

    def test_a_client_that_does_not_read(self):
        said = real("""
            async def serve(reader, writer):
                await asyncio.sleep(1)
            async def main():
                server = await asyncio.start_server(serve, "127.0.0.1", 0)
                reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
                try:
                    while True:
                        writer.write(b"x" * 1_000_000)
                        await asyncio.wait_for(writer.drain(), 0.3)
                except asyncio.TimeoutError:
                    print("late")
                writer.close()
            asyncio.run(main())
        """)
        self.assertIn("main waits in drain() until 127.0.0.1:", said)


class Right(unittest.TestCase):
    def test_a_server_in_virtual_time_that_closes_what_it_opens(self):
        said = virtual("""
            async def serve(reader, writer):
                while line := await reader.readline():
                    writer.write(line.upper())
                    await writer.drain()
                writer.close()
            async def main():
                server = await asyncio.start_server(serve, "127.0.0.1", 0)
                reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
                for text in (b"a\\n", b"b\\n"):
                    writer.write(text)
                    await writer.drain()
                    print(await reader.readline())
                writer.close()
                await writer.wait_closed()
                server.close()
                await asyncio.sleep(1)
            asyncio.run(main())
        """)
        self.assertEqual(said, "")


class Stopped(unittest.TestCase):
    def test_stop_as_a_callback(self):
        said = virtual("""
            async def main():
                loop = asyncio.get_running_loop()
                loop.call_later(1, loop.stop)
                await asyncio.sleep(2)
            asyncio.run(main())
        """)
        self.assertIn("line 5: The program ended with RuntimeError('Event loop stopped before Future completed.'): stop() was given to call_later() at line 5", said)


if __name__ == "__main__":
    unittest.main()
