"""who_would: of waits that do not end: which line of the program would end them, and why it is not reached; circles through queues, tasks and events."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import real, virtual  # noqa: E402


class WhoWould(unittest.TestCase):
    def test_the_task_that_was_to_set_the_event_has_failed(self):
        said = virtual("""
            async def worker(ready):
                await asyncio.sleep(1)
                {}["token"]
                ready.set()
            async def main():
                ready = asyncio.Event()
                task = asyncio.create_task(worker(ready))
                await ready.wait()
            asyncio.run(main())
        """)
        self.assertIn("main waits for the Event ready, and worker, which calls ready.set() at line 6, has ended with KeyError('token') at line 5.", said)

    def test_nobody_has_been_started_who_would_set_it(self):
        said = virtual("""
            async def serve(started):
                started.set()
            async def main():
                started = asyncio.Event()
                await started.wait()
                await serve(started)
            asyncio.run(main())
        """)
        self.assertIn("main waits for the Event started, and started.set() is called at line 4, in serve, which no task runs now.", said)

    def test_who_would_take_from_a_full_queue_waits_for_the_lock_that_is_held_round_the_put(self):
        said = virtual("""
            async def produce(lock, jobs):
                for i in range(5):
                    async with lock:
                        await jobs.put(i)
            async def consume(lock, jobs):
                while True:
                    await asyncio.sleep(1)
                    async with lock:
                        item = await jobs.get()
            async def main():
                lock, jobs = asyncio.Lock(), asyncio.Queue(2)
                await asyncio.gather(produce(lock, jobs), consume(lock, jobs))
            asyncio.run(main())
        """)
        self.assertIn("produce waits for room in the Queue jobs (maxsize 2), and consume, which calls jobs.get() at line 11, waits itself at line 10.", said)
        self.assertIn("consume waits for the Lock lock, which produce holds since line 5; and produce waits at line 6 for room in the Queue jobs, out of which consume takes the items: neither can go on.", said)
        self.assertNotIn("nobody is left who takes", said)

    def test_where_many_would_nobody_is_named(self):
        said = virtual("""
            def one(event):
                event.set()
            def two(event):
                event.set()
            def three(event):
                event.set()
            async def main():
                event = asyncio.Event()
                await event.wait()
            asyncio.run(main())
        """)
        self.assertIn("main waits for the Event event, and nobody is left who sets it.", said)

    def test_the_consumer_that_took_them_has_failed(self):
        said = virtual("""
            async def worker(queue):
                while True:
                    1 / await queue.get()
                    queue.task_done()
            async def main():
                queue = asyncio.Queue()
                task = asyncio.create_task(worker(queue))
                for n in (1, 0):
                    queue.put_nowait(n)
                await queue.join()
            asyncio.run(main())
        """)
        self.assertIn("worker took all of them; worker has ended with ZeroDivisionError('division by zero') at line 5.", said)


class ItWaitsForItself(unittest.TestCase):
    def test_a_consumer_that_joins_its_own_queue(self):
        said = virtual("""
            async def worker(queue):
                await queue.get()
                await queue.join()
                queue.task_done()
            async def main():
                queue = asyncio.Queue()
                queue.put_nowait(1)
                await worker(queue)
            asyncio.run(main())
        """)
        self.assertIn("main waits in join() for the Queue queue, of which it has taken an item itself that it has not called task_done() for: it waits for itself.", said)


@unittest.skipIf(sys.version_info < (3, 11), "before 3.11 Ctrl-C cancels nobody")
class Endless(unittest.TestCase):
    PROGRAM = """
        import os, signal
        async def heartbeat():
            while True:
                await asyncio.sleep(0.02)
                {}
        async def main():
            asyncio.get_running_loop().call_later(0.1, os.kill, os.getpid(), signal.SIGINT)
            await asyncio.gather(asyncio.sleep(0), heartbeat())
            {}
        try:
            asyncio.run(main())
        except KeyboardInterrupt:
            pass
    """

    def test_what_stands_behind_a_task_without_an_end_is_never_reached(self):
        said = real(self.PROGRAM.format("pass", "print('done')"))
        self.assertIn("line 10: When Ctrl-C came, main waited at line 10 for heartbeat, which never ends by itself (while True: at line 5, without break or return): what stands behind that wait, at line 11, is never reached.", said)

    def test_one_that_has_an_end_may_be_waited_for(self):
        self.assertNotIn("When Ctrl-C came", real(self.PROGRAM.format("if os.getpid() == 0: break", "print('done')")))

    def test_main_that_has_nothing_else_to_do_waits_for_it_on_purpose(self):
        self.assertNotIn("When Ctrl-C came", real(self.PROGRAM.format("pass", "")))


class Circles(unittest.TestCase):
    def test_of_two_full_queues(self):
        said = virtual("""
            async def fetcher(todo, pages):
                while True:
                    await pages.put(await todo.get())
            async def parser(todo, pages):
                while True:
                    page = await pages.get()
                    for _ in range(4):
                        await todo.put(page)
            async def main():
                todo, pages = asyncio.Queue(1), asyncio.Queue(1)
                todo.put_nowait(1)
                await asyncio.gather(fetcher(todo, pages), parser(todo, pages))
            asyncio.run(main())
        """)
        self.assertIn("fetcher waits for room in the Queue pages (maxsize 1), and parser, which takes items from it, waits itself at line 10 for room in the Queue todo", said)

    def test_of_those_who_hold_a_semaphore_over_their_children(self):
        said = virtual("""
            async def crawl(depth, limit):
                async with limit:
                    await asyncio.sleep(1)
                    if depth:
                        await asyncio.gather(*(crawl(depth - 1, limit) for _ in range(2)))
            async def main():
                limit = asyncio.Semaphore(3)
                await crawl(2, limit)
            asyncio.run(main())
        """)
        self.assertIn("No place is left in the Semaphore limit: main, crawl 1 and crawl 2 hold them all (since line 4), each of which waits for tasks that wait for a place themselves", said)
        self.assertEqual(said.count("No place is left"), 1)

    def test_of_a_lock_and_a_task(self):
        said = virtual("""
            async def load(lock):
                async with lock:
                    return 1
            async def main():
                lock = asyncio.Lock()
                async with lock:
                    await asyncio.create_task(load(lock))
            asyncio.run(main())
        """)
        self.assertIn("load waits for the Lock lock, which main holds since line 8; and main waits at line 9 for load to end: neither can go on.", said)

    EVENTS = """
        async def reader(ready, asked):
            {}
            await ready.wait()
            asked.set()
        async def writer(ready, asked):
            await asked.wait()
            ready.set()
        async def main():
            server = await asyncio.start_server(print, "127.0.0.1", 0)
            ready, asked = asyncio.Event(), asyncio.Event()
            try:
                await asyncio.wait_for(asyncio.gather(reader(ready, asked), writer(ready, asked)), 0.2)
            except asyncio.TimeoutError:
                pass
            server.close()
        asyncio.run(main())
    """

    def test_of_events_beside_a_server(self):
        said = real(self.EVENTS.format("await asyncio.sleep(0)"))
        self.assertIn("Events are waited for in a circle: ", said)
        self.assertIn("reader waits for the Event ready, which writer sets at line 9", said)

    def test_none_where_another_line_sets_it(self):
        self.assertNotIn("in a circle", real(self.EVENTS.format("asyncio.get_running_loop().call_later(0.01, ready.set)")))


class Futures(unittest.TestCase):
    """Of the program's own, kept in a dictionary or by a protocol, and resolved by nobody."""

    def test_one_that_a_task_which_is_over_was_to_resolve(self):
        said = virtual("""
            class Client:
                def __init__(self):
                    self.pending = {}
                async def call(self, number):
                    self.pending[number] = future = asyncio.get_running_loop().create_future()
                    return await asyncio.wait_for(future, 5)
                async def read(self):
                    await asyncio.sleep(1)
                    self.pending.get("1", asyncio.Future()).set_result("reply")
            async def main():
                client = Client()
                await asyncio.gather(client.call(1), client.read(), return_exceptions=True)
            asyncio.run(main())
        """)
        self.assertIn("line 8: call waits for a future, kept in client.pending[1]: set_result() is called at line 11, in read, which no task runs now. Only a time limit ends that wait.", said)

    @unittest.skipIf(sys.version_info < (3, 11), "before 3.11 Ctrl-C cancels nobody")
    def test_what_was_waited_for_when_ctrl_c_came(self):
        said = real("""
            import os, signal, socket
            class Client(asyncio.DatagramProtocol):
                def __init__(self):
                    self.reply = asyncio.get_running_loop().create_future()
                def datagram_received(self, data, address):
                    self.reply.set_result(data)
            async def ask(address):
                transport, client = await asyncio.get_running_loop().create_datagram_endpoint(Client, remote_addr=address)
                transport.sendto(b"?")
                await client.reply
            async def main():
                with socket.socket(type=socket.SOCK_DGRAM) as sink:
                    sink.bind(("127.0.0.1", 0))
                    asyncio.get_running_loop().call_later(0.3, os.kill, os.getpid(), signal.SIGINT)
                    await asyncio.gather(ask(sink.getsockname()))
            asyncio.run(main())
        """)
        self.assertIn("line 12: When Ctrl-C came, ask waited for a future (client.reply): nothing has come through its datagram socket to 127.0.0.1:", said)

    def test_one_that_a_signal_resolves(self):
        said = real("""
            import os, signal
            async def main():
                loop = asyncio.get_running_loop()
                waiters = {"stop": loop.create_future()}
                loop.add_signal_handler(signal.SIGTERM, waiters["stop"].set_result, None)
                loop.call_later(0.3, os.kill, os.getpid(), signal.SIGINT)
                await waiters["stop"]
            asyncio.run(main())
        """)
        self.assertNotIn("a future", said)

    def test_events_of_objects_that_wait_for_each_other(self):
        said = real("""
            class Player:
                def __init__(self):
                    self.ready = asyncio.Event()
                async def play(self):
                    await self.other.ready.wait()
                    self.ready.set()
            async def main():
                server = await asyncio.start_server(print, "127.0.0.1", 0)
                a, b = Player(), Player()
                a.other, b.other = b, a
                try:
                    await asyncio.wait_for(asyncio.gather(a.play(), b.play()), 0.2)
                except asyncio.TimeoutError:
                    server.close()
            asyncio.run(main())
        """)
        self.assertIn("Events are waited for in a circle: play 1 waits for the Event ready, which play 2 sets at line 8, play 2 waits for the Event ready, which play 1 sets at line 8.", said)

    def test_an_event_in_whose_place_another_one_was_put(self):
        program = """
            class Client:
                def __init__(self):
                    self.ready = asyncio.Event()
                def reset(self):
                    {reset}
                async def send(self):
                    await self.ready.wait()
                async def run(self):
                    await asyncio.sleep(1)
                    self.reset()
                    self.ready.set()
            async def main():
                client = Client()
                await asyncio.gather(client.send(), client.run())
            asyncio.run(main())
        """
        said = virtual(program.format(reset="self.ready = asyncio.Event()"))
        self.assertIn("line 9: send waits for an Event that is no longer self.ready: another one was put in its place at line 7; it is that one which was set, at line 13. Whoever waits for the old one is not told.", said)
        self.assertEqual(virtual(program.format(reset="self.ready.clear()")), "")


if __name__ == "__main__":
    unittest.main()
