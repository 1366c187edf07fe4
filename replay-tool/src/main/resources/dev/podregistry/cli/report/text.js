'use strict';

/** Characters that could act or look like others: what Printable.java escapes, by the same Unicode categories. */
const UNSAFE = /(?! )[\p{C}\p{Z}]/gu;

/** A name from the log made safe to look at: two different names are never shown alike. */
function printable(name) {
    return name.replace(/\\/g, '\\\\').replace(UNSAFE, escaped);
}

/** A message that may quote names, made safe and kept on one line. */
function printableLine(message) {
    return message.replace(UNSAFE, escaped);
}

function escaped(character) {
    return '\\u{' + character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0') + '}';
}

/** The name that is shown as `text`, so that what was copied from the page can be asked for. */
function unprintable(text) {
    return text.replace(/\\(\\|u\{([0-9A-Fa-f]{1,6})\})/g, (all, what, hex) => {
        const code = parseInt(hex ?? '5C', 16);
        return code > 0x10ffff ? all : String.fromCodePoint(code);
    });
}

/** A rule as the tool prints it. */
function ruleText([permission, target, recursive]) {
    return permission.padEnd(5) + ' ' + (target === '/' ? '' : printable(target)) + (recursive ? '/**' : '/*');
}

/** A whole number with its thousands apart. */
function numberText(number) {
    return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

function countText(number, one, many = one + 's') {
    return numberText(number) + ' ' + (number === 1 ? one : many);
}

/** A time in UTC, to the second or, on demand, the millisecond. */
function timeText(ms, exact = false) {
    const iso = new Date(ms).toISOString();
    return iso.slice(0, 10) + ' ' + iso.slice(11, exact ? 23 : 19) + ' UTC';
}

/** A length of time in its two greatest units. */
function durationText(ms) {
    if (ms < 0) {
        return 'less than nothing, as the clock went backwards';
    }
    const units = [['d', 86400000], ['h', 3600000], ['min', 60000], ['s', 1000], ['ms', 1]];
    const first = units.findIndex(([, size]) => ms >= size);
    if (first < 0) {
        return '0 ms';
    }
    const second = units[first + 1];
    const rest = second && second[0] !== 'ms' ? Math.floor((ms % units[first][1]) / second[1]) : 0;
    return Math.floor(ms / units[first][1]) + ' ' + units[first][0] + (rest > 0 ? ' ' + rest + ' ' + second[0] : '');
}

/**
 * The path somebody typed in canonical form.
 *
 * @throws {RangeError} saying why it is none
 */
function canonicalPath(typed) {
    const text = unprintable(typed.trim());
    if (!text.startsWith('/')) {
        throw new RangeError('A path must be absolute: it begins with /');
    }
    const names = [];
    for (const name of text.split('/')) {
        if (name === '..') {
            names.pop();
        } else if (name !== '' && name !== '.') {
            names.push(name);
        }
    }
    return '/' + names.join('/');
}

/**
 * What somebody typed as a moment: `{sequence}` or `{time}`, the last instant of what was written.
 *
 * @param {number} now the time of the moment shown, whose day a mere clock time is of
 * @throws {RangeError} saying what can be typed
 */
function typedMoment(typed, now) {
    const text = typed.trim();
    const sequence = /^#?(\d[\d,]*)$/.exec(text);
    if (sequence) {
        return {sequence: Number(sequence[1].replaceAll(',', ''))};
    }
    if (text === 'start' || text === 'end') {
        return {sequence: text === 'start' ? 0 : Infinity};
    }
    const match = /^(?:(\d{4}-\d\d-\d\d)[T ]?)?(?:(\d\d:\d\d)(:\d\d)?(\.\d{1,3})?)?\s*(Z|UTC)?$/i.exec(text);
    const time = match && (match[1] || match[2]) ? lastInstant(match, now) : NaN;
    if (Number.isNaN(time)) {
        throw new RangeError('Write a time in UTC, such as 09:50 or 2026-01-31 09:50:00, or an event, such as #17');
    }
    return {time};
}

function lastInstant([, day, minute, second, fraction], now) {
    const date = day ?? new Date(now).toISOString().slice(0, 10);
    const start = Date.parse(`${date}T${minute ?? '00:00'}${second ?? ':00'}${fraction ?? ''}Z`);
    const length = fraction ? 1 : second ? 1000 : minute ? 60000 : 86400000;
    return start + length - 1;
}
