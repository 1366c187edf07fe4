// Names are given by strangers: whatever they contain is shown, and does nothing.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {onPage, withBrowser} from './browser.mjs';
import {expected} from './history.mjs';

withBrowser();

test('hostile names are text wherever they are shown', onPage('hostile.html', {}, async opened => {
    const {who} = expected('hostile.json');
    const shown = new Map(expected('names.json').map(({name, shown}) => [name, shown]));
    const events = await opened.moment();
    const paths = [...new Set(who.map(each => each.path))];
    for (const path of paths) {
        await opened.ask(shown.get(path), '#' + events);
        const holder = await opened.page.$eval('#holder', element => element.dataset.pod);
        assert.equal(await opened.text('#holder .name'), shown.get(holder));
        assert.equal(await opened.text('#path-answer .path .name'), shown.get(path));
        await opened.page.click('.chain .link');
        await opened.settled();
    }
    assert.equal((await opened.page.$$('img, b.bold, iframe, main script')).length, 0);
    assert.equal((await opened.page.$$('section b')).length, await opened.page.$$eval('#now b', found => found.length));
    await opened.assertQuiet();
}));

test('two different names are never shown alike', onPage('hostile.html', {}, async opened => {
    const names = await opened.page.$$eval('#live .pod .name', found => found.map(each => each.textContent));
    assert.equal(new Set(names).size, 10);
    assert.ok(names.includes('back\\\\slash') && names.includes('back\\\\u{5C}slash'), String(names));
    assert.ok(names.includes('</script><img src=x onerror=alert(1)>'));
    const shown = await opened.page.evaluate(() => document.body.textContent);
    assert.ok(!/[\u200B\u202E\u00A0]/.test(shown.replace(document => document)), 'no character that deceives is left');
}));

test('a hostile address does nothing', onPage('shop.html', {
    fragment: '#path=%2F%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&f.text=%3Cscript%3E&pod=1e9&zoom=NaN_1',
}, async opened => {
    assert.equal((await opened.page.$$('img')).length, 0);
    assert.equal(await opened.text('#path-answer .path .name'), '/<img src=x onerror=alert(1)>');
    await opened.assertQuiet();
}));
