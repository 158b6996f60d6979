// words.test.js: whoever hears the page instead of seeing it is told the sentence, each panel, the menu and the questions; and axe finds nothing.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const { after, before, test } = require('node:test');
const { launch, leave, open, press, sentence, serve, settled, state, watched, word } = require('./page.js');

let browser, server;
before(async () => { [browser, server] = [await launch(), await serve(watched)]; });
after(async () => { await browser.close(); server.stop(); });

test('each step has its sentence in the live text, and the panels follow', async () => {
    const page = await open(browser, server.address, '#lesson=gather&at=62');
    assert.match(await sentence(page), /Turn 4 is over: one entry waits for the next turn\./);
    assert.match(await state(page), /Ready: +1\. the callback of gather for Database B/);
    assert.match(await state(page), /Sleeping: API A \(line 16\)/);
    const before = await sentence(page);
    await press(page, 'Shift+Right');
    assert.notEqual(await sentence(page), before);
    await press(page, 'Shift+Left');
    assert.equal(await sentence(page), before);
    assert.equal(await page.locator('#sentence').getAttribute('aria-live'), 'polite');
    await leave(page);
});

test('the menu, a question and the help are told too', async () => {
    const page = await open(browser, server.address, '#lesson=gather');
    await press(page, 'Shift+P');
    for (let i = 0; i < 20 && await word(page, 'predict') !== 'asked'; i++) { await press(page, 'Right'); }
    assert.match(await sentence(page), /^Question: .*\? 1: .* 2: /);
    await press(page, '1');
    assert.match(await sentence(page), /^(Right|Not so)\. The answer: /);
    await press(page, 'P');
    await press(page, 'F1');
    assert.match(await sentence(page), /The help is open/);
    assert.match(await state(page), /step forward by the chosen size/);
    await press(page, 'Escape');
    await press(page, 'Ctrl+M');
    assert.match(await sentence(page), /^The menu. Chosen: .*Lesson 6.*\nTogether: gather\n/);
    const chosen = await sentence(page);
    await press(page, 'Right');
    assert.notEqual(await sentence(page), chosen);
    await leave(page);
});

test('in German, what stands around the window and what is told is German too', async () => {
    const page = await open(browser, server.address, '#lesson=gather&language=de');
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'de');
    assert.deepEqual(await page.locator('nav button').allTextContents(), ['Bearbeiten', 'Link kopieren', 'In Worten']);
    assert.equal(await page.locator('#canvas').getAttribute('aria-label'), 'Das Fenster');
    await press(page, 'F1');
    assert.match(await sentence(page), /^Die Hilfe ist offen/);
    await press(page, 'Escape');
    await press(page, 'Shift+P');
    for (let i = 0; i < 20 && await word(page, 'predict') !== 'asked'; i++) { await press(page, 'Right'); }
    assert.match(await sentence(page), /^Frage: .*\? 1: .* 2: /);
    await press(page, '1');
    assert.match(await sentence(page), /^(Richtig|Nicht so)\. Die Antwort: /);
    await press(page, 'P');
    await press(page, 'V'); // by the real clock
    assert.match(await sentence(page), /^Eine Webseite kann nichts nach der echten Uhr /);
    await leave(page);
});

test('the keyboard comes into the window, works there, and leaves it', async () => {
    const page = await open(browser, server.address, '#lesson=gather');
    const focused = () => page.evaluate(() => document.activeElement.id);
    assert.equal(await focused(), 'canvas'); // it is what people come for
    await press(page, 'Tab');
    assert.equal(await word(page, 'language'), 'python');
    assert.equal(await focused(), 'canvas');
    await page.keyboard.press('Shift+Tab');
    assert.equal(await focused(), 'words-button');
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('#words').evaluate((words) => words.getBoundingClientRect().width > 300), true);
    await page.keyboard.press('Shift+Tab');
    assert.equal(await focused(), 'copy');
    await page.keyboard.press('ArrowRight'); // it is not the window's any more
    assert.equal(await word(page, 'step'), '0');
    await page.locator('#canvas').focus(); // forwards too, to what stands behind it: the state of each panel
    await press(page, 'Escape');
    await press(page, 'Escape');
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'state');
    await page.locator('#canvas').focus();
    await press(page, 'Escape'); // as one closes a sheet
    await press(page, 'Tab'); // it is the window's
    assert.equal(await focused(), 'canvas');
    await leave(page);
});

test('axe finds nothing in any theme, with and without the words', async () => {
    const source = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
    const page = await open(browser, server.address, '#lesson=gather&at=62');
    for (const theme of ['dark', 'light', 'contrast']) {
        assert.equal(await word(page, 'theme'), theme);
        for (let shown = 0; shown < 2; shown++) {
            await page.evaluate(source);
            const found = await page.evaluate(() => axe.run(document, { resultTypes: ['violations', 'incomplete'] }));
            assert.deepEqual([...found.violations, ...found.incomplete].map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.html).join(' ')}`), []);
            await page.locator('#words-button').click();
            await settled(page);
        }
        await page.locator('#canvas').focus();
        await press(page, 'T');
    }
    await leave(page);
});
