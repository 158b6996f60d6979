"""late: beside the program lie files that are named like modules of the standard library: it begins unwatched, and is watched as soon as it has imported asyncio.

Python takes such a file for the module, in asyncio too, and many a program ends there. So nothing of the library is imported before the program does it, but what every Python
has at its start; and what we need ourselves is imported past those files, and does not stay in their place.
"""

import io
import os
import sys

TAKES_ONE = ("--jsonl", "--record", "--record-fd")
shadows = {}  # by the name of a module of the standard library: the file beside the program


class Asked:
    """What the command says, as arguments() of __main__ gives it."""

    virtual_time = when_told = module = False
    jsonl = record = record_fd = None


def asked_for(words):
    """None: what argparse shall read, and complain about."""
    asked, words, outs = Asked(), list(words), 0
    while words and words[0][:1] == "-":
        word, _, value = words.pop(0).partition("=")
        if word in TAKES_ONE:
            value = value or (words.pop(0) if words else "")
            outs += 1
            if value[:1] in ("", "-"):
                return None
            setattr(asked, word[2:].replace("-", "_"), value)
        elif word in ("--virtual-time", "--when-told") and not value:
            setattr(asked, word[2:].replace("-", "_"), True)
        else:
            return None
    if not words or outs > 1 or not (asked.record_fd or "0").isdigit():
        return None
    asked.record_fd = None if asked.record_fd is None else int(asked.record_fd)
    asked.script, asked.args = words[0], words[1:]
    return asked


def is_standard(name):
    known = getattr(sys, "stdlib_module_names", None)
    if known is not None:  # since Python 3.10
        return name in known
    library = os.path.dirname(os.__file__)
    return os.path.isfile(os.path.join(library, name + ".py")) or os.path.isfile(os.path.join(library, name, "__init__.py"))


def is_found_before(name):
    """Python has it built in, or at its start: a file on the path does not come into question."""
    there = sys.modules.get(name)
    if there is not None and not hasattr(there, "__file__"):
        return True
    frozen = sys.modules["_frozen_importlib"].FrozenImporter.find_spec(name)
    return name in sys.builtin_module_names or frozen is not None or (there is not None and name in ("os", "io", "abc", "codecs", "stat", "site", "encodings", "genericpath", "posixpath"))


def look_beside(script):
    """Fills shadows."""
    folder = os.path.dirname(os.path.realpath(script))
    try:
        entries = os.listdir(folder)
    except OSError:
        return
    for entry in sorted(entries):
        name, ending = os.path.splitext(entry)
        path = os.path.join(folder, entry)
        if ending == "" and os.path.isfile(os.path.join(path, "__init__.py")):
            path = os.path.join(path, "__init__.py")
        elif ending != ".py":
            continue
        if is_standard(name) and not is_found_before(name):
            shadows[name] = path


class Past:
    """Inside of this the library's own modules are imported, as if those files were not there. everything: also of those that have been imported by now."""

    def __init__(self, everything=False):
        self.everything = everything

    def is_hidden(self, name):
        package = name.partition(".")[0]
        if self.everything:
            origin = getattr(getattr(sys.modules.get(package), "__spec__", None), "origin", None)
            return origin not in (None, "built-in", "frozen") and package not in (__package__, "encodings", "os", "_loopscope_trace")
        return package in shadows

    def __enter__(self):
        self.path, sys.path[:] = list(sys.path), [os.path.dirname(os.path.dirname(os.path.abspath(__file__))), *sys.path[1:]]
        hidden = [name for name in list(sys.modules) if self.is_hidden(name)]
        self.hidden = {name: sys.modules.pop(name) for name in hidden}

    def __exit__(self, *_):
        sys.path[:] = self.path
        for name in [name for name in sys.modules if name.partition(".")[0] in shadows]:
            del sys.modules[name]
        sys.modules.update(self.hidden)


class Finder:
    """Finds asyncio where it would be found, and begins to watch when it has been imported."""

    def __init__(self, begin):
        self.begin = begin

    def find_spec(self, name, path=None, target=None):
        if name != "asyncio":
            return None
        sys.meta_path.remove(self)
        for finder in sys.meta_path:
            spec = finder.find_spec(name, path, target)
            if spec is not None:
                if spec.origin not in shadows.values():
                    spec.loader = Loader(spec.loader, self.begin)
                return spec
        return None


class Loader:
    def __init__(self, plain, begin):
        self.plain, self.begin = plain, begin

    def create_module(self, spec):
        return self.plain.create_module(spec)

    def exec_module(self, module):
        module.__spec__.loader = module.__loader__ = self.plain
        self.plain.exec_module(module)
        self.begin()

    exec_module.__code__ = exec_module.__code__.replace(co_filename="<frozen importlib._bootstrap>")  # then Python shows it in no traceback


class Run:
    """One program: it is watched from the import of asyncio on, or not at all."""

    def __init__(self, asked, out, recording, started_by):
        self.asked, self.out, self.recording, self.started_by = asked, out, recording, started_by
        self.recorder = self.program = self.error = None

    def begin(self, everything=False):
        if self.recorder is None and self.error is None:
            try:
                with Past(everything):
                    from . import look, program

                    look.started_by(self.started_by)
                    self.program = program
                    program.kept_in = self.asked.record
                    self.recorder = program.begin(self.asked.script, False, self.out, self.recording, self.asked.virtual_time)
            except Exception as error:
                self.error = error

    def in_the_end(self):
        """The recorder, also where asyncio was never imported: then the recording holds how the program ended."""
        self.begin(everything=True)
        if self.error is not None:
            print(f"loopscope_trace: the program was not watched: {type(self.error).__name__}: {self.error}", file=sys.stderr)
        return self.recorder


def whole(script):
    """As Python itself makes it, since 3.9: on from where it was started, and nothing else of it changed."""
    if sys.version_info < (3, 9):
        return script
    return os.path.abspath(script) if os.name == "nt" else os.path.join(os.getcwd(), script)


def set_up(asked):
    """The module __main__ as Python makes it, and its code; as program.set_up() does."""
    script = whole(asked.script)
    with io.open_code(script) as file:
        code = compile(file.read(), script, "exec")
    main = type(sys)("__main__")
    main.__file__, main.__spec__, main.__package__, main.__cached__ = script, None, None, None
    main.__builtins__ = sys.modules["builtins"]
    if sys.version_info < (3, 14):
        main.__annotations__ = {}
    main.__loader__ = sys.modules["_frozen_importlib_external"].SourceFileLoader("__main__", script)
    sys.argv = [asked.script, *asked.args]
    return main, code


def execute(run, main, code):
    """As program.run() does, but that there may be nobody yet to tell of the end."""
    sys.path[0] = os.path.dirname(os.path.realpath(main.__file__))
    sys.modules["__main__"] = main
    sys.meta_path.insert(0, Finder(run.begin))
    try:
        exec(code, main.__dict__)
        status = 0
    except SystemExit as error:
        status = error.code
    except BaseException as error:
        recorder = run.in_the_end()
        if recorder is None:
            raise
        status = run.program.failed(error, recorder)
    recorder = run.in_the_end()
    if recorder is not None:
        run.program.conclude(main, status, recorder)
    sys.exit(status)
