// Who is on call now.

import {read} from './api.js';
import {$, h} from './dom.js';
import * as format from './format.js';

export const readOnCall = () => read('/api/oncall').then(showOnCall);

/** One line of each schedule; nothing where there is none. */
function showOnCall({schedules}) {
  $('oncall').hidden = schedules.length === 0;
  $('oncall-list').replaceChildren(...schedules.map(({name, shifts}) => h('li', {},
    h('span', {class: 'muted'}, name), ' ', ...shifts.slice(0, 1).map(person), ...shifts.slice(1, 2).map(next))));
}

const person = ({person: name}) => h('strong', {class: name ? null : 'bad'}, name ?? 'nobody');

const next = ({person: name, from}) => h('span', {class: 'muted'}, ' until ', h('time', {title: format.exact(from)}, format.moment(from)), `, then ${name ?? 'nobody'}`);
