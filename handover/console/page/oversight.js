/*
 * The coordinator's page: everything that waits, is live or was promised, who is there, and what may be done about it. It shows no
 * word of a talk, and never how long somebody's talks take.
 */

import { now, request } from './api.js';
import { attempt, fetchIfThere } from './attempt.js';
import { showBlocks } from './blocks.js';
import { nameOf } from './colleagues.js';
import { EndDialog, ReassignDialog } from './decisions.js';
import { button, fill, find, label, make, toast } from './dom.js';
import { Erasing } from './erasing.js';
import { Team } from './team.js';
import { moment, wait } from './times.js';
import { chips } from './words.js';

const LOOK = 10_000;

export class Oversight {
  /** `opened(handover)` is called when the coordinator took a talk over. */
  constructor(root, { opened }) {
    Object.assign(this, { root, opened });
    const again = () => Promise.all([this.#look(), this.team.look(this.me)]);
    this.ending = new EndDialog(again);
    this.reassigning = new ReassignDialog(again);
    this.team = new Team(root, again);
    this.erasing = new Erasing(root, again);
  }

  /** Open the page, and keep it true until it is closed. */
  async open(me) {
    this.me = me;
    clearInterval(this.timer);
    this.timer = setInterval(() => document.hidden || this.#look(), LOOK);
    await Promise.all([this.#look(), this.team.look(me)]);
  }

  /** Nothing runs any more. */
  close() {
    clearInterval(this.timer);
  }

  async #look() {
    const found = await fetchIfThere('/oversight');
    // An admin sees to the people, and not to the talks.
    find('#now').hidden = !found;
    if (!found) return;
    const seen = JSON.stringify(found);
    const inside = find('#oversight-part').contains(document.activeElement);
    // Nothing happened: what the keyboard is on stays as it is.
    if (inside && seen === this.shown) return;
    showBlocks();
    this.shown = seen;
    const focus = document.activeElement?.dataset?.act;
    this.#fill(found);
    if (focus) (find(`[data-act="${focus}"]`) ?? find('#overzicht-title')).focus();
  }

  #fill({ waiting, live, promised, people, calls, figures }) {
    fill(find('#now-waiting'), waiting.map((one) => this.#waiting(one)), 'Er wacht niemand.');
    fill(find('#now-live'), live.map((one) => this.#live(one)), 'Er is geen gesprek.');
    fill(find('#now-promised'), promised.map((one) => this.#promised(one)), 'Er staat geen belofte open.');
    fill(find('#now-calls'), calls.map((one) => this.#call(one)), 'Niemand vroeg om gebeld te worden.');
    this.team.fill(people, this.me);
    find('#oversight-part').hidden = false;
    find('#figures').replaceChildren(...figureWords(figures).map((words) => make('li', {}, words)));
  }

  #waiting(one) {
    const about = [`Wacht ${wait(Date.parse(one.since), now())}.`];
    if (one.promised) about.push(`Beloofd: ${moment(one.promised, now())}.`);
    if (one.wanted) about.push(`Wacht op ${nameOf(one.wanted) ?? 'een collega'}.`);
    return this.#card(one, about, one.overdue ? [{ kind: 'orange', text: 'te lang' }] : []);
  }

  #live(one) {
    return this.#card(one, [one.helper_id === this.me.id ? 'Jij bent in dit gesprek.' : `${one.helper} is in gesprek.`], []);
  }

  #promised({ due, lapses, danger, helper }) {
    const words = `${moment(due, now())}, uiterlijk ${moment(lapses, now())}${helper ? `, met ${helper}` : ''}.`;
    const card = make('li', { class: 'card' }, make('p', { class: 'chips' }), make('p', {}, words));
    label(find('.chips', card), danger ? [{ kind: 'red', text: 'dreigt mis te gaan' }] : []);
    return card;
  }

  #call({ id, helper, since }) {
    const seen = async () => {
      if (await attempt(() => request('POST', `/debriefs/${id}/seen`, {}))) toast('Fijn dat je belde.');
      this.#look();
    };
    return make(
      'li', { class: 'card' }, make('p', {}, `${helper} wil graag even bellen. Gevraagd ${moment(since, now())}.`),
      make('div', { class: 'row' }, button('Ik heb gebeld', seen, { 'data-act': `seen-${id}` })),
    );
  }

  #card(one, about, more) {
    const id = `overview-${one.id}`;
    const words = make('p', { id }, about.join(' '));
    const card = make('li', { class: 'card', 'data-level': one.level }, make('p', { class: 'chips' }), words);
    label(find('.chips', card), [...more, ...chips(one)]);
    const act = (text, what, does) => button(text, does, { 'data-act': `${what}-${one.id}`, 'aria-describedby': id });
    const row = make('div', { class: 'row' });
    if (one.helper_id !== this.me.id) row.append(act('Neem over', 'take', () => this.#takeOver(one)));
    row.append(
      act('Geef aan een collega', 'give', () => this.reassigning.open(one)),
      act('Sluit af', 'end', () => this.ending.open(one)),
    );
    card.append(row);
    return card;
  }

  async #takeOver({ id }) {
    const handover = await attempt(() => request('POST', `/handovers/${id}/take-over`, {}));
    if (handover) this.opened(handover);
    else this.#look();
  }
}

function figureWords({ kept, broken, released, half, most, today }) {
  const words = [
    `Beloftes in de laatste maand: ${kept} nagekomen, ${broken} niet. ${released} keer was het niet meer nodig.`,
    `Vandaag: ${today.met} keer kwam iemand bij een mens. ${today.left} keer ging iemand eerder weg.`,
  ];
  if (half === null) return words;
  return [...words, `De laatste maand wachtte de helft korter dan ${within(half)}. Negen van de tien wachtten korter dan ${within(most)}.`];
}

const within = (count) => (count > 1 ? `${count} minuten` : 'een minuut');
