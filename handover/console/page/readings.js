/*
 * Who read what: the log that a coordinator reads. It shows who and when, and never a word of what was read.
 */

import { now } from './api.js';
import { fetchIfThere } from './attempt.js';
import { button, choices, field, find, make } from './dom.js';
import { moment } from './times.js';

const WHAT = {
  talk: 'las mee in gesprek', summary: 'zag de kaart van gesprek', whispers: 'las het overleg bij gesprek', person: 'zag het rooster van',
  log: 'las deze bladzijde', link: 'maakte een nieuwe toegang voor', renewed: 'kwam binnen met een nieuwe toegang:', erased: 'wiste op verzoek gesprek',
};
const OF_PEOPLE = ['person', 'link', 'renewed'];
const SHORT = 6;

export class Readings {
  constructor(root) {
    this.root = root;
    this.who = choices([['', 'Iedereen']]);
    this.who.addEventListener('change', () => this.#look());
    find('#whose-readings', root).append(field('Van wie?', this.who));
    this.more = button('Toon meer', () => this.#look(this.first));
    find('#more-readings', root).append(this.more);
  }

  /** Open the page. */
  async open() {
    const found = await fetchIfThere('/people');
    const names = (found?.people ?? []).map(({ id, name }) => make('option', { value: id }, name));
    const chosen = this.who.value;
    this.who.replaceChildren(make('option', { value: '' }, 'Iedereen'), ...names);
    this.who.value = chosen;
    await this.#look();
  }

  async #look(before = 0) {
    const asked = new URLSearchParams({ ...(before && { before }), ...(this.who.value && { helper: this.who.value }) });
    const found = await fetchIfThere(`/readings?${asked}`);
    find('#readings-part', this.root).hidden = !found;
    if (!found) return;
    const rows = found.rows.map(row);
    const body = find('#readings', this.root);
    if (before) body.append(...rows);
    else {
      body.replaceChildren(...rows);
      this.#seal(found);
    }
    this.first = found.rows.at(-1)?.number;
    this.more.hidden = !this.first || this.first === 1 || found.rows.length < 100;
    if (before) rows[0]?.querySelector('th').focus();
  }

  #seal({ wrong, last, hash }) {
    const state = find('#readings-state', this.root);
    state.dataset.state = wrong.length ? 'wrong' : 'good';
    state.replaceChildren(wrong.length ? 'Dit log klopt niet. Iemand heeft er iets in veranderd.' : 'Dit log klopt. Er is niets in veranderd.');
    find('#readings-wrong', this.root).replaceChildren(...wrong.map((word) => make('li', {}, word)));
    find('#readings-seal', this.root).replaceChildren(`Regel ${last}, laatste getal `, make('code', {}, hash || 'nog geen'));
  }
}

function row({ at, helper, what, subject }) {
  const about = what === 'log' ? '' : ` ${OF_PEOPLE.includes(what) ? subject : subject.slice(0, SHORT)}`;
  return make(
    'tr', {},
    make('th', { scope: 'row', tabindex: '-1' }, helper || 'onbekend'),
    make('td', {}, `${WHAT[what] ?? what}${about}`),
    make('td', {}, make('time', { datetime: at }, moment(at, now()))),
  );
}
