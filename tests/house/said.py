"""said.py: the texts that come ready made, in English, to where they are said: the names that recordings hold, for words.py."""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What a task waits for outside of the loop and what lies there, as engine and recorder name it; and how the window shortens that.
NAMES = (
    "data from %s", "data from the other end of a pair", "data from standard input", "data from a pipe", "data from the other side",
    "room to send to %s", "room to send to the other end of a pair", "room to send to a pipe", "room to send from %s",
    "room to write to %s", "room to write to the other side", "room to write to a pipe",
    "the connection to %s", "a connection at %s", "somebody who connects to %s", "a connection to another program",
    "a datagram at %s", "the transport of %s", "the address of %s", "a socket", "a socket (%s)", "%s:%u to %s:%u",
    "the end of a child process", "the end of process %s", "the end of the server's connections", "the server's end",
    "a thread that runs %s", "a process that runs %s", "standard input", "standard output", "standard error",
    "descriptor %u", "pipe %u (read end)", "pipe %u (write end)", "child %u", "stdin of child %u", "stdout of child %u", "stderr of child %u",
    "from %s", "to %s", "at %s",
)
# What is wrong, from rooms that see no language and put it together themselves; and what the system says, which speaks English to us.
ERRORS = (
    "damaged at byte %u: %s", "out of memory after %u bytes of the recording", "cut off at byte %u: %zu bytes of an unfinished record were dropped",
    "this recording was made by a newer Loopscope: its format is version %u, this one reads up to version %d", "cut off in its header",
    "event %zu (%s) is not possible: %s", "%s or %s", "%s and %s", "%s, %s",
    "the font library could not be started", "there is not enough memory for the fonts",
    "no font was found: install one, such as DejaVu Sans (Debian: fonts-dejavu)", "a picture is between 1 and 16384 pixels wide and high",
    "a picture's scale is between 0.5 and 4", "there is not enough memory for the picture", "the display refused a window",
    "the display cannot be drawn on", "there is no display", "the display does not answer", "there is not enough memory",
    "No such file or directory", "Permission denied", "Is a directory", "Not a directory", "File exists", "No space left on device",
    "Read-only file system", "File name too long", "Too many open files", "Input/output error", "Invalid argument", "Cannot allocate memory",
    "Too many levels of symbolic links", "Operation not permitted", "No such process", "Exec format error",
)
GIVES_NAMES = ("engine/io", "tracer/loopscope_trace", "viz/model/spans_outside.c")


def names_nobody_gives():
    """Those of whose words one stands in no source that gives names."""
    files = [path for folder in GIVES_NAMES for path in ([ROOT / folder] if (ROOT / folder).is_file() else (ROOT / folder).rglob("*")) if path.suffix in (".c", ".py")]
    texts = [path.read_text(encoding="utf-8") for path in files]
    for name in NAMES:
        if not all(any(word in text for text in texts) for word in re.findall(r"(?<!%)\b[a-z']+", name)):
            yield name
