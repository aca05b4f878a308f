// Elements are made of names and texts, never of markup: whatever an event is called, it is shown and not run.

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'on') {
      for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, String(value));
    }
  }
  element.append(...children.flat().filter((it) => it !== null && it !== undefined && it !== false));
  return element;
}

/** An HTML element: h('p', {class: 'note'}, 'text', h('b', {}, 'more')). */
export function h(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** The same for SVG. */
export function svg(tag, properties = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

/** Puts new content in the place of what an element had. */
export function show(element, ...children) {
  element.replaceChildren(...children.flat().filter((it) => it !== null && it !== undefined && it !== false));
}

/** A table whose cells know their column's name: on a phone each row becomes a card. */
export function table(caption, columns, rows) {
  const head = columns.map((it) => h('th', {scope: 'col', class: it.number ? 'number' : ''}, it.name));
  const body = rows.map((row) => h('tr', {},
    row.map((cell, i) => h('td', {'data-name': columns[i].name, class: columns[i].number ? 'number' : ''}, cell))));
  return h('table', {}, h('caption', {class: 'hidden'}, caption),
    h('thead', {}, h('tr', {}, head)), h('tbody', {}, body));
}

/** What to say where there is nothing: a heading, and what to do next. */
export function empty(title, ...more) {
  return h('div', {class: 'empty'}, h('h3', {}, title), more);
}

/** A line for a shell, with a button that copies it. */
export function command(text) {
  const button = h('button', {type: 'button', class: 'quiet', on: {click: copy}}, 'Copy');
  async function copy() {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  }
  return h('div', {class: 'command'}, h('pre', {tabindex: 0}, h('code', {}, text)),
    navigator.clipboard ? button : null);
}

/** A word in a coloured frame: up, down, warn, unknown. */
export function badge(state, text) {
  return h('span', {class: `badge ${state}`}, text);
}

/** Runs what fills a place; what is refused is said there. */
export function filled(place, work) {
  work().catch((refused) => show(place, h('p', {class: 'problem', role: 'alert'}, refused.message)));
}
