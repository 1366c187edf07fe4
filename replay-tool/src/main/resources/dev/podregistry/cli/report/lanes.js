'use strict';

/** Which lives have lanes, in which order, and how deep each is nested. */
class Lanes {
    constructor(history) {
        this.history = history;
        this.order = walk(history);
        this.indent = new Uint16Array(history.lives);
        this.shown = new Uint8Array(history.lives);
        this.rows = new Int32Array(0);
    }

    /**
     * Chooses the lanes to show, in the order of the walk; each is below the nearest shown one it was delegated from.
     *
     * @param {Uint8Array} shown for each life whether it is shown
     */
    choose(shown) {
        const {order, indent} = this;
        const {parent} = this.history.life;
        const rows = new Int32Array(order.length);
        let count = 0;
        for (let i = 0; i < order.length; i++) {
            const life = order[i];
            const above = parent[life];
            indent[life] = above < 0 ? 0 : indent[above] + shown[above];
            if (shown[life] === 1) {
                rows[count++] = life;
            }
        }
        this.shown = shown;
        this.rows = rows.subarray(0, count);
        return this.rows;
    }

    /** The row of a life, or -1 when it is not shown. */
    rowFor(life) {
        return life >= 0 && this.shown[life] ? this.rows.indexOf(life) : -1;
    }
}

/** All lives, each before the ones delegated from it, in order of creation. */
function walk(history) {
    const {parent} = history.life;
    const children = new Groups(parent, history.lives);
    const order = new Int32Array(history.lives);
    const open = [];
    let count = 0;
    for (let root = 0; root < history.lives; root++) {
        if (parent[root] !== NOBODY) {
            continue;
        }
        open.push(root);
        while (open.length > 0) {
            const life = open.pop();
            order[count++] = life;
            const below = children.members(life);
            for (let i = below.length - 1; i >= 0; i--) {
                open.push(below[i]);
            }
        }
    }
    return order;
}

/** A life and every life it descends from or that descends from it. */
function lineOf(history, life) {
    const {parent} = history.life;
    const line = new Uint8Array(history.lives);
    for (let above = life; above !== NOBODY; above = parent[above]) {
        line[above] = 1;
    }
    const descends = new Uint8Array(history.lives);
    descends[life] = 1;
    for (let other = life + 1; other < history.lives; other++) {
        if (parent[other] !== NOBODY && descends[parent[other]]) {
            descends[other] = 1;
            line[other] = 1;
        }
    }
    return line;
}

function keepOnly(flags, passes) {
    for (let i = 0; i < flags.length; i++) {
        if (flags[i] === 1 && !passes(i)) {
            flags[i] = 0;
        }
    }
}
