// Numbers as people read them, always with their unit; what is not known is a dash.

const whole = new Intl.NumberFormat('en', {maximumFractionDigits: 0});
const tenths = new Intl.NumberFormat('en', {maximumFractionDigits: 1});
const short = new Intl.NumberFormat('en', {notation: 'compact', maximumFractionDigits: 1});

export const UNKNOWN = '–';

const known = (value) => value !== null && value !== undefined;

export function count(value) {
  return known(value) ? whole.format(value) : UNKNOWN;
}

/** Fits where there is little room: 12,345 but 1.2M. */
export function brief(value) {
  return known(value) ? (Math.abs(value) < 100_000 ? whole : short).format(value) : UNKNOWN;
}

export function rate(value) {
  return known(value) ? (value > 0 && value < 10 ? tenths : value < 100_000 ? whole : short).format(value) : UNKNOWN;
}

export function bytes(value) {
  if (!known(value)) return UNKNOWN;
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let at = 0;
  while (value >= 1024 && at < units.length - 1) {
    value /= 1024;
    at++;
  }
  return `${(at === 0 || value >= 100 ? whole : tenths).format(value)} ${units[at]}`;
}

export function seconds(value) {
  if (!known(value)) return UNKNOWN;
  if (value < 10) return `${tenths.format(value)} s`;
  if (value < 120) return `${whole.format(value)} s`;
  if (value < 7200) return `${whole.format(value / 60)} min`;
  if (value < 172_800) return `${whole.format(value / 3600)} h`;
  return `${whole.format(value / 86_400)} days`;
}

export function plural(value, one, many = `${one}s`) {
  return `${count(value)} ${value === 1 ? one : many}`;
}

export function ago(text) {
  return `${seconds(Math.max(0, (Date.now() - Date.parse(text)) / 1000))} ago`;
}

export function time(text) {
  return new Date(text).toLocaleString(undefined, {dateStyle: 'medium', timeStyle: 'medium'});
}

/** Why something is down, for people: without the name of a class, and with the time as they read it. */
export function why(detail) {
  return detail.replace(/^([\w$]+\.)+[\w$]+: /, '').replace(/since (\d{4}-\S+Z)/, (all, at) => `since ${time(at)}`);
}
