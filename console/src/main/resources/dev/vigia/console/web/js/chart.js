// Small charts over time. All of them share one crosshair, so that what happened at the same moment is seen at once.

import {h, svg} from './dom.js';
import * as format from './format.js';

const charts = new Set();
let pointedAt = null;

/** What a point holds: [middle in ms, seconds, rate, error rate, p95 in seconds]. */
export const AT = 0, SECONDS = 1, RATE = 2, ERRORS = 3, P95 = 4;

/**
 * Merges points into steps of equal length, so that a line has no more corners than a reader can see. Rates of few events
 * would be all noise otherwise.
 */
export function merge(points, stepMillis) {
  const steps = [];
  let current = null;
  for (const [at, seconds, rate, errors, p95] of points) {
    const start = Math.floor(at / stepMillis) * stepMillis;
    if (!current || current.start !== start) {
      current = {start, first: at, last: at, seconds: 0, count: 0, errors: 0, p95: 0, measured: 0};
      steps.push(current);
    }
    const count = rate * seconds;
    current.last = at;
    current.seconds += seconds;
    current.count += count;
    current.errors += count * (errors ?? 0);
    if (p95 !== null) {
      current.p95 += p95 * count;
      current.measured += count;
    }
  }
  return steps.map((s) => [
    (s.first + s.last) / 2,
    s.seconds,
    s.count / s.seconds,
    s.count > 0 ? s.errors / s.count : null,
    s.measured > 0 ? s.p95 / s.measured : null,
  ]);
}

export class Chart {
  /** options: {label, field, tone, format, least (the smallest top of the scale), unit} */
  constructor(options) {
    this.options = options;
    this.points = [];
    this.bands = [];
    this.bound = null;
    this.domain = [0, 1];
    this.width = 0;
    this.axis = false;
    this.value = h('span', {class: 'value'});
    this.unit = h('span', {class: 'unit'}, options.unit ?? '');
    this.top = h('span', {class: 'scale', 'aria-hidden': 'true'});
    this.picture = svg('svg', {class: 'plot', role: 'img', tabindex: '0'});
    this.bubble = h('span', {class: 'bubble', 'aria-hidden': 'true', hidden: true});
    this.element = h('div', {class: `chart tone-${options.tone}`},
      h('div', {class: 'chart-label'}, h('span', {class: 'name'}, options.label), this.value, this.unit),
      this.top, this.picture, this.bubble);
    this.build();
    this.listen();
    charts.add(this);
  }

  build() {
    this.parts = {
      grid: svg('path', {class: 'grid'}),
      bands: svg('g', {class: 'bands'}),
      area: svg('path', {class: 'area'}),
      line: svg('path', {class: 'line'}),
      bound: svg('line', {class: 'bound'}),
      cross: svg('line', {class: 'cross'}),
      dot: svg('circle', {class: 'dot', r: 3}),
      axis: svg('g', {class: 'axis'}),
    };
    this.picture.append(...Object.values(this.parts));
  }

  listen() {
    this.observer = new ResizeObserver(([entry]) => {
      this.width = Math.floor(entry.contentRect.width);
      this.draw();
    });
    this.observer.observe(this.picture);
    this.picture.addEventListener('pointermove', (event) => {
      const box = this.picture.getBoundingClientRect();
      point(this.x().invert(event.clientX - box.left).getTime());
    });
    this.picture.addEventListener('pointerleave', () => point(null));
    this.picture.addEventListener('blur', () => point(null));
    this.picture.addEventListener('keydown', (event) => {
      const step = {ArrowLeft: -1, ArrowRight: 1}[event.key];
      if (event.key === 'Escape') point(null);
      if (!step || this.points.length === 0) return;
      event.preventDefault();
      const from = pointedAt === null ? this.points.length : this.nearest(pointedAt);
      point(this.points[Math.min(this.points.length - 1, Math.max(0, from + step))][AT]);
    });
  }

  /** state: {points, domain, now (the value shown), bands: [[from, to]], bound: number or null, axis} */
  update(state) {
    Object.assign(this, state);
    this.draw();
  }

  destroy() {
    charts.delete(this);
    this.observer.disconnect();
  }

  x() {
    return d3.scaleTime(this.domain, [0, this.width]);
  }

  nearest(at) {
    return d3.bisector((p) => p[AT]).center(this.points, at);
  }

  draw() {
    if (this.width < 10) return;
    const {field, least} = this.options;
    const axisHeight = this.axis ? 16 : 0;
    const height = this.picture.clientHeight - axisHeight;
    const x = this.x();
    const largest = d3.max(this.points, (p) => p[field]) ?? 0;
    const y = d3.scaleLinear([0, Math.max(least, largest * 1.1, (this.bound ?? 0) * 1.15)], [height - 1, 3]).nice(3);
    const defined = (p) => p[field] !== null;
    const {parts} = this;
    const ticks = x.ticks(Math.max(2, Math.floor(this.width / 90)));
    parts.grid.setAttribute('d', `M0,${height - 0.5}H${this.width}` + ticks.map((t) => `M${Math.round(x(t)) + 0.5},0V${height}`).join(''));
    parts.line.setAttribute('d', d3.line().x((p) => x(p[AT])).y((p) => y(p[field])).defined(defined)(this.points) ?? '');
    parts.area.setAttribute('d', d3.area().x((p) => x(p[AT])).y0(height).y1((p) => y(p[field])).defined(defined)(this.points) ?? '');
    parts.bands.replaceChildren(...this.bands.map(([from, to]) => {
      const left = Math.max(0, x(from));
      return svg('rect', {x: left, y: 0, width: Math.max(0, Math.min(this.width, x(to)) - left), height});
    }));
    place(parts.bound, this.bound !== null && {x1: 0, x2: this.width, y1: y(this.bound), y2: y(this.bound)});
    this.drawAxis(ticks, x, height);
    this.top.textContent = format.plain(this.options.format(y.domain()[1]));
    this.drawCross(x, y, height);
  }

  drawAxis(ticks, x, height) {
    this.picture.classList.toggle('with-axis', this.axis);
    const shown = this.axis ? ticks.filter((t) => x(t) > 14 && x(t) < this.width - 14) : [];
    this.parts.axis.replaceChildren(...shown.map((t) => svg('text', {x: x(t), y: height + 13}, format.hourMinute(t))));
  }

  drawCross(x, y, height) {
    const {field, format: formatted, label} = this.options;
    const index = pointedAt === null || this.points.length === 0 ? -1 : this.nearest(pointedAt);
    const p = this.points[index];
    const inside = p !== undefined && x(p[AT]) >= 0;
    place(this.parts.cross, inside && {x1: x(p[AT]), x2: x(p[AT]), y1: 0, y2: height});
    place(this.parts.dot, inside && p[field] !== null && {cx: x(p[AT]), cy: y(p[field])});
    const shown = inside ? p[field] : this.now;
    this.value.textContent = formatted(shown);
    this.element.classList.toggle('pointed', inside);
    this.bubble.hidden = !inside || !(this.picture.matches(':hover') || this.picture === document.activeElement);
    if (!this.bubble.hidden) {
      this.bubble.textContent = format.time(p[AT]);
      this.bubble.style.left = `${Math.min(this.width - 30, Math.max(30, x(p[AT])))}px`;
    }
    const when = inside ? `at ${format.time(p[AT])}` : 'now';
    this.picture.setAttribute('aria-label', `${label} ${when}: ${formatted(shown)} ${this.options.unit ?? ''}. Left and right arrows move in time.`);
  }
}

function place(element, attributes) {
  element.style.display = attributes ? '' : 'none';
  if (attributes) for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

let drawing = false;

function point(at) {
  pointedAt = at;
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    charts.forEach((chart) => chart.draw());
  });
}
