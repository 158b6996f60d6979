"""examples.py: each program of docs/examples does what it should for clients that others have written: curl, and Python's asyncio and http modules."""

import asyncio
import http.client
import http.server
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest

BUILD = pathlib.Path(os.environ.get("LOOPSCOPE_BUILD", pathlib.Path(__file__).resolve().parents[2] / "build" / "release"))
LARGE = os.urandom(1000) * 3000


class Running:
    """An example that listens: its port, and at the end Ctrl-C."""

    def __init__(self, name, *arguments):
        self.call = [str(BUILD / "examples" / name), *map(str, arguments)]

    def __enter__(self):
        self.process = subprocess.Popen(self.call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())
        return self

    def __exit__(self, *error):
        self.process.send_signal(2)
        self.errors = self.process.communicate(timeout=30)[1]


class Examples(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "small.txt").write_text("hello\n")
        (self.folder / "empty").write_text("")
        (self.folder / "large").write_bytes(LARGE)

    def ended_well(self, running):
        self.assertEqual((running.process.returncode, running.errors.strip().rpartition("\n")[2]), (130, "KeyboardInterrupt"), running.errors)

    def test_files_come_over_one_connection_and_are_whole(self):
        with Running("http_server", self.folder) as server:
            client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
            for method, path, status, body in (("GET", "/small.txt", 200, b"hello\n"), ("HEAD", "/large", 200, b""), ("GET", "/none", 404, b""),
                                               ("GET", "/../" + __file__, 404, b""), ("GET", "/", 404, b""), ("GET", "/empty", 200, b""),
                                               ("GET", "/large", 200, LARGE)):
                client.request(method, path)
                answer = client.getresponse()
                self.assertEqual((answer.status, answer.read()), (status, body), path)
            client.close()
            if shutil.which("curl"):
                got = subprocess.run(["curl", "-sS", "--max-time", "30", *(f"http://127.0.0.1:{server.port}/{name}" for name in ("small.txt", "large", "small.txt"))],
                                     capture_output=True, check=True).stdout
                self.assertEqual(got, b"hello\n" + LARGE + b"hello\n")
        self.ended_well(server)

    def test_what_is_typed_goes_to_the_other_end(self):
        with Running("chat_server") as server:
            asks = subprocess.Popen([str(BUILD / "examples" / "ask"), "127.0.0.1", str(server.port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            self.assertEqual(asks.stdout.readline(), b"Who are you?\n")
            said, _ = asks.communicate(b"Ada\nhello\n", timeout=30)
            self.assertEqual((asks.returncode, said), (0, b""))
        self.ended_well(server)

    def test_who_chats_hears_the_others(self):
        async def talk(port):
            async def come(name):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                self.assertEqual(await reader.readline(), b"Who are you?\n")
                writer.write(name + b"\r\n")
                return reader, writer

            ann, to_ann = await come(b"Ann")
            bob, to_bob = await come(b"Bob")
            self.assertEqual(await ann.readline(), b"Bob is here\n")
            to_bob.write(b"hello\n")
            self.assertEqual(await ann.readline(), b"Bob: hello\n")
            to_ann.write(b"hi\nand bye\n")
            self.assertEqual(await bob.readline() + await bob.readline(), b"Ann: hi\nAnn: and bye\n")
            to_ann.close()
            self.assertEqual(await bob.readline(), b"Ann is gone\n")
            to_bob.transport.abort()

        with Running("chat_server") as server:
            asyncio.run(asyncio.wait_for(talk(server.port), 30))
        self.ended_well(server)

    def test_what_goes_through_the_proxy_is_the_same(self):
        async def through(port):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(LARGE)
            writer.write_eof()
            self.assertEqual(await reader.read(), LARGE[::-1])
            writer.close()

        async def reverse(reader, writer):
            writer.write((await reader.read())[::-1])
            writer.close()

        async def main():
            async with await asyncio.start_server(reverse, "127.0.0.1", 0) as target:
                with Running("proxy", "127.0.0.1", target.sockets[0].getsockname()[1]) as proxy:
                    await asyncio.gather(*(through(proxy.port) for _ in range(3)))
            with Running("proxy", "127.0.0.1", 1) as to_nowhere:
                reader, writer = await asyncio.open_connection("127.0.0.1", to_nowhere.port)
                self.assertEqual(await reader.read(), b"")
                writer.close()
            return proxy, to_nowhere

        proxy, to_nowhere = asyncio.run(asyncio.wait_for(main(), 60))
        self.ended_well(proxy)
        self.ended_well(to_nowhere)
        self.assertTrue(to_nowhere.errors.startswith("ConnectionRefusedError: "), to_nowhere.errors)

    def test_the_crawler_finds_each_page_once_and_not_too_many_at_once(self):
        links = {"/": "<a href=\"/a\"><a href=\"/b#part\"><a href=\"/\">", "/a": "<a href=\"/b\"><a href=\"/c\">", "/b": "<a href=\"/none\">", "/c": ""}
        asked, at_once, lock = [], [0, 0], threading.Lock()

        class Pages(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                with lock:
                    asked.append(self.path)
                    at_once[0] += 1
                    at_once[1] = max(at_once)
                self.send_response(200 if self.path in links else 404)
                self.end_headers()
                self.wfile.write(links.get(self.path, "").encode())
                with lock:
                    at_once[0] -= 1

            def log_message(self, *_):
                pass

        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            done = subprocess.run([str(BUILD / "examples" / "crawler"), "127.0.0.1", str(server.server_port), "2"], capture_output=True, text=True, timeout=60)
            server.shutdown()
        self.assertEqual((sorted(asked), done.stderr, done.returncode), (["/", "/a", "/b", "/c", "/none"], "", 0))
        self.assertIn("/none: HTTP/1.0 404 Not Found", done.stdout)
        self.assertLessEqual(at_once[1], 2)

    def test_coroutines_live_in_a_loop_of_the_programs_own(self):
        process = subprocess.Popen([str(BUILD / "examples" / "embedded")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.assertEqual(process.communicate("hello\n", timeout=30)[0], "6 bytes of input\n0 bytes of input\n")
        self.assertEqual(process.returncode, 0)


if __name__ == "__main__":
    if not (BUILD / "examples" / "proxy").exists():
        sys.exit(77)
    unittest.main(verbosity=1, argv=sys.argv[:1])
