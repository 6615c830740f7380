/*
 * The keys. Single letters and digits only work outside text boxes and dialogs, and can be switched off (WCAG 2.1.4).
 */

import { tastes } from './tastes.js';

const writing = (element) => element.closest('input, textarea, select, [contenteditable]');

/** Listen to the keys; `acts` has `step(direction)`, `tab(number)`, and a function for each letter. */
export function listenToKeys(acts) {
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector('dialog[open]') || writing(event.target)) return;
    const act = chosen(event, acts);
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function chosen({ key, target, repeat }, acts) {
  const onList = target.closest('#waiting');
  if (key === 'ArrowDown' && onList) return () => acts.step(1);
  if (key === 'ArrowUp' && onList) return () => acts.step(-1);
  if (!tastes.letters) return null;
  if (key === 'j') return () => acts.step(1);
  if (key === 'k') return () => acts.step(-1);
  if (/^[1-9]$/.test(key)) return () => acts.tab(Number(key));
  return repeat || !Object.hasOwn(acts.letters, key) ? null : acts.letters[key];
}
