/*
 * The dialogs: closing a talk, handing it to a colleague, and help. Others are made of the same parts.
 */

import { offerColleagues } from './colleagues.js';
import { find, make } from './dom.js';
import { AGAIN, BLOCKED, REASONS, refusal } from './words.js';

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

/** A row of a choice: a radio with its name and what it means. */
export function option(name, { id, label, hint }, changed) {
  const radio = make('input', { type: 'radio', name, value: id, ...(id ? {} : { checked: '' }) });
  radio.addEventListener('change', changed);
  return make('label', { class: 'choice' }, radio, make('span', {}, label, make('small', {}, hint)));
}

/** A dialog about one talk (or colleague); what was filled in before for the same talk is still there. */
export class TalkDialog {
  constructor(id) {
    this.dialog = find(`#${id}`);
    this.form = find('form', this.dialog);
    this.wrong = find('.wrong', this.dialog);
    this.note = find('textarea', this.dialog);
    wire(this.dialog, () => this.submit());
    this.note?.addEventListener('input', () => this.#count());
  }

  open(talk) {
    if (this.talk?.id !== talk.id) this.form.reset();
    this.talk = talk;
    this.wrong.textContent = '';
    this.#count();
    this.dialog.showModal();
  }

  /** Close if it is open for this talk, and forget what was filled in. */
  drop(talk) {
    if (this.talk !== talk) return;
    this.form.reset();
    this.dialog.close();
  }

  /** Do it, close when it went through, and say so when it did not. */
  async run(act) {
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

  #count() {
    if (this.note) find('.left', this.dialog).textContent = NOTE_LENGTH - this.note.value.length;
  }
}

/** The dialog in which a talk ends: with a reason (required), a note and whether there may be a next time; or in another way. */
export class CloseDialog extends TalkDialog {
  /** `acts` has `close(talk, body)`, `giveBack(talk)`, `handOver(talk)` and `escalate(talk)`; each may throw. */
  constructor(acts) {
    super('close-dialog');
    this.acts = acts;
    const clear = () => { this.wrong.textContent = ''; };
    find('#reasons').append(...[...REASONS, BLOCKED].map((reason) => option('reason', reason, clear)));
    find('#again').append(...AGAIN.map((again) => option('again', again, clear)));
    find('.give-back', this.dialog).addEventListener('click', () => this.run(() => acts.giveBack(this.talk)));
    find('.escalate', this.dialog).addEventListener('click', () => this.run(() => acts.escalate(this.talk)));
    find('.hand-over', this.dialog).addEventListener('click', () => {
      this.dialog.close();
      acts.handOver(this.talk);
    });
  }

  open(talk) {
    super.open(talk);
    find('.escalate', this.dialog).hidden = Boolean(talk.handover.escalated);
  }

  submit() {
    const filled = new FormData(this.form);
    const reason = filled.get('reason');
    if (!reason) {
      this.wrong.textContent = 'Kies eerst hoe het gesprek eindigt.';
      find('input', this.form).focus();
      return;
    }
    const body = { reason, note: this.note.value.trim(), again: filled.get('again') || null };
    this.run(() => this.acts.close(this.talk, body));
  }
}

/** The dialog in which a talk goes on to a colleague, with a note for them. */
export class TransferDialog extends TalkDialog {
  /** `handOver(talk, body)` may throw. */
  constructor(handOver) {
    super('transfer-dialog');
    this.handOver = handOver;
  }

  open(talk) {
    super.open(talk);
    offerColleagues(find('select', this.dialog), 'Wie er het eerst tijd heeft', { present: true });
  }

  submit() {
    const helper = find('select', this.dialog).value || null;
    this.run(() => this.handOver(this.talk, { helper, note: this.note.value.trim() }));
  }
}

/** Wire the help dialog; returns the function that opens it. */
export function helpDialog() {
  const dialog = find('#help-dialog');
  wire(dialog, () => dialog.close());
  return () => dialog.open || dialog.showModal();
}
