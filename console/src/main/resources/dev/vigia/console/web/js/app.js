// Puts the page together: what is read, what is followed, and who shows it.

import {Alerts} from './alerts.js';
import {Live, read} from './api.js';
import {$, h, toast} from './dom.js';
import * as drawer from './drawer.js';
import * as format from './format.js';
import {Ledger} from './ledger.js';
import {Logs} from './logs.js';
import {readOnCall} from './oncall.js';
import {Services} from './services.js';
import {Silences, readMaintenance, readSilences, setUp as setUpSilences, showMaintenance} from './silences.js';

const alerts = new Alerts((id) => drawer.openAlert(id));
const services = new Services(alerts, (name) => drawer.openService(name));
const logs = new Logs();
const ledger = new Ledger();
const silences = new Silences();
let health = null;
let lostAt = 0;

async function refresh() {
  const jobs = [
    readAlerts(),
    readSilences().then((body) => silences.show(body)),
    readMaintenance().then(showMaintenance),
    readOnCall(),
    readServices(),
    read('/api/logs').then((body) => logs.replace(body.logs)),
    read('/api/ledger').then((body) => ledger.show(body)),
    read('/health').then(showHealth),
  ];
  const failures = (await Promise.allSettled(jobs)).filter((job) => job.status === 'rejected');
  if (failures.length) console.warn('Not everything could be read.', failures.map((failure) => failure.reason));
}

const readAlerts = () => read('/api/alerts?status=all').then((body) => alerts.replace(body.alerts));
const readServices = () => read(`/api/services?minutes=${services.minutes}`).then((body) => services.replace(body));

function onEvent(name, data) {
  if (name === 'services') services.take(data);
  else if (name === 'logs') logs.take(data);
  else if (name === 'ledger') ledger.show(data);
  else if (name === 'silences') {
    silences.show(data);
    readAlerts().catch(() => {});
  } else if (name === 'maintenance') {
    showMaintenance(data);
    readAlerts().catch(() => {});
  } else if (name === 'health') showHealth(data);
  else if (name === 'alert') {
    alerts.take(data);
    drawer.refreshAlert(data.alert_id);
  }
}

function onState(live) {
  const element = $('live');
  element.dataset.state = live ? 'live' : 'lost';
  $('live-text').textContent = live ? 'Live' : 'Reconnecting';
  if (live) lostAt = 0;
  else lostAt ||= Date.now();
  showBanner();
}

/** Says that the stream is lost once it has been so for a few seconds: a short gap is nobody's business. */
function showBanner() {
  const lost = lostAt > 0 && Date.now() - lostAt > 3_000;
  $('banner').hidden = !lost;
  if (lost) $('banner').textContent = `The connection to the console is lost since ${format.time(lostAt)}. What you see may be old; it is tried again every few seconds.`;
}

function showHealth(body) {
  health = body;
  services.health(body.services);
  const parts = Object.entries(body.services);
  const ill = parts.filter(([, part]) => part.status !== 'healthy');
  $('health').dataset.status = body.status;
  $('health-text').textContent = ill.length === 0 ? 'Healthy' : ill.length === 1 ? `${ill[0][0]} ${ill[0][1].status}` : `${ill.length} parts ${body.status}`;
}

function openHealth() {
  if (!health) return;
  const dialog = $('ask');
  dialog.replaceChildren(
    h('h2', {id: 'ask-title'}, 'How Vigia is'),
    h('p', {class: 'muted small'}, `Version ${health.version}, ${format.time(Date.parse(health.timestamp))}`),
    h('ul', {class: 'parts'}, Object.entries(health.services).map(([name, part]) => h('li', {'data-status': part.status},
      h('span', {class: 'dot', 'aria-hidden': 'true'}), h('span', {}, name), h('span', {class: 'muted'}, part.status), part.detail && h('p', {class: 'small'}, part.detail)))),
    h('div', {class: 'buttons'}, h('button', {type: 'button', class: 'button', onclick: () => dialog.close()}, 'Close')));
  dialog.showModal();
}

function switchTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  localStorage.setItem('vigia.theme', root.dataset.theme);
}

$('health').addEventListener('click', openHealth);
$('theme').addEventListener('click', switchTheme);
document.querySelectorAll('[data-range]').forEach((button) => button.addEventListener('click', () => {
  services.minutes = Number(button.dataset.range);
  document.querySelectorAll('[data-range]').forEach((b) => b.setAttribute('aria-pressed', b === button));
  readServices().catch((error) => toast(error.message, 'bad'));
}));

setInterval(() => {
  document.querySelectorAll('[data-since]').forEach((element) => { element.textContent = format.span(Date.now() - Number(element.dataset.since)); });
  showBanner();
  ledger.drawTime();
}, 1_000);

// Late data change minutes that are drawn already.
setInterval(() => { if (!document.hidden && !lostAt) readServices().catch(() => {}); }, 60_000);
// A turn ends by the clock, and somebody may stand in at any time.
setInterval(() => { if (!document.hidden && !lostAt) readOnCall().catch(() => {}); }, 15_000);
document.addEventListener('visibilitychange', () => { if (!document.hidden) refresh(); });

drawer.setUp();
setUpSilences();
new Live({onEvent, onState, refresh}).start();
refresh();
