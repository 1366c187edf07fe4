'use strict';

/** The colours of pods, each always the same for a name; the canvas needs those of the style sheet as well. */
class Colours {
    #hues = new Map();

    constructor(root = document.documentElement) {
        this.root = root;
        this.refresh();
    }

    /** Takes the colours of the theme that is now in force. */
    refresh() {
        const style = getComputedStyle(this.root);
        const named = name => style.getPropertyValue('--' + name).trim();
        this.dark = named('dark') === '1';
        for (const name of ['ink', 'faint', 'line', 'paper', 'panel', 'accent', 'bad', 'stripe', 'note']) {
            this[name] = named(name);
        }
        this.font = named('sans');
    }

    fill(pod) {
        const {hue, step} = this.#look(pod);
        return this.dark ? `oklch(${0.4 + step * 0.07} 0.09 ${hue})` : `oklch(${0.87 - step * 0.07} 0.09 ${hue})`;
    }

    edge(pod) {
        const {hue} = this.#look(pod);
        return this.dark ? `oklch(0.7 0.13 ${hue})` : `oklch(0.52 0.14 ${hue})`;
    }

    #look(pod) {
        let look = this.#hues.get(pod);
        if (!look) {
            const hash = hashOf(pod);
            look = {hue: (hash >>> 8) % 360, step: hash % 2};
            this.#hues.set(pod, look);
        }
        return look;
    }
}

/** FNV-1a with a last stir, so that names that differ in their last letter look different. */
function hashOf(text) {
    let hash = 0x811c9dc5;
    for (let i = 0; i < text.length; i++) {
        hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    }
    hash = Math.imul(hash ^ hash >>> 15, 0x2c1b3c6d);
    return (hash ^ hash >>> 13) >>> 0;
}
