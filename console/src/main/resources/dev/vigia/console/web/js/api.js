// The console's API: reading, acting, and following live.

export class ApiError extends Error {
  constructor(status, body) {
    super(body?.error?.message ?? `The console answered with ${status}.`);
    this.status = status;
    this.code = body?.error?.code ?? '';
  }
}

async function request(path, options = {}) {
  const response = await fetch(path, {cache: 'no-store', signal: AbortSignal.timeout(15_000), ...options});
  const body = await response.json().catch(() => null);
  // An unhealthy answer of /health is an answer.
  if (!response.ok && !(path === '/health' && body)) throw new ApiError(response.status, body);
  return {status: response.status, body};
}

export const read = async (path) => (await request(path)).body;

export const act = (path, body) => request(path, {
  method: 'POST',
  headers: {'content-type': 'application/json'},
  body: JSON.stringify(body),
});

export const remove = (path) => request(path, {method: 'DELETE'});

const SILENCE_MILLIS = 12_000;
const POLL_MILLIS = 30_000;

/**
 * Follows the server's events. The browser reconnects by itself and says which event it saw last; while it cannot, everything
 * is read anew every 30 s. A connection on which nothing comes for long is taken for dead.
 */
export class Live {
  constructor({onEvent, onState, refresh}) {
    this.onEvent = onEvent;
    this.onState = onState;
    this.refresh = refresh;
    this.heard = 0;
    this.live = false;
  }

  start() {
    this.open();
    setInterval(() => this.watch(), 2_000);
    setInterval(() => { if (!this.live && !document.hidden) this.refresh(); }, POLL_MILLIS);
  }

  open() {
    this.source?.close();
    this.heard = Date.now();
    const source = new EventSource('/api/events');
    this.source = source;
    source.onopen = () => {
      this.heard = Date.now();
      this.set(true);
    };
    source.onerror = () => this.set(false);
    for (const name of ['alert', 'services', 'logs', 'ledger', 'silences', 'maintenance', 'health', 'reset']) {
      source.addEventListener(name, (event) => {
        this.heard = Date.now();
        this.set(true);
        if (name === 'reset') this.refresh();
        else this.onEvent(name, JSON.parse(event.data));
      });
    }
  }

  set(live) {
    if (live && !this.live) this.refresh();
    this.live = live;
    this.onState(live);
  }

  watch() {
    if (Date.now() - this.heard < SILENCE_MILLIS) return;
    this.set(false);
    this.open();
  }
}
