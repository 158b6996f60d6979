"""sources: what stands in the source of a module.

It is read with what Python offered when the watching began: a program may put functions of its own in the place of open() or os.stat(), which refuse what
blocks a loop, or know only files that a test has made up.
"""

import os
import stat
from io import BytesIO
from tokenize import detect_encoding

LIMIT = 1 << 20  # bytes
open_file, read_some, close_file, ask = os.open, os.read, os.close, os.stat


def is_file(path):
    try:
        return stat.S_ISREG(ask(path).st_mode)
    except (OSError, ValueError):
        return False


def is_there(path):
    try:
        ask(path)
    except (OSError, ValueError):
        return False
    return True


def contents(file, most):
    """Its first bytes."""
    descriptor, parts = open_file(file, os.O_RDONLY), []
    try:
        while most > 0 and (some := read_some(descriptor, most)):
            parts.append(some)
            most -= len(some)
    finally:
        close_file(descriptor)
    return b"".join(parts)


def read(file):
    """The bytes of a module's source; one of an archive has the archive's path and its own in one. b"": it is too long, or no text. OSError: there is none."""
    try:
        return found(file)
    except (ValueError, ImportError) as error:  # a name that no file has, an archive that is none
        raise FileNotFoundError(file) from error


def found(file):
    archive = file
    while archive and not is_there(archive):
        archive = os.path.dirname(archive)
    if archive not in ("", file) and is_file(archive):
        import zipimport

        data = zipimport.zipimporter(archive).get_data(file)
    elif is_file(file):
        data = contents(file, LIMIT + 1)
    else:  # a pipe gives what it holds once, and that is for Python
        raise FileNotFoundError(file)
    return data if len(data) <= LIMIT and b"\0" not in data else b""


def decoded(data):
    """By the encoding that it says it has."""
    try:
        encoding, _ = detect_encoding(BytesIO(data).readline)
    except SyntaxError:  # Python does not run it either; what can be read is shown
        encoding = "utf-8"
    return data.decode(encoding, "replace")
