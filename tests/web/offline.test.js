// offline.test.js: what goes over the wire, how hosts and browsers are told to keep it, and that the page works without a network afterwards.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { launch, open, press, ready, sentence, serve, settled, site } = require('./page.js');

let browser, server;
before(async () => { [browser, server] = [await launch(), await serve(site)]; });
after(async () => { await browser.close(); server.stop(); });

test('the first visit takes at most 1.3 MB, and the second next to nothing', async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 936 } });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    let bytes = 0;
    session.on('Network.loadingFinished', (event) => { bytes += event.encodedDataLength; });
    await page.goto(server.address);
    await ready(page);
    const first = bytes;
    assert.ok(first > 200e3 && first <= 1.3e6, `${first} bytes`);
    bytes = 0;
    await page.reload();
    await ready(page);
    assert.ok(bytes < 20e3, `${bytes} bytes at the second visit`);
    console.log(`first visit: ${first} bytes, second: ${bytes}`);
    await context.close();
});

test('names with a hash are kept for ever, the page and the worker are asked for anew', async () => {
    const names = fs.readdirSync(site, { recursive: true }).filter((name) => !name.startsWith('.') && fs.statSync(path.join(site, name)).isFile());
    for (const name of names) {
        const answer = await fetch(server.address + name);
        const kept = answer.headers.get('cache-control');
        assert.equal(kept, /-[0-9a-f]{12}[./]/.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache', name);
    }
    for (const wasm of names.filter((name) => name.endsWith('.wasm'))) {
        assert.equal((await fetch(server.address + wasm)).headers.get('content-type'), 'application/wasm');
    }
    for (const name of ['../README.md', '%2e%2e/README.md', 'nothing.js', '.nojekyll']) {
        assert.equal((await fetch(server.address + name)).status, 404, name);
    }
});

test('after the first visit it works without a network, links and all', async () => {
    const page = await open(browser, server.address, '', { alone: true });
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(async () => (await caches.keys()).length === 1 && (await (await caches.open((await caches.keys())[0])).keys()).length >= 6);
    await page.context().setOffline(true);
    await page.goto('about:blank');
    await page.goto(server.address + '#lesson=gather&at=62');
    await ready(page);
    assert.match(await sentence(page), /Turn 4 is over/);
    const before = await sentence(page);
    await press(page, 'Right');
    assert.notEqual(await sentence(page), before);
    assert.deepEqual(page.complaints.filter((text) => !/sw\.js|ERR_INTERNET_DISCONNECTED/.test(text)), []);
    await page.context().close();
});

test('the policy lets nothing in that is not the page\'s own', async () => {
    const page = await open(browser, server.address, '#lesson=gather', { alone: true });
    await page.evaluate(() => {
        const script = document.createElement('script');
        script.textContent = 'window.injected = true';
        document.head.append(script);
        setTimeout('window.evaluated = true');
        window.fetched = fetch('https://example.org/').then(() => true, () => false);
    });
    await settled(page);
    const let_in = await page.evaluate(async () => [Boolean(window.injected), Boolean(window.evaluated), await window.fetched]);
    assert.match(page.complaints.join(' '), /Content Security Policy/);
    assert.deepEqual(let_in, [false, false, false]);
    await page.context().close();
});
