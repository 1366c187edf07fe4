'use strict';

function byId(id) {
    return document.getElementById(id);
}

/**
 * Makes an element. What is put into it becomes text, never markup.
 *
 * @param {string} tag the tag, with classes after dots
 * @param {Object} properties attributes; of `onclick` and the like the listener
 * @param {...(Node|string|null)} content what is in it, nulls left out
 */
function element(tag, properties = {}, ...content) {
    const [name, ...classes] = tag.split('.');
    const made = document.createElement(name);
    made.classList.add(...classes);
    for (const [key, value] of Object.entries(properties)) {
        if (typeof value === 'function') {
            made.addEventListener(key.slice(2), value);
        } else if (value !== null && value !== false) {
            made.setAttribute(key, value === true ? '' : value);
        }
    }
    made.append(...content.filter(each => each !== null));
    return made;
}

/** Runs something at most once a frame, however often it is asked for. */
function everyFrame(action) {
    let asked = false;
    return () => {
        if (!asked) {
            asked = true;
            requestAnimationFrame(() => {
                asked = false;
                action();
            });
        }
    };
}

/** Runs something once it has not been asked for during a while. */
function afterPause(ms, action) {
    let timer = 0;
    return () => {
        clearTimeout(timer);
        timer = setTimeout(action, ms);
    };
}

/** A name with the colour of its pod beside it, so that it is never told by the colour alone. */
function podName(colours, pod) {
    const swatch = element('span.swatch', {'aria-hidden': 'true'});
    swatch.style.backgroundColor = colours.fill(pod);
    swatch.style.borderColor = colours.edge(pod);
    return element('span.pod', {}, swatch, element('bdi.name', {}, printable(pod)));
}
