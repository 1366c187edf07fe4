// What the page shows at chosen moments is what the tool answers.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {onPage, withBrowser} from './browser.mjs';
import {expected} from './history.mjs';

withBrowser();

const shownHolder = opened => opened.page.$eval('#holder', element => element.dataset.pod || null);

const shownChain = opened => opened.page.$$eval('#path-answer .chain > li', links => links.map(link => ({
    pod: link.querySelector('.pod .name').textContent,
    created: Number(link.querySelector('.facts .event').textContent.slice(1).replaceAll(',', '')),
})));

for (const name of ['shop', 'random-1']) {
    test(`who may write, and under whom, in ${name}`, onPage(name + '.html', {}, async opened => {
        const {who} = expected(name + '.json');
        for (const {path, at, chain} of who.filter((each, i) => i % 11 === 0)) {
            await opened.ask(path, '#' + at.sequence);
            assert.equal(await opened.moment(), at.sequence);
            assert.equal(await shownHolder(opened), chain[0]?.pod ?? null, `${path} at #${at.sequence}`);
            assert.deepEqual(await shownChain(opened), [...chain].reverse(), `${path} at #${at.sequence}`);
        }
        await opened.assertQuiet();
    }));

    test(`who held it over time, in ${name}`, onPage(name + '.html', {}, async opened => {
        const {blame} = expected(name + '.json');
        for (const {path, periods} of blame.filter(each => each.periods.length < 40).slice(0, 12)) {
            await opened.ask(path, 'end');
            const shown = await opened.page.$$eval('.periods .period', rows => rows.map(row => ({
                range: row.querySelector('.range').textContent,
                holder: row.querySelector('.pod .name')?.textContent ?? null,
            })));
            assert.deepEqual(shown, periods.map(({holder, from, until}) => ({
                range: (from === 0 ? 'start' : '#' + from) + ' – ' + (until === 0 ? 'still' : '#' + until), holder,
            })), path);
        }
    }));
}

test('the tree is coloured by who holds each path at the moment', onPage('shop.html', {}, async opened => {
    const holderInTree = name => opened.page.$$eval('#tree .row', (rows, wanted) => rows
        .filter(row => row.querySelector('.name').textContent === wanted)
        .map(row => row.querySelector('.holder .name, .holder .nobody').textContent)[0] ?? null, name);
    await opened.ask('/srv/shop/services/checkout', '#7');
    await opened.until(() => document.querySelector('#tree [aria-selected="true"]'));
    assert.equal(await holderInTree('checkout'), 'coder-checkout');
    assert.equal(await holderInTree('test'), 'tester');
    await opened.ask('/srv/shop/services/checkout', '#8');
    assert.equal(await holderInTree('checkout'), 'nobody');
    assert.equal(await holderInTree('test'), 'tester');
    const colour = await opened.page.$eval('#tree .row .swatch', swatch => swatch.style.backgroundColor);
    assert.match(colour, /^oklch/);
}));

test('a moment can be typed as a time', onPage('shop.html', {}, async opened => {
    await opened.ask('', '12:04');
    assert.equal(await opened.moment(), 5);
    await opened.ask('', '2026-01-31 12:04:59 UTC');
    assert.equal(await opened.moment(), 5);
    await opened.ask('', '2026-01-30');
    assert.equal(await opened.moment(), 0);
    await opened.ask('', 'soon');
    assert.match(await opened.text('#ask-error'), /09:50/);
    assert.equal(await opened.moment(), 0);
    await opened.ask('relative', '#3');
    assert.match(await opened.text('#ask-error'), /absolute/);
}));

test('on whose authority is told in words', onPage('shop.html', {}, async opened => {
    await opened.ask('/srv/shop/services/checkout/cart.txt', '#7');
    const answer = await opened.text('#path-answer');
    for (const words of ['coder-checkout may write it', 'WRITE /srv/shop/services/checkout/**', 'delegated by orchestrator',
        'on the authority of a delegation scope', 'deny WRITE /srv/shop/services/legal/**', 'adopted, pid 200', 'asked by ci']) {
        assert.ok(answer.includes(words), words + ' in ' + answer);
    }
    await opened.ask('/srv/shop/services/checkout/test', '#9');
    assert.ok((await opened.text('#path-answer')).includes('now under orchestrator, as pods above it have ended'));
}));
