'use strict';

/**
 * Where moments are on the timeline: by time, or by event number.
 *
 * By time an event stamped earlier than one before it stands where that one stands, so that later is never to the left.
 */
class Axis {
    constructor(history, kind) {
        this.history = history;
        this.kind = kind;
        this.whole = kind === 'time' ? wholeTime(history.shownTime) : [0, Math.max(1, history.length) * 1.02];
        this.scale = (kind === 'time' ? d3.scaleUtc() : d3.scaleLinear()).domain(this.whole);
    }

    /** Shows a part of the whole between two pixels. */
    show(domain, range) {
        this.scale.domain(domain).range(range);
    }

    x(sequence) {
        return this.scale(this.valueOf(sequence));
    }

    valueOf(sequence) {
        if (this.kind === 'event' || this.history.length === 0) {
            return sequence;
        }
        return sequence === 0 ? this.whole[0] : this.history.shownTime[sequence - 1];
    }

    /** The moment at a pixel: the last event that is not to the right of it. */
    momentAt(x) {
        const value = Number(this.scale.invert(x));
        return this.kind === 'event'
            ? Math.max(0, Math.min(this.history.length, Math.floor(value)))
            : lastNotAfter(this.history.shownTime, 0, this.history.length, value) + 1;
    }

    ticks(count) {
        const format = this.kind === 'time' ? tickText : sequence => numberText(sequence + this.history.first);
        return this.scale.ticks(count)
            .filter(tick => this.kind === 'time' || Number.isInteger(tick))
            .map(tick => ({x: this.scale(tick), label: format(tick)}));
    }
}

function wholeTime(times) {
    if (times.length === 0) {
        return [0, 1];
    }
    const first = times[0];
    const last = times[times.length - 1];
    const room = Math.max(1000, (last - first) * 0.02);
    return [first - room, last + room];
}

/** A time as short as it can be told apart on an axis. */
function tickText(time) {
    const iso = time.toISOString();
    if (time.getUTCMilliseconds() !== 0) {
        return iso.slice(17, 23);
    }
    if (time.getUTCSeconds() !== 0) {
        return iso.slice(11, 19);
    }
    return iso.slice(11, 16) === '00:00' ? d3.utcFormat('%-d %b')(time) : iso.slice(11, 16);
}
