/*
 * The circle: six phases around the person. It shows where the talk was, as a place and never as progress.
 */

import { make } from './dom.js';

const SVG = 'http://www.w3.org/2000/svg';
const PHASES = ['herkennen', 'bespreekbaar maken', 'luisteren', 'wensen en talenten', 'stappen', 'terugblikken'];

/** The circle with one phase lit and its name beside it; nothing for a phase that is not known. */
export function circle(phase) {
  if (!PHASES.includes(phase)) return '';
  return make('p', { class: 'phase' }, ring(PHASES.indexOf(phase)), make('span', {}, 'Het gesprek was bij: ', make('strong', {}, phase)));
}

function ring(lit) {
  const drawing = shape('svg', { viewBox: '0 0 32 32', 'aria-hidden': 'true' });
  PHASES.forEach((_, place) => drawing.append(shape('circle', {
    cx: 16, cy: 16, r: 12, pathLength: PHASES.length, 'stroke-dasharray': `.8 ${PHASES.length - 0.8}`, 'stroke-dashoffset': -place,
    transform: 'rotate(-90 16 16)', ...(place === lit ? { class: 'lit' } : {}),
  })));
  drawing.append(shape('circle', { class: 'middle', cx: 16, cy: 16, r: 3.5 }));
  return drawing;
}

function shape(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
