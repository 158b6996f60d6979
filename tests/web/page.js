// page.js: opens the browser edition in headless Chromium, and does with it what a person does; for the tests beside it.
'use strict';

const { spawn } = require('node:child_process');
const path = require('node:path');
const { chromium } = require('playwright-core');

const root = path.resolve(__dirname, '../..');
const watched = path.join(root, 'build/web/watched/site');
const site = path.join(root, 'build/web/site');

// Serves a folder; the address, and what ends it.
function serve(folder) {
    return new Promise((resolve, reject) => {
        const server = spawn('python3', [path.join(root, 'web/serve.py'), '0', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
        server.on('error', reject);
        server.stdout.once('data', (data) => resolve({ address: data.toString().trim(), stop: () => server.kill() }));
    });
}

// All pages of a context share a process, and in it what was compiled: one that is opened after another costs a third.
const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--process-per-site'] });

const shared = new Map(); // what is asked of a context, with its browser and address: a promise of one, in which a page stays

async function context(browser, address, wanted, alone) {
    const make = () => browser.newContext({ viewport: { width: 1440, height: 936 }, reducedMotion: 'reduce', permissions: ['clipboard-read', 'clipboard-write'], ...wanted });
    if (alone) {
        return make();
    }
    const origin = new URL(address).origin, key = JSON.stringify([origin, wanted]);
    if (!shared.has(key)) {
        shared.set(key, make().then(async (one) => {
            const stays = await one.newPage();
            await stays.goto(origin);
            return { one, stays };
        }));
    }
    const { one, stays } = await shared.get(key);
    const session = await one.newCDPSession(stays); // nothing is kept of the page before
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    await session.detach();
    return one;
}

// A page with nothing kept, at this link; every complaint of the browser fails the test that asks for `complaints`. alone: what it does to its network and its clock no other is to have.
async function open(browser, address, link = '', { clocked, alone, ...wanted } = {}) {
    const page = await (await context(browser, address, wanted, alone || clocked)).newPage();
    page.alone = alone || clocked;
    page.complaints = [];
    page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) { page.complaints.push(message.text()); } });
    page.on('pageerror', (error) => page.complaints.push(String(error)));
    if (clocked) {
        await page.clock.install({ time: 0 });
    }
    await page.goto(address + link);
    await ready(page);
    if (clocked) { // from here on time passes when the test says so
        await page.clock.pauseAt(60000);
        page.clocked = true;
    }
    return page;
}

const leave = (page) => (page.alone ? page.context().close() : page.close());

const ready = (page) => page.waitForFunction(() => document.getElementById('sentence').textContent !== '', null, { timeout: 20000 });

// What was done has arrived, and its frame is drawn: the program asks for frames as long as it has something to do.
const settled = (page) => (page.clocked ? page.clock.runFor(100) : page.evaluate(() => new Promise((resolve) => {
    let frames = 4;
    const next = () => (frames-- > 0 ? requestAnimationFrame(next) : resolve());
    next();
})));

const codes = {
    Slash: 'Slash', Backslash: 'Backslash', Comma: 'Comma', Period: 'Period', Equals: 'Equal', Minus: 'Minus', LeftBracket: 'BracketLeft',
    RightBracket: 'BracketRight', Semicolon: 'Semicolon', Return: 'Enter', Right: 'ArrowRight', Left: 'ArrowLeft', Up: 'ArrowUp', Down: 'ArrowDown',
    Space: 'Space', Backquote: 'Backquote', Quote: 'Quote',
};

// "Ctrl+Shift+Right" as the tables of the program spell it.
async function press(page, key) {
    const parts = key.split('+').map((part) => (part === 'Ctrl' ? 'Control' : part));
    const last = parts.pop();
    const code = codes[last] || (/^[A-Z]$/.test(last) ? `Key${last}` : /^[0-9]$/.test(last) ? `Digit${last}` : last);
    for (const part of parts) { await page.keyboard.down(part); }
    await page.keyboard.press(code);
    for (const part of parts.reverse()) { await page.keyboard.up(part); }
    await settled(page);
}

// Of the watched page: what tests/ui/NAME.script may ask.
const word = (page, name) => page.evaluate((name) => Module.ccall('watched_word', 'string', ['string'], [name]), name);

async function area(page, called) {
    const text = await page.evaluate((called) => Module.ccall('watched_area', 'string', ['string'], [called]), called);
    if (text === '') { return null; }
    const [x, y, left, width, whole] = text.split(' ').map(Number);
    const box = await page.locator('#canvas').boundingBox();
    const scale = box.width / whole; // logical px of the program to those of the page: a small page draws smaller than was chosen
    return { x: box.x + x * scale, y: box.y + y * scale, left: box.x + left * scale, width: width * scale, box, scale };
}

const sentence = (page) => page.locator('#sentence').textContent();
const state = (page) => page.locator('#state').textContent();

module.exports = { root, watched, site, serve, launch, open, leave, ready, settled, press, word, area, sentence, state };
