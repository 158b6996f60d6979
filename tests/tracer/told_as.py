"""told_as: who runs the loop, who prints and what a callback of asyncio's does is told as what it is."""

import asyncio
import pathlib
import sys
import tempfile
import textwrap
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import real, record, tell  # noqa: E402


def told(program):
    with tempfile.TemporaryDirectory() as folder:
        script, recording = pathlib.Path(folder, "program.py"), pathlib.Path(folder, "run.loopscope")
        script.write_text("import asyncio\n" + textwrap.dedent(program), encoding="utf-8")
        record(script, recording)
        return tell(recording)


class WhoRuns(unittest.TestCase):
    def test_run_until_complete_is_the_programs_own(self):
        said = told("""
            async def job(n):
                return n
            loop = asyncio.new_event_loop()
            print(loop.run_until_complete(job(1)), loop.run_until_complete(job(2)))
            loop.close()
        """)
        self.assertNotIn("asyncio.run", said)
        self.assertIn("Nothing has run yet: the program will start the loop with run_until_complete().", said)
        self.assertIn("The program makes a task of the coroutine job: job 1 is created", said)
        self.assertIn("The loop stops, because job 2 is done.\n", said)

    @unittest.skipUnless(hasattr(asyncio, "Runner"), "there are Runners since Python 3.11")
    def test_a_runner_of_the_programs_own_tidies_up_when_it_is_closed(self):
        said = told("""
            async def job(n):
                return n
            with asyncio.Runner() as runner:
                print(runner.run(job(1)), runner.run(job(2)))
        """)
        self.assertNotIn("asyncio.run", said)
        self.assertIn("The loop stops, because job 2 is done.\n", said)
        self.assertIn("Runner tidies up: it makes a task that closes the asynchronous generators", said)

    def test_run_forever_has_no_end_that_it_waits_for(self):
        said = told("""
            loop = asyncio.new_event_loop()
            loop.call_later(0.01, loop.stop)
            loop.run_forever()
            loop.close()
        """)
        self.assertNotIn("asyncio.run", said)
        self.assertIn("The loop starts: it will run until somebody calls its stop.", said)
        self.assertIn("The program sets a timer: the callback stop", said)

    def test_a_system_exit_ends_a_run_before_main_does(self):
        program = """
            import sys
            async def watchdog():
                await asyncio.sleep(0.01)
                sys.exit(3)
            async def main():
                asyncio.create_task(watchdog())
                await asyncio.sleep(1)
            asyncio.run(main())
        """
        said = told(program)
        self.assertIn("SystemExit(3) goes out of the loop, which ends this run of it at once", said)
        self.assertIn("The run has ended.\n", said)
        self.assertNotIn("without waiting for", said)


class WhatRuns(unittest.TestCase):
    @unittest.skipIf(sys.version_info < (3, 11), "before 3.11 Ctrl-C cancels nobody")
    def test_ctrl_c_is_not_the_loop_that_cancels(self):
        said = told("""
            import os
            async def main():
                os.system(f"(sleep 0.3; kill -INT {os.getpid()}) &")
                await asyncio.sleep(5)
            asyncio.run(main())
        """)
        self.assertIn("asyncio.run cancels main: what it waits for is cancelled with it", said)
        self.assertNotIn("loop cancels", said)

    def test_a_callback_of_the_program_s_own_sees_that_a_connection_stands(self):
        said = told("""
            import socket
            async def main():
                loop = asyncio.get_running_loop()
                server = socket.create_server(("127.0.0.1", 0))
                client = socket.socket()
                client.setblocking(False)
                client.connect_ex(server.getsockname())
                stands = loop.create_future()
                loop.add_writer(client, lambda: stands.done() or stands.set_result(loop.remove_writer(client)))
                await stands
                client.close()
                server.close()
            asyncio.run(main())
        """)
        self.assertNotIn("a callback of the loop's own", said)
        self.assertIn("stands or is refused: the callback for that becomes ready, which can see which it is.", said)

    def test_what_resolves_a_future_is_no_timer(self):
        said = told("""
            async def main():
                loop = asyncio.get_running_loop()
                transport, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0))
                transport.close()
            asyncio.run(main())
        """)
        self.assertRegex(said, r"The callback that resolves the transport of 127\.0\.0\.1:\d+ runs: it gives that its result\.")
        self.assertNotIn("sleep runs", said)

    def test_a_future_is_a_child_of_gather_as_a_task_is(self):
        said = told("""
            async def main():
                loop = asyncio.get_running_loop()
                one = loop.create_future()
                loop.call_soon(one.set_result, 1)
                await asyncio.gather(one)
            asyncio.run(main())
        """)
        self.assertIn("The future that main made is the first child of gather", said)

    def test_the_calls_of_executors_have_names(self):
        said = told("""
            import concurrent.futures, functools, threading
            go = threading.Event()
            def square(n):
                go.wait()
                return n * n
            async def main():
                loop = asyncio.get_running_loop()
                loop.call_later(0.01, go.set)
                with concurrent.futures.ThreadPoolExecutor(2) as pool:
                    await loop.run_in_executor(pool, functools.partial(square, 2))
                    await asyncio.gather(*(loop.run_in_executor(pool, square, n) for n in range(2)))
                await asyncio.to_thread(square, 3)
            asyncio.run(main())
        """)
        self.assertIn("main awaits a thread that runs square: it is suspended until that comes.", said)
        self.assertIn("A thread that runs square is the first child of gather", said)
        self.assertNotIn("main awaits the future", said)

    def test_a_callback_of_a_signal_names_it(self):
        said = told("""
            import os, signal
            async def main():
                loop, stop = asyncio.get_running_loop(), asyncio.Event()
                loop.add_signal_handler(signal.SIGTERM, stop.set)
                loop.call_later(0.01, os.kill, os.getpid(), signal.SIGTERM)
                await stop.wait()
            asyncio.run(main())
        """)
        self.assertIn("The callback set for SIGTERM sets the event", said)

    def test_what_a_thread_prints_is_not_the_loops(self):
        said = told("""
            import threading, time
            async def main():
                threading.Thread(target=lambda: (time.sleep(0.05), print("from a thread"))).start()
                await asyncio.sleep(0.2)
            asyncio.run(main())
        """)
        self.assertRegex(said, r"The program prints:\s+\| from a thread")


if __name__ == "__main__":
    unittest.main()
