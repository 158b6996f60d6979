"""turned_away: what a program does to itself without a word: a cancellation that a finally or an __aexit__() throws away, a server or a queue that waits for itself, what does not come back to a pool, a loop or a test that never runs."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import real, virtual  # noqa: E402


class TakenBack(unittest.TestCase):
    PROGRAM = """
        async def once():
            try:
                await asyncio.sleep(9)
            {}
        async def work():
            for _ in range(2):
                await once()
                print("again")
        async def main():
            task = asyncio.create_task(work())
            await asyncio.sleep(1)
            task.cancel()
            await asyncio.wait([task])
        asyncio.run(main())
    """

    def test_a_return_in_a_finally(self):
        said = virtual(self.PROGRAM.format("finally:\n                    return None"))
        self.assertIn("line 7: work is cancelled while it waits at line 5: line 7 (return None) leaves the finally in once, and so the CancelledError is thrown away: work goes on as if nobody had asked it to end.", said)

    def test_a_finally_that_lets_it_pass_or_comes_behind_an_except(self):
        for ends in ("finally:\n                    print(1)", "except asyncio.CancelledError:\n                    pass\n                finally:\n                    return None", "except ValueError:\n                    return None"):
            self.assertNotIn("thrown away", virtual(self.PROGRAM.format(ends)), ends)

    LEFT = """
        class Connection:
            async def __aenter__(self):
                return self
            async def __aexit__(self, kind, error, trace):
                {}
            def stop(self, task):
                task.cancel()
        async def work():
            async with Connection():
                await asyncio.sleep(9)
            await asyncio.sleep(1)
        async def main():
            task = asyncio.create_task(work())
            await asyncio.sleep(1)
            {}
            await asyncio.wait([task])
        asyncio.run(main())
    """

    @unittest.skipIf(sys.version_info < (3, 12), "before 3.12 nothing tells what a coroutine returns")
    def test_an_aexit_that_gives_true(self):
        said = virtual(self.LEFT.format("return await self.close()\n            async def close(self):\n                return True", "task.cancel()"))
        self.assertIn("work is cancelled, and leaves the `async with` of line 13 by a CancelledError; its __aexit__() gives True at line 7 (return await self.close())", said)
        for body, cancels in (("return False", "task.cancel()"), ("return kind is asyncio.CancelledError", "Connection().stop(task)")):  # the second: its own class has cancelled it
            self.assertNotIn("gives True", virtual(self.LEFT.format(body, cancels)), body)


class Itself(unittest.TestCase):
    def test_who_cancels_all_tasks(self):
        program = """
            async def work():
                await asyncio.sleep(9)
            async def main():
                asyncio.create_task(work())
                await asyncio.sleep(0)
                for task in asyncio.all_tasks(){}:
                    task.cancel()
                await asyncio.sleep(0)
            try:
                asyncio.run(main())
            except asyncio.CancelledError:
                pass
        """
        self.assertIn("line 9: main cancels all tasks at line 9, and itself with them: asyncio.all_tasks() gives the task that asks, too.", virtual(program.format("")))
        self.assertNotIn("itself with them", virtual(program.format(" - {asyncio.current_task()}")))

    @unittest.skipIf(sys.version_info < (3, 12), "wait_closed() waits for connections since 3.12")
    def test_a_server_that_one_of_its_connections_waits_for(self):
        program = """
            async def serve(reader, writer):
                {}
                server.close()
                await server.wait_closed()
                writer.close()
            async def main():
                global server
                server = await asyncio.start_server(serve, "127.0.0.1", 0)
                reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
                try:
                    await asyncio.wait_for(reader.read(), 0.2)
                except asyncio.TimeoutError:
                    writer.close()
            asyncio.run(main())
        """
        self.assertIn("line 6: serve waits in wait_closed() at line 6 until all connections of the server have ended, and serves one of them itself, which is open: it waits for itself", real(program.format("pass")))
        self.assertNotIn("serves one of them itself", real(program.format("writer.close()")))

    def test_consumers_that_wait_for_room_in_their_own_queue(self):
        said = virtual("""
            async def worker(queue):
                while True:
                    page = await queue.get()
                    await queue.put(page + 1)
                    await queue.put(page + 2)
            async def main():
                queue = asyncio.Queue(1)
                await queue.put(1)
                await worker(queue)
            asyncio.run(main())
        """)
        self.assertIn("line 7: main waits for room in the Queue queue (maxsize 1), from which it takes items itself, and nobody else does who does not wait there as well: it waits for itself.", said)


class NotPutBack(unittest.TestCase):
    PROGRAM = """
        async def query(pool, good):
            one = await pool.get()
            {}
            pool.put_nowait(one)
        async def main():
            pool = asyncio.Queue()
            pool.put_nowait(1)
            for good in (True, False, True):
                try:
                    await query(pool, good)
                except ValueError:
                    print("bad")
        asyncio.run(main())
    """

    def test_an_error_leads_past_the_line(self):
        said = virtual(self.PROGRAM.format('if not good: raise ValueError("bad")'))
        self.assertIn("line 4: Nothing is left in the Queue pool: what query takes at line 4 it puts back at line 6, and nobody is on the way there; who took it before left by an error or a return, past that line.", said)

    def test_nothing_was_ever_there(self):
        self.assertNotIn("puts back", virtual(self.PROGRAM.format("pass").replace("pool.put_nowait(1)", "pass")))


class NeverRun(unittest.TestCase):
    def test_a_loop_that_nobody_runs(self):
        program = "async def main():\n    await asyncio.sleep(0)\nloop = asyncio.new_event_loop()\ntask = loop.create_task(main())\n{}\n"
        self.assertIn("main has not begun at the end of the program: it was given to a loop that nobody has run.", virtual(program.format("")))
        self.assertEqual(virtual(program.format("loop.run_until_complete(task)")), "")

    def test_a_main_that_is_only_called(self):
        program = "async def main():\n    await asyncio.sleep(0)\n{}\n"
        self.assertIn("line 4: main is called at line 4 (main()) where no loop runs: that makes a coroutine, which nobody runs.", virtual(program.format("main()")))
        self.assertNotIn("where no loop runs", virtual(program.format("async def other():\n    main()\nasyncio.run(other())")))

    def test_an_asynchronous_test_of_a_plain_class(self):
        program = """
            import unittest
            class Tests(unittest.{}):
                async def test_one(self):
                    await asyncio.sleep(0)
            unittest.main(argv=["x"], exit=False)
        """
        self.assertIn("line 5: test_one is a test and a coroutine function; Tests, a unittest.TestCase, calls it as any function", real(program.format("TestCase")))
        self.assertEqual(real(program.format("IsolatedAsyncioTestCase")), "")

    @unittest.skipIf(sys.version_info < (3, 12), "eager tasks came with 3.12")
    def test_what_an_eager_task_takes_out_before_it_is_put_in(self):
        program = """
            running = {{}}
            async def work(key, seconds):
                try:
                    if seconds:
                        await asyncio.sleep(seconds)
                finally:
                    running.pop(key, None)
            async def main():
                asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
                running["a"] = asyncio.create_task(work("a", {}))
                await asyncio.sleep(2)
            asyncio.run(main())
        """
        self.assertIn("it is put into running only after that, and what takes it out of there, line 9, has been run before. It stays there.", virtual(program.format(0)))
        self.assertEqual(virtual(program.format(1)), "")


class Threads(unittest.TestCase):
    PROGRAM = """
        import threading, time
        threading.excepthook = print
        async def store():
            pass
        def call(loop):
            time.sleep(0.1)
            {}
        async def main():
            threading.Thread(target=call, args=(asyncio.get_running_loop(),), name="sensor").start()
            await asyncio.sleep({})
        asyncio.run(main())
    """

    @unittest.skipIf(sys.version_info < (3, 12), "before 3.12 nothing tells of an error that is caught")
    def test_one_in_which_no_loop_runs(self):
        for call in ("asyncio.get_running_loop()", "try: asyncio.get_running_loop()\n            except RuntimeError: pass"):
            self.assertIn("with RuntimeError('no running event loop'): what it calls there needs a loop that runs in its own thread, and none does.", real(self.PROGRAM.format(call, 0.3)))

    @unittest.skipIf(sys.version_info < (3, 12), "before 3.12 nothing tells of an error that is caught")
    def test_one_that_goes_on_when_the_loop_is_closed(self):
        said = real(self.PROGRAM.format("loop.call_soon_threadsafe(print)", 0))
        self.assertIn("Thread sensor calls into the loop at line 9 (loop.call_soon_threadsafe(print)), and is refused with RuntimeError('Event loop is closed'): asyncio.run() closes the loop when main has ended", said)
        self.assertEqual(real(self.PROGRAM.format("loop.call_soon_threadsafe(time.monotonic)", 0.3)), "")


class Exits(unittest.TestCase):
    PROGRAM = """
        import sys
        async def watch():
            await asyncio.sleep(1)
            sys.exit(3)
        async def main():
            watcher = asyncio.create_task(watch())
            {}
            await asyncio.sleep(0)
        {}
    """

    def test_in_another_task_than_main(self):
        said = virtual(self.PROGRAM.format("await asyncio.sleep(5)", "asyncio.run(main())"))
        self.assertIn("line 6: watch raises SystemExit(3) at line 6 (sys.exit(3)): in whichever task that happens, it goes out through the loop and ends the run at once. main is suspended at line 9 (await asyncio.sleep(5)) and is cancelled there, with all others.", said)

    def test_where_main_only_waits_for_it(self):
        for wait in ("await watcher", "await asyncio.Event().wait()", "await asyncio.wait([watcher])"):
            self.assertNotIn("goes out through the loop", virtual(self.PROGRAM.format(wait, "asyncio.run(main())")), wait)


class GoneThrough(unittest.TestCase):
    PROGRAM = """
        async def pages(n):
            for i in range(n):
                await asyncio.sleep(1)
                yield i
        async def main():
            found = pages(3)
            {}
            async for page in found:
                {}
        asyncio.run(main())
    """

    @unittest.skipIf(sys.version_info < (3, 12), "before 3.12 nothing tells that a loop has come to its end")
    def test_a_generator_that_is_gone_through_twice(self):
        for first in ("print([page async for page in found])", "async for page in found: print(page)"):
            said = virtual(self.PROGRAM.format(first, "print(page)"))
            self.assertIn("line 10: The loop at line 10 (async for page in found:) gets nothing: the asynchronous generator pages had come to its end before, at line 9, and does not begin again.", said)

    def test_one_that_goes_on_or_is_made_anew(self):
        for first in ("await anext(found) if hasattr(asyncio, 'TaskGroup') else await found.__anext__()", "print([page async for page in pages(3)])", "async for page in found: print(page)\n            found = pages(2)"):
            self.assertEqual(virtual(self.PROGRAM.format(first, "print(page)")), "", first)
        self.assertEqual(virtual(self.PROGRAM.format("async for page in found: print(page)", "pass")), "")


if __name__ == "__main__":
    unittest.main()
