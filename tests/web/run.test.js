// run.test.js: a run as one file, as `loopscope export --to run.html` writes it: it opens from the disk, asks for nothing, and can stand in another page.
'use strict';

const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { launch, press, ready, root, sentence, settled, state } = require('./page.js');

const program = process.env.LOOPSCOPE || path.join(root, 'build/release/loopscope');
const without = fs.existsSync(program) ? false : 'the program itself is not built';
let browser, folder;
before(async () => { browser = await launch(); folder = fs.mkdtempSync(path.join(os.tmpdir(), 'loopscope-run-')); });
after(async () => { await browser.close(); fs.rmSync(folder, { recursive: true }); });

function made(name, ...words) {
    const file = path.join(folder, name);
    execFileSync(program, ['export', ...words, '--to', file, '--force']);
    return file;
}

async function opened(file, end = '') {
    const context = await browser.newContext({ viewport: { width: 1440, height: 936 }, reducedMotion: 'reduce', offline: true });
    const page = await context.newPage();
    page.complaints = [];
    page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) { page.complaints.push(message.text()); } });
    page.on('pageerror', (error) => page.complaints.push(String(error)));
    page.on('request', (request) => { if (!/^(data|blob):/.test(request.url()) && request.resourceType() !== 'document') { page.complaints.push(request.url()); } });
    await page.goto(`file://${file}${end}`);
    await ready(page);
    return page;
}

test('a lesson opens from the disk at its moment with its knobs, and steps', { skip: without }, async () => {
    const file = made('gather.html', 'gather', '--at', '62', '--set', 'delay_b=2.5');
    assert.ok(fs.statSync(file).size <= 3e6, `${fs.statSync(file).size} bytes`);
    console.log(`run.html of a lesson: ${fs.statSync(file).size} bytes`);
    const page = await opened(file);
    assert.match(await state(page), /Timers: .*\n?.*t = 2\.500 s: the timer of Database B's sleep/);
    const before = await sentence(page);
    await press(page, 'Right');
    assert.notEqual(await sentence(page), before);
    await press(page, 'Shift+L');
    assert.match(await page.evaluate(() => Module.copied), /^file:.*gather\.html#lesson=gather&at=\d+&set=delay_b:2\.5$/);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
});

test('a recording opens as it was recorded, and stands without a frame where that is wanted', { skip: without }, async () => {
    const recording = path.join(folder, 'blocking.loopscope');
    execFileSync(program, ['record', '-o', recording, 'blocking']);
    const file = made('recording.html', recording, '--at', '9', '--theme', 'light');
    const told = execFileSync(program, ['tell', recording, '--at', '9']).toString().split('\n')[3];
    const page = await opened(file);
    assert.equal(await sentence(page), told);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'light');
    assert.equal(await page.locator('header').isVisible(), true);
    assert.deepEqual(page.complaints, []);
    const other = await opened(file, '?embed#at=3');
    assert.equal(await other.locator('header').isVisible(), false);
    assert.notEqual(await sentence(other), told);
    assert.equal(await other.evaluate(() => document.getElementById('canvas').height), 936);
    await page.context().close();
    await other.context().close();
});

test('in a box of another page all of it is there, however small and of whatever shape', { skip: without }, async () => {
    made('boxed.html', 'gather', '--at', '62');
    const slide = path.join(folder, 'slide.html');
    const boxes = [[960, 540], [480, 300], [300, 400], [700, 300]];
    // As reveal.js and Jupyter put it there: Jupyter's files may run scripts and nothing else.
    fs.writeFileSync(slide, `<!doctype html><title>Slide</title>${boxes.map(([width, height], i) =>
        `<iframe src="boxed.html?embed" width="${width}" height="${height}" ${i % 2 === 1 ? 'sandbox="allow-scripts"' : ''}></iframe>`).join('')}`);
    const page = await browser.newPage({ viewport: { width: 1440, height: 936 }, reducedMotion: 'reduce' });
    const complaints = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => { if (message.type() === 'error') { complaints.push(message.text()); } });
    await page.goto(`file://${slide}`);
    for (const [i, frame] of page.frames().slice(1).entries()) {
        const [width, height] = boxes[i];
        await ready(frame);
        await page.waitForTimeout(100);
        const drawn = await frame.evaluate(() => { const canvas = document.getElementById('canvas'); return [canvas.clientWidth, canvas.clientHeight, canvas.width, canvas.height]; });
        assert.deepEqual(drawn, [width, height, width, height]);
        const before = await sentence(frame);
        const scale = Math.min(width / 960, height / 600); // its button "step" is the fourth from the left below
        await frame.locator('#canvas').click({ position: { x: 171 * scale, y: height - 27 * scale } });
        await frame.waitForFunction((before) => document.getElementById('sentence').textContent !== before, before);
    }
    assert.deepEqual(complaints, []);
    await page.close();
});

test('what a run is called can do nothing to the page', { skip: without }, async () => {
    const source = path.join(folder, 'evil.py');
    const recording = path.join(folder, 'evil.loopscope');
    fs.writeFileSync(source, 'import asyncio\nasync def main():\n    asyncio.current_task().set_name("</script><script>evil=1</script>")\n    print("</script><img src=x onerror=evil=1>")\n    await asyncio.sleep(1)\nasyncio.run(main())\n');
    execFileSync(program, ['record', '-o', recording, source], { stdio: 'ignore' });
    const file = made('evil.html', recording, '--why', '</script><script>evil=1</script>');
    const page = await opened(file);
    await press(page, 'End');
    await settled(page);
    assert.match(await state(page), /<img src=x onerror/); // as a text
    assert.equal(await page.evaluate(() => window.evil), undefined);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
});
