#!/usr/bin/env python3
"""echo.py: the table of how many messages a server echoes in a second of its processor time: ours beside its peers, with one client for all.

    python3 tests/bench/echo.py [--tls] [--latency] [--build build/release] [--rounds 5] [--seconds 1] [CONNECTIONSxBYTES ...]

A round measures everybody once before the next begins, so that whatever else the machine does falls on all alike; a ratio is that of two measurements of one
round. The table shows medians, the least and the most. Memory is what the server holds more for each connection that is open and idle.
"""
import argparse
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent / "echo"
OURS = ("streams", "sock", "protocol", "streams, hook", "sock, hook")
GCC = ("gcc", "-O2")
PEERS = {
    "raw epoll": (*GCC, "raw.c", "-o", "PROGRAM"),
    "libuv": (*GCC, "libuv.c", "-o", "PROGRAM", "-luv"),
    "libev": (*GCC, "libev.c", "-o", "PROGRAM", "-lev"),
    "Boost.Asio": ("g++", "-O2", "asio.cpp", "-o", "PROGRAM", "-pthread"),
    "Go": ("go", "build", "-o", "PROGRAM", "goroutines.go"),
    "uvloop": ("/usr/bin/python3", "-c", "import uvloop"),
    "asyncio": ("/usr/bin/python3", "-c", "import asyncio"),
}
# (ours, theirs): the least that ours divided by theirs should be.
WITH_TLS = {
    "raw OpenSSL": (*GCC, "raw_tls.c", "-o", "PROGRAM", "-lssl", "-lcrypto"),
    "uvloop": PEERS["uvloop"],
    "asyncio": PEERS["asyncio"],
}
AIMS = {("streams", "libuv"): 1.0, ("sock", "raw epoll"): 0.95, ("streams", "Go"): 2, ("streams", "uvloop"): 3, ("streams", "asyncio"): 10}


def build_ours(source, program, *libraries):
    bundle = program.parents[2] / "libloopscope-engine.a"
    subprocess.run([*GCC, "-std=gnu11", f"-I{HERE.parents[2] / 'engine'}", str(HERE / source), str(bundle), *libraries, "-lm", "-lpthread", "-o", str(program)], check=True)


def build(folder, certificate):
    """The calls of all servers that can be built here; with a certificate those that speak TLS."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([*GCC, str(HERE / "load.c"), "-o", str(folder / "load"), "-lssl", "-lcrypto"], check=True)
    if certificate:
        subprocess.run([HERE.parents[1] / "conformance" / "certificate.sh", certificate], check=True)
        build_ours("ours_tls.c", folder / "ours_tls", "-lssl", "-lcrypto")
        calls = {"streams": [str(folder / "ours_tls")]}
    else:
        build_ours("ours.c", folder / "ours")
        calls = {name: [str(folder / "ours"), *name.split(", ")] for name in OURS}
    for name, command in (WITH_TLS if certificate else PEERS).items():
        program = str(folder / name.lower().replace(" ", "_"))
        command = [program if word == "PROGRAM" else word for word in command]
        environment = {**os.environ, "GO111MODULE": "off", "GOCACHE": str(folder / "go-cache")}
        if shutil.which(command[0]) and subprocess.run(command, cwd=HERE, env=environment, capture_output=True, check=False).returncode == 0:
            calls[name] = [command[0], str(HERE / "python_streams.py"), name] if "python" in command[0] else [program]
        else:
            print(f"{name} is left out: it cannot be built here.")
    return {name: [*call, *([certificate] if certificate else [])] for name, call in calls.items()}


def used(process):
    """Seconds of processor time of all of its threads."""
    return sum(int((task / "schedstat").read_text().split()[0]) for task in pathlib.Path(f"/proc/{process.pid}/task").iterdir()) / 1e9


def held(process):
    """Bytes of memory that are its own."""
    for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) * 1024
    return 0


def measure(call, load, connections, size, seconds, tls, rate=0):
    """Messages in a second of the server's processor time, bytes for each connection, messages in a second of the clock; with a rate, µs that half of them and 99 of 100 took."""
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**os.environ, "GOMAXPROCS": "1"}) as server:
        port, before = server.stdout.readline().strip(), held(server)
        with subprocess.Popen([load, port, str(connections), str(size), str(seconds), "tls" if tls else "plain", *([str(rate)] if rate else [])], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as client:
            if client.stdout.readline() != "ready\n":
                sys.exit(f"echo.py: {call} does not serve")
            memory, began = (held(server) - before) / connections, used(server)
            client.stdin.write("\n")
            client.stdin.flush()
            messages, *latencies = map(float, client.stdout.readline().split())
            took = used(server) - began
            client.stdin.write("\n")
            client.stdin.close()
        server.kill()
    return latencies if rate else (messages / took, memory, messages / seconds)


def spread(values, form):
    return f"{form.format(statistics.median(values)):>10} [{form.format(min(values))} {form.format(max(values))}]"


def latency(calls, load, connections, size, chosen):
    """How long a message takes where half as many come in a second as libuv can send back (without it: the last of the peers), which is measured in each round anew."""
    rounds = []
    for _ in range(chosen.rounds):
        rate = measure(calls.get("libuv") or list(calls.values())[-1], load, connections, size, chosen.seconds, chosen.tls)[2] / 2
        rounds.append({name: measure(call, load, connections, size, chosen.seconds, chosen.tls, rate) for name, call in calls.items()})
    print(f"\n{connections:,} connections, {size:,} bytes, half load: µs until a message is back: of 50 in 100, of 99 in 100; ours divided by theirs, of 99")
    for name in calls:
        line = f"    {name:<16}{spread([one[name][0] for one in rounds], '{:,.0f}'):<28}{spread([one[name][1] for one in rounds], '{:,.0f}'):<36}"
        if name not in OURS:
            line += "".join(f"  {ours}:{spread([one[ours][1] / one[name][1] for one in rounds], '{:.2f}')}" for ours in ("streams", "sock") if ours in calls)
        print(line, flush=True)


def main():
    parser = argparse.ArgumentParser(description="Messages echoed in a second of the server's processor time.")
    parser.add_argument("--build", type=pathlib.Path, default=HERE.parents[2] / "build/release")
    parser.add_argument("--tls", action="store_true", help="with TLS")
    parser.add_argument("--latency", action="store_true", help="how long messages take at half of the load that libuv can bear")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--only", help="names, with a | in between")
    parser.add_argument("figures", nargs="*", metavar="CONNECTIONSxBYTES")
    chosen = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    folder = chosen.build.resolve() / "bench" / "echo"
    calls = build(folder, str(folder / "certificate.pem") if chosen.tls else None)
    calls = {name: call for name, call in calls.items() if not chosen.only or name in chosen.only.split("|")}
    for figure in chosen.figures or ["1x64", "100x64", *([] if chosen.tls else ["10000x64"]), "1x65536", "100x65536"]:
        connections, size = map(int, figure.split("x"))
        if connections + 100 > hard:
            print(f"\n{connections} connections are left out: {hard} descriptors are all that a process may have here.")
            continue
        if chosen.latency:
            latency(calls, str(folder / "load"), connections, size, chosen)
            continue
        rounds = [{name: measure(call, str(folder / "load"), connections, size, chosen.seconds, chosen.tls) for name, call in calls.items()} for _ in range(chosen.rounds)]
        print(f"\n{connections:,} connections{' with TLS' if chosen.tls else ''}, {size:,} bytes: messages in a second of the server's processor time; ours divided by theirs")
        for name in calls:
            line = f"    {name:<16}{spread([one[name][0] for one in rounds], '{:,.0f}'):<36}"
            if name not in OURS:
                line += "".join(f"  {ours}:{spread([one[ours][0] / one[name][0] for one in rounds], '{:.2f}')}"
                                + (f" aim {AIMS[ours, name]}" if (ours, name) in AIMS and not chosen.tls else "") for ours in ("streams", "sock") if ours in calls)
            if connections >= 1000:
                line += f"  {statistics.median(one[name][1] for one in rounds):,.0f} bytes a connection"
            print(line, flush=True)


if __name__ == "__main__":
    main()
