'use strict';

/** The lanes of the pods over time, of which only what is in view is drawn. */
class Timeline {
    constructor(history, state, colours) {
        this.history = history;
        this.state = state;
        this.colours = colours;
        this.lanes = new Lanes(history);
        this.axis = new Axis(history, state.value.axis);
        this.picked = null;
        this.periods = [];
        this.reveal = true;
        this.scroller = byId('lane-scroll');
        this.room = byId('lane-room');
        this.canvas = byId('lane-canvas');
        this.picture = new TimelinePicture(history, colours, this.canvas.getContext('2d'));
        this.draw = everyFrame(() => this.#drawNow());
        this.#listen();
        this.#showChoices();
        this.#ask();
        this.#resize();
    }

    /** Lanes begin right of the names. */
    get left() {
        return this.width < 500 ? 104 : 190;
    }

    /** Lanes begin below the axis and, if a path is asked about, the row of its holders. */
    get top() {
        return AXIS_HEIGHT + (this.periods.length > 0 ? ROW + 4 : 0);
    }

    #listen() {
        this.zoom = d3.zoom().scaleExtent([1, 1e7])
            .filter(event => event.type === 'wheel' ? event.ctrlKey || event.metaKey : !event.button)
            .on('zoom', event => this.#zoomed(event));
        d3.select(this.canvas).call(this.zoom).on('dblclick.zoom', null);
        new ResizeObserver(() => this.#resize()).observe(this.scroller);
        this.scroller.addEventListener('scroll', () => this.draw());
        this.scroller.addEventListener('keydown', event => this.#key(event));
        this.canvas.addEventListener('click', event => this.#click(event));
        this.canvas.addEventListener('pointermove', event => this.#hover(event));
        this.canvas.addEventListener('pointerleave', () => { byId('tip').hidden = true; });
        byId('zoom-in').addEventListener('click', () => this.zoomBy(2));
        byId('zoom-out').addEventListener('click', () => this.zoomBy(0.5));
        byId('zoom-all').addEventListener('click', () => this.state.set({zoom: null}, true));
        byId('lanes').addEventListener('change', event => this.state.set({lanes: event.target.value}, true));
        byId('axis').addEventListener('change', event => this.state.set({axis: event.target.value, zoom: null}, true));
        this.state.onChange((value, changed) => this.#changed(changed));
    }

    #changed(changed) {
        if (changed.has('axis')) {
            this.axis = new Axis(this.history, this.state.value.axis);
        }
        if (changed.has('path')) {
            this.#ask();
        }
        if (changed.has('zoom') || changed.has('axis')) {
            this.#applyZoom();
        }
        if (this.#lanesDependOn(changed)) {
            this.chosen = false;
        }
        if (changed.has('at') && !changed.has('zoom')) {
            this.#keepMomentInView();
        }
        this.reveal ||= changed.has('life');
        this.#showChoices();
        this.draw();
    }

    /** Pans a zoomed timeline when the moment has moved out of it. */
    #keepMomentInView() {
        const {zoom, at} = this.state.value;
        const moment = this.axis.valueOf(at);
        if (zoom && (moment < zoom[0] || moment > zoom[1])) {
            const width = zoom[1] - zoom[0];
            const [first, last] = this.axis.whole;
            const from = Math.max(first, Math.min(last - width, moment - width / 2));
            this.state.set({zoom: [from, from + width]});
        }
    }

    #showChoices() {
        byId('lanes').value = this.state.value.lanes;
        byId('axis').value = this.state.value.axis;
    }

    #lanesDependOn(changed) {
        const {lanes} = this.state.value;
        return ['zoom', 'axis', 'lanes', 'filters'].some(name => changed.has(name))
            || lanes === 'live' && changed.has('at') || lanes === 'line' && changed.has('life');
    }

    #ask() {
        const {path} = this.state.value;
        this.periods = path === '' ? [] : this.history.periodsOf(path);
    }

    /** Shows which events the filters let through; null for all. */
    showPicked(sequences) {
        this.picked = sequences;
        this.draw();
    }

    restyle() {
        drawLegend(this.colours);
        this.draw();
    }

    #resize() {
        const ratio = window.devicePixelRatio || 1;
        this.width = this.scroller.clientWidth;
        this.height = this.scroller.clientHeight;
        this.canvas.width = this.width * ratio;
        this.canvas.height = this.height * ratio;
        this.canvas.style.width = this.width + 'px';
        this.canvas.style.height = this.height + 'px';
        this.range = [this.left, Math.max(this.left + 1, this.width - RIGHT_ROOM)];
        this.zoom.extent([[this.range[0], 0], [this.range[1], this.height]])
            .translateExtent([[this.range[0], 0], [this.range[1], this.height]]);
        this.#applyZoom();
        this.#drawNow();
    }

    #whole() {
        return this.axis.scale.copy().domain(this.axis.whole).range(this.range);
    }

    /** Brings the zoom behaviour to what the state says. */
    #applyZoom() {
        const {zoom} = this.state.value;
        const whole = this.#whole();
        let transform = d3.zoomIdentity;
        if (zoom) {
            const [from, to] = zoom.map(edge => whole(edge));
            const k = Math.min(1e7, Math.max(1, (this.range[1] - this.range[0]) / (to - from)));
            transform = transform.translate(this.range[0] - from * k, 0).scale(k);
        }
        this.canvas.__zoom = transform;
        this.axis.show(zoom ?? this.axis.whole, this.range);
        this.chosen = false;
    }

    #zoomed({transform, sourceEvent}) {
        if (!sourceEvent) {
            return;
        }
        this.#zoomTo(transform);
    }

    #zoomTo(transform) {
        const domain = transform.rescaleX(this.#whole()).domain().map(Number);
        this.state.set({zoom: transform.k <= 1 ? null : domain});
    }

    /** Zooms around the moment if it is in view, else around the middle. */
    zoomBy(factor) {
        const x = this.axis.x(this.state.value.at);
        const [from, to] = this.range;
        const centre = x >= from && x <= to ? x : (from + to) / 2;
        const old = d3.zoomTransform(this.canvas);
        const k = Math.min(1e7, Math.max(1, old.k * factor));
        const moved = d3.zoomIdentity.translate(centre - (centre - old.x) / old.k * k, 0).scale(k);
        this.#zoomTo(this.zoom.constrain()(moved, [[from, 0], [to, this.height]], [[from, 0], [to, this.height]]));
    }

    #chooseLanes() {
        const {lanes, at, life, filters} = this.state.value;
        const {pod} = this.history.life;
        const shown = lanes === 'live'
            ? this.history.livesBetween(at, at)
            : this.history.livesBetween(this.axis.momentAt(this.range[0]) - 1, this.axis.momentAt(this.range[1]));
        if (filters.pod !== '') {
            const pods = containing(this.history.header.pods, filters.pod);
            keepOnly(shown, each => pods[pod[each]] === 1);
        }
        if (lanes === 'line' && life !== NOBODY) {
            const line = lineOf(this.history, life);
            keepOnly(shown, each => line[each] === 1);
        }
        this.lanes.choose(shown);
        this.chosen = true;
    }

    #drawNow() {
        if (!this.chosen) {
            this.#chooseLanes();
        }
        const {rows} = this.lanes;
        this.room.style.height = Math.max(this.height, this.top + rows.length * ROW + 4) + 'px';
        if (this.reveal) {
            this.#revealSelection();
        }
        this.picture.draw({
            rows, lanes: this.lanes, axis: this.axis, periods: this.periods, picked: this.picked, shown: this.state.value,
            width: this.width, height: this.height, left: this.left, top: this.top, range: this.range,
            scrollTop: this.scroller.scrollTop,
        });
        this.canvas.setAttribute('aria-label', this.#summary(rows.length));
    }

    #summary(count) {
        return countText(count, 'lane') + ', the moment is after #' + this.state.value.at;
    }

    #revealSelection() {
        this.reveal = false;
        const row = this.lanes.rowFor(this.state.value.life);
        const y = row * ROW;
        const {scrollTop} = this.scroller;
        if (row >= 0 && (y < scrollTop || y + ROW > scrollTop + this.height - this.top)) {
            this.scroller.scrollTop = Math.max(0, y - (this.height - this.top) / 2);
        }
    }

    /** What is below the pointer. */
    #at(event) {
        const {x: left, y: upper} = this.canvas.getBoundingClientRect();
        const x = event.clientX - left;
        const y = event.clientY - upper;
        const row = y < this.top ? -1 : Math.floor((y - this.top + this.scroller.scrollTop) / ROW);
        const life = row >= 0 && row < this.lanes.rows.length ? this.lanes.rows[row] : NOBODY;
        return {x, y, life, moment: this.axis.momentAt(x)};
    }

    #click(event) {
        const {x, y, life, moment} = this.#at(event);
        if (y < this.top) {
            if (x >= this.left) {
                this.state.goTo(moment, true);
            }
        } else {
            this.state.set({life}, true);
        }
    }

    #hover(event) {
        const {x, y, life, moment} = this.#at(event);
        const tip = byId('tip');
        const text = this.#tipText(x, y, life, moment);
        tip.hidden = text === null;
        if (text !== null) {
            tip.textContent = text;
            const {x: left, y: upper} = byId('time').getBoundingClientRect();
            tip.style.left = Math.min(event.clientX - left + 14, this.width - 200) + 'px';
            tip.style.top = event.clientY - upper + 18 + 'px';
        }
    }

    #tipText(x, y, life, moment) {
        const {history} = this;
        const then = moment === 0 ? history.beginning : 'after ' + history.nameOf(moment) + ', ' + timeText(history.timeOf(moment));
        if (life !== NOBODY) {
            return printable(history.podOf(life)) + '\n' + lifeText(history, life);
        }
        if (x < this.left || y >= this.top) {
            return null;
        }
        if (y > AXIS_HEIGHT) {
            const holder = history.holderAt(this.state.value.path, moment);
            return (holder === NOBODY ? 'nobody' : printable(history.podOf(holder))) + '\n' + then;
        }
        return then + '\nclick to go there';
    }

    #key(event) {
        const step = {ArrowUp: -1, ArrowDown: 1}[event.key];
        const {rows} = this.lanes;
        if (!step || rows.length === 0 || event.ctrlKey || event.altKey || event.metaKey) {
            return;
        }
        event.preventDefault();
        const row = this.lanes.rowFor(this.state.value.life);
        const life = rows[row < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, row + step))];
        this.state.set({life});
        byId('lane-said').textContent = printable(this.history.podOf(life)) + ', ' + lifeText(this.history, life);
    }
}

/** How a life began and ended, in one line. */
function lifeText(history, life) {
    const end = history.endOf(life);
    const ends = {released: 'released', dead: 'its process was dead', 'taken back': 'taken back'};
    const from = history.life.from[life];
    const begun = history.life.parent[life] === NOBODY ? 'registered at ' : 'delegated at ';
    return (from === 0 ? 'live where the history begins' : begun + history.nameOf(from))
        + (end === null ? ', live at the end of the log' : ', until ' + history.nameOf(history.life.until[life]) + ': ' + ends[end]);
}
