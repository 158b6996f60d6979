"""random_programs: random programs do on the engine what they do on the oldest and the newest CPython that are found, by their rules, event by event; one that differs is shrunk and shown.

LOOPSCOPE_SEED and LOOPSCOPE_PROGRAMS choose others than 300 from seed 1.
"""

import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parents[1] / "conformance"
sys.path.insert(0, str(HERE))

import generate  # noqa: E402  they stand beside the programs that they compare
import random_programs  # noqa: E402
import shrink  # noqa: E402

RUN_PROGRAM = random_programs.BUILD / "tests" / "run_program"
BAD = [
    ("", "this is no JSON"),
    ("[" * 2000, "this is no JSON"),
    ("{}", "this is no program of format 1"),
    ('{"format":1,"coros":[]}', "there is no coroutine main"),
    ('{"format":1,"coros":[{"name":"main","body":[{"op":"sing"}]}]}', "an op is not known"),
    ('{"format":1,"coros":[{"name":"main","body":[{"op":"reraise"}]}]}', "reraise stands outside every handler"),
    ('{"format":1,"coros":[{"name":"main","body":[{"op":"yield","value":1}]}]}', "yield stands outside every generator"),
    ('{"format":1,"coros":[{"name":"main","body":[{"op":"break"}]}]}', "break does not stand right in a for"),
    ('{"format":1,"coros":[{"name":"main","body":[{"op":"for","coro":"main","body":[]}]}]}', "there is no such generator: main"),
    ('{"format":1,"coros":[{"name":"main","body":[{"op":"assign","slot":"x","what":{"k":"sleep","d":0}}]}]}', "only what gather and shield give is assigned"),
    ('{"format":1,"coros":[{"name":"main","body":[{"op":"set","event":"e1"}]}]}', "this is not among the locks, events and queues"),
    ('{"format":1,"coros":[{"name":"main","body":[{"op":"await","what":{"k":"coro","coro":"main"}}]}]}', "the program does too much"),
    ('{"format":1,"coros":[{"name":"main","body":[{"op":"await","what":{"k":"sleep","d":1e300}}]}]}', "seconds are missing, or too many"),
]


def bad_programs_are_refused_with_one_sentence():
    for text, sentence in BAD:
        done = subprocess.run([RUN_PROGRAM, "/dev/stdin"], input=text, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 2, (text[:80], done)
        assert sentence in done.stderr and len(done.stderr.splitlines()) == 1, (text[:80], done.stderr)


def the_same_seed_gives_the_same_programs_and_every_kind_of_op():
    programs = [generate.generate(1, number) for number in range(300)]
    assert programs == [generate.generate(1, number) for number in range(300)]
    assert programs[0] != generate.generate(2, 0)
    text = json.dumps(programs)
    table = (HERE / "run_program.h").read_text(encoding="utf-8")
    for name in re.findall(r'(?:OP|EXPRESSION)\([A-Z_]+, "(\w+)"', table):
        assert f'"op": "{name}"' in text or f'"k": "{name}"' in text, f"no program has {name}"


def a_program_that_differs_is_shrunk_to_what_matters():
    program = generate.generate(1, 3)
    program["coros"][0]["body"].append({"op": "try", "body": [{"op": "block", "d": 3}], "handlers": [], "finally": []})

    def differences(programs):
        return [("event 1 (block, block)",) if '"block"' in json.dumps(p) else None for p in programs]

    shrunk = shrink.shrink(program, differences, ("event 7 (block, block)",))
    assert shrunk["coros"] == [{"name": "main", "body": [{"op": "block", "d": 0}]}], shrunk


def a_difference_is_seen():
    lines = ['{"e":"task_new","via":"run","line":null}', '{"e":"iter","n":1}', '{"e":"exit","t":0}']
    same = random_programs.Result(lines, 0)
    assert random_programs.differs(same, random_programs.Result([lines[0].replace("null", "9"), *lines[1:]], 0)) is None
    for other in (lines[:2], [lines[0], lines[1].replace("1", "2"), lines[2]], [lines[0], lines[2], lines[1]]):
        assert random_programs.differs(same, random_programs.Result(other, 0)), other
    assert random_programs.differs(same, random_programs.Result(lines, 1))
    lost = '{"e":"never_awaited","by":"T1","coro":"c1","line":3}'
    assert random_programs.differs(same, random_programs.Result([lines[0], lost, *lines[1:]], 0))
    early, late = ([lines[0], lost, *lines[1:]], [*lines, lost.replace("3", "4")])
    assert random_programs.differs(random_programs.Result(early, 0), random_programs.Result(late, 0)) is None
    ended, back = '{"e":"run_end"}', '{"e":"timer_cancel","timer":"M9","by":"main"}'  # by the collector, once the loop is closed; else by the program
    closed = random_programs.Result([lines[0], ended, lines[2]], 0)
    assert random_programs.differs(closed, random_programs.Result([lines[0], ended, back, lines[2]], 0)) is None
    assert random_programs.differs(closed, random_programs.Result([lines[0], back, ended, lines[2]], 0))


def main():
    if not RUN_PROGRAM.exists():
        print(f"skipped: {RUN_PROGRAM.name} was not built, because cJSON is not installed")
        return 77
    bad_programs_are_refused_with_one_sentence()
    the_same_seed_gives_the_same_programs_and_every_kind_of_op()
    a_program_that_differs_is_shrunk_to_what_matters()
    a_difference_is_seen()
    return random_programs.main()


if __name__ == "__main__":
    sys.exit(main())
