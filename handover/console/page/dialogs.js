/*
 * The dialogs: closing a talk, and help.
 */

import { find, make } from './dom.js';
import { REASONS, refusal } from './words.js';

const NOTE_LENGTH = 500;

/** Wire a dialog: its cancel button, Escape and a click beside it close it; a submit calls `agreed`. */
function wire(dialog, agreed) {
  find('.cancel', dialog)?.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  find('form', dialog).addEventListener('submit', (event) => {
    event.preventDefault();
    agreed();
  });
}

/** The dialog in which a talk ends: with a reason (required) and a note, or in one of two other ways. */
export class CloseDialog {
  /** `acts` has `close(talk, reason, note)`, `giveBack(talk)` and `escalate(talk)`; each may throw. */
  constructor(acts) {
    this.dialog = find('#close-dialog');
    this.form = find('form', this.dialog);
    this.wrong = find('#reason-wrong');
    this.note = find('#note');
    find('#reasons').append(...REASONS.map((reason) => this.#reason(reason)));
    wire(this.dialog, () => this.#submit(acts.close));
    find('.give-back', this.dialog).addEventListener('click', () => this.#leave(() => acts.giveBack(this.talk)));
    find('.escalate', this.dialog).addEventListener('click', () => this.#leave(() => acts.escalate(this.talk)));
    this.note.addEventListener('input', () => this.#count());
  }

  /** Open for a talk; what was filled in before for the same talk is still there. */
  open(talk) {
    if (this.talk !== talk) this.form.reset();
    this.talk = talk;
    this.wrong.textContent = '';
    this.#count();
    find('.escalate', this.dialog).hidden = Boolean(talk.handover.escalated);
    this.dialog.showModal();
  }

  /** Close if it is open for this talk. */
  drop(talk) {
    if (this.talk === talk) this.dialog.close();
  }

  #count() {
    find('#note-left').textContent = NOTE_LENGTH - this.note.value.length;
  }

  #reason({ id, label, hint }) {
    const row = make('label', { class: 'choice' });
    const radio = make('input', { type: 'radio', name: 'reason', value: id, required: '' });
    const text = make('span', {}, label);
    text.append(make('small', {}, hint));
    radio.addEventListener('change', () => { this.wrong.textContent = ''; });
    row.append(radio, text);
    return row;
  }

  #submit(close) {
    const reason = new FormData(this.form).get('reason');
    if (reason) return this.#leave(() => close(this.talk, reason, this.note.value.trim()));
    this.wrong.textContent = 'Kies eerst hoe het gesprek eindigt.';
    return find('input', this.form).focus();
  }

  async #leave(act) {
    if (this.busy) return;
    this.busy = true;
    try {
      await act();
      this.dialog.close();
    } catch (error) {
      this.wrong.textContent = refusal(error);
    } finally {
      this.busy = false;
    }
  }
}

/** Wire the help dialog; returns the function that opens it. */
export function helpDialog() {
  const dialog = find('#help-dialog');
  wire(dialog, () => dialog.close());
  return () => dialog.open || dialog.showModal();
}
