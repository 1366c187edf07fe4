'use strict';

const TREE_ROW = 26;
const SHOWN_AT_FIRST = 24;
const MANY_CHILDREN = 5000;
const MANY_NODES = 20000;

/** The tree of the paths that rules speak of, each with who may write it at the moment; only rows in view exist. */
class PathTree {
    constructor(history, state, colours) {
        this.history = history;
        this.state = state;
        this.colours = colours;
        this.open = new Set();
        this.rows = [];
        this.active = 0;
        this.box = byId('tree');
        this.room = element('div.room', {role: 'none'});
        this.box.append(this.room);
        this.order = new Intl.Collator('en', {numeric: true});
        this.sorted = new Map();
        this.draw = everyFrame(() => this.#drawNow());
        this.rebuild = everyFrame(() => this.#rebuildNow());
        this.rebuildLater = afterPause(60, () => this.#rebuildNow());
        this.#listen();
        this.#openAtFirst();
        this.#reveal();
        this.#rebuildNow();
    }

    #listen() {
        this.box.addEventListener('scroll', () => this.draw());
        this.box.addEventListener('keydown', event => this.#key(event));
        this.box.addEventListener('click', event => this.#click(event));
        new ResizeObserver(() => this.draw()).observe(this.box);
        byId('held').addEventListener('change', event => this.state.set({held: event.target.checked}, true));
        this.state.onChange((value, changed) => this.#changed(changed));
    }

    #changed(changed) {
        if (changed.has('path')) {
            this.#reveal();
        }
        if (changed.has('held') || changed.has('path')) {
            this.rebuild();
        } else if (changed.has('at') && this.state.value.held) {
            (this.history.nodes < MANY_NODES ? this.rebuild : this.rebuildLater)();
        }
        this.draw();
    }

    /** Opens the first levels, as far as they stay on one screen. */
    #openAtFirst() {
        let shown = 1;
        for (let level = [0]; level.length > 0;) {
            const below = level.flatMap(node => this.history.children.size(node) > SHOWN_AT_FIRST
                ? [] : [...this.history.children.members(node)]);
            shown += below.length;
            if (shown > SHOWN_AT_FIRST) {
                break;
            }
            level.forEach(node => this.open.add(node));
            level = below;
        }
        this.open.add(0);
    }

    /** Opens the way to the path asked about. */
    #reveal() {
        if (this.state.value.path === '') {
            return;
        }
        const {nearest} = this.history.locate(this.state.value.path);
        for (let node = this.history.node.parent[nearest]; node >= 0; node = this.history.node.parent[node]) {
            this.open.add(node);
        }
        this.revealed = nearest;
    }

    #rebuildNow() {
        const {held, at} = this.state.value;
        byId('held').checked = held;
        this.spoken = held ? this.#spokenOf(at) : null;
        const active = this.rows[this.active]?.node ?? this.revealed ?? 0;
        this.rows = [];
        this.#flatten();
        this.active = Math.max(0, this.rows.findIndex(row => row.node === (this.revealed ?? active)));
        this.room.style.height = this.rows.length * TREE_ROW + 'px';
        if (this.revealed !== undefined) {
            this.#scrollTo(this.active);
            this.revealed = undefined;
        }
        this.#drawNow();
    }

    /** What rules speak of then, and the way to the path asked about in any case. */
    #spokenOf(moment) {
        const spoken = this.history.nodesSpokenOf(moment);
        const {path} = this.state.value;
        for (let node = path === '' ? 0 : this.history.locate(path).nearest; node >= 0; node = this.history.node.parent[node]) {
            spoken[node] = 1;
        }
        return spoken;
    }

    #flatten() {
        const open = [{node: 0, depth: 0}];
        while (open.length > 0) {
            const row = open.pop();
            this.rows.push(row);
            if (this.open.has(row.node)) {
                const below = this.#childrenOf(row.node);
                for (let i = below.length - 1; i >= 0; i--) {
                    open.push({node: below[i], depth: row.depth + 1});
                }
            }
        }
    }

    /** The children of a node that are shown, by their names; sorted once unless there are very many. */
    #childrenOf(node) {
        const members = this.history.children.members(node);
        const shown = child => !this.spoken || this.spoken[child] === 1;
        if (members.length > MANY_CHILDREN) {
            return this.#byName(members.filter(shown));
        }
        if (!this.sorted.has(node)) {
            this.sorted.set(node, this.#byName(members));
        }
        return this.sorted.get(node).filter(shown);
    }

    /** Numbers in names are compared as numbers, but of very many in plain order, as that is quicker. */
    #byName(nodes) {
        const {names} = this.history.header;
        const name = node => names[this.history.node.name[node]];
        const compare = nodes.length > MANY_CHILDREN ? (a, b) => a < b ? -1 : 1 : this.order.compare;
        return [...nodes].sort((a, b) => compare(name(a), name(b)));
    }

    #hasChildren(node) {
        const {children} = this.history;
        return this.spoken ? children.members(node).some(child => this.spoken[child]) : children.size(node) > 0;
    }

    #drawNow() {
        const first = Math.max(0, Math.floor(this.box.scrollTop / TREE_ROW) - 2);
        const last = Math.min(this.rows.length, Math.ceil((this.box.scrollTop + this.box.clientHeight) / TREE_ROW) + 2);
        const shown = [];
        for (let i = first; i < last; i++) {
            shown.push(this.#rowElement(this.rows[i], i));
        }
        this.room.replaceChildren(...shown);
        this.box.setAttribute('aria-activedescendant', 'tree-row-' + this.active);
    }

    #rowElement({node, depth}, index) {
        const {history} = this;
        const {at, life, path} = this.state.value;
        const open = this.open.has(node);
        const parent = this.#hasChildren(node);
        const row = element('div.row', {
            role: 'treeitem', id: 'tree-row-' + index, 'aria-level': depth + 1,
            'aria-expanded': parent ? String(open) : null, 'aria-selected': String(history.pathOf(node) === path),
        });
        row.style.top = index * TREE_ROW + 'px';
        row.style.paddingLeft = 6 + depth * 14 + 'px';
        const holder = history.holderOfNode(node, at);
        row.classList.toggle('active', index === this.active);
        row.classList.toggle('inherited', history.rowAt(node, at) < 0);
        row.classList.toggle('of-selection', life !== NOBODY && holder === life);
        row.dataset.index = index;
        row.append(
            element('span.twisty', {'aria-hidden': 'true'}, parent ? (open ? '▾' : '▸') : ''),
            element('bdi.name', {}, node === 0 ? '/' : printable(history.header.names[history.node.name[node]])),
            element('span.holder', {}, this.#holderName(holder), this.#below(node, holder)));
        if (holder !== NOBODY) {
            row.style.setProperty('--pod', this.colours.fill(history.podOf(holder)));
        }
        return row;
    }

    #holderName(life) {
        return life === NOBODY ? element('span.nobody', {}, 'nobody') : podName(this.colours, this.history.podOf(life));
    }

    /** Who may write what no rule speaks of below a node, when that is somebody else. */
    #below(node, holder) {
        const row = this.history.rowAt(node, this.state.value.at);
        const deeper = row < 0 ? holder : this.history.hold.deeper[row];
        return deeper === holder ? null : element('span.below', {}, ' below: ', this.#holderName(deeper));
    }

    #click(event) {
        const row = event.target.closest('.row');
        if (!row) {
            return;
        }
        this.active = Number(row.dataset.index);
        const {node} = this.rows[this.active];
        if (event.target.closest('.twisty')) {
            this.#toggle(node, !this.open.has(node));
        } else {
            this.#choose(node);
        }
    }

    #choose(node) {
        this.open.add(node);
        this.state.set({path: this.history.pathOf(node)}, true);
        this.rebuild();
    }

    #toggle(node, open) {
        this.open[open ? 'add' : 'delete'](node);
        this.#rebuildNow();
    }

    #key(event) {
        if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) {
            return;
        }
        const {node, depth} = this.rows[this.active];
        const open = this.open.has(node) && this.#hasChildren(node);
        const actions = {
            ArrowDown: () => this.#move(this.active + 1),
            ArrowUp: () => this.#move(this.active - 1),
            Home: () => this.#move(0),
            End: () => this.#move(this.rows.length - 1),
            ArrowRight: () => open ? this.#move(this.active + 1) : this.#toggle(node, true),
            ArrowLeft: () => open ? this.#toggle(node, false) : this.#move(this.#parentRow(depth)),
            Enter: () => this.#choose(node),
            ' ': () => this.#choose(node),
        };
        if (actions[event.key]) {
            event.preventDefault();
            event.stopPropagation();
            actions[event.key]();
        }
    }

    #parentRow(depth) {
        return this.rows.findLastIndex((row, i) => i < this.active && row.depth < depth);
    }

    #move(index) {
        this.active = Math.max(0, Math.min(this.rows.length - 1, index));
        this.#scrollTo(this.active);
        this.#drawNow();
    }

    #scrollTo(index) {
        const top = index * TREE_ROW;
        if (top < this.box.scrollTop) {
            this.box.scrollTop = top;
        } else if (top + TREE_ROW > this.box.scrollTop + this.box.clientHeight) {
            this.box.scrollTop = top + TREE_ROW - this.box.clientHeight;
        }
    }
}
