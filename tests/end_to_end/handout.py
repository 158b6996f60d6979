"""The handouts of all lessons are whole, printable pages: well formed, without script, with a text for every picture, and with the answers on pages apart."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import xml.dom.minidom

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from exporting import check, failures, folder, program, run  # noqa: E402


def words_of(node):
    return " ".join("".join(part.data for part in texts(node)).split())


def texts(node):
    if node.nodeType == node.TEXT_NODE:
        yield node
    for child in node.childNodes:
        yield from texts(child)


def look_at(name, text):
    """What holds for every handout; returns its document."""
    document = xml.dom.minidom.parseString(text)
    names = [element.getAttribute("id") for element in document.getElementsByTagName("*") if element.getAttribute("id")]
    check(len(names) == len(set(names)), f"{name}: an id stands twice")
    for used in re.findall(r'url\(#([^)]*)\)|aria-labelledby="([^"]*)"', text):
        for one in " ".join(used).split():
            check(one in names, f"{name}: nothing has the id {one}")
    check(text.startswith("<!DOCTYPE html>"), f"{name}: is no HTML")
    for forbidden in ("script", "link", "img", "iframe", "object"):
        check(not document.getElementsByTagName(forbidden), f"{name}: has a <{forbidden}>")
    check(not re.search(r'(src|href)="(?!#|[0-9])', text) and "@import" not in text, f"{name}: needs something else")
    check(document.documentElement.getAttribute("lang") == "en", f"{name}: says no language")
    check(words_of(document.getElementsByTagName("title")[0]) != "", f"{name}: has no title")
    check("@page" in text and "break-before:page" in text, f"{name}: has no pages")
    for picture in document.getElementsByTagName("svg"):
        title, description = (picture.getElementsByTagName(tag) for tag in ("title", "desc"))
        check(title and words_of(title[0]) and description and ":" in words_of(description[0]), f"{name}: a picture without words")
    return document


def sections(article, kind):
    return [section for section in article.getElementsByTagName("section") if section.getAttribute("class") == kind]


def look_at_lesson(path):
    lesson = path.name[3:].split(".")[0]
    page = next(pathlib.Path("lessons").glob(f"*/{lesson}.md")).read_text()
    text = path.read_text()
    document = look_at(path.name, text)
    articles = document.getElementsByTagName("article")
    check(len(articles) == 3, f"{path.name}: {len(articles)} sheets")
    pupil, answers, teacher = (articles[i] for i in range(3))
    asked = sections(pupil, "question")
    check(len(asked) == len(re.findall(r"^- ", page.split("## Questions")[1].split("##")[0], re.M)), f"{path.name}: questions are missing")
    check(len(asked) == len(sections(answers, "answer")), f"{path.name}: answers are missing")
    for question, answer in zip(asked, sections(answers, "answer")):
        choices = [words_of(choice) for choice in question.getElementsByTagName("li")]
        check(len(question.getElementsByTagName("svg")) == 1, f"{path.name}: a question without its timeline")
        veils = [one for one in question.getElementsByTagName("rect") if one.getAttribute("fill-opacity") == "0.549"]
        check(len(veils) == 1 and float(veils[0].getAttribute("width")) > 60, f"{path.name}: the timeline tells what comes")
        letter, right = words_of(answer.getElementsByTagName("strong")[0]).split(") ", 1)
        check(choices[ord(letter) - ord("a")] == right, f"{path.name}: {right} is not choice {letter}")
        reason = words_of(answer.getElementsByTagName("p")[1])
        check(len(reason) > 20 and reason not in words_of(pupil), f"{path.name}: a reason is told beforehand: {reason}")
    for solution in re.findall(r"^Solution: (.*)$", page, re.M):
        check(f"--set {solution}" in words_of(answers) and f"--set {solution}" not in words_of(pupil), f"{path.name}: {solution}")
        check(answers.getElementsByTagName("svg"), f"{path.name}: the solved run is not shown")
    programs = [words_of(figure) for figure in pupil.getElementsByTagName("figure") if figure.getAttribute("class") == "program"]
    for program_text, ending in zip(programs, ("py", "c")):
        source = next(pathlib.Path("lessons").glob(f"*/{lesson}.{ending}")).read_text()
        check(" ".join(source.split()) == program_text.split(f"{lesson}.{ending} ", 1)[1], f"{path.name}: the {ending} is not the program")
    check(len(programs) == 2, f"{path.name}: a language is missing")
    for heading in ("Look for", "Now you", "Hints, one at a time", "The rule", "What happens"):
        if heading.split(",")[0] in page or heading.startswith("Hints"):
            check(heading in words_of(pupil), f"{path.name}: {heading} is missing")
    minutes = re.search(r"^Minutes: (.*)$", page, re.M)
    check(f"{minutes.group(1)} minutes" in words_of(teacher), f"{path.name}: how long it takes is missing")
    if "They say:" in page:
        check("They say" in [words_of(term) for term in teacher.getElementsByTagName("dt")], f"{path.name}: what will be said is missing")
    check("For the teacher" not in words_of(pupil), f"{path.name}: the teacher's part is handed out")


run("--all-lessons", "--to", str(folder / "week"))
pages = sorted((folder / "week").glob("*.handout.html"))
check(len(pages) == len(list(pathlib.Path("lessons").glob("*/*.c"))), f"{len(pages)} handouts")
for path in pages:
    look_at_lesson(path)
index = look_at("index", (folder / "week" / "index.html").read_text())
for link in index.getElementsByTagName("a"):
    check((folder / "week" / link.getAttribute("href")).exists(), f"index: no {link.getAttribute('href')}")
run("--all-lessons", "--to", str(folder / "week"), status=1, says="exists already")
run("--all-lessons", "--to", str(folder / "all.html"))
look_at("all.html", (folder / "all.html").read_text())
run("--all-lessons", "gather", "--to", str(folder / "x"), status=2, says="leave one out")
run("--all-lessons", "--to", str(folder / "x.png"), status=1, says="makes handouts")

# A run that is no lesson: what a program calls itself and prints cannot break the page.
(folder / "own.py").write_text('import asyncio\nasync def main():\n    print("</pre><script>&")\n    asyncio.sleep(1)\nasyncio.run(main())\n')
subprocess.run([program, "record", "-o", str(folder / "<own>.loopscope"), "--virtual-time", str(folder / "own.py")], capture_output=True)
run(str(folder / "<own>.loopscope"), "--to", str(folder / "own.html"), "--handout")
document = look_at("own.html", (folder / "own.html").read_text())
check("</pre><script>&" in words_of(document), "own.html: what was printed is missing")
check("The story" in words_of(document) and "never awaited" in words_of(document), "own.html: the story or the remarks are missing")

# Which name makes what.
run("gather", "--to", str(folder / "run.png"), "--handout", status=2, says="a handout is a page")
run("gather", "--to", str(folder / "no-tool.handout.pdf"), status=1, says="apt install weasyprint", path=str(folder / "nowhere"))
check(not list(folder.glob("no-tool*")), "what could not be made left something behind")

# A tool that fails is told of by its last words, and one that does not read at all does not end this program.
tools = folder / "tools"
tools.mkdir()
(tools / "weasyprint").write_text("#!/bin/sh\nexec <&-\necho first >&2\necho it has no ink >&2\nexit 3\n")
(tools / "weasyprint").chmod(0o755)
run("gather", "--to", str(folder / "no-ink.handout.pdf"), status=1, says="it has no ink", path=f"{tools}:{os.environ['PATH']}")
check(not list(folder.glob("no-ink*")), "what could not be made left something behind")

# One that is too old to tag a PDF makes one without.
(tools / "weasyprint").write_text('#!/bin/sh\ncase "$*" in *--pdf-variant*) echo "weasyprint: error: unrecognized arguments: --pdf-variant" >&2; exit 2 ;; esac\ncat >/dev/null\nprintf plain\n')
run("gather", "--to", str(folder / "old.handout.pdf"), path=f"{tools}:{os.environ['PATH']}")
check((folder / "old.handout.pdf").read_text() == "plain", "an old WeasyPrint makes no PDF")

if shutil.which("weasyprint"):
    for name, words in (("gather.handout.pdf", "What comes next?"), ("gather.pdf", "Database B")):
        run("gather", "--to", str(folder / name))
        check((folder / name).read_bytes().startswith(b"%PDF-"), f"{name} is no PDF")
        if shutil.which("pdftotext"):
            text = subprocess.run(["pdftotext", str(folder / name), "-"], capture_output=True, text=True).stdout
            check(words in text, f"{name}: its text is none")
        if shutil.which("pdfinfo"):  # for those who have it read to them
            about = subprocess.run(["pdfinfo", str(folder / name)], capture_output=True, text=True).stdout
            check(re.search(r"^Tagged: +yes$", about, flags=re.M) and re.search(r"^Title: +Together: gather$", about, flags=re.M), f"{name}: {about}")
    structure = subprocess.run(["pdfinfo", "-struct", str(folder / "gather.handout.pdf")], capture_output=True, text=True).stdout if shutil.which("pdfinfo") else ""
    for kind in ("H1", "H2", "P", "L", "LI") if structure else ():
        check(re.search(rf"^ *{kind} \(", structure, flags=re.M), f"the handout has no {kind} in its structure")

shutil.rmtree(folder)
print("\n".join(failures))
sys.exit(bool(failures))
