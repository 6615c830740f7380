/*
 * The way back, on the first screen: a quiet button opens a field for four words, and the house gives the key
 * to the talk that belongs to them. The words themselves are kept nowhere.
 */

import { Busy, Refused, call } from './api.js';

const SLOW = 'Even rustig aan. Probeer het over een minuut nog eens.';
const AWAY = 'Dat lukte nog niet. Probeer het zo nog eens.';

const byId = (id) => document.getElementById(id);

/** The sentence for what went wrong; what the house says itself comes first. */
function told(error) {
  if (error instanceof Refused) return error.detail;
  return error instanceof Busy && error.status === 429 ? SLOW : AWAY;
}

export class Back {
  /** `found(token)` is called when the words were right. */
  constructor(found) {
    this.found = found;
    this.part = byId('back');
    this.opener = byId('back-open');
    this.form = byId('back-form');
    this.field = byId('words');
    this.trouble = byId('words-trouble');
    this.opener.addEventListener('click', () => this.open(this.form.hidden));
    this.form.addEventListener('submit', (event) => { event.preventDefault(); this.send(); });
    this.field.addEventListener('input', () => this.tell(''));
  }

  /** There only while there is no talk yet. */
  show(on) {
    this.part.hidden = !on;
    if (!on) this.open(false);
  }

  open(on) {
    this.form.hidden = !on;
    this.opener.setAttribute('aria-expanded', String(on));
    this.field.value = '';
    this.tell('');
    if (!on) return;
    this.field.focus();
    this.form.scrollIntoView({ block: 'center' });
  }

  tell(text) {
    if (this.trouble.textContent !== text) this.trouble.textContent = text;
    if (text) this.field.setAttribute('aria-invalid', 'true');
    else this.field.removeAttribute('aria-invalid');
    if (text) this.form.scrollIntoView({ block: 'nearest' });
  }

  async send() {
    const words = this.field.value.trim();
    if (!words) this.tell('Schrijf hier je vier woorden.');
    if (!words || this.busy) {
      this.field.focus();
      return;
    }
    this.busy = true;
    this.tell('');
    try {
      this.found((await call('POST', '/return', null, { words })).token);
    } catch (error) {
      this.tell(told(error));
      this.field.focus();
    } finally {
      this.busy = false;
    }
  }
}
