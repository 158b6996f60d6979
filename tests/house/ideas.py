"""ideas.py: every idea that docs/ideas.md asks for is taught by the lessons that stand beside it, and no lesson is without a question.

    python3 tests/house/ideas.py [--write]

With --write it fills in the lessons.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "ideas.md"
LEAST = 40  # kinds of programs
ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \|([^|]*)\|$")


def course():
    """The names of the lessons, in their order."""
    return re.findall(r"^ +LESSON\(\w+, (\w+)\)", (ROOT / "viz" / "lesson" / "lesson.c").read_text(encoding="utf-8"), flags=re.M)


def lessons_of_ideas():
    """{"ready queue": "callbacks"}: who teaches what."""
    of = {}
    for entry in re.split(r"^## ", (ROOT / "lessons" / "glossary.md").read_text(encoding="utf-8"), flags=re.M)[1:]:
        lesson = re.search(r"^Lesson: (\w+)$", entry, flags=re.M)
        if lesson:
            of[entry.partition("\n")[0]] = lesson[1]
    for name in course():
        [page] = (ROOT / "lessons").glob(f"*/{name}.md")
        teaches = re.search(r"^Teaches: (.*)$", page.read_text(encoding="utf-8"), flags=re.M)
        of.update(dict.fromkeys(teaches[1].split(", ") if teaches else (), name))  # one that puts together what was taught teaches nothing new
    return of


def wrong_rows(text, order, of):
    """The page with its lessons filled in, and what is wrong with it."""
    wrong, lines, asked, rows = [], [], set(), 0
    for line in text.split("\n"):
        row = ROW.match(line)
        if row and row[1] != "What is asked, or goes wrong" and not row[1].startswith("---"):
            rows += 1
            ideas = [idea.strip() for idea in row[2].split(",")]
            wrong += [f"{row[1]}: no lesson teaches {idea}" for idea in ideas if idea not in of]
            names = {of[idea] for idea in ideas if idea in of}
            asked |= names
            line = f"| {row[1]} | {row[2]} | {', '.join(sorted(names, key=order.index))} |"
        lines.append(line)
    if rows < LEAST:
        wrong.append(f"{rows} kinds of programs are fewer than {LEAST}")
    wrong += [f"nothing that is asked here leads to the lesson {name}" for name in order if name in of.values() and name not in asked]
    return "\n".join(lines), wrong


def main():
    text = PAGE.read_text(encoding="utf-8")
    filled, wrong = wrong_rows(text, course(), lessons_of_ideas())
    if "--write" in sys.argv[1:]:
        PAGE.write_text(filled, encoding="utf-8")
    elif filled != text:
        wrong += [f"lessons differ: {line}" for line in filled.split("\n") if line not in text.split("\n")]
    for one in wrong:
        print(f"docs/ideas.md: {one}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
