"""held_up: steps that hold on to the loop for what cannot come, or comes late: what they wait for is named, and nothing that is not so."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import real  # noqa: E402


class HeldUp(unittest.TestCase):
    def test_the_server_is_in_the_same_loop(self):
        said = real("""
            import socket
            async def echo(reader, writer):
                writer.write(await reader.read(9))
            async def main():
                server = await asyncio.start_server(echo, "127.0.0.1", 0)
                client = socket.create_connection(server.sockets[0].getsockname(), timeout=0.3)
                try:
                    client.recv(9)
                except OSError:
                    print("nothing")
                client.close()
                server.close()
            asyncio.run(main())
        """)
        self.assertRegex(said, r"line 10: main waits at line 10 \(client.recv\(9\)\) for an answer from 127.0.0.1:\d+, where a server of this same loop listens")

    def test_a_server_in_another_thread_is_none_of_this_loop(self):
        said = real("""
            import socket, threading, time
            listener = socket.create_server(("127.0.0.1", 0))
            def serve():
                connection, _ = listener.accept()
                time.sleep(0.3)
                connection.sendall(b"x")
            async def main():
                server = await asyncio.start_server(print, "127.0.0.1", 0)
                thread = threading.Thread(target=serve)
                thread.start()
                with socket.create_connection(listener.getsockname()) as client:
                    client.recv(9)
                thread.join()
                server.close()
            asyncio.run(main())
        """)
        self.assertNotIn("same loop", said)

    def test_a_socket_that_does_not_block_is_waited_for_by_nobody_in_a_step(self):
        said = real("""
            import socket, time
            def reckon(sock):
                end = time.monotonic() + 0.4
                while time.monotonic() < end:
                    sum(range(1000))
            async def main():
                server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
                sock = socket.socket()
                sock.setblocking(False)
                await asyncio.get_running_loop().sock_connect(sock, server.sockets[0].getsockname())
                reckon(sock)
                sock.close()
            asyncio.run(main())
        """)
        self.assertNotIn("for an answer from", said)

    def test_a_queue_of_threads_between_tasks(self):
        said = real("""
            import queue
            jobs = queue.Queue()
            async def consumer():
                try:
                    return jobs.get(timeout=0.3)
                except queue.Empty:
                    return None
            async def producer():
                await asyncio.sleep(0)
                jobs.put(1)
            async def main():
                await asyncio.gather(consumer(), producer())
            asyncio.run(main())
        """)
        self.assertIn("line 7: consumer waits at line 7 (return jobs.get(timeout=0.3)) in queue's ", said)
        self.assertIn("get() for another thread to do something, but there is none that could", said)

    def test_a_queue_into_which_a_thread_puts(self):
        said = real("""
            import queue, threading, time
            jobs = queue.Queue()
            async def main():
                threading.Timer(0.3, jobs.put, (1,)).start()
                jobs.get()
            asyncio.run(main())
        """)
        self.assertNotIn("there is none", said)

    def test_a_thread_that_waits_for_the_loop_is_joined(self):
        said = real("""
            import threading
            async def job():
                return 1
            def work(loop):
                try:
                    asyncio.run_coroutine_threadsafe(job(), loop).result(0.4)
                except Exception:
                    pass
            async def main():
                thread = threading.Thread(target=work, args=(asyncio.get_running_loop(),), name="worker")
                thread.start()
                thread.join()
            asyncio.run(main())
        """)
        self.assertIn("main waits at line 14 (thread.join()) for the end of thread worker, and that waits at line 8", said)

    def test_a_lock_that_a_thread_holds(self):
        said = real("""
            import threading, time
            lock = threading.Lock()
            def reindex():
                with lock:
                    time.sleep(0.4)
            async def main():
                job = asyncio.get_running_loop().run_in_executor(None, reindex)
                await asyncio.sleep(0.05)
                with lock:
                    pass
                await job
            asyncio.run(main())
        """)
        self.assertRegex(said, r"line 11: main waits at line 11 \(with lock:\) for a threading lock, which thread \S+ holds at line 7 \(time.sleep\(0.4\)\)")

    def test_a_result_that_a_thread_is_at_work_on(self):
        said = real("""
            import concurrent.futures, time
            async def main():
                with concurrent.futures.ThreadPoolExecutor(1) as pool:
                    pool.submit(time.sleep, 0.3).result()
            asyncio.run(main())
        """)
        self.assertNotIn("if that is for this loop to do", said)

    def test_a_loop_without_an_await_is_told_even_where_a_task_was_just_made_and_the_process_is_killed(self):
        said = real("""
            import os, threading
            ready = False
            async def loader():
                global ready
                ready = True
            async def main():
                task = asyncio.create_task(loader())
                threading.Timer(1.6, os._exit, (0,)).start()
                while not ready:
                    pass
            asyncio.run(main())
        """)
        self.assertRegex(said, r"main holds on to the loop at line 1[01] .* without an await, and has not come back|main holds on to the loop at line 11 \(pass\), in the loop of line 10 \(while not ready:\), which has no await, and has not come back")

    def test_a_stream_at_its_end_that_is_read_again_and_again(self):
        said = real("""
            import os, threading
            async def copy(reader):
                while True:
                    data = await reader.read(100)
                    if data == b"quit":
                        break
            async def main():
                reader = asyncio.StreamReader()
                reader.feed_eof()
                threading.Timer(1.6, os._exit, (0,)).start()
                await copy(reader)
            asyncio.run(main())
        """)
        self.assertIn("main goes round in the loop of line 5 (while True:): the stream is at its end, so read() at line 6 gives b'' at once, without suspending", said)

    def test_a_thread_that_waits_for_a_call_of_its_own_executor(self):
        said = real("""
            from concurrent.futures import ThreadPoolExecutor
            pool = ThreadPoolExecutor(1)
            def outer():
                try:
                    pool.submit(int).result(1.6)
                except Exception:
                    pass
            async def main():
                await asyncio.get_running_loop().run_in_executor(pool, outer)
            asyncio.run(main())
        """)
        self.assertIn("line 7: The one thread of an executor waits at line 7 (pool.submit(int).result(1.6)) in result(), and one call waits for a thread of it: if that is what it waits for, nobody can go on.", said)

    def test_a_short_call_behind_long_ones_of_another_kind(self):
        program = """
            import time
            from concurrent.futures import ThreadPoolExecutor
            def slow():
                time.sleep(0.7)
            def quick():
                pass
            async def main():
                loop = asyncio.get_running_loop()
                loop.set_default_executor(ThreadPoolExecutor(1))
                first = loop.run_in_executor(None, slow)
                await loop.run_in_executor(None, {})
                await first
            asyncio.run(main())
        """
        said = real(program.format("quick"))
        self.assertRegex(said, r"line 13: quick, for which main waits at line 13, has been given to an executor, and has not begun: its one thread has been held for 0\.\d s by slow, given to it at line 12\.")
        self.assertNotIn("has not begun", real(program.format("slow")))

    def test_a_name_that_no_thread_looks_up(self):
        said = real("""
            import queue
            from concurrent.futures import ThreadPoolExecutor
            async def main():
                loop = asyncio.get_running_loop()
                loop.set_default_executor(ThreadPoolExecutor(1))
                inbox = queue.Queue()
                call = loop.run_in_executor(None, inbox.get)
                loop.call_later(0.6, inbox.put, None)
                await loop.getaddrinfo("localhost", 80)
                await call
            asyncio.run(main())
        """)
        self.assertIn("by get, given to it at line 9. Meanwhile the address of localhost, for which main waits at line 11, is not even looked up: that needs a thread of the same executor.", said)


class OfAThread(unittest.TestCase):
    PROGRAM = """
        import concurrent.futures
        async def answer():
            return 42
        def work(loop):
            return asyncio.run_coroutine_threadsafe(answer(), loop).result(timeout=0.5)
        async def main():
            loop = asyncio.get_running_loop()
            with concurrent.futures.ThreadPoolExecutor() as pool:
                try:
                    {}
                except (asyncio.TimeoutError, TimeoutError, concurrent.futures.TimeoutError):
                    pass
        asyncio.run(main())
    """

    def test_a_call_in_a_thread_that_waits_for_the_loop_itself(self):
        said = real(self.PROGRAM.format("pool.submit(work, loop).result()"))
        self.assertIn("main waits at line 12 (pool.submit(work, loop).result()) in result() for a call in a thread, and that waits at line 7 (return asyncio.run_coroutine_threadsafe(answer(), loop).result(timeout=0.5)) in result() of a future", said)

    def test_one_that_is_awaited(self):
        self.assertNotIn("in result()", real(self.PROGRAM.format("await loop.run_in_executor(pool, work, loop)")))


class GoesRound(unittest.TestCase):
    PROGRAM = """
        import time
        changed = asyncio.Event()
        async def watch():
            end = time.monotonic() + 0.5
            while time.monotonic() < end:
                await changed.wait()
                {}
        async def main():
            changed.set()
            await watch()
        asyncio.run(main())
    """

    def test_an_event_that_nobody_clears(self):
        said = real(self.PROGRAM.format("pass"))
        self.assertIn("main goes round in the loop of line 7 (while time.monotonic() < end:): the event changed is set, and is not cleared there, so wait() at line 8 is over at once, without suspending", said)

    def test_a_gate_that_is_open(self):
        self.assertNotIn("goes round", real(self.PROGRAM.format("await asyncio.sleep(0.01)")))


class InTheSystem(unittest.TestCase):
    def test_a_socket_in_blocking_mode(self):
        program = """
            import socket, threading, time
            def answer(sock):
                time.sleep(0.4)
                sock.sendall(b"1")
            async def main():
                ours, theirs = socket.socketpair()
                {}
                threading.Thread(target=answer, args=(theirs,)).start()
                asyncio.get_running_loop().call_later(0.1, print)
                await asyncio.get_running_loop().sock_recv(ours, 9)
                ours.close()
            asyncio.run(main())
        """
        self.assertIn("in sock_recv() for a socket that is in blocking mode: so the thread of the loop itself waits, and nothing else can run.", real(program.format("pass")))
        self.assertEqual(real(program.format("ours.setblocking(False)")), "")

    def test_a_named_pipe_that_nobody_opens(self):
        said = real("""
            import os, subprocess, tempfile
            async def main():
                with tempfile.TemporaryDirectory() as folder:
                    path = os.path.join(folder, "fifo")
                    os.mkfifo(path)
                    child = subprocess.Popen(["sh", "-c", f"sleep 0.5; echo hi > {path}"])
                    await asyncio.sleep(0)
                    with open(path, "rb") as pipe:
                        pipe.read()
                    child.wait()
            asyncio.run(main())
        """)
        self.assertRegex(said, r"main waits at line 10 \(with open\(path, \"rb\"\) as pipe:\) in open\(\) until somebody opens the other end of the pipe \S+fifo: what tasks of this loop would do")

    def test_what_lets_no_other_thread_run(self):
        said = real("""
            import re
            async def main():
                await asyncio.sleep(0)
                re.match(r"^(\\w+\\s?)*$", "a" * 23 + "!")
            asyncio.run(main())
        """)
        if "has not come back" in said:  # else this machine is fast
            self.assertIn("not even another thread, for what works there is written in C and keeps Python's lock.", said)


if __name__ == "__main__":
    unittest.main()
