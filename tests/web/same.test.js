// same.test.js: the page tells of each lesson, at the same moments, what the program tells on a terminal, word for word; and it looks as its golden picture does.
'use strict';

const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { launch, leave, open, press, root, sentence, serve, settled, state, watched, word } = require('./page.js');

const program = process.env.LOOPSCOPE || path.join(root, 'build/release/loopscope');
const without = fs.existsSync(program) ? false : 'the program itself is not built';
let browser, server;
before(async () => { [browser, server] = [await launch(), await serve(watched)]; });
after(async () => { await browser.close(); server.stop(); });

test('every lesson is told as on a terminal', { skip: without }, async () => {
    const lessons = execFileSync(program, ['list']).toString().split('\n').map((line) => /^([a-z_]+) /.exec(line)).filter(Boolean).map((found) => found[1]);
    assert.ok(lessons.length >= 20, `${lessons}`);
    const page = await open(browser, server.address, '#lesson=gather&no-settings');
    for (const lesson of lessons) {
        await page.evaluate((name) => Module.ccall('watched_lesson', null, ['string'], [name]), lesson);
        await settled(page);
        for (const key of ['Home', 'Right', 'Right', 'Ctrl+Right', 'Ctrl+Right', 'End']) {
            await press(page, key);
            const n = await word(page, 'n');
            const told = execFileSync(program, ['tell', lesson, '--at', n]).toString().trimEnd().split('\n');
            assert.equal(await sentence(page), told[3], `${lesson} ${n}`);
            assert.equal((await state(page)).trimEnd(), told.slice(5).join('\n'), `${lesson} ${n}`);
        }
    }
    await leave(page);
});

// "Question: How long …? 1: 3 s. 2: 5 s." of what `tell --ask` prints first, on several lines.
function asked(lesson) {
    const text = execFileSync(program, ['tell', lesson, '--ask']).toString().split(/\n\n(?=\d+\. )/)[1];
    const lines = text.split('\n').map((line) => line.trim()), first = lines.findIndex((line) => line.startsWith('a) '));
    const choices = lines.slice(first).filter((line) => /^[a-d]\) /.test(line)).map((line, i) => ` ${i + 1}: ${line.slice(3)}.`);
    return { n: /\(after (\d+) event/.exec(lines[0])[1], question: `Question: ${lines.slice(1, first).join(' ')}${choices.join('')}` };
}

test('the first question of a lesson is the one that is printed, its choices in the same order', { skip: without }, async () => {
    for (const lesson of ['say_after', 'gather']) {
        const { n, question } = asked(lesson);
        const page = await open(browser, server.address, `#lesson=${lesson}&no-settings&at=${n}&predict`);
        assert.equal(await sentence(page), question, lesson);
        await leave(page);
    }
});

// The picture is made anew by LOOPSCOPE_REWRITE_GOLDENS=1. Other fonts than those of Debian 12 draw other letters, so that a share of the pixels may differ.
test('the window looks as its golden picture does', async () => {
    const page = await open(browser, server.address, '#lesson=gather&at=62&no-settings');
    const file = path.join(__dirname, 'gather.png');
    if (process.env.LOOPSCOPE_REWRITE_GOLDENS) {
        const picture = await page.evaluate(() => document.getElementById('canvas').toDataURL('image/png'));
        fs.writeFileSync(file, Buffer.from(picture.split(',')[1], 'base64'));
    }
    const differ = await page.evaluate(async (golden) => {
        const canvas = document.getElementById('canvas');
        const image = new Image();
        image.src = `data:image/png;base64,${golden}`;
        await image.decode();
        const other = document.createElement('canvas');
        [other.width, other.height] = [canvas.width, canvas.height];
        const pen = other.getContext('2d');
        pen.drawImage(image, 0, 0);
        const one = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data, two = pen.getImageData(0, 0, canvas.width, canvas.height).data;
        let count = image.width === canvas.width && image.height === canvas.height ? 0 : one.length;
        for (let i = 0; i < one.length; i += 4) {
            count += Math.abs(one[i] - two[i]) + Math.abs(one[i + 1] - two[i + 1]) + Math.abs(one[i + 2] - two[i + 2]) > 24 ? 1 : 0;
        }
        return count / (one.length / 4);
    }, fs.readFileSync(file).toString('base64'));
    assert.ok(differ < 0.01, `${(100 * differ).toFixed(2)} % of the pixels differ`);
    await leave(page);
});
