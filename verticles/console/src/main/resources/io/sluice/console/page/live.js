// The stream of news. It is closed while nobody looks, and opened again by itself.

import {session, signedOut} from './api.js';

const AGAIN_MS = 3000;
const SILENT_MS = 8000;
/** An hour of the usual pace. */
const MOST_POINTS = 1800;

/** Fires `news` with each state of the pipeline, and `quiet` when none has come for a while. */
export const live = new EventTarget();

/** What is known: the latest state, and the points of the last minutes. */
export const known = {latest: null, columns: [], history: [], connected: false};

let source = null;
let silence = 0;
let again = 0;

function heard() {
  known.connected = true;
  clearTimeout(silence);
  silence = setTimeout(quiet, SILENT_MS);
  live.dispatchEvent(new Event('news'));
}

function quiet() {
  known.connected = false;
  live.dispatchEvent(new Event('quiet'));
}

function point(latest) {
  return [Date.parse(latest.at) / 1000, latest.door.events_per_second, latest.sqlizer.events_per_second,
    latest.loader.rows_per_second, latest.sqlizer.waiting_seconds, latest.loader.waiting_seconds];
}

export function open() {
  close();
  if (document.hidden) return;
  source = new EventSource('/v1/pipeline');
  source.addEventListener('snapshot', (event) => {
    const {history, columns, ...latest} = JSON.parse(event.data);
    Object.assign(known, {latest: latest.at ? latest : null, history, columns});
    if (known.latest) heard();
  });
  source.addEventListener('pipeline', (event) => {
    known.latest = JSON.parse(event.data);
    known.history.push(point(known.latest));
    if (known.history.length > MOST_POINTS) known.history.shift();
    heard();
  });
  source.addEventListener('error', () => {
    quiet();
    if (source && source.readyState === EventSource.CLOSED) retry();
  });
}

/** The server refused: because the session is over, or because too many watch. */
function retry() {
  close();
  again = setTimeout(async () => {
    const signedIn = await session().catch(() => true);
    if (signedIn) open();
    else signedOut.dispatchEvent(new Event('signed-out'));
  }, AGAIN_MS);
}

export function close() {
  clearTimeout(again);
  clearTimeout(silence);
  if (source) source.close();
  source = null;
}

/** Follows whether the page is looked at; returns what ends that. */
export function follow() {
  const changed = () => (document.hidden ? close() : open());
  document.addEventListener('visibilitychange', changed);
  open();
  return () => {
    document.removeEventListener('visibilitychange', changed);
    close();
  };
}
