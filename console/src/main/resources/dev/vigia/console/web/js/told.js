// Who was told of an alert, who was not, and why.

import {read} from './api.js';
import {h} from './dom.js';
import * as format from './format.js';

const KINDS = {told: 'told', left: 'not told', held: 'held back', waits: 'waits'};
const PAST = {held: 'was held back', waits: 'waited'};
const OUTCOMES = {started: ['muted', 'under way'], delivered: ['good', 'delivered'], retryable: ['bad', 'failed for now'], failed: ['bad', 'failed']};

const EVERY_MILLIS = 3000;

/** The last answer, so that an alert that is drawn anew does not begin empty. */
let last = {alertId: null, body: null, readAt: 0};

/** Where each receiver stands with an alert's present episode, and what was decided. Kept up to date as long as it is open. */
export function told(alertId) {
  const place = {now: h('div', {class: 'told', 'aria-live': 'polite'}), past: h('div', {class: 'told'})};
  if (last.alertId === alertId) draw(place, last.body);
  else place.now.append(h('p', {class: 'muted small'}, 'Reading…'));
  follow(place, alertId);
  return [place.now, place.past];
}

async function follow(place, alertId) {
  const path = `/api/alerts/${encodeURIComponent(alertId)}/decisions`;
  let drawn = '';
  for (let first = true; ; first = false) {
    if (!document.hidden || first) {
      try {
        const body = await read(path);
        const fresh = JSON.stringify(body);
        if (fresh !== drawn) draw(place, body);
        drawn = fresh;
        last = {alertId, body, readAt: Date.now()};
      } catch (error) {
        drawn = '';
        fail(place, error, last.alertId === alertId ? last.readAt : 0);
      }
    }
    await new Promise((resolve) => { setTimeout(resolve, EVERY_MILLIS); });
    if (!place.now.closest('dialog')?.open) return;
  }
}

function fail(place, error, readAt) {
  const words = readAt ? `${error.message} This is as of ${format.moment(readAt)}.` : error.message;
  place.now.querySelector('.told-note')?.remove();
  const note = h('p', {class: 'told-note small'}, words);
  if (readAt) place.now.prepend(note);
  else place.now.replaceChildren(note);
}

function draw(place, {complete, missing, receivers, decisions}) {
  place.now.replaceChildren(...[
    !complete && h('p', {class: 'told-note small'}, `This may not be all: ${missing}.`),
    receivers.length > 0 && h('ul', {class: 'receivers'}, receivers.map((one) => standing(one, complete))),
    complete && receivers.length === 0 && h('p', {class: 'muted'}, 'Nobody, so far.'),
  ].filter(Boolean));
  place.past.replaceChildren(...(decisions.length === 0 ? [] : [
    h('h4', {}, 'What was decided, the newest first'),
    h('ol', {class: 'timeline'}, decisions.map(decision)),
  ]));
}

function standing({receiver, route, knows, told: arrived, newest}, complete) {
  const all = receiver === '';
  const tone = knows ? 'knows' : all ? 'all' : newest.kind === 'told' && underWay(newest) ? 'under-way' : 'unaware';
  return h('li', {class: tone},
    h('span', {class: 'mark', 'aria-hidden': 'true'}, {knows: '✓', unaware: '✕', 'under-way': '…', all: '·'}[tone]),
    h('div', {},
      h('strong', {}, all ? everybody(route, newest) : receiver),
      knows && [' knows', h('span', {class: 'muted'}, ' · ', arrived.words, ' · ', time(arrived.delivery.at))],
      tone === 'unaware' && (complete ? ' does not know' : ' may not know'),
      tone === 'under-way' && ' is being told',
      newest && h('p', {class: 'small'}, knows && h('span', {class: 'muted'}, 'since then '), ...words(newest))));
}

const underWay = ({delivery}) => !delivery || delivery.status === 'started';

/** Whom a decision is about that names no receiver. */
const everybody = (route, {reason}) => reason === 'nobody_on_call' ? 'Escalation' : route ? `Everybody on route ${route}` : 'Everybody';

const time = (millis) => h('time', {title: format.exact(millis)}, format.moment(millis));

/** What was decided, why, and what came of it. */
function words(one) {
  return [
    (one.past && PAST[one.kind]) || (KINDS[one.kind] ?? one.kind),
    one.attempt > 1 && ` (attempt ${one.attempt})`,
    one.until && until(one),
    h('span', {class: 'muted'}, ` · ${one.words}`, one.by && one.reason !== 'summary' && ` (${one.by})`),
    one.delivery && outcome(one.delivery),
  ];
}

/** What was outdone may have been over earlier than it was to be. */
function until({kind, past, until: millis}) {
  if (!past) return [' until ', time(millis)];
  return kind === 'held' ? [', until ', time(millis), ' at the latest'] : [' for ', time(millis)];
}

function outcome({status, detail}) {
  const [tone, text] = OUTCOMES[status] ?? ['muted', status];
  return [' · ', h('span', {class: tone}, text), detail && h('span', {class: 'muted'}, `: ${detail}`)];
}

const decision = (one) => h('li', {class: `decision-${one.kind} ${one.delivery ? `delivery-${one.delivery.status}` : ''}`},
  time(one.at),
  h('div', {}, h('strong', {}, one.receiver || everybody(one.route, one)), ' ', ...words(one)));
