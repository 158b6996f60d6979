"""descriptors: what the tracer tells of connections, pipes, calls in threads, child processes and signals."""

import functools
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import textwrap
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from told import ENVIRONMENT, LOOPSCOPE, real, record, tell  # noqa: E402


@functools.lru_cache(maxsize=None)
def events_of(program, **environment):
    """The events of a program, as JSON Lines tell them; it must end well."""
    with tempfile.TemporaryDirectory() as folder:
        script, lines = pathlib.Path(folder, "program.py"), pathlib.Path(folder, "run.jsonl")
        script.write_text("import asyncio, os, signal, socket, sys, time\n" + textwrap.dedent(program), encoding="utf-8")
        command = [sys.executable, "-m", "loopscope_trace", "--jsonl", str(lines), str(script)]
        done = subprocess.run(command, capture_output=True, text=True, env={**ENVIRONMENT, **environment}, timeout=60, check=False)
        assert done.returncode == 0 and done.stderr == "", done.stderr
        return [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]


def about(events, number):
    """What is told of one of them, in short."""
    fields = {"watch": "to", "unwatch": "to", "arrived": "to", "bytes": "what", "flow": "what", "outside_end": "how"}
    said = [event for event in events if event.get("outside") == number and event["e"] in fields]
    return [event["e"] + " " + event[fields[event["e"]]] + (f" {event['count']}" if event["e"] == "bytes" else "") for event in said]


def made(events):
    return [(event["outside"], event["kind"], event["of"]) for event in events if event["e"] == "outside_new"]


def name_of(events, number):
    return next(event["name"] for event in events if event["e"] == "outside_new" and event["outside"] == number)


ECHO = """
    async def serve(reader, writer):
        while line := await reader.readline():
            writer.write(b"> " + line)
            await writer.drain()
        writer.close()
    async def main():
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"hello\\n")
        assert await reader.readline() == b"> hello\\n"
        writer.close()
        await writer.wait_closed()
        server.close()
        for _ in range(5):
            await asyncio.sleep(0)
    asyncio.run(main())
"""


class Connections(unittest.TestCase):
    def test_an_echo_server_and_a_client(self):
        events = events_of(ECHO)
        self.assertEqual(made(events), [("O1", "listening socket", None), ("O2", "connection", None), ("O3", "connection", "O1")])
        self.assertEqual(name_of(events, "O1"), name_of(events, "O2"))
        self.assertEqual(about(events, "O1"), ["watch read", "arrived read", "unwatch read", "outside_end closed"])
        client = [one for one in about(events, "O2") if one not in ("arrived write", "watch write", "unwatch write")]  # how a connection comes about is up to the system
        self.assertEqual(client, ["watch read", "bytes sent 6", "arrived read", "bytes read 8", "unwatch read", "outside_end closed"])
        self.assertEqual(about(events, "O3"), ["watch read", "arrived read", "bytes read 6", "bytes sent 8", "arrived read", "bytes read 0", "unwatch read", "outside_end closed"])

    def test_what_arrives_stands_before_its_callback_and_by_the_loop(self):
        events = events_of(ECHO)
        places = [place for place, event in enumerate(events) if event["e"] == "arrived"]
        self.assertTrue(places)
        for place in places:
            self.assertEqual((events[place]["by"], events[place + 1]["e"], events[place + 1]["by"]), ("loop", "ready", "loop"))

    def test_bytes_are_written_and_read_by_whoever_does(self):
        events = events_of(ECHO)
        by = {(event["outside"], event["what"], event["count"]): event["by"] for event in events if event["e"] == "bytes"}
        self.assertEqual(by["O2", "sent", 6][0], "T")
        self.assertEqual(by["O3", "read", 6][0], "H")

    def test_the_first_bytes_are_told_where_that_is_asked_for(self):
        told = [event["first"] for event in events_of(ECHO, LOOPSCOPE_FIRST_BYTES="5") if event["e"] == "bytes" and event["count"]]
        self.assertEqual(told, ["hello", "hello", "> hel", "> hel"])
        self.assertEqual({event["first"] for event in events_of(ECHO) if event["e"] == "bytes"}, {None})

    def test_bytes_that_cannot_be_sent_are_kept_and_reading_stops_and_goes_on(self):
        events = events_of("""
            async def serve(reader, writer):
                await asyncio.sleep(0.05)
                got = 0
                while got < 8 << 20:
                    got += len(await reader.read(1 << 16))
                writer.close()
            async def main():
                server = await asyncio.start_server(serve, "127.0.0.1", 0)
                reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
                writer.write(bytes(8 << 20))
                await writer.drain()
                await reader.read()
                writer.close()
                server.close()
            asyncio.run(main())
        """)
        moved = [event for event in events if event["e"] == "bytes" and event["outside"] == "O2"]
        sent = sum(event["count"] for event in moved if event["what"] == "sent")
        kept = sum(event["count"] for event in moved if event["what"] == "kept")
        self.assertEqual((sent, sent - kept), (8 << 20, moved[0]["count"]))
        flow = [event["what"] for event in events if event["e"] == "flow"]
        for what in ("writing_paused", "writing_resumed", "reading_paused", "reading_resumed"):
            self.assertIn(what, flow)

    def test_sockets_without_a_transport(self):
        events = events_of("""
            async def serve(loop, listener):
                connection, _ = await loop.sock_accept(listener)
                with connection:
                    await loop.sock_sendall(connection, await loop.sock_recv(connection, 100))
            async def main():
                loop = asyncio.get_running_loop()
                with socket.socket() as listener, socket.socket() as client:
                    listener.setblocking(False)
                    client.setblocking(False)
                    listener.bind(("127.0.0.1", 0))
                    listener.listen()
                    task = asyncio.create_task(serve(loop, listener))
                    await asyncio.sleep(0)
                    await loop.sock_connect(client, listener.getsockname())
                    await loop.sock_sendall(client, b"hello")
                    assert await loop.sock_recv(client, 100) == b"hello"
                    await task
            asyncio.run(main())
        """)
        self.assertEqual(sorted(made(events)), [("O1", "listening socket", None), ("O2", "connection", None), ("O3", "connection", "O1")])
        moved = [(event["outside"], event["what"], event["count"]) for event in events if event["e"] == "bytes"]
        self.assertEqual(moved, [("O2", "sent", 5), ("O3", "read", 5), ("O3", "sent", 5), ("O2", "read", 5)])
        self.assertEqual([event["outside"] for event in events if event["e"] == "outside_end"], ["O3", "O2", "O1"])

    def test_a_number_of_a_descriptor_that_is_used_again_is_something_else(self):
        events = events_of("""
            async def once(loop):
                here, there = socket.socketpair()
                heard = loop.create_future()
                loop.add_reader(here, heard.set_result, None)
                there.send(b"x")
                await heard
                loop.remove_reader(here)
                number = here.fileno()
                os.close(here.detach())
                there.close()
                return number
            async def main():
                loop = asyncio.get_running_loop()
                assert await once(loop) == await once(loop)
            asyncio.run(main())
        """)
        self.assertEqual([kind for _, kind, _ in made(events)], ["connection", "connection"])

    def test_a_datagram(self):
        events = events_of("""
            class Heard(asyncio.DatagramProtocol):
                def __init__(self, heard):
                    self.heard = heard
                def datagram_received(self, data, address):
                    self.heard.set_result(data)
            async def main():
                loop = asyncio.get_running_loop()
                heard = loop.create_future()
                one, _ = await loop.create_datagram_endpoint(lambda: Heard(heard), local_addr=("127.0.0.1", 0))
                other, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, remote_addr=one.get_extra_info("sockname"))
                other.sendto(b"hello")
                assert await heard == b"hello"
                one.close()
                other.close()
                await asyncio.sleep(0)
            asyncio.run(main())
        """)
        self.assertEqual([kind for _, kind, _ in made(events)], ["datagram socket", "datagram socket"])
        self.assertEqual(about(events, "O1"), ["watch read", "arrived read", "bytes read 5", "unwatch read", "outside_end closed"])


class Workers(unittest.TestCase):
    def test_a_call_in_a_thread(self):
        events = events_of("""
            def fetch():
                started.wait()
                return 42
            import threading
            started = threading.Event()
            async def main():
                call = asyncio.get_running_loop().run_in_executor(None, fetch)
                started.set()
                assert await call == 42
            asyncio.run(main())
        """)
        self.assertEqual((made(events), name_of(events, "O1")), ([("O1", "call in a thread", None)], "fetch"))
        self.assertEqual(about(events, "O1"), ["arrived read", "outside_end done"])

    def test_a_call_that_is_done_at_once(self):
        events = events_of("""
            import concurrent.futures
            class AtOnce(concurrent.futures.ThreadPoolExecutor):
                def submit(self, function, *args):
                    done = concurrent.futures.Future()
                    done.set_result(function(*args))
                    return done
            async def main():
                assert await asyncio.get_running_loop().run_in_executor(AtOnce(), int, "42") == 42
            asyncio.run(main())
        """)
        self.assertEqual((name_of(events, "O1"), about(events, "O1")[-1]), ("int", "outside_end done"))

    def test_a_call_that_is_taken_back_before_it_has_begun(self):
        events = events_of("""
            import concurrent.futures, threading
            async def main():
                go = threading.Event()
                with concurrent.futures.ThreadPoolExecutor(1) as pool:
                    loop = asyncio.get_running_loop()
                    first, second = (loop.run_in_executor(pool, one) for one in (go.wait, print))
                    second.cancel()
                    await asyncio.sleep(0)
                    go.set()
                    await first
            asyncio.run(main())
        """)
        self.assertEqual((about(events, "O1")[-1], about(events, "O2")[-1]), ("outside_end done", "outside_end closed"))

    def test_a_child_process_and_its_pipes(self):
        events = events_of("""
            async def main():
                program = "import sys; data = sys.stdin.read(); print(len(data), end=''); sys.exit(3)"
                pipe = asyncio.subprocess.PIPE
                child = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdin=pipe, stdout=pipe)
                said, _ = await child.communicate(b"x" * 100000)
                assert said == b"100000" and child.returncode == 3
            asyncio.run(main())
        """)
        child = name_of(events, "O1")
        self.assertEqual(made(events), [("O1", "child process", None), ("O2", "pipe", "O1"), ("O3", "pipe", "O1")])
        self.assertEqual((name_of(events, "O2"), name_of(events, "O3")), (f"stdin of {child}", f"stdout of {child}"))
        sent = sum(event["count"] for event in events if event["e"] == "bytes" and (event["outside"], event["what"]) == ("O2", "sent"))
        read = [event["count"] for event in events if event["e"] == "bytes" and event["outside"] == "O3"]
        self.assertEqual((sent, read), (100000, [6, 0]))
        self.assertIn("arrived read", about(events, "O1"))
        self.assertEqual([event["status"] for event in events if event["e"] == "outside_end" and event["outside"] == "O1"], [3])

    def test_a_signal(self):
        events = events_of("""
            async def main():
                loop, came = asyncio.get_running_loop(), asyncio.Event()
                loop.add_signal_handler(signal.SIGUSR1, came.set)
                os.kill(os.getpid(), signal.SIGUSR1)
                await came.wait()
                loop.remove_signal_handler(signal.SIGUSR1)
            asyncio.run(main())
        """)
        self.assertEqual((made(events), name_of(events, "O1")), ([("O1", "signal", None)], "SIGUSR1"))
        self.assertEqual(about(events, "O1"), ["arrived read", "outside_end closed"])


class Told(unittest.TestCase):
    """In words, by loopscope tell."""

    @unittest.skipUnless(LOOPSCOPE.exists(), "loopscope is not built")
    def test_a_wait_for_the_outside_and_its_end(self):
        with tempfile.TemporaryDirectory() as folder:
            script, recording = pathlib.Path(folder, "program.py"), pathlib.Path(folder, "run.loopscope")
            script.write_text("import asyncio\n" + textwrap.dedent(ECHO), encoding="utf-8")
            record(script, recording)
            told = tell(recording)
        self.assertRegex(told, r"main awaits the connection to 127\.0\.0\.1:\d+: it is suspended")
        self.assertRegex(told, r"the loop has nothing ready and no timer set, so it waits for the outside: .*one listening socket\.")
        self.assertRegex(told, r"The loop reads eight bytes from 127\.0\.0\.1:\d+\.")
        self.assertRegex(told, r"main is ready, because data from 127\.0\.0\.1:\d+ has come")
        self.assertNotIn("A remark", told)

    @unittest.skipUnless(LOOPSCOPE.exists(), "loopscope is not built")
    def test_datagrams_pipes_and_coroutines_of_threads(self):
        program = """
            import os
            class Echo(asyncio.DatagramProtocol):
                def connection_made(self, transport):
                    self.transport = transport
                def datagram_received(self, data, address):
                    self.transport.sendto(data, address)
            class Heard(asyncio.DatagramProtocol):
                def datagram_received(self, data, address):
                    heard.set_result(data)
            async def answer():
                return 42
            def ask(loop):
                return asyncio.run_coroutine_threadsafe(answer(), loop).result()
            async def main():
                global heard
                loop = asyncio.get_running_loop()
                heard = loop.create_future()
                one, _ = await loop.create_datagram_endpoint(Echo, local_addr=("127.0.0.1", 0))
                other, _ = await loop.create_datagram_endpoint(Heard, remote_addr=one.get_extra_info("sockname"))
                other.sendto(b"hello")
                await heard
                one.close()
                other.close()
                read, write = os.pipe()
                reader = asyncio.StreamReader()
                protocol = asyncio.StreamReaderProtocol(reader)
                await loop.connect_read_pipe(lambda: protocol, open(read, "rb", 0))
                writing, _ = await loop.connect_write_pipe(asyncio.Protocol, open(write, "wb", 0))
                writing.write(b"x")
                await reader.read(1)
                writing.close()
                await reader.read()
                await asyncio.to_thread(ask, loop)
            asyncio.run(main())
        """
        with tempfile.TemporaryDirectory() as folder:
            script, recording = pathlib.Path(folder, "program.py"), pathlib.Path(folder, "run.loopscope")
            script.write_text("import asyncio\n" + textwrap.dedent(program), encoding="utf-8")
            record(script, recording)
            said = tell(recording)
        for sentence in (
            r"main awaits the transport of 127\.0\.0\.1:\d+ to 127\.0\.0\.1:\d+: it is suspended",
            r"The transport of 127\.0\.0\.1:\d+ stands: main, which awaits it, can go on\.",
            r"main sends a datagram of five bytes from the datagram socket 127\.0\.0\.1:\d+ to 127\.0\.0\.1:\d+\.",
            r"Something has come to the datagram socket 127\.0\.0\.1:\d+: the callback for that becomes ready\.",
            r"callback _read_ready runs: it reads what has come to the datagram socket 127\.0\.0\.1:\d+\.",
            r"The loop reads a datagram of five bytes that has come to the datagram socket",
            r"From now on the loop is woken when nobody reads pipe \d+ \(write end\) any more\.",
            r"main sends one byte to pipe \d+ \(write end\)\.",
            r"The other end of pipe \d+ \(read end\) is closed: nothing more will come\.",
            r"callback run_coroutine_threadsafe runs: a task is made of the coroutine that a thread has handed over\.",
            r"callback _call_set_state runs: the thread that waits is given what has come of its coroutine\.",
        ):
            self.assertRegex(said, sentence)

    @unittest.skipUnless(LOOPSCOPE.exists(), "loopscope is not built")
    def test_a_connection_that_is_thrown_away(self):
        said = real("""
            async def ask(address):
                reader, writer = await asyncio.open_connection(*address)
                writer.write(b"x")
                await reader.read()
                return reader
            async def serve(reader, writer):
                await reader.read(1)
                writer.close()
            async def main():
                server = await asyncio.start_server(serve, "127.0.0.1", 0)
                await ask(server.sockets[0].getsockname())
                server.close()
                await asyncio.sleep(0)
            asyncio.run(main())
        """)
        self.assertRegex(said, r"line 4: main connects to 127\.0\.0\.1:\d+ and never closes the connection")


class Costs(unittest.TestCase):
    def test_a_program_that_meets_nothing_outside_has_none_of_it(self):
        kinds = {event["e"] for event in events_of("asyncio.run(asyncio.sleep(0.001))")}
        self.assertFalse(kinds & {"outside_new", "watch", "unwatch", "arrived", "bytes", "flow", "outside_end"})


if __name__ == "__main__":
    unittest.main()
