// What the page computes, without a browser: it must be what the library answers.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {dataOf, expected, queries} from './history.mjs';

const page = queries();
const plain = value => JSON.parse(JSON.stringify(value));

async function open(name) {
    return new page.History(await page.readData(dataOf(name)));
}

for (const name of ['shop', 'random-1', 'random-2', 'random-3', 'hostile']) {
    test(`who and blame of ${name} are the library's`, async () => {
        const history = await open(name + '.html');
        const told = expected(name + '.json');
        assert.ok(told.who.length > 100 && told.blame.length > 5);
        for (const {path, at, chain} of told.who) {
            const holder = history.holderAt(path, at.sequence);
            const found = holder < 0 ? [] : Array.from(history.chainAt(holder, at.sequence),
                life => ({pod: history.podOf(life), created: history.life.from[life]}));
            assert.deepEqual(plain(found), chain, `${path} at #${at.sequence}`);
        }
        for (const {path, periods} of told.blame) {
            const found = history.periodsOf(path).map(({life, from, until}) =>
                ({holder: life < 0 ? null : history.podOf(life), from, until}));
            assert.deepEqual(plain(found), periods, path);
        }
    });

    test(`the events of ${name} are picked as the library picks them`, async () => {
        const history = await open(name + '.html');
        const filter = new page.EventFilter(history);
        for (const {path, kind, actor, sequences} of expected(name + '.json').log) {
            const wanted = {...page.NO_FILTERS, path: page.printable(path), kind: kind ?? '', actor: page.printable(actor ?? '')};
            assert.deepEqual(Array.from(filter.select(wanted)), sequences, JSON.stringify({path, kind, actor}));
        }
    });
}

test('the moment of a time is the one the library finds, also where the clock goes backwards', async () => {
    const history = await open('random-1.html');
    const {moments} = expected('random-1.json');
    assert.ok(moments.length > 20);
    for (const {time, sequence} of moments) {
        const typed = page.typedMoment(time, 0);
        assert.equal(history.momentAt(typed.time), sequence, time);
    }
});

test('a fragment holds the whole state, and nonsense in it does no harm', async () => {
    const history = await open('shop.html');
    const state = {
        at: 7, life: 1, path: '/srv/a b/ü&#=%.txt', zoom: [1.5, 2000], axis: 'event', lanes: 'line', held: false,
        filters: {pod: 'coder', path: '/srv', kind: 'Adopted', actor: 'ci', text: 'x y', life: 0},
    };
    assert.deepEqual(plain(page.stateOf(page.fragmentOf(state, history), history)), state);
    assert.equal(page.fragmentOf(page.firstState(history), history), '');
    for (const nonsense of ['at=-1', 'at=99999', 'at=x', 'pod=999', 'zoom=1', 'zoom=b_a', 'axis=?', 'path=relative', '%', 'f.type=None']) {
        assert.deepEqual(plain(page.stateOf(nonsense, history)), plain(page.firstState(history)), nonsense);
    }
});

test('names are shown as the tool shows them, and what was shown can be typed', async () => {
    for (const {name, shown} of expected('names.json')) {
        assert.equal(page.printable(name), shown);
        assert.equal(page.unprintable(shown), name);
    }
});

test('paths are made canonical, and what is none is refused', () => {
    assert.equal(page.canonicalPath(' /srv//shop/./a/../b/ '), '/srv/shop/b');
    assert.equal(page.canonicalPath('/'), '/');
    assert.throws(() => page.canonicalPath('srv'), /absolute/);
    assert.throws(() => page.typedMoment('yesterday', 0), /09:50/);
});

test('whatever is cut off or changed is refused, never shown', async () => {
    const whole = Buffer.from(dataOf('shop.html'), 'base64');
    for (let cut = 0; cut < whole.length; cut += 37) {
        await assert.rejects(page.readData(whole.subarray(0, cut).toString('base64')), page.DataError, 'cut at ' + cut);
    }
    for (let at = 10; at < whole.length; at += 11) {
        const changed = Buffer.from(whole);
        changed[at] ^= 1 << at % 8;
        await assert.rejects(page.readData(changed.toString('base64')), page.DataError, 'changed at ' + at);
    }
    await assert.rejects(page.readData('!' + whole.toString('base64')), page.DataError);
});
