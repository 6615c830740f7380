/*
 * Notices: where a helper wants to hear that there is something, when the console is closed. A notice never says what.
 */

import { request } from './api.js';
import { attempt, fetchIfThere } from './attempt.js';
import { button, field, fill, find, make, toast } from './dom.js';

const WORKER = '/console/static/worker.js';
const KINDS = { push: 'Melding in de browser', mail: 'E-mail', telegram: 'Telegram' };

export class Notices {
  constructor(root) {
    this.root = root;
    this.list = find('#addresses', root);
    find('#add-push', root).append(button('Zet meldingen aan op dit apparaat', () => this.#push()));
    find('#add-telegram', root).append(button('Koppel Telegram', () => this.#telegram()));
    this.#mail(find('#add-mail', root));
  }

  /** Show where this helper is reached now; hidden in a house that sends none. */
  async open() {
    const found = await fetchIfThere('/addresses');
    this.root.hidden = !found?.addresses;
    if (!found?.addresses) return;
    find('#add-mail', this.root).hidden = !found.mail;
    find('#add-telegram', this.root).hidden = !found.telegram;
    find('#add-push', this.root).hidden = !('PushManager' in window && 'serviceWorker' in navigator);
    fill(this.list, found.addresses.map((address) => this.#item(address)), 'Je krijgt nu nergens bericht.');
  }

  #item(address) {
    const kind = KINDS[address.kind];
    const words = [kind, address.label].filter((word, place) => word && (!place || word !== kind)).join(': ');
    const item = make('li', {}, make('span', {}, words));
    if (!address.confirmed) item.append(this.#unconfirmed(address));
    item.append(button('Haal weg', () => this.#remove(address), { 'aria-label': `Haal weg: ${words}` }));
    return item;
  }

  #unconfirmed(address) {
    if (address.kind === 'mail') return this.#code(address);
    return make('span', { class: 'soft small' }, 'Wacht op jou in Telegram.');
  }

  #code({ id }) {
    const code = make('input', { inputmode: 'numeric', autocomplete: 'one-time-code', maxlength: '20', required: '' });
    const form = make('form', { class: 'fields' }, field('Code uit de mail', code), make('button', {}, 'Bevestig'));
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      if (await attempt(() => request('POST', `/addresses/${id}/confirm`, { code: code.value.trim() }))) {
        toast('Dat klopt. Je krijgt hier nu bericht.');
        await this.open();
        find('#notices-title').focus();
      }
    });
    return form;
  }

  async #remove({ id, kind }) {
    if (kind === 'push') await unsubscribe();
    await attempt(() => request('DELETE', `/addresses/${id}`));
    await this.open();
    find('#notices-title').focus();
  }

  #mail(form) {
    const where = make('input', { type: 'email', autocomplete: 'email', maxlength: '200', required: '' });
    form.prepend(field('E-mailadres', where, 'We sturen een code. Daarmee weten we dat het van jou is.'));
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      if (!form.reportValidity()) return;
      if (!await attempt(() => request('POST', '/addresses', { kind: 'mail', where: where.value.trim() }))) return;
      form.reset();
      toast('Er is een code onderweg naar je mail. Vul die hier in.');
      await this.open();
    });
  }

  async #telegram() {
    const made = await attempt(() => request('POST', '/addresses', { kind: 'telegram' }));
    if (!made?.link) return;
    const link = make('a', { href: made.link, target: '_blank', rel: 'noreferrer' }, 'Open Telegram');
    find('#telegram-link').replaceChildren('Nog één stap: ', link, ' en kies Start.');
    await this.open();
    link.focus();
  }

  async #push() {
    if (await Notification.requestPermission() !== 'granted') {
      toast('Je browser staat meldingen niet toe. Dat kun je in de browser zelf veranderen.');
      return;
    }
    const where = await subscription();
    if (!where) {
      toast('Het lukt niet op dit apparaat. Kies een andere manier, of vraag je coördinator.');
      return;
    }
    if (await attempt(() => request('POST', '/addresses', { kind: 'push', where }))) toast('Meldingen staan aan op dit apparaat.');
    await this.open();
  }
}

/** A subscription of this browser to our pushes, as data; null where that is not possible. */
async function subscription() {
  const found = await fetchIfThere('/push-key');
  if (!found?.key) return null;
  try {
    const registration = await navigator.serviceWorker.register(WORKER);
    await active(registration);
    const wanted = { userVisibleOnly: true, applicationServerKey: found.key };
    return (await registration.pushManager.subscribe(wanted)).toJSON();
  } catch {
    return null;
  }
}

/** Resolves when the worker runs: a push needs one that does. */
function active(registration) {
  const worker = registration.installing ?? registration.waiting;
  if (registration.active || !worker) return null;
  return new Promise((done) => {
    worker.addEventListener('statechange', () => worker.state === 'activated' && done());
  });
}

async function unsubscribe() {
  const registration = await navigator.serviceWorker?.getRegistration(WORKER);
  const known = await registration?.pushManager.getSubscription();
  await known?.unsubscribe();
}
