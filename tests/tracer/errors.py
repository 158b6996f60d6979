"""errors: what is kept and entered twice, sent along to another process, closed before its user has done, or asked of the wrong loop: what is said of the errors that come of it."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import real, virtual  # noqa: E402


class Once(unittest.TestCase):
    @unittest.skipIf(sys.version_info < (3, 11, 4), "there is no timeout(), or it lets itself be entered twice")
    def test_a_limit_that_is_kept(self):
        said = virtual("""
            class Service:
                def __init__(self):
                    self.limit = asyncio.timeout(1)
                async def call(self):
                    async with self.limit:
                        await asyncio.sleep(0)
            async def main():
                service = Service()
                await service.call()
                await service.call()
            asyncio.run(main())
        """)
        self.assertIn("line 5: main ends with RuntimeError('Timeout has already been entered'): a time limit can be entered once; this one is made once, at line 5 (self.limit = asyncio.timeout(1)), and kept.", said)


class Sent(unittest.TestCase):
    def test_a_method_takes_its_object_along(self):
        said = real("""
            import concurrent.futures, threading
            class Cruncher:
                def __init__(self):
                    self.guard = threading.Lock()
                def work(self):
                    return 1
                async def crunch(self):
                    with concurrent.futures.ProcessPoolExecutor(1) as pool:
                        await asyncio.get_running_loop().run_in_executor(pool, self.work)
            if __name__ == "__main__":
                asyncio.run(Cruncher().crunch())
        """)
        self.assertIn("self.work is sent to another process at line 11, and with it all of self: self.guard is of the kind that cannot be sent.", said)


class Closed(unittest.TestCase):
    PROGRAM = """
        import io
        async def journal(out):
            try:
                await asyncio.sleep(5)
            finally:
                out.write("end")
        async def main():
            with io.StringIO() as out:
                task = asyncio.create_task(journal(out))
                await asyncio.sleep(1)
                task.cancel(){wait}
            await asyncio.sleep(1)
        asyncio.run(main())
    """

    def test_what_a_cancelled_task_s_finally_uses(self):
        said = virtual(self.PROGRAM.format(wait=""))
        self.assertIn("journal ends with ValueError('I/O operation on closed file'): main has asked it to cancel at line 13 (task.cancel()) and went on; what stands in its finally or except runs in a later turn only, and meanwhile what that uses was closed.", said)

    def test_a_task_that_is_awaited_before(self):
        self.assertEqual(virtual(self.PROGRAM.format(wait="; await asyncio.wait([task])")), "")


class ReturnedOut(unittest.TestCase):
    def test_what_a_with_has_closed_as_it_was_returned_out_of_it(self):
        said = virtual("""
            import pathlib
            def opened(path):
                with open(path) as file:
                    return file
            async def main():
                file = opened(__file__)
                await asyncio.sleep(1)
                file.read()
            asyncio.run(main())
        """)
        self.assertIn("opened returns file at line 6 out of the `with` of line 5, which closes it in that moment, and it is used at line 10.", said)


class Gone(unittest.TestCase):
    def test_what_asyncio_has_no_more(self):
        for name, since in (("coroutine", "3.11"), ("SafeChildWatcher", "3.14")):
            if sys.version_info >= tuple(map(int, since.split("."))):
                self.assertIn(f"has no attribute '{name}'\"): asyncio has no {name} any more since Python {since}.", virtual(f"asyncio.{name}"))

    def test_what_asyncio_does_not_have_yet(self):
        said = virtual("from asyncio import QueueShutDown")
        self.assertEqual("asyncio has QueueShutDown from Python 3.13 on, and this is" in said, sys.version_info < (3, 13))

    @unittest.skipIf(sys.version_info < (3, 10), "asyncio's functions take a loop")
    def test_a_loop_that_is_given_to_a_function(self):
        said = virtual("""
            async def main():
                await asyncio.sleep(1, loop=asyncio.get_running_loop())
            asyncio.run(main())
        """)
        self.assertIn("since Python 3.10 asyncio's functions take no loop: they use the one that runs.", said)

    def test_an_init_that_is_asynchronous(self):
        said = virtual("""
            class Connection:
                async def __init__(self):
                    pass
            async def main():
                Connection()
            asyncio.run(main())
        """)
        self.assertIn("its __init__ is an `async def`, and line 7 (Connection()) calls it as Python calls every __init__, without awaiting it: not one line of it has run.", said)
        self.assertNotIn("was called but never awaited", said)


class WrongLoop(unittest.TestCase):
    @unittest.skipIf(sys.version_info < (3, 10), "before 3.10 a lock has its loop from the beginning")
    def test_a_lock_that_a_loop_in_a_thread_comes_to_wait_for(self):
        said = real("""
            import threading
            lock = asyncio.Lock()
            async def locked():
                async with lock:
                    await asyncio.sleep(0.1)
            def in_thread():
                try:
                    asyncio.run(locked())
                except RuntimeError as error:
                    print(error)
            async def main():
                tasks = [asyncio.create_task(locked()) for _ in range(2)]
                await asyncio.sleep(0)
                await asyncio.get_running_loop().run_in_executor(None, in_thread)
                await asyncio.wait(tasks)
            asyncio.run(main())
        """)
        self.assertIn("line 6: Thread asyncio_0, in which another event loop runs, comes to wait for the Lock lock at line 6; that belongs to the loop in which somebody first waited for it, so that a RuntimeError refuses it.", said)
        self.assertEqual(said.count("RuntimeError"), 1)

    @unittest.skipIf(sys.version_info < (3, 12), "before 3.12 nothing tells of errors that are caught")
    def test_a_thread_that_runs_the_loop_of_another_one(self):
        said = real("""
            import threading
            async def find():
                return 1
            def ask(loop):
                coroutine = find()
                try:
                    loop.run_until_complete(coroutine)
                except RuntimeError:
                    coroutine.close()
            async def main():
                thread = threading.Thread(target=ask, args=(asyncio.get_running_loop(),), name="asker")
                thread.start()
                await asyncio.sleep(0.1)
                thread.join()
            asyncio.run(main())
        """)
        self.assertIn("Thread asker fails at line 9 (loop.run_until_complete(coroutine)) with RuntimeError('This event loop is already running'): another thread runs that loop, and a loop is run by one at a time.", said)

    def test_a_signal_handler_in_a_thread(self):
        said = real("""
            import signal, threading
            async def serve():
                asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, print)
            def run():
                try:
                    asyncio.run(serve())
                except (RuntimeError, ValueError):
                    print("not started")
            async def main():
                thread = threading.Thread(target=run, name="server")
                thread.start()
                await asyncio.sleep(0.3)
                thread.join()
            asyncio.run(main())
        """)
        self.assertIn("Thread server calls add_signal_handler() at line 5 (asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, print)), which is refused", said)

    @unittest.skipIf(sys.version_info < (3, 10), "a queue belongs to the loop in which it is made")
    def test_what_wakes_a_task_of_a_loop_that_does_not_run(self):
        said = virtual("""
            async def begin(queue):
                task = asyncio.ensure_future(take(queue))
                await asyncio.sleep(1)
                return task
            async def take(queue):
                return await queue.get()
            async def give(queue):
                queue.put_nowait(1)
                await asyncio.sleep(1)
            queue = asyncio.Queue()
            first, second = asyncio.new_event_loop(), asyncio.new_event_loop()
            task = first.run_until_complete(begin(queue))
            second.run_until_complete(give(queue))
            print(first.run_until_complete(task))
            first.close()
            second.close()
        """)
        self.assertIn("line 10: give does at line 10 (queue.put_nowait(1)) what take waits for at line 8; but take belongs to another event loop, which does not run now: it goes on only when that one runs again.", said)


if __name__ == "__main__":
    unittest.main()
