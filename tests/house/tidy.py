"""tidy.py: what the code must look like, as a test: who includes whom, calls that are banned, sizes, and the list of files in each folder."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ("engine", "viz", "lessons", "versions", "docs", "tracer", "web", "tests")
SOURCES = (".c", ".h", ".cpp", ".go", ".py", ".sh", ".js")
CLOCKS = re.compile(r"\b(time|clock_gettime|gettimeofday|rand|srand|random|SDL_GetTicks(?:64)?|SDL_GetPerformanceCounter)\s*\(")
LONGEST = 450
CROWDED = 35  # files in one folder


def files(*endings):
    listed = subprocess.run(["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", *FOLDERS],
                            cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return sorted(ROOT / name for name in listed.split("\n") if name.endswith(endings) and (ROOT / name).is_file())


def rooms():
    """The table of CMakeLists.txt: each room's folder, and which rooms it sees, those included that are seen through others."""
    table = {}
    text = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    for name, folder, sees in re.findall(r"^(?:room|public_headers)\((\w+) (\S+?)(?: SEES ([\w ]*?))?(?: NEEDS.*| SOURCES.*)?\)$", text, flags=re.M):
        seen = set(sees.split())
        table[name] = (folder, {name} | seen.union(*(table[other][1] for other in seen)))
    return table


def room_of(path, table):
    """The name of the room in whose folder a file lies, or None."""
    relative = path.relative_to(ROOT)
    for name, (folder, _) in sorted(table.items(), key=lambda item: -len(item[1][0])):
        if relative.is_relative_to(folder) and (name != "async" or str(relative.parent) == folder):
            return name
    return None


def code_of(path):
    """The text with comments and strings blanked, so that prose about a call is not a call."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', lambda m: re.sub(r"[^\n]", " ", m.group()), text, flags=re.S)


def includes_go_down_the_table():
    """What CMake refuses too; here with the line that is wrong."""
    table = rooms()
    for path in files(".c", ".h"):
        here = room_of(path, table)
        if here is None:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            found = re.match(r'\s*#\s*include\s+(["<])([^">]+)[">]', line)
            if not found:
                continue
            place, name = f"{path.relative_to(ROOT)}:{number}", found.group(2)
            beside = path.parent / name
            inside = [folder.rpartition("/")[0] for folder, _ in table.values()] + ["engine"]
            target = beside if beside.is_file() else next((ROOT / top / name for top in inside if (ROOT / top / name).is_file()), None)
            if found.group(1) == '"' and target:
                there = room_of(target.resolve(), table)
                if there not in table[here][1]:
                    yield f"{place}: {here} includes {name} of {there}, which it does not see"
                if ".." in name:
                    yield f"{place}: {name} goes round the table: write the room and the file"
            if re.match(r"SDL|png|fontconfig", name) and here != "sdl":
                yield f"{place}: only viz/sdl may include {name}"


def a_page_needs_no_library_of_the_desktop():
    """What is compiled for browsers, where these headers are not; said here, since not everybody builds the page."""
    absent = re.compile(r"^\s*#\s*include\s+<((?:glib|gio/|zlib|png|fontconfig/|openssl/)[^>]*)>", flags=re.M)
    left_out = re.search(r'LEFT_OUT_OF_BROWSER "(.*)"', (ROOT / "cmake/web.cmake").read_text(encoding="utf-8")).group(1).replace("\\\\", "\\")
    table = rooms()
    for path in files(".c"):
        name = str(path.relative_to(ROOT))
        if room_of(path, table) is None or re.search(left_out, name) or (path.parent / "browser" / path.name).is_file():
            continue
        for header in absent.findall(path.read_text(encoding="utf-8")):
            yield f"{name}: <{header}> is not there in a browser: browser/{path.name} has to stand in for this file"


def no_folder_is_crowded():
    counted = {}
    for path in files(*SOURCES):
        counted.setdefault(path.parent, []).append(path)
    for folder, inside in counted.items():
        if len(inside) > CROWDED:
            yield f"{folder.relative_to(ROOT)}: {len(inside)} files: is there a room within the room?"


def no_clock_and_no_dice_below_main():
    allowed = re.compile(r"viz/shell/(main|live(_\w+)?)\.c|viz/sdl/\w+\.c|engine/poll/real\.c|tracer/extension/watch\.c|tests/bench/.*|tests/viz/shell/live\.c")
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
        if path.relative_to(ROOT).parts[:2] in (("tests", "engine"), ("tests", "viz")):
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
        found = re.match(r'(?:#![^\n]*\n)?"""(.*?)(?:"""|\n\s*\n)', text, re.S)
    elif path.suffix == ".js":
        found = re.match(r"// (.*)\n", text)
    else:
        found = re.match(r"/\*\s(.*?)(?:\*/|\n\s*\n)", text, re.S)
    if not found:
        return ""
    sentence = " ".join(found.group(1).split())
    own_name = re.match(rf"{re.escape(path.stem)}(\.\w+)?: ", sentence)
    if own_name:
        sentence = sentence[own_name.end():]
    elif path.relative_to(ROOT).parts[0] in ("engine", "viz"):
        return ""
    return re.match(r".*?\.(?= |$)|.*", sentence).group().rstrip(".")


def files_say_what_they_are():
    for path in files(*SOURCES):
        if not sentence_of(path):
            yield f"{path.relative_to(ROOT)}: does not begin with a comment `{path.name}: one sentence`"


def map_of(folder, paths):
    """What a folder's README lists: a line for a header and its source, in the words of the header; then the folders in it."""
    together = {".c", ".h"}
    entries = {}
    for path in paths:
        paired = path.suffix in together and path.relative_to(ROOT).parts[0] != "tests" or folder.name == "programs" or path.relative_to(ROOT).parts[0] in ("lessons", "versions")
        entries.setdefault(path.stem if paired else path.name, []).append(path)
    lines = []
    for _, pair in sorted(entries.items()):
        pair.sort(key=lambda path: path.suffix != ".h")
        lines.append("- " + " ".join(f"`{path.name}`" for path in pair) + ": " + sentence_of(pair[0]))
    return "\n".join(lines) + "\n"


def maps():
    """For each folder with sources: its README, what stands there before the list, and the list as it should be."""
    folders = {}
    for path in files(*SOURCES):
        folders.setdefault(path.parent, []).append(path)
    for folder, paths in sorted(folders.items()):
        readme = folder / "README.md"
        text = readme.read_text(encoding="utf-8") if readme.is_file() else ""
        before, mark, there = text.partition(MAP)
        yield readme, before, there if mark else "", map_of(folder, paths)


MAP = "\n## Files\n\n"


def each_folder_lists_its_files():
    for readme, before, there, wanted in maps():
        name = readme.relative_to(ROOT)
        if not before.strip():
            yield f"{name}: begin it with a heading and a sentence on what lives in the folder, then run python3 tests/house/tidy.py --write-maps"
        there, wanted = set(there.split("\n")), set(wanted.split("\n"))
        for line in sorted(wanted - there):
            yield f"{name}: lacks: {line}"
        for line in sorted(there - wanted):
            yield f"{name}: is out of date: {line}"
        if there != wanted:
            yield "python3 tests/house/tidy.py --write-maps brings it up to date"


def examples_of_the_headers_are_compiled():
    """Each run of indented lines in the documentation of engine/async*.h stands, word for word, in a program that is compared with CPython."""
    def plain(text):
        return " ".join(re.sub(r"//[^\n]*|\*/", " ", text).split())

    compared = [ROOT / "tests/conformance/programs/core/header.c", *sorted((ROOT / "tests/conformance/programs/io").glob("*.c"))]
    program = plain(" ".join(path.read_text(encoding="utf-8") for path in compared)).replace("CORO(gathers,", "CORO(main_,")
    for path in sorted((ROOT / "engine").glob("async*.h")):
        for comment in re.findall(r"^/\*.*?\*/", path.read_text(encoding="utf-8"), flags=re.M | re.S):
            for example in re.findall(r"(?:^ {7}.*\n?)+", comment, flags=re.M):
                if plain(example) not in program and not plain(example).startswith("int main("):
                    yield f"{path.relative_to(ROOT)}: this example is not in tests/conformance/programs/core/header.c or io/: {plain(example)[:90]}"


RULES = (includes_go_down_the_table, a_page_needs_no_library_of_the_desktop, no_folder_is_crowded, no_clock_and_no_dice_below_main, tests_do_not_sleep, files_are_short,
         files_say_what_they_are, each_folder_lists_its_files, examples_of_the_headers_are_compiled)


def main():
    if sys.argv[1:] == ["--write-maps"]:
        for readme, before, _, wanted in maps():
            readme.write_text(before.rstrip("\n") + "\n" + MAP + wanted, encoding="utf-8")
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
