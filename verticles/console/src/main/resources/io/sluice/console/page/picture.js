// The way of an event, as a picture: nine stations in a row, or under one another where there is no width.

import {svg} from './dom.js';
import {brief, rate, seconds} from './format.js';

const STATIONS = [
  {id: 'clients', name: 'clients', kind: 'outside'},
  {id: 'door', name: 'event-sink', kind: 'service', link: '#apps'},
  {id: 'events', name: 'Kafka', kind: 'store', link: '#topics'},
  {id: 'sqlizer', name: 'sqlizer', kind: 'service', link: '#tables'},
  {id: 'rows', name: 'Kafka', kind: 'store', link: '#topics'},
  {id: 'batcher', name: 'batcher', kind: 'service', link: '#loads'},
  {id: 's3', name: 'S3', kind: 'store', link: '#loads'},
  {id: 'loader', name: 'loader', kind: 'service', link: '#loads'},
  {id: 'warehouse', name: 'warehouse', kind: 'store', link: '#tables'},
];
const ASIDE = [
  {id: 'dead', name: 'dead letters', kind: 'store', link: '#dead'},
  {id: 'registry', name: 'registry', kind: 'store', link: '#tables'},
];
const NARROW = window.matchMedia('(max-width: 760px)');

export class Picture {
  constructor() {
    this.element = document.createElement('div');
    this.element.className = 'picture';
    this.redraw = () => {
      this.draw();
      if (this.latest) this.update(this.latest);
    };
    NARROW.addEventListener('change', this.redraw);
    this.draw();
  }

  close() {
    NARROW.removeEventListener('change', this.redraw);
  }

  draw() {
    const {width, height, boxes, lines} = NARROW.matches ? tall() : wide();
    this.nodes = {};
    this.edges = lines.map((line) => svg('path', {d: line.d, class: `edge ${line.soft ? 'soft' : ''}`}));
    this.summary = svg('title');
    const drawn = [...STATIONS, ...ASIDE].map((it) => this.station(it, boxes[it.id]));
    this.element.replaceChildren(svg('svg', {viewBox: `0 0 ${width} ${height}`, role: 'group'},
      this.summary, this.edges, drawn));
  }

  station(it, box) {
    const {x, y, w, h} = box;
    const across = NARROW.matches;
    const text = (name, tx, ty, anchor) => svg('text', {class: name, x: tx, y: ty, 'text-anchor': anchor});
    const node = across
      ? {name: text('name', x + 14, y + 22, 'start'), more: text('more', x + 14, y + 40, 'start'),
        value: text('value', x + w - 14, y + 26, 'end'), unit: text('unit', x + w - 14, y + 42, 'end')}
      : {name: text('name', x + w / 2, y + (it.kind === 'store' ? 28 : 24), 'middle'), value: text('value', x + w / 2, y + 54, 'middle'),
        unit: text('unit', x + w / 2, y + 70, 'middle'), more: text('more', x + w / 2, y + 88, 'middle')};
    node.name.textContent = it.name;
    node.group = svg('g', {class: `station ${it.kind}`, 'data-station': it.id}, shape(it.kind, box), node.name, node.value,
      node.unit, node.more);
    this.nodes[it.id] = node;
    return it.link ? svg('a', {href: it.link, 'aria-label': it.name}, node.group) : node.group;
  }

  update(latest) {
    this.latest = latest;
    const told = tell(latest);
    for (const [id, it] of Object.entries(told)) {
      const node = this.nodes[id];
      node.value.textContent = it.value;
      node.unit.textContent = it.unit;
      node.more.textContent = it.more || '';
      node.group.classList.remove('up', 'down', 'warn', 'unknown');
      node.group.classList.add(it.state);
      if (node.group.parentNode.tagName === 'a') {
        node.group.parentNode.setAttribute('aria-label',
          `${node.name.textContent}: ${it.value} ${it.unit} ${it.more || ''}`);
      }
    }
    this.summary.textContent = Object.entries(told).map(([id, it]) => `${id} ${it.value} ${it.unit}`).join(', ');
    const moving = [latest.door.events_per_second, latest.door.events_per_second, latest.sqlizer.events_per_second,
      latest.sqlizer.rows_per_second, latest.batcher.rows_per_second, latest.batcher.rows_per_second,
      latest.loader.rows_per_second, latest.loader.rows_per_second];
    this.edges.slice(0, 8).forEach((edge, i) => edge.classList.toggle('moving', moving[i] > 0));
  }
}

/** What each station says, and how it is. */
function tell(latest) {
  const {door, sqlizer, batcher, loader, warehouse, health} = latest;
  const dependency = (name) => health.dependencies.find((it) => it.name === name)?.state || 'unknown';
  const service = (role, consumers) => {
    const parts = health.parts.filter((it) => it.name.startsWith(role));
    if (parts.some((it) => it.state === 'down')) return 'down';
    return parts.length ? 'up' : consumers === undefined || consumers === null ? 'unknown' : consumers > 0 ? 'up' : 'warn';
  };
  const readers = (it) => (it.consumers === null ? '' : it.consumers === 0 ? 'nobody reads'
    : `${it.consumers} ${it.consumers === 1 ? 'reader' : 'readers'}`);
  const store = (name, rest) => {
    const state = dependency(name);
    return state === 'down' ? {...rest, more: 'no answer', state} : {...rest, state};
  };
  const oldest = (it) => (it.waiting === null ? '' : it.waiting === 0 ? 'all read' : `oldest ${seconds(it.waiting_seconds)}`);
  // Of those that doors refuse only doors know.
  const dead = sqlizer.dead_per_second === null ? null : sqlizer.dead_per_second + (door.refused_per_second || 0);
  return {
    clients: {value: '', unit: 'HTTP', state: 'up'},
    door: door.known
      ? {value: rate(door.events_per_second), unit: 'events/s', more: door.refused_per_second > 0
        ? `${rate(door.refused_per_second)} refused/s` : '', state: service('event-sink')}
      : {value: rate(door.chunks_per_second), unit: 'chunks/s', more: 'tells nothing', state: 'unknown'},
    events: store('kafka', {value: brief(sqlizer.waiting), unit: 'chunks waiting', more: oldest(sqlizer)}),
    sqlizer: {value: rate(sqlizer.events_per_second), unit: 'events/s', more: readers(sqlizer),
      state: service('sqlizer', sqlizer.consumers)},
    rows: store('kafka', {value: brief(batcher.waiting), unit: 'rows waiting',
      more: batcher.waiting === 0 ? 'all read' : ''}),
    batcher: {value: rate(batcher.rows_per_second), unit: 'rows/s', more: readers(batcher),
      state: service('batcher', batcher.consumers)},
    s3: store('s3', {value: brief(loader.waiting), unit: 'units to load', more: oldest(loader)}),
    loader: {value: rate(loader.rows_per_second), unit: 'rows/s', more: loader.parked > 0 ? `${brief(loader.parked)} set aside`
      : readers(loader), state: loader.parked > 0 ? 'warn' : service('loader', loader.consumers)},
    warehouse: store('warehouse', {value: brief(loader.rows), unit: 'rows', more: warehouse.visible_p50_seconds === null
      ? '' : `after ${seconds(warehouse.visible_p50_seconds)}`}),
    dead: {value: rate(dead), unit: 'letters/s', state: dead > 0 ? 'warn' : 'up'},
    registry: store('registry', {value: '', unit: 'schemas, apps'}),
  };
}

function shape(kind, {x, y, w, h}) {
  if (kind !== 'store' || NARROW.matches) {
    return svg('rect', {class: 'box', x, y, width: w, height: h, rx: kind === 'store' ? 3 : 12});
  }
  // A drum: what is kept, where the others work.
  const r = 7;
  const side = `M${x} ${y + r}v${h - 2 * r}a${w / 2} ${r} 0 0 0 ${w} 0v${-(h - 2 * r)}`;
  return svg('g', {}, svg('path', {class: 'box', d: `${side}a${w / 2} ${r} 0 0 0 ${-w} 0z`}),
    svg('path', {class: 'lid', d: `M${x} ${y + r}a${w / 2} ${r} 0 0 0 ${w} 0`}));
}

function wide() {
  const [w, h, gap, top] = [108, 98, 26, 6];
  const boxes = {};
  STATIONS.forEach((it, i) => { boxes[it.id] = {x: 1 + i * (w + gap), y: top, w, h}; });
  const low = {y: 152, w, h: 84};
  boxes.dead = {x: boxes.sqlizer.x - (w + gap), ...low};
  boxes.registry = {x: boxes.sqlizer.x + (w + gap), ...low};
  const lines = STATIONS.slice(1).map((it, i) => {
    const from = boxes[STATIONS[i].id];
    return {d: `M${from.x + w + 2} ${top + h / 2}H${boxes[it.id].x - 5}`};
  });
  const down = (from, to, at) => ({soft: true,
    d: `M${boxes[from].x + w / 2 + at} ${top + h + 2}V${130}H${boxes[to].x + w / 2 + at / 3}V${low.y - 4}`});
  lines.push(down('door', 'dead', 0), down('sqlizer', 'dead', -12), down('sqlizer', 'registry', 12),
    down('loader', 'registry', 0));
  return {width: 2 + 9 * w + 8 * gap, height: 242, boxes, lines};
}

function tall() {
  const [w, h, gap] = [338, 54, 20];
  const boxes = {};
  [...STATIONS, ...ASIDE].forEach((it, i) => { boxes[it.id] = {x: 1, y: 2 + i * (h + gap), w, h}; });
  const lines = STATIONS.slice(1).map((it, i) => ({
    d: `M${w / 2} ${boxes[STATIONS[i].id].y + h + 2}V${boxes[it.id].y - 5}`,
  }));
  return {width: w + 2, height: 11 * (h + gap), boxes, lines};
}
