// Topics with what they hold, how far their readers are, and what franz advises.

import {all, get} from './api.js';
import {badge, command, empty, filled, h, show, table} from './dom.js';
import {bytes, count, seconds} from './format.js';

const MOST = 1000;

export function view(place) {
  filled(place, () => load(place));
}

async function load(place) {
  const [{items, more}, advice] = await Promise.all([all('/v1/topics', 'topics', MOST), get('/v1/topics/advice')]);
  const advised = new Map((advice.advice || []).map((it) => [it.topic, it]));
  const loads = new Map((advice.loads || []).map((it) => [it.topic, it]));
  const columns = [{name: 'Topic'}, {name: 'Partitions', number: true}, {name: 'Offsets kept', number: true},
    {name: 'On disk', number: true}, {name: 'Keeps'}, {name: 'Not read', number: true}, {name: 'Load'}, {name: 'Advice'}];
  show(place,
    h('div', {class: 'toolbar'}, h('h1', {}, 'Topics'),
      h('button', {type: 'button', on: {click: () => filled(place, () => load(place))}}, 'Read again')),
    findings(advice),
    items.length ? table('Topics', columns, items.map((it) => it.exists ? [
      h('code', {}, it.topic), it.partitions, count(it.offsets), bytes(it.bytes),
      it.retention_ms === undefined ? 'without end' : seconds(it.retention_ms / 1000),
      it.read_by ? count(it.lag) : 'nobody reads it', load1(loads.get(it.topic)), advised1(advised.get(it.topic), advice.known)]
      : [h('code', {}, it.topic), 'not made yet', ...Array(6).fill('–')]))
      : empty('No topic yet.', h('p', {}, 'franz makes them for each app.')),
    h('p', {class: 'note'}, 'Offsets count records, which hold many events, and marks of transactions: on topics with',
      ' transactions one or two stay unread for ever. ', more ? `The first ${MOST} topics.` : ''));
}

function findings(advice) {
  if (!advice.known) {
    return empty('No franz tells what it found.', h('p', {}, 'Where none runs, this looks once:'),
      command('./sluice topics plan --conf conf/franz.yaml'));
  }
  if (!advice.findings) return h('p', {class: 'note'}, 'franz has not looked yet.');
  return advice.findings.length ? h('ul', {class: 'findings'}, advice.findings.map((it) => h('li', {class: 'card warn'},
    badge('warn', it.kind), ' ', h('code', {}, it.topic), ' ', it.text)))
    : h('p', {}, badge('up', 'in order'), ' All topics are as they should be.');
}

function load1(it) {
  return it ? `${count(it.eventsPerSecond)} a second, behind ${seconds(it.lagSeconds)}` : '–';
}

function advised1(it, known) {
  if (!it) return known ? '–' : 'not known';
  return h('span', {title: it.reason}, it.wanted > it.partitions ? `${it.wanted} partitions: ${it.reason}` : 'enough');
}
