/*
 * Erasing a talk for the person who asks for it and gives its four words: a question first, and the receipt after.
 */

import { request } from './api.js';
import { TalkDialog } from './dialogs.js';
import { field, find, make } from './dom.js';

const HINT = 'Bijvoorbeeld: boom, roos, vis, maan.';

export class Erasing extends TalkDialog {
  /** `done` is called when a talk was erased. */
  constructor(root, done) {
    super('erase-dialog');
    Object.assign(this, { root, done });
    this.words = make('input', { maxlength: '200', required: '', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' });
    const form = find('#erase', root);
    form.prepend(field('De vier woorden', this.words, HINT));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!form.reportValidity()) return;
      find('#erased', root).textContent = '';
      this.open({ id: this.words.value });
    });
  }

  submit() {
    this.run(async () => {
      const { receipt } = await request('POST', '/erase', { words: this.words.value });
      this.words.value = '';
      find('#erased', this.root).replaceChildren('Het gesprek is gewist. Geef dit bewijs aan wie het vroeg: ', make('code', {}, receipt));
      this.done();
    });
  }
}
