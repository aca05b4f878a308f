// Dead letters by reason, their bytes, and their way back.

import {all, get, path, post} from './api.js';
import {choice, noApp, picker} from './apps.js';
import {badge, command, empty, filled, h, show, table} from './dom.js';
import {ago, bytes, count, plural, time} from './format.js';

const MOST = 1000;
const LISTED = 30;
const ROUNDS = 50;

export function view(place, [wanted, code]) {
  filled(place, () => load(place, wanted, code));
}

async function load(place, wanted, code) {
  const chosen = await choice(wanted);
  if (!chosen.app) return show(place, h('h1', {}, 'Dead letters'), noApp());
  const {app} = chosen;
  show(place, h('h1', {}, 'Dead letters'), h('p', {class: 'note'}, 'Reading the topic…'));
  const found = await all(path('v1', 'apps', app, 'dead'), 'letters', MOST, code ? {code} : {});
  const again = () => filled(place, () => load(place, app, code));
  const back = `#dead/${encodeURIComponent(app)}`;
  show(place,
    h('div', {class: 'toolbar'}, h('h1', {}, 'Dead letters'), picker(chosen, 'dead'),
      h('button', {type: 'button', on: {click: again}}, 'Read again')),
    code ? h('p', {}, h('a', {href: back}, 'All reasons'), ' › ', h('code', {}, code)) : null,
    found.items.length ? [
      h('p', {class: 'note'}, found.more ? `The newest ${count(found.items.length)}; older ones are not counted here.`
        : `${plural(found.items.length, 'letter')} in all.`),
      reasons(app, found, again),
      h('h2', {}, 'The newest'),
      h('ol', {class: 'letters'}, found.items.slice(0, LISTED).map((it) => letter(app, it))),
    ] : empty('No dead letter. Every event has become a row, or a counted duplicate.',
      h('p', {}, 'What cannot become a row comes here, with its bytes and its reason. To see one:'),
      command('curl … -d \'{"ts":"yesterday"}\'')));
}

function reasons(app, found, again) {
  const groups = new Map();
  for (const it of found.items) {
    const group = groups.get(it.code) || {letters: 0, replayed: 0, newest: it, tables: new Set()};
    group.letters++;
    if (it.replayed) group.replayed++;
    if (it.table) group.tables.add(it.table);
    groups.set(it.code, group);
  }
  const columns = [{name: 'Reason'}, {name: 'Letters', number: true}, {name: 'Replayed', number: true}, {name: 'Newest'},
    {name: 'Tables'}, {name: 'Replay'}];
  return table('Reasons', columns, [...groups].map(([code, it]) => [
    h('div', {}, h('a', {href: `#dead/${encodeURIComponent(app)}/${encodeURIComponent(code)}`}, h('code', {}, code)),
      h('div', {class: 'muted sent'}, it.newest.detail)),
    count(it.letters) + (found.more ? '+' : ''), count(it.replayed), ago(it.newest.at),
    h('span', {class: 'sent'}, [...it.tables].slice(0, 3).join(', ') + (it.tables.size > 3 ? ` and ${it.tables.size - 3} more` : '')
      || '–'),
    it.letters === it.replayed ? 'done' : replay(app, {code}, `all of ${code}`, again)]));
}

/** Two steps: what would be done, then doing it. */
function replay(app, filter, what, again) {
  const place = h('div', {class: 'replay'});
  const where = path('v1', 'apps', app, 'dead', 'replay');
  const fail = (refused) => show(place, h('span', {class: 'problem', role: 'alert'}, refused.message), start('Try again'));

  function start(label) {
    return h('button', {type: 'button', 'aria-label': `${label}: ${what}`, on: {click: () => rehearse().catch(fail)}}, label);
  }

  async function run(dryRun) {
    const sum = {replayed: 0, refused: 0, already: 0, reason: '', more: false};
    let cursor;
    for (let round = 0; round < ROUNDS; round++) {
      const done = await post(where, {...filter, ...(cursor ? {cursor} : {}), dry_run: dryRun,
        ...(filter.ids ? {} : {limit: 1000})});
      sum.replayed += done.replayed.length;
      sum.refused += done.refused.length;
      sum.already += done.already.length;
      sum.reason ||= done.refused[0]?.detail || '';
      cursor = done.next;
      if (!cursor) return sum;
      show(place, h('span', {role: 'status'}, `${count(sum.replayed + sum.refused + sum.already)} read…`));
    }
    return {...sum, more: true};
  }

  async function rehearse() {
    show(place, h('span', {role: 'status'}, 'Looking…'));
    const would = await run(true);
    if (!would.replayed) {
      show(place, h('span', {role: 'status'}, would.already && !would.refused ? 'Replayed already.'
        : `None would pass: ${would.reason}`));
      return;
    }
    show(place, h('span', {role: 'status'}, `${plural(would.replayed, 'letter')} would go through`
      + (would.refused ? `, ${count(would.refused)} would not.` : '.')),
    h('button', {type: 'button', class: 'main', on: {click: () => finish().catch(fail)}}, `Replay ${count(would.replayed)}`),
    h('button', {type: 'button', class: 'quiet', on: {click: () => show(place, start('Replay…'))}}, 'Leave'));
  }

  async function finish() {
    show(place, h('span', {role: 'status'}, 'Replaying…'));
    const done = await run(false);
    show(place, h('span', {role: 'status', class: 'done'}, `${count(done.replayed)} replayed${done.more ? '; there are more' : ''}.`),
      again ? h('button', {type: 'button', class: 'quiet', on: {click: again}}, 'Read again') : null);
  }

  show(place, start('Replay…'));
  return place;
}

function letter(app, it) {
  const origin = it.origin ? `${it.origin.topic} ${it.origin.partition}-${it.origin.offset}, position ${it.origin.position}`
    : 'refused at the door';
  const bytesPlace = h('div');
  const details = h('details', {on: {toggle}}, h('summary', {}, `All ${bytes(it.bytes)}`), bytesPlace);
  async function toggle() {
    if (!details.open || bytesPlace.childElementCount) return;
    const whole = await get(path('v1', 'apps', app, 'dead', it.id))
      .catch((refused) => ({text: refused.message}));
    show(bytesPlace, h('pre', {tabindex: 0, class: 'sent'}, whole.text ?? `Base64: ${whole.base64}`),
      it.holds === 'event' ? command(`./sluice dead show ${it.id} --app ${app} --raw > event.json`) : null);
  }
  return h('li', {class: 'card letter'},
    h('div', {class: 'head'}, h('code', {}, it.code), it.replayed ? badge('up', 'replayed') : null,
      h('time', {class: 'muted', datetime: it.at, title: time(it.at)}, ago(it.at)), h('span', {class: 'muted'}, `${it.id} · ${origin}`)),
    h('p', {class: 'sent'}, it.detail),
    h('pre', {class: 'sent preview'}, it.preview),
    h('div', {class: 'foot'}, details,
      it.replayed ? null : it.holds === 'event' ? replay(app, {ids: [it.id]}, it.id) : h('span', {class: 'muted'}, 'rows: no replay')));
}
