"""meanings: errors of Python's and asyncio's own whose text says little: what is said of where they come from."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import real, virtual  # noqa: E402


class Coroutines(unittest.TestCase):
    def test_a_cache_keeps_the_coroutine(self):
        said = virtual("""
            import functools
            @functools.lru_cache(maxsize=None)
            async def user(number):
                await asyncio.sleep(0)
            async def main():
                await user(1)
                await user(1)
            asyncio.run(main())
        """)
        self.assertIn("line 9: main ends with RuntimeError('cannot reuse already awaited coroutine'): a coroutine runs once", said)
        self.assertIn("lru_cache at line 4 keeps the coroutine of user, and not what it gives", said)

    def test_one_that_nobody_has_awaited_in_an_attribute_or_a_list(self):
        said = virtual("""
            class Config:
                def __init__(self):
                    self.value = self.load()
                async def load(self):
                    return {}
            async def main():
                config = Config()
                print(config.value["debug"])
            asyncio.run(main())
        """)
        self.assertIn("config.value is the coroutine Config.load, made at line 5: nobody has awaited it, so it has given nothing yet.", said)
        said = virtual("""
            async def load(number):
                return number
            async def main():
                results = [load(1)]
                print(sum(results))
            asyncio.run(main())
        """)
        self.assertIn("what stands in results is the coroutine load, made at line 6", said)

    def test_an_asynchronous_property(self):
        said = virtual("""
            class Sensor:
                @property
                async def value(self):
                    return 21
            async def main():
                print(Sensor().value > 20)
            asyncio.run(main())
        """)
        self.assertIn("a coroutine stands where what it gives was meant.", said)

    def test_a_function_that_gives_nothing(self):
        program = """
            async def fetch(number):
                await asyncio.sleep(0)
                {}
            async def main():
                user = await fetch(1)
                print(user["name"])
            asyncio.run(main())
        """
        said = virtual(program.format("number * 2"))
        self.assertIn("user is None, since that is what fetch gives: no `return` in it, from line 3 on, gives anything.", said)
        self.assertNotIn("no `return`", virtual(program.format("return {} if number > 1 else None")))

    def test_a_list_of_what_gives_nothing(self):
        said = virtual("""
            async def fetch(number):
                await asyncio.sleep(0)
            async def main():
                values = await asyncio.gather(fetch(1), fetch(2))
                print(sum(values))
            asyncio.run(main())
        """)
        self.assertIn("what stands in values is None, since that is what fetch gives", said)

    def test_one_that_async_for_is_given(self):
        said = virtual("""
            async def pages():
                return [1]
            async def main():
                async for page in pages():
                    print(page)
            asyncio.run(main())
        """)
        self.assertIn("a coroutine gives one thing, when it is awaited; `async for` goes through what gives one after the other.", said)

    def test_two_tasks_await_one_coroutine(self):
        said = virtual("""
            async def job():
                await asyncio.sleep(1)
            async def waits(coroutine):
                await coroutine
            async def main():
                coroutine = job()
                await asyncio.gather(waits(coroutine), waits(coroutine), return_exceptions=True)
            asyncio.run(main())
        """)
        self.assertIn("line 6: waits 2 ends with RuntimeError('coroutine is being awaited already'): two tasks await one coroutine at the same time.", said)

    def test_a_forgotten_await_before_an_attribute(self):
        said = virtual("""
            async def get():
                return "text"
            async def main():
                value = get()
                return value.upper()
            asyncio.run(main())
        """)
        self.assertIn("line 6: main ends with AttributeError(\"'coroutine' object has no attribute 'upper'\"): value is the coroutine get, made at line 6", said)

    def test_none_is_awaited(self):
        said = virtual("""
            def save():
                pass
            async def main():
                await save()
            asyncio.run(main())
        """)
        self.assertIn("what stands behind `await` is a NoneType and nothing to wait for", said)

    def test_functions_that_are_not_called(self):
        said = virtual("""
            async def job():
                pass
            async def main():
                asyncio.create_task(job)
            asyncio.run(main())
        """)
        self.assertIn("it was given a function, and not the coroutine that a call of it makes", said)

    def test_an_iterator_at_its_end(self):
        said = virtual("""
            async def first(rows):
                return next(rows)
            async def main():
                await first(iter([]))
            asyncio.run(main())
        """)
        self.assertIn("line 4: main ends with RuntimeError('coroutine raised StopIteration'): an iterator was at its end at line 4 (return next(rows))", said)


class Shared(unittest.TestCase):
    def test_two_tasks_go_through_one_generator(self):
        said = virtual("""
            async def numbers():
                for i in range(3):
                    await asyncio.sleep(1)
                    yield i
            async def consume(source):
                return [i async for i in source]
            async def main():
                source = numbers()
                await asyncio.gather(consume(source), consume(source), return_exceptions=True)
            asyncio.run(main())
        """)
        self.assertIn("two tasks ask one asynchronous generator for its next value at the same time", said)

    def test_a_dictionary_that_changes_while_a_loop_awaits(self):
        said = virtual("""
            clients = {"a": 1, "b": 2}
            async def broadcast():
                for name in clients:
                    await asyncio.sleep(1)
            async def leave():
                await asyncio.sleep(0.5)
                del clients["b"]
            async def main():
                await asyncio.gather(broadcast(), leave())
            asyncio.run(main())
        """)
        self.assertIn("the `for` awaits at line 6, and while it is suspended other tasks run, which may change what it goes through: line 9 (leave) changes clients.", said)

    def test_one_that_changes_in_the_loop_itself_is_not_explained_so(self):
        said = virtual("""
            async def main():
                names = {"a": 1, "b": 2}
                for name in names:
                    names.pop(name)
            asyncio.run(main())
        """)
        self.assertNotIn("the `for` awaits", said)

    def test_two_tasks_read_one_stream(self):
        said = real("""
            async def serve(reader, writer):
                await asyncio.sleep(0.05)
                writer.close()
            async def receive(reader):
                return await reader.readline()
            async def main():
                server = await asyncio.start_server(serve, "127.0.0.1", 0)
                reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
                await asyncio.gather(receive(reader), receive(reader), return_exceptions=True)
                writer.close()
                server.close()
            asyncio.run(main())
        """)
        self.assertIn("receive 1 waits for data from this reader already", said)


class Loops(unittest.TestCase):
    def test_a_task_without_a_loop(self):
        said = virtual("""
            async def job():
                pass
            asyncio.create_task(job())
        """)
        self.assertIn("this needs a loop that runs in this thread, and none does", said)

    def test_who_stopped_the_loop(self):
        said = virtual("""
            async def main():
                asyncio.get_running_loop().stop()
                await asyncio.sleep(1)
            asyncio.run(main())
        """)
        self.assertIn("line 4: The program ended with RuntimeError('Event loop stopped before Future completed.'): stop() was called at line 4", said)

    def test_a_loop_that_is_closed(self):
        said = virtual("""
            kept = []
            async def first():
                kept.append(asyncio.get_running_loop())
            async def second():
                kept[0].call_soon(print)
            asyncio.run(first())
            asyncio.run(second())
        """)
        self.assertIn("line 7: second uses a thing of an event loop that is closed", said)


class WithoutASource(unittest.TestCase):
    def test_a_callback_that_fails_does_not_end_the_recording(self):
        said = virtual('''
            exec(compile("""
            async def main():
                asyncio.get_running_loop().call_soon(lambda: {}["x"])
                await asyncio.sleep(0)
                asyncio.create_task(asyncio.sleep(1))
            asyncio.run(main())
            """.replace(" " * 12, ""), "nowhere.py", "exec"))
        ''')
        self.assertIn("KeyError('x')", said)
        self.assertIn("main has ended without waiting for sleep", said)  # the recording goes on to the end


class Ends(unittest.TestCase):
    @unittest.skipIf(sys.version_info < (3, 11), "the traceback of a CancelledError does not show where it came from")
    def test_a_cancelled_task_that_main_awaits(self):
        said = virtual("""
            async def background():
                await asyncio.sleep(9)
            async def main():
                task = asyncio.create_task(background())
                await asyncio.sleep(1)
                task.cancel()
                try:
                    await task
                except Exception:
                    pass
            asyncio.run(main())
        """)
        self.assertIn("line 10: The program ended with CancelledError(): main awaits background at line 10, which main had cancelled at line 8", said)

    @unittest.skipIf(sys.version_info < (3, 11), "TaskGroup came with Python 3.11")
    def test_what_is_in_a_group(self):
        said = virtual("""
            async def parse(text):
                await asyncio.sleep(1)
                return int(text)
            async def main():
                async with asyncio.TaskGroup() as group:
                    group.create_task(parse("1"))
                    group.create_task(parse("two"))
            asyncio.run(main())
        """)
        self.assertIn("was raised at line 5. A group is caught with `except*`", said)

    def test_main_that_fails_is_not_said_to_have_forgotten_its_tasks(self):
        said = virtual("""
            async def job():
                await asyncio.sleep(9)
            async def main():
                task = asyncio.create_task(job())
                await asyncio.sleep(1)
                raise ValueError("no")
            asyncio.run(main())
        """)
        self.assertIn("The program ended with ValueError('no').", said)
        self.assertNotIn("without waiting for", said)

    def test_an_error_that_the_program_raises_itself_means_what_it_says(self):
        said = virtual("""
            async def main():
                raise RuntimeError("no running event loop")
            asyncio.run(main())
        """)
        self.assertNotIn("outside of any coroutine", said)

    def test_a_result_that_comes_twice(self):
        said = virtual("""
            async def main():
                loop = asyncio.get_running_loop()
                future = loop.create_future()
                future.set_result(1)
                loop.call_soon(future.set_result, 2)
                loop.call_soon(lambda: future.set_result(3))
                await asyncio.sleep(0)
            asyncio.run(main())
        """)
        self.assertIn("line 8: A callback ends with InvalidStateError(", said)
        self.assertIn("the future has a result already", said)


class Forms(unittest.TestCase):
    """What a call or a statement takes, and was not given."""

    def said(self, body, before=""):
        return virtual(f"{before}\nasync def main():\n    {body}\nasyncio.run(main())\n")

    def test_what_takes_coroutines_one_by_one(self):
        said = self.said("await asyncio.gather([asyncio.sleep(0)])")
        self.assertIn("gather() takes coroutines and tasks one by one, and was given a list of them.", said)
        self.assertNotIn("gather()", self.said("print({}[[1]])"))

    def test_what_cannot_be_awaited(self):
        said = self.said("await client.fetch()", "from unittest.mock import MagicMock\nclient = MagicMock()")
        self.assertIn("a MagicMock gives at once what it was told to give, or another of its kind, and nobody can await that.", said)
        said = real("""
            from concurrent.futures import ThreadPoolExecutor
            async def main():
                with ThreadPoolExecutor() as pool:
                    await pool.submit(sum, [1])
            asyncio.run(main())
        """)
        self.assertIn("it is a future of module concurrent.futures, as an executor's submit() gives it", said)

    def test_what_is_gone_through_or_entered_in_the_other_way(self):
        self.assertIn("this is gone through with `for`: its items are there", self.said("async for one in [1]: pass"))
        items = "async def items():\n    yield 1"
        self.assertIn("an asynchronous generator is gone through with `async for`.", self.said("for one in items(): pass", items))
        if sys.version_info >= (3, 11):  # before, it is an AttributeError(__aenter__)
            said = self.said("async with made(): pass", "import contextlib\n@contextlib.contextmanager\nasync def made():\n    yield")
            self.assertIn("a function under @contextmanager is entered with `with`; one that is `async def` is for @asynccontextmanager.", said)
            self.assertIn("a file that open() gives is entered with `with`", self.said("async with open(__file__): pass"))
            self.assertIn("it is a lock of module threading, for which no coroutine can wait.", self.said("async with lock: pass", "import threading\nlock = threading.Lock()"))

    def test_a_signal_handler_that_is_a_coroutine_function(self):
        said = real("""
            import signal
            async def stop():
                pass
            async def main():
                asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop)
            asyncio.run(main())
        """)
        self.assertIn("what is given there is called as any function, which would only make a coroutine that nobody awaits.", said)

    def test_a_command_for_a_process(self):
        call = "await asyncio.create_subprocess_exec({})"
        said = real(f"async def main():\n    {call.format(repr('echo a b'))}\nasyncio.run(main())")
        self.assertIn("create_subprocess_exec() looks for a program whose whole name is 'echo a b': at line 3 it is given the command and its arguments as one text.", said)
        self.assertNotIn("whole name", real(f"async def main():\n    {call.format(repr('/no such/thing'))}\nasyncio.run(main())"))
        said = real(f"async def main():\n    {call.format(['echo', 'a'])}\nasyncio.run(main())")
        self.assertIn("create_subprocess_exec() takes the program and its arguments one by one, and was given a list of them.", said)
        said = real(f"async def main():\n    {call.format('*[chr(97)], text=True')}\nasyncio.run(main())")
        self.assertIn("asyncio's pipes give and take bytes, and no text.", said)

    def test_a_callback_that_asks_a_cancelled_task(self):
        said = virtual("""
            def report(task):
                print(task.exception())
            async def main():
                task = asyncio.create_task(asyncio.sleep(9))
                task.add_done_callback(report)
                await asyncio.sleep(1)
                task.cancel()
                await asyncio.sleep(1)
            asyncio.run(main())
        """)
        self.assertRegex(said, r"A callback ends with CancelledError\(\): .* was cancelled, and has neither a result nor an exception: exception\(\) at line 4 raises a CancelledError, which is no Exception.")

    def test_what_is_not_entered_yet(self):
        said = self.said("made().name", "import contextlib\n@contextlib.asynccontextmanager\nasync def made():\n    yield")
        self.assertIn("what the call gives is not the thing itself yet: it is to be entered, or awaited.", said)

    @unittest.skipIf(sys.version_info < (3, 13), "Queue.shutdown() came with 3.13")
    def test_a_queue_that_is_shut_down(self):
        said = self.said("queue = asyncio.Queue(); queue.shutdown(); await queue.get()")
        self.assertIn("the queue has been shut down: a get() says so when nothing is left in it, a put() at once.", said)


if __name__ == "__main__":
    unittest.main()
