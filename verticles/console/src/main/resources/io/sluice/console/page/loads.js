// Load units by state: what waits, what was set aside and why, and another try.

import {all, path, post} from './api.js';
import {choice, noApp, picker} from './apps.js';
import {badge, empty, filled, h, show, table} from './dom.js';
import {bytes, count, seconds, time} from './format.js';

const STATES = {
  parked: {name: 'Set aside', none: 'No unit is set aside.', more: 'A unit that cannot be loaded comes here with its reason, and blocks no other.'},
  published: {name: 'Waiting', none: 'No unit waits.', more: 'Batches that are published and not in their tables yet are shown here.'},
  loaded: {name: 'Loaded', none: 'No unit has been loaded yet.', more: 'Send events: within seconds their batch is here.'},
};
const MOST = 200;

export function view(place, [wanted, state]) {
  filled(place, () => load(place, wanted, state in STATES ? state : 'parked'));
}

async function load(place, wanted, state) {
  const chosen = await choice(wanted);
  if (!chosen.app) return show(place, h('h1', {}, 'Load units'), noApp());
  const {app} = chosen;
  const {items, more} = await all(path('v1', 'apps', app, 'loads'), 'units', MOST, {state});
  const tabs = Object.entries(STATES).map(([id, it]) => h('a', {
    href: `#loads/${encodeURIComponent(app)}/${id}`, 'aria-current': id === state ? 'true' : null}, it.name));
  const columns = [{name: 'Table'}, {name: 'Rows', number: true}, {name: 'Size', number: true},
    {name: 'Version', number: true}, {name: state === 'loaded' ? 'Loaded' : 'Since'},
    ...(state === 'loaded' ? [] : [{name: 'Reason'}]), ...(state === 'parked' ? [{name: 'Try'}] : [])];
  show(place,
    h('div', {class: 'toolbar'}, h('h1', {}, 'Load units'), picker(chosen, 'loads'),
      h('nav', {class: 'tabs', 'aria-label': 'State'}, tabs),
      h('button', {type: 'button', on: {click: () => filled(place, () => load(place, app, state))}}, 'Read again')),
    items.length ? table('Load units', columns, items.map((it) => [
      h('span', {title: it.unit}, h('a', {href: `#tables/${encodeURIComponent(app)}/${encodeURIComponent(it.table)}`}, it.table)),
      count(it.rows), bytes(it.bytes), it.version,
      h('time', {datetime: it.since, title: time(it.since)}, `${seconds(it.age_seconds)} ago`),
      ...(state === 'loaded' ? [] : [h('span', {class: 'sent'}, it.reason || 'in its turn')]),
      ...(state === 'parked' ? [retry(app, it)] : [])]))
      : empty(STATES[state].none, h('p', {}, STATES[state].more)),
    more ? h('p', {class: 'note'}, `The ${MOST} ${state === 'loaded' ? 'that were loaded last' : 'that are longest in this state'}; there are more.`) : null);
}

function retry(app, unit) {
  const place = h('div', {class: 'replay'});
  const button = h('button', {type: 'button', 'aria-label': `Try ${unit.unit} again`, on: {click: again}}, 'Try again');
  async function again() {
    button.disabled = true;
    try {
      await post(path('v1', 'apps', app, 'loads', unit.unit, 'retry'));
      show(place, badge('up', 'given to the loader'));
    } catch (refused) {
      show(place, h('span', {class: 'problem', role: 'alert'}, refused.message), button);
      button.disabled = false;
    }
  }
  show(place, button);
  return place;
}
