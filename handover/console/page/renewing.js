/*
 * Letting a colleague in again who lost a password or a phone: the dialog that makes a link, and the link itself, to be copied.
 */

import { request } from './api.js';
import { option, TalkDialog } from './dialogs.js';
import { button, field, find, make, toast } from './dom.js';

const LOST = [
  { id: 'password', label: 'Het wachtwoord', hint: 'Je collega kiest een nieuw. De tweede stap blijft.' },
  { id: 'factor', label: 'De telefoon of app', hint: 'De tweede stap en alle passkeys vervallen. Het wachtwoord blijft.' },
  { id: 'both', label: 'Allebei', hint: 'Een nieuw wachtwoord, en de tweede stap en passkeys vervallen.' },
];
const HOW = 'Geef deze link alleen aan deze persoon. Hij werkt één keer, een dag lang.';

/** The dialog in which somebody says what a colleague lost. */
export class RenewDialog extends TalkDialog {
  /** The link is shown in `place`; `done` is called when it is there. */
  constructor(place, done) {
    super('renew-dialog');
    Object.assign(this, { place, done });
    find('#renew-lost').append(...LOST.map((lost) => option('lost', lost, () => { this.wrong.textContent = ''; })));
  }

  open(colleague) {
    super.open(colleague);
    find('.whom', this.dialog).textContent = colleague.name;
  }

  submit() {
    const lost = new FormData(this.form).get('lost');
    if (!lost) {
      this.wrong.textContent = 'Kies eerst wat je collega kwijt is.';
      find('input', this.form).focus();
      return;
    }
    const body = { password: lost !== 'factor', factor: lost !== 'password' };
    const { id, name } = this.talk;
    this.run(async () => {
      const { link } = await request('POST', `/people/${id}/renewal`, body);
      this.dialog.close();
      showLink(this.place, name, link, HOW);
      this.done();
    });
  }
}

/** Show a link that is there once, to be copied. */
export function showLink(place, name, made, how) {
  const link = make('input', { readonly: '', value: new URL(made, location.href).href });
  const copy = button('Kopieer de link', async () => {
    link.select();
    await navigator.clipboard?.writeText(link.value);
    toast('De link is gekopieerd.');
  });
  place.replaceChildren(field(`De link voor ${name}`, link, how), copy);
  link.focus();
}
