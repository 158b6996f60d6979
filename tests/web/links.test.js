// links.test.js: a link opens the moment that it names, a wrong one is told, and what is copied leads back.
'use strict';

const assert = require('node:assert');
const { after, before, test } = require('node:test');
const { launch, open, press, ready, sentence, serve, settled, watched, word } = require('./page.js');

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
    await page.context().close();
});

test('a link that names no lesson opens the first one, and says what is wrong', async () => {
    const page = await open(browser, server.address, '#lesson=gathr');
    assert.match(await sentence(page), /This link cannot be followed: .*gathr.*gather/);
    await page.context().close();
});

test('a link with a word that nobody knows is told', async () => {
    for (const link of ['#lesson=gather&colour=red', '#lesson=gather&set=delay_q:1', '#lesson=gather&at=%00%zz', '#lesson=tell', '#lesson=--version', '#lesson=']) {
        const page = await open(browser, server.address, link);
        assert.match(await sentence(page), /This link cannot be followed: .{10,}/, link);
        await page.context().close();
    }
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
    await page.context().close();
    await other.context().close();
});

test('a link that is changed in an open page is followed', async () => {
    const page = await open(browser, server.address, '#lesson=gather');
    await page.evaluate(() => { window.before = true; location.hash = '#lesson=blocking&at=3'; });
    await page.waitForFunction(() => !window.before);
    await ready(page);
    await settled(page);
    assert.equal(await word(page, 'n'), '3');
    await page.context().close();
});
