'use strict';

const NOBODY = -1;
/** What a row says when no live rule is about its node: the nearest ancestor speaks for it. */
const UNSPOKEN = -2;

const OWN_SCOPE = -2;
const UNRECORDED = -3;
/** Of a life that was there, adopted, where the history begins. */
const ADOPTED_BEFORE = -4;

/**
 * The history of a registry: what the audit found, and questions to it.
 *
 * An event is meant by its sequence, 1, 2, 3 …; a moment is the sequence of the last event that has happened, 0 before the
 * first. Where the first events of the log are lost, they are counted from where the history begins, and shown as the log has them. A life is meant by its index: one allocation, from the event that created it to the one that ended it.
 */
class History {
    constructor({header, columns}) {
        this.header = header;
        this.event = columnsOf(columns, 'event.');
        this.life = columnsOf(columns, 'life.');
        this.node = columnsOf(columns, 'node.');
        this.hold = columnsOf(columns, 'hold.');
        this.first = header.first ?? 0;
        this.length = this.event.time.length;
        this.lives = this.life.pod.length;
        this.nodes = this.node.parent.length;
        this.#checkReferences();
        this.shownTime = runningMaximum(this.event.time);
        this.earliestAfter = minimumOfRest(this.event.time);
        this.rows = firstOfEach(this.hold.node, this.nodes);
        this.children = new Groups(this.node.parent, this.nodes);
        this.eventsOfLives = new Groups(this.event.life, this.lives);
        this.livesOfPods = new Groups(this.life.pod, header.pods.length);
    }

    /** Damage that decoding cannot see must not show as a wrong answer. */
    #checkReferences() {
        const {event, life, node, hold, header} = this;
        const inside = isWithinBounds;
        const sound = sameLength(event) && sameLength(life) && sameLength(node) && sameLength(hold)
            && inside(event.kind, 0, header.kinds.length) && inside(event.actor, 0, header.actors.length)
            && inside(event.life, -1, this.lives) && inside(event.pod, 0, header.pods.length)
            && inside(event.other, -1, this.lives) && inside(event.cause, -1, header.causes.length)
            && inside(life.pod, 0, header.pods.length) && inside(life.from, 0, this.length + 1)
            && inside(life.until, 0, this.length + 1) && inside(life.parent, -1, this.lives)
            && life.parent.every((parent, i) => parent < i) && node.parent.every((parent, i) => parent < i)
            && inside(life.scope, 0, header.scopes.length) && inside(life.authority, -4, header.scopes.length)
            && inside(node.parent, -1, this.nodes) && inside(node.name, 0, header.names.length)
            && inside(hold.node, 0, this.nodes) && inside(hold.from, 0, this.length + 1)
            && inside(hold.itself, -2, this.lives) && inside(hold.children, -2, this.lives)
            && inside(hold.deeper, -2, this.lives);
        if (!sound) {
            throw new DataError('it is damaged: some of it speaks of what is not there');
        }
    }

    /** An event as it is called in the log. */
    nameOf(sequence) {
        return '#' + numberText(sequence + this.first);
    }

    /** What is before the first event. */
    get beginning() {
        return this.first === 0 ? 'before the first event' : this.nameOf(0) + ', where the history begins';
    }

    kindOf(sequence) {
        return this.header.kinds[this.event.kind[sequence - 1]];
    }

    causeOf(sequence) {
        return this.header.causes[this.event.cause[sequence - 1]] ?? null;
    }

    timeOf(sequence) {
        return this.event.time[sequence - 1];
    }

    podOfEvent(sequence) {
        return this.header.pods[this.event.pod[sequence - 1]];
    }

    actorOf(sequence) {
        return this.header.actors[this.event.actor[sequence - 1]];
    }

    /** The moment right after the last event stamped with that time or an earlier one. */
    momentAt(time) {
        return lastNotAfter(this.earliestAfter, 0, this.length, time) + 1;
    }

    /** The events stamped earlier than the one before them. */
    clockSetBacks() {
        const {time} = this.event;
        const found = [];
        for (let i = 1; i < time.length; i++) {
            if (time[i] < time[i - 1]) {
                found.push(i + 1);
            }
        }
        return found;
    }

    podOf(life) {
        return this.header.pods[this.life.pod[life]];
    }

    isLive(life, moment) {
        const until = this.life.until[life];
        return this.life.from[life] <= moment && (until === 0 || until > moment);
    }

    /** All live allocations, in order of creation. */
    liveAt(moment) {
        const live = [];
        const flags = this.livesBetween(moment, moment);
        for (let life = 0; life < flags.length; life++) {
            if (flags[life] === 1) {
                live.push(life);
            }
        }
        return live;
    }

    /** For each life whether it was live at some moment from the first to the last. */
    livesBetween(first, last) {
        const {from, until} = this.life;
        const flags = new Uint8Array(this.lives);
        for (let life = 0; life < flags.length && from[life] <= last; life++) {
            flags[life] = until[life] === 0 || until[life] > first ? 1 : 0;
        }
        return flags;
    }

    /** Whom the life is under then: the first one up its line that is live. */
    parentAt(life, moment) {
        let parent = this.life.parent[life];
        while (parent !== NOBODY && !this.isLive(parent, moment)) {
            parent = this.life.parent[parent];
        }
        return parent;
    }

    /** The life and whom it is under then, up to the top-level one. */
    chainAt(life, moment) {
        const chain = [];
        for (let link = life; link !== NOBODY; link = this.parentAt(link, moment)) {
            chain.push(link);
        }
        return chain;
    }

    scopeOf(life) {
        return this.header.scopes[this.life.scope[life]];
    }

    /** The delegation scope a life was granted under, and whose it is. */
    authorityOf(life) {
        const authority = this.life.authority[life];
        const parent = this.life.parent[life];
        if (this.life.from[life] === 0) {
            return {kind: 'lost', scope: null};
        }
        if (parent === NOBODY || authority === UNRECORDED) {
            return {kind: parent === NOBODY ? 'top-level' : 'unrecorded', scope: null};
        }
        return authority === OWN_SCOPE
            ? {kind: 'own', scope: this.scopeOf(parent)}
            : {kind: 'given', scope: this.header.scopes[authority]};
    }

    eventsOf(life) {
        return this.eventsOfLives.members(life).map(i => i + 1);
    }

    /** The event by which the life was adopted, or 0: until then, or for ever, it is a reservation. */
    adoptedAt(life) {
        const adopted = this.header.kinds.indexOf('Adopted');
        return (this.eventsOfLives.members(life).find(i => this.event.kind[i] === adopted) ?? -1) + 1;
    }

    isReserved(life, moment) {
        if (this.life.parent[life] === NOBODY || this.life.authority[life] === ADOPTED_BEFORE) {
            return false;
        }
        const adopted = this.adoptedAt(life);
        return adopted === 0 || adopted > moment;
    }

    /** How a life ended: `released`, `dead` or `taken back`; null while it has not. */
    endOf(life) {
        const until = this.life.until[life];
        if (until === 0) {
            return null;
        }
        return this.kindOf(until) === 'Released' ? 'released' : this.causeOf(until) === 'dead' ? 'dead' : 'taken back';
    }

    pathOf(node) {
        const names = [];
        for (let at = node; at > 0; at = this.node.parent[at]) {
            names.push(this.header.names[this.node.name[at]]);
        }
        return '/' + names.reverse().join('/');
    }

    /** The node of the path, or -1, and the nearest node above or at it. */
    locate(path) {
        let nearest = 0;
        const names = path === '/' ? [] : path.slice(1).split('/');
        for (let depth = 0; depth < names.length; depth++) {
            const next = this.#childNamed(nearest, names[depth]);
            if (next < 0) {
                return {node: -1, nearest, below: names.length - depth};
            }
            nearest = next;
        }
        return {node: nearest, nearest, below: 0};
    }

    #childNamed(node, name) {
        const {names} = this.header;
        return this.children.members(node).find(child => names[this.node.name[child]] === name) ?? -1;
    }

    /** The row of a node that holds at the moment, or -1 when no live rule is about the node. */
    rowAt(node, moment) {
        const first = this.rows[node];
        const row = lastNotAfter(this.hold.from, first, this.rows[node + 1], moment);
        return row < first || this.hold.itself[row] === UNSPOKEN ? -1 : row;
    }

    /** The life that may write the path then, or NOBODY. */
    holderAt(path, moment) {
        return this.#holder(this.locate(path), moment);
    }

    /** The same of a node's own path. */
    holderOfNode(node, moment) {
        return this.#holder({node, nearest: node, below: 0}, moment);
    }

    #holder({nearest, below}, moment) {
        for (let node = nearest, distance = below; node >= 0; node = this.node.parent[node], distance++) {
            const row = this.rowAt(node, moment);
            if (row >= 0) {
                const column = distance === 0 ? this.hold.itself : distance === 1 ? this.hold.children : this.hold.deeper;
                return column[row];
            }
        }
        return NOBODY;
    }

    /** Who held the path over time: without a gap, `{life, from, until}`; the last goes on, until 0. */
    periodsOf(path) {
        const place = this.locate(path);
        const periods = [{life: NOBODY, from: 0, until: 0}];
        for (const moment of this.#turnsAbove(place.nearest)) {
            const life = this.#holder(place, moment);
            const last = periods[periods.length - 1];
            if (life !== last.life) {
                last.until = moment;
                periods.push({life, from: moment, until: 0});
            }
        }
        return periods;
    }

    #turnsAbove(nearest) {
        const turns = new Set();
        for (let node = nearest; node >= 0; node = this.node.parent[node]) {
            for (let row = this.rows[node]; row < this.rows[node + 1]; row++) {
                turns.add(this.hold.from[row]);
            }
        }
        return Float64Array.from(turns).sort();
    }

    /** The first of the life's write rules that covers the path. */
    ruleFor(life, path) {
        return this.scopeOf(life).allow.find(rule => rule[0] === 'WRITE' && covers(rule, path)) ?? null;
    }

    /** For each node whether a live rule is about it or something below it then. */
    nodesSpokenOf(moment) {
        const spoken = new Uint8Array(this.nodes);
        for (let node = this.nodes - 1; node >= 0; node--) {
            if (spoken[node] === 0 && this.rowAt(node, moment) >= 0) {
                spoken[node] = 1;
            }
            if (spoken[node] === 1 && node > 0) {
                spoken[this.node.parent[node]] = 1;
            }
        }
        return spoken;
    }
}

/** Numbered members sorted into groups: the members of each group in their order. */
class Groups {
    constructor(groupOf, groups) {
        this.starts = new Int32Array(groups + 1);
        for (let i = 0; i < groupOf.length; i++) {
            if (groupOf[i] >= 0) {
                this.starts[groupOf[i] + 1]++;
            }
        }
        for (let group = 0; group < groups; group++) {
            this.starts[group + 1] += this.starts[group];
        }
        this.all = new Int32Array(this.starts[groups]);
        const next = this.starts.slice();
        for (let i = 0; i < groupOf.length; i++) {
            if (groupOf[i] >= 0) {
                this.all[next[groupOf[i]]++] = i;
            }
        }
    }

    members(group) {
        return this.all.subarray(this.starts[group], this.starts[group + 1]);
    }

    size(group) {
        return this.starts[group + 1] - this.starts[group];
    }
}

function columnsOf(columns, prefix) {
    const names = Object.keys(columns).filter(name => name.startsWith(prefix));
    if (names.length === 0) {
        throw new DataError('it is not whole: the columns ' + prefix + '* are missing');
    }
    return Object.fromEntries(names.map(name => [name.slice(prefix.length), columns[name]]));
}

function isWithinBounds(column, from, to) {
    for (let i = 0; i < column.length; i++) {
        if (!(column[i] >= from && column[i] < to)) {
            return false;
        }
    }
    return true;
}

function sameLength(columns) {
    return new Set(Object.values(columns).map(column => column.length)).size === 1;
}

/** Whether a rule covers a path. */
function covers([, target, recursive], path) {
    return isWithin(path, target)
        && (recursive || path.indexOf('/', target === '/' ? 1 : target.length + 1) < 0);
}

function isWithin(path, other) {
    return other === '/' || path === other || path.startsWith(other + '/');
}

/** Whether a rule covers some path at or below another. */
function touches(rule, subtree) {
    return isWithin(rule[1], subtree) || covers(rule, subtree);
}

/** The last index in [from, to) whose value is not greater, or from − 1; the values must ascend. */
function lastNotAfter(values, from, to, value) {
    let low = from;
    let high = to;
    while (low < high) {
        const middle = (low + high) >>> 1;
        if (values[middle] <= value) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low - 1;
}

function runningMaximum(values) {
    const result = new Float64Array(values);
    for (let i = 1; i < result.length; i++) {
        result[i] = Math.max(result[i], result[i - 1]);
    }
    return result;
}

function minimumOfRest(values) {
    const result = new Float64Array(values);
    for (let i = result.length - 2; i >= 0; i--) {
        result[i] = Math.min(result[i], result[i + 1]);
    }
    return result;
}

/** Where each group begins in a column of ascending groups; one more entry than groups. */
function firstOfEach(groupOf, groups) {
    const starts = new Int32Array(groups + 1);
    for (let i = 0, group = 0; group <= groups; group++) {
        while (i < groupOf.length && groupOf[i] < group) {
            i++;
        }
        starts[group] = i;
    }
    return starts;
}
