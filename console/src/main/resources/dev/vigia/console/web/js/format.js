// Numbers and times as people read them: in the reader's language and time zone.

const whole = new Intl.NumberFormat();
const short = new Intl.NumberFormat(undefined, {notation: 'compact', maximumSignificantDigits: 3});
const clock = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23'});
const minute = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit', hourCycle: 'h23'});
const full = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'long'});
const dayAndTime = new Intl.DateTimeFormat(undefined, {month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23'});

const missing = '–';

export const known = (value) => value !== null && value !== undefined && Number.isFinite(value);

export const number = (value) => known(value) ? whole.format(value) : missing;

function significant(value) {
  if (value >= 1000) return short.format(value);
  if (value >= 100) return value.toFixed(0);
  if (value >= 10) return value.toFixed(1);
  return value === 0 ? '0' : value >= 0.995 ? value.toFixed(1) : value.toFixed(2);
}

/** Happenings a second. */
export const rate = (value) => known(value) ? significant(value) : missing;

/** 0 to 1 as percent. */
export function percent(value) {
  if (!known(value)) return missing;
  const p = value * 100;
  return (p === 0 ? '0' : p < 0.1 ? p.toFixed(2) : p < 10 ? p.toFixed(1) : p.toFixed(0)) + '%';
}

/** Seconds, in the unit that fits. */
export function latency(seconds) {
  if (!known(seconds)) return missing;
  if (seconds === 0) return '0 ms';
  if (seconds < 0.001) return (seconds * 1e6).toFixed(0) + ' µs';
  if (seconds < 0.01) return (seconds * 1e3).toFixed(1) + ' ms';
  if (seconds < 1) return (seconds * 1e3).toFixed(0) + ' ms';
  return (seconds < 10 ? seconds.toFixed(2) : seconds.toFixed(1)) + ' s';
}

/** A round number without the zeros that say nothing: 5.0% as 5%. */
export const plain = (text) => text.replace(/(\.\d*?)0+(?=\D|$)/, '$1').replace(/\.(?=\D|$)/, '');

/** A length of time, roughly: 42 s, 3 min 20 s, 2 h 5 min, 3 d. */
export function span(millis) {
  const s = Math.max(0, Math.round(millis / 1000));
  if (s < 60) return `${s} s`;
  if (s < 600) return s % 60 ? `${Math.floor(s / 60)} min ${s % 60} s` : `${s / 60} min`;
  if (s < 3600) return `${Math.floor(s / 60)} min`;
  if (s < 86400) return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
  return `${Math.floor(s / 86400)} d ${Math.floor((s % 86400) / 3600)} h`;
}

export const time = (millis) => clock.format(millis);
export const hourMinute = (millis) => minute.format(millis);
export const exact = (millis) => full.format(millis);

/** The time alone when it is of the last 20 hours, else with the day. */
export const moment = (millis) => Math.abs(Date.now() - millis) < 72e6 ? clock.format(millis) : dayAndTime.format(millis);

/** An alert's value or bound, in the unit that its condition speaks of. */
export function measured(condition, value) {
  if (!known(value)) return missing;
  if (/error_rate|\b(?:rate|ratio|share)\b/.test(condition)) return percent(value);
  if (/p\d\d|latency|duration/.test(condition)) return latency(value);
  return Number.isInteger(value) ? number(value) : significant(Math.abs(value)).replace(/^/, value < 0 ? '-' : '');
}

/** `user:Ana` as Ana. */
export const person = (actor) => (actor ?? '').replace(/^user:/, '') || 'somebody';
