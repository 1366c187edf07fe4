'use strict';

const NO_STATE = Object.freeze({
    at: 0, life: NOBODY, path: '', zoom: null, axis: 'time', lanes: 'view', held: true, filters: NO_FILTERS,
});

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
        this.value = {...NO_STATE, at: history.length};
        Object.assign(this.value, this.#read());
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
        const next = {...NO_STATE, at: this.history.length, ...this.#read()};
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
    const put = (name, value, usual) => value === usual || words.set(name, value);
    put('at', state.at, history.length);
    put('path', state.path, '');
    put('pod', state.life === NOBODY ? 0 : history.life.from[state.life], 0);
    put('zoom', state.zoom ? state.zoom.map(edge => Math.round(edge * 1000) / 1000).join('_') : '', '');
    put('axis', state.axis, NO_STATE.axis);
    put('lanes', state.lanes, NO_STATE.lanes);
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

/** What a fragment says; what it does not say, or what is not in this history, is left out. */
function stateOf(fragment, history) {
    const words = new URLSearchParams(fragment);
    const state = {};
    const at = Number(words.get('at') ?? NaN);
    if (Number.isInteger(at) && at >= 0 && at <= history.length) {
        state.at = at;
    }
    state.path = words.get('path') ?? '';
    state.life = lifeCreatedBy(words.get('pod'), history);
    const zoom = (words.get('zoom') ?? '').split('_').map(Number);
    if (zoom.length === 2 && zoom.every(Number.isFinite) && zoom[0] < zoom[1]) {
        state.zoom = zoom;
    }
    state.axis = words.get('axis') === 'event' ? 'event' : 'time';
    state.lanes = ['view', 'live', 'line'].includes(words.get('lanes')) ? words.get('lanes') : 'view';
    state.held = words.get('held') !== '0';
    const kind = words.get('f.type') ?? '';
    state.filters = {
        pod: words.get('f.pod') ?? '', path: words.get('f.path') ?? '',
        kind: history.header.kinds.includes(kind) ? kind : '',
        actor: words.get('f.actor') ?? '', text: words.get('f.text') ?? '',
        life: lifeCreatedBy(words.get('f.life'), history),
    };
    return state;
}

/** Lives are in order of the events that created them. */
function lifeCreatedBy(sequence, history) {
    const life = lastNotAfter(history.life.from, 0, history.lives, Number(sequence));
    return life >= 0 && history.life.from[life] === Number(sequence) ? life : NOBODY;
}
