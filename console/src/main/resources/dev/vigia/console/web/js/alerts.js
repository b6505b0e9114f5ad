// The list of alerts, and what can be done with them.

import {act} from './api.js';
import {$, h, reconcile, svg, toast} from './dom.js';
import * as format from './format.js';
import {silence} from './silences.js';

/** The worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'];
const STATES = ['active', 'recovering', 'pending', 'resolved'];
const SHAPES = {
  critical: 'M8 2h8l6 6v8l-6 6H8l-6-6V8Z',
  high: 'M12 2.5 22.5 21h-21Z',
  medium: 'M12 1.5 22.5 12 12 22.5 1.5 12Z',
  low: 'M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20Z',
  info: 'M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20Z',
};

/** The mark of a severity: a shape of its own besides the color. */
export function severityIcon(severity) {
  const mark = severity === 'info' ? 'M12 10.5v6.5M12 7v.5' : 'M12 7.5v5.5M12 16.5v.5';
  return svg('svg', {class: 'severity-icon', viewBox: '0 0 24 24', 'aria-hidden': 'true'},
    svg('path', {class: 'shape', d: SHAPES[severity] ?? SHAPES.info}), svg('path', {class: 'mark', d: mark}));
}

/** A time span that counts on by itself. */
export const since = (millis) => h('time', {'data-since': millis, datetime: new Date(millis).toISOString(), title: format.exact(millis)},
  format.span(Date.now() - millis));

const open = (alert) => alert.status !== 'resolved';

function byUrgency(a, b) {
  return STATES.indexOf(a.status) - STATES.indexOf(b.status)
    || SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)
    || b.started_at - a.started_at;
}

export class Alerts {
  constructor(onOpen) {
    this.onOpen = onOpen;
    this.byId = new Map();
    this.view = 'open';
    this.loaded = false;
    document.querySelectorAll('[data-alerts]').forEach((button) => button.addEventListener('click', () => {
      this.view = button.dataset.alerts;
      document.querySelectorAll('[data-alerts]').forEach((b) => b.setAttribute('aria-pressed', b === button));
      this.draw();
    }));
  }

  replace(alerts) {
    this.loaded = true;
    this.byId = new Map(alerts.map((alert) => [alert.alert_id, alert]));
    this.draw();
  }

  take(alert) {
    const before = this.byId.get(alert.alert_id);
    const older = before && before.episode_id === alert.episode_id && before.sequence > alert.sequence;
    if (older) return;
    this.byId.set(alert.alert_id, alert);
    this.draw();
    if (alert.transition === 'active') toast(`${alert.severity}: ${alert.title}`, 'bad');
    if (alert.transition === 'retracted') toast(`Retracted: ${alert.title}`, 'good');
    if (alert.transition === 'resolved') toast(`Resolved: ${alert.title}`, 'good');
  }

  /** Alerts about a service that are open, or ended within the charts' time. */
  ofService(service, from) {
    return [...this.byId.values()].filter((alert) => Object.values(alert.group).includes(service) && !isDrill(alert)
      && (open(alert) ? alert.status !== 'pending' : alert.transition === 'resolved' && alert.at > from));
  }

  draw() {
    const all = [...this.byId.values()];
    const opened = all.filter(open).sort(byUrgency);
    const resolved = all.filter((a) => !open(a) && a.transition !== 'cancelled').sort((a, b) => b.at - a.at).slice(0, 50);
    $('count-open').textContent = opened.length || '';
    $('count-open').dataset.worst = opened.find((a) => a.status !== 'pending')?.severity ?? '';
    $('count-resolved').textContent = resolved.length || '';
    const shown = this.view === 'open' ? opened : resolved;
    reconcile($('alert-list'), shown, {
      key: (alert) => alert.alert_id,
      signature: (alert) => `${alert.episode_id}/${alert.sequence}/${alert.silenced_by ?? ''}/${alert.muted_by ?? ''}`,
      render: (alert) => this.row(alert),
    });
    this.drawEmpty(shown.length === 0 && this.loaded, resolved[0]);
    const active = opened.filter((a) => a.status === 'active').length;
    document.title = active ? `(${active}) Vigia` : 'Vigia';
  }

  drawEmpty(empty, last) {
    const element = $('alert-empty');
    element.hidden = !empty;
    if (!empty) return;
    if (this.view === 'resolved') element.replaceChildren(h('p', {}, 'No alert has been resolved yet.'));
    else element.replaceChildren(
      h('p', {class: 'good-news'}, h('span', {class: 'tick', 'aria-hidden': 'true'}, '✓'), 'All quiet. No alert is open.'),
      h('p', {class: 'muted small'}, last ? `The last one, “${last.title}”, was resolved at ${format.moment(last.at)}.` : 'When a rule’s condition holds, it shows here within a second.'));
  }

  row(alert) {
    const title = h('button', {type: 'button', class: 'alert-title', 'data-focus': 'title', onclick: () => this.onOpen(alert.alert_id)}, alert.title);
    return h('li', {class: `alert severity-${alert.severity} status-${alert.status}`},
      severityIcon(alert.severity),
      h('div', {class: 'alert-body'},
        h('div', {class: 'alert-line'}, title, badge(alert), isDrill(alert) && h('span', {class: 'badge silenced', title: 'Somebody tries whether people are told'}, 'drill'), silenced(alert), ...groupChips(alert)),
        h('p', {class: 'alert-summary'}, alert.summary),
        acknowledgement(alert)),
      h('div', {class: 'alert-facts'}, !isOutside(alert) && bound(alert), h('span', {class: 'muted small'}, lasting(alert))),
      open(alert) && h('div', {class: 'alert-actions'}, ...actions(alert)));
  }
}

function lasting(alert) {
  if (open(alert)) return [h('span', {}, 'for '), since(alert.started_at)];
  return [`lasted ${format.span(alert.at - alert.started_at)}, until `, h('time', {title: format.exact(alert.at)}, format.moment(alert.at))];
}

/** Whether it was sent by somebody, and not found by a rule. */
export const isOutside = (alert) => alert.rule_set === 'outside';

/** Whether somebody made it up to try whether people are told; it counts in no statistics. */
const isDrill = (alert) => Boolean(alert.group.drill ?? alert.labels?.drill);

export function badge(alert) {
  return h('span', {class: `badge severity-${alert.severity} status-${alert.status}`}, `${alert.severity} · ${alert.transition === 'retracted' ? 'retracted' : alert.status}${alert.learning ? ' · learning' : ''}${alert.flapping ? ' · flapping' : ''}`);
}

/** That nobody is told of it, and which silences or maintenance windows are behind that. */
const silenced = (alert) => {
  if (alert.silenced_by?.length > 0) return h('span', {class: 'badge silenced', title: alert.silenced_by.join(', ')}, 'silenced');
  return alert.muted_by?.length > 0 && h('span', {class: 'badge silenced', title: alert.muted_by.join(', ')}, 'in maintenance');
};

/** The condition's value against its bound. */
export function bound(alert) {
  const [, operator] = /([<>]=?)/.exec(alert.condition) ?? [];
  return h('span', {class: 'bound', title: alert.condition},
    h('strong', {}, format.measured(alert.condition, alert.value)),
    h('span', {class: 'muted'}, ` ${operator ?? '·'} ${format.plain(format.measured(alert.condition, alert.threshold))}`));
}

export const groupChips = (alert) => Object.entries(alert.group).map(([name, value]) => h('span', {class: 'chip', title: name}, value));

const moment = (millis) => h('time', {title: format.exact(millis)}, format.moment(millis));

/** Who is on it, who has it, until when nobody is told, and until when it is watched. */
export function acknowledgement(alert) {
  const snoozed = open(alert) && alert.snoozed_until > Date.now();
  if (!alert.acknowledged_by && !alert.assigned_to && !snoozed && !alert.watched_until) return null;
  return h('p', {class: 'small acknowledged'},
    alert.acknowledged_by && [`✓ ${format.person(alert.acknowledged_by)} is on it`, alert.acknowledged_at ? [' since ', moment(alert.acknowledged_at)] : null, ' '],
    alert.assigned_to && `→ ${alert.assigned_to} `,
    snoozed && ['snoozed until ', moment(alert.snoozed_until), ' '],
    alert.watched_until && ['recovered; watched until ', moment(alert.watched_until)]);
}

export function actions(alert) {
  return [
    !alert.acknowledged_by && h('button', {type: 'button', class: 'button', 'data-focus': 'ack', onclick: () => ask(alert, 'ack')}, 'Acknowledge'),
    h('button', {type: 'button', class: 'button', 'data-focus': 'resolve', onclick: () => ask(alert, 'resolve')}, 'Resolve'),
    h('button', {type: 'button', class: 'button', 'data-focus': 'silence', onclick: () => silence(alert)}, 'Silence'),
  ];
}

/** What there is no room for in the list. */
export function furtherActions(alert) {
  const button = (deed, words) => h('button', {type: 'button', class: 'button', onclick: () => ask(alert, deed)}, words);
  if (!open(alert)) return alert.command_id ? [button('reopen', 'Reopen')] : [];
  return [alert.acknowledged_by && button('unack', 'Unacknowledge'), button('assign', 'Assign'), button('comment', 'Comment'), button('snooze', 'Snooze')];
}

const HOUR_MILLIS = 3_600_000;

const text = (attributes) => h('input', {autocomplete: 'off', required: true, ...attributes});

/** A field of its own is `{label, input, value}`; it takes the reason's place. Deeds that are `onlyAsSeen` are refused when the alert has moved on. */
const DEEDS = {
  unack: {title: 'Unacknowledge', hint: 'Others see that nobody is on it.', done: 'Not acknowledged any more'},
  assign: {title: 'Assign', hint: 'A person or a team. Leave it empty to take the alert from whoever has it.', done: 'Assigned',
    field: (alert) => ({label: 'To', name: 'assignee', input: text({maxlength: 60, required: false, value: alert.assigned_to ?? ''}), value: (entered) => entered || null})},
  comment: {title: 'Comment', hint: 'Everybody who reads the alert’s history sees it.', done: 'Commented',
    field: () => ({label: 'Comment', name: 'comment', input: text({maxlength: 4000}), value: (entered) => entered})},
  snooze: {title: 'Snooze', hint: 'Nobody is told that it is on for so many hours; 0 ends a snooze.', done: 'Snoozed',
    field: () => ({label: 'Hours', name: 'until', input: text({type: 'number', min: 0, max: 720, step: 'any', value: 1}),
      value: (hours) => Number(hours) > 0 ? Date.now() + Math.round(hours * HOUR_MILLIS) : null})},
  reopen: {title: 'Reopen', hint: 'The same episode goes on. If its condition is gone, it resolves by itself.', done: 'Reopened', onlyAsSeen: true},
  ack: {title: 'Acknowledge', hint: 'Others see that you are on it. The alert stays open until the condition is gone.', done: 'Acknowledged'},
  resolve: {title: 'Resolve', hint: 'Ends this episode. If the condition still holds, a new one begins.', done: 'Resolved', onlyAsSeen: true},
};

/** Asks who and why, then does it. */
function ask(alert, deed) {
  const {title, hint, onlyAsSeen} = DEEDS[deed];
  const own = DEEDS[deed].field?.(alert);
  const dialog = $('ask');
  const name = h('input', {name: 'actor', maxlength: 60, autocomplete: 'name', value: localStorage.getItem('vigia.name') ?? '', placeholder: 'Your name'});
  const reason = h('input', {name: 'reason', maxlength: 500, autocomplete: 'off', placeholder: 'Optional'});
  const send = h('button', {type: 'submit', class: 'button primary'}, title);
  const form = h('form', {onsubmit: async (event) => {
    event.preventDefault();
    send.disabled = true;
    localStorage.setItem('vigia.name', name.value.trim());
    const words = own ? {[own.name]: own.value(own.input.value.trim())} : {reason: reason.value.trim()};
    const seen = onlyAsSeen ? {episode_id: alert.episode_id, expected_sequence: alert.sequence} : {};
    await perform(alert, deed, {actor: name.value.trim(), ...words, ...seen});
    dialog.close();
  }},
    h('h2', {id: 'ask-title'}, `${title} “${alert.title}”?`), h('p', {class: 'muted'}, hint),
    h('label', {}, 'Name', name), own ? h('label', {}, own.label, own.input) : h('label', {}, 'Reason', reason),
    h('div', {class: 'buttons'}, h('button', {type: 'button', class: 'button', onclick: () => dialog.close()}, 'Cancel'), send));
  dialog.replaceChildren(form);
  dialog.showModal();
  (name.value ? own?.input ?? reason : name).focus();
}

async function perform(alert, deed, body) {
  try {
    const answer = await act(`/api/alerts/${encodeURIComponent(alert.alert_id)}/${deed}`, body);
    if (answer.status === 202) toast('The command is in the log; its outcome has not come back yet.', 'info');
    else toast(`${DEEDS[deed].done}: ${alert.title}`, 'good');
  } catch (error) {
    toast(error.message, 'bad');
  }
}
