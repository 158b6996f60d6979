"""00_tidy.py: what the code must look like, as a test: who includes whom, calls that are banned, file sizes, and the README's map."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = ("engine", "viz", "lessons", "tracer", "tests")
SOURCES = (".c", ".h", ".cpp", ".go", ".py", ".sh")
MODEL = re.compile(r"(model|spans|player|narrate|why|lint|predict)(_\w+)?|misconceptions")
LEAF = re.compile(r"sdl_\w+|png(_\w+)?|picture(_\w+)?")
PROGRAM = re.compile(r"main|session(_\w+)?|store|settings_file|source(_\w+)?|cli(_\w+)?|live(_\w+)?|tell(_\w+)?|export(_\w+)?|record|svg|text")
LESSON = re.compile(r"lesson(_\w+)?")
CLOCKS = re.compile(r"\b(time|clock_gettime|gettimeofday|rand|srand|random|SDL_GetTicks(?:64)?|SDL_GetPerformanceCounter)\s*\(")
LONGEST = 700


def files(*endings):
    listed = subprocess.run(["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", *FOLDERS],
                            cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return sorted(ROOT / name for name in listed.split("\n") if name.endswith(endings) and (ROOT / name).is_file())


def room(path):
    """The layer a file belongs to: a file may include its own layer and those that it stands on."""
    name = path.stem
    if path.parent.name == "engine":
        return "trace" if name.startswith("trace") else "engine"
    if path.parent.name == "viz":
        for label, pattern in (("program", PROGRAM), ("leaf", LEAF), ("lessons", LESSON), ("model", MODEL)):
            if pattern.fullmatch(name):
                return label
        return "views"
    return path.parent.name


BELOW = {
    "trace": {"trace"},
    "engine": {"trace", "engine"},
    "lessons": {"trace", "engine", "lessons"},
    "model": {"trace", "model"},
    "views": {"trace", "model", "lessons", "views"},
    "leaf": {"trace", "model", "lessons", "views", "leaf"},
    "program": {"trace", "engine", "model", "lessons", "views", "leaf", "program"},
}


def code_of(path):
    """The text with comments and strings blanked, so that prose about a call is not a call."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', lambda m: re.sub(r"[^\n]", " ", m.group()), text, flags=re.S)


def includes_follow_the_layers():
    headers = {path.name: room(path) for path in files(".h")}
    for path in files(".c", ".h"):
        here = room(path)
        if here not in BELOW:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            found = re.match(r'\s*#\s*include\s+(["<])([^">]+)[">]', line)
            if not found:
                continue
            name = pathlib.PurePath(found.group(2)).name
            there = headers.get(name)
            if found.group(1) == '"' and there and there not in BELOW[here]:
                yield f"{path.relative_to(ROOT)}:{number}: {here} includes {name} of {there}, which stands above it"
            if re.match(r"SDL|png|fontconfig", found.group(2)) and here not in ("leaf",) and path.name != "main.c":
                yield f"{path.relative_to(ROOT)}:{number}: only viz/sdl_*.c and viz/main.c may include {found.group(2)}"


def no_clock_and_no_dice_below_main():
    allowed = re.compile(r"viz/(main|live(_\w+)?|sdl_\w+)\.c|engine/poll_real\.c|tests/(bench\w*|24_live)\.c|tests/bench/.*")
    for path in files(".c", ".h"):
        name = str(path.relative_to(ROOT))
        if allowed.fullmatch(name):
            continue
        for number, line in enumerate(code_of(path).split("\n"), 1):
            call = CLOCKS.search(line)
            if call:
                yield f"{name}:{number}: {call.group(1)}() is called; time is passed in from main"


def tests_do_not_sleep():
    for path in files(".c"):
        if path.parent.name == "tests" and not path.name.startswith("bench"):
            for number, line in enumerate(code_of(path).split("\n"), 1):
                if re.search(r"(?<!_)\b(sleep|usleep|nanosleep|SDL_Delay)\s*\(", line):
                    yield f"{path.relative_to(ROOT)}:{number}: a test waits for time to pass"


def files_are_short():
    for path in files(*SOURCES):
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > LONGEST:
            yield f"{path.relative_to(ROOT)}: {lines} lines; split it before it passes {LONGEST}"


def sentence_of(path):
    """What a file says it is, in the first sentence of its first comment."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".sh":
        found = re.match(r"#!.*\n# (.*)\n", text)
    elif path.suffix == ".py":
        found = re.match(r'(?:#!.*\n)?"""(.*?)(?:"""|\n\s*\n)', text, re.S)
    else:
        found = re.match(r"/\*\s(.*?)(?:\*/|\n\s*\n)", text, re.S)
    if not found:
        return ""
    sentence = " ".join(found.group(1).split())
    own_name = re.match(rf"{re.escape(path.stem)}(\.\w+)?: ", sentence)
    if own_name:
        sentence = sentence[own_name.end():]
    elif path.parent.name in ("engine", "viz"):
        return ""
    return re.match(r".*?\.(?= |$)|.*", sentence).group().rstrip(".")


def files_say_what_they_are():
    for path in files(*SOURCES):
        if not sentence_of(path):
            yield f"{path.relative_to(ROOT)}: does not begin with a comment `{path.name}: one sentence`"


def code_map():
    """The map of the README: a line for a header and its source, in the words of the header; and one for a program and its Python twin."""
    lines, folder = [], None
    entries = {}
    for path in files(*SOURCES):
        relative = path.relative_to(ROOT)
        together = path.suffix in (".c", ".h") and relative.parts[0] in ("engine", "viz", "tests") or path.parent.name in ("programs", "lessons")
        key = (str(relative.parent), path.stem if together else path.name)
        entries.setdefault(key, []).append(path)
    order = {name: place for place, name in enumerate(FOLDERS)}
    for (parent, _), paths in sorted(entries.items(), key=lambda e: (order[e[0][0].split("/")[0]], e[0])):
        if parent != folder:
            lines += ["", f"### `{parent}/`", ""]
            folder = parent
        # A header speaks for its source; a panel's header holds only details of it.
        paths.sort(key=lambda path: (path.suffix != ".h") != path.name.startswith("view_"))
        lines.append("- " + " ".join(f"`{path.name}`" for path in paths) + ": " + sentence_of(paths[0]))
    return "\n".join(lines) + "\n"


def split_readme():
    """The README before the map, the map, and what follows it."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    before, heading, rest = text.partition("## Code map\n")
    body, next_heading, after = rest.partition("\n## ")
    introduction, first, folders = body.partition("\n### ")
    return before + heading + introduction, (first + folders).strip("\n"), next_heading + after


def readme_maps_every_file():
    _, there, _ = split_readme()
    there, wanted = set(there.split("\n")), set(code_map().split("\n"))
    for line in sorted(wanted - there):
        yield f"README.md: the code map lacks: {line}"
    for line in sorted(there - wanted):
        yield f"README.md: the code map is out of date: {line}"
    if there != wanted:
        yield "python3 tests/00_tidy.py --write-map brings it up to date"


def examples_of_the_headers_are_compiled():
    """Each run of indented lines in the documentation of engine/async*.h stands, word for word, in a program that is compared with CPython."""
    def plain(text):
        return " ".join(re.sub(r"//[^\n]*|\*/", " ", text).split())

    program = plain((ROOT / "tests/conformance/programs/header.c").read_text(encoding="utf-8")).replace("CORO(gathers,", "CORO(main_,")
    for path in sorted((ROOT / "engine").glob("async*.h")):
        for comment in re.findall(r"^/\*.*?\*/", path.read_text(encoding="utf-8"), flags=re.M | re.S):
            for example in re.findall(r"(?:^ {7}.*\n?)+", comment, flags=re.M):
                if plain(example) not in program and not plain(example).startswith("int main("):
                    yield f"{path.relative_to(ROOT)}: this example is not in tests/conformance/programs/header.c: {plain(example)[:90]}"


RULES = (includes_follow_the_layers, no_clock_and_no_dice_below_main, tests_do_not_sleep, files_are_short, files_say_what_they_are,
         readme_maps_every_file, examples_of_the_headers_are_compiled)


def main():
    if sys.argv[1:] == ["--write-map"]:
        before, _, after = split_readme()
        (ROOT / "README.md").write_text(before.rstrip("\n") + "\n" + code_map() + after, encoding="utf-8")
        return 0
    broken = 0
    for rule in RULES:
        faults = list(rule())
        print(f"{'FAILED' if faults else 'ok    '} {rule.__name__.replace('_', ' ')}")
        for fault in faults:
            print("    " + fault)
        broken += bool(faults)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
