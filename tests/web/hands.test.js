// hands.test.js: the window by fingers, by wheel, at other sizes and sharpness, and what is dropped on it or asked of it that a page cannot do.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { area, launch, leave, open, press, ready, root, sentence, serve, settled, watched, word } = require('./page.js');

let browser, server;
before(async () => { [browser, server] = [await launch(), await serve(watched)]; });
after(async () => { await browser.close(); server.stop(); });

test('a finger steps and drags, and two zoom the timeline', async () => {
    const page = await open(browser, server.address, '#lesson=gather', { hasTouch: true });
    const step = await area(page, 'command:step');
    await page.touchscreen.tap(step.x, step.y);
    await settled(page);
    await settled(page);
    assert.equal(await word(page, 'step'), '1');
    const hand = await page.context().newCDPSession(page);
    const touch = async (type, ...touchPoints) => { await hand.send('Input.dispatchTouchEvent', { type, touchPoints }); await settled(page); };
    const scrubber = await area(page, 'scrubber');
    const y = scrubber.y;
    await touch('touchStart', { x: scrubber.left + 10, y });
    await touch('touchMove', { x: scrubber.left + 40, y });
    await touch('touchMove', { x: scrubber.left + scrubber.width - 1, y });
    await touch('touchEnd');
    await settled(page);
    assert.equal(await word(page, 'step'), await word(page, 'total'));
    const at = await area(page, 'moment:120');
    const fingers = (apart) => [{ x: at.x - apart, y: at.y, id: 0 }, { x: at.x + apart, y: at.y, id: 1 }];
    assert.equal(await word(page, 'pan'), '0.00');
    await touch('touchStart', fingers(40)[0]);
    await touch('touchStart', ...fingers(40));
    for (const apart of [50, 70, 100, 140]) { await touch('touchMove', ...fingers(apart)); }
    await touch('touchEnd');
    assert.notEqual(await word(page, 'pan'), '0.00');
    await leave(page);
});

test('on the screen of a phone the whole window is there, and a finger reaches its last button', async () => {
    for (const [width, height] of [[844, 390], [667, 375], [390, 844]]) {
        const page = await open(browser, server.address, '#lesson=gather', { viewport: { width, height }, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
        await settled(page);
        const [right, bottom, wide, high] = await page.evaluate(() => {
            const box = document.getElementById('canvas').getBoundingClientRect();
            return [box.right, box.bottom, innerWidth, innerHeight];
        });
        assert.ok(right <= wide + 1 && bottom <= high + 1, `${width} x ${height}: the window ends at ${right}, ${bottom}, and what is seen at ${wide}, ${high}`);
        if (width === 844) {
            await page.touchscreen.tap(258, bottom - 19); // ▶|, in the lowest row
            await page.waitForFunction(() => Module.ccall('watched_word', 'string', ['string'], ['step']) !== '0');
            assert.equal(await word(page, 'step'), await word(page, 'total'));
        }
        await leave(page);
    }
});

test('a window of another size, or on a sharper display, is drawn at that size', async () => {
    for (const [options, width] of [[{ viewport: { width: 960, height: 636 } }, 960], [{ deviceScaleFactor: 2 }, 2880]]) {
        const page = await open(browser, server.address, '#lesson=gather', options);
        assert.equal(await page.evaluate(() => document.getElementById('canvas').width), width);
        // Down to its last corner: there the buttons of the speeds end, and a panel's colour begins.
        const corner = await page.evaluate(() => {
            const canvas = document.getElementById('canvas');
            return [...canvas.getContext('2d').getImageData(canvas.width - 3, canvas.height - 3, 1, 1).data];
        });
        assert.deepEqual(corner, [0x17, 0x1c, 0x25, 255]);
        const step = await area(page, 'command:step');
        await page.mouse.click(step.x, step.y);
        await settled(page);
        assert.equal(await word(page, 'step'), '1');
        await leave(page);
    }
    const page = await open(browser, server.address, '#lesson=gather');
    for (const [width, height] of [[1100, 700], [1440, 936], [1100, 700]]) { // also when it changes again
        await page.setViewportSize({ width, height });
        await page.waitForFunction((width) => {
            const canvas = document.getElementById('canvas');
            return canvas.width === width && canvas.getContext('2d').getImageData(20, canvas.height - 5, 1, 1).data[3] === 255; // drawn, and not only made empty
        }, width);
    }
    const step = await area(page, 'command:step');
    await page.mouse.click(step.x, step.y);
    await settled(page);
    assert.equal(await word(page, 'step'), '1');
    await leave(page);
});

test('a window that has the size which was kept follows the browser\'s all the same', async () => {
    const page = await open(browser, server.address, '#lesson=gather');
    await page.evaluate(() => window.addEventListener('pagehide', () => localStorage.setItem('loopscope/settings', '{"settings":{"size":"1440x900"}}')));
    await page.reload();
    await ready(page);
    await page.setViewportSize({ width: 1100, height: 700 });
    await settled(page);
    await settled(page);
    assert.equal(await page.evaluate(() => document.getElementById('canvas').width), 1100);
    await leave(page);
});

test('full screen shows the window alone, and gives it back', async () => {
    const page = await open(browser, server.address, '#lesson=gather');
    await press(page, 'F11');
    await page.waitForFunction(() => document.fullscreenElement !== null);
    await page.evaluate(() => document.exitFullscreen());
    await page.waitForFunction(() => document.fullscreenElement === null);
    await settled(page);
    await settled(page);
    const box = await page.locator('#canvas').boundingBox();
    assert.deepEqual([box.x, box.y, box.width, box.height], [0, 36, 1440, 900]);
    const step = await area(page, 'command:step');
    await page.mouse.click(step.x, step.y);
    await settled(page);
    assert.equal(await word(page, 'step'), '1');
    await page.setViewportSize({ width: 1100, height: 700 });
    await settled(page);
    await settled(page);
    assert.equal(await page.evaluate(() => document.getElementById('canvas').width), 1100);
    await leave(page);
});

test('what needs a process is refused in a sentence, and nothing is lost', async () => {
    const page = await open(browser, server.address, '#lesson=gather&at=12');
    for (const [key, said] of [['V', /cannot run anything by the real clock/], ['Ctrl+Q', /closed with its tab/]]) {
        await press(page, key);
        assert.match(await sentence(page), said);
        assert.equal(await word(page, 'n'), '12');
    }
    await leave(page);
});

test('a recording that is dropped opens, and what is none is refused', async () => {
    const page = await open(browser, server.address, '#lesson=gather&at=12');
    const drop = async (name, bytes) => {
        await page.evaluate(([name, bytes]) => {
            const files = new DataTransfer();
            files.items.add(new File([new Uint8Array(bytes)], name));
            window.dispatchEvent(new DragEvent('drop', { dataTransfer: files, cancelable: true }));
        }, [name, [...bytes]]);
        await settled(page);
        await settled(page);
    };
    await drop('notes.txt', Buffer.from('no recording'));
    assert.match(await sentence(page), /notes\.txt cannot be opened as a recording/);
    assert.equal(await word(page, 'n'), '12');
    const cut = fs.readFileSync(path.join(root, 'tests/fuzz/trace_reader/cut_recording')).subarray(1); // the first byte is the fuzzer's
    await drop('cut recording.loopscope', cut);
    assert.match(await sentence(page), /cut recording\.loopscope is damaged/);
    await leave(page);
});

test('nothing is drawn and no frame is asked for while nobody does anything', async () => {
    const page = await open(browser, server.address, '#lesson=gather');
    await page.evaluate(() => {
        window.frames_asked = 0;
        const ask = window.requestAnimationFrame;
        window.requestAnimationFrame = (frame) => { window.frames_asked++; return ask.call(window, frame); };
    });
    await page.waitForTimeout(3000); // the settings were written by then
    await page.evaluate(() => { window.frames_asked = 0; });
    await page.waitForTimeout(1000);
    assert.equal(await page.evaluate(() => window.frames_asked), 0);
    await leave(page);
});
