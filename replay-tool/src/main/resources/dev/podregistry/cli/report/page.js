'use strict';

/** Puts the parts of the page together, once the data is read. */
class Page {
    constructor(history) {
        this.history = history;
        this.state = new PageState(history);
        this.colours = new Colours();
        byId('loading').hidden = true;
        byId('page').hidden = false;
        byId('slider').max = history.length;
        drawHeader(history, this.state);
        drawLegend(this.colours);
        this.timeline = new Timeline(history, this.state, this.colours);
        this.tree = new PathTree(history, this.state, this.colours);
        this.answer = new AnswerPanel(history, this.state, this.colours);
        this.events = new EventList(history, this.state, this.colours, picked => this.timeline.showPicked(picked));
        this.#listen();
        this.#showMoment();
    }

    #listen() {
        const {state, history} = this;
        this.state.onChange((value, changed) => (changed.has('at') || changed.has('path')) && this.#showMoment());
        byId('slider').addEventListener('input', event => state.goTo(Number(event.target.value)));
        byId('first').addEventListener('click', () => state.goTo(0, true));
        byId('last').addEventListener('click', () => state.goTo(history.length, true));
        byId('previous').addEventListener('click', () => state.goTo(state.value.at - 1));
        byId('next').addEventListener('click', () => state.goTo(state.value.at + 1));
        byId('ask').addEventListener('submit', event => {
            event.preventDefault();
            this.#ask();
        });
        byId('help-open').addEventListener('click', () => byId('help').showModal());
        document.addEventListener('keydown', event => this.#key(event));
        document.addEventListener('theme', () => this.#restyle());
    }

    #ask() {
        const {state} = this;
        const fields = [byId('path'), byId('moment')];
        fields.forEach(field => field.removeAttribute('aria-invalid'));
        byId('ask-error').textContent = '';
        const typed = [() => byId('path').value.trim() === '' ? '' : canonicalPath(byId('path').value), () => this.#momentTyped()];
        const [path, at] = typed.map((read, i) => {
            try {
                return read();
            } catch (e) {
                fields[i].setAttribute('aria-invalid', 'true');
                byId('ask-error').textContent = e.message;
                return null;
            }
        });
        if (path !== null && at !== null) {
            state.set({path, at}, true);
            this.#showMoment();
        }
    }

    #momentTyped() {
        if (byId('moment').value === this.momentShown) {
            return this.state.value.at;
        }
        const {history} = this;
        const {sequence, time} = typedMoment(byId('moment').value, history.timeOf(Math.max(1, this.state.value.at)) ?? 0);
        return time === undefined ? Math.max(0, Math.min(sequence - history.first, history.length)) : history.momentAt(time);
    }

    #showMoment() {
        const {history} = this;
        const {at, path} = this.state.value;
        this.momentShown = at === 0 ? 'start' : timeText(history.timeOf(at));
        byId('moment').value = this.momentShown;
        byId('path').value = printable(path);
        byId('slider').value = at;
        const happened = at === 0 ? history.beginning
            : `after ${history.nameOf(at)}: ${printable(history.podOfEvent(at))} ${happening(history, at)}`;
        byId('slider').setAttribute('aria-valuetext', happened);
        byId('now').replaceChildren(
            element('b', {}, history.nameOf(at)), ` of ${numberText(history.length)} · `,
            at === 0 ? history.beginning : timeText(history.timeOf(at), true) + ' · ',
            ...(at === 0 ? [] : [subject(this.colours, history, at), ' ' + happening(history, at)
                + '; asked by ' + printable(history.actorOf(at))]));
    }

    #restyle() {
        this.colours.refresh();
        this.timeline.restyle();
        this.tree.draw();
        this.answer.drawNow();
        this.answer.drawLive();
        this.events.redraw();
        this.#showMoment();
    }

    #key(event) {
        if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || byId('help').open) {
            return;
        }
        if (event.key === 'Escape') {
            this.#escape();
            return;
        }
        const field = event.target.closest('input, select, textarea, summary, [contenteditable]');
        const slider = event.target.id === 'slider';
        const action = this.#actions(event)[event.key];
        if (action && (!field || slider || field.type === 'checkbox' && event.key !== ' ')) {
            event.preventDefault();
            action();
        }
    }

    #actions({shiftKey}) {
        const {state, history} = this;
        const {at} = state.value;
        const leap = Math.max(10, Math.round(history.length / 100));
        return {
            ArrowLeft: () => state.goTo(shiftKey ? this.events.neighbour(-1) : at - 1),
            ArrowRight: () => state.goTo(shiftKey ? this.events.neighbour(1) : at + 1),
            PageUp: () => state.goTo(at - leap),
            PageDown: () => state.goTo(at + leap),
            Home: () => state.goTo(0),
            End: () => state.goTo(history.length),
            '/': () => byId('f-text').focus(),
            w: () => byId('path').select(),
            t: () => byId('moment').select(),
            '+': () => this.timeline.zoomBy(2),
            '-': () => this.timeline.zoomBy(0.5),
            '0': () => state.set({zoom: null}),
            '?': () => byId('help').showModal(),
        };
    }

    #escape() {
        const {activeElement} = document;
        if (activeElement && activeElement.matches('input, select')) {
            activeElement.blur();
            this.#showMoment();
        } else {
            this.state.set({life: NOBODY}, true);
        }
    }
}

/** The theme: as the system has it, or as the button says; the browser remembers it where it may. */
class Theme {
    static #names = ['system', 'light', 'dark'];

    constructor() {
        this.system = matchMedia('(prefers-color-scheme: dark)');
        this.system.addEventListener('change', () => this.#show());
        byId('theme').addEventListener('click', () => this.#next());
        this.name = this.#remembered();
        this.#show();
    }

    #remembered() {
        try {
            const name = localStorage.getItem('pod-registry.theme');
            return Theme.#names.includes(name) ? name : 'system';
        } catch {
            return 'system';
        }
    }

    #next() {
        this.name = Theme.#names[(Theme.#names.indexOf(this.name) + 1) % Theme.#names.length];
        try {
            localStorage.setItem('pod-registry.theme', this.name);
        } catch {
            // Where nothing may be remembered, the choice lasts as long as the page.
        }
        this.#show();
    }

    #show() {
        const dark = this.name === 'dark' || this.name === 'system' && this.system.matches;
        document.documentElement.dataset.theme = dark ? 'dark' : 'light';
        byId('theme').textContent = 'Theme: ' + this.name;
        document.dispatchEvent(new Event('theme'));
    }
}

/** Says in one sentence why there is nothing to see. */
function showBroken(error) {
    byId('loading').hidden = true;
    byId('page').hidden = true;
    byId('broken').hidden = false;
    byId('broken').textContent = error instanceof DataError
        ? 'The data of this report cannot be read: ' + error.message + '. Make the report again.'
        : 'This report cannot be shown: ' + printableLine(String(error)) + '. Try it in a current browser.';
}

async function openPage() {
    try {
        const data = byId('data');
        if (!data) {
            throw new DataError('it is not whole: the file was cut');
        }
        const read = await readData(data.textContent);
        data.remove();
        new Page(new History(read));
        document.documentElement.dataset.ready = 'true';
    } catch (e) {
        showBroken(e);
    }
}

// The data comes last in the file: so the shell is there before it, and a file that was cut can still say so.
new Theme();
document.addEventListener('DOMContentLoaded', openPage);
