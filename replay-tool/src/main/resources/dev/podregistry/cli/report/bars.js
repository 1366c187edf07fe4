'use strict';

const ROW = 22;
const BAR = 14;

/** Draws lives as bars: how a life stands, and how it ended, is told by shape, not by colour alone. */
class Bars {
    constructor(context, colours) {
        this.context = context;
        this.colours = colours;
    }

    /**
     * Draws a bar: solid when adopted, hatched while it is only reserved.
     *
     * @param {number} top where its row begins
     */
    span(pod, from, to, top, reserved) {
        const {context, colours} = this;
        const y = top + (ROW - BAR) / 2;
        const width = Math.max(2, to - from);
        context.fillStyle = reserved ? colours.panel : colours.fill(pod);
        context.fillRect(from, y, width, BAR);
        context.save();
        context.beginPath();
        context.rect(from, y, width, BAR);
        context.clip();
        context.strokeStyle = colours.edge(pod);
        if (reserved) {
            this.#hatch(from, y, width);
            context.setLineDash([3, 2]);
        }
        context.lineWidth = 2;
        context.strokeRect(from, y, width, BAR);
        context.restore();
    }

    #hatch(from, y, width) {
        const {context} = this;
        context.lineWidth = 1;
        context.beginPath();
        for (let x = from - BAR - (from % 6); x < from + width; x += 6) {
            context.moveTo(x, y + BAR);
            context.lineTo(x + BAR, y);
        }
        context.stroke();
    }

    /** Draws how a life ended: a bar for released, a cross for dead, an arrow back for taken back. */
    end(how, x, top) {
        const {context, colours} = this;
        const middle = top + ROW / 2;
        context.strokeStyle = how === 'dead' ? colours.bad : colours.ink;
        context.lineWidth = how === 'dead' ? 2.5 : 2;
        context.beginPath();
        if (how === 'released') {
            line(context, x, middle - 8, x, middle + 8);
        } else if (how === 'dead') {
            line(context, x - 5, middle - 5, x + 5, middle + 5);
            line(context, x - 5, middle + 5, x + 5, middle - 5);
        } else {
            line(context, x + 6, middle, x - 5, middle);
            line(context, x, middle - 5, x - 5, middle);
            line(context, x, middle + 5, x - 5, middle);
        }
        context.stroke();
    }

    /** Draws that a life moved up to another parent. */
    moved(x, top) {
        const {context, colours} = this;
        const middle = top + ROW / 2;
        context.fillStyle = colours.ink;
        context.beginPath();
        context.moveTo(x, middle - 6);
        context.lineTo(x + 5, middle + 3);
        context.lineTo(x - 5, middle + 3);
        context.fill();
    }

    /** Draws that the clock was set back, standing on a line. */
    setBack(x, bottom) {
        const {context, colours} = this;
        context.fillStyle = colours.note;
        context.beginPath();
        context.moveTo(x, bottom - 8);
        context.lineTo(x + 4, bottom - 1);
        context.lineTo(x - 4, bottom - 1);
        context.fill();
    }

    /** Writes a text, cut off where its room ends. */
    text(text, x, top, room, ink, weight = '') {
        const {context} = this;
        if (room < 14) {
            return;
        }
        context.fillStyle = ink;
        context.font = `${weight} 12px ${this.colours.font}`.trim();
        context.fillText(fitting(context, text, room), x, top + ROW / 2);
    }
}

function line(context, x0, y0, x1, y1) {
    context.moveTo(x0, y0);
    context.lineTo(x1, y1);
}

/** As much of a text as fits; of a very long one only the beginning is looked at. */
function fitting(context, text, room) {
    const short = text.length > 200 ? text.slice(0, 200) + '…' : text;
    if (context.measureText(short).width <= room) {
        return short;
    }
    let low = 0;
    let high = short.length;
    while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (context.measureText(short.slice(0, middle) + '…').width <= room) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low === 0 ? '' : short.slice(0, low) + '…';
}

/** Draws the marks of the legend as they are in the lanes. */
function drawLegend(colours) {
    for (const canvas of document.querySelectorAll('#legend canvas')) {
        const context = canvas.getContext('2d');
        context.setTransform(canvas.width / 18, 0, 0, canvas.width / 18, 0, 0);
        context.clearRect(0, 0, 18, ROW);
        context.translate(0, (14 - ROW) / 2);
        const bars = new Bars(context, colours);
        const {mark} = canvas.dataset;
        if (mark === 'adopted' || mark === 'reserved') {
            bars.span('legend', 1, 17, 0, mark === 'reserved');
        } else if (mark === 'moved') {
            bars.moved(9, 0);
        } else if (mark === 'set back') {
            bars.setBack(9, ROW / 2 + 4);
        } else {
            bars.end(mark, 9, 0);
        }
    }
}
