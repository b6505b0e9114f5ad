// The panel at the side: one alert, or one service, in full.

import {acknowledgement, actions, badge, bound, furtherActions, groupChips, isOutside, severityIcon, since} from './alerts.js';
import {read} from './api.js';
import {$, h} from './dom.js';
import {recompute} from './explain.js';
import * as format from './format.js';
import {record} from './logs.js';
import {told} from './told.js';

const WORDS = {
  pending: 'The condition began to hold',
  active: 'Became active',
  recovering: 'The condition is gone; waiting whether it stays so',
  watching: 'Recovered; watched before it is closed',
  corrected: 'Late records have changed the value',
  retracted: 'Retracted: by what late records say it was none',
  resolved: 'Resolved',
  cancelled: 'Was over before it became active',
  acknowledged: 'Acknowledged',
  unacknowledged: 'Not acknowledged any more',
  assigned: 'Assigned',
  commented: 'Comment',
  reopened: 'Reopened',
  snoozed: 'Snoozed',
  severity_changed: 'The severity changed',
};

let shown = null;

const drawer = () => $('drawer');

export function setUp() {
  drawer().addEventListener('close', () => {
    shown = null;
    if (location.hash.startsWith('#alert=') || location.hash.startsWith('#service=')) history.replaceState(null, '', location.pathname);
  });
  // A click beside the panel is one on the dialog itself.
  drawer().addEventListener('click', (event) => { if (event.target === drawer()) drawer().close(); });
  addEventListener('hashchange', fromAddress);
  fromAddress();
}

function fromAddress() {
  const [, kind, value] = /^#(alert|service)=(.+)$/.exec(location.hash) ?? [];
  if (kind === 'alert') openAlert(decodeURIComponent(value));
  if (kind === 'service') openService(decodeURIComponent(value));
}

function show(kind, id, title, ...content) {
  const scroll = shown?.id === id ? drawer().querySelector('.drawer-body')?.scrollTop ?? 0 : 0;
  shown = {kind, id};
  history.replaceState(null, '', `#${kind}=${encodeURIComponent(id)}`);
  drawer().replaceChildren(
    h('div', {class: 'drawer-head'}, title, h('button', {type: 'button', class: 'icon-button', 'aria-label': 'Close', onclick: () => drawer().close()}, '✕')),
    h('div', {class: 'drawer-body', tabindex: '0'}, ...content));
  if (!drawer().open) drawer().showModal();
  drawer().querySelector('.drawer-body').scrollTop = scroll;
}

const failed = (error) => h('p', {class: 'empty'}, error.message);

/** Shows the alert anew when it is the one that is open. */
export function refreshAlert(alertId) {
  if (shown?.kind === 'alert' && shown.id === alertId) openAlert(alertId);
}

export async function openAlert(alertId) {
  const plainTitle = h('h2', {id: 'drawer-title'}, 'Alert');
  try {
    const {alert, history: transitions} = await read(`/api/alerts/${encodeURIComponent(alertId)}`);
    const title = h('div', {class: `drawer-title severity-${alert.severity}`}, severityIcon(alert.severity), h('h2', {id: 'drawer-title'}, alert.title));
    show('alert', alertId, title,
      h('div', {class: 'alert-line'}, badge(alert), ...groupChips(alert)),
      h('p', {class: 'lead'}, alert.summary),
      acknowledgement(alert),
      h('div', {class: 'buttons start'}, ...(alert.status === 'resolved' ? [] : actions(alert)), ...furtherActions(alert)),
      facts(alert),
      !isOutside(alert) && [h('h3', {}, 'Evidence'), evidence(alert), recompute(alertId, exemplar), h('div', {class: 'exemplars', 'data-alert': alertId})],
      h('h3', {}, 'Who was told'), told(alertId),
      h('h3', {}, 'History'), timeline(transitions.length ? transitions : [alert]));
    if (!isOutside(alert)) loadExemplars(alertId);
  } catch (error) {
    show('alert', alertId, plainTitle, failed(error));
  }
}

function facts(alert) {
  const measured = isOutside(alert) ? [
    alert.generator_url && ['Source', link(alert.generator_url)],
    ...Object.entries(alert.annotations).filter(([name]) => !SHOWN.has(name)),
  ] : [
    ['Value', bound(alert)],
    ['Condition', h('code', {}, alert.condition)],
    ['Window', `${format.moment(alert.window_start)} – ${format.moment(alert.window_end)} (${format.span(alert.window_end - alert.window_start)}), ${format.number(alert.samples)} samples`],
    ...alert.parts.map((part) => [part.name, condition(part)]),
  ];
  const rows = [
    ...measured,
    ['Began', [format.exact(alert.started_at), alert.status === 'resolved' ? '' : [', ', since(alert.started_at), ' ago']]],
    ['Rule', isOutside(alert) ? `${alert.rule_id}, from outside` : `${alert.rule_id} in ${alert.rule_set}, version ${alert.rule_version}`],
    ['Category', alert.category],
    alert.runbook_url && ['Runbook', link(alert.runbook_url)],
    ...Object.entries(alert.labels).map(([name, value]) => [name, value]),
    ['Alert id', h('code', {}, alert.alert_id)],
  ];
  return h('dl', {class: 'facts'}, rows.filter((row) => row && row[1]).map(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));
}

/** One condition of a rule that has several. */
const condition = (part) => [
  h('code', {}, part.condition),
  ` ${part.holds ? 'holds' : 'does not hold'}: ${format.measured(part.condition, part.value)} over ${format.span(part.window_end - part.window_start)}`,
];

/** Annotations that stand elsewhere. */
const SHOWN = new Set(['summary', 'title', 'description', 'message', 'runbook_url', 'runbook']);

const link = (url) => /^https?:\/\//.test(url) ? h('a', {href: url, rel: 'noreferrer noopener', target: '_blank'}, url) : url;

function evidence({evidence: {count, ranges}}) {
  if (ranges.length === 0) return h('p', {class: 'muted'}, 'No records are named.');
  return h('details', {class: 'ranges'},
    h('summary', {}, `${format.number(count)} happenings in ${ranges.length === 1 ? 'one offset range' : `${ranges.length} offset ranges`}`),
    h('table', {},
      h('thead', {}, h('tr', {}, ['Topic', 'Partition', 'Offsets', 'Counted'].map((name, i) => h('th', {scope: 'col', class: i ? 'right' : null}, name)))),
      h('tbody', {}, ranges.map((range) => h('tr', {}, h('td', {}, range.topic), h('td', {class: 'right'}, range.partition),
        h('td', {class: 'right'}, `${range.from_offset} – ${range.to_offset}`), h('td', {class: 'right'}, format.number(range.count)))))));
}

async function loadExemplars(alertId) {
  const place = () => drawer().querySelector(`.exemplars[data-alert="${CSS.escape(alertId)}"]`);
  place()?.append(h('p', {class: 'muted small'}, 'Reading some of the records from Kafka…'));
  try {
    const {exemplars} = await read(`/api/alerts/${encodeURIComponent(alertId)}/evidence`);
    place()?.replaceChildren(...exemplars.map(exemplar));
  } catch (error) {
    place()?.replaceChildren(failed(error));
  }
}

const OUTCOMES = {expired: 'expired: the topic does not hold it any more', unreadable: 'cannot be read', timeout: 'could not be read in time'};

function exemplar({topic, partition, offset, status, record: json}) {
  const place = h('span', {class: 'muted'}, `${topic}-${partition} @ ${offset}`);
  if (!json) return h('div', {class: 'exemplar gone'}, place, ` ${OUTCOMES[status] ?? status}`);
  const what = [json.http && `${json.http.status} ${json.http.method ?? ''} ${json.http.path ?? json.http.route ?? ''}`, json.message ?? json.name].filter(Boolean).join('  ');
  return h('details', {class: 'exemplar'}, h('summary', {}, h('span', {class: 'message'}, what || 'record'), place), record(json));
}

function timeline(transitions) {
  return h('ol', {class: 'timeline'}, transitions.map((one, index) => h('li', {class: `transition-${one.transition} severity-${one.severity}`},
    h('time', {title: format.exact(one.at)}, format.moment(one.at)),
    h('div', {},
      h('strong', {}, WORDS[one.transition] ?? one.transition),
      one.transition === 'assigned' && h('span', {}, one.assigned_to ? ` to ${one.assigned_to}` : ' to nobody'),
      one.transition === 'snoozed' && h('span', {}, one.snoozed_until ? ` until ${format.moment(one.snoozed_until)}` : ': over'),
      one.transition === 'watching' && one.watched_until && h('span', {}, ` until ${format.moment(one.watched_until)}`),
      one.previous_severity && h('span', {}, ` from ${one.previous_severity} to ${one.severity}`),
      one.actor !== 'rule' && h('span', {}, ` by ${format.person(one.actor)}`),
      !isOutside(one) && ['pending', 'active', 'recovering', 'severity_changed', 'corrected', 'retracted'].includes(one.transition) && h('span', {class: 'muted'}, ` · ${format.measured(one.condition, one.value)} in ${format.number(one.samples)} samples`),
      one.reason && h('p', {class: 'reason'}, `“${one.reason}”`),
      transitions[index + 1] && transitions[index + 1].episode_id !== one.episode_id && h('p', {class: 'muted small'}, 'began anew')))));
}

export async function openService(name) {
  const title = h('h2', {id: 'drawer-title'}, name);
  try {
    const {series} = await read(`/api/series?minutes=60&service=${encodeURIComponent(name)}`);
    const of = (kind) => series.filter((one) => one.kind === kind).map((one) => ({...one, ...total(one.minutes)}));
    show('service', name, title,
      h('p', {class: 'muted'}, 'The last 60 minutes.'),
      durations('Routes', 'route', of('requests').filter((one) => one.dimensions.route)),
      durations('Operations', 'name', of('spans')),
      levels(of('logs')),
      metrics(of('metric')));
  } catch (error) {
    show('service', name, title, failed(error));
  }
}

function total(minutes) {
  const sum = (field) => d3.sum(minutes, (minute) => minute[field]);
  return {count: sum('count'), errors: sum('errors'), clientErrors: sum('client_errors'), last: minutes.at(-1)?.last,
    p50: d3.median(minutes, (m) => m.values ? m.p50 : undefined), p95: d3.max(minutes, (m) => m.values ? m.p95 : undefined)};
}

function table(heading, columns, rows) {
  if (rows.length === 0) return null;
  return [h('h3', {}, heading), h('div', {class: 'scroll'}, h('table', {},
    h('thead', {}, h('tr', {}, columns.map((name, i) => h('th', {scope: 'col', class: i ? 'right' : null}, name)))),
    h('tbody', {}, rows.map((cells) => h('tr', {}, cells.map((cell, i) => h('td', {class: i ? 'right' : 'wide'}, cell)))))))];
}

function durations(heading, dimension, series) {
  return table(heading, [heading.slice(0, -1), 'Count', '5xx', '4xx', 'p50', 'worst p95'], series.sort((a, b) => b.count - a.count).map((one) => [
    one.dimensions[dimension] ?? one.dimensions.route ?? Object.values(one.dimensions).join(' '), format.number(one.count),
    h('span', {class: one.errors ? 'bad' : 'muted'}, format.percent(one.errors / one.count)),
    h('span', {class: 'muted'}, format.percent(one.clientErrors / one.count)), format.latency(one.p50), format.latency(one.p95)]));
}

const levels = (series) => table('Log lines', ['Level', 'Lines'], series.sort((a, b) => b.count - a.count)
  .map((one) => [h('span', {class: `level-${one.dimensions.level}`}, h('span', {class: 'level'}, one.dimensions.level)), format.number(one.count)]));

const metrics = (series) => table('Metrics', ['Metric', 'Last value'], series.map((one) => {
  const {metric, ...attributes} = one.dimensions;
  return [[metric, ' ', h('span', {class: 'muted small'}, Object.entries(attributes).map(([k, v]) => `${k}=${v}`).join(' '))], format.rate(one.last)];
}));
