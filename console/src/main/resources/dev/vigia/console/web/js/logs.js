// The last log lines, the newest first.

import {$, h} from './dom.js';
import * as format from './format.js';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
const KEPT = 500;
const SHOWN = 300;

export class Logs {
  constructor() {
    this.lines = [];
    this.waiting = [];
    this.paused = false;
    this.loaded = false;
    this.services = new Set();
    $('logs-search').addEventListener('input', () => this.draw());
    $('logs-level').addEventListener('change', () => this.draw());
    $('logs-service').addEventListener('change', () => this.draw());
    $('logs-pause').addEventListener('click', () => this.pause(!this.paused));
  }

  pause(paused) {
    this.paused = paused;
    $('logs-pause').setAttribute('aria-pressed', paused);
    $('logs-pause').textContent = paused ? 'Resume' : 'Pause';
    if (!paused) {
      const waiting = this.waiting;
      this.waiting = [];
      this.add(waiting);
    }
    this.note();
  }

  /** All that the console has, the newest first. */
  replace(lines) {
    this.loaded = true;
    if (this.paused) return;
    this.lines = lines.slice(0, KEPT);
    this.lines.forEach((line) => this.meet(line));
    this.draw();
  }

  /** More, the oldest first. */
  take(lines) {
    if (!this.paused) return this.add(lines);
    this.waiting = [...this.waiting, ...lines].slice(-KEPT);
    this.note();
  }

  add(lines) {
    const newest = this.lines[0]?.number ?? 0;
    const fresh = lines.filter((line) => line.number > newest).reverse();
    if (fresh.length === 0) return;
    fresh.forEach((line) => this.meet(line));
    this.lines = [...fresh, ...this.lines].slice(0, KEPT);
    const wanted = this.filter();
    const list = $('log-list');
    const stay = list.scrollTop > 4 ? list.scrollHeight - list.scrollTop : null;
    list.prepend(...fresh.filter(wanted).slice(0, SHOWN).map(row));
    while (list.childElementCount > SHOWN) list.lastElementChild.remove();
    // Who has scrolled down keeps what they are reading.
    if (stay !== null) list.scrollTop = list.scrollHeight - stay;
    this.drawEmpty();
  }

  meet({service}) {
    if (this.services.has(service) || this.services.size > 200) return;
    this.services.add(service);
    const select = $('logs-service');
    const next = [...select.options].slice(1).find((option) => option.value.localeCompare(service) > 0);
    select.insertBefore(h('option', {value: service}, service), next ?? null);
  }

  filter() {
    const least = LEVELS.indexOf($('logs-level').value);
    const service = $('logs-service').value;
    const words = $('logs-search').value.toLowerCase().split(/\s+/).filter(Boolean);
    return (line) => (least === 0 || LEVELS.indexOf(line.level) >= least)
      && (service === '' || line.service === service)
      && words.every((word) => searched(line).includes(word));
  }

  draw() {
    $('log-list').replaceChildren(...this.lines.filter(this.filter()).slice(0, SHOWN).map(row));
    this.drawEmpty();
  }

  drawEmpty() {
    const empty = this.loaded && $('log-list').childElementCount === 0;
    $('log-list').hidden = empty;
    $('log-empty').hidden = !empty;
    $('log-empty').replaceChildren(h('p', {}, this.lines.length ? `None of the last ${this.lines.length} lines match.` : 'No log lines yet. They show here as they arrive.'));
    this.note();
  }

  note() {
    $('logs-note').textContent = this.paused ? (this.waiting.length ? `Paused, ${this.waiting.length} new` : 'Paused') : '';
  }
}

function searched(line) {
  line.searched ??= [line.service, line.message, line.http?.method, line.http?.path, line.http?.status, line.exception?.type, line.exception?.message, line.trace_id]
    .filter((part) => part !== undefined).join('\n').toLowerCase();
  return line.searched;
}

function row(line) {
  return h('details', {class: `log level-${line.level}`, ontoggle: (event) => expand(event.currentTarget, line)},
    h('summary', {},
      h('time', {title: format.exact(line.at)}, format.moment(line.at)),
      h('span', {class: 'level'}, line.level === 'unknown' ? '·' : line.level),
      h('span', {class: 'log-service'}, line.service),
      h('span', {class: 'message'}, request(line), line.message, line.exception && !line.message.includes(line.exception.type) ? h('span', {class: 'muted'}, ` ${line.exception.type}`) : null,
        line.count > 1 ? h('span', {class: 'chip'}, `× ${format.number(line.count)}`) : null)));
}

function request({http, message}) {
  if (!http?.status) return null;
  const tone = http.status >= 500 ? 'bad' : http.status >= 400 ? 'warn' : 'fine';
  const path = http.path ?? http.route ?? '';
  return [h('span', {class: `status ${tone}`}, http.status),
    path && !message.includes(path) ? ` ${http.method ?? ''} ${path} ` : ' '];
}

const SHOWN_ABOVE = new Set(['number', 'at', 'level', 'searched', 'count']);

/** The whole record, made when somebody looks. */
function expand(element, line) {
  if (!element.open || element.childElementCount > 1) return;
  element.append(record(line));
}

/** A log, metric or span as a table of names and values. */
export function record(json) {
  const rows = [];
  walk('', json, rows);
  const stack = json.exception?.stack_trace;
  return h('div', {class: 'record'},
    h('dl', {}, rows.map(([name, value]) => [h('dt', {}, name), h('dd', {}, value)])),
    stack && h('pre', {class: 'stack', tabindex: '0'}, stack));
}

function walk(path, json, rows) {
  for (const [name, value] of Object.entries(json)) {
    const here = path ? `${path}.${name}` : name;
    if ((!path && SHOWN_ABOVE.has(name)) || here === 'exception.stack_trace' || value === '') continue;
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) walk(here, value, rows);
    else rows.push([here, shown(here, value)]);
  }
}

function shown(name, value) {
  if (/^(observed_|start_|end_)?timestamp$/.test(name) && value > 1e14) return new Date(value / 1000).toISOString();
  if (name === 'http.duration') return format.latency(value / 1e9);
  return Array.isArray(value) ? JSON.stringify(value) : String(value);
}
