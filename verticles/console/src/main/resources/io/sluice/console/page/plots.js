// The last minutes. Canvas knows no style sheets, so colours are read from them.

import {h} from './dom.js';
import {rate, seconds} from './format.js';
import uPlot from './uplot.js';

const DARK = window.matchMedia('(prefers-color-scheme: dark)');
const HEIGHT = 200;

const PLOTS = [
  {title: 'Events and rows a second', format: rate, lines: [
    {column: 1, label: 'taken', colour: '--line-1'},
    {column: 2, label: 'made rows', colour: '--line-2'},
    {column: 3, label: 'loaded rows', colour: '--line-3'}]},
  {title: 'The oldest that waits', format: seconds, lines: [
    {column: 4, label: 'events', colour: '--line-2'},
    {column: 5, label: 'load units', colour: '--line-3'}]},
];

export class Plots {
  constructor() {
    this.places = PLOTS.map((it) => h('div', {class: 'card plot'}, h('h2', {}, it.title), h('div', {class: 'canvas'})));
    this.element = h('div', {class: 'pair'}, this.places);
    this.drawn = [];
    this.history = [];
    this.redraw = () => this.draw();
    DARK.addEventListener('change', this.redraw);
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(this.element);
  }

  draw() {
    this.destroy();
    if (!this.history.length || !this.element.isConnected) return;
    this.drawn = PLOTS.map((it, i) => {
      const place = this.places[i].lastChild;
      return new uPlot(options(it, place.clientWidth), data(it, this.history), place);
    });
  }

  resize() {
    this.drawn.forEach((it, i) => {
      const width = this.places[i].lastChild.clientWidth;
      if (width > 0 && width !== it.width) it.setSize({width, height: HEIGHT});
    });
  }

  update(history) {
    this.history = history;
    if (!this.drawn.length) this.draw();
    else this.drawn.forEach((it, i) => it.setData(data(PLOTS[i], history)));
  }

  destroy() {
    this.drawn.forEach((it) => it.destroy());
    this.drawn = [];
  }

  close() {
    DARK.removeEventListener('change', this.redraw);
    this.sizes.disconnect();
    this.destroy();
  }
}

const clock = (at) => new Date(at * 1000).toLocaleTimeString([], {hour: '2-digit', minute: '2-digit', hourCycle: 'h23'});

function data(plot, history) {
  return [0, ...plot.lines.map((it) => it.column)].map((column) => history.map((point) => point[column]));
}

function options(plot, width) {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: colour('--muted'), font: '11px system-ui, sans-serif',
    grid: {stroke: colour('--rule'), width: 1}, ticks: {show: false},
  };
  return {
    width, height: HEIGHT, cursor: {points: {size: 6}, drag: {x: false, y: false}},
    scales: {y: {range: (u, low, high) => [0, Math.max(high * 1.1, 1)]}},
    axes: [
      {...axis, values: (u, splits) => splits.map(clock),
        incrs: [60, 120, 300, 600], size: 28},
      {...axis, values: (u, splits) => splits.map(plot.format), size: 56},
    ],
    series: [
      {value: (u, it) => (it === null ? '–' : new Date(it * 1000).toLocaleTimeString([], {hourCycle: 'h23'}))},
      ...plot.lines.map((it) => ({
        label: it.label, stroke: colour(it.colour), width: 2, points: {show: false},
        value: (u, value) => plot.format(value),
      })),
    ],
  };
}
