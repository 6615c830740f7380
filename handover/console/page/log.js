/*
 * A log: bubbles in the order of their numbers, those still under way at the end, and the place where the reader is.
 */

import { find, make } from './dom.js';
import { clock } from './times.js';

const NEAR = 80;
const STATES = {
  sending: 'Wordt verstuurd…',
  retrying: 'Nog niet verzonden. We blijven het proberen.',
  sent: 'Verzonden',
};

/** A bubble: who said it (none for an announcement), when, and what. */
export function bubble(kind, by, at, text) {
  const element = make('div', { class: `said ${kind}` });
  if (by) element.append(make('p', { class: 'by' }, by, ' ', make('time', { datetime: at }, clock(at))));
  element.append(make('p', { class: 'text' }, text));
  return element;
}

export class Log {
  /** `scroll` is what scrolls, `element` holds the bubbles. */
  constructor(scroll, element) {
    Object.assign(this, { scroll, element });
  }

  /** Put a bubble at its number; one that is there already stays where it is. */
  place(seq, element) {
    const later = [...this.element.children].find((other) => Number(other.dataset.seq) > seq);
    element.dataset.seq = seq;
    if (later !== element) this.element.insertBefore(element, later ?? null);
  }

  /** Show what is still under way, at the end. */
  hold(entry, element) {
    entry.bubble = element;
    element.append(make('p', { class: 'state' }));
    element.dataset.seq = Infinity;
    this.element.append(element);
    this.#mark(entry);
    this.toEnd();
  }

  /** What was under way arrived at a number, was refused (`entry.detail`), or waits longer. */
  settle({ entry, seq, known }) {
    if (known || entry.detail) entry.bubble.remove();
    else this.#mark(entry);
    if (seq && !known) this.place(seq, entry.bubble);
  }

  /** What is still under way will not arrive any more. */
  abandon(entries) {
    for (const { bubble: element } of entries) find('.state', element).textContent = 'Niet meer aangekomen.';
  }

  /** From now on, what comes is read aloud: not what was there before. */
  speak() {
    setTimeout(() => this.element.setAttribute('aria-live', 'polite'), 500);
  }

  /** Whether the reader is at the end. */
  get near() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroll;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  /** Go to the end. */
  toEnd() {
    this.scroll.scrollTop = this.scroll.scrollHeight;
  }

  #mark({ bubble: element, state }) {
    element.dataset.state = state;
    find('.state', element).textContent = STATES[state];
  }
}
