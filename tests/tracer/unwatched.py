"""unwatched: what a program can see of its own process, and what Python says at its end, are the same as without the tracer."""

import os
import pathlib
import subprocess
import sys
import tempfile
import textwrap
import unittest
import zipapp

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import ENVIRONMENT, LOOPSCOPE  # noqa: E402


def run_of(command, folder=None):
    environment = {key: value for key, value in ENVIRONMENT.items() if key != "PYTHONPATH"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False, cwd=folder)
    return done.stdout, done.stderr, done.returncode


def both(program):
    """(stdout, stderr, status) of the program alone, and watched."""
    with tempfile.TemporaryDirectory() as folder:
        script, recording = pathlib.Path(folder, "program.py"), pathlib.Path(folder, "run.loopscope")
        script.write_text(textwrap.dedent(program), encoding="utf-8")
        return run_of([sys.executable, str(script)]), run_of([str(LOOPSCOPE), "record", "-o", str(recording), "--python", sys.executable, str(script)])


ITSELF = """
    import asyncio, sys
    import beside
    for name in sorted(name for name in globals() if name.startswith("__") and name != "__builtins__"):
        known = globals()[name]
        print(name, (known.name, known.origin, known.parent, known.cached) if name == "__spec__" and known else type(known) if name == "__loader__" else known)
    print(sys.argv, sys.path, __builtins__ is sys.modules["builtins"])
    async def main():
        await asyncio.sleep(0.01)
    asyncio.run(main())
"""


class Unwatched(unittest.TestCase):
    def same(self, program):
        alone, watched = both(program)
        self.assertEqual(alone, watched)

    def test_what_a_program_knows_of_itself_as_a_script_a_folder_an_archive_and_a_module(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "package").mkdir()
            (folder / "empty").mkdir()
            for file in (folder / "script", folder / "package" / "__main__.py"):
                file.write_text(textwrap.dedent(ITSELF), encoding="utf-8")
                (file.parent / "beside.py").touch()
            zipapp.create_archive(folder / "package", folder / "archive.pyz", interpreter="/usr/bin/env python3")
            zipapp.create_archive(folder / "package", folder / "archive")
            for what in (["script", "-x"], ["./script"], ["package", "a"], ["package/.", "a"], ["archive.pyz", "a"], ["archive"], ["empty"], ["-m", "package", "-m"], ["-m", "nowhere"]):
                with self.subTest(what=what):
                    alone = run_of([sys.executable, *what], folder)
                    watched = run_of([str(LOOPSCOPE), "record", "--force", "-o", "run.loopscope", "--python", sys.executable, *what], folder)
                    self.assertEqual(alone, watched)
                    if alone[2] == 0:
                        self.assertIn(b"known.origin", (folder / "run.loopscope").read_bytes(), "its source is not kept")

    def test_a_source_is_kept_as_its_own_encoding_has_it(self):
        with tempfile.TemporaryDirectory() as name:
            script = pathlib.Path(name, "latin.py")
            script.write_bytes("# coding: latin-1\nimport asyncio\nasync def main():\n    print('gr\xfc\xdfe')\nasyncio.run(main())\n".encode("latin-1"))
            run_of([str(LOOPSCOPE), "record", "-o", f"{name}/run.loopscope", "--python", sys.executable, str(script)])
            self.assertIn("print('gr\xfc\xdfe')".encode(), pathlib.Path(name, "run.loopscope").read_bytes())

    @unittest.skipIf(sys.version_info < (3, 12), "before 3.12 it is up to the collector of garbage how much of its way the error knows")
    def test_the_way_of_a_system_exit_that_a_task_raises(self):
        self.same("""
            import asyncio, sys
            async def watchdog():
                await asyncio.sleep(0.01)
                sys.exit(3)
            async def main():
                asyncio.create_task(watchdog())
                await asyncio.sleep(1)
            asyncio.run(main())
        """)

    def test_errors_that_the_interpreter_itself_shows(self):
        self.same("""
            import asyncio, threading
            threading.Thread(target=lambda: asyncio.run(asyncio.wait([])), name="one").start()
        """)
        (_, alone, _), (_, shown, _) = both("""
            import asyncio, gc
            async def main():
                child = await asyncio.create_subprocess_shell("echo started; exec sleep 5", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL)
                await child.stdout.readline()
            gc.disable()
            asyncio.run(main())
            gc.collect()
        """)
        self.assertEqual("_check_closed" in alone, "_check_closed" in shown)  # the child is there still: some versions complain of a transport that goes behind the loop
        self.assertNotIn("loopscope_trace", shown)

    def test_the_path_of_a_program_as_it_was_given(self):
        with tempfile.TemporaryDirectory() as folder:
            inner = pathlib.Path(folder, "inner")
            inner.mkdir()
            (inner / "program.py").write_text("import sys\nprint(__file__, sys.argv, sys.path[0])\n1 / 0\n", encoding="utf-8")
            for path in (f"{inner}/../inner/program.py", os.path.relpath(inner / "program.py"), f"./{os.path.relpath(inner)}/program.py"):
                watched = run_of([str(LOOPSCOPE), "record", "--force", "-o", str(inner / "run.loopscope"), "--python", sys.executable, path])
                self.assertEqual(run_of([sys.executable, path]), watched)

    def test_the_way_to_a_callback(self):
        self.same("""
            import asyncio, inspect, traceback
            class Leave(SystemExit):
                pass
            async def main():
                asyncio.get_running_loop().call_soon(traceback.print_stack)
                asyncio.get_running_loop().call_soon(lambda: print([frame.function for frame in inspect.stack()]))
                await asyncio.sleep(0)
                raise Leave("bye")
            traceback.print_stack()
            asyncio.run(main())
        """)

    @unittest.skipIf(sys.version_info < (3, 13), "a frame that was asked for its variables keeps them until it is asked again")
    def test_a_thread_that_is_joined_in_a_long_step_is_gone_with_its_last_name(self):
        self.same("""
            import asyncio, gc, threading, time, weakref
            async def main():
                gc.disable()
                thread = threading.Thread(target=threading.Event().wait, args=(0.5,))
                thread.start()
                gone = weakref.ref(thread)
                thread.join()
                del thread
                print(gone() is None)
            asyncio.run(main())
        """)

    @unittest.skipUnless(hasattr(os, "fork"), "there are no forks here")
    def test_a_process_that_forks_has_one_thread(self):
        self.same("""
            import asyncio, os
            async def child():
                await asyncio.sleep(0.01)
                return 3
            def fork():
                if os.fork() == 0:
                    print("child", flush=True)
                    os._exit(0)
                os.wait()
            async def main():
                await asyncio.sleep(0.06)
                fork()
                await asyncio.sleep(0.06)
                fork()
            fork()
            asyncio.run(main())
        """)

    def test_a_coroutine_that_an_error_holds_is_reported_when_the_modules_go(self):
        self.same("""
            import asyncio
            async def get():
                pass
            class Cache:
                def __init__(self):
                    self.task = asyncio.create_task(get())
            Cache()
        """)
        self.same("""
            import asyncio
            async def get():
                pass
            async def main():
                value = get()
                return value.upper()
            asyncio.run(main())
        """)

    @unittest.skipUnless(os.path.isdir("/proc/self/fd"), "Linux says which descriptors are open")
    def test_tasks_in_a_circle_are_cancelled(self):
        self.same("""
            import asyncio
            tasks = {}
            async def wait_for(name):
                await tasks[name]
            async def main():
                tasks.update(a=asyncio.create_task(wait_for("b")), b=asyncio.create_task(wait_for("a")))
                await asyncio.sleep(0.01)
                try:
                    tasks["a"].cancel()
                except RecursionError as error:
                    print(type(error))
                import os
                os._exit(3)
            asyncio.run(main())
        """)

    def test_the_numbers_of_its_descriptors(self):
        self.same("""
            import asyncio, os
            async def main():
                print([int(number) for number in sorted(os.listdir("/proc/self/fd")) if int(number) < 200])
                server = await asyncio.start_server(print, "127.0.0.1", 0)
                print([one.fileno() for one in server.sockets])
                server.close()
            asyncio.run(main())
        """)

    def test_what_a_connection_leaves_open(self):
        self.same("""
            import asyncio, gc, sys, warnings
            warnings.simplefilter("always")
            said = []  # in the order in which the collector comes to them, which depends on when the other end was accepted
            warnings.showwarning = lambda message, *rest: said.append(f"{type(message).__name__} {str(message).split(' fd=')[0].split(' [')[0]}")
            async def main():
                server = await asyncio.start_server(lambda reader, writer: asyncio.sleep(0), "127.0.0.1", 0)
                reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
                sock = writer.get_extra_info("socket")
                print(type(sock).__name__, sys.getrefcount(sock), sock.family.name, asyncio.iscoroutinefunction(asyncio.get_running_loop().sock_recv))
                try:
                    await asyncio.get_running_loop().sock_recv(7, 1)
                except Exception as error:
                    print(type(error).__name__, error)
                server.close()
            asyncio.run(main())
            gc.collect()
            print(*sorted(said), sep="\n", file=sys.stderr)
        """)

    def test_what_stands_in_the_place_of_a_function_is_named_called_and_pickled_as_that(self):
        self.same("""
            import asyncio, concurrent.futures, inspect, multiprocessing, os, pickle, sys, time
            functions = [time.sleep, os._exit, sys.set_coroutine_origin_tracking_depth, asyncio.StreamWriter.write, asyncio.BaseEventLoop.create_future, asyncio.TaskGroup.create_task]
            functions += [getattr(asyncio.Queue, name) for name in ("__init__", "put_nowait", "get_nowait", "task_done")]
            for function in functions:
                print(function.__module__, function.__qualname__, function.__doc__, inspect.signature(function), pickle.loads(pickle.dumps(function)) is function)
            print(inspect.signature(asyncio.Queue), inspect.signature(asyncio.Condition))
            def wrongly(function, *args, **kwargs):
                try:
                    print(function(*args, **kwargs))
                except Exception as error:
                    print(type(error), error)
            async def main():
                queue = asyncio.Queue(maxsize=1)
                wrongly(queue.put_nowait, item=1)
                wrongly(queue.put_nowait, item=2)
                wrongly(queue.put_nowait)
                wrongly(time.sleep)
                wrongly(time.sleep, seconds=1)
                wrongly(time.sleep, "long")
                sys.set_coroutine_origin_tracking_depth(depth=2)
                print(sys.get_coroutine_origin_tracking_depth())
                wrongly(sys.set_coroutine_origin_tracking_depth, depth=-1)
                with concurrent.futures.ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
                    print(await asyncio.get_running_loop().run_in_executor(pool, time.sleep, 0))
            if __name__ == "__main__":
                asyncio.run(main())
        """)

    def test_what_python_warns_of_in_the_source_is_said_once(self):
        self.same("""
            import asyncio, warnings
            async def main():
                pattern = "\\w"
                await asyncio.sleep(0)
                print(await asyncio.sleep(0, pattern), [one[0] for one in warnings.filters])
            asyncio.run(main())
        """)

    def test_what_a_run_leaves_to_the_collector_of_garbage(self):
        self.same("""
            import asyncio, gc, weakref
            async def main():
                await asyncio.gather(asyncio.sleep(0.01), asyncio.to_thread(len, ""))
                queue = asyncio.Queue()
                queue.put_nowait(await asyncio.wait_for(asyncio.sleep(0, 1), 1))
                return queue.get_nowait()
            gc.collect()
            gc.disable()
            for _ in range(3):
                asyncio.run(main())
                print(gc.collect())
            loop = asyncio.new_event_loop()
            selector = weakref.ref(loop._selector)
            loop.run_until_complete(main())
            loop.close()
            print(selector())
        """)

    def test_the_standard_output_is_of_the_kind_that_it_is(self):
        self.same("""
            import asyncio, io, sys
            async def main():
                print(isinstance(sys.stdout, io.TextIOWrapper), isinstance(sys.stdout, io.TextIOBase), isinstance(sys.stdout, io.StringIO))
                with sys.stdout as out:
                    print("the last line", file=out)
                print(out.closed, sys.stdout.closed, file=sys.stderr)
            asyncio.run(main())
        """)

    def test_an_error_whose_class_has_no_hash_and_runs_lines_of_its_own(self):
        self.same("""
            import asyncio, dataclasses, warnings
            @dataclasses.dataclass
            class Wrong(Exception):
                number: int
            class Loud(RuntimeError):
                def __str__(self):
                    print("asked for its text")
                    return "loud"
            class Mute:
                def __str__(self):
                    raise KeyError("no text")
            class Said(UserWarning):
                def __str__(self):
                    print("asked for its text")
                    return "said"
            async def fails(error):
                raise error
            async def main():
                for error in (Loud(1), RuntimeError(Mute()), ValueError(Mute()), AttributeError(Mute())):
                    try:
                        await asyncio.create_task(fails(error))
                    except Exception:
                        pass
                asyncio.get_running_loop().call_exception_handler({"message": "by hand"})
                asyncio.get_running_loop().set_exception_handler(lambda loop, context: print(len(context)))
                asyncio.get_running_loop().call_exception_handler({"message": Mute()})
                warnings.warn(Said())
                try:
                    await fails(Wrong(1))
                except Wrong as error:
                    raise Wrong(2)
            asyncio.run(main())
        """)

    def test_errors_that_come_of_others_and_stand_in_groups(self):
        self.same("""
            import asyncio
            async def main():
                queue, errors = asyncio.Queue(), []
                for wrong in (queue.get_nowait, queue.task_done, asyncio.get_running_loop().run_forever):
                    try:
                        wrong()
                    except Exception as error:
                        errors.append(error)
                errors[0].__cause__, errors[1].__cause__ = errors[1], errors[0]
                if "ExceptionGroup" in dir(__builtins__):
                    raise ExceptionGroup("all", [errors[2], ExceptionGroup("some", errors[:1])])
                raise errors[0]
            asyncio.run(main())
        """)

    def test_what_is_asked_of_asyncio_in_a_way_that_it_does_not_know(self):
        self.same("""
            import asyncio
            async def main():
                loop, condition = asyncio.get_running_loop(), asyncio.Condition()
                async with condition:
                    for number in ("x", None, 2.5):
                        try:
                            condition.notify(number)
                        except TypeError:
                            print("refused")
                loop.call_exception_handler({"message": "Exception in callback x", "handle": 4, "exception": 5, "future": 6})
                loop.call_exception_handler({})
                await asyncio.sleep(0)
            asyncio.run(main())
        """)

    def test_the_kinds_of_the_handles(self):
        self.same("""
            import asyncio
            before = asyncio.new_event_loop()
            class Own(asyncio.TimerHandle):
                pass
            async def main():
                loop = asyncio.get_running_loop()
                own = Own(loop.time(), print, (), loop)
                for one in loop.call_soon(print), loop.call_later(0, print), loop.call_soon_threadsafe(print), own, 3:
                    kinds = asyncio.Handle, asyncio.events.Handle, asyncio.TimerHandle, Own
                    print(type(one).__name__, type(one) in kinds, [isinstance(one, kind) for kind in kinds], [issubclass(type(one), kind) for kind in kinds])
                print([issubclass(kind, asyncio.Handle) for kind in (asyncio.TimerHandle, Own, int)])
            asyncio.run(main())
            before.close()
        """)

    @unittest.skipUnless(os.path.exists("/dev/stdin"), "a pipe has no name here")
    def test_a_program_that_comes_out_of_a_pipe(self):
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "loopscope_trace", "--record", f"{folder}/run.loopscope", "/dev/stdin"]
            done = subprocess.run(command, input="print('out of a pipe')\n", capture_output=True, text=True, env=ENVIRONMENT, timeout=60, check=False)
        self.assertEqual((done.stdout, done.stderr, done.returncode), ("out of a pipe\n", "", 0))

    def test_a_program_that_python_cannot_read(self):
        texts = [b"print('\xff')\n", b"(" * 100000, b"x = " + b"-" * 100000 + b"1\n"]
        texts += [b"print(1)\0\n"] if sys.version_info >= (3, 12) else []  # before, a source ends there for some ways of reading it
        for text in texts:
            with self.subTest(text=text[:20]), tempfile.TemporaryDirectory() as folder:
                script = pathlib.Path(folder, "program.py")
                script.write_bytes(text)
                alone = run_of([sys.executable, str(script)])
                watched = run_of([str(LOOPSCOPE), "record", "-o", f"{folder}/run.loopscope", "--python", sys.executable, str(script)])
                self.assertEqual((alone[0], alone[2]), (watched[0], watched[2]))
                self.assertNotIn("loopscope_trace", watched[1])

    def test_a_program_whose_functions_refuse_what_blocks_a_loop(self):
        """As tests have it that look for such calls. What we read ourselves is none of theirs."""
        self.same("""
            import asyncio, builtins, io, os, sys
            def refusing(name, plain, may=lambda *args: False):
                def refuse(*args, **kwargs):
                    if asyncio._get_running_loop() is None or may(*args):
                        return plain(*args, **kwargs)
                    raise BlockingIOError(name)
                return refuse
            standard = {sys.stdout, sys.stderr}
            for name in ("stat", "open", "read", "listdir", "getcwd", "scandir"):
                setattr(os, name, refusing(name, getattr(os, name)))
            builtins.open = io.open = refusing("open", open, lambda file, *_: file in standard)
            async def child(lock):
                async with lock:
                    await asyncio.sleep(0.01)
            async def main():
                lock = asyncio.Lock()
                await asyncio.gather(child(lock), child(lock), asyncio.to_thread(len, ""))
                try:
                    open(__file__)
                except BlockingIOError as error:
                    print("refused:", error)
                print(sys.__stdout__ in {sys.stdout}, sys.stdout == sys.__stdout__, sys.stdout in standard)
                await asyncio.Event().wait()
            try:
                asyncio.run(asyncio.wait_for(main(), 0.3))
            except TimeoutError as error:
                print(repr(error))
        """)


if __name__ == "__main__":
    unittest.main()
