"""processes: children that write nothing, or go on; threads that keep a run from ending; coroutine functions that are given to what only calls functions."""

import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import real, remarks, virtual  # noqa: E402


class Children(unittest.TestCase):
    def test_output_that_stands_in_the_child(self):
        said = real("""
            import os, sys
            async def main():
                environment = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}
                child = await asyncio.create_subprocess_exec(sys.executable, "-c", "import time; print(1); time.sleep(9)", stdout=asyncio.subprocess.PIPE, env=environment)
                try:
                    await asyncio.wait_for(child.stdout.readline(), 0.3)
                except asyncio.TimeoutError:
                    child.kill()
                await child.wait()
            asyncio.run(main())
        """)
        self.assertRegex(said, r"line 8: main waits in readline\(\) for a line from a process, and nothing has come: process \d+ lives; what it has printed may stand in its own buffer")

    def test_input_that_is_not_closed(self):
        said = real("""
            async def main():
                child = await asyncio.create_subprocess_exec("cat", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
                try:
                    await asyncio.wait_for(child.stdout.read(), 0.2)
                except asyncio.TimeoutError:
                    child.kill()
                await child.wait()
            asyncio.run(main())
        """)
        self.assertRegex(said, r"line 6: main waits in read\(\) for the end of the output of a process: nothing has come; process \d+ lives, and its stdin is still open")

    PROGRAM = """
        async def main():
            child = await asyncio.create_subprocess_exec("sleep", "1")
            try:
                await asyncio.wait_for(child.wait(), 0.1)
            except asyncio.TimeoutError:
                {}
        asyncio.run(main())
    """

    def test_one_that_goes_on_when_the_wait_is_given_up(self):
        said = real(self.PROGRAM.format("print('given up')"))
        self.assertRegex(said, r"line 6: main gave up waiting in wait\(\) for process \d+ at line 6 because of a time limit: that ends no process")

    def test_one_that_is_killed_then(self):
        self.assertNotIn("gave up waiting", real(self.PROGRAM.format("child.kill(); await child.wait()")))


class Threads(unittest.TestCase):
    @unittest.skipIf(sys.version_info < (3, 9), "asyncio.run() waits for threads since Python 3.9")
    def test_one_that_keeps_the_run_from_ending(self):
        said = real("""
            import queue
            inbox = queue.Queue()
            async def main():
                asyncio.get_running_loop().call_later(0, inbox.qsize)
                job = asyncio.get_running_loop().run_in_executor(None, inbox.get, True, 1.4)
                await asyncio.wait([job], timeout=0.1)
                job.cancel()
            asyncio.run(main())
        """)
        self.assertIn("waits for a thread that runs get, which was given to it at line 7", said)


class Functions(unittest.TestCase):
    def test_a_timer_is_given_a_coroutine_function(self):
        said = virtual("""
            async def tick():
                pass
            async def main():
                asyncio.get_running_loop().call_later(1, tick)
                await asyncio.sleep(2)
            asyncio.run(main())
        """)
        self.assertIn("line 6: tick is a coroutine function, and was given to a timer at line 6", said)
        self.assertIn("line 6: tick was called but never awaited", said)

    def test_a_done_callback_is_one(self):
        said = virtual("""
            async def report(task):
                pass
            async def main():
                task = asyncio.create_task(asyncio.sleep(1))
                task.add_done_callback(report)
                await task
                await asyncio.sleep(1)
            asyncio.run(main())
        """)
        self.assertIn("line 7: report is a coroutine function, and was given to add_done_callback() at line 7, where it is called as any function", said)

    def test_a_thread_calls_one(self):
        said = real("""
            import threading
            async def poll():
                pass
            async def other():
                pass
            def asks(loop):
                loop.run_until_complete(other())
            threading.excepthook = print
            async def main():
                threading.Thread(target=asks, args=(asyncio.get_running_loop(),)).start()
                thread = threading.Thread(target=poll)
                thread.start()
                await asyncio.sleep(0.1)
                thread.join()
            asyncio.run(main())
        """)
        self.assertRegex(said, r"line 4: poll is a coroutine function, and thread Thread-2\S*( \(poll\))? calls it as any function")
        self.assertNotIn("other is a coroutine function", said)
        self.assertIn("line 4: poll was called but never awaited", said)


class Impatience(unittest.TestCase):
    PROGRAM = """
        async def serve(reader, writer):
            handlers.append(asyncio.current_task())
            await reader.readline()
        async def main():
            server = await asyncio.start_server(serve, "127.0.0.1", 0)
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            {}
            writer.close()
            server.close()
        handlers = []
        asyncio.run(main())
    """

    def test_handlers_that_wait_when_main_is_done_are_nobodys_mistake(self):
        self.assertNotIn("waits in readline()", real(self.PROGRAM.format("await asyncio.sleep(0.02)")))

    def test_nor_is_one_that_has_only_begun_to_wait_when_another_ones_time_is_over(self):
        self.assertNotIn("waits in readline()", real(self.PROGRAM.format("await asyncio.wait([asyncio.ensure_future(asyncio.wait_for(asyncio.sleep(9), 0.04))])")))

    def test_those_that_have_waited_long_are_told(self):
        self.assertIn("line 5: serve waits in readline() for a line", real(self.PROGRAM.format("await asyncio.sleep(0.3)")))

    def test_who_cancels_them_does_what_he_should(self):
        self.assertNotIn("waits in readline()", real(self.PROGRAM.format("await asyncio.sleep(0.3); handlers[0].cancel()")))

    def test_many_that_are_cancelled_at_once_are_not_looked_at_one_by_one(self):
        said = real("""
            async def main():
                tasks = [asyncio.create_task(asyncio.sleep(9)) for _ in range(900)]
                await asyncio.sleep(0)
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
            asyncio.run(main())
        """)
        self.assertNotRegex(said, r"blocks the loop for (0\.[5-9]|[1-9])")  # less is the machine's, when it has much else to do

class Pipes(unittest.TestCase):
    def test_the_other_pipe_is_full(self):
        said = real("""
            import sys
            async def main():
                child = await asyncio.create_subprocess_exec(sys.executable, "-c", "import sys; sys.stderr.write('w' * 300000); print(1)", stdout=-1, stderr=-1)
                try:
                    await asyncio.wait_for(child.stdout.read(), 1)
                except asyncio.TimeoutError:
                    child.kill()
            asyncio.run(main())
        """)
        self.assertRegex(said, r"line 7: main waits in read\(\) for the stdout of process \d+, but nobody reads its stderr: \d+ bytes stand here, that pipe is full")


class Killed(unittest.TestCase):
    def test_who_is_killed_waits_for_no_room(self):
        said = real("""
            async def main():
                child = await asyncio.create_subprocess_exec("head", "-c", "1000000", "/dev/zero", stdout=asyncio.subprocess.PIPE)
                for _ in range(2):
                    try:
                        await asyncio.wait_for(child.wait(), 0.5)
                    except asyncio.TimeoutError:
                        if child.returncode is None:
                            child.kill()
                child._transport.close()
            asyncio.run(main())
        """)
        self.assertEqual(said.count("and the process waits for room"), 1)
        self.assertIn(said.count("which has ended; but wait() comes back only when its stdout has been read to its end"), (0, 1))  # by the version of Python


class Communicate(unittest.TestCase):
    PROGRAM = """
        async def main():
            child = await asyncio.create_subprocess_exec("sh", "-c", {}, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
            try:
                await asyncio.wait_for(child.communicate(), {})
            except asyncio.TimeoutError:
                child.kill()
            {}
            await child.wait()
        asyncio.run(main())
    """

    def test_a_second_time_gives_nothing(self):
        said = real(self.PROGRAM.format("'echo one'", 5, "await child.communicate()"))
        self.assertRegex(said, r"line 9: main calls communicate\(\) at line 9 for process \d+, with which the one at line 6 is done: that has closed the input and read the output to its end, so this one gives nothing.")

    def test_what_the_first_had_read_when_it_was_given_up_is_lost(self):
        said = real(self.PROGRAM.format("'echo one; exec sleep 5'", 0.3, "await child.communicate()"))
        self.assertRegex(said, r"line 6: main calls communicate\(\) at line 9 for process \d+ once more: the first, at line 6, was given up because of a time limit when 4 bytes had come, and these are lost")

    def test_once_is_enough_and_nothing_is_not_missed(self):
        for command, then in (("'echo one'", "pass"), ("'true'", "await child.communicate()")):
            self.assertNotIn("communicate()", real(self.PROGRAM.format(command, 5, then)))


class Elsewhere(unittest.TestCase):
    """Errors whose cause lies in another process."""

    POOL = """
        import asyncio, multiprocessing, os, signal
        from concurrent.futures import ProcessPoolExecutor
        MODEL = None
        def load():
            global MODEL
            MODEL = [1, 2]
        def look(n):
            return MODEL[n]
        def dies(n):
            os.kill(os.getpid(), signal.SIGKILL)
        async def main():
            load()
            with ProcessPoolExecutor(1) as pool:
                await asyncio.get_running_loop().run_in_executor(pool, {}, 1)
        {}
            multiprocessing.set_start_method("spawn", force=True)
            asyncio.run(main())
    """
    GUARD = 'if __name__ == "__main__":'

    def test_a_global_that_is_set_in_this_process_alone(self):
        said = remarks(self.POOL.format("look", self.GUARD))
        self.assertIn("it was raised in another process, in look at line 9 (return MODEL[n]): MODEL is set at line 7, in load, which has run in this process alone; the other one is begun by spawn and imports the program anew.", said)
        said = remarks(self.POOL.format("look", self.GUARD).replace("spawn", "fork").replace("MODEL[n]", "MODEL[9]"))
        self.assertIn("IndexError('list index out of range'): it was raised in another process, in look at line 9 (return MODEL[9]).", said)

    def test_a_process_of_a_pool_that_dies(self):
        said = remarks(self.POOL.format("dies", self.GUARD))
        self.assertIn("a process of the pool has ended in the middle of a call: by a signal", said)
        self.assertNotIn("imports this program anew", said)

    def test_a_program_that_its_processes_would_run_once_more(self):
        said = remarks(self.POOL.format("look", "if True:"))
        self.assertIn('a process of the pool imports this program anew (it is begun by spawn), and since that has no `if __name__ == "__main__":`, all of it would run once more there', said)

    def test_the_status_of_a_child_that_somebody_else_has_taken(self):
        program = """
            import asyncio, os, signal
            def reap(*_):
                {}
            async def main():
                signal.signal(signal.SIGCHLD, reap)
                child = await asyncio.create_subprocess_exec("sh", "-c", "sleep 0.1; exit 3")
                print(await child.wait())
            asyncio.run(main())
        """
        if hasattr(os, "pidfd_open") and sys.version_info >= (3, 12):
            self.assertIn("so asyncio says 255: os.waitpid() at line 4, in reap, takes the status of every child that has ended.", remarks(program.format("os.waitpid(-1, os.WNOHANG)")))
        self.assertEqual(remarks(program.format("pass")), "")

    def test_keywords_for_a_function_that_an_executor_calls(self):
        said = real("""
            async def main():
                await asyncio.get_running_loop().run_in_executor(None, print, "a", end="")
            asyncio.run(main())
        """)
        self.assertIn("run_in_executor() passes positional arguments on to the function, and no keywords.", said)


if __name__ == "__main__":
    unittest.main()
