/*
 * The box in which a helper writes to the other: Enter sends, what is not sent is kept, own lines and quiet hints are at hand.
 */

import { find, grow, put } from './dom.js';
import { hint } from './hints.js';
import { Picker } from './lines.js';
import { tastes } from './tastes.js';

const phone = matchMedia('(hover: none) and (pointer: coarse)');
const PANE = 'say';

export class Box {
  /** `up` is called when the helper leaves the box by Escape. */
  constructor(form, talk, { drafts, lines, up }) {
    Object.assign(this, { form, talk, drafts, lines });
    this.area = find('textarea', form);
    this.picker = new Picker(lines, { chosen: (line) => this.#insert(line), closed: (back) => back && this.area.focus() });
    form.prepend(this.picker.element);
    this.area.value = drafts.read(talk.id, PANE);
    find('.keys-hint', form).hidden = phone.matches;
    this.#wire(up);
    lines.addEventListener('changed', () => this.#offer());
    this.#offer();
  }

  get text() {
    return this.area.value;
  }

  /** Put a text in the box, in place of what is there. */
  write(text) {
    this.area.value = text;
    this.#changed();
  }

  /** Go to the box. */
  focus() {
    this.area.focus();
  }

  /** The box came on the screen. */
  shown() {
    grow(this.area);
  }

  #wire(up) {
    this.area.addEventListener('input', () => {
      this.#changed();
      if (this.text.trim()) this.talk.typing();
    });
    this.area.addEventListener('keydown', (event) => this.#key(event, up));
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    find('.own-lines', this.form).addEventListener('click', () => this.picker.open());
  }

  #key(event, up) {
    if (event.key === 'Escape') up();
    if (event.key === '/' && this.#hasLines && this.#atStart()) {
      event.preventDefault();
      this.picker.open();
    }
    if (event.key !== 'Enter' || event.isComposing || event.shiftKey) return;
    if (!event.ctrlKey && !event.metaKey && phone.matches) return;
    event.preventDefault();
    this.#send();
  }

  get #hasLines() {
    return Boolean(this.lines.items?.length);
  }

  #atStart() {
    const before = this.text[this.area.selectionStart - 1];
    return before === undefined || /\s/.test(before);
  }

  #insert(line) {
    const { selectionStart, selectionEnd } = this.area;
    const space = this.#atStart() ? '' : ' ';
    this.area.setRangeText(space + line, selectionStart, selectionEnd, 'end');
    this.#changed();
    this.area.focus();
  }

  #send() {
    if (!this.text.trim() || this.talk.over) return;
    this.talk.send(this.text);
    this.write('');
    this.area.focus();
  }

  #changed() {
    this.drafts.keep(this.talk.id, PANE, this.text);
    grow(this.area);
    put(find('.nudge', this.form), tastes.hints ? hint(this.text, this.talk.turns) : '');
  }

  #offer() {
    for (const part of ['.own-lines', '.lines-hint']) find(part, this.form).hidden = !this.#hasLines;
  }
}
