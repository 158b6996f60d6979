// scripts.test.js: the scripts of tests/ui, which are played on the app alone elsewhere, played with a real keyboard and mouse on the page.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { area, launch, leave, open, press, root, serve, settled, watched, word } = require('./page.js');

let browser, server;
before(async () => { [browser, server] = [await launch(), await serve(watched)]; });
after(async () => { await browser.close(); server.stop(); });

async function mouse(page, from, to, button = 'left') {
    await page.mouse.move(from.x, from.y);
    await settled(page);
    await page.mouse.down({ button });
    await settled(page);
    if (to) {
        await page.mouse.move(to.x, to.y, { steps: 2 });
        await settled(page);
    }
    await page.mouse.up({ button });
    await settled(page);
}

const shift = (point, dx, dy, scale) => ({ x: point.x + dx * scale, y: point.y + dy * scale });

async function place(page, called, where) {
    if (/^\d/.test(called)) {
        const [x, y] = called.split(',').map(Number);
        const box = await page.locator('#canvas').boundingBox();
        return { x: box.x + x, y: box.y + y };
    }
    const found = await area(page, called);
    assert.ok(found, `${where}: nothing there that is called ${called}`);
    return found;
}

const actions = {
    KEY: (page, rest) => press(page, rest),
    ANSWER: async (page, rest) => { // where the right choice stands is not the script's concern
        const right = Number(await word(page, 'right'));
        await press(page, String(1 + (rest === 'right' ? right : Number(right === 0))));
    },
    COMMAND: async (page, rest) => { await page.evaluate((name) => Module.ccall('watched_command', null, ['string'], [name]), rest); await settled(page); },
    TYPE: async (page, rest) => { await page.keyboard.type(rest); await settled(page); },
    LESSON: async (page, rest) => { await page.evaluate((name) => Module.ccall('watched_lesson', null, ['string'], [name]), rest); await settled(page); },
    CLICK: async (page, rest, where) => mouse(page, await place(page, rest, where)),
    SIZE: async (page, rest) => {
        const [width, height] = rest.split('x').map(Number);
        await page.setViewportSize({ width, height: height + 36 });
        await settled(page);
    },
    HOVER: async (page, rest, where) => {
        const at = await place(page, rest, where);
        await page.mouse.move(at.x, at.y);
        await settled(page);
        await page.clock.runFor(1000);
    },
    DAY: async (page, rest) => { await page.clock.setSystemTime(Number(rest) * 86400000 + 43200000); await page.mouse.move(2, 2); await settled(page); },
    TICK: (page, rest) => page.clock.runFor(Number(rest)),
    WHEEL: async (page, rest, where) => {
        const [panel, notches] = rest.split(' ');
        const at = await place(page, `panel:${panel}`, where);
        await page.mouse.move(at.x, at.y);
        await page.mouse.wheel(0, -100 * Number(notches));
        await settled(page);
    },
    MEASURE: async (page, rest, where) => {
        const [from, to] = rest.split(' ');
        await mouse(page, await place(page, `moment:${from}`, where), await place(page, `moment:${to}`, where), 'right');
    },
    DRAG: async (page, rest, where) => {
        const [what, to] = rest.split(' ');
        const from = await place(page, what, where);
        if (what === 'cursor') {
            await mouse(page, from, { x: (await place(page, `moment:${to}`, where)).x, y: from.y });
            return;
        }
        const [dx, dy] = to.split(',').map(Number);
        await mouse(page, from, what === 'scrubber' ? { x: from.left + dx * from.width, y: from.y } : shift(from, dx, dy, from.scale));
    },
};

// Up to these lines: there, a script lets time jump over what would happen in it, or writes a file.
const ends = { 'export.script': 'writes gather-21.pdf as .pdf', 'play.script': 'KEY Space' };

const elsewhere = ['run_file.script']; // what a page cannot do

for (const name of fs.readdirSync(path.join(root, 'tests/ui')).filter((name) => name.endsWith('.script') && !elsewhere.includes(name))) {
    const lines = fs.readFileSync(path.join(root, 'tests/ui', name), 'utf8').split('\n');
    test(name, async () => {
        const page = await open(browser, server.address, '#lesson=gather&no-settings', { clocked: true });
        await settled(page);
        const end = ends[name] ? lines.indexOf(ends[name], 6) : lines.length;
        assert.ok(end >= 0, `${name} has no line ${ends[name]} any more`);
        for (const [number, line] of lines.slice(0, end).entries()) {
            const where = `${name}:${number + 1}: ${line}`;
            const [first, ...others] = line.split(' ');
            const rest = others.join(' ');
            if (line === '' || line.startsWith('#')) { continue; }
            if (actions[first]) {
                await actions[first](page, rest, where);
            } else if (first === 'text' || first === 'notext') {
                assert.equal(await word(page, `shows ${rest}`), first === 'text' ? 'yes' : 'no', where);
            } else if (line !== 'quit yes') { // a page goes with its tab
                assert.equal(await word(page, first), rest, where);
            }
        }
        assert.deepEqual(page.complaints, []);
        await leave(page);
    });
}

test('what a page cannot do is not offered in it', async () => {
    const page = await open(browser, server.address, '#lesson=gather&no-settings', { clocked: true });
    await press(page, 'Ctrl+M');
    assert.equal(await word(page, 'shows Open a recording'), 'yes');
    assert.equal(await word(page, 'shows Run a Python file'), 'no');
    await press(page, 'F10');
    assert.equal(await word(page, 'shows open a recording'), 'yes');
    assert.equal(await word(page, 'shows run a Python file of your own'), 'no');
    await leave(page);
});
