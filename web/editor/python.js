// python.js: Python in a worker of the page: runs a program under the tracer, and hands on what is recorded; each run begins in the same memory, byte by byte.
import { loadPyodide } from './pyodide.mjs';

const PATIENCE = 2000; // ms after which a program that goes on and on is ended at its next event
const MOST = 16e6; // bytes of a recording
const LARGE = 256e6; // bytes of memory, which never shrinks
const HOME = '/home/pyodide';

const lock = { info: { abi_version: '2026_0', arch: 'wasm32', platform: 'emscripten_5_0_3', python: '3.14.2', version: '314.0.7' }, packages: {} };
// Nothing of the browser is in its reach: `import js` finds nothing.
const python = await loadPyodide({ indexURL: new URL('.', import.meta.url).href, jsglobals: {}, lockFileContents: lock, env: { HOME, PYTHONHASHSEED: '0' } });
const { FS } = python;

let began = 0, told = 0;
const page = {
    // One character a byte: a text leaves nothing behind that both sides would have to keep count of.
    tell(text) {
        told += text.length;
        postMessage({ piece: text });
        return told < MOST && performance.now() - began < PATIENCE;
    },
};
const tracer = await (await fetch(new URL('tracer.zip', import.meta.url))).arrayBuffer();
python.unpackArchive(tracer, 'zip', { extractDir: '/tracer' });
python.registerJsModule('loopscope_page', page);
python.runPython(`
import sys
sys.path.insert(0, "/tracer")
from loopscope_page import tell
from loopscope_trace.page import Machine
machine = Machine(tell)
`);

const memory = () => python._module.HEAPU8;
let kept = memory().slice();

function layBack() {
    memory().set(kept);
    memory().fill(0, kept.length);
    for (const name of FS.readdir(HOME).filter((name) => name !== '.' && name !== '..')) {
        remove(`${HOME}/${name}`);
    }
    FS.chdir(HOME);
}

function remove(path) {
    if (FS.isDir(FS.lstat(path).mode)) {
        FS.readdir(path).filter((name) => name !== '.' && name !== '..').forEach((name) => remove(`${path}/${name}`));
        FS.rmdir(path);
    } else {
        FS.unlink(path);
    }
}

function run(file, text, link) {
    began = performance.now();
    told = 0;
    python.globals.set('file', `/${file}`);
    python.globals.set('text', text);
    python.globals.set('link', JSON.stringify(link));
    return JSON.parse(python.runPython('machine.run(file, text, link)'));
}

onmessage = ({ data }) => {
    let outcome;
    try {
        outcome = run(data.file, data.text, data.link);
        outcome.took = performance.now() - began;
    } catch (fault) { // Python itself has failed: the memory is worth nothing now
        postMessage({ broken: String(fault).slice(0, 300) });
        return;
    }
    postMessage({ outcome });
    if (memory().length > LARGE) {
        postMessage({ large: true });
        return;
    }
    layBack();
    postMessage({ ready: true });
};
postMessage({ ready: true });
