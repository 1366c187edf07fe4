'use strict';

const AXIS_HEIGHT = 40;
const RIGHT_ROOM = 12;
const INDENT = 10;
const GREATEST_INDENT = 8;

/** Draws what is in view of the timeline: the axis, the holders of the path asked about, the lanes and the moment. */
class TimelinePicture {
    constructor(history, colours, context) {
        this.history = history;
        this.colours = colours;
        this.context = context;
        this.bars = new Bars(context, colours);
        this.setBacks = Int32Array.from(history.clockSetBacks());
        byId('legend-set-back').hidden = this.setBacks.length === 0;
    }

    /**
     * Draws anew.
     *
     * @param {Object} scene what to draw: the `rows` of the lanes, the `axis`, the `periods` of the path, the events `picked`,
     *     the state `shown`, and where: `width`, `height`, `left`, `top`, `range` and `scrollTop`
     */
    draw(scene) {
        Object.assign(this, scene);
        const {context, colours} = this;
        const ratio = window.devicePixelRatio || 1;
        context.setTransform(ratio, 0, 0, ratio, 0, 0);
        context.textBaseline = 'middle';
        context.fillStyle = colours.panel;
        context.fillRect(0, 0, this.width, this.height);
        this.#drawGrid();
        this.#drawLanes(this.rows);
        this.#drawAxis();
        this.#drawHolders();
        this.#drawMoment();
    }

    #drawLanes(rows) {
        const {scrollTop} = this;
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
        const {at, life: selected} = this.shown;
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
        const x = this.axis.x(this.shown.at);
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
}
