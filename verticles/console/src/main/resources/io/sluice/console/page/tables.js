// Tables, their columns with the paths they come from, and how each came to be.

import {all, get, path} from './api.js';
import {choice, noApp, picker} from './apps.js';
import {empty, h, show, table} from './dom.js';
import {ago, plural, seconds, time} from './format.js';
import {known, live} from './live.js';

const MOST = 2000;

export function view(place, [app, name]) {
  let fresh = () => {};
  const news = () => fresh();
  const load = app && name ? one(place, app, name) : list(place, app);
  load.then((it) => { fresh = it || fresh; })
    .catch((refused) => show(place, h('p', {class: 'problem', role: 'alert'}, refused.message)));
  live.addEventListener('news', news);
  return {close: () => live.removeEventListener('news', news)};
}

function freshness(app, name) {
  const found = known.latest?.warehouse.freshness.find((it) => it.app === app && it.table === name);
  return found ? `${seconds(found.seconds)} old` : '–';
}

async function list(place, wanted) {
  const chosen = await choice(wanted);
  if (!chosen.app) return show(place, h('h1', {}, 'Tables'), noApp());
  const where = path('v1', 'apps', chosen.app, 'tables');
  let found = await all(where, 'tables', MOST);
  const search = h('input', {type: 'search', placeholder: 'Find a table', 'aria-label': 'Find a table', on: {input: draw}});
  const body = h('div');
  show(place, h('div', {class: 'toolbar'}, h('h1', {}, 'Tables'), picker(chosen, 'tables'), search), body);

  function draw() {
    const items = found.items.filter((it) => it.table.includes(search.value.toLowerCase()));
    const columns = [{name: 'Table'}, {name: 'Kind of event'}, {name: 'Version', number: true},
      {name: 'Columns', number: true}, {name: 'Newest event'}];
    show(body, items.length ? table('Tables', columns, items.map((it) => [
      h('a', {href: `#tables/${encodeURIComponent(chosen.app)}/${encodeURIComponent(it.table)}`}, it.table),
      kind(it), it.version, it.columns, h('span', {'data-fresh': it.table}, freshness(chosen.app, it.table))]))
      : empty(found.items.length ? 'No table has this in its name.' : 'No table yet. Each kind of event makes one.',
        found.items.length ? null : h('p', {}, h('a', {href: '#pipeline'}, 'The pipeline'), ' shows how to send an event.')),
    found.more ? h('p', {class: 'note'}, `The first ${MOST} tables; ./sluice schemas list has all.`) : null);
  }

  draw();
  let asked = Date.now();
  return async () => {
    for (const it of body.querySelectorAll('[data-fresh]')) it.textContent = freshness(chosen.app, it.dataset.fresh);
    if (Date.now() - asked < 4000) return;
    asked = Date.now();
    const now = await all(where, 'tables', MOST).catch(() => found);
    if (JSON.stringify(now) !== JSON.stringify(found)) {
      found = now;
      draw();
    }
  };
}

/** An event's type and name, as they were sent. */
function kind(it) {
  return it.entype === '' ? 'made by Sluice' : h('span', {}, h('span', {class: 'sent'}, it.entype), ' / ',
    h('span', {class: 'sent'}, it.evname));
}

async function one(place, app, name) {
  const where = path('v1', 'apps', app, 'tables', name);
  const [schema, history] = await Promise.all([get(where), all(`${where}/history`, 'versions', 200)]);
  const columns = [{name: 'Column'}, {name: 'Type'}, {name: 'Path in the event'}];
  // What was sent comes first.
  const ordered = [...schema.columns.filter((it) => it.path !== null), ...schema.columns.filter((it) => it.path === null)];
  show(place,
    h('p', {}, h('a', {href: `#tables/${encodeURIComponent(app)}`}, `All tables of ${app}`)),
    h('h1', {class: 'long'}, name),
    h('p', {class: 'muted'}, kind(schema), ` · version ${schema.version} · newest event `,
      h('span', {class: 'fresh'}, freshness(app, name))),
    h('div', {class: 'columns'},
      h('section', {}, h('h2', {}, 'Columns'), table('Columns', columns, ordered.map((it) => [
        h('code', {}, it.name), it.type.toLowerCase(),
        it.path === null ? h('span', {class: 'muted'}, 'of Sluice') : h('code', {class: 'sent'}, it.path)]))),
      h('section', {}, h('h2', {}, 'How it came to be'), history.items.length
        ? h('ol', {class: 'timeline'}, history.items.map(version))
        : h('p', {}, 'No event has had a field in its body yet.'),
      history.more ? h('p', {class: 'note'}, 'Older versions: ./sluice schemas history') : null)));
  return () => {
    const cell = place.querySelector('.fresh');
    if (cell) cell.textContent = freshness(app, name);
  };
}

function version(it) {
  const {topic, partition, offset, position} = it.cause;
  return h('li', {},
    h('h3', {}, `Version ${it.version}`, h('time', {datetime: it.at, title: time(it.at)}, ago(it.at))),
    h('ul', {},
      it.added.map((column) => h('li', {class: 'added'}, h('code', {}, column.name), ` ${column.type} from `,
        h('code', {class: 'sent'}, column.path))),
      it.widened.map((column) => h('li', {class: 'widened'}, h('code', {}, column.name),
        ` ${column.from} → ${column.to}`))),
    h('p', {class: 'muted'}, 'First event: ', h('code', {}, topic), ` partition ${partition}, offset ${offset}, `,
      `position ${position} · ${plural(it.added.length, 'column')} new, ${it.widened.length} widened · by ${it.instance}`));
}
