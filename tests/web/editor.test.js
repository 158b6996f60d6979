// editor.test.js: a program that is written beside the window runs at each pause, with the run before behind it; what is wrong stands on its line, and nothing is lost.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { area, launch, leave, open, press, ready, root, sentence, serve, settled, site, state, watched, word } = require('./page.js');

const without = fs.readdirSync(watched).some((name) => name.startsWith('editor-')) ? false : 'the page was built without its editor: npm could not fetch it';
const options = { skip: without, timeout: 240000 };
let browser, server, page; // one page, since Python takes seconds to be loaded
before(async () => {
    [browser, server] = [await launch(), await serve(watched)];
    if (!without) {
        page = await open(browser, server.address, '#lesson=gather');
        await counted(page);
        await ran(page, () => page.locator('#edit').click());
    }
});
after(async () => { await browser.close(); server.stop(); });

const status = (page) => page.locator('#status').textContent();
const lesson = (name) => fs.readFileSync(path.join(root, 'lessons', `${name}.py`), 'utf8');

// How many runs the window has been given.
const counted = (page) => page.evaluate(() => {
    const ccall = Module.ccall;
    window.runs = 0;
    Module.ccall = (name, ...rest) => {
        const answer = ccall(name, ...rest);
        window.runs += name === 'page_ran' ? 1 : 0;
        return answer;
    };
});

// The editor's text: the lines that are in sight.
const written = (page) => page.evaluate(() => document.getElementById('editor').shadowRoot.querySelector('.cm-content').innerText);

async function ran(page, what) {
    const runs = await page.evaluate(() => window.runs);
    await what();
    await page.waitForFunction((runs) => window.runs > runs, runs, { timeout: 120000 });
    await settled(page);
}

// That lesson in the window, and its text beside it.
async function edit(name) {
    await page.evaluate((name) => {
        localStorage.removeItem(`loopscope/program/${name}`);
        Module.ccall('watched_lesson', null, ['string'], [name]);
    }, path.basename(name));
    await settled(page);
    await ran(page, () => page.locator('#edit').click());
}

// The whole text at once, as it is pasted.
const fill = async (page, text) => {
    await page.locator('.cm-content').focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(text);
};
const write = (page, text) => ran(page, () => fill(page, text));

test('the lesson stands beside the window, runs as it is typed, and the run before is behind it', options, async () => {
    await edit('first_steps/gather');
    assert.equal(await page.locator('#name').textContent(), 'gather.py');
    assert.equal(await word(page, 'lasts'), '3000');
    await write(page, lesson('first_steps/gather').replace('delay_b = 1', 'delay_b = 4.5'));
    assert.equal(await word(page, 'lasts'), '4500');
    assert.equal(await word(page, 'ghost'), 'yes');
    assert.equal(await status(page), '');
    // What the browser itself dresses while a whole text is replaced, and the policy refuses; the editor draws the lines anew anyway.
    assert.deepEqual(page.complaints.filter((text) => !/^Applying inline style/.test(text)), []);
});

test('the task of each lesson is solved by changing its program', options, async () => {
    const pages = fs.readdirSync(path.join(root, 'lessons'), { recursive: true }).filter((name) => /^\w+\/\w+\.md$/.test(name) && !name.endsWith('README.md'));
    let tasks = 0;
    for (const file of pages) {
        const name = file.replace(/\.md$/, '');
        const solution = [...fs.readFileSync(path.join(root, 'lessons', file), 'utf8').matchAll(/^Solution: (\w+)=(\S+)$/gm)];
        if (solution.length > 0) {
            await edit(name);
            assert.equal(await word(page, 'solved'), 'no', name);
            let text = lesson(name);
            const ofTheText = solution.filter(([, knob]) => new RegExp(`^${knob} = `, 'm').test(text));
            for (const [, knob, value] of ofTheText) {
                text = text.replace(new RegExp(`^${knob} = [^#\\n]*?( *#.*)?$`, 'm'), `${knob} = ${{ on: 'True', off: 'False' }[value] || value}$1`);
            }
            for (const [, knob, value] of solution.filter((one) => !ofTheText.includes(one))) { // of the network: it is turned beside the text
                await ran(page, () => page.evaluate(([knob, value]) => Module.turn(knob, value), [knob, value]));
            }
            if (ofTheText.length > 0) {
                assert.notEqual(text, lesson(name), name);
                await write(page, text);
            }
            assert.equal(await word(page, 'solved'), 'yes', name);
            assert.match(await sentence(page), /^Solved: this run does what the lesson asks for/, name);
            tasks++;
        }
    }
    assert.ok(tasks >= 21, `${tasks} tasks`);
});

test('a server and its clients take the time that the lesson has them take, and a call in a thread goes on beside the loop', options, async () => {
    await page.evaluate(() => Module.ccall('watched_lesson', null, ['string'], ['echo']));
    await settled(page);
    const compiled = await word(page, 'lasts');
    await edit('mastery/echo');
    const [lasts, total] = [await word(page, 'lasts'), await word(page, 'total')];
    assert.equal(lasts, compiled); // each way takes half a second, and the text does not say so
    await ran(page, () => page.evaluate(() => Module.turn('latency', '1')));
    assert.notEqual(await word(page, 'lasts'), lasts);
    await ran(page, () => page.locator('#before').click());
    assert.deepEqual([await word(page, 'lasts'), await word(page, 'total')], [lasts, total]);
    await edit('together/blocking');
    assert.equal(await word(page, 'lasts'), '4500');
    await write(page, lesson('together/blocking').replace('in_thread = False', 'in_thread = True'));
    assert.equal(await word(page, 'lasts'), '3000');
    await write(page, 'import asyncio\n\n\nasync def main():\n    await asyncio.open_connection("example.org", 80)\n\n\nasyncio.run(main())\n');
    assert.match(await status(page), /^Line 5: the network cannot be had in a page/);
});

test('a knob that is turned is turned in the text, and a text that is changed turns the knob', options, async () => {
    await edit('first_steps/gather');
    const knob = await area(page, 'knob:1');
    await ran(page, async () => { // dragged: beside the editor there is no room for its track, and its value goes a step for each five pixels
        await page.mouse.move(knob.x, knob.y);
        await page.mouse.down();
        await page.mouse.move(knob.x + 120, knob.y, { steps: 3 });
        await page.mouse.up();
    });
    const content = () => page.evaluate(() => document.getElementById('editor').shadowRoot.querySelector('.cm-content').textContent);
    const text = await content();
    assert.match(text, /delay_b = [345]/);
    assert.doesNotMatch(text, /delay_b = 1\b/);
    // Clicks that are faster than the runs are all of them counted.
    const least = await area(page, 'nudge:2');
    const before = Number(/delay_b = ([\d.]+)/.exec(text)[1]);
    for (let click = 0; click < 4; click++) {
        await page.mouse.click(least.x, least.y);
        await settled(page);
    }
    const after = (before - 0.4).toFixed(1).replace('.0', '');
    await page.waitForFunction((value) => document.getElementById('editor').shadowRoot.querySelector('.cm-content').textContent.includes(`delay_b = ${value}`), after);
});

test('what is wrong stands on its line, and the run before stays', options, async () => {
    await edit('first_steps/gather');
    const n = await word(page, 'total');
    await write(page, lesson('first_steps/gather').replace('async def main():', 'async def main()'));
    assert.match(await status(page), /^Line \d+: SyntaxError: expected ':'\. The run before stays\.$/);
    assert.equal(await page.locator('.cm-lint-marker-error').count(), 1);
    assert.equal(await word(page, 'total'), n);
    await write(page, 'import asyncio\n\n\nasync def main():\n    await asyncio.sleep(1)\n    raise ValueError("no tea")\n\n\nasyncio.run(main())\n');
    assert.match(await status(page), /^Line 6: ValueError: no tea$/);
    assert.match(await page.locator('#said').textContent(), /Traceback[^]*line 6, in main/);
    assert.notEqual(await word(page, 'total'), n);
    await write(page, 'print("nothing")\n');
    assert.match(await status(page), /Nothing ran in an event loop.* The run before stays\./);
    await write(page, 'from js import fetch\n');
    assert.match(await status(page), /Line 1: .* The run before stays/);
    await write(page, 'import asyncio\nimport aiohttp\n');
    assert.match(await status(page), /^Line 2: ModuleNotFoundError: No module named 'aiohttp'\. A page has Python's own modules, .*\. The run before stays\.$/);
    await write(page, 'import asyncio\nimport threading\n\n\nasync def main():\n    threading.Thread(target=print).start()\n\n\nasyncio.run(main())\n');
    assert.match(await status(page), /^Line 6: a thread cannot be had in a page: `loopscope run` runs this program on a computer of your own$/);
    assert.equal(await page.locator('#said').isVisible(), false); // it would say the same
    await page.locator('#before').click();
    await page.waitForFunction(() => document.getElementById('editor').shadowRoot.getElementById('status').textContent === '');
});

test('X mends a mistake in the text, also where the run stands still, and says where there is nothing to turn', options, async () => {
    for (const name of ['mistakes/sharing/never_task_done', 'mistakes/lost/main_ends_first']) {
        await edit(name);
        await page.evaluate(() => Module.canvas.focus());
        for (const [value, remarks] of [['True', /^0$/], ['False', /^[12]$/], ['True', /^0$/]]) {
            await ran(page, () => press(page, 'X'));
            assert.match(await written(page), new RegExp(`^mended = ${value}`, 'm'), name);
            assert.match(await word(page, 'remarks'), remarks, name);
        }
        assert.equal(await word(page, 'ghost'), 'yes');
    }
    await write(page, lesson('mistakes/lost/main_ends_first').replace(/^mended = .*$/m, '').replace('if mended:', 'if False:'));
    await page.evaluate(() => Module.canvas.focus());
    await ran(page, () => press(page, 'X'));
    assert.match(await sentence(page), /^The program has no line “mended = …” any more: “As it was” brings it back\./);
});

test('nobody waits for a program that hangs while another is written', options, async () => {
    await edit('first_steps/gather');
    await fill(page, 'while True:\n    pass\n');
    await page.waitForTimeout(300); // as one pauses in typing
    const began = Date.now();
    await write(page, lesson('first_steps/gather'));
    const took = Date.now() - began;
    assert.equal(await word(page, 'lasts'), '3000');
    assert.equal(await status(page), '');
    console.log(`behind a program that hangs the next one is shown after ${took} ms, in which Python is loaded anew`);
});

test('what goes on and on is stopped with a sentence, and the next program runs', options, async () => {
    await edit('first_steps/gather');
    await write(page, 'import asyncio\n\n\nasync def main():\n    while True:\n        await asyncio.sleep(1)\n\n\nasyncio.run(main())\n');
    assert.match(await status(page), /had not ended after two seconds: it was stopped, and what it did until then is shown/);
    await write(page, 'import asyncio\n\n\nasync def main():\n    while True:\n        print("again")\n\n\nasyncio.run(main())\n');
    assert.match(await status(page), /had not ended after two seconds: it was stopped, and what it did until then is shown/);
    const n = await word(page, 'total');
    await fill(page, 'while True:\n    pass\n');
    await page.waitForFunction(() => /was stopped\. The run before stays/.test(document.getElementById('editor').shadowRoot.getElementById('status').textContent), null, { timeout: 60000 });
    assert.equal(await word(page, 'total'), n);
    await write(page, lesson('first_steps/gather'));
    assert.equal(await word(page, 'lasts'), '3000');
    // What breaks Python itself, or nearly, is no more than one run that is not shown.
    await fill(page, 'import sys\n\nsys.setrecursionlimit(10**8)\n\n\ndef deeper():\n    return deeper() + 1\n\n\ndeeper()\n');
    await page.waitForFunction(() => /The run before stays\.$/.test(document.getElementById('editor').shadowRoot.getElementById('status').textContent), null, { timeout: 60000 });
    await write(page, lesson('first_steps/gather'));
    assert.equal(await word(page, 'lasts'), '3000');
});

test('nothing of a run is left in the next one, and a program reaches nothing beside itself', options, async () => {
    await edit('first_steps/gather');
    const program = 'import asyncio, builtins, os\n\n\nasync def main():\n    print(getattr(builtins, "left", "clean"), os.listdir("."))\n    builtins.left = "dirty"\n    open("left", "w").close()\n    await asyncio.sleep(1)\n\n\nasyncio.run(main())\n';
    for (const text of [program, `${program}\n`]) {
        await write(page, text);
        await page.evaluate(() => Module.canvas.focus());
        await press(page, 'End');
        assert.match(await state(page), /clean \[\]/);
    }
    // The page's policy counts in the worker as well: nothing is fetched from elsewhere.
    const let_in = await page.workers()[0].evaluate(async () => [await fetch('https://example.org/').then(() => true, () => false), await fetch('data:,x').then(() => true, () => false)]);
    assert.deepEqual(let_in, [false, false]);
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    await write(page, 'import asyncio\nimport pyodide_js\n\n\nasync def main():\n    await asyncio.sleep(1)\n\n\nasyncio.run(main())\ntry:\n    pyodide_js.loadPackage("https://example.org/a.whl")\nexcept BaseException as fault:\n    print(fault)\n');
    assert.deepEqual(asked.filter((url) => !url.startsWith(server.address) && !url.startsWith('blob:')), []);
});

test('what was written is there at the next visit, and Close shows the lesson as it was', options, async () => {
    await edit('first_steps/gather');
    await write(page, lesson('first_steps/gather').replace('delay_b = 1', 'delay_b = 4.5'));
    await page.locator('#close').click();
    await settled(page);
    assert.equal(await page.locator('#editor').isVisible(), false);
    assert.equal(await word(page, 'lasts'), '3000');
    await ran(page, () => press(page, 'Shift+E'));
    assert.equal(await word(page, 'lasts'), '4500');
    await page.locator('#before').click();
    await page.waitForFunction(() => localStorage.getItem('loopscope/program/gather') === null);
    await settled(page);
});

test('axe finds nothing in the editor, in any theme, with and without a mistake in the program', options, async () => {
    await edit('first_steps/gather');
    await page.evaluate(fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
    for (const theme of ['light', 'contrast', 'dark']) {
        await page.evaluate(() => Module.ccall('watched_command', null, ['string'], ['theme']));
        await page.waitForFunction((theme) => document.documentElement.dataset.theme === theme, theme);
        for (const text of [lesson('first_steps/gather'), 'import asyncio\n\n\nasync def main():\n    raise ValueError("no tea")\n\n\nasyncio.run(main())\n']) {
            await write(page, `${text}# ${theme}\n`);
            const found = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
            assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`), [], theme);
        }
    }
});

test('in a narrow page the window, the words and the editor stand below each other in full width', options, async () => {
    await edit('first_steps/gather');
    await page.setViewportSize({ width: 880, height: 900 });
    await page.locator('#words-button').click();
    await settled(page);
    for (const name of ['#window', '#words', '#editor']) {
        const box = await page.locator(name).boundingBox();
        assert.ok(box.width >= 860 && box.height >= 150, `${name}: ${box.width} x ${box.height}`);
    }
    await page.locator('#words-button').click();
    await page.setViewportSize({ width: 1440, height: 936 });
    await settled(page);
});

test('the link to a program that was changed has its run in it', options, async () => {
    await edit('first_steps/gather');
    await write(page, lesson('first_steps/gather').replace('delay_b = 1', 'delay_b = 4.5'));
    await page.locator('#copy').click();
    await page.waitForFunction(() => /#recording=/.test(Module.copied));
    const other = await open(browser, await page.evaluate(() => Module.copied));
    assert.equal(await word(other, 'lasts'), '4500');
    await other.locator('#edit').click(); // and its program can be changed again
    await other.waitForFunction(() => document.getElementById('editor')?.shadowRoot.querySelector('.cm-content').textContent.includes('delay_b = 4.5'));
    await leave(other);
});

test('from the last key to the new timeline it takes at most 300 ms, once Python is there', options, async () => {
    await edit('first_steps/gather');
    await page.evaluate(() => {
        const told = Module.told;
        Module.told = (...words) => { told(...words); window.toldAt = performance.now(); };
        document.addEventListener('keydown', () => { window.keyAt = performance.now(); }, true);
    });
    // All that the page's process and its threads take of the processor: by the clock it is less where nothing else runs, and anything where much does.
    const session = await browser.newBrowserCDPSession();
    const spent = async () => 1000 * (await session.send('SystemInfo.getProcessInfo')).processInfo.filter((one) => one.type === 'renderer').reduce((sum, one) => sum + one.cpuTime, 0);
    const took = [], processor = [];
    await page.locator('.cm-content').focus();
    await page.keyboard.press('Control+End');
    for (let i = 0; i < 15; i++) {
        const before = await spent();
        await ran(page, () => page.keyboard.type('#'));
        took.push(await page.evaluate(() => window.toldAt - window.keyAt));
        processor.push(await spent() - before);
    }
    for (const times of [took, processor]) { times.sort((a, b) => a - b); }
    console.log(`from a key to the new timeline, 120 ms of which are the pause: ${took.map((ms) => ms.toFixed(0)).join(', ')} ms by the clock, median ${took[7].toFixed(0)}; `
        + `of the processor ${processor.map((ms) => ms.toFixed(0)).join(', ')} ms, median ${processor[7].toFixed(0)}`);
    assert.ok(Math.min(took[0], 120 + processor[7]) <= 300, `${took} ms, ${processor} ms`);
});

test('the editor is no part of a first visit, and once it was there it works without a network', options, async () => {
    const own = await serve(site);
    const page = await open(browser, own.address, '#lesson=gather', { alone: true });
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.reload();
    await ready(page);
    assert.deepEqual(asked.filter((url) => /\/editor-/.test(url)), []);
    await counted(page);
    await ran(page, () => page.locator('#edit').click());
    assert.ok(asked.some((url) => /\/editor-/.test(url)));
    await page.reload(); // a worker's own files go through the service worker once that has the page
    await ready(page);
    await counted(page);
    await ran(page, () => page.locator('#edit').click());
    await page.context().setOffline(true);
    await page.goto('about:blank');
    await page.goto(`${own.address}#lesson=gather`);
    await ready(page);
    await counted(page);
    await ran(page, () => page.locator('#edit').click());
    assert.equal(await status(page), '');
    await leave(page);
    own.stop();
});
