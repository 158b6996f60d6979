// page.js: the page around the program: hands it the link's words, the browser's files and the page's ends, and shows in words what it tells.
'use strict';

const element = (name) => document.getElementById(name);
const canvas = element('canvas');

let editor = null; // a promise of it
const IN_LINK = 'link.loopscope'; // where the program finds a recording that came in the link
let sent = null; // that recording, packed

// "#lesson=gather&at=12&set=delay_b:2.5&predict" as the command line it stands for: gather --at 12 --set delay_b=2.5 --predict
function commandLine(link) {
    const words = [];
    let subject = null;
    for (const part of link.replace(/^#/, '').split('&').filter((part) => part !== '')) {
        const equals = part.indexOf('=');
        const decode = (text) => { try { return decodeURIComponent(text.replace(/\+/g, ' ')); } catch (broken) { return text; } };
        const name = decode(equals < 0 ? part : part.slice(0, equals));
        const value = equals < 0 ? null : decode(part.slice(equals + 1));
        if (name === 'lesson' && value !== null) {
            subject = value;
        } else if (name === 'recording' && value !== null) {
            subject = IN_LINK;
            sent = value;
        } else if (value === null) {
            words.push(`--${name}`);
        } else {
            words.push(`--${name}`, name === 'set' ? value.replace(':', '=') : value);
        }
    }
    if (inside) {
        return [inside.lesson || '/run.loopscope', ...inside.words, ...words];
    }
    return subject !== null ? [subject, ...words] : words;
}

// A page that is one file has its run, and all of the program's files, inside: it cannot fetch any.
const inside = element('run') ? JSON.parse(element('run').textContent) : null;

async function unpack(name) {
    const text = atob(element(`file-${name}`).textContent.trim());
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer());
}

// What passes through a stream of the browser's; more than `most` bytes are refused.
async function through(stream, bytes, most) {
    const parts = [];
    let length = 0;
    for (const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader(); ;) {
        const { done, value } = await reader.read();
        if (done) {
            return new Uint8Array(await new Blob(parts).arrayBuffer());
        }
        parts.push(value);
        length += value.length;
        if (length > most) {
            throw new RangeError();
        }
    }
}

// A recording in a link: as zlib packs it, in base64url. It never leaves this computer: what stands behind # is not sent.
async function unpackLink(letters) {
    const text = atob(letters.replace(/-/g, '+').replace(/_/g, '/'));
    return through(new DecompressionStream('deflate'), Uint8Array.from(text, (letter) => letter.charCodeAt(0)), 16e6);
}

async function copyRecording(bytes, moment) {
    const MOST = 30000; // bytes: what may be longer is cut off on its way by some who pass it on
    const packed = await through(new CompressionStream('deflate'), bytes, Infinity);
    if (packed.length > MOST) {
        return tell(words('This recording is too large for a link: it has %s kB, compressed, and %s are the most.', Math.ceil(packed.length / 1000), MOST / 1000));
    }
    const letters = btoa(Array.from(packed, (byte) => String.fromCharCode(byte)).join('')).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
    Module.copy(`${location.href.replace(/#.*/, '')}#recording=${letters}${moment}`);
    return tell(words('Copied: a link with this recording in it.'));
}

// In the language of the window; each %s is one of the values.
function words(english, ...values) {
    const said = Module.calledRun ? Module.ccall('page_words', 'string', ['string'], [english]) : english;
    return said.replace(/%s/g, () => values.shift());
}

// What stands around the window.
function label() {
    for (const [name, text] of [['edit', words('Edit')], ['copy', words('Copy link')], ['words-button', words('In words')], ['words-title', words('What the window shows')],
        ['keys', words('→ and ← step, Space plays, Y asks why, P predicts, T changes the theme, Ctrl M is the menu, F1 shows all keys. Shift Tab leaves the window.')]]) {
        element(name).textContent = text;
    }
    for (const [name, text] of [['frame', words('The page')], ['canvas', words('The window')], ['state', words('The state of each panel')]]) {
        element(name).setAttribute('aria-label', text);
    }
    editor?.then((it) => it.label());
    stopped = words('Loopscope has stopped: %s. Load the page again: what you reached is kept.', '%s');
}
let stopped = 'Loopscope has stopped: %s. Load the page again: what you reached is kept.'; // a program that has stopped can translate nothing

const tell = (sentence) => Module.ccall('page_say', null, ['string'], [sentence]);

const files = JSON.parse(document.documentElement.dataset.files || '{}'); // each name with its hash in it

var Module = {
    canvas,
    arguments: commandLine(location.hash),
    locateFile: (name) => files[name] || name,
    print: (text) => console.log(text),
    printErr: (text) => say(text),
    onAbort: (what) => say(stopped.replace('%s', what)),
    // What the program tells after a frame.
    told: (sentence, state, theme, language) => {
        element('waiting').hidden = true;
        if (document.documentElement.lang !== language) {
            document.documentElement.lang = language;
            label();
        }
        document.documentElement.dataset.theme = theme;
        if (element('sentence').textContent !== sentence) {
            element('sentence').textContent = sentence;
        }
        element('state').textContent = state;
    },
    // A program beside the window; its own files are loaded when it is asked for. False: this page has none.
    edit: (...program) => {
        const file = files['editor.js'];
        if (file) {
            editor = editor || import(`./${file}`);
            editor.then((it) => it.edit(...program)).catch(() => { editor = null; tell(words('The editor could not be loaded: look whether there is a network.')); });
        }
        return Boolean(file);
    },
    turn: (...knob) => { editor.then((it) => it.turn(...knob)); },
    editClosed: () => { editor.then((it) => it.close()); canvas.focus(); },
    copyRecording: (...recording) => {
        if (inside && !editor) {
            return false; // the page's own address has it
        }
        copyRecording(...recording);
        return true;
    },
    words,
    copied: '', // last, for pasting
    copy: (text) => {
        Module.copied = text;
        if (navigator.clipboard) {
            navigator.clipboard.writeText(text).catch(() => { }); // it stays in the window, to be pasted there
        }
    },
};

// One that cannot be unpacked is not there, and the program says so.
if (sent !== null && !inside) {
    Module.preRun = [() => {
        Module.addRunDependency(IN_LINK);
        unpackLink(sent).then((bytes) => Module.FS.writeFile(IN_LINK, bytes)).catch(() => { }).finally(() => Module.removeRunDependency(IN_LINK));
    }];
}

// The program itself stands in the page as a text, until its files are unpacked.
async function start() {
    const [wasm, data] = await Promise.all([unpack('loopscope.wasm'), unpack('loopscope.data')]);
    const recording = inside.lesson ? null : await unpack('recording');
    Module.wasmBinary = wasm;
    Module.getPreloadedPackage = () => data.buffer;
    Module.preRun = [() => { if (recording) { Module.FS.writeFile('/run.loopscope', recording); } }];
    const script = document.createElement('script');
    script.textContent = element('program').textContent;
    document.body.append(script);
}
if (inside) {
    element('title').textContent = inside.title || 'Loopscope';
    start().catch((fault) => say(`This page cannot be shown here: ${fault}.`));
}

function say(text) {
    if (text.trim() !== '') {
        element('waiting').hidden = false;
        element('waiting').textContent = text;
    }
}

// A screen that is smaller than the window needs shows the page smaller, as a whole: the window takes what fingers do, so nobody could scroll to the rest of it.
const LEAST = { width: 720, height: 450 + 36 };
const viewport = document.querySelector('meta[name="viewport"]');
const device = viewport.content;
function fit() {
    const sides = [screen.width, screen.height].sort((one, other) => one - other);
    const own = innerWidth > innerHeight ? sides[1] : sides[0];
    const width = Math.ceil(Math.max(own, LEAST.width, LEAST.height * innerWidth / innerHeight));
    const wanted = width > own ? `width=${width}` : device;
    if (viewport.content !== wanted) {
        viewport.content = wanted;
    }
}
if (window.top === window && matchMedia('(pointer: coarse)').matches) { // others have windows that can be made larger
    fit();
    window.addEventListener('resize', fit);
}

// A run in one file can stand in another page, without a frame.
if (new URLSearchParams(location.search).has('embed')) {
    document.body.classList.add('embedded');
}

// These keys are the browser's, and Shift+Tab leads out of the window; all others are the program's, as on a desktop.
const browsers = (event) => {
    const ctrl = event.ctrlKey || event.metaKey;
    return event.code === 'F12' || (event.code === 'Tab' && event.shiftKey) || (ctrl && event.altKey) ||
        (ctrl && ['KeyR', 'KeyL', 'KeyT', 'KeyW', 'KeyV', 'Tab'].includes(event.code)) ||
        (ctrl && event.shiftKey && ['KeyI', 'KeyJ'].includes(event.code));
};
for (const kind of ['keydown', 'keypress', 'keyup']) {
    window.addEventListener(kind, (event) => {
        if (event.target.id !== 'editor' && browsers(event) && kind !== 'keyup') {
            event.stopImmediatePropagation();
        }
    }, true);
}
// The focus is seen when it comes by a key, and once the window is used it is known where it is.
canvas.addEventListener('focus', () => canvas.classList.remove('quiet'));
for (const kind of ['keydown', 'pointerdown']) {
    canvas.addEventListener(kind, () => canvas.classList.add('quiet'));
}
canvas.addEventListener('pointerdown', () => canvas.focus({ preventScroll: true }));
if (window.top === window) { // in another page, the reader of that one has the keys
    canvas.focus();
    canvas.classList.add('quiet');
}
// SDL hears of the browser's window alone; and a canvas that gets another size is empty, however often it does.
new ResizeObserver(() => {
    window.dispatchEvent(new Event('resize'));
    requestAnimationFrame(() => { if (Module.calledRun) { Module._page_emptied(); } });
}).observe(canvas);
canvas.addEventListener('contextmenu', (event) => event.preventDefault());

document.addEventListener('paste', (event) => {
    if (document.activeElement === canvas) {
        Module.ccall('page_paste', null, ['string'], [event.clipboardData.getData('text').slice(0, 500)]);
    }
});

element('edit').addEventListener('click', () => Module._page_editor());
element('copy').addEventListener('click', () => { Module._page_link(); canvas.focus(); });
element('words-button').addEventListener('click', () => {
    const unseen = element('words').classList.toggle('unseen');
    element('words-button').setAttribute('aria-expanded', String(!unseen));
});

// A link that was changed by hand is a new visit; what was reached is kept.
window.addEventListener('hashchange', () => location.reload());
const leave = () => { if (Module._page_leave && Module.calledRun) { Module._page_leave(); } };
window.addEventListener('pagehide', leave);
document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') { leave(); } });

// A recording that is dropped on the window is opened, as on a desktop; the browser would go there instead.
window.addEventListener('dragover', (event) => event.preventDefault());
window.addEventListener('drop', async (event) => {
    event.preventDefault();
    for (const file of event.dataTransfer.files) {
        const name = `/${file.name.replace(/[^\w. -]/g, '_') || 'recording'}`;
        Module.FS.writeFile(name, new Uint8Array(await file.arrayBuffer()));
        Module.ccall('page_open_file', null, ['string'], [name]);
    }
});

if ('serviceWorker' in navigator && location.protocol.startsWith('http') && !inside) {
    window.addEventListener('load', () => navigator.serviceWorker.register('sw.js').catch(() => { })); // without it all works but for being offline
}
