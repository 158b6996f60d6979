// keeping.test.js: settings and progress stay in the browser; where it keeps nothing, or what it kept is damaged, the window says so and works.
'use strict';

const assert = require('node:assert');
const { after, before, test } = require('node:test');
const { launch, leave, open, press, ready, sentence, serve, watched, word } = require('./page.js');

let browser, server;
before(async () => { [browser, server] = [await launch(), await serve(watched)]; });
after(async () => { await browser.close(); server.stop(); });

const reload = async (page) => { await page.reload(); await ready(page); };

test('a theme that was chosen, and that a lesson was run to its end, are there at the next visit', async () => {
    const page = await open(browser, server.address, '#lesson=gather');
    await press(page, 'T');
    await press(page, 'End');
    await reload(page);
    assert.equal(await word(page, 'theme'), 'light');
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'light');
    const kept = await page.evaluate(() => JSON.parse(localStorage.getItem('loopscope/progress')));
    assert.equal(kept['lesson gather'].done, 'true');
    await leave(page);
});

test('the very first visit shows hints, and the second the menu', async () => {
    const page = await open(browser, server.address);
    assert.equal(await word(page, 'screen'), 'lesson');
    await press(page, 'Right');
    await reload(page);
    assert.equal(await word(page, 'screen'), 'menu');
    await leave(page);
});

test('what is damaged is set aside, and said', async () => {
    for (const damage of ['{"settings":', '[1,2', 'null', '{"settings":{"theme":7}}', '"text"']) {
        const page = await open(browser, server.address, '#lesson=gather');
        await page.evaluate((damage) => {
            window.addEventListener('pagehide', () => localStorage.setItem('loopscope/settings', damage));
        }, damage);
        await reload(page);
        assert.match(await sentence(page), /damaged: it was set aside/, damage);
        assert.equal(await page.evaluate(() => localStorage.getItem('loopscope/settings.damaged')), damage);
        await leave(page);
    }
});

test('a browser that keeps nothing shows the lesson all the same, and it is said once', async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 936 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.addInitScript(() => { Object.defineProperty(window, 'localStorage', { get: () => { throw new DOMException('no', 'SecurityError'); } }); });
    await page.goto(server.address + '#lesson=gather');
    await ready(page);
    await press(page, 'Right');
    assert.equal(await word(page, 'step'), '1');
    await press(page, 'Ctrl+M');
    await press(page, 'Escape');
    assert.equal(await word(page, 'theme'), 'dark');
    await context.close();
});
