// The page as a whole: how it opens, is moved, filtered, linked to and printed.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {onPage, Opened, withBrowser} from './browser.mjs';

withBrowser();

for (const name of ['shop', 'random-1', 'hostile', 'empty', 'damaged', 'restored']) {
    test(`${name} opens from disk, asks for nothing and complains of nothing`, onPage(name + '.html', {}, async opened => {
        assert.equal(await opened.page.$eval('#page', element => element.hidden), false);
        await opened.assertQuiet();
    }));
}

test('nothing that is not the page’s own can run or load', onPage('shop.html', {}, async opened => {
    await opened.page.evaluate(() => {
        const script = document.createElement('script');
        script.textContent = 'window.ran = true';
        document.body.append(script);
        const image = document.createElement('img');
        image.src = 'http://localhost:9/x.png';
        document.body.append(image);
    });
    await opened.until(() => window.violations.length >= 2);
    assert.equal(await opened.page.evaluate(() => window.ran), undefined);
}));

test('the keyboard moves the moment', onPage('random-1.html', {}, async opened => {
    const end = await opened.moment();
    const press = async (key, expected) => {
        await opened.page.keyboard.press(key);
        await opened.settled();
        assert.equal(await opened.moment(), expected, key);
    };
    await press('ArrowLeft', end - 1);
    await press('ArrowRight', end);
    await press('PageUp', end - 10);
    await press('PageDown', end);
    await press('Home', 0);
    await press('ArrowLeft', 0);
    await press('ArrowRight', 1);
    await press('End', end);
    await opened.page.focus('#slider');
    await press('ArrowLeft', end - 1);
    await opened.page.keyboard.press('/');
    assert.equal(await opened.page.evaluate(() => document.activeElement.id), 'f-text');
    await opened.page.keyboard.type('Released');
    await press('Home', end - 1);
    await opened.until(() => document.getElementById('events-count').textContent.includes('match'));
    await opened.page.keyboard.press('Escape');
    await opened.page.keyboard.down('Shift');
    await opened.page.keyboard.press('ArrowLeft');
    await opened.page.keyboard.up('Shift');
    await opened.until(() => document.getElementById('now').textContent.includes('gave its scope up'));
    await opened.page.keyboard.press('?');
    assert.equal(await opened.page.$eval('#help', help => help.open), true);
    await opened.page.keyboard.press('Escape');
    assert.equal(await opened.page.$eval('#help', help => help.open), false);
}));

test('lanes and paths are reached by the keyboard', onPage('shop.html', {}, async opened => {
    await opened.page.focus('#lane-scroll');
    await opened.page.keyboard.press('ArrowDown');
    await opened.page.keyboard.press('ArrowDown');
    await opened.settled();
    assert.equal(await opened.page.$eval('#selected', element => element.dataset.pod), 'coder-checkout');
    assert.match(await opened.text('#lane-said'), /^coder-checkout, delegated at #2, until #8: its process was dead$/);
    await opened.page.focus('#tree');
    await opened.page.keyboard.press('Home');
    await opened.page.keyboard.press('ArrowDown');
    await opened.page.keyboard.press('Enter');
    await opened.settled();
    assert.equal(await opened.value('#path'), '/srv');
    assert.ok(await opened.page.$('#tree-row-1[aria-selected="true"][aria-level="2"]'));
}));

test('the timeline is zoomed and panned with the mouse, and a click in its axis goes to a moment', onPage('shop.html', {}, async opened => {
    const {x, y} = await opened.page.$eval('#lane-canvas', canvas => canvas.getBoundingClientRect().toJSON());
    const zoom = async () => (await opened.state()).zoom?.split('_').map(Number);
    await opened.page.mouse.move(x + 400, y + 120);
    await opened.page.keyboard.down('Control');
    await opened.page.mouse.wheel({deltaY: -400});
    await opened.page.keyboard.up('Control');
    await opened.until(() => location.hash.includes('zoom='));
    const [from, to] = await zoom();
    await opened.page.mouse.down();
    await opened.page.mouse.move(x + 300, y + 120, {steps: 3});
    await opened.page.mouse.up();
    await opened.until(before => !location.hash.includes(before), String(from));
    const [later, end] = await zoom();
    assert.ok(later > from && Math.abs(end - later - (to - from)) < 1, `${[from, to]} then ${[later, end]}`);
    await opened.page.keyboard.press('Home');
    await opened.until(before => !location.hash.includes(before), String(later));
    const [start] = await zoom();
    assert.ok(start <= Date.UTC(2026, 0, 31, 12), 'the timeline follows the moment');
    await opened.page.click('#zoom-all');
    await opened.until(() => !location.hash.includes('zoom='));
    await opened.page.mouse.click(x + 220, y + 10);
    await opened.settled();
    assert.equal(await opened.moment(), 1);
    await opened.page.mouse.click(x + 60, y + 40 + 22 * 1.5);
    await opened.settled();
    assert.equal(await opened.page.$eval('#selected', element => element.dataset.pod), 'coder-checkout');
}));

const listed = opened => opened.page.$$eval('#event-table .tabulator-row', rows => rows.map(row => row.textContent));

test('the list of events is filtered, and a click goes to the moment', onPage('shop.html', {}, async opened => {
    const counted = count => opened.until(wanted => document.getElementById('events-count').textContent === wanted, count);
    const filtered = async (field, text, count) => {
        await opened.fill(field, text);
        await counted(count);
        await opened.settled();
        return listed(opened);
    };
    await counted('1–10 of 10');
    await filtered('#f-pod', 'tester', '1–2 of 2 matches of 10');
    await filtered('#f-pod', 'orchestrator', '1–4 of 4 matches of 10');
    await filtered('#f-pod', '', '1–10 of 10');
    const dead = await filtered('#f-text', 'dead', '1–1 of 1 match of 10');
    assert.match(dead[0], /coder-checkout.*process was dead: pid 200/);
    await filtered('#f-text', 'nowhere', 'No event matches');
    await filtered('#f-text', '', '1–10 of 10');
    await filtered('#f-path', '/srv/handbook', '1–2 of 2 matches of 10');
    await filtered('#f-path', 'handbook', 'A path must be absolute: it begins with /');
    await opened.page.click('#f-clear');
    await counted('1–10 of 10');
    await opened.page.select('#f-kind', 'Adopted');
    await filtered('#f-actor', 'cd', 'No event matches');
    const adopted = await filtered('#f-actor', 'ci', '1–2 of 2 matches of 10');
    assert.match(adopted[0], /^3/);
    await opened.page.click('#event-table .tabulator-row');
    await opened.settled();
    assert.equal(await opened.moment(), 3);
    assert.equal(await opened.page.$eval('#selected', element => element.dataset.pod), 'coder-checkout');
    await opened.page.click('#f-clear');
    await opened.page.click('#f-life');
    await counted('1–4 of 4 matches of 10');
}));

for (const size of [{width: 1440, height: 900}, {width: 390, height: 844}]) {
    test(`the event of the moment is marked and in view, ${size.width} wide`, onPage('random-1.html', size, async opened => {
        await opened.page.$eval('#events', element => element.scrollIntoView());
        for (const moment of [1, 200, 333]) {
            await opened.page.$eval('#slider', (slider, value) => {
                slider.value = value;
                slider.dispatchEvent(new Event('input'));
            }, moment);
            await opened.until(wanted => {
                const row = document.querySelector('#event-table .tabulator-row.current');
                const list = document.querySelector('.tabulator-tableholder').getBoundingClientRect();
                const place = row?.getBoundingClientRect();
                return row?.textContent.startsWith(String(wanted)) && place.top >= list.top - 1 && place.bottom <= list.bottom + 1
                    && document.querySelectorAll('#event-table .current').length === 1;
            }, moment);
        }
    }));
}

test('the address holds what is shown; it survives a reload, and back and forward work', onPage('shop.html', {}, async opened => {
    await opened.ask('/srv/shop/services/checkout/test', '#7');
    await opened.page.click('.chain .link');
    await opened.fill('#f-text', 'coder');
    await opened.page.select('#lanes', 'live');
    await opened.page.click('#zoom-in');
    await opened.until(() => ['zoom=', 'f.text=coder', 'lanes=live', 'pod=1', 'at=7'].every(each => location.hash.includes(each)));
    const state = await opened.state();
    await opened.page.reload();
    await opened.page.waitForSelector('html[data-ready]');
    await opened.settled();
    assert.deepEqual(await opened.state(), state);
    assert.equal(await opened.moment(), 7);
    assert.equal(await opened.value('#path'), '/srv/shop/services/checkout/test');
    assert.equal(await opened.value('#f-text'), 'coder');
    assert.equal(await opened.value('#lanes'), 'live');
    assert.equal(await opened.page.$eval('#holder', element => element.dataset.pod), 'tester');
    assert.equal(await opened.page.$eval('#selected', element => element.dataset.pod), 'orchestrator');
    await opened.ask('/srv/handbook', '#9');
    await opened.until(() => location.hash.includes('handbook'));
    await opened.page.evaluate(() => window.history.back());
    await opened.until(() => document.getElementById('holder').dataset.pod === 'tester');
    assert.deepEqual(await opened.state(), state);
    await opened.page.evaluate(() => window.history.forward());
    await opened.until(() => document.getElementById('holder').dataset.pod === 'docs-writer');
    await opened.assertQuiet();
}));

test('a restore is an event of no pod, found by its kind, and everything is held as before it', onPage('restored.html', {}, async opened => {
    assert.equal(await opened.text('#verdict'), '✓ The log is sound');
    await opened.page.waitForSelector('#event-table .swatch');
    await opened.page.select('#f-kind', 'Restored');
    await opened.until(wanted => document.getElementById('events-count').textContent === wanted, '1–1 of 1 match of 11');
    await opened.settled();
    const restored = await listed(opened);
    assert.match(restored[0], /^11.*put back, from a backup/);
    await opened.page.click('#event-table .tabulator-row');
    await opened.settled();
    assert.equal(await opened.moment(), 11);
    assert.match(await opened.text('#now'), /the whole table was put back/);
    assert.equal((await opened.page.$$('#now .swatch, #event-table .swatch')).length, 0);
    await opened.assertQuiet();
}));

test('a link to a moment opens at it', onPage('shop.html', {fragment: '#at=4&path=%2Fsrv%2Fshop%2Fservices%2Fcheckout'}, async opened => {
    assert.equal(await opened.moment(), 4);
    assert.equal(await opened.page.$eval('#holder', element => element.dataset.pod), 'coder-checkout');
}));

test('the verdict is in words, with what was checked and where the clock went backwards', onPage('shop.html', {}, async opened => {
    assert.equal(await opened.text('#verdict'), '✓ The log is sound');
    assert.match(await opened.text('#verdict-notes'), /the clock went backwards at #10/);
    await opened.page.click('#verify summary');
    assert.equal((await opened.page.$$('#checks tr')).length, 5);
    await opened.page.click('#checks .event');
    await opened.settled();
    assert.equal(await opened.moment(), 10);
}));

const paper = opened => opened.page.$eval('body', body => getComputedStyle(body).backgroundColor);

test('light and dark follow the system, and the button wins', async () => {
    const light = await Opened.blank();
    await light.goto('shop.html');
    const dark = await Opened.blank({scheme: 'dark'});
    await dark.goto('shop.html');
    assert.notEqual(await paper(light), await paper(dark));
    await light.page.click('#theme');
    await light.page.click('#theme');
    assert.equal(await paper(light), await paper(dark));
    await light.page.reload();
    await light.page.waitForSelector('html[data-ready]');
    assert.equal(await paper(light), await paper(dark));
});

for (const [width, height] of [[1440, 900], [1024, 768], [390, 844]]) {
    test(`nothing sticks out at ${width} by ${height}`, onPage('hostile.html', {width, height}, async opened => {
        assert.equal(await opened.page.evaluate(() => document.documentElement.scrollWidth), width);
        const lanes = await opened.page.$eval('#lane-canvas', canvas => [canvas.clientWidth, canvas.clientHeight]);
        assert.ok(lanes[0] > 200 && lanes[1] > 80, String(lanes));
    }));
}

test('it prints the verdict, the moment and who holds what', onPage('shop.html', {fragment: '#at=7&path=%2Fsrv%2Fshop%2Fservices%2Fcheckout'}, async opened => {
    const pdf = Buffer.from(await opened.page.pdf({format: 'A4'})).toString('latin1');
    assert.equal(pdf.match(/\/Type \/Page\b/g).length, 1);
    await opened.page.emulateMediaType('print');
    const shown = await opened.page.evaluate(() => document.body.innerText);
    for (const words of ['The log is sound', 'clock went backwards at #10', 'coder-checkout may write it', 'after #7',
        '4 pods are live', 'docs-writer', 'WRITE /srv/handbook/**']) {
        assert.ok(shown.includes(words), words + ' in ' + shown);
    }
    assert.ok(!shown.includes('Timeline'), 'only what can be read on paper is printed');
    assert.equal(await paper(opened), 'rgb(255, 255, 255)');
}));
