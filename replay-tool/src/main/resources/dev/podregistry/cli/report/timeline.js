'use strict';

const AXIS_HEIGHT = 40;
const RIGHT_ROOM = 12;
const INDENT = 10;
const GREATEST_INDENT = 8;

/** The lanes of the pods over time, of which only what is in view is drawn. */
class Timeline {
    constructor(history, state, colours) {
        this.history = history;
        this.state = state;
        this.colours = colours;
        this.lanes = new Lanes(history);
        this.axis = new Axis(history, state.value.axis);
        this.setBacks = Int32Array.from(history.clockSetBacks());
        byId('legend-set-back').hidden = this.setBacks.length === 0;
        this.picked = null;
        this.periods = [];
        this.reveal = true;
        this.scroller = byId('lane-scroll');
        this.room = byId('lane-room');
        this.canvas = byId('lane-canvas');
        this.context = this.canvas.getContext('2d');
        this.bars = new Bars(this.context, colours);
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
        const {context, colours} = this;
        const ratio = window.devicePixelRatio || 1;
        context.setTransform(ratio, 0, 0, ratio, 0, 0);
        context.textBaseline = 'middle';
        context.fillStyle = colours.panel;
        context.fillRect(0, 0, this.width, this.height);
        this.#drawGrid();
        this.#drawLanes(rows);
        this.#drawAxis();
        this.#drawHolders();
        this.#drawMoment();
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

    #drawLanes(rows) {
        const {scrollTop} = this.scroller;
        const first = Math.max(0, Math.floor(scrollTop / ROW));
        const last = Math.min(rows.length, Math.ceil((scrollTop + this.height - this.top) / ROW));
        this.#clipTo(0, this.top, this.width, this.height - this.top);
        for (let row = first; row < last; row++) {
            this.#drawLane(rows[row], this.top + row * ROW - scrollTop, row % 2 === 1);
        }
        if (rows.length === 0) {
            const none = this.history.lives === 0 ? 'No pod was ever registered' : 'No pod here; see Lanes, or the filter Pod';
            this.bars.text(none, this.left + 8, this.top, this.width, this.colours.faint);
        }
        this.context.restore();
    }

    #clipTo(x, y, width, height) {
        this.context.save();
        this.context.beginPath();
        this.context.rect(x, y, width, height);
        this.context.clip();
    }

    #drawLane(life, top, striped) {
        const {context, colours, history} = this;
        const {at, life: selected} = this.state.value;
        const pod = history.podOf(life);
        if (striped || life === selected) {
            context.fillStyle = life === selected ? colours.line : colours.stripe;
            context.fillRect(0, top, this.width, ROW);
        }
        this.#clipTo(this.left, top, this.width - this.left, ROW);
        this.#drawLife(life, pod, top);
        context.restore();
        const indent = 8 + Math.min(GREATEST_INDENT, this.lanes.indent[life]) * INDENT;
        context.fillStyle = colours.edge(pod);
        context.fillRect(indent, top + 6, 4, ROW - 12);
        this.bars.text(printable(pod), indent + 9, top, this.left - indent - 14,
            history.isLive(life, at) ? colours.ink : colours.faint, life === selected ? 'bold' : '');
    }

    #drawLife(life, pod, top) {
        const {history, bars} = this;
        const from = this.axis.x(history.life.from[life]);
        const until = history.life.until[life];
        const to = until === 0 ? this.range[1] + RIGHT_ROOM + 4 : this.axis.x(until);
        const right = Math.min(to, this.width + 20);
        const left = Math.max(from, this.left - 20);
        const adopted = history.life.parent[life] === NOBODY ? history.life.from[life] : history.adoptedAt(life);
        const adoptedX = adopted === 0 ? right : Math.min(right, Math.max(left, this.axis.x(adopted)));
        if (adoptedX > left) {
            bars.span(pod, left, adoptedX, top, true);
        }
        if (adopted !== 0 && right >= adoptedX) {
            bars.span(pod, adoptedX, right, top, false);
        }
        this.#drawMoves(life, top);
        if (until !== 0 && to <= this.width + 10) {
            bars.end(history.endOf(life), to, top);
        }
    }

    #drawMoves(life, top) {
        const {history} = this;
        const end = history.life.until[life] || Infinity;
        for (let parent = history.life.parent[life]; parent !== NOBODY; parent = history.life.parent[parent]) {
            const until = history.life.until[parent];
            if (until === 0 || until >= end) {
                return;
            }
            if (until > history.life.from[life]) {
                this.bars.moved(this.axis.x(until), top);
            }
        }
    }

    #ticks() {
        return this.axis.ticks(Math.max(2, (this.range[1] - this.range[0]) / 110));
    }

    #drawGrid() {
        this.context.fillStyle = this.colours.line;
        this.#ticks().forEach(({x}) => this.context.fillRect(x, AXIS_HEIGHT, 1, this.height));
    }

    #drawAxis() {
        const {context, colours} = this;
        context.fillStyle = colours.panel;
        context.fillRect(0, 0, this.width, this.top);
        context.font = `11px ${colours.font}`;
        context.textAlign = 'center';
        context.fillStyle = colours.faint;
        let free = this.left;
        for (const {x, label} of this.#ticks()) {
            const half = context.measureText(label).width / 2;
            if (x - half >= free && x + half <= this.width) {
                context.fillText(label, x, 9);
                free = x + half + 8;
            }
        }
        context.textAlign = 'left';
        context.fillStyle = colours.faint;
        context.fillText(this.#axisTitle(), 8, 9);
        this.#drawDensity();
        context.fillStyle = colours.line;
        context.fillRect(0, AXIS_HEIGHT - 1, this.width, 1);
    }

    #axisTitle() {
        if (this.axis.kind === 'event') {
            return 'event number';
        }
        const day = new Date(Number(this.axis.scale.domain()[0])).toISOString().slice(0, 10);
        return this.left > 150 ? day + ', UTC' : day;
    }

    /** How many events there are below each pixel, those the filters let through in the accent; and where the clock was set back. */
    #drawDensity() {
        const {colours} = this;
        const all = this.#counts(edge => edge);
        const greatest = Math.log(1 + d3.max(all));
        this.#drawCounts(all, greatest, this.picked ? colours.line : colours.faint);
        if (this.picked) {
            const {picked} = this;
            this.#drawCounts(this.#counts(edge => lastNotAfter(picked, 0, picked.length, edge) + 1), greatest, colours.accent);
        }
        this.bars.text('events', 8, 18, this.left - 14, colours.faint);
        this.#drawSetBacks();
    }

    #drawSetBacks() {
        let last = -Infinity;
        for (const sequence of this.setBacks) {
            const x = this.axis.x(sequence);
            if (x >= this.left && x <= this.width && x - last >= 1) {
                this.bars.setBack(x, AXIS_HEIGHT);
                last = x;
            }
        }
    }

    #counts(before) {
        const counts = [];
        let last = before(this.axis.momentAt(this.left - 0.5));
        for (let x = this.left; x < this.width; x++) {
            const next = before(this.axis.momentAt(x + 0.5));
            counts.push(next - last);
            last = next;
        }
        return counts;
    }

    #drawCounts(counts, greatest, colour) {
        this.context.fillStyle = colour;
        counts.forEach((count, i) => {
            if (count > 0) {
                const height = Math.max(2, Math.log(1 + count) / greatest * (AXIS_HEIGHT - 22));
                this.context.fillRect(this.left + i, AXIS_HEIGHT - 2 - height, 1, height);
            }
        });
    }

    /** The row of those who held the path asked about, one after the other. */
    #drawHolders() {
        const {context, colours, periods} = this;
        if (periods.length === 0) {
            return;
        }
        context.fillStyle = colours.stripe;
        context.fillRect(0, AXIS_HEIGHT, this.width, ROW + 3);
        context.fillStyle = colours.line;
        context.fillRect(0, AXIS_HEIGHT + ROW + 3, this.width, 1);
        this.bars.text('holder of the path', 8, AXIS_HEIGHT + 1, this.left - 14, colours.ink, 'bold');
        this.#clipTo(this.left, AXIS_HEIGHT, this.width, ROW + 3);
        periods.filter(period => period.life !== NOBODY).forEach(period => this.#drawHolder(period));
        context.restore();
    }

    #drawHolder({life, from, until}) {
        const x = Math.max(this.left - 20, this.axis.x(from));
        const end = until === 0 ? this.width + 20 : Math.min(this.width + 20, this.axis.x(until));
        if (end < this.left || x > this.width) {
            return;
        }
        const pod = this.history.podOf(life);
        this.bars.span(pod, x, end, AXIS_HEIGHT + 1, false);
        const textX = Math.max(x, this.left) + 5;
        this.bars.text(printable(pod), textX, AXIS_HEIGHT + 1, Math.min(end, this.width) - textX - 4, this.colours.ink);
    }

    #drawMoment() {
        const {context, colours} = this;
        const x = this.axis.x(this.state.value.at);
        if (x < this.left || x > this.width) {
            return;
        }
        context.fillStyle = colours.accent;
        context.fillRect(x - 1, 17, 2, this.height);
        context.beginPath();
        context.moveTo(x - 6, 16);
        context.lineTo(x + 6, 16);
        context.lineTo(x, 24);
        context.fill();
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
        const then = moment === 0 ? 'before the first event' : 'after #' + numberText(moment) + ', ' + timeText(history.timeOf(moment));
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
    const adopted = history.life.parent[life] === NOBODY ? 'registered at #' : 'delegated at #';
    return adopted + numberText(history.life.from[life])
        + (end === null ? ', live at the end of the log' : ', until #' + numberText(history.life.until[life]) + ': ' + ends[end]);
}
