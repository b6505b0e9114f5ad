// Who was told of an alert, who was not, and why.

import {read} from './api.js';
import {h} from './dom.js';
import * as format from './format.js';

const KINDS = {told: 'told', left: 'not told', held: 'held back', waits: 'waits'};
const OUTCOMES = {started: ['muted', 'under way'], delivered: ['good', 'delivered'], retryable: ['bad', 'failed for now'], failed: ['bad', 'failed']};

/** What is decided comes a moment after the alert's own record. */
const AGAIN_MILLIS = 3000;

/** The decisions on an alert's present episode, the newest first. */
export function told(alertId) {
  const place = h('div', {class: 'told', 'aria-live': 'polite'}, h('p', {class: 'muted small'}, 'Reading…'));
  const load = async () => {
    try {
      const {decisions} = await read(`/api/alerts/${encodeURIComponent(alertId)}/decisions`);
      place.replaceChildren(list(decisions));
    } catch (error) {
      place.replaceChildren(h('p', {class: 'empty'}, error.message));
    }
  };
  load();
  setTimeout(() => place.isConnected && load(), AGAIN_MILLIS);
  return place;
}

function list(decisions) {
  if (decisions.length === 0) return h('p', {class: 'muted'}, 'Nobody, so far.');
  return h('ol', {class: 'timeline'}, decisions.map((one) => h('li', {class: `decision-${one.kind} ${one.delivery ? `delivery-${one.delivery.status}` : ''}`},
    h('time', {title: format.exact(one.at)}, format.moment(one.at)),
    h('div', {},
      h('strong', {}, one.receiver || 'Everybody'), ` ${KINDS[one.kind] ?? one.kind}`,
      one.attempt > 1 && ` (attempt ${one.attempt})`,
      h('span', {class: 'muted'}, ` · ${one.words}${one.by ? ` (${one.by})` : ''}`),
      one.until && h('span', {class: 'muted'}, ` · until ${format.moment(one.until)}`),
      one.delivery && outcome(one.delivery)))));
}

function outcome({status, detail}) {
  const [tone, words] = OUTCOMES[status] ?? ['muted', status];
  return h('p', {class: 'small'}, h('span', {class: tone}, words), detail && h('span', {class: 'muted'}, `: ${detail}`));
}
