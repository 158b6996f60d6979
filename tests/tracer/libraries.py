"""libraries: waits inside of a library for a place, a connection or somebody's end: who has it is named, and what the library does in its own files is read by nobody."""

import asyncio
import pathlib
import sys
import tempfile
import textwrap
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))
sys.path.insert(0, str(ROOT / "tracer"))
from told import record, tell  # noqa: E402

# Small ones that stand in for anyio, httpcore and aiohttp, with what is looked at under the same names.
ANYIO = """
import asyncio
class CapacityLimiter:
    __slots__ = "_borrowers", "_total_tokens", "_wait_queue"
    def __init__(self, total):
        self._borrowers, self._total_tokens, self._wait_queue = set(), total, []
    async def __aenter__(self):
        await self.acquire()
    async def __aexit__(self, *_):
        self._borrowers.discard(asyncio.current_task())
        for event in self._wait_queue[:1]:
            self._wait_queue.remove(event)
            event.set()
    async def acquire(self):
        await self.acquire_on_behalf_of(asyncio.current_task())
    async def acquire_on_behalf_of(self, borrower):
        if len(self._borrowers) >= self._total_tokens:
            event = asyncio.Event()
            self._wait_queue.append(event)
            await event.wait()
        self._borrowers.add(borrower)
class CancelScope:
    def __init__(self, delay):
        self._host_task = asyncio.current_task()
        self.handle = asyncio.get_running_loop().call_later(delay, self._timeout)
    def __enter__(self):
        return self
    def __exit__(self, kind, *_):
        self.handle.cancel()
        return kind is asyncio.CancelledError
    def _timeout(self):
        self._host_task.cancel()
    def _deliver_cancellation(self):
        self._host_task.cancel()
move_on_after = CancelScope
threads = None
async def run_sync_in_worker_thread(func):
    async with threads:
        future = asyncio.get_running_loop().run_in_executor(None, func)
        return await future
class TaskGroup:
    async def start(self, func):
        future = asyncio.get_running_loop().create_future()
        self.task = asyncio.ensure_future(func(future))
        await future
class Stream:
    async def receive(self):
        await asyncio.Event().wait()
class State:
    open_send_channels = 1
class MemoryObjectReceiveStream(Stream):
    def __init__(self):
        self._state = State()
        self._state.open_send_channels = 2
    async def receive(self):
        await asyncio.Event().wait()
def run(func):
    async def wrapper():
        await func()
    asyncio.run(wrapper())
"""
HTTPCORE = """
import asyncio
class PoolRequest:
    def __init__(self):
        self.connection = None
    async def wait_for_connection(self, pool):
        if len(pool._connections) >= pool._max_connections:
            await asyncio.get_running_loop().create_future()
class Connection:
    def __init__(self, writer):
        self._stream = writer
class Pool:
    def __init__(self, most):
        self._requests, self._connections, self._max_connections = [], [], most
    async def handle_async_request(self, port):
        pool_request = PoolRequest()
        self._requests.append(pool_request)
        await pool_request.wait_for_connection(self)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        pool_request.connection = Connection(writer)
        self._connections.append(pool_request.connection)
        writer.write(b"GET" + bytes([10]))
        await reader.readline()
        return writer
"""
AIOHTTP = """
import asyncio
class Socket:
    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer
    async def receive(self):
        return await self.reader.readline()
    async def start(self, handler):
        await handler(await self.receive())
    def send(self, what):
        self.writer.write(what)
class Protocol:
    def __init__(self, writer):
        self.transport = writer.transport
class Connector:
    def __init__(self, limit):
        self._limit, self._acquired = limit, set()
    async def connect(self, port):
        if len(self._acquired) >= self._limit:
            await self._wait_for_available_connection()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        protocol = Protocol(writer)
        self._acquired.add(protocol)
        writer.write(b"GET" + bytes([10]))
        await reader.readline()
        return writer
    async def _wait_for_available_connection(self):
        await asyncio.get_running_loop().create_future()
class Handler:
    __slots__ = "_task", "_waiter"
    def __init__(self, coroutine):
        self._task = asyncio.ensure_future(coroutine)
    async def shutdown(self):
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(0.3):
                await self._waiter
        except asyncio.TimeoutError:
            self._task.cancel()
async def receive():
    await asyncio.sleep(9)
"""


def remarks(program, *options):
    with tempfile.TemporaryDirectory() as folder:
        library = pathlib.Path(folder, "site-packages")
        for name, text in (("anyio", ANYIO), ("httpcore", HTTPCORE), ("aiohttp", AIOHTTP)):
            (library / name).mkdir(parents=True)
            (library / name / "__init__.py").write_text("", encoding="utf-8")
            (library / name / "inner.py").write_text(text, encoding="utf-8")
        script, recording = pathlib.Path(folder, "program.py"), pathlib.Path(folder, "run.loopscope")
        script.write_text(f"import asyncio, sys; sys.path.insert(0, {str(library)!r})\n" + textwrap.dedent(program), encoding="utf-8")
        record(script, recording, *options)
        told = tell(recording)
    head, found, rest = told.partition("\nA remark\n")
    head, found, rest = (head, found, rest) if found else told.partition("\nRemarks\n")
    return " ".join(rest.split()), head


class Limiters(unittest.TestCase):
    PROGRAM = """
        from anyio.inner import CapacityLimiter, CancelScope
        async def job(limiter, seconds):
            async with limiter:
                await asyncio.sleep(seconds)
        async def main():
            limiter = CapacityLimiter(1)
            first = asyncio.create_task(job(limiter, {}))
            await asyncio.sleep(0)
            try:
                {}
            except (asyncio.TimeoutError, asyncio.CancelledError):
                pass
            first.cancel()
        asyncio.run(main())
    """

    def test_the_holder_of_the_only_place_is_named(self):
        said, _ = remarks(self.PROGRAM.format(9, "await asyncio.wait_for(job(limiter, 0), 0.2)"))
        self.assertRegex(said, r"has given up waiting for the CapacityLimiter limiter of anyio's, made for 1: job( 1)? has it and waits itself at line 6, and nobody gives it back\.")

    def test_a_scope_of_anyio_s_is_a_time_limit_too(self):
        said, _ = remarks(self.PROGRAM.format(9, "CancelScope(0.2); await job(limiter, 0)"))
        self.assertIn("line 5: main has given up waiting for the CapacityLimiter limiter of anyio's, made for 1: job has it and waits itself at line 6, and nobody gives it back.", said)

    def test_a_place_that_comes_back_in_time(self):
        self.assertEqual(remarks(self.PROGRAM.format(0.1, "await asyncio.wait_for(job(limiter, 0), 5)"))[0], "")

    def test_the_calls_that_hold_all_threads_are_named(self):
        said, _ = remarks("""
            import threading
            from anyio import inner
            def poll():
                threading.Event().wait(0.6)
            def quick():
                pass
            async def call(function):
                await inner.run_sync_in_worker_thread(function)
            async def main():
                inner.threads = inner.CapacityLimiter(1)
                first = asyncio.create_task(call(poll))
                await asyncio.sleep(0.1)
                try:
                    await asyncio.wait_for(call(quick), 0.2)
                except asyncio.TimeoutError:
                    await first
            asyncio.run(main())
        """)
        self.assertRegex(said, r"has given up waiting for one of anyio's threads, of which there are 1: call( 1)? has it while a thread runs poll for it at line 10, and none comes back\.")

    def test_who_waits_in_a_library_for_ever_is_told_by_its_function(self):
        said, _ = remarks(
            """
            from anyio.inner import Stream, run
            async def main():
                await Stream().receive()
            run(main)
            """,
            "--virtual-time",
        )
        self.assertIn("line 5: main waits in anyio's Stream.receive(), and nobody is left who could let it go on.", said)


    def test_a_clean_up_in_a_scope_that_cancels_each_await(self):
        said, _ = remarks("""
            from anyio.inner import CancelScope
            async def main():
                scope = CancelScope(0.1)
                asyncio.get_running_loop().call_later(0.2, scope._deliver_cancellation)
                try:
                    await asyncio.sleep(9)
                finally:
                    await asyncio.sleep(9)
                    print("clean")
            try:
                asyncio.run(main())
            except asyncio.CancelledError:
                pass
        """)
        self.assertIn("line 10: main is cancelled once more at line 10 (await asyncio.sleep(9)), in its finally: in a scope of anyio's that is cancelled each await is, and what stands behind it, from line 11 on, is not done.", said)

    def test_the_time_of_move_on_after_is_over_in_a_function_of_the_program_s(self):
        program = """
            from anyio.inner import move_on_after
            async def save():
                await asyncio.sleep({})
            async def main():
                with move_on_after(0.1){}:
                    await {}
                print("saved")
            asyncio.run(main())
        """
        said, _ = remarks(program.format(9, "", "save()"))
        self.assertIn("line 7: The time of line 7 (with move_on_after(0.1):) is over while save is under way at line 5 (await asyncio.sleep(9)): that is cut off there, the block ends without an error, and main goes on behind it as if all had been done.", said)
        for words in ((9, " as scope", "save()"), (0, "", "save()"), (0, "", "asyncio.sleep(9)")):  # it may look, it comes to its end, it only waits
            self.assertNotIn("as if all had been done", remarks(program.format(*words))[0], words)

    def test_a_service_that_does_not_say_that_it_has_started(self):
        said, _ = remarks("""
            from anyio.inner import TaskGroup
            class Status:
                def __init__(self, future):
                    self.started = lambda: future.set_result(None)
            async def service(future):
                await asyncio.sleep(9)
                Status(future).started()
            async def main():
                group = TaskGroup()
                try:
                    await asyncio.wait_for(group.start(service), 0.2)
                except asyncio.TimeoutError:
                    group.task.cancel()
            asyncio.run(main())
        """)
        self.assertIn("line 13: main has given up waiting in anyio's TaskGroup.start() until service says that it has started, and that stands at line 8, before the started() of line 9.", said)

    def test_a_stream_whose_sending_end_nobody_closes(self):
        said, _ = remarks("""
            from anyio.inner import MemoryObjectReceiveStream, run
            async def main():
                try:
                    await asyncio.wait_for(MemoryObjectReceiveStream().receive(), 0.1)
                except asyncio.TimeoutError:
                    pass
            run(main)
            """)
        self.assertIn("main waits for an item of a memory stream of anyio's: none is left in it, nobody is left who sends one, and 2 sending ends of it are still open, so that its end does not come either. Only a time limit ends that wait.", said)


class Pools(unittest.TestCase):
    PROGRAM = """
        from {} import inner
        async def serve(reader, writer):
            await reader.readline()
            writer.write({!r})
            await reader.read()
            writer.close()
        async def main():
            server = await asyncio.start_server(serve, "127.0.0.1", 0)
            port = server.sockets[0].getsockname()[1]
            {}
            try:
                await asyncio.wait_for({}(port), 0.3)
            except asyncio.TimeoutError:
                pass
            {}
        asyncio.run(main())
    """

    def test_a_response_that_is_never_read_or_closed_is_named(self):
        for name, make, call in (("httpcore", "pool = inner.Pool(1)", "pool.handle_async_request"), ("aiohttp", "pool = inner.Connector(1)", "pool.connect")):
            said, _ = remarks(self.PROGRAM.format(name, b"200\n", f"{make}\n            kept = await {call}(port)", call, "kept.close()"))
            where = "Pool.handle_async_request" if name == "httpcore" else "Connector.connect"
            self.assertIn(f"has given up waiting in {name}'s {where}() for a connection, and the only one that its pool may have is taken: the response that main asked for at line 13 has been neither read to its end nor closed, so none is free.", said)

    def test_a_request_that_has_no_answer_yet_is_named_as_that(self):
        make = "pool = inner.Connector(1)\n            first = asyncio.create_task(ask(pool, port))\n            await asyncio.sleep(0.1)"
        program = "async def ask(pool, port):\n    await pool.connect(port)\n" + textwrap.dedent(self.PROGRAM).format("aiohttp", b"", make.replace("            ", "    "), "pool.connect", "first.cancel()")
        self.assertIn("is taken: ask waits for an answer at line 3, so none is free.", remarks(program)[0])


class BothEnds(unittest.TestCase):
    PROGRAM = """
        from aiohttp.inner import Socket
        everybody = []
        async def serve(reader, writer):
            peer = Socket(reader, writer)
            {}
            await peer.receive()
            writer.close()
        async def main():
            server = await asyncio.start_server(serve, "127.0.0.1", 0)
            client = Socket(*await asyncio.open_connection(*server.sockets[0].getsockname()))
            try:
                await asyncio.wait_for(client.receive(), 0.3)
            except asyncio.TimeoutError:
                client.writer.close()
        asyncio.run(main())
    """

    def test_each_waits_for_the_other(self):
        said, _ = remarks(self.PROGRAM.format("pass"))
        self.assertIn("line 14: main has given up waiting in aiohttp's Socket.receive() for what serve sends, which is at the other end of that connection and waits in aiohttp's Socket.receive() itself, at line 8: each waits for the other, and neither sends.", said)

    def test_the_other_end_is_at_work(self):
        program = self.PROGRAM.format("await peer.start(lambda _: asyncio.sleep(9))").replace("client.receive()", "ask(client)")
        program = program.replace("        async def main", "        async def ask(client):\n            client.send(b'x' + bytes([10]))\n            await client.receive()\n        async def main")
        said, _ = remarks(program)
        self.assertIn("has given up waiting in aiohttp's Socket.receive() for serve, which serves the other end of that connection in this program and waits itself at line 7 (await peer.start(lambda _: asyncio.sleep(9))).", said)

    def test_somebody_else_could_send(self):
        self.assertNotIn("neither sends", remarks(self.PROGRAM.format("everybody.append(peer)"))[0])
        self.assertNotIn("neither sends", remarks(self.PROGRAM.format("peer.send(b'x' + bytes([10]))"))[0])


class Forgotten(unittest.TestCase):
    def test_a_library_s_own_task_that_is_left_is_its_own_affair_unless_it_runs_what_is_the_program_s(self):
        for rest, told in (("asyncio.sleep(9)", False), ("work()", True)):
            said, _ = remarks(
                f"""
                from aiohttp.inner import Handler
                async def work():
                    await asyncio.sleep(9)
                async def main():
                    Handler({rest})
                    await asyncio.sleep(1)
                asyncio.run(main())
                """,
                "--virtual-time",
            )
            self.assertEqual("line 5: main has ended without waiting for work" in said, told, said)


class Servers(unittest.TestCase):
    @unittest.skipIf(sys.version_info < (3, 12, 1), "before 3.12.1 wait_closed() waits for nobody")
    def test_who_still_serves_when_a_server_is_closed(self):
        said, _ = remarks("""
            async def serve(reader, writer):
                await reader.readline()
            async def main():
                server = await asyncio.start_server(serve, "127.0.0.1", 0)
                reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
                await asyncio.sleep(0.1)
                server.close()
                try:
                    await asyncio.wait_for(server.wait_closed(), 0.3)
                except asyncio.TimeoutError:
                    pass
                writer.close()
            asyncio.run(main())
        """)
        self.assertIn("line 11: main has given up waiting in wait_closed() until serve has come to its end, and that waits at line 4: that holds up the shutdown.", said)

    @unittest.skipIf(sys.version_info < (3, 11), "asyncio.timeout() is new in Python 3.11")
    def test_who_still_serves_when_a_library_s_server_is_shut_down(self):
        said, _ = remarks("""
            from aiohttp.inner import Handler, receive
            async def chat():
                await receive()
            async def main():
                handler = Handler(chat())
                await asyncio.sleep(0)
                await handler.shutdown()
            asyncio.run(main())
        """)
        self.assertIn("line 9: main has given up waiting in aiohttp's Handler.shutdown() until chat has come to its end, and that waits in aiohttp's receive() at line 5: that holds up the shutdown.", said)


class Unread(unittest.TestCase):
    def test_the_source_of_a_library_is_not_read_for_changes_that_may_be_lost(self):
        from loopscope_trace import needs
        from loopscope_trace.causes import lost_update

        before = needs.tree_of.cache_info().misses
        self.assertEqual(lost_update.patterns_of(asyncio.tasks.__file__, "wait_for", asyncio.wait_for.__code__.co_firstlineno), ())
        self.assertEqual(needs.tree_of.cache_info().misses, before)

    def test_a_task_is_called_by_what_runs_in_a_library_s_wrapper(self):
        _, steps = remarks("from anyio.inner import run\nasync def work():\n    await asyncio.sleep(1)\nrun(work)\n", "--virtual-time")
        self.assertIn("makes a task of the coroutine work: work is created", steps)


if __name__ == "__main__":
    unittest.main()
