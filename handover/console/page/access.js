/*
 * The page of one's own ways in: passkeys, the second factor, the account of the organisation, and where one is logged in.
 */

import { now, request } from './api.js';
import { attempt, fetchIfThere } from './attempt.js';
import { button, field, fill, find, make, toast } from './dom.js';
import { otherWays } from './door.js';
import { makePasskey, NoPasskey, possible } from './passkey.js';
import { moment } from './times.js';

const FACTOR = {
  on: 'Je tweede stap staat aan. Na je wachtwoord vragen we een code uit je app.',
  off: 'Met een tweede stap is een geraden wachtwoord niet genoeg. Je hebt een app nodig die codes toont.',
};
const NO_CODES = 'Je noodcodes zijn op. Zet de tweede stap uit en weer aan voor nieuwe.';

const when = (at) => (at ? moment(at, now()) : 'nog nooit');

export class Access {
  constructor(root) {
    this.root = root;
    find('#add-passkey', root).append(button('Maak een passkey op dit apparaat', () => this.#make()));
    find('#end-others', root).append(button('Sluit overal af', () => this.#endOthers()));
  }

  /** Open the page. */
  async open() {
    this.ways = await otherWays();
    await this.#look();
  }

  async #look() {
    const found = await fetchIfThere('/me/ways');
    if (!found) return;
    const { passkeys, sessions } = found;
    fill(find('#passkeys', this.root), passkeys.map((one) => this.#passkey(one)), 'Je hebt nog geen passkey.');
    fill(find('#sessions', this.root), sessions.map((one) => this.#session(one)), 'Je bent nergens anders ingelogd.');
    find('#add-passkey', this.root).hidden = !(this.ways.passkeys && possible());
    find('#no-passkeys', this.root).hidden = !find('#add-passkey', this.root).hidden;
    find('#end-others', this.root).hidden = sessions.length < 2;
    this.#factor(found);
    this.#organisation(found.organisation);
  }

  #passkey({ id, label, added, used }) {
    const words = `${label}, gemaakt ${when(added)}, gebruikt ${when(used)}`;
    const gone = button('Haal weg', () => this.#change('DELETE', `/me/passkeys/${id}`, 'Deze passkey werkt niet meer.', '#passkeys-title'));
    gone.setAttribute('aria-label', `Haal weg: ${words}`);
    return make('li', {}, make('span', {}, words), gone);
  }

  async #make() {
    try {
      if (await attempt(makePasskey)) toast('Je passkey is gemaakt. Hij werkt meteen.');
    } catch (error) {
      if (!(error instanceof NoPasskey)) throw error;
      toast('Er is geen passkey gemaakt. Je kunt het zo nog eens proberen.');
    }
    await this.#look();
  }

  #factor({ second_factor: on, codes_left: left }) {
    const root = find('#factor', this.root);
    find('#factor-word', this.root).textContent = on ? FACTOR.on : FACTOR.off;
    if (!on) {
      root.replaceChildren(button('Zet de tweede stap aan', () => this.#prepare(root)));
      return;
    }
    const codes = make('p', {}, left ? `Noodcodes over: ${left}.` : NO_CODES);
    const off = button('Zet de tweede stap uit', () => this.#change('DELETE', '/me/factor', 'De tweede stap staat uit.', '#factor-title'));
    root.replaceChildren(codes, off);
  }

  async #prepare(root) {
    const made = await attempt(() => request('POST', '/me/factor'));
    if (!made) return;
    const code = make('input', { inputmode: 'numeric', autocomplete: 'one-time-code', maxlength: '12', required: '' });
    const form = make('form', { class: 'fields', 'aria-label': 'Tweede stap' }, field('Code uit je app', code), make('button', {}, 'Zet aan'));
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const paper = await attempt(() => request('POST', '/me/factor/confirm', { code: code.value }));
      if (paper) this.#paper(root, paper.codes);
      else code.focus();
    });
    const how = make('p', { id: 'factor-how', tabindex: '-1' }, 'Scan dit plaatje met je app. Vul dan de code in die je app toont.');
    const secret = make('p', { class: 'small' }, 'Lukt scannen niet? Typ dit over in je app: ', make('code', {}, made.secret.match(/.{4}/g).join(' ')));
    root.replaceChildren(how, picture(made.picture), secret, form);
    how.focus();
  }

  /** The recovery codes, shown once. */
  #paper(root, codes) {
    const word = make('p', { tabindex: '-1' }, 'De tweede stap staat aan. Schrijf deze noodcodes op papier. Je ziet ze nu voor het laatst. Elke code werkt één keer.');
    const list = make('ul', { class: 'codes' }, ...codes.map((code) => make('li', {}, make('code', {}, code))));
    const done = button('Ik heb ze opgeschreven', async () => {
      await this.#look();
      find('#factor-title', this.root).focus();
    });
    find('#factor-word', this.root).textContent = FACTOR.on;
    root.replaceChildren(word, list, done);
    word.focus();
  }

  #organisation(bound) {
    find('#own-organisation', this.root).hidden = !(bound || this.ways.organisation);
    const unbind = () => this.#change('DELETE', '/me/organisation', 'Je account is los.', '#own-organisation-title');
    const go = async () => {
      const away = await attempt(() => request('POST', '/me/organisation'));
      if (away) location.assign(away.to);
    };
    find('#bound', this.root).replaceChildren(bound
      ? button('Maak mijn account los', unbind)
      : button('Koppel mijn account', go));
  }

  #session({ id, label, since, seen, here }) {
    const words = `${label}, sinds ${when(since)}${here ? ' (dit apparaat)' : `, gezien ${when(seen)}`}`;
    const item = make('li', {}, make('span', {}, words));
    if (here) return item;
    const end = button('Sluit af', () => this.#change('DELETE', `/me/sessions/${id}`, 'Daar ben je nu uitgelogd.', '#sessions-title'));
    end.setAttribute('aria-label', `Sluit af: ${words}`);
    item.append(end);
    return item;
  }

  #endOthers() {
    return this.#change('DELETE', '/me/sessions', 'Je bent nu alleen nog op dit apparaat ingelogd.', '#sessions-title');
  }

  async #change(method, path, done, title) {
    if (await attempt(() => request(method, path))) toast(done);
    await this.#look();
    find(title, this.root).focus();
  }
}

/** A picture that the server drew, as an image: nothing in it can run. */
function picture(drawn) {
  const address = URL.createObjectURL(new Blob([drawn], { type: 'image/svg+xml' }));
  const image = make('img', { src: address, alt: 'QR-code voor je app', width: '240', height: '240', class: 'scan' });
  image.addEventListener('load', () => URL.revokeObjectURL(address));
  return image;
}
