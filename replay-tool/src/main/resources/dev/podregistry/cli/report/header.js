'use strict';

const VERDICTS = {
    sound: ['good', 'The log is sound'],
    damaged: ['bad', 'The log is damaged'],
    'promise-broken': ['bad', 'Two pods could write one path'],
    'bad-snapshot': ['bad', 'A snapshot is bad'],
};

const VERDICT_NOTES = {
    damaged: 'what could be read is shown, and cannot be relied on',
    'promise-broken': 'the record itself is whole',
    'bad-snapshot': 'the log is sound, but opening may go wrong until that file is removed',
};

const SUBJECTS = {
    chain: 'each hash computed again, no event missing',
    history: 'each event could have been decided on the table before it',
    writers: 'after every event no path had two writers',
    clock: 'times never go backwards (they prove nothing)',
    snapshot: 'each snapshot is the table that the events lead to',
};

/** Says what the report is about and whether it can be relied on. */
function drawHeader(history, state) {
    const {registry, at, verify} = history.header;
    byId('registry').textContent = printable(registry);
    document.title = printable(registry) + ' – pod-registry report';
    const when = at.sequence === 0 ? 'no event'
        : `#${numberText(at.sequence)}, ${at.time === null ? 'of a time that is lost' : timeText(Date.parse(at.time))}`;
    byId('truth').append(`As it was at ${when}, hash `, element('code', {title: at.hash}, at.hash.slice(0, 16) + '…'),
        element('code.whole-hash', {}, at.hash));
    drawVerdict(verify, state);
}

function drawVerdict(verify, state) {
    const [kind, text] = VERDICTS[verify.verdict] ?? ['bad', 'verify says: ' + printable(verify.verdict)];
    byId('verify').hidden = false;
    byId('verify').open = kind === 'bad';
    byId('verify').className = kind;
    byId('verdict').textContent = (kind === 'good' ? '✓ ' : '✗ ') + text;
    const notes = [outsetNote(verify.foundation), VERDICT_NOTES[verify.verdict], ...verify.checks.map(clockNote)].filter(Boolean);
    byId('verdict-notes').textContent = notes.join('; ');
    byId('checks').tBodies[0].append(...verify.checks.map(check => checkRow(check, state)));
    if (verify.checkpoint) {
        byId('checks').tBodies[0].append(checkpointRow(verify.checkpoint));
    }
}

function outsetNote(foundation) {
    return foundation
        ? `the history begins at #${numberText(foundation.sequence)}, as the events up to there are missing, accepted on `
            + `${foundation.acceptedAt} by ${printable(foundation.acceptedBy)} (${printable(foundation.lost)})`
        : null;
}

function clockNote({subject, status, findings}) {
    return subject === 'clock' && status !== 'ok'
        ? 'note: the clock went backwards at ' + findings.map(finding => '#' + numberText(finding.sequence)).slice(0, 3).join(', ')
            + (findings.length > 3 ? ' and elsewhere' : '')
        : null;
}

function checkRow({subject, status, upTo, findings}, state) {
    const said = {ok: '✓ ok', note: '! note', failed: '✗ FAILED'}[status] ?? status;
    const list = findings.map(({sequence, finding}) => element('li', {},
        element('button.event', {type: 'button', onclick: () => state.goTo(sequence - state.history.first, true)}, '#' + numberText(sequence)),
        ' ' + printableLine(finding)));
    return element('tr', {class: status}, element('th', {scope: 'row'}, subject), element('td', {}, said),
        element('td', {}, (status === 'failed' ? 'does not hold: ' : '') + (SUBJECTS[subject] ?? '') + (upTo > 0 ? `; looked at up to #${numberText(upTo)}` : ''),
            list.length > 0 ? element('ul.facts', {}, ...list) : null));
}

function checkpointRow({outcome, sequence}) {
    return element('tr', {class: outcome === 'continues' ? 'ok' : 'failed'}, element('th', {scope: 'row'}, 'checkpoint'),
        element('td', {}, printable(outcome)), element('td', {}, `the checkpoint kept of #${numberText(sequence)}`));
}
