"""page: what a web page's Python records of a program is, byte for byte, what a process of its own records; and what a page cannot do is said in a sentence."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import textwrap
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "conformance"))

import page_lines  # noqa: E402

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "tracer"), "PYTHONHASHSEED": "0"}
# As web/editor/python.js asks for it: each run in memory as it was before.
MACHINE = """
import os, pathlib, sys
from loopscope_trace.page import Machine
told, script, most = [], sys.argv[1], int(sys.argv[2])
def tell(text):
    told.append(text)
    return sum(map(len, told)) < most
out = os.dup(1)
outcome = Machine(tell, labels=sys.argv[4:] == ["labels"]).run(script, pathlib.Path(script).read_text(encoding="utf-8"), sys.argv[3])
pathlib.Path(script + ".told").write_bytes("".join(told).encode("latin-1"))
os.write(out, outcome.encode())
"""


def in_a_page(script, *labels, most=10**9, link="{}"):
    done = subprocess.run([sys.executable, "-c", MACHINE, script, str(most), link, *labels], env=ENVIRONMENT, capture_output=True, timeout=60)
    if not done.stdout:
        raise AssertionError(done.stderr.decode())
    return json.loads(done.stdout), pathlib.Path(f"{script}.told").read_bytes()


def by_itself(script):
    recording = pathlib.Path(f"{script}.loopscope")
    subprocess.run([sys.executable, "-m", "loopscope_trace", "--virtual-time", "--record", recording, script], env=ENVIRONMENT, capture_output=True, timeout=60)
    return recording.read_bytes()


class Page(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def script(self, text):
        script = pathlib.Path(self.folder.name, "program.py")
        script.write_text(textwrap.dedent(text), encoding="utf-8")
        return str(script)

    def test_a_lesson_is_recorded_as_in_a_process_of_its_own(self):
        for lesson in ("first_steps/gather", "together/blocking", "together/failing", "ending/task_group", "sharing/deadlock", "mistakes/lost/error_nobody_fetches"):
            with self.subTest(lesson):
                script = self.script((ROOT / f"lessons/{lesson}.py").read_text(encoding="utf-8"))
                outcome, told = in_a_page(script)
                self.assertEqual(outcome["words"], "")
                self.assertEqual(told, by_itself(script))

    def test_a_task_is_called_by_the_text_that_its_coroutine_is_given_first(self):
        for lesson, label in (("first_steps/gather", b"API A"), ("first_steps/create_task", b"Database")):
            script = self.script((ROOT / f"lessons/{lesson}.py").read_text(encoding="utf-8"))
            bare, labelled = in_a_page(script)[1], in_a_page(script, "labels")[1]
            self.assertGreater(len(labelled), len(bare))
            self.assertIn(label, labelled)

    def test_the_numbers_of_the_program_are_told(self):
        outcome, _ = in_a_page(self.script("import asyncio\ndelay, together, name = 2.5, True, 'x'\nasync def main():\n    await asyncio.sleep(delay)\nasyncio.run(main())\n"))
        self.assertEqual(outcome["values"], {"delay": 2.5, "together": 1.0})

    def test_what_is_wrong_stands_on_its_line(self):
        for text, line, words in (
            ("import asyncio\nasync def main()\n    pass\n", 2, "SyntaxError: expected ':'"),
            ("import asyncio\nasync def main():\n    await asyncio.sleep(1)\n    raise ValueError('no tea')\nasyncio.run(main())\n", 4, "ValueError: no tea"),
            ("import nothing_of_that_name\n", 1, "ModuleNotFoundError: No module named 'nothing_of_that_name'"),
            ("a = '\0'\n", 0, None),
        ):
            with self.subTest(text):
                outcome, _ = in_a_page(self.script(text))
                self.assertEqual(outcome["line"], line)
                self.assertTrue(outcome["words"])
                if words:
                    self.assertEqual(outcome["words"], words)
                    self.assertIn(words, outcome["said"])

    def test_what_a_page_has_not_is_refused_where_it_is_asked_for(self):
        for line, what in (
            ("threading.Thread(target=print).start()", "a thread"),
            ("await asyncio.open_connection('example.org', 80)", "the network"),
            ("await asyncio.get_running_loop().create_datagram_endpoint(asyncio.DatagramProtocol, ('127.0.0.1', 0))", "a datagram"),
            ("one, other = socket.socketpair(); one.recv(1)", "a wait in the middle of a step"),
            ("await asyncio.to_thread(threading.Event().wait)", "a wait for another thread"),
            ("await asyncio.to_thread(asyncio.run, asyncio.sleep(1))", "a loop in a thread"),
            ("await asyncio.create_subprocess_exec('true')", "a process"),
            ("print(input('who? '))", "an answer to input()"),
        ):
            for text in (line, f"try: {line}\n    except BaseException: pass"):
                with self.subTest(text):
                    outcome, _ = in_a_page(self.script(f"import asyncio, socket, threading\nasync def main():\n    {text}\nasyncio.run(main())\n"))
                    self.assertEqual((outcome["line"], outcome["words"].partition(":")[0]), (3, f"{what} cannot be had in a page"))
                    self.assertEqual(outcome["said"].count("loopscope_trace: "), 1)

    def printed(self, text, **link):
        """Each line that the program prints."""
        events, _ = page_lines.run(sys.executable, self.script(text), self.folder.name, link)
        return [event["text"] for event in events if event["e"] == "out"]

    def test_a_call_in_a_thread_prints_what_it_prints_when_it_does_and_its_time_is_its_own(self):
        printed = self.printed("""
            import asyncio, threading, time
            def work(seconds):
                print("begins", threading.current_thread().name, time.monotonic())
                time.sleep(seconds)
                print("ends", time.monotonic())
                return seconds
            async def tick():
                for beat in range(3):
                    await asyncio.sleep(1)
                    print("tick", time.monotonic())
            async def main():
                beat = asyncio.create_task(tick())
                print(await asyncio.gather(asyncio.to_thread(work, 1.5), asyncio.to_thread(work, 0.5)))
                await beat
            asyncio.run(main())
            """)
        self.assertEqual(
            printed,
            ["begins asyncio_0 0.0", "begins asyncio_1 0.0", "ends 0.5", "tick 1.0", "ends 1.5", "[1.5, 0.5]", "tick 2.0", "tick 3.0"],
        )

    def test_a_pool_runs_as_many_calls_at_once_as_it_has_threads_and_an_error_comes_back(self):
        printed = self.printed("""
            import asyncio, concurrent.futures, time
            def fail(seconds):
                time.sleep(seconds)
                raise ValueError(seconds)
            async def main():
                loop = asyncio.get_running_loop()
                with concurrent.futures.ThreadPoolExecutor(1) as pool:
                    for call in [loop.run_in_executor(pool, fail, 1), loop.run_in_executor(pool, fail, 2)]:
                        try:
                            await call
                        except ValueError as error:
                            print(error, loop.time())
            asyncio.run(main())
            """)
        self.assertEqual(printed, ["1 1.0", "2 3.0"])

    def test_bytes_take_the_time_that_the_network_has_them_take(self):
        program = """
            import asyncio, time
            async def answer(reader, writer):
                writer.write(await reader.readline())
                writer.close()
            async def main():
                server = await asyncio.start_server(answer, "localhost", 0)
                reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
                print("connected", time.monotonic())
                writer.write(b"123456789\\n")
                print(await reader.readline(), time.monotonic())
                print(await reader.read(), time.monotonic())
                try:
                    await asyncio.open_connection("127.0.0.1", 1)
                except ConnectionRefusedError:
                    print("nobody is there", time.monotonic())
            asyncio.run(main())
            """
        without, slow = self.printed(program), self.printed(program, latency=0.5, bandwidth=10)
        self.assertEqual(without, ["connected 0.0", "b'123456789\\n' 0.0", "b'' 0.0", "nobody is there 0.0"])
        self.assertEqual(slow, ["connected 1.0", "b'123456789\\n' 4.0", "b'' 4.0", "nobody is there 5.0"])

    def test_the_knobs_are_told_however_the_run_ends(self):
        for end in ("await asyncio.sleep(1)", "await asyncio.Event().wait()", "raise ValueError", "input()", "while True: await asyncio.sleep(1)"):
            with self.subTest(end):
                outcome, _ = in_a_page(self.script(f"import asyncio\ndelay, mended = 2, True\nasync def main():\n    {end}\nasyncio.run(main())\n"), most=100000)
                self.assertEqual(outcome["values"], {"delay": 2, "mended": 1})

    def test_a_step_that_prints_and_prints_is_left_as_well(self):
        outcome, told = in_a_page(self.script("import asyncio\nasync def main():\n    while True:\n        print('x')\nasyncio.run(main())\n"), most=400000)
        self.assertTrue(outcome["too_long"])
        self.assertLess(len(told), 4000000)

    def test_what_goes_on_and_on_is_left_and_what_it_did_is_told(self):
        outcome, told = in_a_page(self.script("import asyncio\nasync def main():\n    while True:\n        await asyncio.sleep(1)\nasyncio.run(main())\n"), most=400000)
        self.assertTrue(outcome["too_long"])
        self.assertEqual(outcome["words"], "")
        self.assertGreater(len(told), 400000)
        self.assertLess(len(told), 4000000)


if __name__ == "__main__":
    unittest.main()
