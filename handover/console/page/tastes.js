/*
 * Tastes: what a helper likes on this device (colours, sound, letter keys, hints while typing).
 */

import { find, turn } from './dom.js';

const KEY = 'nachtlicht-console';
const dark = matchMedia('(prefers-color-scheme: dark)');

export const tastes = { sound: true, letters: true, hints: true, theme: null, ...read() };

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

/** Set one taste and keep it, where the browser allows. */
export function set(name, value) {
  tastes[name] = value;
  try {
    localStorage.setItem(KEY, JSON.stringify(tastes));
  } catch {
    // A private window keeps nothing; the choice then holds for this visit.
  }
}

export const isDark = () => (tastes.theme ? tastes.theme === 'dark' : dark.matches);

/** Paint the page as chosen, or as the device has it while nothing is; `painted` is told each time. */
export function paint(painted) {
  const apply = () => {
    document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
    painted(isDark());
  };
  dark.onchange = apply;
  apply();
}

/** Wire the switch of a taste. */
export function wireTaste(name) {
  const element = find(`#${name}`);
  turn(element, tastes[name]);
  element.addEventListener('click', () => {
    set(name, !tastes[name]);
    turn(element, tastes[name]);
  });
}
