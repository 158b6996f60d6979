"""own_lesson.py: the lesson that docs/lessons.md shows is made, run, turned, asked about and kept; and what is wrong with one is said in one sentence, with file and line."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("LOOPSCOPE", str(ROOT / "build" / "release" / "loopscope"))
EXAMPLE = re.search(r"^````markdown\n(.*?)^````$", (ROOT / "docs" / "lessons.md").read_text(), re.DOTALL | re.MULTILINE).group(1)


class OwnLesson(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.lessons = self.folder / "data" / "loopscope" / "lessons"
        self.lessons.mkdir(parents=True)
        (self.folder / "tmp").mkdir()
        self.write(EXAMPLE)

    def write(self, text, name="breakfast"):
        (self.lessons / f"{name}.md").write_text(text)

    def call(self, *arguments):
        environment = os.environ | {"XDG_DATA_HOME": str(self.folder / "data"), "TMPDIR": str(self.folder / "tmp"), "LC_ALL": "C.UTF-8"}
        done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=120, env=environment, stdin=subprocess.DEVNULL)
        self.assertEqual(list((self.folder / "tmp").iterdir()), [], "a copy of the program was left")
        return done

    def succeeds(self, *arguments):
        done = self.call(*arguments)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        return done.stdout

    def refused(self, *arguments):
        done = self.call(*arguments)
        self.assertNotEqual(done.returncode, 0, done.stdout)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        return done.stderr.removeprefix("loopscope: ").rstrip("\n")

    def fault(self, old, new):
        self.assertIn(old, EXAMPLE)
        self.write(EXAMPLE.replace(old, new, 1))
        return self.refused("tell", "breakfast")

    def test_it_is_told_as_it_is_written(self):
        told = self.succeeds("tell", "breakfast")
        self.assertIn("Breakfast: tea and toast", told)
        self.assertIn("5.000 s  The run has ended", told)

    def test_a_knob_is_turned(self):
        told = self.succeeds("tell", "breakfast", "--set", "together=on", "--set", "kettle=3.5")
        self.assertIn("3.500 s  The run has ended", told)
        self.assertEqual(self.refused("tell", "breakfast", "--set", "kettle=9"), "--set kettle=9 is not possible: kettle goes from 1 to 6 s")

    def test_it_is_listed_behind_the_others(self):
        listed = self.succeeds("list")
        self.assertIn("--set kettle       the kettle takes 3 s, from 1 to 6 s", listed[listed.index("breakfast  "):])
        self.assertLess(listed.index("own_outside"), listed.index("breakfast  "))

    def test_another_folder_can_be_named(self):
        other = self.folder / "class"
        self.lessons.rename(other)
        self.assertIn("there is no lesson or file breakfast", self.refused("tell", "breakfast"))
        self.succeeds("tell", "--lessons", other, "breakfast")
        self.assertIn("breakfast", self.succeeds("list", "--lessons", other))
        self.assertIn("the folder of lessons /nowhere cannot be read", self.refused("tell", "--lessons", "/nowhere", "gather"))

    def test_a_folder_that_is_none_is_said_and_the_lessons_work(self):
        (self.lessons / "breakfast.md").unlink()
        self.lessons.rmdir()
        self.succeeds("list")
        self.lessons.write_text("no folder")
        done = self.call("tell", "gather")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stderr, "^loopscope: the folder of lessons .* cannot be read: name a folder that holds them\n$")

    def test_its_questions_can_be_asked(self):
        self.assertIn("How long", self.succeeds("tell", "breakfast", "--ask"))

    def test_it_is_exported_and_recorded(self):
        out = self.folder / "run.jsonl"
        self.succeeds("export", "breakfast", "--to", out, "--set", "together=on")
        self.assertIn('"via":"gather"', out.read_text())
        self.succeeds("export", "breakfast", "--to", self.folder / "run.png", "--size", "960x600")
        self.succeeds("record", "-o", self.folder / "run.loopscope", "breakfast")
        self.assertIn("Breakfast: tea and toast", self.succeeds("tell", self.folder / "run.loopscope"))
        (self.lessons / "breakfast.md").unlink()
        self.assertIn("5.000 s  The run has ended", self.succeeds("tell", self.folder / "run.loopscope"))

    def test_its_task_is_solved_by_its_solution(self):
        told = self.succeeds("tell", "breakfast", "--set", re.search("^Solution: (.*)$", EXAMPLE, re.MULTILINE).group(1))
        self.assertIn("3.000 s  The run has ended", told)

    def test_what_python_says_is_said_with_the_line_of_the_file(self):
        line = EXAMPLE[: EXAMPLE.index("async def main")].count("\n") + 1
        self.assertEqual(self.fault("async def main", "async deff main"), f"breakfast.md, line {line}: The program ended with SyntaxError: invalid syntax.")
        line = EXAMPLE[: EXAMPLE.index("import asyncio")].count("\n") + 1
        self.assertRegex(self.fault("import asyncio", 'raise ValueError("no tea")'), rf"^breakfast.md, line {line}: .*ValueError.*no tea")
        self.assertIn(f"breakfast.md, line {line}: the program runs no event loop", self.fault("asyncio.run(main())", ""))

    def test_what_the_run_does_not_bring_is_said_and_the_run_is_told(self):
        line = EXAMPLE[: EXAMPLE.index("- total 1")].count("\n") + 1
        self.assertEqual(self.fault("- total 1", "- gather 1"), f"breakfast.md, line {line}: the run brings no question of the kind `gather`")
        self.assertIn("The run has ended", self.call("tell", "breakfast").stdout)
        self.assertIn(f"line {line}: there is no kind of question `totl`", self.fault("- total 1", "- totl 1"))
        line = EXAMPLE[: EXAMPLE.index("Goal: total")].count("\n") + 1
        self.assertIn(f"line {line}: there is no goal that begins with `quick`", self.fault("Goal: total <= 3", "Goal: quick"))
        self.assertIn(f"line {line}: the task is solved before anything is turned", self.fault("Goal: total <= 3", "Goal: total <= 5"))
        self.assertIn("kettle goes from 1 to 6 s", self.fault("Solution: together=on", "Solution: kettle=9"))

    def test_a_solution_that_does_not_solve_is_said_and_a_way_that_leads_nowhere(self):
        line = EXAMPLE[: EXAMPLE.index("Solution: ")].count("\n") + 1
        weak = "with this solution the task is not solved, since this goal does not hold"
        self.assertIn(f"line {line}: {weak}: `total <= 3`", self.fault("Solution: together=on", "Solution: toaster=1"))
        self.assertIn(f"line {line}: {weak}: `total <= 3`", self.refused("tell", "breakfast", "--set", "toaster=1"))
        self.assertIn(f"line {line}: this solution leaves every knob as the program has it", self.fault("Solution: together=on", "Solution: kettle=3"))
        line = EXAMPLE[: EXAMPLE.index("Next: ")].count("\n") + 1
        self.assertIn(f"line {line}: no lesson is called `gathre`", self.fault("Next: gather", "Next: gathre"))
        self.write(EXAMPLE.replace("Next: gather", "Next: supper"))
        self.write(EXAMPLE.replace("Next: gather\n", ""), "supper")  # one of one's own may be the next
        self.succeeds("tell", "breakfast")

    def test_a_program_that_does_not_end_is_ended(self):
        self.assertIn("did not come to its event loop in five seconds", self.fault("import asyncio\n", "import asyncio\nwhile True: pass\n"))
        self.assertIn("had not ended after five seconds or 300,000 events", self.fault('    print("breakfast")', "    while True: await asyncio.sleep(0)"))
        self.assertIn("The sleep of main", self.call("tell", "breakfast").stdout)

    def test_a_lesson_with_a_fault_leaves_the_others_alone(self):
        self.write("no title\n", "broken")
        os.mkfifo(self.lessons / "pipe.md")
        (self.lessons / "zero.md").symlink_to("/dev/zero")
        (self.lessons / "folder.md").mkdir()
        (self.lessons / "large.md").write_text("a" * 300000)
        self.write(EXAMPLE, "README")
        listed = self.succeeds("list")
        for sentence in ("broken.md, line 1: a page begins with its title", "pipe.md: it cannot be read as a lesson: it is no file",
                         "zero.md: it cannot be read as a lesson: it is no file", "folder.md: it cannot be read as a lesson: it is no file",
                         "large.md: it cannot be read as a lesson: it is larger than 256 KiB"):
            self.assertIn(sentence, listed)
        self.assertNotIn("README", listed)
        self.assertEqual(self.refused("tell", "broken"), "broken.md, line 1: a page begins with its title: `# Together: gather`")
        self.succeeds("tell", "breakfast")
        self.succeeds("tell", "gather")

    def test_its_name_hides_no_module(self):
        self.write(EXAMPLE.replace("import asyncio\n", "import asyncio, colorsys\ncolorsys.hsv_to_rgb(0, 0, 0)\n", 1), "colorsys")
        self.succeeds("tell", "colorsys")

    def test_it_has_no_other_clock_rules_or_orders(self):
        for option in (["--real-time"], ["--rules", "3.12"]):
            self.assertIn(option[0], self.refused("breakfast", *option))
        self.assertIn("--orders", self.refused("tell", "breakfast", "--orders"))

    def test_more_than_there_is_room_for_are_named(self):
        for number in range(70):
            self.write(EXAMPLE, f"lesson{number:02}")
        done = self.call("list")
        self.assertEqual(done.returncode, 0)
        self.assertIn("holds 71, and there is room for 64: those from lesson63.md on are left out", done.stderr)


if __name__ == "__main__":
    unittest.main()
