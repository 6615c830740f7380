/*
 * What a coordinator decides about a talk, each in a dialog: to whom it goes, or how it ends.
 */

import { request } from './api.js';
import { offerColleagues } from './colleagues.js';
import { option, TalkDialog } from './dialogs.js';
import { find, toast } from './dom.js';
import { REASONS } from './words.js';

/** The dialog in which a talk goes to a colleague who is there. */
export class ReassignDialog extends TalkDialog {
  /** `done` is called when it went through. */
  constructor(done) {
    super('reassign-dialog');
    this.done = done;
  }

  open(talk) {
    super.open(talk);
    offerColleagues(find('select', this.dialog), 'Kies een collega', { present: true });
  }

  submit() {
    const helper = find('select', this.dialog).value;
    if (!helper) {
      this.wrong.textContent = 'Kies eerst een collega.';
      find('select', this.dialog).focus();
      return;
    }
    this.run(async () => {
      await request('POST', `/handovers/${this.talk.id}/reassign`, { helper });
      toast('Je collega ziet het nu bovenaan. De ander hoort het ook.');
      this.done();
    });
  }
}

/** The dialog in which a coordinator ends what waits or is live, with a reason. */
export class EndDialog extends TalkDialog {
  /** `done` is called when it went through. */
  constructor(done) {
    super('end-dialog');
    this.done = done;
    find('#end-reasons').append(...REASONS.map((reason) => option('reason', reason, () => { this.wrong.textContent = ''; })));
  }

  submit() {
    const reason = new FormData(this.form).get('reason');
    if (!reason) {
      this.wrong.textContent = 'Kies eerst hoe het eindigt.';
      find('input', this.form).focus();
      return;
    }
    this.run(async () => {
      await request('POST', `/handovers/${this.talk.id}/end`, { reason, note: this.note.value.trim() });
      toast('Het is afgesloten. De ander hoort het vriendelijk.');
      this.done();
    });
  }
}
