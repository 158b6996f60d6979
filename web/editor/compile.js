// compile.js: Python's library for the page, with what is imported at every start compiled already: Python is there in less than half the time.
'use strict';

const fs = require('node:fs');
const path = require('node:path');

// compile.js FOLDER OUT: the folder that npm has fetched Pyodide into. asyncio's sources stay beside, for tracebacks.
async function main(folder, out) {
    const { loadPyodide } = await import(path.resolve(folder, 'pyodide.mjs'));
    const python = await loadPyodide({ lockFileContents: { info: { abi_version: '2026_0', arch: 'wasm32', platform: 'emscripten_5_0_3', python: '3.14.2', version: '314.0.7' }, packages: {} } });
    python.FS.writeFile('/library.zip', fs.readFileSync(path.join(folder, 'python_stdlib.zip')));
    python.runPython(`
import sys, zipfile
from importlib._bootstrap_external import _code_to_hash_pyc as packed
import asyncio, atexit, concurrent.futures.thread, dataclasses, gc, io, ipaddress, json, linecache, logging, random, selectors, traceback # what the tracer and most programs import
at_start = {getattr(module, "__file__", None) for module in sys.modules.values()}
home = "/lib/python314.zip/"
with zipfile.ZipFile("/library.zip") as whole, zipfile.ZipFile("/compiled.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as compiled:
    for about in whole.infolist():
        name, text = about.filename, whole.read(about)
        if name.endswith(".py") and {home + name, home + name + "c"} & at_start:
            code = compile(text, home + name, "exec", dont_inherit=True)
            compiled.writestr(zipfile.ZipInfo(name + "c"), bytes(packed(code, bytes(8), False)), zipfile.ZIP_DEFLATED)
            if not name.startswith("asyncio/"):
                continue
        compiled.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
`);
    fs.writeFileSync(out, python.FS.readFile('/compiled.zip'));
}

main(...process.argv.slice(2)).catch((fault) => { console.error(String(fault)); process.exit(1); });
