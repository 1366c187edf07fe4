'use strict';

/** More lanes than anybody looks through. */
const MANY_LIVES = 1000;

/** What is shown at first: the end of the log, and of a long one only the pods that are live then. */
function firstState(history) {
    return {
        at: history.length, life: NOBODY, path: '', zoom: null, axis: 'time',
        lanes: history.lives > MANY_LIVES ? 'live' : 'view', held: true, filters: NO_FILTERS,
    };
}

/**
 * What the page shows, and the only thing its parts share; it is in the address after `#`, so that a link tells it.
 *
 * A listener is called with the names of what has changed.
 */
class PageState {
    #listeners = [];
    #writing = 0;
    #push = false;

    constructor(history, place = window) {
        this.history = history;
        this.place = place;
        this.value = this.#read();
        place.addEventListener('popstate', () => this.#arrive());
        place.addEventListener('hashchange', () => this.#arrive());
        place.addEventListener('pagehide', () => this.#write());
    }

    onChange(listener) {
        this.#listeners.push(listener);
    }

    /**
     * Changes what is shown.
     *
     * @param {boolean} step whether it is a step that "back" returns from
     */
    set(changes, step = false) {
        const changed = Object.keys(changes).filter(key => !sameValue(this.value[key], changes[key]));
        if (changed.length === 0) {
            return;
        }
        if (step && !this.#push) {
            this.#write();
            this.#push = true;
        }
        Object.assign(this.value, changes);
        this.#tell(changed);
        clearTimeout(this.#writing);
        this.#writing = setTimeout(() => this.#write(), step ? 0 : 250);
    }

    /** Goes to a moment, or as near as there is one. */
    goTo(moment, step = false) {
        this.set({at: Math.max(0, Math.min(this.history.length, moment))}, step);
    }

    setFilters(filters, step = false) {
        this.set({filters: {...this.value.filters, ...filters}}, step);
    }

    #tell(changed) {
        const names = new Set(changed);
        this.#listeners.forEach(listener => listener(this.value, names));
    }

    #arrive() {
        clearTimeout(this.#writing);
        this.#push = false;
        const next = this.#read();
        const changed = Object.keys(next).filter(key => !sameValue(this.value[key], next[key]));
        this.value = next;
        if (changed.length > 0) {
            this.#tell(changed);
        }
    }

    #write() {
        clearTimeout(this.#writing);
        const hash = '#' + fragmentOf(this.value, this.history);
        if (hash !== (this.place.location.hash || '#')) {
            this.place.history[this.#push ? 'pushState' : 'replaceState'](null, '', hash);
        }
        this.#push = false;
    }

    #read() {
        return stateOf(this.place.location.hash.slice(1), this.history);
    }
}

function sameValue(one, other) {
    return JSON.stringify(one) === JSON.stringify(other);
}

/** The state as the part of an address after `#`; what is as at the beginning is left out. */
function fragmentOf(state, history) {
    const words = new URLSearchParams();
    const usual = firstState(history);
    const put = (name, value, without) => value === without || words.set(name, value);
    put('at', state.at + history.first, usual.at + history.first);
    put('path', state.path, '');
    put('pod', state.life === NOBODY ? 0 : history.life.from[state.life], 0);
    put('zoom', state.zoom ? state.zoom.map(edge => Math.round(edge * 1000) / 1000).join('_') : '', '');
    put('axis', state.axis, usual.axis);
    put('lanes', state.lanes, usual.lanes);
    put('held', state.held ? 1 : 0, 1);
    const {pod, path, kind, actor, text, life} = state.filters;
    put('f.pod', pod, '');
    put('f.path', path, '');
    put('f.type', kind, '');
    put('f.actor', actor, '');
    put('f.text', text, '');
    put('f.life', life === NOBODY ? 0 : history.life.from[life], 0);
    return words.toString();
}

/** What a fragment says; what it does not say, or what is not in this history, is as at first. */
function stateOf(fragment, history) {
    const words = new URLSearchParams(fragment);
    const usual = firstState(history);
    const text = name => words.get(name) ?? '';
    const oneOf = (name, choices, otherwise) => choices.includes(words.get(name)) ? words.get(name) : otherwise;
    return {
        at: momentIn(words.get('at'), history) ?? usual.at,
        life: lifeCreatedBy(words.get('pod'), history),
        path: text('path').startsWith('/') ? text('path') : usual.path,
        zoom: zoomIn(text('zoom')),
        axis: oneOf('axis', ['time', 'event'], usual.axis),
        lanes: oneOf('lanes', ['view', 'live', 'line'], usual.lanes),
        held: words.get('held') !== '0',
        filters: {
            pod: text('f.pod'), path: text('f.path'), kind: oneOf('f.type', history.header.kinds, ''),
            actor: text('f.actor'), text: text('f.text'), life: lifeCreatedBy(words.get('f.life'), history),
        },
    };
}

function momentIn(word, history) {
    const moment = Number(word ?? NaN) - history.first;
    return Number.isInteger(moment) && moment >= 0 && moment <= history.length ? moment : null;
}

function zoomIn(word) {
    const zoom = word.split('_').map(Number);
    return zoom.length === 2 && zoom.every(Number.isFinite) && zoom[0] < zoom[1] ? zoom : null;
}

/** Lives are in order of the events that created them. */
function lifeCreatedBy(sequence, history) {
    const life = lastNotAfter(history.life.from, 0, history.lives, Number(sequence));
    return life >= 0 && history.life.from[life] === Number(sequence) ? life : NOBODY;
}
