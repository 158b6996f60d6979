"""assemble.py: puts the page together: what emscripten made and the files of web/ become build/web/site, each with the hash of its content in its name."""
import base64
import gzip
import hashlib
import json
import pathlib
import re
import shutil
import sys

HERE = pathlib.Path(__file__).resolve().parent
# Nothing but the page's own files; 'wasm-unsafe-eval' lets it compile WebAssembly and nothing else.
POLICY = ("default-src 'none'; script-src {scripts} 'wasm-unsafe-eval'; style-src {styles}; img-src 'self' data:; connect-src {files}; worker-src 'self'; "
          "manifest-src 'self'; base-uri 'none'; form-action 'none'")


def digest(content):
    return hashlib.sha256(content).hexdigest()[:12]


def allowed(text):
    """What a policy calls a script or style that stands in the page itself."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def site(built, out):
    """A folder for any static host."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    contents = {name: (built / name).read_bytes() for name in ("loopscope.wasm", "loopscope.data", "loopscope.js")}
    contents |= {name: (HERE / name).read_bytes() for name in ("page.js", "page.css")}
    contents["loopscope.svg"] = (HERE.parent / "assets/loopscope.svg").read_bytes()
    names = {name: re.sub(r"(\.\w+)$", f"-{digest(content)}\\1", name) for name, content in contents.items()}
    for name, content in contents.items():
        (out / names[name]).write_bytes(content)
    page = (HERE / "index.html").read_text(encoding="utf-8")
    page = page.replace("@POLICY@", POLICY.format(scripts="'self'", styles="'self'", files="'self'"))
    for name in ("page.js", "page.css", "loopscope.js", "loopscope.svg"):
        page = page.replace(f'"{name}"', f'"{names[name]}"')
    loaded = json.dumps({name: names[name] for name in ("loopscope.wasm", "loopscope.data")}).replace('"', "&quot;")
    page = page.replace('<html lang="en"', f'<html lang="en" data-files="{loaded}"')
    early = "".join(f'<link rel="preload" href="{names[name]}" as="fetch" crossorigin>\n' for name in ("loopscope.wasm", "loopscope.data"))
    page = page.replace("</head>", early + "</head>")
    (out / "index.html").write_text(page, encoding="utf-8")
    kept = ["./", *sorted(names.values())]
    worker = (HERE / "sw.js").read_text(encoding="utf-8").replace("@FILES@", json.dumps(kept))
    worker = worker.replace("@VERSION@", digest((page + worker).encode()))
    (out / "sw.js").write_text(worker, encoding="utf-8")
    (out / ".nojekyll").write_text("", encoding="utf-8")  # GitHub's pages are to be served as they are
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in out.iterdir())


def main():
    built = pathlib.Path(sys.argv[1])
    size = site(built, built / "site")
    print(f"build/web/site: {size / 1e6:.2f} MB, compressed as a server sends it")


if __name__ == "__main__":
    main()
