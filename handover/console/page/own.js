/*
 * One's own page: how many talks, a break, own lines, notices, and what a helper likes on this device.
 */

import { BREAKS } from './care.js';
import { button, choices, field, fill, find, make, toast } from './dom.js';
import { LINE_LENGTH } from './lines.js';
import { Notices } from './notices.js';
import { wireTaste } from './tastes.js';

const MOST = [['', 'Zelf kijken, per avond'], [1, '1 gesprek'], ...[2, 3, 4, 5].map((count) => [count, `${count} gesprekken`])];
const FULL = 'Heb je er zoveel? Dan komt er geen nieuw gesprek bij. Alleen bij groot gevaar mag je er nog een oppakken.';

export class OwnPage {
  constructor(root, { care, lines }) {
    Object.assign(this, { root, care, lines });
    this.notices = new Notices(find('#notices', root));
    this.most = choices(MOST);
    this.most.addEventListener('change', () => this.#setMost());
    find('#most', root).append(field('Hoeveel gesprekken tegelijk wil je?', this.most, FULL));
    find('#breaks', root).append(...BREAKS.map((minutes) => button(`${minutes} minuten`, () => care.rest(minutes))));
    this.#addLine(find('#add-line', root));
    lines.addEventListener('changed', () => this.#lines());
    wireTaste('hints');
  }

  /** Open the page for this helper. */
  async open(me) {
    this.me = me;
    find('#own-care', this.root).hidden = !('max_talks' in me);
    this.most.value = me.max_talks ?? '';
    await Promise.all([this.lines.load(), this.notices.open()]);
  }

  async #setMost() {
    const talks = this.most.value ? Number(this.most.value) : null;
    if (await this.care.most(talks)) {
      this.me.max_talks = talks;
      toast(talks ? `Je krijgt er hooguit ${talks === 1 ? 'één' : talks} tegelijk.` : 'Er is geen maximum meer.');
    } else this.most.value = this.me.max_talks ?? '';
  }

  #addLine(form) {
    const text = make('textarea', { rows: '2', maxlength: String(LINE_LENGTH), required: '' });
    form.prepend(field('Nieuwe zin', text, 'Schrijf zoals je praat. In het gesprek maak je hem passend.'));
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      if (!text.value.trim()) {
        text.focus();
        return;
      }
      if (await this.lines.add(text.value)) form.reset();
      text.focus();
    });
  }

  #lines() {
    const { items } = this.lines;
    find('#own-lines', this.root).hidden = !items;
    if (!items) return;
    fill(find('#line-list', this.root), items.map((line) => this.#line(line)), 'Je hebt nog geen eigen zinnen.');
  }

  #line({ id, text }) {
    const gone = button('Haal weg', async () => {
      await this.lines.remove(id);
      find('#lines-title').focus();
    }, { 'aria-label': `Haal weg: ${text}` });
    return make('li', {}, make('span', {}, text), gone);
  }
}
