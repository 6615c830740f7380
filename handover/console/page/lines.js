/*
 * A helper's own lines: short texts at hand, to put into the box and make fitting. `/` in an empty spot of the box opens the list.
 */

import { request } from './api.js';
import { attempt, fetchIfThere } from './attempt.js';
import { copy, find, make } from './dom.js';

export const LINE_LENGTH = 500;

/** The lines as data; `items` is null while this house has none to offer. It tells `changed`. */
export class Lines extends EventTarget {
  items = null;

  /** Fetch them anew. */
  async load() {
    const found = await fetchIfThere('/lines');
    this.#set(found?.lines ?? null);
  }

  /** Keep a new one. Returns whether it went through. */
  async add(text) {
    const kept = await attempt(() => request('POST', '/lines', { text: text.trim() }));
    if (kept) await this.load();
    return Boolean(kept);
  }

  /** Throw one away. */
  async remove(id) {
    await attempt(() => request('DELETE', `/lines/${id}`));
    await this.load();
  }

  #set(items) {
    this.items = items;
    this.dispatchEvent(new Event('changed'));
  }
}

let pickers = 0;

/** The list above a text box: type to search, arrows to choose, Enter to put it in, Escape to go back. */
export class Picker {
  /** `chosen` is called with the text of a line, `closed` when the list goes away without one. */
  constructor(lines, { chosen, closed }) {
    Object.assign(this, { lines, chosen, closed });
    this.element = copy('picker-shape');
    this.search = find('input', this.element);
    this.list = find('ul', this.element);
    this.list.id = `picker-${pickers += 1}`;
    this.search.setAttribute('aria-controls', this.list.id);
    this.search.addEventListener('input', () => this.#fill());
    this.search.addEventListener('keydown', (event) => this.#key(event));
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      if (!this.element.hidden && !this.element.contains(relatedTarget)) this.#close();
    });
  }

  /** Open the list. */
  open() {
    this.element.hidden = false;
    this.search.value = '';
    this.#fill();
    this.search.focus();
  }

  #fill() {
    const words = this.search.value.trim().toLowerCase();
    const found = (this.lines.items ?? []).filter(({ text }) => text.toLowerCase().includes(words));
    this.list.replaceChildren(...found.map(({ id, text }, place) => this.#option(id, text, place)));
    find('.none', this.element).hidden = found.length > 0;
    this.#mark(0);
  }

  #option(id, text) {
    const option = make('li', { role: 'option', id: `${this.list.id}-${id}` }, text);
    // On pointerdown the focus would leave the search, and with it the list.
    option.addEventListener('pointerdown', (event) => event.preventDefault());
    option.addEventListener('click', () => this.#choose(option));
    return option;
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const { length } = this.list.children;
    if (step && length) this.#mark((this.place + step + length) % length);
    else if (event.key === 'Enter') this.#choose(this.list.children[this.place]);
    else if (event.key === 'Escape') this.#close(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #mark(place) {
    this.place = place;
    [...this.list.children].forEach((option, index) => option.setAttribute('aria-selected', String(index === place)));
    this.list.children[place]?.scrollIntoView({ block: 'nearest' });
    this.search.setAttribute('aria-activedescendant', this.list.children[place]?.id ?? '');
  }

  #choose(option) {
    if (!option) return;
    this.element.hidden = true;
    this.chosen(option.textContent);
  }

  #close(back = false) {
    this.element.hidden = true;
    this.closed(back);
  }
}
