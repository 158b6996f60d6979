// links.test.js: a link opens the moment that it names, a wrong one is told, and what is copied leads back.
'use strict';

const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const zlib = require('node:zlib');
const { after, before, test } = require('node:test');
const { launch, leave, open, press, ready, root, sentence, serve, settled, watched, word } = require('./page.js');

let browser, server;
before(async () => { [browser, server] = [await launch(), await serve(watched)]; });
after(async () => { await browser.close(); server.stop(); });

test('a link opens the lesson at the moment, with the knob and in predict mode', async () => {
    const page = await open(browser, server.address, '#lesson=gather&at=12&set=delay_b:2.5&predict');
    assert.equal(await word(page, 'n'), '12');
    assert.notEqual(await word(page, 'predict'), 'off');
    assert.equal(await word(page, 'ghost'), 'yes');
    assert.equal(await page.title(), 'Together: gather - Loopscope');
    assert.deepEqual(page.complaints, []);
    await leave(page);
});

test('a link that names no lesson opens the first one, and says what is wrong', async () => {
    const page = await open(browser, server.address, '#lesson=gathr');
    assert.match(await sentence(page), /This link cannot be followed: .*gathr.*gather/);
    await leave(page);
});

test('what is wrong with a link is told in words of a link, and not of a command line', async () => {
    for (const [link, said] of [
        ['#lesson=gather&colour=red', /a link has no part "colour": leave it out\./], ['#lesson=gather&to=x.png', /a link has no part "to"/], ['#lesson=gather&help', /a link has no part "help"/],
        ['#lesson=gather&set=delay_q:1', /gather has no knob delay_q: it has/], ['#lesson=gather&set=delay_b:9', /: set delay_b=9 is not possible: delay_b goes from 0 to 5 s\./],
        ['#lesson=gather&at=%00%zz', /: at .* is not understood: give a number of events/], ['#lesson=gather&at=-5', /: at -5 is not understood: give a number of events, like 20\./],
        ['#lesson=gather&at=', /"at=" needs a value/], ['#lesson=gather&predict=yes', /"predict" takes no value: leave out =yes\./], ['#lesson=gather&theme', /: theme needs a value: give dark, light or contrast\./],
        ['#at=12', /"at" is of a lesson: write #lesson=gather&at\./], ['#gather', /a link has no part "gather"/], ['#lesson=GATHER', /the menu \(Ctrl M\) names all lessons/],
        ['#lesson=tell', /.{10,}/], ['#lesson=--version', /.{10,}/], ['#lesson=', /.{10,}/],
        ['#lesson=gather&language=de&at=-5', /^Diesem Link lässt sich nicht folgen: at -5 .*: Gib /],
    ]) {
        const page = await open(browser, server.address, link);
        const told = await sentence(page);
        assert.match(told, /^(This link cannot be followed|Diesem Link lässt sich nicht folgen): /, link);
        assert.match(told, said, link);
        assert.doesNotMatch(told, /--|loopscope/, link);
        await leave(page);
    }
    const page = await open(browser, server.address, '#lesson=gather&why=Nobody');
    assert.match(await sentence(page), /^There is no task of that name in this run: give its label/);
    await leave(page);
});

test('the link that is copied in the window opens the same moment', async () => {
    const page = await open(browser, server.address, '#lesson=gather&set=delay_b:2.5');
    for (let i = 0; i < 4; i++) { await press(page, 'Right'); }
    const n = await word(page, 'n');
    await press(page, 'Shift+L');
    assert.match(await sentence(page), /^Copied: the link/);
    const link = await page.evaluate(() => Module.copied);
    assert.equal(new URL(link).hash, `#lesson=gather&at=${n}&set=delay_b:2.5`);
    const other = await open(browser, link);
    assert.equal(await word(other, 'n'), n);
    assert.equal(await word(other, 'lasts'), await word(page, 'lasts'));
    await page.locator('#copy').click();
    assert.equal(await page.evaluate(() => Module.copied), link);
    await leave(page);
    await leave(other);
});

test('a link that is changed in an open page is followed', async () => {
    const page = await open(browser, server.address, '#lesson=gather');
    await page.evaluate(() => { window.before = true; location.hash = '#lesson=blocking&at=3'; });
    await page.waitForFunction(() => !window.before);
    await ready(page);
    await settled(page);
    assert.equal(await word(page, 'n'), '3');
    await leave(page);
});

const program = process.env.LOOPSCOPE || path.join(root, 'build/release/loopscope');
const without = fs.existsSync(program) ? false : 'the program itself is not built';
const letters = (bytes) => zlib.deflateSync(bytes).toString('base64url');

// As `loopscope record` writes it of a program in Python.
function recorded() {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'loopscope-link-'));
    fs.writeFileSync(path.join(folder, 'tea.py'), 'import asyncio\n\n\nasync def make(what, takes):\n    await asyncio.sleep(takes)\n    print(what)\n\n\nasync def main():\n    await asyncio.gather(make("tea", 3), make("toast", 2))\n\n\nasyncio.run(main())\n');
    execFileSync(program, ['record', '--virtual-time', '-o', path.join(folder, 'run.loopscope'), path.join(folder, 'tea.py')], { stdio: 'ignore' });
    const bytes = fs.readFileSync(path.join(folder, 'run.loopscope'));
    fs.rmSync(folder, { recursive: true });
    return bytes;
}

test('a recording travels in the link, which tells no server of it, and is copied again', { skip: without }, async () => {
    const page = await open(browser, server.address);
    const asked = [];
    page.on('request', (request) => asked.push(request.url() + (request.postData() || '')));
    const link = `#recording=${letters(recorded())}&at=9`;
    assert.ok(link.length < 8000, `${link.length} letters`);
    await page.goto('about:blank');
    await page.goto(server.address + link);
    await ready(page);
    assert.equal(await word(page, 'n'), '9');
    assert.equal(await word(page, 'lasts'), '3000');
    assert.ok(asked.length > 3);
    assert.ok(asked.every((url) => !url.includes('recording')), asked.join(' '));
    await press(page, 'Right');
    const n = await word(page, 'n');
    await press(page, 'Shift+L');
    await page.waitForFunction(() => Module.copied !== '');
    await settled(page);
    assert.match(await sentence(page), /^Copied: a link with this recording in it\./);
    const other = await open(browser, await page.evaluate(() => Module.copied));
    assert.equal(await word(other, 'n'), n);
    assert.equal(await word(other, 'total'), await word(page, 'total'));
    assert.equal(await sentence(other), (await sentence(page)).replace('Copied: a link with this recording in it. ', ''));
    await leave(page);
    await leave(other);
});

test('a recording in a link that was cut, changed or is none is told in a sentence', { skip: without }, async () => {
    const recording = recorded(), whole = letters(recording);
    const damaged = /^This link cannot be followed: the recording in it was cut off or changed on its way/;
    for (const [sent, said] of [
        [whole.slice(0, whole.length / 2), damaged], [`A${whole}`, damaged], ['', damaged], ['%%%', damaged], ['a', damaged],
        [letters(Buffer.alloc(20e6)), damaged], // small in the link, and large behind it
        [letters(Buffer.from('no recording')), /^This link cannot be followed: link\.loopscope cannot be opened as a recording/],
        [letters(recording.subarray(0, recording.length - 40)), /link\.loopscope is damaged/],
    ]) {
        const page = await open(browser, server.address, `#recording=${sent}`);
        assert.match(await sentence(page), said, sent.slice(0, 30));
        await leave(page);
    }
});

test('a recording that is too large for a link is not copied, and its size is said', async () => {
    const page = await open(browser, server.address, '#lesson=gather');
    await page.evaluate(() => Module.copyRecording(crypto.getRandomValues(new Uint8Array(40000)), '&at=0'));
    await page.waitForFunction(() => /too large for a link: it has 4\d kB, compressed, and 30 are the most/.test(document.getElementById('sentence').textContent));
    assert.equal(await page.evaluate(() => Module.copied), '');
    await leave(page);
});
