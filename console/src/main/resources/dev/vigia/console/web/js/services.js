// Rate, errors and latency of each service, as small multiples over the same time.

import {SEVERITIES} from './alerts.js';
import {AT, Chart, ERRORS, P95, RATE, merge} from './chart.js';
import {$, h} from './dom.js';
import * as format from './format.js';

const WORDS = {
  requests: {unit: 'req/s', errors: 'of requests, 5xx'},
  spans: {unit: 'spans/s', errors: 'of spans'},
  logs: {unit: 'lines/s', errors: 'of lines'},
};
const STALE_MILLIS = 60_000;

class Row {
  constructor(name, source, onOpen) {
    this.source = source;
    const words = WORDS[source];
    this.charts = {
      rate: new Chart({label: 'Requests', field: RATE, tone: 'rate', format: format.rate, least: 0.5, unit: words.unit}),
      errors: new Chart({label: 'Errors', field: ERRORS, tone: 'errors', format: format.percent, least: 0.02, unit: words.errors}),
      latency: new Chart({label: 'p95', field: P95, tone: 'latency', format: format.latency, least: 0.001}),
    };
    this.state = h('span', {class: 'state', 'aria-hidden': 'true'});
    this.note = h('span', {class: 'small muted'});
    this.element = h('article', {class: 'service', 'aria-label': name},
      h('div', {class: 'service-name'},
        h('h3', {}, this.state, h('button', {type: 'button', class: 'link', title: `Routes, levels and metrics of ${name}`, onclick: () => onOpen(name)}, name)),
        this.note),
      this.charts.rate.element, this.charts.errors.element,
      source === 'logs' ? h('div', {class: 'chart none muted small'}, 'no durations in logs') : this.charts.latency.element);
  }

  /** context: {domain, step, alerts, last} */
  update(service, points, {domain, step, alerts, last}) {
    const merged = merge(points, step).filter((p) => p[AT] >= domain[0] - step);
    const bands = alerts.map((a) => [a.started_at, a.status === 'resolved' ? a.at : domain[1]]);
    const active = alerts.filter((a) => a.status === 'active');
    const boundOf = (words) => active.find((a) => words.test(a.condition))?.threshold ?? null;
    const shared = {points: merged, domain, bands};
    this.charts.rate.update({...shared, now: service.requests_per_second, bound: null, axis: last});
    this.charts.errors.update({...shared, now: service.error_rate, bound: boundOf(/error_rate|error_ratio/), axis: last});
    this.charts.latency.update({...shared, now: service.p95_seconds, bound: boundOf(/p95/), axis: last});
    const worst = active.map((a) => a.severity).sort((a, b) => SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b))[0];
    this.element.dataset.state = worst ? `severity-${worst}` : alerts.some((a) => a.status === 'recovering') ? 'recovering' : 'fine';
    this.note.textContent = active.length ? (active.length === 1 ? '1 alert' : `${active.length} alerts`)
      : alerts.some((a) => a.status === 'recovering') ? 'recovering' : '';
  }

  destroy() {
    Object.values(this.charts).forEach((chart) => chart.destroy());
    this.element.remove();
  }
}

export class Services {
  constructor(alerts, onOpen) {
    this.alerts = alerts;
    this.onOpen = onOpen;
    this.byName = new Map();
    this.points = new Map();
    this.rows = new Map();
    this.minutes = 15;
    this.dataAt = 0;
    this.ahead = 0;
    this.loaded = false;
    this.late = '';
  }

  /** No chart moves while nobody counts, which is not the same as that nothing comes. */
  health({ticks, counting}) {
    this.late = [counting, ticks].filter((part) => part && part.status !== 'healthy').map((part) => part.detail)[0] ?? '';
    this.drawNotes(this.byName.size, Date.now() + this.ahead);
  }

  /** Everything anew. */
  replace({at, data_at: dataAt, services}) {
    this.loaded = true;
    this.ahead = at - Date.now();
    this.dataAt = dataAt;
    this.byName = new Map(services.map((service) => [service.service, service]));
    this.points = new Map(services.map((service) => [service.service, service.points]));
    this.draw();
  }

  /** The newest values and points. */
  take({at, services}) {
    this.ahead = at - Date.now();
    for (const service of services) {
      this.byName.set(service.service, service);
      const known = this.points.get(service.service) ?? [];
      const fresh = service.points[0]?.[AT] ?? Infinity;
      this.points.set(service.service, [...known.filter((p) => p[AT] < fresh), ...service.points]);
      if (service.points.length) this.dataAt = Math.max(this.dataAt, service.points.at(-1)[AT]);
    }
    this.draw();
  }

  draw() {
    const now = Date.now() + this.ahead;
    const domain = [now - this.minutes * 60_000, now];
    const step = this.minutes <= 15 ? 10_000 : 30_000;
    const services = [...this.byName.values()].sort((a, b) => a.service.localeCompare(b.service));
    const list = $('service-list');
    for (const [name, row] of this.rows) {
      if (this.byName.get(name)?.source === row.source) continue;
      row.destroy();
      this.rows.delete(name);
    }
    services.forEach((service, index) => {
      const name = service.service;
      let row = this.rows.get(name);
      if (!row) {
        row = new Row(name, service.source, this.onOpen);
        this.rows.set(name, row);
      }
      if (list.children[index] !== row.element) list.insertBefore(row.element, list.children[index] ?? null);
      const points = (this.points.get(name) ?? []).filter((p) => p[AT] > domain[0] - 120_000);
      this.points.set(name, points);
      row.update(service, points, {domain, step, alerts: this.alerts.ofService(name, domain[0]), last: index === services.length - 1});
    });
    this.drawNotes(services.length, now);
  }

  drawNotes(count, now) {
    const behind = now - this.dataAt;
    $('services-note').textContent = this.late ? `Not up to date. ${this.late}`
      : count && behind > STALE_MILLIS ? `Nothing has come in for ${format.span(behind)}.` : '';
    document.querySelector('.service-head').hidden = count === 0;
    const empty = $('service-empty');
    empty.hidden = count > 0 || !this.loaded;
    if (empty.hidden || empty.firstChild) return;
    empty.replaceChildren(
      h('p', {}, h('strong', {}, 'No telemetry yet.'), ' Send a first request’s log to the gateway:'),
      h('pre', {tabindex: '0'}, `curl -H 'Content-Type: application/json' \\\n  http://${location.hostname}:4318/ingest/logs \\\n  -d '[{"service":"shop","level":"info","message":"hello",\n        "http":{"method":"GET","route":"/","status":200,"duration_ms":12}}]'`),
      h('p', {class: 'muted small'}, 'Or ship a file with ', h('code', {}, 'bin/vigia ship access.log --format combined --service web --retime'),
        ', or start the demo shop with ', h('code', {}, 'bin/vigia up --demo'), '.'));
  }
}
