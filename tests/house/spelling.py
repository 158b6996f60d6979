"""spelling.py: the words of the lessons, the glossary and the catalogues are spelled as dictionaries have them, in each language; hunspell looks them up."""
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
DICTIONARIES = {"en": "en_US", "de": "de_DE"}
TERMS = ROOT / "tests/house/terms"
# What is no prose: code, also the block of a program, settings of a page, what printf() replaces, entities.
CODE = re.compile(r"`[^`]*`")
SETTING = re.compile(r"^(?:Section: *)?((?:Teaches|Needs|Cures|Next|Remark|Goal|Solution|Minutes|Words|Lesson|English): .*)$")
FORMAT = re.compile(r"%(?:\d+\$)?[-+#0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?(?:hh|h|ll|l|z|j|t)?[a-zA-Z%]|\\[a-z0-9]+")
NAME = re.compile(r"(?<!\w)[.~]/?\w[\w./]*|\b\w*[_()=./]\w[\w_()=./]*|--?[a-z][a-z-]*|\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b|\b[A-Z]{2,}\b")


def pages():
    """(language, file, its lines of prose by their numbers)"""
    for path in sorted([*ROOT.glob("lessons/*/*.md"), *ROOT.glob("lessons/mistakes/*/*.md"), *ROOT.glob("lessons/glossary*.md")]):
        if path.name == "README.md":
            continue
        language = path.name.split(".")[1] if path.name.count(".") > 1 else "en"
        lines, questions = {}, False
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            questions = line == "## Questions" if line.startswith("## ") else questions
            heading = line.startswith("## ") and "glossary" not in path.name  # which are part of the form
            if not questions and not heading and not SETTING.match(line):
                lines[number] = line.removeprefix("Section: ")
        yield language, path, lines


def catalogues():
    """The texts of the catalogues: the English ones, and those of their language."""
    for path in sorted(ROOT.glob("assets/languages/*.po")):
        for which, language in (("msgid", "en"), ("msgstr", path.stem)):
            lines, inside = {}, False
            for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
                found = re.match(r'(msg\w+)(?:\[\d\])? "(.*)"$', line)
                inside = found.group(1).startswith(which) if found else inside and line.startswith('"')
                if inside and not re.match(r'"[A-Z][\w-]+: .*\\n"$', line):  # the head of the catalogue
                    lines[number] = found.group(2) if found else line.strip('"')
            yield language, path, lines


def prose(line):
    return NAME.sub(" ", FORMAT.sub(" ", CODE.sub(" ", line.replace("&", " "))))


def unknown(language, words):
    """Those that neither the dictionary nor the list of terms has."""
    terms = TERMS / f"{language}.txt"
    own = {line.strip() for line in terms.read_text(encoding="utf-8").split("\n") if line.strip() and not line.startswith("#")}
    asked = sorted(set(words) - own)
    answer = subprocess.run(["hunspell", "-l", "-i", "utf-8", "-d", DICTIONARIES[language]], input="\n".join(asked) + "\n",
                            capture_output=True, text=True, check=True, encoding="utf-8")
    return set(answer.stdout.split("\n")) - {""}, own


def has_dictionaries():
    if shutil.which("hunspell") is None:
        return False
    listed = subprocess.run(["hunspell", "-D"], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, encoding="utf-8", errors="replace")
    return all(name in listed.stderr + listed.stdout for name in DICTIONARIES.values())


def faults():
    found = {language: [] for language in DICTIONARIES}
    for language, path, lines in [*pages(), *catalogues()]:
        for number, line in lines.items():
            for word in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", prose(line)):
                found[language].append((word, path, number))
    for language, words in found.items():
        wrong, own = unknown(language, [word for word, _, _ in words])
        for word, path, number in words:
            if word in wrong:
                yield f"{path.relative_to(ROOT)}:{number}: {word} is in no dictionary of {language}: correct it, or add it to {TERMS.relative_to(ROOT)}/{language}.txt"
        for word in sorted(own - {word for word, _, _ in words}):
            yield f"{TERMS.relative_to(ROOT)}/{language}.txt: {word} stands in no text any more"


def main():
    if not has_dictionaries():
        print("hunspell or one of its dictionaries is not installed: nothing is spelled")
        return 77
    wrong = list(faults())
    print("\n".join(wrong) if wrong else "ok     every word is spelled as a dictionary or the list of terms has it")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
