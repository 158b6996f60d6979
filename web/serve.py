"""serve.py: serves a folder, usually build/web/site, on this computer alone, compressed and cached as a host should do it."""
import functools
import gzip
import http.server
import mimetypes
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else pathlib.Path(__file__).resolve().parents[1] / "build/web/site")
HASHED = re.compile(r"-[0-9a-f]{12}(\.\w+$|/)")
PLACE = re.compile(r"(editor-[0-9a-f]{12}/)?[^/.][^/]*")
TYPES = {".wasm": "application/wasm", ".data": "application/octet-stream", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
         ".mjs": "text/javascript; charset=utf-8",
         ".html": "text/html; charset=utf-8", ".svg": "image/svg+xml"}


@functools.cache
def compressed(path, changed):
    return gzip.compress(path.read_bytes(), 9)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self.do_GET(body=False)

    def do_GET(self, body=True):
        name = self.path.partition("?")[0].lstrip("/") or "index.html"
        path = ROOT / name
        if not PLACE.fullmatch(name) or not path.is_file():
            self.answer(404, b"There is no such file.", {"Content-Type": "text/plain", "Cache-Control": "no-store"}, body)
            return
        headers = {"Content-Type": TYPES.get(path.suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream", "Vary": "Accept-Encoding",
                   "X-Content-Type-Options": "nosniff",
                   # A name with a hash in it never means anything else; all others are asked for anew.
                   "Cache-Control": "public, max-age=31536000, immutable" if HASHED.search(name) else "no-cache"}
        content = path.read_bytes()
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            content = compressed(path, path.stat().st_mtime_ns)
            headers["Content-Encoding"] = "gzip"
        self.answer(200, content, headers, body)

    def answer(self, status, content, headers, body):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if body:
            self.wfile.write(content)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):  # a page that was closed meanwhile
            super().handle_error(request, client_address)


def main():
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    for port in (wanted, 0):  # one that is free, if that one is taken
        try:
            server = Server(("127.0.0.1", port), Handler)
            break
        except OSError:
            continue
    else:
        print("serve: no port of this computer is free", file=sys.stderr)
        return 1
    for path in ROOT.iterdir():  # nobody is to wait for it later
        if path.is_file():
            compressed(path, path.stat().st_mtime_ns)
    print(f"http://127.0.0.1:{server.server_address[1]}/", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
