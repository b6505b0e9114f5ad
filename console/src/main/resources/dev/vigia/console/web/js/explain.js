// Why an alert fired: its value, computed again from the raw records.

import {read} from './api.js';
import {h} from './dom.js';
import * as format from './format.js';

const VERDICTS = {
  match: ['good', 'Match', 'The records give what was told.'],
  differs: ['bad', 'Differs', 'The records do not give what was told.'],
  expired: ['muted', 'Expired', 'Not all of the records are there any more.'],
  unknown: ['muted', 'Unknown', ''],
};

/** The last answer, so that it stays when the panel is drawn anew. */
let last = null;

/** A button that has it computed, and the answer. `exemplar` draws one record. */
export function recompute(alertId, exemplar) {
  const place = h('div', {class: 'explanation', 'aria-live': 'polite'});
  if (last?.alertId === alertId) place.append(...answer(last.body, exemplar));
  const button = h('button', {type: 'button', class: 'button', title: 'Reads the records from Kafka and computes the value again'}, 'Recompute');
  button.addEventListener('click', async () => {
    button.disabled = true;
    place.replaceChildren(h('p', {class: 'muted small'}, 'Reading the records from Kafka…'));
    try {
      last = {alertId, body: await read(`/api/alerts/${encodeURIComponent(alertId)}/explain`)};
      place.replaceChildren(...answer(last.body, exemplar));
    } catch (error) {
      place.replaceChildren(h('p', {class: 'empty'}, error.name === 'TimeoutError' ? `It takes too long here; run: bin/vigia explain ${alertId}` : error.message));
    } finally {
      button.disabled = false;
    }
  });
  return [h('div', {class: 'buttons start'}, button), place];
}

function answer(body, exemplar) {
  const [tone, word, words] = VERDICTS[body.verdict] ?? ['muted', body.verdict, ''];
  const of = `Record ${body.sequence}${body.transition ? ` (${body.transition})` : ''}`;
  return [
    h('p', {class: 'verdict'}, h('strong', {class: tone}, word), ' ', body.verdict === 'unknown' ? body.reason : words),
    h('dl', {class: 'facts'}, facts(body, of).map(([name, value]) => [h('dt', {}, name), h('dd', {}, value)])),
    body.records?.length > 0 && h('div', {class: 'exemplars'}, ...body.records.map(exemplar)),
  ].filter(Boolean);
}

function facts(body, of) {
  const {computed, recorded, rule, parts = []} = body;
  const differing = new Map((body.verdict === 'differs' ? body.differences ?? [] : []).map((one) => [one.what, one]));
  const told = (what, before, again) => {
    const tone = differing.delete(what) ? 'bad' : null;
    return h('span', {class: tone}, `told ${before}, computed ${again}`);
  };
  return [
    ['Of', of],
    rule && parts.length === 0 && ['Filter', h('code', {}, records(rule))],
    recorded && ['Value', told('value', exact(recorded.value), computed ? exact(computed.value) : '–')],
    recorded && ['Samples', told('samples', format.number(recorded.samples), computed ? format.number(computed.samples) : '–')],
    ...parts.map((part) => [part.name, outcome(part)]),
    ...[...differing.values()].map((one) => [one.what, told(one.what, one.recorded, one.computed)]),
    ...(body.verdict === 'expired' ? body.expired ?? [] : []).map((gap) => [`${gap.topic}-${gap.partition}`, `offsets ${gap.from_offset} to ${gap.to_offset} are gone`]),
    ...(body.read ?? []).map((one) => [`${one.topic}-${one.partition}`, `${format.number(one.records)} records read (offsets ${one.from_offset} to ${one.to_offset}), ${format.number(one.counted)} counted${one.parts?.length > 0 ? ` for ${one.parts.join(', ')}` : ''}`]),
  ].filter(Boolean);
}

/** What comes out of one part of a rule. */
function outcome(part) {
  const [tone, word] = VERDICTS[part.verdict] ?? ['muted', part.verdict];
  return [
    h('strong', {class: tone}, word), ` ${part.condition} of `, h('code', {}, records(part)),
    h('br'), `told ${numbers(part.recorded)}, computed ${part.computed ? numbers(part.computed) : '–'}`,
  ];
}

const records = (rule) => rule.filter || `all ${rule.source}`;

const numbers = (part) => `${exact(part.value)} of ${format.number(part.samples)} (${part.holds ? 'holds' : 'does not hold'})`;

/** All digits: what is compared is the number itself. */
const exact = (value) => value === null || value === undefined ? 'none' : String(value);
