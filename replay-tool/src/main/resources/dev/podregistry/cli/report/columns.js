'use strict';

/** The page's data cannot be read; the message says why in one sentence. */
class DataError extends Error {}

const SCHEMA = 'pod-registry/report/1';

/** Columns whose values may not fit into 32 bits. */
const WIDE_COLUMNS = new Set(['event.time', 'event.pid']);

/** The data of the page: the header, and the columns as typed arrays by their names. */
async function readData(base64) {
    return decodeData(await gunzip(base64Bytes(base64)));
}

function base64Bytes(text) {
    try {
        if (Uint8Array.fromBase64) {
            return Uint8Array.fromBase64(text);
        }
        const raw = atob(text);
        const bytes = new Uint8Array(raw.length);
        for (let i = 0; i < raw.length; i++) {
            bytes[i] = raw.charCodeAt(i);
        }
        return bytes;
    } catch {
        throw new DataError('it is not whole: the text that holds it was cut or changed');
    }
}

async function gunzip(bytes) {
    try {
        const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
        return new Uint8Array(await new Response(stream).arrayBuffer());
    } catch {
        throw new DataError('it is not whole: what was compressed was cut or changed');
    }
}

function decodeData(bytes) {
    const length = bytes.length < 4 ? Infinity : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    if (4 + length > bytes.length) {
        throw new DataError('it is not whole: its header is cut off');
    }
    const header = parseHeader(bytes.subarray(4, 4 + length));
    const body = bytes.subarray(4 + length);
    const columns = {};
    for (const [name, place] of Object.entries(header.columns)) {
        columns[name] = decodeColumn(name, place, body);
    }
    return {header, columns};
}

function parseHeader(bytes) {
    let header;
    try {
        header = JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(bytes));
    } catch {
        throw new DataError('its header is no JSON');
    }
    if (header.schema !== SCHEMA) {
        throw new DataError('it is of another version than this page can read: ' + printable(String(header.schema)));
    }
    return header;
}

/** Decodes a run of zigzag LEB128 varints. */
function decodeColumn(name, {count, offset, bytes, delta}, body) {
    const end = offset + bytes;
    if (end > body.length || count > bytes) {
        throw new DataError('it is not whole: the column ' + name + ' is cut off');
    }
    const wide = WIDE_COLUMNS.has(name);
    const values = wide ? new Float64Array(count) : new Int32Array(count);
    if ((wide ? readWide : readNarrow)(body, offset, values) !== end) {
        throw new DataError('it is damaged: the column ' + name + ' does not end where it should');
    }
    if (delta) {
        for (let i = 1; i < count; i++) {
            values[i] += values[i - 1];
        }
    }
    return values;
}

/** Reads values of at most 32 bits, and returns where they end; what is longer ends nowhere. */
function readNarrow(body, offset, values) {
    let at = offset;
    for (let i = 0; i < values.length; i++) {
        let byte = body[at++];
        let raw = byte & 127;
        for (let shift = 7; byte > 127; shift += 7) {
            if (shift > 28) {
                return -1;
            }
            byte = body[at++];
            raw |= (byte & 127) << shift;
        }
        values[i] = raw >>> 1 ^ -(raw & 1);
    }
    return at;
}

/** Reads values of up to 53 bits, which is more than the operators on bits can hold. */
function readWide(body, offset, values) {
    let at = offset;
    for (let i = 0; i < values.length; i++) {
        let byte = body[at++];
        let raw = byte & 127;
        for (let scale = 128; byte > 127; scale *= 128) {
            byte = body[at++];
            raw += (byte & 127) * scale;
        }
        values[i] = raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2;
    }
    return at;
}
