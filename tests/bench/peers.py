#!/usr/bin/env python3
"""peers.py: the table of how fast the engine is beside its peers, each figure measured in turn with theirs and set against its aim.

    python3 tests/bench/peers.py [--build build/release] [FIGURE ...]

Every measurement is a process of its own, and a round measures a figure once with everybody before the next round begins, so that whatever
else the machine does falls on all alike. What counts is processor time. A ratio is that of two measurements of one round; the table shows the
median of the rounds, the least and the most. LOOPSCOPE_BENCH_QUICK=1 is a first look: fewer rounds, a tenth of the work.
"""
import argparse
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
from typing import NamedTuple

HERE = pathlib.Path(__file__).resolve().parent
QUICK = os.environ.get("LOOPSCOPE_BENCH_QUICK", "0") not in ("", "0")
ROUNDS, MORE_ROUNDS = (3, 3) if QUICK else (5, 11)
PYTHON = "/usr/bin/python3"
OURS = "Loopscope"


class Peer(NamedTuple):
    """Somebody to be measured: how to build it (SOURCE and PROGRAM are filled in) and how to call it."""
    name: str
    package: str
    build: tuple = ()
    call: tuple = ("PROGRAM",)


PEERS = {peer.name: peer for peer in (
    Peer("C++20", "g++", ("g++", "-std=c++20", "-O2", "cpp20.cpp", "-o", "PROGRAM")),
    Peer("Go", "golang-go", ("go", "build", "-o", "PROGRAM", "goroutines.go")),
    Peer("libuv", "libuv1-dev", ("gcc", "-O2", "libuv.c", "-o", "PROGRAM", "-luv")),
    Peer("libev", "libev-dev", ("gcc", "-O2", "libev.c", "-o", "PROGRAM", "-lev")),
    Peer("State Threads", "libst-dev", ("gcc", "-O2", "state_threads.c", "-o", "PROGRAM", "-lst")),
    Peer("Boost.Fiber", "libboost-fiber-dev", ("g++", "-O2", "boost_fiber.cpp", "-o", "PROGRAM", "-lboost_fiber", "-lboost_context")),
    Peer("asyncio", "python3", (PYTHON, "-c", "import asyncio"), (PYTHON, "asyncio_bench.py", "asyncio")),
    Peer("uvloop", "python3-uvloop", (PYTHON, "-c", "import uvloop"), (PYTHON, "asyncio_bench.py", "uvloop")),
)}


class Figure(NamedTuple):
    """What is measured: with which numbers (a peer that would take too long has smaller ones of its own), beside whom, and what is aimed at."""
    title: str
    numbers: tuple           # how many tasks; how many times each, or in how many seconds the first sleeper wakes; how often all of that
    peers: tuple = ()
    of_peer: dict = {}       # peer: its numbers
    aims: dict = {}          # (peer, measure): the most that ours divided by theirs should be
    own_aims: dict = {}      # measure: the most that ours should be
    program: str = "engine"
    measured: int = ROUNDS
    steady: bool = False     # one long measurement instead of several; only what is aimed at is shown


STACKFUL = ("State Threads", "Boost.Fiber")
PYTHONS = ("asyncio", "uvloop")
TENTH = {"asyncio": (100_000, 0), "uvloop": (100_000, 0)}
FIGURES = {
    "resume": Figure("resume and suspend one coroutine", (20_000_000, 0), ("C++20", "asyncio"), {"asyncio": (2_000_000, 0)},
                     {("C++20", "ns"): 1.5}, program="engine_resume", measured=MORE_ROUNDS),
    "sleep_zero": Figure("sleep(0): a switch, 1,000 tasks x 1,000", (1000, 1000, 10), ("C++20", "Go", *STACKFUL, *PYTHONS),
                         {"asyncio": (1000, 300), "uvloop": (1000, 300)},
                         {("C++20", "ns"): 1.5, ("Go", "ns"): 0.15, ("asyncio", "ns"): 1 / 150, ("uvloop", "ns"): 1 / 100}, measured=MORE_ROUNDS),
    "sleep_zero_many": Figure("sleep(0): a switch, 100,000 tasks x 10, with spawn and join", (100_000, 10), ("C++20", "Go", "Boost.Fiber", *PYTHONS),
                              {}, {("C++20", "ns"): 2.5, ("Go", "ns"): 0.06}),
    "create_in_turn": Figure("create_task and await, one at a time", (1_000_000, 0), ("C++20", "Go", *STACKFUL, *PYTHONS), TENTH,
                             {("Go", "ns"): 0.25, ("uvloop", "ns"): 1 / 30}, measured=MORE_ROUNDS),
    "create_together": Figure("create_task and await, 1,000 alive", (1_000_000, 0), ("C++20", "Go", *STACKFUL, *PYTHONS), TENTH,
                              {("Go", "ns"): 0.30, ("uvloop", "ns"): 1 / 30}, measured=MORE_ROUNDS),
    "asleep": Figure("a task asleep at its own deadline, of 1,000,000", (1_000_000, 4), ("Go", "libuv", "libev", *PYTHONS),
                     {"Go": (1_000_000, 20), "asyncio": (100_000, 8), "uvloop": (100_000, 8)},
                     {("Go", "ns"): 0.25, ("libuv", "ns"): 0.6}, {"bytes": 256}),
    "asleep_many": Figure("10,000,000 tasks asleep", (10_000_000, 4), own_aims={"megabytes": 3000}, steady=True),
    "record_ring": Figure("one recorded event, kept in a ring", (1000, 1000), own_aims={"ns": 2}),
    "record_trace": Figure("one recorded event, kept in a trace that grows", (1000, 200), ("fresh memory",), {"fresh memory": (300, 0)}),
    "hook_off": Figure("sleep(0) with the hook off, beside a build without it", (1000, 1000, 10), ("without a hook",),
                       aims={("without a hook", "ns"): 1.05}, measured=MORE_ROUNDS),
    "steady": Figure("what 1,000,000,000 switches leave behind in memory", (1000, 1_000_000), own_aims={"bytes": 0}, steady=True),
}
# Figures which the programs know under the name of another.
SAME_AS = {"sleep_zero_many": "sleep_zero", "asleep_many": "asleep", "hook_off": "sleep_zero", "fresh memory": "fresh_memory"}
# Not peers but what the machine, or the engine, takes without the thing that is measured.
OWN_PROGRAMS = {"without a hook": "engine_without_hook", "fresh memory": "engine"}
UNITS = {"ns": "ns", "bytes": "bytes", "megabytes": "MB in all"}


def build_peers(folder):
    """The calls of all peers that can be built here; the others and why not."""
    calls, left_out = {}, {}
    folder.mkdir(parents=True, exist_ok=True)
    for peer in PEERS.values():
        program = folder / peer.name.lower().replace(" ", "_").replace("+", "p").replace(".", "_")
        command = [str(program) if word == "PROGRAM" else word for word in peer.build]
        if not shutil.which(command[0]):
            left_out[peer.name] = peer.package
            continue
        built = subprocess.run(command, cwd=HERE / "peers", capture_output=True, text=True, check=False,
                               env={**os.environ, "GO111MODULE": "off", "GOCACHE": str(folder / "go-cache")})
        if built.returncode != 0:
            left_out[peer.name] = peer.package
            continue
        calls[peer.name] = [str(program) if word == "PROGRAM" else str(HERE / "peers" / word) if word.endswith(".py") else word for word in peer.call]
    return calls, left_out


def version(package):
    """What Debian calls the version of a package, without its own additions."""
    asked = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True, check=False).stdout
    return re.sub(r"^\d+:|[-+~].*$", "", asked) or "?"


def measure(call, name, figure, peer):
    """What one process says: measure -> value."""
    count, rounds, *often = figure.of_peer.get(peer, figure.numbers)
    if QUICK:
        count, rounds = (count, rounds // 10) if rounds >= 100 else (count // 10, rounds)
    numbers = map(str, (count, rounds, *often))
    done = subprocess.run([*call, SAME_AS.get(peer) or SAME_AS.get(name, name), *numbers], capture_output=True, text=True, check=False)
    sys.stderr.write(done.stderr)
    if done.returncode != 0:
        sys.exit(f"peers.py: {peer}, {name}: ended with {done.returncode}")
    return {key: float(value) for key, value in (line.split() for line in done.stdout.splitlines())}


def measure_in_turn(name, figure, calls, build):
    """Rounds of everybody's measures: peer -> measure -> a value for each round."""
    takers = {OURS: [str(build / figure.program)]}
    for peer in figure.peers:
        if peer in OWN_PROGRAMS:
            takers[peer] = [str(build / OWN_PROGRAMS[peer])]
        elif peer in calls:
            takers[peer] = calls[peer]
    values = {taker: {} for taker in takers}
    for _ in range(1 if figure.steady else figure.measured):
        for taker, call in takers.items():
            for key, value in measure(call, name, figure, taker).items():
                values[taker].setdefault(key, []).append(value)
    return values


def amount(value):
    return f"{value:,.2f}" if abs(value) < 100 else f"{value:,.0f}"


def share(value):
    return f"{value:.2f}"


def small_share(value):
    return f"1/{1 / value:.0f}"


def spread(values, form):
    extremes = f"[{form(min(values))} {form(max(values))}]" if len(values) > 1 else ""
    return f"{form(statistics.median(values)):>10} {extremes:<18}"


def verdict(value, aim, form):
    return f"at most {form(aim):<13} {'met' if value <= aim else 'MISSED'}"


def print_figure(figure, values):
    """Ours, then everybody else with what ours is divided by theirs. Returns how many aims were met and missed."""
    met = missed = 0
    for key, ours in values[OURS].items():
        if key not in figure.own_aims and (figure.steady or key == "megabytes"):
            continue
        print(f"\n{figure.title}, {UNITS[key]}")
        for taker, measures in values.items():
            line = f"    {taker:<16}{spread(measures[key], amount)}"
            aim = figure.own_aims.get(key) if taker == OURS else figure.aims.get((taker, key))
            middle = statistics.median(ours)
            if taker != OURS:
                ratios = [mine / theirs for mine, theirs in zip(ours, measures[key])]
                middle = statistics.median(ratios)
                line += spread(ratios, share if middle >= 0.1 else small_share)
            elif aim is not None:
                line += " " * 29
            if aim is not None and not (figure.steady and QUICK):  # a tenth of what is promised shows nothing
                line += verdict(middle, aim, amount if taker == OURS else share if aim >= 0.1 else small_share)
                met, missed = met + (middle <= aim), missed + (middle > aim)
            print(line.rstrip())
    sys.stdout.flush()
    return met, missed


def main():
    parser = argparse.ArgumentParser(description="How fast the engine is beside its peers.")
    parser.add_argument("--build", type=pathlib.Path, default=HERE.parent.parent / "build/release", help="the folder of the build")
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help="one of: " + ", ".join(FIGURES))
    chosen = parser.parse_args()
    unknown = set(chosen.figures) - set(FIGURES)
    if unknown:
        parser.error("no such figure: " + ", ".join(sorted(unknown)))
    build = chosen.build.resolve() / "bench"
    calls, left_out = build_peers(build / "peers")
    print(f"The engine and its peers: processor time, the median of at least {ROUNDS} rounds [least most]; then ours divided by theirs."
          + (" A first look: a tenth of the work." if QUICK else ""))
    print("Go runs with GOMAXPROCS=1. Tasks asleep: the engine's in virtual time, the others' by the real clock, of which only work counts.")
    print("Peers: " + ", ".join(f"{name} ({PEERS[name].package} {version(PEERS[name].package)})" for name in calls) + ".")
    for name, package in left_out.items():
        print(f"{name} is left out: it needs the package {package}.")
    met = missed = 0
    for name in chosen.figures or FIGURES:
        counts = print_figure(FIGURES[name], measure_in_turn(name, FIGURES[name], calls, build))
        met, missed = met + counts[0], missed + counts[1]
    print(f"\n{met} aims met, {missed} missed")


if __name__ == "__main__":
    main()
