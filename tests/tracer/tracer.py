"""tracer: what the Python tracer says of small scripts, and that watching a script changes nothing about it."""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("LOOPSCOPE_BUILD", ROOT / "build" / "release"))
LOOPSCOPE = pathlib.Path(os.environ.get("LOOPSCOPE", BUILD / "loopscope"))
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join((str(BUILD / "python"), str(ROOT / "tracer"))), "PYTHONIOENCODING": "utf-8"}

RICH = """
    import asyncio, time
    async def worker(lock, n):
        async with lock:
            await asyncio.sleep(0.1 * n)
        await asyncio.sleep(0)
        return n
    async def bad():
        await asyncio.sleep(0.05)
        raise ValueError("no")
    async def slow():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            print("cleanup", end=" ")
            await asyncio.sleep(0.01)
            raise
    async def main():
        lock = asyncio.Lock()
        print(await asyncio.gather(*(worker(lock, i) for i in range(3)), bad(), return_exceptions=True))
        try:
            await asyncio.wait_for(slow(), 0.5)
        except asyncio.TimeoutError:
            print("timeout")
        task = asyncio.create_task(slow(), name="sleeper")
        await asyncio.sleep(0)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            print("cancelled")
        queue = asyncio.Queue(1)
        async def produce():
            for i in range(3):
                await queue.put(i)
        producer = asyncio.create_task(produce())
        for i in range(3):
            print(await queue.get())
        done, pending = await asyncio.wait([asyncio.create_task(worker(lock, 1)), asyncio.create_task(slow())], timeout=0.3)
        print(len(done), len(pending))
        loop = asyncio.get_running_loop()
        loop.call_soon(print, "soon")
        loop.call_later(1, print, "never").cancel()
        await asyncio.sleep(0)
        asyncio.create_task(slow(), name="left over")
        await asyncio.sleep(0)
        return 7
    print(asyncio.run(main()))
"""

# What plain Python prints for it.
RICH_PRINTS = """\
[0, 1, 2, ValueError('no')]
cleanup timeout
cleanup cancelled
0
1
2
1 1
soon
cleanup cleanup 7
"""


class Run:
    def __init__(self, source, *options):
        with tempfile.TemporaryDirectory() as folder:
            script = pathlib.Path(folder) / "script.py"
            script.write_text(textwrap.dedent(source), encoding="utf-8")
            out = pathlib.Path(folder) / "out.jsonl"
            traced = [sys.executable, "-m", "loopscope_trace", *options, "--jsonl", str(out), str(script)]
            done = subprocess.run(traced, capture_output=True, text=True, env=ENVIRONMENT, timeout=60, encoding="utf-8")
            self.status, self.printed, self.errors = done.returncode, done.stdout, done.stderr
            self.events = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()] if out.exists() else []

    def of(self, kind):
        return [event for event in self.events if event["e"] == kind]


def virtual(source):
    return Run(source, "--virtual-time")


class Tracer(unittest.TestCase):
    def test_a_watched_script_prints_what_it_prints_alone(self):
        self.assertEqual(virtual(RICH).printed, RICH_PRINTS)

    def test_in_real_time_too_a_watched_script_runs_as_it_would_alone(self):
        run = Run("""
            import asyncio
            async def count(name):
                for i in range(3):
                    print(name, i)
                    await asyncio.sleep(0)
                return name
            async def main():
                print(await asyncio.gather(count("a"), count("b")))
            asyncio.run(main())
        """)
        self.assertEqual(run.printed, "a 0\nb 0\na 1\nb 1\na 2\nb 2\n['a', 'b']\n")
        self.assertEqual(len([event for event in run.of("step_end") if event["reason"] == "yield"]), 6)

    def test_two_virtual_runs_are_the_same(self):
        self.assertEqual(virtual(RICH).events, virtual(RICH).events)

    def test_each_entry_of_the_queue_runs_or_is_skipped_in_the_order_of_its_batch(self):
        run = virtual(RICH)
        queued = [h for batch in run.of("batch") for h in batch["q"]]
        taken = [event["h"] for event in run.events if event["e"] in ("step", "cb", "skip")]
        self.assertEqual(queued, taken)

    def test_names_count_up_without_gaps(self):
        run = virtual(RICH)
        for kind, field in (("task_new", "task"), ("fut_new", "fut"), ("ready", "h"), ("timer_new", "timer")):
            numbers = [int(event[field][1:]) for event in run.of(kind)]
            self.assertEqual(numbers, list(range(1, len(numbers) + 1)), kind)

    def test_a_virtual_hour_takes_no_time_and_all_clocks_agree(self):
        run = virtual("""
            import asyncio, time
            async def main():
                start = time.time(), time.monotonic(), time.perf_counter(), asyncio.get_running_loop().time()
                await asyncio.sleep(3600)
                time.sleep(1.5)
                end = time.time(), time.monotonic(), time.perf_counter(), asyncio.get_running_loop().time()
                print([b - a for a, b in zip(start, end)], time.strftime("%X"))
            asyncio.run(main())
        """)
        self.assertEqual(run.printed, "[3601.5, 3601.5, 3601.5, 3601.5] 01:00:01\n")
        self.assertEqual(run.of("block"), [{"e": "block", "by": "T1", "secs": 1.5, "t": 3601.5}])

    def test_equal_deadlines_fire_in_the_order_in_which_they_were_made(self):
        run = virtual("""
            import asyncio
            async def late(first, then):
                await asyncio.sleep(first)
                await asyncio.sleep(then)
            async def main():
                await asyncio.gather(late(0.1, 0.2), late(0.2, 0.1))
                await asyncio.gather(*(asyncio.sleep(1) for _ in range(5)))
            asyncio.run(main())
        """)
        fired = [(event["when"], int(event["timer"][1:])) for event in run.of("timer_fire")]
        self.assertEqual(fired, sorted(fired))

    def test_an_await_says_for_what_for_how_long_and_where(self):
        run = virtual("""
            import asyncio
            async def inner():
                await asyncio.sleep(0.25)
            async def main():
                await inner()
            asyncio.run(main())
        """)
        wait = next(event for event in run.of("step_end") if event["reason"] == "await")
        expected = {"on": "F1", "what": "sleep", "delay": 0.25, "at": "inner:4", "chain": ["main:6", "inner:4", "asyncio.sleep"]}
        self.assertEqual({key: wait[key] for key in expected}, expected)

    def test_a_task_named_after_it_was_made_has_that_name(self):
        run = virtual("""
            import asyncio
            async def child(): pass
            async def main():
                await asyncio.create_task(child(), name="Ann")
            asyncio.run(main())
        """)
        self.assertEqual([event["name"] for event in run.of("task_new")][:2], ["Task-1", "Ann"])

    def test_a_task_whose_loop_is_left_before_its_first_step_has_the_name_with_which_the_loop_began(self):
        run = virtual("""
            import asyncio
            def leave(): raise SystemExit(0)
            async def main(): pass
            loop = asyncio.new_event_loop()
            loop.call_soon(leave)
            task = loop.create_task(main())
            task.set_name("never begun")
            loop.run_until_complete(task)
        """)
        self.assertEqual([event["name"] for event in run.of("task_new")], ["never begun"])

    def test_cancelling_says_whom_by_whom_and_what_is_thrown(self):
        run = virtual("""
            import asyncio
            async def main():
                task = asyncio.create_task(asyncio.sleep(10))
                await asyncio.sleep(1)
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
            asyncio.run(main())
        """)
        self.assertEqual(run.of("cancel"), [{"e": "cancel", "task": "T2", "by": "T1", "state": "waiting", "on": "F2"}])
        self.assertEqual([event["throw"] for event in run.of("step") if "throw" in event], ["CancelledError()"])
        self.assertEqual(len(run.of("timer_cancel")), 1)

    def test_a_coroutine_that_was_never_awaited_is_reported_with_its_call(self):
        run = virtual("""
            import asyncio
            async def forgotten(): pass
            async def main():
                forgotten()
            asyncio.run(main())
        """)
        self.assertEqual(run.of("never_awaited"), [{"e": "never_awaited", "by": "T1", "coro": "forgotten", "line": 5}])

    def test_waiting_for_ever_ends_with_a_sentence_and_status_3(self):
        run = virtual("""
            import asyncio
            async def main():
                await asyncio.get_running_loop().create_future()
            asyncio.run(main())
        """)
        self.assertEqual(run.status, 3)
        self.assertEqual(run.events[-1], {"e": "deadlock", "t": 0, "pending": 1})
        self.assertIn("wait for ever", run.errors)

    def test_an_error_of_the_script_leaves_its_traceback_and_its_events(self):
        run = virtual("""
            import asyncio
            async def main():
                raise KeyError("x")
            asyncio.run(main())
        """)
        self.assertEqual(run.status, 1)
        self.assertIn("KeyError: 'x'", run.errors)
        self.assertNotIn("loopscope_trace/", run.errors)
        self.assertEqual(run.events[-1]["e"], "exit")

    def test_an_unfinished_line_of_output_is_told_at_the_end_of_the_step(self):
        run = virtual("""
            import asyncio
            async def main():
                print("half", end="")
                await asyncio.sleep(0)
                print(" a line\\nand one \\u00e9")
            asyncio.run(main())
        """)
        told = [(event["text"], event.get("nl", True)) for event in run.of("out")]
        self.assertEqual(told, [("half", False), (" a line", True), ("and one \u00e9", True)])

    @unittest.skipUnless(os.path.exists("/dev/full"), "there is no /dev/full")
    def test_a_script_goes_on_when_its_events_cannot_be_written(self):
        with tempfile.TemporaryDirectory() as folder:
            script = pathlib.Path(folder) / "script.py"
            script.write_text("import asyncio\nasyncio.run(asyncio.sleep(0))\nprint('to the end')\n", encoding="utf-8")
            command = [sys.executable, "-m", "loopscope_trace", "--jsonl", "/dev/full", str(script)]
            done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, timeout=60)
        self.assertEqual((done.returncode, done.stdout), (0, "to the end\n"))
        self.assertEqual(done.stderr, "loopscope_trace: the events could not all be written: No space left on device\n")

    def test_a_script_that_is_not_there_is_one_sentence(self):
        command = [sys.executable, "-m", "loopscope_trace", "nowhere.py"]
        done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (1, "loopscope_trace: there is no script nowhere.py\n"))

    def test_a_sleep_without_end_is_a_sleep(self):
        endless = """
            import asyncio, math
            async def main():
                sleeper = asyncio.create_task(asyncio.sleep(math.inf))
                print(await asyncio.wait({sleeper}, timeout=0.01) == (set(), {sleeper}))
                sleeper.cancel()
            asyncio.run(main())
        """
        self.assertEqual((virtual(endless).printed, Run(endless).printed), ("True\n", "True\n"))

    def test_a_time_that_is_no_time_is_refused_as_by_python(self):
        refused = """
            import time
            for seconds in (float("nan"), -1):
                try:
                    time.sleep(seconds)
                except ValueError as error:
                    print(error)
            print(time.monotonic() >= 0)
        """
        self.assertEqual(virtual(refused).printed, "Invalid value NaN (not a number)\nsleep length must be non-negative\nTrue\n")

    @unittest.skipUnless(LOOPSCOPE.exists(), "loopscope is not built")
    def test_a_timer_that_is_due_before_all_time_damages_no_recording(self):
        with tempfile.TemporaryDirectory() as folder:
            script, recording = pathlib.Path(folder, "script.py"), pathlib.Path(folder, "run.loopscope")
            script.write_text("import asyncio\nasync def main():\n    asyncio.get_running_loop().call_later(float('-inf'), print, 'late')\n    await asyncio.sleep(0.01)\nasyncio.run(main())\n")
            subprocess.run([sys.executable, "-m", "loopscope_trace", "--record", str(recording), str(script)], check=True, capture_output=True, env=ENVIRONMENT, timeout=60)
            done = subprocess.run([str(LOOPSCOPE), "tell", str(recording)], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_a_number_of_more_digits_than_python_writes_does_not_end_the_watching(self):
        run = virtual("""
            import asyncio
            async def power():
                await asyncio.sleep(0)
                return 10 ** 10000, range(10 ** 10000)
            async def main():
                print(len(await asyncio.gather(power())))
            asyncio.run(main())
        """)
        self.assertEqual((run.printed, run.errors), ("1\n", ""))
        self.assertIn("(<int>, <range>)", [event["value"] for event in run.of("resolve")])

    def test_a_line_of_very_many_pieces_is_told_in_some(self):
        run = virtual("""
            for _ in range(40000):
                print("x", end="")
            print()
        """)
        told = [(len(event["text"]), event.get("nl", True)) for event in run.of("out")]
        self.assertEqual(sum(length for length, _ in told), 40000)
        self.assertEqual([whole for _, whole in told], [False, False, True])

    def test_a_number_in_the_environment_that_is_none_is_said_to_be_none(self):
        with tempfile.TemporaryDirectory() as folder:
            script = pathlib.Path(folder) / "script.py"
            script.write_text("print('to the end')\n", encoding="utf-8")
            command = [sys.executable, "-m", "loopscope_trace", "--record", f"{folder}/run.loopscope", str(script)]
            done = subprocess.run(command, capture_output=True, text=True, env={**ENVIRONMENT, "LOOPSCOPE_LONG_STEP": "soon"}, timeout=60, check=False)
        self.assertEqual((done.returncode, done.stdout), (0, "to the end\n"))
        self.assertEqual(done.stderr, "loopscope_trace: LOOPSCOPE_LONG_STEP is to be a number, and 'soon' is none: 0.1 is taken\n")

    def test_what_is_not_asyncios_own_in_the_ready_queue_runs_unwatched(self):
        foreign = """
            import asyncio, threading
            class Quiet(asyncio.Handle.__mro__[-2]):
                pass
            async def main():
                loop, done = asyncio.get_running_loop(), asyncio.Event()
                loop._ready.append(Quiet(print, ("foreign",), loop))
                loop._ready.append(Quiet(print, ("cancelled",), loop))
                loop._ready[-1].cancel()
                thread = threading.Thread(target=loop.call_soon_threadsafe, args=(done.set,))
                thread.start()
                await done.wait()
                thread.join()
            asyncio.run(main())
        """
        run = Run(foreign)
        self.assertEqual((run.printed, run.errors), ("foreign\n", ""))
        self.assertEqual(run.events[-1]["e"], "exit")

    @unittest.skipUnless(hasattr(os, "fork"), "there is no fork here")
    def test_a_process_that_is_forked_off_does_not_write_into_the_recording(self):
        forks = """
            import asyncio, os, sys
            async def main():
                await asyncio.sleep(0.01)
            asyncio.run(main())
            child = os.fork()
            asyncio.run(main())
            if child:
                os.waitpid(child, 0)
                print("parent")
        """
        run = Run(forks)
        self.assertEqual(run.printed, "parent\n")
        self.assertEqual([event["e"] for event in run.events].count("exit"), 1)
        each = 3 if sys.version_info >= (3, 9) else 2  # main, shutdown_asyncgens, and shutdown_default_executor
        self.assertEqual(len(run.of("task_new")), 2 * each)

    def test_objects_that_go_when_the_interpreter_ends_find_asyncio_as_it_was(self):
        run = Run("""
            import asyncio, logging
            class Last:
                def __init__(self):
                    self.loop = asyncio.new_event_loop()
                    self.future = self.loop.create_future()
                def __del__(self, print=print, ValueError=ValueError):
                    try:
                        raise ValueError
                    except ValueError:
                        pass
                    print(self.future.cancel())
                    self.loop._ready.append(1)
            logging.last = Last() # that module was there before the program, and goes after it
            asyncio.run(asyncio.sleep(0))
        """)
        self.assertEqual((run.printed, run.errors), ("True\n", ""))

    def test_recordings_use_the_vocabulary_of_the_engine(self):
        sys.path.insert(0, str(ROOT / "tracer"))
        from loopscope_trace import stream

        header = (ROOT / "engine/trace/trace.h").read_text(encoding="utf-8")
        events = re.findall(r'EVENT\((\w+), (?:"(\w+)"|NULL)\)', header)
        named = [name or ("exit_coroutine" if which == "EXIT" else which.lower()) for which, name in events]
        self.assertEqual(stream.EVENTS, named)
        self.assertEqual(stream.OUTSIDES, re.findall(r'OUTSIDE\(\w+, "([^"]*)"\)', header))
        for words, start in ((stream.DIRECTIONS, "DIRECTION_"), (stream.BYTES, "BYTES_"), (stream.FLOWS, "FLOW_"), (stream.GONE, "GONE_")):
            listed = re.search(rf"{{ ({start}\w+(?:, \w+)*), {start}COUNT }}", header)[1]
            self.assertEqual([start + word.upper() for word in words], listed.split(", "))
        self.assertEqual(stream.REMARKS, re.findall(r'REMARK\(\w+, "([^"]*)", "', header))
        self.assertEqual(stream.VIAS, re.findall(r'VIA\(\w+, "([^"]*)"\)', header))
        calls = re.findall(r'CALL\(\w+, "([^"]*)", "', header)
        self.assertEqual(list(stream.CALLS.items()), [(name, number) for number, name in enumerate(calls) if number > stream.USER])

    @unittest.skipUnless(LOOPSCOPE.exists(), "loopscope is not built")
    @unittest.skipUnless(sys.version_info[:2] == (3, 11), "JSON Lines names some functions inside asyncio that a recording leaves out, other ones in each version")
    def test_a_recording_says_the_same_as_json_lines(self):
        with tempfile.TemporaryDirectory() as folder:
            script, recording, exported = (pathlib.Path(folder) / name for name in ("script.py", "run.loopscope", "run.jsonl"))
            script.write_text(textwrap.dedent(RICH), encoding="utf-8")
            traced = [sys.executable, "-m", "loopscope_trace", "--virtual-time", "--record", str(recording), str(script)]
            subprocess.run(traced, check=True, capture_output=True, env=ENVIRONMENT, timeout=60)
            subprocess.run([str(LOOPSCOPE), "export", str(recording), "--to", str(exported)], check=True, capture_output=True, timeout=60)
            events = [json.loads(line) for line in exported.read_text(encoding="utf-8").splitlines()]
        self.assertEqual(events, virtual(RICH).events)


class NoLoop(unittest.TestCase):
    def test_that_none_has_run_is_said_to_a_person(self):
        try:
            for number in os.openpty():
                os.close(number)
        except (AttributeError, OSError):
            self.skipTest("no terminals here")
        for body, says in (("print('hi')", True), ("import asyncio\nasyncio.run(asyncio.sleep(0))", False)):
            with tempfile.TemporaryDirectory() as folder:
                script, recording = pathlib.Path(folder, "program.py"), pathlib.Path(folder, "run.loopscope")
                script.write_text(body, encoding="utf-8")
                ours, theirs = os.openpty()
                subprocess.run([sys.executable, "-m", "loopscope_trace", "--record", str(recording), str(script)], stdout=subprocess.DEVNULL, stderr=theirs, env=ENVIRONMENT, check=True, timeout=60)
                os.write(theirs, b".")
                said = os.read(ours, 4096).decode()
                os.close(ours)
                os.close(theirs)
                told = subprocess.run([str(LOOPSCOPE), "tell", str(recording)], capture_output=True, text=True, check=True, timeout=60).stdout
            self.assertEqual("no event loop has run in the program: " in said, says, said)
            self.assertEqual("no event loop has run in it: there is nothing to step through." in told, says, told)


if __name__ == "__main__":
    unittest.main()
