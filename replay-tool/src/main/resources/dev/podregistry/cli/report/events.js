'use strict';

const PAGE_OF_EVENTS = 250;
const EVENT_ROW = 28;

/** The list of the events the filters let through; the one of the moment is marked and kept in view. */
class EventList {
    constructor(history, state, colours, onPicked) {
        this.history = history;
        this.state = state;
        this.colours = colours;
        this.onPicked = onPicked;
        this.filter = new EventFilter(history);
        this.first = 0;
        this.ready = false;
        this.followSoon = afterPause(50, () => this.#follow());
        this.pickSoon = afterPause(120, () => this.#pick());
        this.#fields();
        this.#makeTable();
        state.onChange((value, changed) => this.#changed(changed));
        this.#pick();
    }

    #fields() {
        byId('f-kind').append(...this.history.header.kinds.map(kind => element('option', {value: kind}, kind)));
        for (const name of ['text', 'pod', 'path', 'kind', 'actor']) {
            byId('f-' + name).addEventListener('input', event => this.state.setFilters({[name]: event.target.value}));
        }
        byId('f-life').addEventListener('change', event =>
            this.state.setFilters({life: event.target.checked ? this.state.value.life : NOBODY}, true));
        byId('f-clear').addEventListener('click', () => this.state.setFilters(NO_FILTERS, true));
        byId('filters').addEventListener('submit', event => event.preventDefault());
        byId('page-back').addEventListener('click', () => this.#turn(-1));
        byId('page-on').addEventListener('click', () => this.#turn(1));
    }

    #changed(changed) {
        if (changed.has('filters')) {
            this.pickSoon();
        }
        if (changed.has('life') && this.state.value.filters.life !== NOBODY && this.state.value.life !== NOBODY) {
            this.state.setFilters({life: this.state.value.life});
        }
        if (changed.has('life')) {
            this.#showFields();
        }
        if (changed.has('at') || changed.has('life')) {
            this.followSoon();
        }
    }

    #showFields() {
        const {filters, life} = this.state.value;
        for (const name of ['text', 'pod', 'path', 'kind', 'actor']) {
            if (byId('f-' + name).value !== filters[name]) {
                byId('f-' + name).value = filters[name];
            }
        }
        byId('f-life').checked = filters.life !== NOBODY;
        byId('f-life').disabled = filters.life === NOBODY && life === NOBODY;
    }

    #pick() {
        const {filters} = this.state.value;
        this.#showFields();
        this.filtered = !sameValue(filters, NO_FILTERS);
        this.mistake = '';
        try {
            this.sequences = this.filter.select(filters);
        } catch (e) {
            this.mistake = e.message;
            this.sequences = new Int32Array(0);
        }
        byId('f-path').setAttribute('aria-invalid', String(this.mistake !== ''));
        this.onPicked(this.filtered ? this.sequences : null);
        this.first = -1;
        this.#follow();
    }

    /** The event nearest to the moment on that side among those the filters let through, or the moment itself. */
    neighbour(step) {
        const {at} = this.state.value;
        const index = lastNotAfter(this.sequences, 0, this.sequences.length, step > 0 ? at : at - 1);
        return this.sequences[step > 0 ? index + 1 : index] ?? at;
    }

    #makeTable() {
        const column = (title, field, formatter, more) =>
            ({title, field, headerSort: false, formatter: cell => formatter(cell.getValue()), ...more});
        const {history, colours} = this;
        this.table = new Tabulator('#event-table', {
            index: 'sequence', height: '100%', layout: 'fitColumns', placeholder: ' ', renderVertical: 'virtual', autoResize: false,
            rowHeight: EVENT_ROW, columnDefaults: {resizable: 'header'},
            columns: [
                column('#', 'sequence', sequence => element('span.number', {}, numberText(sequence + history.first)), {width: 84, hozAlign: 'right'}),
                column('Time (UTC)', 'sequence', sequence => element('span', {}, timeText(history.timeOf(sequence)).slice(0, 19)), {width: 152}),
                column('Pod', 'sequence', sequence => subject(colours, history, sequence), {minWidth: 120, widthGrow: 2}),
                column('What happened', 'sequence', sequence => element('bdi', {}, happening(history, sequence)), {minWidth: 150, widthGrow: 3}),
                column('Actor', 'sequence', sequence => element('bdi.name', {}, printable(history.actorOf(sequence))), {minWidth: 70, widthGrow: 1}),
            ],
            rowFormatter: row => this.#mark(row),
        });
        this.table.on('rowClick', (event, row) => this.#choose(row.getData().sequence));
        this.table.on('tableBuilt', () => {
            this.ready = true;
            this.first = -1;
            this.#follow();
            new ResizeObserver(() => this.redraw()).observe(byId('event-table').parentElement);
        });
    }

    /** Fits the list into its place; the table on its own would forget where it stood. */
    redraw() {
        if (this.ready) {
            this.table.redraw(true);
            this.#follow();
        }
    }

    #mark(row) {
        const {sequence} = row.getData();
        const {at, life} = this.state.value;
        const {event} = this.history;
        const involved = life !== NOBODY && (event.life[sequence - 1] === life || event.other[sequence - 1] === life);
        row.getElement().classList.toggle('of-selection', involved);
        row.getElement().classList.toggle('current', sequence === at);
        row.getElement().setAttribute('aria-current', String(sequence === at));
    }

    #choose(sequence) {
        const life = this.history.event.life[sequence - 1];
        this.state.set(life === NOBODY ? {at: sequence} : {at: sequence, life}, true);
    }

    #turn(step) {
        const last = Math.floor((this.sequences.length - 1) / PAGE_OF_EVENTS) * PAGE_OF_EVENTS;
        const first = Math.max(0, Math.min(last, this.first + step * PAGE_OF_EVENTS));
        this.#show({first, index: first});
    }

    /** Shows the page of the last event that has happened, and that event in it. */
    #follow() {
        const index = Math.max(0, lastNotAfter(this.sequences, 0, this.sequences.length, this.state.value.at));
        this.#show({first: Math.floor(index / PAGE_OF_EVENTS) * PAGE_OF_EVENTS, index});
    }

    /** Shows a page and an event of it; of what is asked for while the table is busy, only the last. */
    async #show(place) {
        this.wanted = place;
        if (this.busy || !this.ready) {
            return;
        }
        this.busy = true;
        while (this.wanted) {
            const {first, index} = this.wanted;
            this.wanted = null;
            await this.#showPage(first);
            await this.#scrollTo(this.sequences[index]);
            this.table.getRows('visible').forEach(row => this.#mark(row));
        }
        this.busy = false;
    }

    async #showPage(first) {
        if (first !== this.first) {
            this.first = first;
            const page = Array.from(this.sequences.subarray(first, first + PAGE_OF_EVENTS), each => ({sequence: each}));
            await this.table.setData(page);
            this.#showCount(page.length);
        }
    }

    /** Brings an event into view, to the middle if it was not; the table scrolls only about there. */
    async #scrollTo(sequence) {
        const row = sequence === undefined ? false : this.table.getRow(sequence);
        if (!row) {
            return;
        }
        const holder = byId('event-table').querySelector('.tabulator-tableholder');
        const below = () => row.getElement().getBoundingClientRect().top - holder.getBoundingClientRect().top;
        const room = holder.clientHeight - EVENT_ROW;
        if (!row.getElement().isConnected || below() < 0 || below() > room) {
            await this.table.scrollToRow(row, 'top', true);
            holder.scrollTop += below() - room / 2;
        }
    }

    #showCount(shown) {
        const total = this.sequences.length;
        const of = this.filtered ? countText(total, 'match', 'matches') + ' of ' + numberText(this.history.length) : numberText(total);
        byId('events-count').textContent = this.mistake !== '' ? this.mistake
            : shown === 0 ? this.filtered ? 'No event matches' : 'No event'
                : `${numberText(this.first + 1)}–${numberText(this.first + shown)} of ${of}`;
        byId('page-back').disabled = this.first <= 0;
        byId('page-on').disabled = this.first + shown >= total;
    }
}
