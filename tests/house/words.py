"""words.py: every text that is read in the window stands in the catalogues, every catalogue has them all, and no text of the covered rooms is outside of them."""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import recorded
import said

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Which argument of which function is a text, for xgettext; the same for the tables whose texts are looked up where they are drawn.
KEYWORDS = ("words_in:2", "words_meant:2c,3", "words_counted:2,3", "view_words:2", "WORDS:1", "app_notice:2",
            "COMMAND:4", "GROUP:1", "SETTING:8", "KNOB:2", "SWITCH:2", "CHOICE:2", "ORDER:2", "FORMAT:3")
SOURCES = ("viz", "lessons")
# What comes ready made to where it is said: its entries have the context "said".
SAID = ("SAID:1",)
# And in rooms that see no language, by the function that is given it.
SAID_BELOW = {"engine/trace/reader.c": ("damaged:2", "fail:2"), "viz/model": ("fold_illegal:2",)}
# The sentences of a step are put together by functions of their own.
SENTENCES = ("viz/words/narrate", "viz/words/why.c", "viz/words/why_cause.c", "viz/words/why_outside.c", "viz/words/why_say.c", "viz/words/why_thing.c",
             "viz/words/predict", "viz/words/lints", "viz/words/course", "viz/words/tell", "viz/words/measured.c")
SENTENCE_KEYWORDS = ("say:2", "say_words:2", "say_count:3,4", "draft_text:2", "draft_reason:2", "draft_right:2", "draft_wrong:3", "draft_words:2", "KIND:3", "BELIEF:3", "words_of:2")
# Rooms in which every text is in the catalogues. docs/translating.md says which are not, by now.
COVERED = ("viz/panels", "viz/app", "viz/view", "viz/lesson/policy.c", "viz/lesson/examples.c", "viz/shell/browser/page_tell.c", *SENTENCES)
# Rooms that write files, call programs and read other texts as well: there what reads like a sentence is looked for, two words of small letters.
SPEAK = ("viz/shell", "viz/lesson", "viz/language", "viz/words", "viz/model", "viz/draw", "viz/sdl", "engine/trace/reader.c", "engine/trace/names.c")
# Files in them of another room in what they say: what an option of the command line takes.
NOT_COVERED = {"viz/view/settings.c"}
# Functions whose strings nobody reads: names of keys, of files, parts that are looked for.
# Files whose texts are for other programs, or are asked for one by one: what compilers and Python are told, tables that words.py takes apart itself.
UNREAD_FILES = {"cli_options.h", "engine.c", "otlp.c", "chrome.c"}
UNREAD = {"BELIEF", "KIND", "COMMAND", "GROUP", "SETTING", "FORMAT", "strcmp", "strncmp", "strstr", "strchr", "strspn", "strcspn", "strpbrk", "sscanf", "assert", "_Static_assert", "format", "fopen", "give_up",
          "note"}  # what asyncio reports, as it says it
# What is read as it stands, in every language.
NAMES = {"Loopscope", "Python", "Python %s", "C", "%s.md", "Esc", "Enter", "ms", "ns", "µs", "gather", "%zu / %zu", "%s()%s", "run", "-timeline",
         "c python", "en de", "dark light contrast", "event await turn output", "0.25 0.5 1 2 4", "elastic time steps", "selected all", "machinery code",
         "full reduced", "lesson every", "3.14 3.13 3.12 3.11", "asyncio.run(%.40s())", "asyncio.sleep(%.9g)", "asyncio.", "run_forever()", "run_until_complete()",
         "KeyboardInterrupt(", "SystemExit(", " (write end)", "stdin of ", "standard output", "standard error", "the connection", "the transport", "descriptor ", "come from", "random:%u", "random:", "Python %s: %s.", "by the real clock", " has given up waiting for ", " waits for ", " waited for ", " has given up waiting in ", " waits in ", " waited in ", "When Ctrl-C came, ", "damaged at byte %u: ", "it has a block of code", "loopscope: the page of the lesson %s: %s\\n", "loopscope: lessons/glossary.md: %s%s\\n", "async def ",  "Fatal error: protocol.",
         # In English alone: what rooms say that no catalogue covers.
         "%.3f ms", "%.6g ms", "%s second%s"}


def sources(folders=SOURCES, endings=(".c", ".h")):
    found = [path for folder in folders for path in ([ROOT / folder] if (ROOT / folder).is_file() else sorted((ROOT / folder).rglob("*")))]
    return [path for path in found if path.suffix in endings]


def further_texts():
    """What xgettext cannot be told of: each of the choices of a knob, the names of the settings, and each of the words that are their values."""
    for path in sources():
        text = path.read_text(encoding="utf-8")
        for call in re.findall(r"^(?:CHOICE|ORDER)\(([^;]*)\);", text, flags=re.M):
            yield from (word for word in re.findall(r'"([^"]*)"', call)[1:] if not re.fullmatch(r"\w+", word) or word in ("never", "both"))
    for name, words in re.findall(r'^ +SETTING\(\w+, \w+, "([^"]*)", "([^"]*)"', (ROOT / "viz/view/settings.h").read_text(encoding="utf-8"), flags=re.M):
        yield from ((word, "setting") for word in (name, *words.split()) if re.fullmatch(r"[a-z-]{2,}", word) and word not in ("python", "en", "de"))
    yield from ("on", "off")
    yield from re.findall(r'^    REMARK\(\w+, "[^"]*", "([^"]*)"\)', (ROOT / "engine/trace/trace.h").read_text(encoding="utf-8"), flags=re.M)
    things = re.findall(r'THING\(\w+, "(\w+)"\)', (ROOT / "engine/trace/trace.h").read_text(encoding="utf-8"))
    yield from ((thing, case) for thing in things for case in ("thing", "of"))
    cli = (ROOT / "viz/shell/cli/cli_options.h").read_text(encoding="utf-8").replace("\\\n", "\n")
    for macro, arguments in re.findall(r'^ +(VERB|HEADING|OPTION)\((.*?)\)(?=\s*(?:VERB|HEADING|OPTION)\(|\s*\n\n|\s*#|\s*$)', cli, flags=re.M | re.S):
        parts = ["".join(re.findall(r'"((?:[^"\\]|\\.)*)"', part)) for part in re.split(r',(?=(?:[^"\\]|\\.|"(?:[^"\\]|\\.)*")*$)', arguments)]
        if macro == "OPTION":
            yield from ((given, "said") for given in (parts[3],) if given)
        yield from (text for text in (parts[-1] if macro != "OPTION" or parts[-1] else "",) if text)
    rules = (ROOT / "engine/rules/rules.h").read_text(encoding="utf-8")
    yield from ("".join(re.findall(r'"([^"]*)"', words)) for words in re.findall(r'RULE\([\s\\]*\w+, "[^"]*", [^"]*"[^"]*",\s*\\?\s*((?:"[^"]*"[\s\\]*)+)\)', rules))
    beliefs = (ROOT / "viz/words/predict/misconceptions.h").read_text(encoding="utf-8")
    yield from re.findall(r'BELIEF\([\s\\]*\w+, "[^"]*", "[^"]*",[\s\\]*"([^"]*)"\)', beliefs)
    outsides = re.findall(r'OUTSIDE\(\w+, "([^"]+)"\)', (ROOT / "engine/trace/trace.h").read_text(encoding="utf-8"))
    yield from ((outside, "outside") for outside in outsides)
    yield from ((text.replace("\\", "\\\\").replace('"', '\\"'), "recorded") for text in recorded.found())
    yield from ((name, "name") for name in said.NAMES)
    ordinals = re.search(r"\bordinals\[\] = \{([^}]*)\}", (ROOT / "viz/words/narrate/say.c").read_text(encoding="utf-8"))
    yield from ((word, "ordinal") for word in re.findall(r'"(\w+)"', ordinals.group(1)))


def template():
    """The list of all texts, as xgettext finds them."""
    stub = pathlib.Path(tempfile.mkdtemp()) / "further.c"
    def extract(files, keywords, name, language="C"):
        command = ["xgettext", "--from-code=UTF-8", f"--language={language}", "--sort-by-file", "--no-wrap", "-k", "--flag=say:2:no-c-format", "-o", "-"]
        made = subprocess.run([*command, *(f"-k{keyword}" for keyword in keywords), *(str(file) for file in files)],
                              cwd=ROOT, check=True, capture_output=True, text=True, encoding="utf-8").stdout
        (stub.parent / name).write_text(made.replace("charset=CHARSET", "charset=UTF-8"), encoding="utf-8")
        return stub.parent / name

    ready = keys(extract([path.relative_to(ROOT) for path in sources()], SAID, "said.pot"))
    for place, keywords in SAID_BELOW.items():
        ready += keys(extract([path.relative_to(ROOT) for path in sources((place,))], keywords, "below.pot"))
    ready = [(re.sub(r"%<PRI[a-z]\d+>", "%u", key), "said") for key in (*ready, *said.ERRORS)]
    calls = (f'WORDS("{text}");' if isinstance(text, str) else f'words_meant(0, "{text[1]}", "{text[0]}");' for text in (*further_texts(), *ready))
    stub.write_text("\n".join(dict.fromkeys(calls)), encoding="utf-8")
    spoken = [path.relative_to(ROOT) for path in sources(SENTENCES)]
    others = [path.relative_to(ROOT) for path in sources() if path.relative_to(ROOT) not in spoken]
    page = [path.relative_to(ROOT) for path in sources(("web",), (".js",))]
    parts = [extract([*others, stub], KEYWORDS, "others.pot"), extract(spoken, (*KEYWORDS, *SENTENCE_KEYWORDS), "spoken.pot"),
             extract(page, ("words:1",), "page.pot", "JavaScript")]
    made = subprocess.run(["msgcat", "--use-first", "--no-wrap", *map(str, parts)], check=True, capture_output=True, text=True, encoding="utf-8").stdout
    shutil.rmtree(stub.parent)
    return made.replace(str(stub), "further.c")


def keys(path):
    """Each msgid of a catalogue as it stands there."""
    text = subprocess.run(["msgcat", "--no-wrap", "--no-location", str(path)], check=True, capture_output=True, text=True, encoding="utf-8").stdout
    return re.findall(r'^msgid "(.+)"$', re.sub(r'"\n"', "", text), flags=re.M)


def entries(path):
    """msgid by msgid of a catalogue, without its head, each behind its context: `msgcat` writes them on a line each."""
    text = subprocess.run(["msgcat", "--no-wrap", "--no-location", str(path)], check=True, capture_output=True, text=True, encoding="utf-8").stdout
    joined = re.sub(r'"\n"', "", text)
    return {" ".join(found).strip() for found in re.findall(r'^(?:msgctxt (".*")\n)?msgid (".+")$', joined, flags=re.M)} | set(re.findall(r'^msgid_plural (".+")$', joined, flags=re.M))


def catalogues_are_complete():
    with tempfile.TemporaryDirectory() as folder:
        pot = pathlib.Path(folder) / "all.pot"
        pot.write_text(template(), encoding="utf-8")
        wanted = entries(pot)
        for catalogue in sorted(ROOT.glob("assets/languages/*.po")):
            name = catalogue.relative_to(ROOT)
            done = subprocess.run(["msgcmp", str(catalogue), str(pot)], capture_output=True, text=True, check=False, encoding="utf-8")
            if done.returncode != 0:
                yield from (f"{name}: {line}" for line in done.stderr.replace(str(pot), "").strip().split("\n"))
            yield from (f"{name}: {fault}" for fault in conversions_differ(catalogue))
            for key in sorted(entries(catalogue) - wanted):
                yield f"{name}: \"{key}\" stands in no source any more"


def conversions_differ(catalogue):
    """What say() replaces is the same in both, each of its own kind: msgfmt looks only at what printf() knows."""
    text = subprocess.run(["msgcat", "--no-wrap", "--no-location", str(catalogue)], check=True, capture_output=True, text=True, encoding="utf-8").stdout
    for entry in re.sub(r'"\n"', "", text).split("\n\n"):
        key, value = re.search(r'^msgid "(.+)"$', entry, flags=re.M), re.search(r'^msgstr "(.*)"$', entry, flags=re.M)
        if key and value and "c-format" not in entry:
            kinds = re.findall(r"%([A-Za-z])", key.group(1))
            said = re.findall(r"%(?:(\d)\$)?([A-Za-z])", value.group(1))
            places = [int(number) - 1 if number else place for place, (number, _) in enumerate(said)]
            if sorted(places) != list(range(len(kinds))) or any(kinds[place] != kind for place, (_, kind) in zip(places, said)):
                yield f"\"{value.group(1)}\" does not take what \"{key.group(1)}\" is given"


def unescaped(string):
    """A C string as xgettext writes it: bytes that are written as numbers become characters, the others keep their backslash."""
    return re.sub(r"(?:\\x[0-9a-f]{2})+", lambda found: bytes.fromhex(found.group().replace("\\x", "")).decode("utf-8", errors="replace"), string)


def calls_around(text):
    """Each string of a C text, those side by side as one, with its line, the calls that it stands in, and whether it is the label of a button."""
    tokens = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"(?:\s*"(?:\\.|[^"\\\n])*")*|\'(?:\\.|[^\'\\\n])*\'|[A-Za-z_]\w*(?=\s*\()|[(){};]|\n|#[^\n]*include[^\n]*', re.S)
    stack, name, line = [], "", 1
    text = re.sub(r'"\s*PRI[a-z]\d+\s*"', "u", text)  # the numbers of <inttypes.h> stand between the parts of a format
    text = re.sub(r'%"\s*PRI[a-z]\d+', '%u"', text)
    for found in tokens.finditer(text):
        token = found.group()
        if token == "(":
            stack.append(name)
            name = ""
        elif token == ")":
            if stack:
                stack.pop()
        elif token in "{};":
            name = ""
        elif token.startswith('"'):
            label = LABEL.search(text, max(0, found.start() - 40), found.start()) and re.match(r"[^;]*COMMAND_", text[found.end():found.end() + 40])
            yield unescaped("".join(re.findall(r'"((?:\\.|[^"\\\n])*)"', token))), line, stack, bool(label)
        elif re.match(r"[A-Za-z_]", token):
            name = token
        line += token.count("\n")


# What draws or says: whatever is given to it is read, also a single word.
SAYS = re.compile(r"draw_\w*words|draw_text\w*|draw_title|draw_box_words|heading|words|point|flow\w*|panel_frame|panel_flow|panel_two_lines|sheet_plate|sheet_field|row")
# And what stands in these: a button, a word of a switch.
LABEL = re.compile(r'(?:\{ICON_\w+, |\{|\.label = )$')


def is_read(string, drawn):
    """Whether it has words in it, and is more than a conversion, a key or the name of a file."""
    plain = re.sub(r"%[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?(?:hh|h|ll|l|z|j|t)?[a-zA-Z%]|\\x[0-9a-f]{2}|\\.", " ", string)
    if string in NAMES:
        return False
    if drawn:
        return re.search(r"[A-Za-z]{2}", plain) is not None
    if re.fullmatch(r"asyncio\.[\w.]+|_\w+|[a-z_]+ \d|\w+\._?\w+|\{T%8u\}%n|[a-z]+(?:[-_][a-z]+)*|\.[a-z.]+|[A-Z][A-Za-z+]*[A-Z0-9]?|F\d+|[\w./%-]+\.(?:c|py|md)", string.strip()):
        # One small word may be a name of the program's own: it is read only where it is drawn, and those are asked for by their calls.
        return False
    return re.search(r"[A-Za-z]{2}", plain) is not None


def is_sentence(string):
    if re.search(r"@page|<!DOCTYPE|import sys|exec \$VISUAL", string):  # what a browser, Python or a shell is told
        return False
    plain = re.sub(r"%[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?(?:hh|h|ll|l|z|j|t)?[a-zA-Z%]|<[^>]*>?|\\.", " ", string)
    return re.search(r"\b[A-Za-z][a-z']+[,:]? [a-z][a-z']+\b", plain) is not None and string not in NAMES


def no_text_is_outside():
    with tempfile.TemporaryDirectory() as folder:
        pot = pathlib.Path(folder) / "all.pot"
        pot.write_text(template(), encoding="utf-8")
        known = {re.sub(r'^"\w+" (?=")', "", key)[1:-1] for key in entries(pot)}
    for path in sources(COVERED):
        if str(path.relative_to(ROOT)) in NOT_COVERED:
            continue
        for string, line, stack, label in calls_around(path.read_text(encoding="utf-8")):
            drawn = label or (stack and SAYS.fullmatch(stack[-1]))
            if string not in known and is_read(string, drawn) and not set(stack) & UNREAD:
                yield f"{path.relative_to(ROOT)}:{line}: \"{string}\" is in no catalogue: words_in(language, …), or WORDS(…) in a table"
    for path in sources(SPEAK):
        for string, line, stack, _ in calls_around(path.read_text(encoding="utf-8")) if path.name not in UNREAD_FILES else ():
            if string not in known and is_sentence(string) and not set(stack) & UNREAD:
                yield f"{path.relative_to(ROOT)}:{line}: \"{string}\" is in no catalogue: words_in(language, …), or SAID(…) where nobody knows the language"


def names_are_given():
    yield from (f"tests/house/said.py: nobody gives the name \"{name}\"" for name in said.names_nobody_gives())


# What names a key, and what names the mouse beside it.
KEY = re.compile(r"\b(?:Esc|Enter|Backspace|Tab|F\d+|Shift|Ctrl|Alt|[Aa]rrows)\b|: [A-Z] (?=shows|says|goes|chooses|takes)")
MOUSE = re.compile(r"click|mouse|button|wheel|[Dd]rag|“reset”")
KEY_ON_PAGE = re.compile(r"`(?:(?:Shift|Ctrl|Alt) )?(?:[A-Z]|[←→]|F\d+)`")
MOUSE_ON_PAGE = re.compile(r"[Cc]lick|[Kk]lick|button|Knopf|“")  # or the words on a button
# Where a button, a row or a card stands beside the words that does the same.
BESIDE = {"Answer first, or Esc skips.", "Enter goes on.", "Step back and look freely. Esc skips.",
          "Enter writes it. Without a folder it goes where Loopscope was started."}
# What is said to those who have gone over to the keys: a knob has the arrows, a text is written.
BY_KEYS = {"← → turn this knob, %s the next one, Esc done", "Esc shows all lessons again."}


def no_hint_names_a_key_alone():
    """Whoever has the mouse in hand is told what it does. The sheets have a button that closes them, and say at their top what their keys do."""
    for path in sources(("viz/app", "viz/panels", "viz/shell/session_export.c")):
        for string, line, stack, _ in calls_around(path.read_text(encoding="utf-8")):
            closing = re.search(r"Esc (?:closes|shows every lane)$", string) and path.parent.name == "sheets"
            if " " in string and KEY.search(string) and not MOUSE.search(string) and not closing and string not in BESIDE | BY_KEYS:
                yield f"{path.relative_to(ROOT)}:{line}: \"{string}\" names a key: what does the mouse?"
    for path in sources(("lessons",), (".md",)):
        for line, words in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            if KEY_ON_PAGE.search(words) and not MOUSE_ON_PAGE.search(words):
                yield f"{path.relative_to(ROOT)}:{line}: \"{words}\" names a key: what does the mouse?"


def main():
    if len(sys.argv) == 2 and sys.argv[1] == "--pot":
        print(template(), end="")
        return 0
    if shutil.which("xgettext") is None:
        print("gettext is not installed: no catalogue is looked at")
        return 77
    failed = False
    for rule in (catalogues_are_complete, no_text_is_outside, names_are_given, no_hint_names_a_key_alone):
        faults = list(rule())
        failed |= bool(faults)
        print(f"{'FAILED' if faults else 'ok    '} {rule.__name__.replace('_', ' ')}")
        for fault in faults:
            print(f"    {fault}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
