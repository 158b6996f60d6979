// editor.js: a program beside the window: at each pause in typing it runs in the worker, and the window shows the run; loaded when it is asked for.
import { indentWithTab } from '@codemirror/commands';
import { python } from '@codemirror/lang-python';
import { HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { EditorView, minimalSetup } from 'codemirror';
import css from './editor.css';

const PAUSE = 120; // ms without a key, then it runs
const LIMIT = 5000; // ms: a program that has no await in sight is ended with its worker
const PATIENCE = 1000; // ms without a sign of one whose text has been changed since
const RECORDING = '/edited.loopscope';
const MOST = 200000; // characters of a program
const { words } = Module;

// ---- Python

let worker = null, loadings = 0, ready = false, running = null, wanted = null;

// From a blob, so that the page's own policy counts in the worker too, whatever host the files come from: nothing is sent anywhere.
function startPython() {
    const script = URL.createObjectURL(new Blob([`import ${JSON.stringify(new URL('python.js', import.meta.url).href)};`], { type: 'text/javascript' }));
    ready = false;
    loadings++;
    worker = new Worker(script, { type: 'module' });
    worker.onmessage = ({ data }) => heard(data);
    worker.onerror = () => say(words('Python could not be loaded: look whether there is a network, and load the page again.'), true);
}

function endPython() {
    worker.terminate();
    clearTimeout(running?.timer);
    running = null;
    startPython();
}

// Nothing of this run is shown.
function loseRun() {
    endPython();
    mark({ line: 0 }); // that was of the one before
    tell('', '');
}

function heard(data) {
    if (data.ready) {
        ready = true;
        if (running === null && loading) { say(''); }
        pump();
    } else if (data.piece !== undefined) {
        if (running !== null) {
            running.pieces.push(data.piece);
            running.heardAt = performance.now();
        }
    } else if (data.outcome) {
        clearTimeout(running.timer);
        ready = false; // until its memory is laid back
        const done = running;
        running = null;
        show(done, data.outcome);
    } else if (data.broken !== undefined) {
        loseRun();
        say(words('Python itself failed on this program, and is loaded anew. The run before stays.'), true);
    } else if (data.large) {
        endPython();
    }
}

function pump() {
    if (!ready || running !== null || wanted === null) {
        return;
    }
    running = { ...wanted, pieces: [], heardAt: performance.now(), overtaken: false, timer: setTimeout(tooLong, LIMIT) };
    wanted = null;
    worker.postMessage({ file: running.file, text: running.text, link: running.link });
}

// Nobody waits for the run of a text that has been changed, least of all for one that gives no sign: `while True:` is often only half of what is being written.
function overtake(one) {
    if (running === one && wanted !== null && performance.now() - one.heardAt >= PATIENCE) {
        loseRun();
        sayLoading();
    } else if (running === one) {
        setTimeout(overtake, 100, one);
    }
}

function tooLong() {
    loseRun();
    say(words('The program went on for %s seconds without an await that gives way, and was stopped. The run before stays.', LIMIT / 1000), true);
}

function bytesOf(pieces) {
    const text = pieces.join('');
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) { bytes[i] = text.charCodeAt(i); }
    return bytes;
}

function show(done, outcome) {
    if (open === null || done.name !== open.name) {
        return; // it was closed, or another one was opened meanwhile
    }
    Module.FS.writeFile(RECORDING, bytesOf(done.pieces));
    const values = Object.entries(outcome.values).map(([name, value]) => ` ${name}=${value}`).join('');
    const shown = Module.ccall('page_ran', 'number', ['string', 'string', 'string', 'string'], [done.file, done.text, RECORDING, values]);
    if (done.missing) {
        Module.ccall('page_say', null, ['string'], [words('The program has no line “%s = …” any more: “As it was” brings it back.', done.missing)]);
    }
    const stays = shown ? '' : ` ${words('The run before stays.')}`;
    const where = outcome.line > 0 ? `${words('Line %s:', outcome.line)} ` : '';
    mark(done.text === view.state.doc.toString() ? outcome : { line: 0 });
    tell(outcome.said.replace(/^loopscope_trace: /gm, ''), outcome.words);
    if (outcome.too_long) {
        say(words('The program had not ended after two seconds: it was stopped, and what it did until then is shown.'), true);
    } else if (outcome.words !== '') {
        const modules = outcome.words.startsWith('ModuleNotFoundError') ? ` ${words("A page has Python's own modules, without those for processes and for the network.")}` : '';
        const ends = modules + stays !== '' && !/[.!?]$/.test(outcome.words) ? '.' : ''; // as a sentence, where others follow
        say(`${where}${outcome.words}${ends}${modules}${stays}`, true);
    } else {
        say(shown ? '' : `${words('Nothing ran in an event loop: a program ends with something like asyncio.run(main()).')}${stays}`, !shown);
    }
}

// ---- the program's text

let open = null, view = null, pause = 0, root = null;

const element = (name) => root.getElementById(name);
const keptAs = (name) => `loopscope/program/${name}`;
const colours = HighlightStyle.define([
    { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword], color: 'var(--keyword)' },
    { tag: [tags.string, tags.special(tags.string)], color: 'var(--string)' },
    { tag: [tags.function(tags.variableName), tags.function(tags.definition(tags.variableName)), tags.function(tags.propertyName)], color: 'var(--function)' },
    { tag: [tags.number, tags.bool, tags.null], color: 'var(--number)' },
    { tag: tags.comment, color: 'var(--dim)' },
]);

function say(text, wrong = false) {
    loading = false;
    element('status').textContent = text;
    element('status').className = wrong ? 'wrong' : '';
}

let loading = false; // and that is what is said
function sayLoading() {
    say(loadings > 1 ? words('Python is loading anew.') : words('Python is loading: 7.4 MB, once.'));
    loading = true;
}

// What is wrong, on its line.
function mark({ line, words }) {
    const found = [];
    if (line > 0 && line <= view.state.doc.lines) {
        const at = view.state.doc.line(line);
        const from = at.from + at.text.search(/\S|$/);
        found.push({ from, to: at.to, severity: 'error', message: words });
    }
    view.dispatch(setDiagnostics(view.state, found));
}

// What Python said below, unless it is no more than what stands above it.
function tell(said, above) {
    element('said').textContent = said;
    element('said').hidden = said.split('\n').every((line) => line === '' || line === above);
}

function run(missing = null) {
    clearTimeout(pause);
    const text = view.state.doc.toString();
    if (text.length > MOST) {
        say(words('A program of more than 200,000 characters does not run in a page.'), true);
        return;
    }
    try {
        if (text === open.text) { localStorage.removeItem(keptAs(open.name)); } else { localStorage.setItem(keptAs(open.name), text); }
    } catch (forbidden) { /* a browser may keep nothing */ }
    wanted = { name: open.name, file: open.file, text, link: { ...open.link }, missing };
    if (!ready && running === null) { sayLoading(); }
    if (running !== null && !running.overtaken) {
        running.overtaken = true;
        overtake(running);
    }
    pump();
}

function changed(update) {
    if (update.docChanged && !update.transactions.some((one) => one.isUserEvent('replace.whole'))) {
        clearTimeout(pause);
        pause = setTimeout(run, PAUSE);
    }
}

function make() {
    const host = document.createElement('aside');
    host.id = 'editor';
    document.querySelector('main').append(host);
    root = host.attachShadow({ mode: 'open' });
    const dress = () => { host.dataset.theme = document.documentElement.dataset.theme; };
    new MutationObserver(dress).observe(document.documentElement, { attributeFilter: ['data-theme'] });
    dress();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    root.innerHTML = `<header><h2 id="name"></h2><button id="before" type="button"></button><button id="close" type="button"></button></header>
        <div id="text"></div><p id="status" role="status"></p><pre id="said" tabindex="0" hidden></pre>`;
    const ours = [
        { key: 'Escape', run: () => { Module.canvas.focus(); return true; } },
        { key: 'Mod-Enter', run: () => { run(); return true; } },
        indentWithTab,
    ];
    view = new EditorView({
        root,
        parent: element('text'),
        state: EditorState.create({
            extensions: [keymap.of(ours), lintGutter(), lineNumbers(), minimalSetup, python(), indentUnit.of('    '), indentOnInput(), bracketMatching(),
                highlightActiveLine(), highlightActiveLineGutter(), syntaxHighlighting(colours),
                EditorView.contentAttributes.of(() => ({ tabindex: '0', 'aria-label': words('The program in Python: Esc leads back to the window') })), EditorView.updateListener.of(changed)],
        }),
    });
    root.adoptedStyleSheets = [...root.adoptedStyleSheets.filter((one) => one !== sheet), sheet]; // ours count last
    element('before').addEventListener('click', () => { write(open.text); open.link = JSON.parse(open.network); run(); view.focus(); });
    element('close').addEventListener('click', () => { Module._page_edit_end(); });
    label();
}

// In the language of the window; what was said is said anew by the next run.
export function label() {
    if (root !== null) {
        root.host.setAttribute('aria-label', words('The program'));
        element('before').textContent = words('As it was');
        element('close').textContent = words('Close');
        element('said').setAttribute('aria-label', words('What Python said'));
        view.dispatch({});
    }
}

function write(text) {
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, userEvent: 'replace.whole' });
}

// name: of the lesson; file: as the program is called; text: as the lesson has it; network: how long bytes are on their way, as JSON, which is no part of the text.
export function edit(name, file, text, network) {
    if (root === null) { make(); }
    if (worker === null) { startPython(); }
    root.host.hidden = false;
    let kept = null;
    try { kept = localStorage.getItem(keptAs(name)); } catch (forbidden) { /* nothing is */ }
    if (open === null || open.name !== name) {
        open = { name, file, text, network, link: JSON.parse(network) };
        element('name').textContent = file;
        write(kept ?? text);
        view.dispatch(setDiagnostics(view.state, []));
    }
    run();
    view.focus();
}

// A knob was turned, "": none of them: the line that gives it its value says so. Where there is none any more, the program runs as it is, and the window shows that.
export function turn(name, value) {
    if (name in open.link) {
        open.link[name] = Number(value);
        run();
        return;
    }
    const text = view.state.doc.toString();
    const found = new RegExp(`^(${name}\\s*=\\s*)([^#\\n]*?)(\\s*(#.*)?)$`, 'm').exec(text);
    if (found !== null) {
        const from = found.index + found[1].length;
        view.dispatch({ changes: { from, to: from + found[2].length, insert: value }, userEvent: 'replace.whole' });
    }
    run(name !== '' && found === null ? name : null);
}

// Something else is shown in the window.
export function close() {
    clearTimeout(pause);
    wanted = null;
    open = null;
    if (root !== null) { root.host.hidden = true; }
}
