"""in_libraries: errors that a library's connection refuses with, or that a library catches: whose they are, and where they come from; and a library's own loop."""

import pathlib
import sys
import tempfile
import textwrap
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import record, tell  # noqa: E402

# Small ones that stand in for the real ones, with what is looked at under the same names.
LIBRARIES = {
    "asyncpg": """
import asyncio
from asyncpg_pool import Pool
class InterfaceError(Exception):
    pass
class Connection:
    def __init__(self):
        self.busy = False
    async def fetch(self, what):
        if self.busy:
            raise InterfaceError("cannot perform operation: another operation is in progress")
        self.busy = True
        await asyncio.sleep(0.1)
        self.busy = False
""",
    "asyncpg_pool": """
import asyncio
__name__ = "asyncpg.pool"
class PoolConnectionProxy:
    __slots__ = "_holder"
    def __init__(self, holder):
        self._holder = holder
class Holder:
    __slots__ = "_in_use"
    def __init__(self):
        self._in_use = None
class Context:
    def __init__(self, pool):
        self.pool = pool
    async def __aenter__(self):
        self.holder = await self.pool._acquire()
        self.holder._in_use = 1
        return PoolConnectionProxy(self.holder)
    async def __aexit__(self, *_):
        self.holder._in_use = None
        self.pool._queue.put_nowait(self.holder)
class Pool:
    __slots__ = "_holders", "_queue"
    def __init__(self, most):
        self._holders, self._queue = [Holder() for _ in range(most)], asyncio.Queue()
        for holder in self._holders:
            self._queue.put_nowait(holder)
    def acquire(self):
        return Context(self)
    async def _acquire(self):
        return await self._queue.get()
""",
    "aiosqlite": """
import asyncio, sqlite3
class Connection:
    def __init__(self):
        self._connection = sqlite3.connect(":memory:", check_same_thread=False)
    async def execute(self, text):
        await asyncio.sleep(0)
        self._connection.execute(text)
    async def commit(self):
        self._connection.commit()
""",
    "websockets": """
import asyncio
__name__ = "websockets.exceptions"
class Close:
    def __init__(self, code):
        self.code = code
class ConnectionClosedOK(Exception):
    def __init__(self, code):
        self.sent, self.rcvd_then_sent = Close(code), False
class ServerConnection:
    code = None
    async def send(self, text):
        await asyncio.sleep(0)
        if self.code is not None:
            raise ConnectionClosedOK(self.code)
""",
    "aiohttp": """
import asyncio, logging
log = logging.getLogger("aiohttp.server")
log.addHandler(logging.NullHandler())
log.propagate = False
class Message:
    method, path = "GET", "/user/2"
class Request:
    def __init__(self):
        self._message, self._payload_writer = Message(), Writer()
class Writer:
    output_size = 0
    async def write(self, data):
        self.output_size += len(data)
        await asyncio.sleep(0)
        raise ConnectionResetError("Cannot write to closing transport")
def log_exception(*args, **more):
    log.error(*args, **more)
async def serve(handler):
    request = Request()
    try:
        await handler(request)
    except Exception as error:
        log_exception("Error handling request", exc_info=error)
""",
}


def remarks(program):
    with tempfile.TemporaryDirectory() as folder:
        library = pathlib.Path(folder, "site-packages")
        library.mkdir()
        for name, text in LIBRARIES.items():
            pathlib.Path(library, f"{name}.py").write_text(text, encoding="utf-8")
        script, recording = pathlib.Path(folder, "program.py"), pathlib.Path(folder, "run.loopscope")
        script.write_text(f"import asyncio, sys; sys.path.insert(0, {str(library)!r})\n" + textwrap.dedent(program), encoding="utf-8")
        record(script, recording)
        return " ".join(tell(recording).partition("\nA remark")[2].split() or tell(recording).partition("\nRemarks\n")[2].split())


class Connections(unittest.TestCase):
    PROGRAM = """
        import asyncpg
        async def fetch(connection, number):
            await connection.fetch(number)
        async def main():
            one, other = asyncpg.Connection(), asyncpg.Connection()
            await asyncio.gather(fetch(one, 1), fetch({}, 2))
        asyncio.run(main())
    """

    def test_two_tasks_use_one_at_once(self):
        self.assertIn(
            "line 5: fetch 2 ends with InterfaceError('cannot perform operation: another operation is in progress'): a connection does one thing at a time, and fetch 1 has one under way at line 5 (await connection.fetch(number)), on the same connection.",
            remarks(self.PROGRAM.format("one")),
        )

    def test_each_has_its_own(self):
        self.assertEqual(remarks(self.PROGRAM.format("other")), "")

    POOL = """
        import asyncpg
        async def job(pool):
            async with pool.acquire() as connection:
                await asyncio.sleep(0.01)
                {}
        async def main():
            pool = asyncpg.Pool(2)
            try:
                await asyncio.wait_for(asyncio.gather(*(job(pool) for _ in range({}))), 0.2)
            except asyncio.TimeoutError:
                pass
        asyncio.run(main())
    """

    def test_each_has_one_of_a_pool_and_waits_for_another(self):
        said = remarks(self.POOL.format("async with pool.acquire(): pass", 2))
        self.assertIn("for a connection, and all 2 of its pool are taken: job 1 and job 2 have one each and wait for another, so that none comes back.", said)

    def test_who_keeps_one_of_a_pool_for_long(self):
        said = remarks(self.POOL.format("await asyncio.sleep(9)", 3))
        self.assertIn("for a connection, and all 2 of its pool are taken: job 1 has one (connection) while it is suspended at line 7 (and 1 more).", said)

    def test_a_transaction_inside_of_another_ones(self):
        said = remarks("""
            import aiosqlite
            async def add(connection, number):
                await connection.execute("BEGIN")
                await asyncio.sleep(0.01)
                await connection.commit()
            async def main():
                connection = aiosqlite.Connection()
                await asyncio.gather(add(connection, 1), add(connection, 2), return_exceptions=True)
            asyncio.run(main())
        """)
        self.assertIn("add 2 ends with OperationalError('cannot start a transaction within a transaction'): a connection has one transaction, whichever task uses it: add 1 has begun it at line 5, is suspended at line 6, and ends it at line 7 only.", said)


class Logged(unittest.TestCase):
    PROGRAM = """
        import aiohttp
        users = {{}}
        async def user(request):
            {}
        async def main():
            await asyncio.create_task(aiohttp.serve(user))
        asyncio.run(main())
    """

    def test_an_error_of_a_handler_that_only_the_log_tells(self):
        said = remarks(self.PROGRAM.format("return users['2']"))
        self.assertRegex(said, r"line 6: user in \S+, called for GET /user/2, fails with KeyError\('2'\) at line 6 \(return users\['2'\]\): aiohttp catches it, writes it to its log \(aiohttp.server\) and answers with 500, and the program goes on.")
        self.assertEqual(said.count("with KeyError"), 1)

    def test_an_answer_that_has_begun_before_whoever_asks_is_gone(self):
        said = remarks(self.PROGRAM.format("await request._payload_writer.write(b'data')"))
        self.assertIn("aiohttp catches it, writes it to its log (aiohttp.server), and the program goes on.", said)
        self.assertIn("means: the connection is closed, mostly by the other end, which has gone before all was written", said)

    def test_what_the_program_logs_itself(self):
        body = "import logging\n            logging.getLogger('own').addHandler(logging.NullHandler())\n            try:\n                users['2']\n            except KeyError:\n                logging.getLogger('own').exception('no such user')"
        self.assertEqual(remarks(self.PROGRAM.format(body)), "")


class LoopInC(unittest.TestCase):
    def test_one_that_keeps_its_ready_queue_to_itself(self):
        said = remarks("""
            import collections, contextvars
            class Loop(asyncio.AbstractEventLoop):
                entries, time = collections.deque(), None
                def get_debug(self):
                    return False
                def call_soon(self, callback, *args, context=None):
                    self.entries.append((context or contextvars.copy_context(), callback, args))
                def call_exception_handler(self, context):
                    print(context)
                def create_future(self):
                    return asyncio.Future(loop=self)
                def create_task(self, coroutine):
                    return asyncio.Task(coroutine, loop=self)
                def run(self, coroutine):
                    asyncio._set_running_loop(self)
                    task = self.create_task(coroutine)
                    while self.entries:
                        context, callback, args = self.entries.popleft()
                        context.run(callback, *args)
                    asyncio._set_running_loop(None)
            async def worker(lock):
                async with lock:
                    await asyncio.sleep(0)
            async def main():
                lock = asyncio.Lock()
                await asyncio.gather(worker(lock), worker(lock))
            Loop().run(main())
        """)
        self.assertIn("The program's loop is a __main__.Loop, which keeps its ready queue and its timers to itself: what its tasks do is not told here.", said)
        self.assertNotIn("eager", said)


class Handlers(unittest.TestCase):
    PROGRAM = """
        from websockets import ServerConnection
        async def push(connection):
            await asyncio.sleep(0.01)
            await connection.send("tick")
        async def main():
            connection = ServerConnection()
            task = asyncio.create_task(push(connection))
            connection.code = {}
            await asyncio.wait([task])
            {}
        asyncio.run(main())
    """

    def test_a_connection_whose_handler_has_returned(self):
        said = remarks(self.PROGRAM.format(1000, "pass"))
        self.assertIn("this end of the connection has been closed: the library does so as soon as the handler returns that it was given to, and push goes on using it.", said)

    def test_one_that_its_server_or_the_program_itself_closes(self):
        for code, more in ((1001, "pass"), (1000, "task.close if 0 else 0; open('/dev/null').close()")):
            self.assertNotIn("as soon as the handler returns", remarks(self.PROGRAM.format(code, more)))


if __name__ == "__main__":
    unittest.main()
