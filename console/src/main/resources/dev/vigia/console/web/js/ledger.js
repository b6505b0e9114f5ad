// Whether every record is accounted for, and which are not.

import {$, h} from './dom.js';
import * as format from './format.js';

const LATE_MILLIS = 60_000;

const records = (count) => `${format.number(count)} ${count === 1 ? 'record' : 'records'}`;

export class Ledger {
  constructor() {
    this.body = null;
  }

  show(body) {
    this.body = body;
    const panel = $('ledger');
    panel.hidden = body.partitions.length === 0;
    if (panel.hidden) return;
    $('ledger-text').replaceChildren(...headline(body));
    $('ledger-faults').replaceChildren(...body.partitions.flatMap(faults));
    $('ledger-rows').replaceChildren(...body.partitions.map(row));
    this.drawTime();
  }

  /** What is complete becomes old by itself. */
  drawTime() {
    if (!this.body) return;
    const {balanced, complete_up_to: complete} = this.body;
    const late = complete !== null && Date.now() - complete > LATE_MILLIS;
    $('ledger').dataset.state = !balanced ? 'wrong' : late ? 'late' : 'fine';
    $('ledger-time').textContent = complete === null ? 'not complete yet'
      : `complete up to ${format.moment(complete)}${late ? `, ${format.span(Date.now() - complete)} ago` : ''}`;
    $('ledger-time').title = complete === null ? '' : format.exact(complete);
  }
}

function headline({balanced, produced, lag, missing, surplus, written_off: writtenOff, partitions}) {
  const way = lag ? h('span', {class: 'muted'}, `, ${format.number(lag)} on their way`) : null;
  if (balanced) {
    const accounted = produced - lag - Math.max(0, writtenOff);
    return [h('span', {class: 'tick', 'aria-hidden': 'true'}, '✓'),
      h('strong', {}, accounted === 0 ? 'No records yet' : accounted === 1 ? 'The one record is accounted for' : `All ${records(accounted)} accounted for`),
      ...[way].filter(Boolean),
      ...(writtenOff > 0 ? [h('span', {class: 'bad'}, `, ${format.number(writtenOff)} lost for good`)] : [])];
  }
  const where = partitions.filter((one) => !one.balanced).map(name);
  const places = where.length > 3 ? `${where.length} partitions` : where.join(', ');
  return [h('strong', {}, `${fault(missing, surplus)} in ${places}`), ...[way].filter(Boolean)];
}

const name = ({topic, partition}) => `${topic}-${partition}`;

const fault = (missing, surplus) => [missing && `${records(missing)} missing`, surplus && `${records(surplus)} too many`].filter(Boolean).join(', ');

function faults(one) {
  if (one.balanced) return [];
  const ranges = one.imbalances.map((range) => `${format.number(range.from_offset)} to ${format.number(range.to_offset - 1)}`
    + ` (${format.number(range.acknowledged)} of ${format.number(range.produced)} accounted for)`);
  return [h('li', {}, `${name(one)}: ${fault(one.missing, one.surplus)}, offsets ${ranges.join(', ')}`)];
}

function row(one) {
  const leftOut = Object.entries(one.filtered ?? {});
  const number = (value, tone) => h('td', {class: `right ${value && tone ? tone : ''}`}, format.number(value));
  return h('tr', {},
    h('td', {}, name(one)),
    number(one.produced), number(one.indexed), number(one.dead_lettered),
    h('td', {class: 'right', title: leftOut.map(([reason, count]) => `${reason}: ${format.number(count)}`).join(', ')},
      format.number(leftOut.reduce((sum, [, count]) => sum + count, 0))),
    number(one.lag),
    h('td', {class: `right ${one.balanced ? '' : 'bad'}`}, one.complete_up_to === null ? '–' : format.moment(one.complete_up_to)));
}
