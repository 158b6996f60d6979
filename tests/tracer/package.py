"""package: the tracer as a package: a part of a process, the plugin for pytest, the magic of notebooks, the wheel's version."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("LOOPSCOPE_BUILD", ROOT / "build" / "release"))
LOOPSCOPE = os.environ.get("LOOPSCOPE", str(BUILD / "loopscope"))
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join((str(BUILD / "python"), str(ROOT / "tracer"))), "LOOPSCOPE": LOOPSCOPE}


def python_with(module):
    for python in (sys.executable, "/usr/bin/python3"):
        if subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0:
            return python
    return None


def told(path):
    return subprocess.run([LOOPSCOPE, "tell", str(path)], capture_output=True, text=True, check=True, timeout=60).stdout


class Package(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def run_in(self, python, *arguments, program=""):
        path = os.path.join(self.folder, "test_program.py")
        with open(path, "w", encoding="utf-8") as file:
            file.write(textwrap.dedent(program))
        return subprocess.run([python, *arguments, path], cwd=self.folder, env=ENVIRONMENT, capture_output=True, text=True, timeout=100, check=False)

    def test_parts_of_a_process_one_after_another(self):
        done = self.run_in(sys.executable, program="""
            import asyncio, loopscope_trace
            async def main(n):
                await asyncio.sleep(0)
                print("main", n)
            for n in range(3):
                with loopscope_trace.recording(f"{n}.loopscope", title=f"part {n}"):
                    asyncio.run(main(n))
            asyncio.run(main(9))
        """)
        self.assertEqual((done.stdout, done.stderr), ("main 0\nmain 1\nmain 2\nmain 9\n", ""))
        for n in range(3):
            said = told(os.path.join(self.folder, f"{n}.loopscope"))
            self.assertIn(f"| main {n}\n", said)
            self.assertTrue(said.endswith("The run has ended: asyncio.run has returned.\n"), said[-300:])

    def test_a_loop_that_runs_already_is_refused(self):
        done = self.run_in(sys.executable, program="""
            import asyncio, loopscope_trace
            async def main():
                try:
                    with loopscope_trace.recording("x.loopscope"):
                        pass
                except RuntimeError as error:
                    print(error)
            asyncio.run(main())
        """)
        self.assertIn("put the with round asyncio.run()", done.stdout)

    def test_pytest_keeps_the_recordings_of_tests_that_fail(self):
        python = python_with("pytest")
        if python is None:
            self.skipTest("there is no pytest here")
        done = self.run_in(python, "-m", "pytest", "-q", "-p", "loopscope_trace.pytest_plugin", "--loopscope", program="""
            import asyncio, unittest
            class Some(unittest.IsolatedAsyncioTestCase):
                async def test_good(self):
                    await asyncio.sleep(0)
                async def test_bad(self):
                    await asyncio.sleep(0)
                    assert 1 == 2
            def test_plain():
                pass
        """)
        self.assertIn("1 failed, 2 passed", done.stdout, done.stderr)
        kept = os.listdir(os.path.join(self.folder, "loopscope-recordings"))
        self.assertEqual(kept, ["test_program.py-Some-test_bad.loopscope"])
        self.assertIn("loopscope loopscope-recordings/" + kept[0], done.stdout)
        self.assertIn("takes its first step", told(os.path.join(self.folder, "loopscope-recordings", kept[0])))

    def test_pytest_keeps_a_recording_for_each_test_that_fails_whatever_it_is_called(self):
        python = python_with("pytest")
        if python is None:
            self.skipTest("there is no pytest here")
        done = self.run_in(python, "-m", "pytest", "-q", "-p", "loopscope_trace.pytest_plugin", "--loopscope", program="""
            import asyncio, os, unittest
            class Some(unittest.IsolatedAsyncioTestCase):
                pass
            def make(name, good):
                async def test(self):
                    await asyncio.sleep(0)
                    os.chdir("/")
                    assert good
                setattr(Some, name, test)
            make("test_a b", False)
            make("test_a/b", True)
            make("test_" + "\u00e9" * 200, False)
        """)
        self.assertIn("2 failed, 1 passed", done.stdout, done.stderr)
        kept = sorted(os.listdir(os.path.join(self.folder, "loopscope-recordings")))
        self.assertEqual([len(kept), kept[0]], [2, "test_program.py-Some-test_a-b.loopscope"])
        for name in kept:
            self.assertIn("takes its first step", told(os.path.join(self.folder, "loopscope-recordings", name)))

    def test_a_cell_of_a_notebook_gives_a_picture(self):
        sys.path.insert(0, str(ROOT / "tracer"))
        from loopscope_trace import notebook

        os.environ["LOOPSCOPE"] = LOOPSCOPE
        picture = notebook.run_cell("--theme 'light'", "import asyncio\nasyncio.run(asyncio.sleep(0))\n")
        self.assertEqual(picture[:8], b"\x89PNG\r\n\x1a\n")

    def test_the_wheel_holds_all_that_is_needed(self):
        python = python_with("wheel")
        if python is None:
            self.skipTest("there is no wheel here")
        shutil.copytree(ROOT / "tracer", os.path.join(self.folder, "tracer"), ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(ROOT / "engine" / "trace", os.path.join(self.folder, "engine", "trace"))
        build = [python, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", self.folder, os.path.join(self.folder, "tracer")]
        subprocess.run(build, check=True, capture_output=True, cwd=self.folder, timeout=120)
        wheel = next(name for name in os.listdir(self.folder) if name.endswith(".whl"))
        shutil.unpack_archive(os.path.join(self.folder, wheel), os.path.join(self.folder, "installed"), "zip")
        program = os.path.join(self.folder, "program.py")
        with open(program, "w") as out:
            out.write("import asyncio\nasyncio.run(asyncio.sleep(0, 'done'))\n")
        only = {**os.environ, "PYTHONPATH": os.path.join(self.folder, "installed")}
        recording = os.path.join(self.folder, "run.loopscope")
        done = subprocess.run([python, "-m", "loopscope_trace", "--record", recording, program], capture_output=True, text=True, env=only, cwd=self.folder, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("The run has ended", told(recording))
        ask = "import sysconfig, os; print(os.path.isfile(os.path.join(sysconfig.get_path('include'), 'Python.h')) and not sysconfig.get_config_var('Py_GIL_DISABLED'))"
        headers = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=True).stdout.strip()
        if headers == "True" and shutil.which("cc"):
            self.assertIn("abi3", wheel)
            subprocess.run([python, "-c", "import _loopscope_trace"], check=True, env=only, cwd=self.folder)

    def test_virtual_time_goes_on_when_the_watching_has_ended(self):
        done = self.run_in(sys.executable, "-m", "loopscope_trace", "--virtual-time", "--record", "x.loopscope", program="""
            import asyncio
            from loopscope_trace import hooks
            async def main():
                hooks.recorder.on = False
                await asyncio.sleep(100_000)
                await asyncio.wait([asyncio.create_task(asyncio.sleep(100_000))], timeout=50_000)
                print(asyncio.get_running_loop().time())
            asyncio.run(main())
        """)
        self.assertIn("150000.0", done.stdout, done.stderr)

    def test_the_version_is_the_projects(self):
        project = re.search(r"project\(loopscope VERSION ([\d.]+)", (ROOT / "CMakeLists.txt").read_text(encoding="utf-8"))[1]
        sys.path.insert(0, str(ROOT / "tracer"))
        import loopscope_trace

        self.assertEqual(loopscope_trace.__version__, project)


if __name__ == "__main__":
    unittest.main()
