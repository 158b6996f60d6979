"""others.py: TLS with those that others have written: openssl's own client and server, curl, and Python's asyncio, both ways."""

import asyncio
import os
import pathlib
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import unittest

BUILD = pathlib.Path(os.environ.get("LOOPSCOPE_BUILD", pathlib.Path(__file__).resolve().parents[4] / "build" / "release"))
LARGE = os.urandom(1000) * 3000


def has(*names):
    return all(map(shutil.which, names))


@unittest.skipUnless(has("openssl"), "openssl is not installed")
class Others(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name)
        cls.certificate, cls.key = cls.folder / "certificate.pem", cls.folder / "key.pem"
        names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", cls.key, "-out", cls.certificate, "-days", "2", "-subj", "/CN=localhost",
                        "-addext", names], capture_output=True, check=True)
        (cls.folder / "small.txt").write_text("hello\n")
        (cls.folder / "large").write_bytes(LARGE)

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def setUp(self):
        call = [BUILD / "examples" / "http_server", self.folder, self.certificate, self.key]
        self.server = subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.port = int(self.server.stdout.readline())

    def tearDown(self):
        descriptors = os.listdir(f"/proc/{self.server.pid}/fd") if os.path.isdir("/proc/self/fd") else []
        self.server.send_signal(signal.SIGINT)
        errors = self.server.communicate(timeout=30)[1]
        self.assertEqual((self.server.returncode, errors.strip().rpartition("\n")[2]), (130, "KeyboardInterrupt"), errors)
        self.assertLess(len(descriptors), 12, "connections that are over are closed")

    @unittest.skipUnless(has("curl"), "curl is not installed")
    def test_curl_fetches_files_over_one_connection(self):
        url = f"https://localhost:{self.port}/"
        for version in (), ("--tls-max", "1.2"):
            got = subprocess.run(["curl", "-sS", "--max-time", "30", "--resolve", f"localhost:{self.port}:127.0.0.1", "--cacert", self.certificate, *version, url + "small.txt",
                                  url + "large", url + "small.txt"], capture_output=True, check=True).stdout
            self.assertEqual(got, b"hello\n" + LARGE + b"hello\n")
        refused = subprocess.run(["curl", "-sS", "--max-time", "30", f"https://127.0.0.1:{self.port}/small.txt"], capture_output=True, text=True)
        self.assertEqual((refused.returncode, refused.stdout), (60, ""), refused.stderr)  # it does not know who signed this

    def test_openssl_s_client_talks_with_the_server(self):
        ask = "GET /small.txt HTTP/1.1\r\nConnection: close\r\n\r\n"
        for version in "-tls1_2", "-tls1_3":
            got = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{self.port}", "-CAfile", self.certificate, "-verify_return_error", "-verify_hostname", "localhost",
                                  "-quiet", version], input=ask, capture_output=True, text=True, timeout=30)
            self.assertTrue(got.stdout.endswith("\n\nhello\n"), got)
        got = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{self.port}", "-tls1_1", "-cipher", "ALL:@SECLEVEL=0"], input=ask, capture_output=True, text=True, timeout=30)
        self.assertNotIn("hello", got.stdout)  # too old

    def s_client(self, *options):
        """What openssl says of a connection that it makes."""
        call = ["openssl", "s_client", "-connect", f"127.0.0.1:{self.port}", "-CAfile", self.certificate, "-ign_eof", *options]
        return subprocess.run(call, input="GET /small.txt HTTP/1.1\r\nConnection: close\r\n\r\n", capture_output=True, text=True, timeout=30).stdout

    def test_what_is_spoken_is_agreed_on(self):
        self.assertIn("ALPN protocol: http/1.1", self.s_client("-alpn", "h2,http/1.1"))
        none = self.s_client("-alpn", "h2")
        self.assertIn("No ALPN negotiated", none)
        self.assertIn("hello", none)  # and the connection is made all the same
        self.assertIn("No ALPN negotiated", self.s_client())

    def test_a_session_is_taken_up_again(self):
        for version in "-tls1_2", "-tls1_3":
            session = self.folder / f"session{version}"
            first = self.s_client(version, "-sess_out", session)
            again = self.s_client(version, "-sess_in", session)
            self.assertIn("New, TLSv1", first)
            self.assertIn("Reused, TLSv1", again)
            self.assertIn("hello", again)

    def test_pythons_asyncio_talks_with_the_server(self):
        async def fetch(path, trust):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port, ssl=trust)
            writer.write(f"GET {path} HTTP/1.1\r\nConnection: close\r\n\r\n".encode())
            got = await reader.read()
            writer.close()
            await writer.wait_closed()
            return got.partition(b"\r\n\r\n")[2]

        async def fetch_all():
            trust = ssl.create_default_context(cafile=self.certificate)
            return await asyncio.gather(*(fetch(path, trust) for path in ("/large", "/small.txt", "/none") * 5))

        self.assertEqual(asyncio.run(fetch_all()), [LARGE, b"hello\n", b""] * 5)

    def fetch(self, port, *trusted):
        return subprocess.run([BUILD / "examples" / "https_get", "localhost", str(port), "/small.txt", *trusted], capture_output=True, text=True, timeout=30)

    def test_the_client_talks_with_openssl_s_server(self):
        for version in "-tls1_2", "-tls1_3":
            call = ["openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", self.certificate, "-key", self.key, "-WWW", version]
            with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=self.folder) as server:
                try:
                    port = next(line for line in server.stdout if line.startswith("ACCEPT")).rpartition(":")[2].strip()
                    got = self.fetch(port, self.certificate)
                    self.assertEqual((got.returncode, got.stdout), (0, "hello\n"), got)
                    self.assertIn("TLSv1." + version[-1] + ": HTTP/1.0 200 ok", got.stderr)
                    got = self.fetch(port)
                    self.assertEqual((got.returncode, got.stdout), (1, ""))
                    self.assertIn("SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate", got.stderr)
                finally:
                    server.terminate()

    def test_the_client_fetches_from_the_server(self):
        got = self.fetch(self.port, self.certificate)
        self.assertEqual((got.returncode, got.stdout), (0, "hello\n"), got)
        self.assertIn("TLSv1.3: HTTP/1.1 200 OK", got.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=1, argv=sys.argv[:1])
