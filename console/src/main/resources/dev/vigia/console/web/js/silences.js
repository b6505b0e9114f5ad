// Silences: which are in force, making one, ending one.

import {act, read, remove} from './api.js';
import {$, h, reconcile, toast} from './dom.js';
import * as format from './format.js';

const OPERATORS = {equal: '=', not_equal: '!=', regexp: '=~', not_regexp: '!~'};
const DURATIONS = [[1800, '30 minutes'], [3600, '1 hour'], [4 * 3600, '4 hours'], [12 * 3600, '12 hours'], [24 * 3600, '1 day'], [7 * 86400, '1 week']];

const quoted = (text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
const written = ({name, type, value}) => `${name}${OPERATORS[type]}${quoted(value)}`;

export class Silences {
  constructor() {
    $('silence-new').addEventListener('click', () => ask([]));
  }

  /** Takes all of them, those that have ended included. */
  show(silences) {
    const shown = silences.filter((one) => one.state !== 'expired');
    const active = shown.filter((one) => one.state === 'active').length;
    $('silences-text').textContent = shown.length === 0 ? 'None'
      : [active && `${active} in force`, shown.length - active && `${shown.length - active} to come`].filter(Boolean).join(', ');
    reconcile($('silence-list'), shown, {key: (one) => one.silence_id, signature: (one) => `${one.updated_at}/${one.state}`, render: row});
  }
}

/** The maintenance windows that come back. */
export function showMaintenance(windows) {
  reconcile($('maintenance-list'), windows, {
    key: (one) => one.name, signature: (one) => `${one.updated_at}/${one.state}/${one.changes_at}`, render: maintenanceRow});
}

function maintenanceRow(one) {
  const word = one.state === 'active' ? 'until' : 'from';
  return h('li', {class: `silence state-${one.state}`},
    h('div', {class: 'silence-body'},
      h('div', {class: 'alert-line'}, h('span', {class: 'badge silenced'}, one.name), one.matchers.map((matcher) => h('span', {class: 'chip'}, written(matcher)))),
      h('p', {class: 'small muted'}, `Maintenance window: ${one.comment}`)),
    h('span', {class: 'small muted'}, ...(one.changes_at === null ? [one.state] : [`${word} `, h('time', {title: format.exact(one.changes_at)}, format.moment(one.changes_at))])));
}

function row(silence) {
  const [word, time] = silence.state === 'pending' ? ['from', silence.starts_at] : ['until', silence.ends_at];
  return h('li', {class: `silence state-${silence.state}`},
    h('div', {class: 'silence-body'},
      h('div', {class: 'alert-line'}, silence.matchers.map((matcher) => h('span', {class: 'chip'}, written(matcher)))),
      h('p', {class: 'small muted'}, `${silence.created_by}: ${silence.comment}`)),
    h('span', {class: 'small muted'}, `${word} `, h('time', {title: format.exact(time)}, format.moment(time))),
    h('button', {type: 'button', class: 'button small', 'data-focus': 'expire', onclick: () => expire(silence)}, 'End now'));
}

async function expire(silence) {
  const actor = encodeURIComponent(localStorage.getItem('vigia.name') ?? '');
  try {
    await remove(`/api/silences/${encodeURIComponent(silence.silence_id)}?actor=${actor}`);
    toast('The silence has ended. What still burns is told.', 'good');
  } catch (error) {
    toast(error.message, 'bad');
  }
}

/** A message's link brings the form filled in: `#silence=` and the matchers, one a line. */
export function setUp() {
  addEventListener('hashchange', fromAddress);
  fromAddress();
}

function fromAddress() {
  const [, written] = /^#silence=(.+)$/.exec(location.hash) ?? [];
  if (!written) return;
  history.replaceState(null, '', location.pathname);
  try {
    ask(decodeURIComponent(written).split('\n'));
  } catch (error) {
    toast('The link for a silence is cut off.', 'bad');
  }
}

/** A silence for an alert: its rule and its group. */
export const silence = (alert) => ask([`alertname=${quoted(alert.rule_id)}`,
  ...Object.entries(alert.group).map(([name, value]) => `${name}=${quoted(value)}`)]);

/** Asks for what, how long and why; says before what it would mute. */
function ask(matchers) {
  const dialog = $('ask');
  const lines = h('textarea', {name: 'matchers', rows: 4, spellcheck: 'false', required: true, placeholder: 'severity=~"low|info"'});
  lines.value = matchers.join('\n');
  const duration = h('select', {name: 'duration'}, DURATIONS.map(([seconds, words]) => h('option', {value: seconds, selected: seconds === 3600}, words)));
  const name = h('input', {name: 'created_by', maxlength: 60, autocomplete: 'name', required: true, value: localStorage.getItem('vigia.name') ?? '', placeholder: 'Your name'});
  const comment = h('input', {name: 'comment', maxlength: 500, autocomplete: 'off', required: true, placeholder: 'Why'});
  const preview = h('p', {class: 'small muted', role: 'status'});
  const send = h('button', {type: 'submit', class: 'button primary'}, 'Silence');
  const wanted = () => lines.value.split('\n').map((line) => line.trim()).filter(Boolean);
  const foresee = async () => {
    if (wanted().length === 0) return preview.replaceChildren();
    try {
      const {body} = await act('/api/silences/preview', {matchers: wanted()});
      preview.textContent = `Mutes ${body.alerts.length} open ${body.alerts.length === 1 ? 'alert' : 'alerts'}; would have muted ${body.transitions.length} ${body.transitions.length === 1 ? 'message' : 'messages'} since ${format.moment(body.transitions_from)}.`;
    } catch (error) {
      preview.textContent = error.message;
    }
  };
  lines.addEventListener('change', foresee);
  dialog.replaceChildren(h('form', {onsubmit: async (event) => {
    event.preventDefault();
    send.disabled = true;
    localStorage.setItem('vigia.name', name.value.trim());
    try {
      await act('/api/silences', {matchers: wanted(), duration: Number(duration.value), created_by: name.value.trim(), comment: comment.value.trim()});
      toast('Silenced.', 'good');
      dialog.close();
    } catch (error) {
      preview.textContent = error.message;
      send.disabled = false;
    }
  }},
    h('h2', {id: 'ask-title'}, 'Silence alerts'),
    h('p', {class: 'muted'}, 'Nobody is told of alerts that all lines hold for. They show here all the same; what still burns at the end is told then.'),
    h('label', {}, 'Matchers, one a line', lines), preview,
    h('label', {}, 'For', duration), h('label', {}, 'Name', name), h('label', {}, 'Comment', comment),
    h('div', {class: 'buttons'}, h('button', {type: 'button', class: 'button', onclick: () => dialog.close()}, 'Cancel'), send)));
  dialog.showModal();
  foresee();
  (matchers.length === 0 ? lines : name.value ? comment : name).focus();
}

export const readMaintenance = () => read('/api/maintenance').then((body) => body.windows);
export const readSilences = () => read('/api/silences?state=all').then((body) => body.silences);
