// Apps and their keys. A key itself is known to nobody but its owner; here are names and ends of keys.

import {all, path} from './api.js';
import {badge, command, empty, filled, h, show, table} from './dom.js';
import {ago, bytes, count, time} from './format.js';

const MOST = 1000;

/** The apps by name, for those who choose one; the one that is wanted, or the first. */
export async function choice(wanted) {
  const {items} = await all('/v1/apps', 'apps', MOST);
  const names = items.map((it) => it.app);
  return {names, app: names.includes(wanted) ? wanted : names.includes('demo') ? 'demo' : names[0]};
}

/** A field that chooses an app, and goes to the same view of it. */
export function picker({names, app}, viewName) {
  const select = h('select', {on: {change: () => { location.hash = `${viewName}/${encodeURIComponent(select.value)}`; }}},
    names.map((name) => h('option', {value: name, selected: name === app}, name)));
  return h('label', {class: 'picker'}, 'App ', select);
}

/** What is said where an installation has no app at all. */
export function noApp() {
  return empty('There is no app yet. Make one, and a key for it:',
    command('./sluice apps create shop && ./sluice keys create --app shop'));
}

export function view(place) {
  filled(place, () => load(place));
}

async function load(place) {
  const {items, more} = await all('/v1/apps', 'apps', MOST);
  if (!items.length) return show(place, h('h1', {}, 'Apps'), noApp());
  show(place, h('h1', {}, 'Apps'),
    items.map(card),
    more ? h('p', {class: 'note'}, `The first ${MOST} apps. `, h('code', {}, './sluice apps list'), ' has all.') : null,
    h('h2', {}, 'Make and change'),
    command('./sluice apps create shop\n./sluice keys create --app shop     # shown once; rotate and revoke replace and end it'));
}

function card(app) {
  const keys = h('div', {class: 'keys'});
  const details = h('details', {class: 'card app', on: {toggle}},
    h('summary', {}, h('b', {}, app.app), h('span', {class: 'muted'}, limits(app)),
      h('span', {class: 'muted'}, `since ${time(app.created)}`)), keys);
  async function toggle() {
    if (!details.open || keys.childElementCount) return;
    try {
      const {items} = await all(path('v1', 'apps', app.app, 'keys'), 'keys', 200);
      show(keys, items.length ? listed(items) : h('p', {}, 'No key: nobody can send for this app.'));
    } catch (refused) {
      show(keys, h('p', {class: 'problem', role: 'alert'}, refused.message));
    }
  }
  return details;
}

function limits(app) {
  const told = [];
  if (app.events_per_second) told.push(`${count(app.events_per_second)} events/s`);
  if (app.bytes_per_second) told.push(`${bytes(app.bytes_per_second)}/s`);
  return told.length ? `at most ${told.join(', ')} a door` : 'limits as the doors have them';
}

function listed(keys) {
  const columns = [{name: 'Key'}, {name: 'Ends in'}, {name: 'State'}, {name: 'Made'}, {name: 'Until'}];
  return table('Keys', columns, keys.map((it) => [h('code', {}, it.key), it.ending ? h('code', {}, `…${it.ending}`) : '–',
    badge(it.state === 'active' ? 'up' : 'unknown', it.state), ago(it.created), it.expires ? time(it.expires) : '–']));
}
