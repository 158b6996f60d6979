"""first_line.py: a copy of a C file in which a call that goes over several lines stands in the first of them, and the rest are empty.

What a trace tells of a call is its line. A macro's line is that of its first word for gcc, and that of its last bracket for clang, which emscripten is made of: in
such a copy both are one."""
import pathlib
import re
import sys

# What has brackets that are none: comments, texts, characters; and what the lines of the preprocessor continue by themselves.
TOKENS = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|^[ \t]*#(?:[^\n\\]|\\.|\\\n)*|[()\n]', re.S | re.M)


def joined(text):
    depth, at, owed, out = 0, 0, 0, []
    for token in TOKENS.finditer(text):
        out.append(text[at:token.start()])
        word, at = token.group(), token.end()
        if word == "\n" and depth == 0:
            out.append("\n" * (1 + owed))
            owed = 0
        elif word == "\n":
            owed += 1
            out.append(" ")
        elif depth > 0 and word.startswith("//"):
            out.append(f"/* {word[2:].replace('*/', '')} */")
        elif depth > 0 and word.startswith("/*"):
            owed += word.count("\n")
            out.append(word.replace("\n", " "))
        else:
            depth += {"(": 1, ")": -1}.get(word, 0)
            out.append(word)
    return "".join(out) + text[at:]


def main():
    source, copy = map(pathlib.Path, sys.argv[1:])
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_text(f'#line 1 "{source}"\n' + joined(source.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
