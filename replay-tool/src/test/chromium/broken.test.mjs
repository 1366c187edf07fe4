// A report that cannot be relied on says so, in one plain sentence.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {onPage, withBrowser} from './browser.mjs';

withBrowser();

for (const name of ['cut', 'changed']) {
    test(`a file that was ${name} says so`, onPage(name + '.html', {}, async opened => {
        const said = await opened.text('#broken');
        assert.match(said, /^The data of this report cannot be read: it is not whole: .*\. Make the report again\.$/);
        assert.equal(await opened.page.$eval('#broken', element => getComputedStyle(element).display === 'none'), false);
        assert.equal(await opened.page.$eval('#page', element => element.hidden), true);
        await opened.assertQuiet();
    }));
}

test('of a damaged log the verdict comes first', onPage('damaged.html', {}, async opened => {
    assert.equal(await opened.text('#verdict'), '✗ The log is damaged');
    assert.equal(await opened.page.$eval('#verify', details => details.open), true);
    assert.match(await opened.text('#checks .failed'), /#7/);
    const [verdict, question] = await opened.page.evaluate(() => ['verify', 'question']
        .map(id => document.getElementById(id).getBoundingClientRect().top));
    assert.ok(verdict < question);
    assert.equal(await opened.moment(), 6);
}));

test('a registry without an event says that', onPage('empty.html', {}, async opened => {
    assert.equal(await opened.text('#live h2'), 'No pod is live');
    assert.equal(await opened.text('#now'), '#0 of 0 · before the first event');
    await opened.ask('/srv', 'end');
    assert.match(await opened.text('#holder'), /^Nobody/);
}));
