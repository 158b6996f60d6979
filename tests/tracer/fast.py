"""fast: with the extension in C a recording is the same, byte for byte; what goes wrong inside is not the program's affair; memory does not grow with the run."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap
import unittest

from tracer import ENVIRONMENT, RICH, ROOT

sys.path.insert(0, str(ROOT / "tests" / "support"))
import prepared  # noqa: E402

FAST = {name: value for name, value in ENVIRONMENT.items() if name != "LOOPSCOPE_TRACE_PURE"}
FAST["LOOPSCOPE_VARIABLE_STEPS"] = "5"  # steps that tell of variables take the long way
PURE = {**FAST, "LOOPSCOPE_TRACE_PURE": "1"}
EVERY = sorted(path for path in (ROOT / "tests/conformance/programs").glob("**/*.py") if path.parent.name != "io")  # connections have other ports each time
PROGRAMS = sorted((ROOT / "lessons" / "first_steps").glob("*.py")) + (EVERY if os.environ.get("LOOPSCOPE_EVERY_PYTHON") else EVERY[::4])
ADDRESS = re.compile(r"0x[0-9a-f]+")  # of an object, in a message

# Whatever takes another way through the extension: each line is done several times, so that it is not the first.
MORE = {
    "yields": """
        import asyncio, types
        @types.coroutine
        def bare():
            yield
        async def inner(n):
            await asyncio.sleep(0)
            return n
        async def agen():
            for i in range(4):
                await asyncio.sleep(0)
                yield i
        async def worker():
            for i in range(4):
                await bare()
                await inner(i)
                await asyncio.sleep(0)
                await asyncio.sleep(0.25)
                async for _ in agen():
                    await inner(i)
        async def main():
            await asyncio.gather(*(worker() for _ in range(3)))
        asyncio.run(main())
    """,
    "wakes": """
        import asyncio
        async def waits(queue, lock, event):
            for i in range(5):
                await queue.get()
                async with lock:
                    await asyncio.sleep(0)
                await event.wait()
        async def child(n):
            await asyncio.sleep(0)
            if n % 2:
                raise ValueError(n)
        async def catches():
            for i in range(6):
                try:
                    await asyncio.create_task(child(i), name=f"child {i}")
                except ValueError:
                    await asyncio.sleep(0)
        async def main():
            queue, lock, event = asyncio.Queue(2), asyncio.Lock(), asyncio.Event()
            tasks = [asyncio.create_task(waits(queue, lock, event)) for _ in range(3)]
            tasks.append(asyncio.create_task(catches()))
            for i in range(15):
                await queue.put(i)
            event.set()
            await asyncio.gather(*tasks)
        asyncio.run(main())
    """,
    "cancels": """
        import asyncio
        async def stubborn():
            for _ in range(4):
                try:
                    await asyncio.sleep(0)
                    await asyncio.sleep(1)
                except asyncio.CancelledError:
                    await asyncio.sleep(0)
        async def main():
            task = asyncio.create_task(stubborn())
            for i in range(30):
                await asyncio.sleep(0)
                task.cancel()
                print(i, end="")
            loop = asyncio.get_running_loop()
            for i in range(5):
                handle = loop.call_soon(print, "no")
                loop.call_soon(print, "yes", i)
                handle.cancel()
                await asyncio.sleep(0)
            try:
                await asyncio.wait_for(asyncio.sleep(9), 0.5)
            except asyncio.TimeoutError:
                print("late")
            async def itself():
                await asyncio.current_task()
            await asyncio.gather(itself(), itself(), return_exceptions=True)
        asyncio.run(main())
    """,
    "sleeps": """
        import asyncio
        async def beats(period):
            for _ in range(4):
                await asyncio.sleep(period)
        async def polls():
            for i in range(4):
                await asyncio.sleep(0.1)
                await asyncio.sleep(0.1, i)
                await asyncio.wait_for(asyncio.sleep(0.1), 1)
                await asyncio.gather(asyncio.sleep(0.1), asyncio.sleep(0.2))
        async def main():
            loop = asyncio.get_running_loop()
            future = loop.create_future()
            print(await asyncio.sleep(0.1, future) is future)
            for i in range(3):
                loop.call_later(0.05 * i, print, "called", i)
                loop.call_later(0.1, asyncio.futures._set_result_unless_cancelled, loop.create_future(), None)
                handle = loop.call_later(9, print, "no")
                await asyncio.sleep(0.1)
                handle.cancel()
                own = loop.create_future()
                loop.call_later(0.1, own.set_result, None)
                await own
            far = asyncio.create_task(asyncio.sleep(10 * 365 * 24 * 3600))
            await asyncio.gather(beats(0.3), polls())
            far.cancel()
            await asyncio.wait([far])
        asyncio.run(main())
    """,
    "lost_update": """
        import asyncio
        class Account:
            total = 0
        account = Account()
        async def add(n):
            for _ in range(3):
                seen = account.total
                await asyncio.sleep(0)
                account.total = seen + n
        async def main():
            await asyncio.gather(*(add(i) for i in range(3)))
        asyncio.run(main())
    """,
    "loops": """
        import asyncio
        class Own(asyncio.Task):
            pass
        async def child(n):
            for _ in range(n):
                await asyncio.sleep(0)
            return n
        async def main():
            loop = asyncio.get_running_loop()
            loop.set_task_factory(lambda loop, coro, **kwargs: Own(coro, loop=loop, **kwargs))
            print(await asyncio.gather(*(loop.create_task(child(3)) for _ in range(3))))
            loop.set_task_factory(lambda loop, coro, **kwargs: asyncio.tasks._PyTask(coro, loop=loop, **kwargs))
            print(await loop.create_task(child(3)))
            if hasattr(asyncio, "eager_task_factory"):
                loop.set_task_factory(asyncio.eager_task_factory)
                print(await asyncio.gather(*(loop.create_task(child(n)) for n in range(3))))
        for _ in range(2):
            asyncio.run(main())
    """,
}


def run(source, environment, *options, name="script.py"):
    """(what a recording of it holds, the finished process)."""
    with tempfile.TemporaryDirectory() as folder:
        script = pathlib.Path(source) if isinstance(source, pathlib.Path) else pathlib.Path(tempfile.gettempdir()) / f"loopscope_{os.getpid()}_{name}"
        recording = pathlib.Path(folder) / "run.loopscope"
        if not isinstance(source, pathlib.Path):
            script.write_text(textwrap.dedent(source), encoding="utf-8")
        try:
            arguments = ["--virtual-time", "--record", str(recording), str(script)]
            if options:
                command = [sys.executable, *options, "-m", "loopscope_trace", *arguments]
                done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False, encoding="utf-8")
            else:
                done = prepared.run(sys.executable, arguments, environment, timeout=120)
        finally:
            if not isinstance(source, pathlib.Path):
                script.unlink()
        return recording.read_bytes() if recording.exists() else b"", done


def is_there():
    asked = subprocess.run([sys.executable, "-c", "from loopscope_trace import fast; print(fast.extension is not None)"], capture_output=True, text=True, env=FAST, check=False)
    return asked.stdout == "True\n"


@unittest.skipUnless(is_there(), "the extension is not built, or not for this Python")
class Fast(unittest.TestCase):
    def same(self, source):
        fast, told_fast = run(source, FAST)
        pure, told_pure = run(source, PURE)
        self.assertEqual((told_fast.returncode, told_fast.stdout), (told_pure.returncode, told_pure.stdout))
        self.assertEqual(ADDRESS.sub("0x", told_fast.stderr), ADDRESS.sub("0x", told_pure.stderr))
        self.assertGreater(len(pure), 500)
        self.assertTrue(fast == pure, "the recordings differ")

    def test_programs_are_recorded_the_same(self):
        for program in PROGRAMS:
            with self.subTest(program=program.name):
                self.same(program)

    def test_what_is_uncommon_is_recorded_the_same(self):
        for name, source in {**MORE, "rich": RICH}.items():
            with self.subTest(program=name):
                self.same(source)

    def test_it_takes_the_short_way(self):
        """Python's own functions for a step are not called for the steps that are common."""
        _, done = run("""
            import asyncio
            from loopscope_trace import hooks
            called = []
            plain = type(hooks.recorder).step_ends
            type(hooks.recorder).step_ends = lambda self, task: (called.append(1), plain(self, task))[1]
            async def main():
                for _ in range(1000):
                    await asyncio.sleep(0)
            asyncio.run(main())
            print(len(called) < 20)
        """, FAST)
        self.assertEqual(done.stdout, "True\n", done.stderr)

    def test_an_error_of_ours_is_not_the_programs(self):
        for wrong in ("step_begins = None", "step_ends = lambda self, task: 1 / 0", "records = None", "step_was_long = None", "tell_writer = None; queue = [1]", "text = 5", "chains = 5"):
            with self.subTest(wrong=wrong):
                changes = "; ".join(f"{'type(hooks.recorder)' if 'step_' in wrong else 'hooks.recorder'}.{one.strip()}" for one in wrong.split(";"))
                _, done = run(f"""
                    import asyncio
                    from loopscope_trace import hooks
                    async def child(n):
                        await asyncio.sleep(0)
                        return n
                    async def main():
                        await child(1)
                        {changes}
                        for i in range(20):
                            await asyncio.sleep(0)
                            await child(i)
                        print(await asyncio.gather(child(1), child(2)))
                    asyncio.run(main())
                    print("to the end")
                """, FAST)
                self.assertEqual((done.returncode, done.stdout), (0, "[1, 2]\nto the end\n"), done.stderr)
                self.assertNotIn("Traceback", done.stderr)

    def test_an_error_of_the_programs_passes_through_a_step(self):
        source = """
            import asyncio
            async def main():
                await asyncio.sleep(0)
                await asyncio.sleep(0)
                raise %s
            asyncio.run(main())
        """
        for error in ("KeyError('x')", "SystemExit(5)", "KeyboardInterrupt"):
            fast, told_fast = run(source % error, FAST)
            pure, told_pure = run(source % error, PURE)
            self.assertEqual((told_fast.returncode, told_fast.stderr), (told_pure.returncode, told_pure.stderr))
            self.assertTrue(fast == pure)

    def test_collecting_all_the_time_does_no_harm(self):
        source = """
            import asyncio, gc
            async def child(n):
                await asyncio.sleep(0)
                gc.collect()
                return [n]
            async def main():
                for i in range(50):
                    await asyncio.gather(child(i), child(i))
                    gc.collect()
            asyncio.run(main())
        """
        fast, done = run(source, FAST, "-X", "dev")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        self.assertTrue(fast == run(source, PURE)[0])

    @unittest.skipUnless(os.path.exists("/proc/self/statm"), "there is no /proc here")
    def test_memory_does_not_grow_with_the_run(self):
        source = """
            import asyncio
            def size():
                with open("/proc/self/statm") as file:
                    return int(file.read().split()[1])
            async def child(n):
                await asyncio.sleep(0)
                return "a result"
            async def some():
                for n in range(1500):
                    await asyncio.gather(child(n), asyncio.create_task(child(n), name="a child"))
            async def main():
                await some()
                before = size()
                await some()
                print((size() - before) * 4096 < 750_000, (size() - before) * 4096)
            asyncio.run(main())
        """
        for environment in (FAST, PURE):
            _, done = run(source, environment)
            self.assertEqual(done.stdout[:4], "True", done.stdout + done.stderr)  # 3,000 tasks; strings are another thing: so many are remembered at most


if __name__ == "__main__":
    unittest.main()
