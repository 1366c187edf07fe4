'use strict';

const LIVE_SHOWN = 100;
const LIVE_PRINTED = 1000;
const PERIODS_SHOWN = 50;
const EVENTS_SHOWN = 20;

/** The answer to the question: who may write the path at the moment, and why; the selected pod; and all live pods. */
class AnswerPanel {
    constructor(history, state, colours) {
        this.history = history;
        this.state = state;
        this.colours = colours;
        this.morePeriods = PERIODS_SHOWN;
        this.draw = everyFrame(() => this.drawNow());
        this.drawLive = afterPause(40, () => this.#drawLive(LIVE_SHOWN));
        state.onChange((value, changed) => this.#changed(changed));
        window.addEventListener('beforeprint', () => this.#drawLive(LIVE_PRINTED));
        window.addEventListener('afterprint', () => this.#drawLive(LIVE_SHOWN));
        this.drawNow();
        this.#drawLive(LIVE_SHOWN);
    }

    #changed(changed) {
        if (changed.has('path')) {
            this.morePeriods = PERIODS_SHOWN;
            byId('answer').scrollTop = 0;
        }
        this.reveal = changed.has('life') && this.state.value.life !== NOBODY;
        if (changed.has('at') || changed.has('life')) {
            this.drawLive();
        }
        if (changed.has('at') || changed.has('life') || changed.has('path')) {
            this.draw();
        }
    }

    drawNow() {
        const {path, life} = this.state.value;
        byId('path-answer').replaceChildren(...(path === '' ? [] : this.#pathAnswer(path)));
        byId('pod-answer').replaceChildren(...(life === NOBODY ? [] : this.#podAnswer(life)));
        if (this.reveal) {
            this.reveal = false;
            byId('answer').scrollTop = byId('pod-answer').offsetTop - byId('path-answer').offsetTop;
        }
    }

    #pathAnswer(path) {
        const {history, colours} = this;
        const {at} = this.state.value;
        const holder = history.holderAt(path, at);
        const parts = [element('h2.said', {id: 'holder', 'data-pod': holder === NOBODY ? '' : history.podOf(holder)},
            holder === NOBODY ? 'Nobody' : podName(colours, history.podOf(holder)), ' may write it'),
        element('p.path', {}, element('bdi.name', {}, printable(path)), ' ', this.#asOf(at))];
        if (holder !== NOBODY) {
            const rule = history.ruleFor(holder, path);
            parts.push(element('p', {}, 'By its rule ', element('code.rule', {}, rule ? ruleText(rule) : 'not recorded')));
            parts.push(element('h3', {}, 'On whose authority'), this.#chain(holder, at));
        }
        parts.push(element('h3', {}, 'Who held it over time'), ...this.#periods(path, at));
        return parts;
    }

    #asOf(at) {
        return at === 0 ? this.history.beginning
            : 'after ' + this.history.nameOf(at) + ', ' + timeText(this.history.timeOf(at));
    }

    /** The holder and the pods above it, from the top down, each with how it came to be. */
    #chain(holder, at) {
        const chain = this.history.chainAt(holder, at).reverse();
        return element('ol.chain', {}, ...chain.map(life => this.#link(life, at)));
    }

    #link(life, at) {
        return element('li', {}, this.#podButton(life), element('ul.facts', {}, ...this.#beginning(life, at)));
    }

    /** How a life came to be, and on what authority, as far as it had come at the moment. */
    #beginning(life, at) {
        const {history} = this;
        const created = history.life.from[life];
        const parent = history.life.parent[life];
        const facts = [created === 0 ? element('li', {}, 'live where the history begins; how it came to be is lost') : this.#fact(parent === NOBODY ? 'registered' : 'delegated by ' + printable(history.podOf(parent)), created)];
        facts.push(...this.#authority(life));
        const now = history.parentAt(life, at);
        if (parent !== NOBODY && now !== parent) {
            facts.push(element('li', {}, 'now ' + (now === NOBODY ? 'top-level' : 'under ' + printable(history.podOf(now)))
                + ', as pods above it have ended'));
        }
        const adopted = history.adoptedAt(life);
        if (adopted !== 0 && adopted <= at) {
            facts.push(this.#fact('adopted' + pidText(history.event.pid[adopted - 1]), adopted));
        } else if (history.isReserved(life, at)) {
            facts.push(element('li', {}, 'reserved: not adopted yet' + (created === 0 ? '' : pidText(history.event.pid[created - 1]))));
        }
        return facts;
    }

    #fact(text, sequence) {
        return element('li', {}, text + ' ', this.#eventButton(sequence), ' at ' + timeText(this.history.timeOf(sequence))
            + ', asked by ' + printable(this.history.actorOf(sequence)));
    }

    #authority(life) {
        const {kind, scope} = this.history.authorityOf(life);
        if (kind === 'top-level' || kind === 'lost') {
            return [];
        }
        const text = {
            own: 'on the authority of its spawner’s own rules',
            given: 'on the authority of a delegation scope',
            unrecorded: 'on an authority that was not recorded',
        }[kind];
        return [element('li', {}, text, scope ? rulesList(scope) : null)];
    }

    #periods(path, at) {
        const periods = this.history.periodsOf(path);
        const current = periods.findLastIndex(period => period.from <= at);
        const first = Math.max(0, Math.min(current - 5, periods.length - this.morePeriods));
        const shown = periods.slice(first, first + this.morePeriods);
        const list = element('ol.periods', {}, ...shown.map((period, i) => this.#period(period, first + i === current)));
        if (shown.length === periods.length) {
            return [list];
        }
        const more = element('button', {type: 'button', onclick: () => {
            this.morePeriods *= 10;
            this.drawNow();
        }}, 'Show more');
        return [list, element('p.more', {}, `${numberText(shown.length)} of ${countText(periods.length, 'period')} shown `, more)];
    }

    #period({life, from, until}, current) {
        const {history} = this;
        const range = (from === 0 ? 'start' : this.history.nameOf(from)) + ' – ' + (until === 0 ? 'still' : this.history.nameOf(until));
        const lapse = from === 0 || until === 0 ? '' : 'for ' + durationText(history.timeOf(until) - history.timeOf(from));
        const time = from === 0 ? '' : timeText(history.timeOf(from)) + ' ';
        return element('li', {}, element('button.period', {
            type: 'button', 'aria-current': current ? 'true' : null, title: 'Go to where this period begins',
            onclick: () => this.state.goTo(from, true),
        }, element('span.range', {}, range), ' ',
        life === NOBODY ? element('span.nobody', {}, 'nobody') : podName(this.colours, history.podOf(life)),
        element('span.when', {}, ' ' + time + lapse)));
    }

    #podAnswer(life) {
        const {history} = this;
        const {at} = this.state.value;
        const lives = history.livesOfPods.members(history.life.pod[life]);
        const nth = lives.length === 1 ? '' : `, life ${lives.indexOf(life) + 1} of ${lives.length}`;
        return [
            element('h2.said', {id: 'selected', 'data-pod': history.podOf(life)}, 'Pod ', podName(this.colours, history.podOf(life)), nth,
                element('button.drop', {type: 'button', 'aria-label': 'Drop the selection', title: 'Drop the selection (Escape)',
                    onclick: () => this.state.set({life: NOBODY}, true)}, '×')),
            element('p', {}, this.#standing(life, at)),
            element('h3', {}, 'Its rules'), rulesList(history.scopeOf(life)),
            element('h3', {}, 'On whose authority'), this.#chain(life, Math.max(at, history.life.from[life])),
            element('h3', {}, 'Its events'), ...this.#events(life),
        ];
    }

    #standing(life, at) {
        const {history} = this;
        const until = history.life.until[life];
        if (history.life.from[life] > at) {
            return 'At the moment it is not there yet.';
        }
        if (!history.isLive(life, at)) {
            const ended = {released: 'released', dead: 'reclaimed, as its process was dead', 'taken back': 'taken back'}[history.endOf(life)];
            return `At the moment it is gone: ${ended} at ${history.nameOf(until)}.`;
        }
        return 'At the moment it is live' + (history.isReserved(life, at) ? ', reserved but not adopted yet.' : '.');
    }

    #events(life) {
        const all = this.history.eventsOf(life);
        const list = element('ul.facts', {}, ...Array.from(all.slice(0, EVENTS_SHOWN), sequence => element('li', {},
            this.#eventButton(sequence), ' ' + timeText(this.history.timeOf(sequence)) + ' ' + happening(this.history, sequence))));
        const more = element('button', {type: 'button',
            onclick: () => this.state.setFilters({...NO_FILTERS, life}, true)}, `Show ${countText(all.length, 'event')} in the list`);
        return [list, element('p.more', {}, more)];
    }

    #eventButton(sequence) {
        return element('button.event', {type: 'button', title: 'Go there', onclick: () => this.state.goTo(sequence, true)},
            this.history.nameOf(sequence));
    }

    #podButton(life) {
        return element('button.link', {type: 'button', title: 'Select this pod', onclick: () => this.state.set({life}, true)},
            podName(this.colours, this.history.podOf(life)));
    }

    #drawLive(most) {
        const {at} = this.state.value;
        const live = this.history.liveAt(at);
        const shown = live.slice(0, most);
        const title = live.length === 0 ? 'No pod is live' : countText(live.length, 'pod is', 'pods are') + ' live';
        byId('live').replaceChildren(
            element('h2.said', {}, title),
            element('p.path', {}, this.#asOf(at)),
            element('table.holders', {}, element('tbody', {}, ...shown.map(life => this.#liveRow(life, at)))));
        if (shown.length < live.length) {
            byId('live').append(element('p.more', {}, `and ${numberText(live.length - shown.length)} more, in the timeline`));
        }
    }

    #liveRow(life, at) {
        const {history} = this;
        const parent = history.parentAt(life, at);
        const under = parent === NOBODY ? 'top-level' : 'under ' + printable(history.podOf(parent));
        const note = history.isReserved(life, at) ? ', reserved' : '';
        return element('tr', {class: life === this.state.value.life ? 'chosen' : null},
            element('th', {scope: 'row'}, this.#podButton(life), element('span.under', {}, under + note)),
            element('td', {}, rulesList(history.scopeOf(life))));
    }
}

/** The rules of a scope; of very many the first. */
function rulesList(scope) {
    const most = 20;
    const line = (verb, rule) => element('li', {}, verb + ' ', element('code.rule', {}, ruleText(rule)));
    const lines = [...scope.allow.map(rule => ['allow', rule]), ...scope.deny.map(rule => ['deny', rule])];
    const list = element('ul.rules', {}, ...lines.slice(0, most).map(([verb, rule]) => line(verb, rule)));
    if (lines.length === 0) {
        list.append(element('li', {}, 'no rule'));
    } else if (lines.length > most) {
        list.append(element('li', {}, `and ${lines.length - most} more`));
    }
    return list;
}

function pidText(pid) {
    return pid < 0 ? '' : ', pid ' + pid;
}

/** Whom an event is about: a pod, in its colour, or the whole table, which has none. */
function subject(colours, history, sequence) {
    const name = history.podOfEvent(sequence);
    return history.kindOf(sequence) === 'Restored' ? element('span', {}, name) : podName(colours, name);
}

/** Says in one phrase what an event was; the pod it is about stands before it. */
function happening(history, sequence) {
    const other = history.event.other[sequence - 1];
    const by = other < 0 ? 'a pod that is unknown' : printable(history.podOf(other));
    const pid = pidText(history.event.pid[sequence - 1]).replace(', ', ' by ');
    switch (history.kindOf(sequence)) {
        case 'Registered': return 'registered';
        case 'Delegated': return 'was delegated by ' + by;
        case 'Adopted': return 'was adopted' + pid;
        case 'SegmentChanged': return 'changed its segment';
        case 'Released': return 'gave its scope up';
        case 'Reclaimed': return reclaimed(history.causeOf(sequence), by, pid.replace(' by', ':'));
        case 'Restored': return 'was put back, from a backup or by a repair';
        default: return history.kindOf(sequence);
    }
}

function reclaimed(cause, by, pid) {
    return {
        dead: 'was reclaimed, as its process was dead' + pid,
        'taken back': 'was taken back by ' + by,
        'taken back afterwards': 'was gone, and ' + by + ' took its scope back',
    }[cause] ?? 'was reclaimed';
}
