"""outside: programs that wait for what lies outside of the loop: streams, processes, threads, signals, and libraries that do."""

import os
import pathlib
import sys
import tempfile
import textwrap
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import real, record, tell  # noqa: E402

PAIR = """
    import asyncio, socket
    async def main():
        one, other = socket.socketpair()
        _, writer = await asyncio.open_connection(sock=one)
        reader, closes = await asyncio.open_connection(sock=other)
        writer.write(b"hello")
        print(await reader.read(5))
        writer.close()
        closes.close()
    asyncio.run(main())
"""


class Libraries(unittest.TestCase):
    def test_a_library_that_looks_whether_something_has_come(self):
        library = """
            import asyncio
            async def peek(reader):
                try:
                    return await asyncio.wait_for(reader.read(1), 0.05)
                except asyncio.TimeoutError:
                    return None
        """
        with tempfile.TemporaryDirectory() as folder:
            package = pathlib.Path(folder, "site-packages")
            package.mkdir()
            (package / "peeking.py").write_text(textwrap.dedent(library), encoding="utf-8")
            said = real(f"""
                import sys
                sys.path.append({str(package)!r})
                import peeking
                async def main():
                    server = await asyncio.start_server(lambda reader, writer: asyncio.sleep(9), "127.0.0.1", 0)
                    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
                    print(await peeking.peek(reader))
                    writer.close()
                    server.close()
                asyncio.run(main())
            """)
        self.assertNotIn("waits in read()", said)


class Outside(unittest.TestCase):
    def test_one_of_a_pair_of_sockets_connects_to_nobody(self):
        with tempfile.TemporaryDirectory() as folder:
            script, recording = pathlib.Path(folder, "pair.py"), pathlib.Path(folder, "run.loopscope")
            script.write_text(textwrap.dedent(PAIR), encoding="utf-8")
            record(script, recording).check_returncode()
            said = tell(recording)
        self.assertRegex(said, r"main uses descriptor \d+, one end of a connection that stands already\.")
        self.assertRegex(said, r"main awaits the transport of descriptor \d+: it is suspended until that comes\.")
        self.assertNotIn("None:None", said)

    def test_a_step_that_holds_on_to_the_loop(self):
        said = real("""
            import time
            async def crunch():
                end = time.perf_counter() + 0.4
                while time.perf_counter() < end:
                    pass
            async def other():
                await asyncio.sleep(0)
            async def main():
                await asyncio.gather(crunch(), other())
            asyncio.run(main())
        """)
        self.assertRegex(said, r"line [567]: crunch blocks the loop for 0\.\d+ s \(.*\): it holds on without an await that suspends")

    @unittest.skipUnless(os.name == "posix", "pipes as POSIX has them")
    def test_a_pipe_that_nobody_reads(self):
        said = real("""
            import sys
            async def main():
                child = await asyncio.create_subprocess_exec(sys.executable, "-c", "print('x' * 400000)", stdout=asyncio.subprocess.PIPE)
                try:
                    await asyncio.wait_for(child.wait(), 2)
                except asyncio.TimeoutError:
                    child.kill()
                    await child.communicate()
            asyncio.run(main())
        """)
        self.assertIn("but nobody reads its stdout", said)

    def test_an_end_of_a_stream_that_does_not_come(self):
        said = real("""
            async def serve(reader, writer):
                await reader.read()
                writer.close()
            async def main():
                server = await asyncio.start_server(serve, "127.0.0.1", 0)
                reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
                writer.write(b"hello")
                try:
                    await asyncio.wait_for(reader.read(), 0.2)
                except asyncio.TimeoutError:
                    pass
                writer.close()
                server.close()
            asyncio.run(main())
        """)
        self.assertIn("serve waits in read() for the end of the stream from 127.0.0.1:", said)
        self.assertIn("5 bytes have come", said)

    @unittest.skipUnless(hasattr(__import__("signal"), "SIGUSR1"), "there are no such signals here")
    def test_an_event_that_is_set_by_a_signal_handler(self):
        said = real("""
            import os, signal, threading
            async def main():
                stop = asyncio.Event()
                signal.signal(signal.SIGUSR1, lambda *_: stop.set())
                threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGUSR1)).start()
                keep = asyncio.create_task(asyncio.sleep(0.4))
                await stop.wait()
                await keep
            asyncio.run(main())
        """)
        self.assertIn("line 6: A signal handler wakes a task at line 6", said)

    def test_an_event_that_is_set_by_a_thread(self):
        said = real("""
            import threading
            async def main():
                stop = asyncio.Event()
                threading.Timer(0.1, lambda: stop.set()).start()
                keep = asyncio.create_task(asyncio.sleep(0.4))
                await stop.wait()
                await keep
            asyncio.run(main())
        """)
        self.assertIn("wakes a task at line 6", said)

    def test_a_lock_for_which_a_time_out_does_not_wait(self):
        said = real("""
            async def holder(lock):
                async with lock:
                    await asyncio.sleep(0.5)
            async def main():
                lock = asyncio.Lock()
                task = asyncio.create_task(holder(lock))
                await asyncio.sleep(0)
                try:
                    await asyncio.wait_for(lock.acquire(), 0.1)
                except asyncio.TimeoutError:
                    pass
                await task
            asyncio.run(main())
        """)
        self.assertIn("main has given up waiting for the Lock lock, which holder holds since line 4", said)

    def test_writes_that_nobody_waits_for(self):
        said = real("""
            async def serve(reader, writer):
                await asyncio.sleep(0.3)
                writer.close()
            async def main():
                server = await asyncio.start_server(serve, "127.0.0.1", 0)
                reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
                for _ in range(300):
                    writer.write(b"x" * 100000)
                writer.close()
                server.close()
            asyncio.run(main())
        """)
        self.assertIn("main writes at line 10 faster than 127.0.0.1:", said)

    def test_more_calls_than_threads(self):
        said = real("""
            import concurrent.futures, time
            async def main():
                loop, pool = asyncio.get_running_loop(), concurrent.futures.ThreadPoolExecutor(1)
                await asyncio.gather(*(loop.run_in_executor(pool, time.sleep, 0.1) for _ in range(6)))
            asyncio.run(main())
        """)
        self.assertIn("calls wait for one of the executor's 1 threads", said)

    def test_a_loop_inside_a_loop(self):
        said = real("""
            async def inner():
                return 1
            async def main():
                asyncio.run(inner())
            try:
                asyncio.run(main())
            except RuntimeError:
                pass
        """)
        self.assertIn("line 6: main starts an event loop where one runs already", said)

    def test_result_of_what_the_same_loop_has_to_do(self):
        said = real("""
            import concurrent.futures
            async def value():
                return 1
            async def main():
                future = asyncio.run_coroutine_threadsafe(value(), asyncio.get_running_loop())
                try:
                    future.result(1.6)
                except concurrent.futures.TimeoutError:
                    pass
                await asyncio.sleep(0)
            asyncio.run(main())
        """)
        self.assertIn("in result() of a future: if that is for this loop to do, it never comes", said)


class HoldsOn(unittest.TestCase):
    """What a step that holds on to the loop does there."""

    def test_a_librarys_function_that_blocks_is_named(self):
        said = real("""
            import queue
            async def main():
                asyncio.get_running_loop().call_later(0.05, print)
                try:
                    queue.Queue().get(timeout=0.3)
                except queue.Empty:
                    print("nothing")
            asyncio.run(main())
        """)
        self.assertRegex(said, r"line 7: main blocks the loop for 0\.\d+ s \(queue's Queue.get\(\) in queue.Queue\(\).get\(timeout=0.3\)\): it holds on")

    def test_awaits_that_do_not_suspend_are_not_denied(self):
        said = real("""
            import time
            async def spin(lock):
                end = time.monotonic() + 0.3
                while time.monotonic() < end:
                    async with lock:
                        pass
            async def main():
                asyncio.get_running_loop().call_later(0.05, print)
                await spin(asyncio.Lock())
            asyncio.run(main())
        """)
        self.assertIn("it holds on without an await that suspends, and ", said)

    def test_a_threading_lock_that_is_waited_for_with_a_time_limit(self):
        said = real("""
            import threading
            guard = threading.Lock()
            async def save(name):
                if not guard.acquire(timeout=0.4):
                    print(name, "gave up")
                    return
                try:
                    await asyncio.sleep(0.05)
                finally:
                    guard.release()
            async def main():
                await asyncio.gather(save("a"), save("b"))
            asyncio.run(main())
        """)
        self.assertIn("for a threading lock, which save 1 keeps while it is suspended at line 10: the loop stands still, so save 1 cannot go on and give it back meanwhile", said)

class Shutdown(unittest.TestCase):
    @unittest.skipIf(sys.version_info < (3, 9), "before 3.9 a thread that watches the child processes may wake the loop")
    def test_who_was_cancelled_and_does_not_end_while_only_signals_can_come(self):
        said = real("""
            import os, signal
            gate = asyncio.Semaphore(1)
            async def worker(queue):
                try:
                    await queue.get()
                    await asyncio.sleep(9)
                finally:
                    await queue.join()
            async def greedy():
                for _ in range(2):
                    await gate.acquire()
            async def main():
                loop, queue, stop = asyncio.get_running_loop(), asyncio.Queue(), asyncio.Event()
                queue.put_nowait(1)
                task, other = asyncio.create_task(worker(queue)), asyncio.create_task(greedy())
                loop.add_signal_handler(signal.SIGTERM, stop.set)
                os.kill(os.getpid(), signal.SIGTERM)
                await stop.wait()
                task.cancel()
                signal.setitimer(signal.ITIMER_REAL, 0.3)
                await task
            asyncio.run(main())
        """)
        self.assertIn("main has cancelled worker at line 21, which goes on in an except or a finally at line 10: worker waits in join() for the Queue queue, of which it has taken an item itself", said)
        self.assertIn("greedy waits for the Semaphore gate, which it holds itself: it was taken at line 13 and not given back. Only a signal could still wake anybody.", said)
        self.assertEqual(said.count("stop"), 0)

    def test_a_future_that_a_timer_of_threading_resolves(self):
        said = real("""
            import threading
            async def main():
                future = asyncio.get_running_loop().create_future()
                asyncio.get_running_loop().call_later(0.5, int)
                threading.Timer(0.1, future.set_result, (1,)).start()
                await future
            asyncio.run(main())
        """)
        self.assertRegex(said, r"line 8: Thread Thread-\d+ resolves what main awaits at line 8 while the loop waits: that does not wake the loop")


class WatchedInVain(unittest.TestCase):
    PIPE = """
        import os
        {before}
        async def main():
            loop = asyncio.get_running_loop()
            read, write = os.pipe()
            values, come = [], asyncio.Event()
            def on_data():
                {body}
                come.set()
            loop.add_{kind}({end}, on_data)
            {act}
            await asyncio.sleep(0.1)
            loop.remove_{kind}({end})
        asyncio.run(main())
    """

    def of_pipe(self, body="pass", kind="reader", end="read", act="os.write(write, b'1')", before=""):
        return real(self.PIPE.format(body=body, kind=kind, end=end, act=act, before=before))

    def test_a_callback_that_does_not_read_what_is_there(self):
        self.assertIn("line 9: on_data at line 9 is called in each turn of the loop, 100 times in a row by now: there is something to read, and on_data does not read it, so it stays there. The loop never rests.", self.of_pipe())

    def test_one_that_does(self):
        for body, before in (("values.append(os.read(read, 9))", ""), ("loop.remove_reader(read)", ""), ("take(read)", "def take(fd): os.read(fd, 9)")):
            self.assertEqual(self.of_pipe(body, before=before), "", body)

    def test_an_end_that_stays_ready(self):
        said = self.of_pipe("values.append(os.read(read, 9))", act="os.close(write)")
        self.assertIn("on_data at line 9 is called in each turn of the loop, 100 times in a row by now: what it is to read is at its end, and an end stays ready to be read. The loop never rests.", said)

    def test_a_writer_that_stays(self):
        said = self.of_pipe(kind="writer", end="write", act="")
        self.assertIn("a descriptor is ready to be written to nearly always, and on_data neither writes nor takes itself away. The loop never rests.", said)
        self.assertEqual(self.of_pipe("loop.remove_writer(write)", kind="writer", end="write", act=""), "")

    SOCKETS = """
        import socket
        async def receive(sock):
            return await asyncio.get_running_loop().sock_recv(sock, 5)
        async def main():
            ours, theirs = socket.socketpair()
            ours.setblocking(False)
            first = asyncio.create_task(receive(ours))
            await asyncio.sleep(0)
            {}
            first.cancel()
            await asyncio.wait([first])
            ours.close()
            theirs.close()
        asyncio.run(main())
    """

    def test_two_that_read_one_socket(self):
        said = real(self.SOCKETS.format("second = asyncio.create_task(receive(ours)); await asyncio.sleep(0); theirs.send(b'hello'); await second"))
        self.assertIn("line 5: receive 2 calls sock_recv() at line 5 for a socket at which receive 1 waits already, at line 5. The loop watches a descriptor for one of them: receive 1 is not woken any more, whatever comes.", said)
        self.assertEqual(real(self.SOCKETS.format("theirs.send(b'hello'); await asyncio.wait([first]); theirs.send(b'world'); await receive(ours)")), "")

    def test_a_socket_that_is_closed_while_somebody_waits_for_it(self):
        said = real(self.SOCKETS.format("ours.close(); __import__('os').system(f'(sleep 0.5; kill -INT {__import__(\"os\").getpid()}) &'); await first"))
        self.assertIn("receive waits in sock_recv() at line 5 for a socket that was closed meanwhile, at line 11: what is closed the loop does not watch any more, and nobody tells receive.", said)
        self.assertIn("Deadlock", said)

    PROTOCOL = """
        import socket
        class Receiver(asyncio.Protocol):
            def connection_made(self, transport):
                self.transport = transport
            def data_received(self, data):
                {}
                self.transport.pause_reading()
        async def main():
            loop = asyncio.get_running_loop()
            ours, theirs = socket.socketpair()
            transport, _ = await loop.create_connection(Receiver, sock=ours)
            theirs.send(b"one")
            await asyncio.sleep(0.05)
            theirs.send(b"two")
            await asyncio.sleep(0.1)
            transport.close()
            await asyncio.sleep(0.01)
            theirs.close()
        asyncio.run(main())
    """

    def test_a_connection_that_is_not_read_any_more(self):
        said = real(self.PROTOCOL.format("pass"))
        self.assertIn("line 9: data_received has called pause_reading() at line 9 (self.transport.pause_reading()), and no line of the program calls resume_reading(): more has come through that connection, and data_received() is not called for it.", said)
        self.assertEqual(real(self.PROTOCOL.format("asyncio.get_running_loop().call_later(0.01, self.transport.resume_reading)")), "")


if __name__ == "__main__":
    unittest.main()
