// The frame: sign-in, navigation, what is down, and one view at a time. The part behind # names the view.

import * as api from './api.js';
import {h, show} from './dom.js';
import {time, why} from './format.js';
import {follow, known, live} from './live.js';
import * as signIn from './sign-in.js';
import * as apps from './apps.js';
import * as dead from './dead.js';
import * as loads from './loads.js';
import * as pipeline from './pipeline.js';
import * as tables from './tables.js';
import * as topics from './topics.js';

const VIEWS = {pipeline, tables, dead, loads, topics, apps};
const NAMES = {
  pipeline: 'Pipeline', tables: 'Tables', dead: 'Dead letters', loads: 'Load units', topics: 'Topics', apps: 'Apps',
};
const WORDS = {kafka: 'Kafka', registry: 'The registry', s3: 'S3', warehouse: 'The warehouse'};

let leave = () => {};
let starting = false;

function frame() {
  const links = Object.entries(NAMES).map(([id, name]) => h('a', {href: `#${id}`, 'data-view': id}, name));
  const state = h('span', {class: 'live', role: 'status'}, 'connecting');
  const alarms = h('div', {class: 'alarms', role: 'alert'});
  const main = h('main', {id: 'main', tabindex: -1});
  show(document.body,
    h('a', {href: '#main', class: 'skip', on: {click: (event) => { event.preventDefault(); main.focus(); }}},
      'Skip to the content'),
    h('header', {}, h('a', {href: '#pipeline', class: 'brand'},
      h('img', {src: '/page/icon.svg', alt: '', width: 24, height: 24}), 'Sluice'),
      h('nav', {'aria-label': 'Views'}, links),
      h('div', {class: 'end'}, state,
        h('button', {type: 'button', class: 'quiet', on: {click: () => api.signOut().finally(start)}}, 'Sign out'))),
    alarms, main);

  let view = {close() {}};
  let shown = '';

  function route() {
    const [id, ...parameters] = location.hash.slice(1).split('/').map(decodeURIComponent);
    const name = id in VIEWS ? id : 'pipeline';
    view.close();
    links.forEach((it) => (it.dataset.view === name
      ? it.setAttribute('aria-current', 'page') : it.removeAttribute('aria-current')));
    links.find((it) => it.dataset.view === name).scrollIntoView({block: 'nearest', inline: 'nearest'});
    document.title = `${NAMES[name]} · Sluice`;
    const place = h('div', {class: `view ${name}`});
    show(main, place);
    view = {close() {}, ...VIEWS[name].view(place, parameters)};
    window.scrollTo(0, 0);
  }

  function news() {
    const latest = known.latest;
    state.textContent = known.connected ? 'live' : 'no news';
    state.classList.toggle('off', !known.connected);
    const lines = known.connected ? alarmsOf(latest)
      : [`The console does not answer${latest ? ` since ${time(latest.at)}` : ''}. Trying again.`];
    if (lines.join('\n') !== shown) {
      shown = lines.join('\n');
      show(alarms, lines.map((line) => h('p', {}, line)));
    }
  }

  const unfollow = follow();
  live.addEventListener('news', news);
  live.addEventListener('quiet', news);
  window.addEventListener('hashchange', route);
  route();
  return () => {
    unfollow();
    view.close();
    live.removeEventListener('news', news);
    live.removeEventListener('quiet', news);
    window.removeEventListener('hashchange', route);
  };
}

/** Whatever is down, by its name. */
function alarmsOf(latest) {
  const {dependencies, parts} = latest.health;
  return [
    ...dependencies.filter((it) => it.state === 'down')
      .map((it) => `${WORDS[it.name]} does not answer: ${why(it.detail)}`),
    ...parts.filter((it) => it.state === 'down').map((it) => `${it.name} stands still: ${why(it.detail)}`),
  ];
}

async function start() {
  if (starting) return;
  starting = true;
  leave();
  leave = () => {};
  const signedIn = await api.session().catch(() => false);
  starting = false;
  if (signedIn) leave = frame();
  else signIn.view(document.body, start);
}

api.signedOut.addEventListener('signed-out', start);
start();
