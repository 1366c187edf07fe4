import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import {reports} from './browser.mjs';

const scripts = new URL('../../main/resources/dev/podregistry/cli/report/', import.meta.url);

/** The page's own code that needs no browser. */
export function queries() {
    const context = vm.createContext({
        Blob, DecompressionStream, Response, TextDecoder, URLSearchParams, atob, structuredClone,
        window: {addEventListener() {}},
    });
    for (const name of ['text', 'columns', 'history', 'filter', 'state']) {
        vm.runInContext(fs.readFileSync(new URL(name + '.js', scripts), 'utf8'), context, {filename: name + '.js'});
    }
    const names = 'readData, decodeData, DataError, History, EventFilter, NO_FILTERS, fragmentOf, stateOf, firstState,'
        + ' printable, unprintable, canonicalPath, typedMoment, durationText, base64Bytes';
    return vm.runInContext('({' + names + '})', context);
}

export function dataOf(name) {
    const html = fs.readFileSync(path.join(reports, name), 'utf8');
    return /<script type="application\/octet-stream" id="data">([^<]*)/.exec(html)[1].trim();
}

export function expected(name) {
    return JSON.parse(fs.readFileSync(path.join(reports, name), 'utf8'));
}
