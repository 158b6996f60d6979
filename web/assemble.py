"""assemble.py: puts the page together: build/web/site for a host, each file with the hash of its content in its name; and build/web/run.html, all in one file."""
import base64
import gzip
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
# Nothing but the page's own files; 'wasm-unsafe-eval' lets it compile WebAssembly and nothing else.
POLICY = ("default-src 'none'; script-src {scripts} 'wasm-unsafe-eval'; style-src {styles}; img-src {files} data:; connect-src {files}; worker-src {files}{workers}; "
          "manifest-src {files}; base-uri 'none'; form-action 'none'")


MARK = "<!-- the run, packed -->\n"


def digest(content):
    return hashlib.sha256(content).hexdigest()[:12]


def allowed(text):
    """What a policy calls a script or style that stands in the page itself."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def tracer(out):
    """The tracer, as the page's Python unpacks it: the same bytes for the same files."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted((HERE.parent / "tracer/loopscope_trace").rglob("*.py")):
            about = zipfile.ZipInfo(str(path.relative_to(HERE.parent / "tracer")))
            about.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(about, path.read_bytes())


def editor(modules, out):
    """The editor and its Python, in a folder with the hash of its content in its name; None: npm has not fetched what they are made of."""
    if not (modules / "pyodide").is_dir():
        return None
    made = out / "editor"
    made.mkdir()
    for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"):
        compiled = modules.parent / name  # web/editor/compile.js
        shutil.copyfile(compiled if compiled.exists() else modules / "pyodide" / name, made / name)
    shutil.copyfile(HERE / "editor/python.js", made / "python.js")
    tracer(made / "tracer.zip")
    subprocess.run([modules / ".bin/esbuild", HERE / "editor/editor.js", "--bundle", "--format=esm", "--minify", "--loader:.css=text", "--log-level=warning",
                    f"--outfile={made / 'editor.js'}"], check=True, env={**os.environ, "NODE_PATH": str(modules)})
    named = made.with_name("editor-" + digest(b"".join(path.read_bytes() for path in sorted(made.iterdir()))))
    return made.rename(named)


def smaller(name, content, modules):
    """A script without what only its reader needs; as it is where npm has fetched nothing that could do it."""
    if not (modules / ".bin/esbuild").exists():
        return content
    return subprocess.run([modules / ".bin/esbuild", "--minify", f"--loader={name.rpartition('.')[2]}"], input=content, stdout=subprocess.PIPE, check=True).stdout


def site(built, out, modules):
    """A folder for any static host."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    contents = {name: (built / name).read_bytes() for name in ("loopscope.wasm", "loopscope.data", "loopscope.js")}
    contents |= {name: (HERE / name).read_bytes() for name in ("page.js", "page.css")}
    contents["loopscope.svg"] = (HERE.parent / "assets/loopscope.svg").read_bytes()
    contents |= {name: smaller(name, contents[name], modules) for name in ("loopscope.js", "page.js", "page.css")}
    names = {name: re.sub(r"(\.\w+)$", f"-{digest(content)}\\1", name) for name, content in contents.items()}
    for name, content in contents.items():
        (out / names[name]).write_bytes(content)
    page = (HERE / "index.html").read_text(encoding="utf-8")
    page = page.replace(MARK, "").replace("@POLICY@", POLICY.format(scripts="'self'", styles="'self'", files="'self'", workers=" blob:"))
    for name in ("page.js", "page.css", "loopscope.js", "loopscope.svg"):
        page = page.replace(f'"{name}"', f'"{names[name]}"')
    files = {name: names[name] for name in ("loopscope.wasm", "loopscope.data")}
    beside = editor(modules, out)
    if beside is not None:
        files["editor.js"] = f"{beside.name}/editor.js"
    loaded = json.dumps(files).replace('"', "&quot;")
    page = page.replace('<html lang="en"', f'<html lang="en" data-files="{loaded}"')
    # All at once from the beginning, the script too: a browser fetches one that is not to be waited for behind all others.
    early = f'<link rel="preload" href="{names["loopscope.js"]}" as="script">\n'
    early += "".join(f'<link rel="preload" href="{names[name]}" as="fetch" crossorigin>\n' for name in ("loopscope.wasm", "loopscope.data"))
    page = page.replace("</head>", early + "</head>")
    (out / "index.html").write_text(page, encoding="utf-8")
    kept = ["./", *sorted(names.values())]
    worker = (HERE / "sw.js").read_text(encoding="utf-8").replace("@FILES@", json.dumps(kept))
    worker = worker.replace("@VERSION@", digest((page + worker).encode()))
    (out / "sw.js").write_text(worker, encoding="utf-8")
    (out / ".nojekyll").write_text("", encoding="utf-8")  # GitHub's pages are to be served as they are
    return sum(map(sent, out.iterdir())), sum(map(sent, beside.iterdir())) if beside is not None else 0


def sent(path):
    """Its size as a server sends it."""
    return len(gzip.compress(path.read_bytes(), 9)) if path.is_file() else 0


def zipped(path):
    return base64.b64encode(gzip.compress(path.read_bytes(), 9, mtime=0)).decode()


def one_file(built, out):
    """The page with everything inside, and a place for a run: `loopscope export --to run.html` puts one there."""
    def inert(text):  # in a script nothing may look like its end
        return re.sub(r"<(?=/script|!--)", r"\\x3c", text)

    program, script, style = inert((built / "loopscope.js").read_text(encoding="utf-8")), inert((HERE / "page.js").read_text(encoding="utf-8")), (HERE / "page.css").read_text(encoding="utf-8")
    icon = base64.b64encode((HERE.parent / "assets/loopscope.svg").read_bytes()).decode()
    parts = {
        "@POLICY@": POLICY.format(scripts=f"{allowed(script)} {allowed(program)}", styles=allowed(style), files="", workers=""),
        '<link rel="icon" href="loopscope.svg" type="image/svg+xml">': f'<link rel="icon" href="data:image/svg+xml;base64,{icon}">',
        '<link rel="stylesheet" href="page.css">': f"<style>{style}</style>",
        '<script src="page.js"></script>': "".join(f'<script type="application/gzip" id="file-{name}">{zipped(built / name)}</script>\n' for name in ("loopscope.wasm", "loopscope.data"))
            + f'<script type="text/plain" id="program">{program}</script>\n<script>{script}</script>',
        '<script src="loopscope.js" async></script>\n': "",
    }
    page = (HERE / "index.html").read_text(encoding="utf-8")
    for name, content in parts.items():
        assert name in page, name
        page = page.replace(name, content)
    out.write_text(page, encoding="utf-8")
    return len(page.encode())


def main():
    built = pathlib.Path(sys.argv[1])
    size, more = site(built, built / "site", pathlib.Path(sys.argv[2]))
    print(f"build/web/site: {size / 1e6:.2f} MB, compressed as a server sends it, and {more / 1e6:.2f} MB for the editor, when it is asked for")
    print(f"build/web/run.html: {one_file(built, built / 'run.html') / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
