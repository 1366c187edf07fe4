'use strict';

const NO_FILTERS = Object.freeze({pod: '', path: '', kind: '', actor: '', text: '', life: NOBODY});

/** Picks events; all that is asked for must hold. */
class EventFilter {
    constructor(history) {
        this.history = history;
    }

    /**
     * The sequences of the events picked, ascending.
     *
     * @param {object} wanted what is asked for; see NO_FILTERS for what leaves a question open
     * @throws {RangeError} when the path is none
     */
    select(wanted) {
        const {event, length} = this.history;
        const passes = this.#tests(wanted);
        const picked = new Int32Array(length);
        let count = 0;
        for (let i = 0; i < length; i++) {
            if (passes.every(test => test(i, event))) {
                picked[count++] = i + 1;
            }
        }
        return picked.subarray(0, count);
    }

    #tests({pod, path, kind, actor, text, life}) {
        const tests = [];
        if (life !== NOBODY) {
            tests.push((i, event) => event.life[i] === life || event.other[i] === life);
        }
        if (kind !== '') {
            const index = this.history.header.kinds.indexOf(kind);
            tests.push((i, event) => event.kind[i] === index);
        }
        if (pod !== '') {
            tests.push(this.#podTest(pod));
        }
        if (actor !== '') {
            const actors = containing(this.history.header.actors, actor);
            tests.push((i, event) => actors[event.actor[i]] === 1);
        }
        if (path !== '') {
            tests.push(this.#pathTest(canonicalPath(path)));
        }
        for (const term of text.split(/\s+/).filter(Boolean)) {
            tests.push(this.#textTest(term));
        }
        return tests;
    }

    /** An event involves the pod it is about, and the one that delegated or took back. */
    #podTest(text) {
        const pods = containing(this.history.header.pods, text);
        const {pod} = this.history.life;
        return (i, event) => pods[event.pod[i]] === 1 || event.other[i] >= 0 && pods[pod[event.other[i]]] === 1;
    }

    #pathTest(subtree) {
        const scopes = this.#scopesWhere(rule => touches(rule, subtree));
        const {scope} = this.history.life;
        return (i, event) => event.life[i] >= 0 && scopes[scope[event.life[i]]] === 1;
    }

    #textTest(term) {
        const {header, life} = this.history;
        const wanted = unprintable(term).toLowerCase();
        const pods = this.#podTest(term);
        const actors = containing(header.actors, term);
        const kinds = containing(header.kinds, term);
        const causes = containing(header.causes, term);
        const scopes = this.#scopesWhere(rule => rule[1].toLowerCase().includes(wanted));
        const number = /^#?\d+$/.test(term) ? Number(term.replace('#', '')) : -1;
        return (i, event) => pods(i, event) || actors[event.actor[i]] === 1 || kinds[event.kind[i]] === 1
            || event.cause[i] >= 0 && causes[event.cause[i]] === 1
            || event.life[i] >= 0 && scopes[life.scope[event.life[i]]] === 1
            || number >= 0 && (i + 1 + this.history.first === number || event.pid[i] === number);
    }

    #scopesWhere(test) {
        return Uint8Array.from(this.history.header.scopes, scope => scope.allow.some(test) ? 1 : 0);
    }
}

/** For each name whether it contains the text, in any case; the text may be as the page shows it. */
function containing(names, text) {
    const wanted = unprintable(text.trim()).toLowerCase();
    return Uint8Array.from(names, name => name.toLowerCase().includes(wanted) ? 1 : 0);
}
