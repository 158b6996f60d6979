"""errors: what is kept and entered twice, sent along to another process, closed before its user has done, or asked of the wrong loop, or wrapped by who does not await: what is said of the errors that come of it."""

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


class Wrappers(unittest.TestCase):
    def test_a_clock_round_what_is_not_awaited(self):
        said = virtual("""
            import time
            def timed(function):
                def wrapper(*args):
                    start = time.perf_counter()
                    try:
                        return function(*args)
                    finally:
                        print(time.perf_counter() - start)
                return wrapper
            @timed
            async def load(number):
                await asyncio.sleep(0.3)
            asyncio.run(load(1))
        """)
        self.assertIn("wrapper is no `async def`: at line 8 (return function(*args)) it only makes the coroutine of load, and looks at the clock again at line 10, before load has run a line. What it measures is not load.", said)

    def test_a_try_a_with_and_a_finally(self):
        program = """
            import contextlib, threading
            def retry(function):
                def wrapper(*args):
                    {}
                return wrapper
            @retry
            async def load(number):
                await asyncio.sleep(0.1)
                {}
            async def main():
                await load(1)
            asyncio.run(main())
        """
        said = virtual(program.format("""for attempt in range(3):
                        try:
                            return function(*args)
                        except (ConnectionError, OSError):
                            print("again")""", "raise ConnectionError('reset')"))
        self.assertIn("main ends with ConnectionError('reset'): wrapper is no `async def`: at line 8 (return function(*args)) it only makes the coroutine of load, and leaves its `try`; the `except` at line 9 catches nothing", said)
        said = virtual(program.format("""try:
                        return function(*args)
                    except KeyError:
                        print("again")""", "raise ConnectionError('reset')"))
        self.assertNotIn("catches nothing", said)
        said = virtual(program.format("""with threading.Lock():
                        result = function(*args)
                        return result""", "return 1"))
        self.assertIn("it only makes the coroutine of load, and leaves the `with` of line 6 before load has run a line.", said)
        said = virtual(program.format("""try:
                        return function(*args)
                    finally:
                        print("done")""", "return 1"))
        self.assertIn("it only makes the coroutine of load, and comes to its finally at line 9 before load has run a line.", said)

    def test_a_context_manager_as_a_decorator(self):
        said = virtual("""
            import contextlib
            @contextlib.contextmanager
            def span(name):
                yield
                print(name, "is over")
            @span("load")
            async def load():
                await asyncio.sleep(0.1)
            asyncio.run(load())
        """)
        self.assertIn("load, a coroutine function, has a context manager as its decorator at line 8 (@span(\"load\")): that calls it as any function inside of its `with`", said)

    def test_those_that_await_or_only_pass_on(self):
        said = virtual("""
            import functools, time
            def timed(function):
                @functools.wraps(function)
                async def wrapper(*args):
                    start = time.perf_counter()
                    try:
                        return await function(*args)
                    finally:
                        print(time.perf_counter() - start)
                return wrapper
            def logged(function):
                def wrapper(*args):
                    print("->", function.__name__)
                    return function(*args)
                return wrapper
            @timed
            @logged
            async def load(number):
                await asyncio.sleep(0.3)
            asyncio.run(load(1))
        """)
        self.assertNotIn("is no `async def`", said)

    def test_what_counts_as_true(self):
        said = virtual("""
            class Store:
                async def may(self, user):
                    return user == "ann"
                async def delete(self, user):
                    if not self.may(user):
                        raise PermissionError(user)
                    return "deleted"
            async def main():
                print(await Store().delete("bob"))
            asyncio.run(main())
        """)
        self.assertIn("The coroutine of may itself is asked for yes or no at line 7 (if not self.may(user):): it counts as true", said)

    def test_what_a_wrapper_gives_to_who_asks_for_its_kind(self):
        said = virtual("""
            def logged(function):
                def wrapper(*args):
                    return function(*args)
                return wrapper
            @logged
            async def paid(order):
                await asyncio.sleep(0)
            async def main():
                for handler in [paid]:
                    if asyncio.iscoroutinefunction(handler):
                        await handler(1)
                    else:
                        handler(1)
            asyncio.run(main())
        """)
        self.assertIn("wrapper makes the coroutine of paid at line 5 and returns it, without being an `async def` itself; what it returns is thrown away at line 15 (handler(1)): `iscoroutinefunction()` says no", said)


class OfTheProgramsOwn(unittest.TestCase):
    def test_a_signal_handler_that_raises(self):
        said = real("""
            import os, signal, threading
            class Terminate(Exception):
                pass
            def on_term(number, frame):
                raise Terminate
            async def main():
                signal.signal(signal.SIGTERM, on_term)
                threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGTERM)).start()
                try:
                    await asyncio.sleep(10)
                except Terminate:
                    print("caught")
            asyncio.run(main())
        """)
        self.assertIn("The program ended with Terminate(): on_term, the handler of SIGTERM, raised it at line 7, where the loop waited just then", said)
        said = real("""
            import os, signal
            class Terminate(Exception):
                pass
            def on_term(number, frame):
                raise Terminate
            async def main():
                signal.signal(signal.SIGTERM, on_term)
                await asyncio.sleep(0)
                os.kill(os.getpid(), signal.SIGTERM)
                print("never")
            asyncio.run(main())
        """)
        self.assertIn("raised it at line 7, in the middle of line 11, where Python was just then.", said)

    def test_a_file_that_the_loop_is_to_watch(self):
        said = real("""
            import os, tempfile
            async def main():
                with tempfile.TemporaryFile() as file:
                    asyncio.get_running_loop().add_reader(file, print)
            asyncio.run(main())
        """)
        self.assertIn("main ends with PermissionError(1, 'Operation not permitted'): no file on a disk can be watched", said)
        self.assertNotIn("was being handled", said)


if __name__ == "__main__":
    unittest.main()
