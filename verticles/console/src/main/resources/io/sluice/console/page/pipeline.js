// The pipeline at one look: picture, what it depends on, and its last minutes.

import {badge, command, empty, h, show} from './dom.js';
import {count, plural, rate, seconds, why} from './format.js';
import {known, live} from './live.js';
import {Picture} from './picture.js';
import {Plots} from './plots.js';

const NAMES = {kafka: 'Kafka', registry: 'Registry', s3: 'S3', warehouse: 'Warehouse'};
const EVENT = '{"ts":"2015-01-01T00:31:32Z","entype":"user","evname":"pass_mission","body":{"level":7}}';

export function view(place) {
  const picture = new Picture();
  const plots = new Plots();
  const first = h('div');
  const facts = h('dl', {class: 'facts'});
  const dependencies = h('ul', {class: 'dependencies'});
  const processes = h('ul', {class: 'processes'});
  const sources = h('p', {class: 'note'});
  show(place, h('h1', {class: 'hidden'}, 'Pipeline'), first,
    h('section', {class: 'card', 'aria-label': 'The way of an event'}, picture.element), sources,
    h('section', {'aria-label': 'Now'}, facts),
    h('section', {'aria-label': 'What it depends on'}, dependencies),
    h('section', {'aria-label': 'Processes'}, processes),
    h('section', {class: 'plots', 'aria-label': 'The last minutes'}, plots.element));

  let welcomed = null;

  function news() {
    const latest = known.latest;
    if (!latest) return;
    picture.update(latest);
    plots.update(known.history);
    show(facts, factsOf(latest));
    show(dependencies, latest.health.dependencies.map(dependency));
    show(processes, latest.processes.map(process));
    sources.textContent = limits(latest);
    const fresh = latest.sqlizer.events === 0 && !latest.door.events_per_second;
    if (fresh !== welcomed) {
      welcomed = fresh;
      show(first, fresh ? welcome(latest) : null);
    }
  }

  live.addEventListener('news', news);
  news();
  return {
    close() {
      live.removeEventListener('news', news);
      plots.close();
      picture.close();
    },
  };
}

function factsOf({sqlizer, loader, warehouse}) {
  const fact = (name, value, more, state = '') =>
    h('div', {class: `card fact ${state}`}, h('dt', {}, name), h('dd', {}, h('b', {}, value), h('span', {}, more)));
  const p50 = warehouse.visible_p50_seconds;
  return [
    fact('Events read', count(sqlizer.events), sqlizer.events_per_second === null ? 'Kafka does not tell'
      : `${rate(sqlizer.events_per_second)} events/s`),
    fact('Rows in tables', count(loader.rows), loader.rows_per_second === null ? 'the registry does not tell'
      : `${rate(loader.rows_per_second)} rows/s over a minute`),
    fact('From door to table', seconds(p50), warehouse.known
      ? (p50 === null ? 'nothing loaded in the last minutes' : `half of all; p99 ${seconds(warehouse.visible_p99_seconds)}`)
      : 'no loader tells'),
    fact('Waiting for the warehouse', count(loader.waiting), loader.waiting === null ? 'the registry does not tell'
      : `load units with ${plural(loader.waiting_rows, 'row')}`),
    fact('Set aside', count(loader.parked), loader.parked ? h('a', {href: '#loads'}, 'units with a reason: look')
      : loader.parked === null ? 'the registry does not tell' : 'load units', loader.parked ? 'warn' : ''),
  ];
}

function dependency(it) {
  const words = {up: 'answers', down: 'down', unknown: 'not asked'};
  return h('li', {class: `card ${it.state}`, 'data-dependency': it.name},
    h('span', {class: 'name'}, NAMES[it.name] || it.name), badge(it.state, words[it.state]),
    it.state === 'down' ? h('span', {class: 'detail'}, why(it.detail)) : null,
    it.state === 'unknown' ? h('span', {class: 'detail'}, 'No process that works with it tells of itself.')
      : null);
}

/** One of the processes of the installation. */
function process(it) {
  const state = it.phase === 'started' ? (it.ready ? 'ready' : 'not ready') : it.phase;
  return h('li', {class: it.ready ? '' : 'warn'}, h('code', {}, it.name), ' ', state,
    it.down.length ? `, lacks ${it.down.join(', ')}` : '');
}

/** Why some numbers may be missing. */
function limits(latest) {
  const told = [];
  if (!latest.kafka.current) told.push(`Kafka's numbers are unknown: ${latest.kafka.error || 'not read yet'}.`);
  if (!latest.registry.current) told.push(`The registry's are unknown: ${latest.registry.error || 'not read yet'}.`);
  if (!latest.door.known) {
    told.push('No door tells what it takes: it is shown in chunks, as Kafka counts them.');
  }
  return told.join(' ');
}

function welcome(latest) {
  const door = (latest.door.address || 'http://127.0.0.1:8080').replace('0.0.0.0', location.hostname);
  return empty('No event has come yet. Send one:',
    command(`curl ${door}/v1/events -H "Authorization: Bearer $WRITE_KEY" \\\n  -d '${EVENT}'`),
    h('p', {}, h('code', {}, 'WRITE_KEY'), ' is what ', h('code', {}, './sluice dev'), ' prints as ',
      h('code', {}, 'writeKey'), '; or make one: ', h('code', {}, './sluice keys create --app demo'),
      '. Within seconds the event is a row of a table.'));
}
