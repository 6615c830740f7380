/*
 * Care for the helper: a break that counts down, and after a hard talk a breather and the question how they are.
 */

import { now, request } from './api.js';
import { attempt } from './attempt.js';
import { button, find, put, say, toast } from './dom.js';
import { clock, countdown } from './times.js';

const ANSWERS = [
  ['fine', 'Het gaat', 'Fijn om te horen. Drink even iets, en neem je tijd.'],
  ['heavy', 'Het was zwaar', 'Dank je dat je het zegt. Dat mag er zijn. Neem rustig pauze.'],
  ['call_me', 'Bel me even', 'Je coördinator ziet dit nu, en belt je.'],
];
export const BREAKS = [5, 10, 20, 45];

export class Care {
  until = null;
  debriefs = [];

  /** `changed` is called when a break or an answer went through. */
  constructor(changed) {
    this.changed = changed;
    find('#debrief-answers').append(...ANSWERS.map(([answer, words, thanks]) => button(words, () => this.#answer(answer, thanks))));
    find('#breather').append(...BREAKS.slice(0, 2).map((minutes) => button(`${minutes} minuten pauze`, () => this.rest(minutes))));
    find('#break-over').addEventListener('click', () => this.rest(0));
  }

  /** Show what the server says: the questions that are open, and until when there is a break. */
  render(debriefs, until) {
    const more = debriefs.some((id) => !this.debriefs.includes(id));
    this.debriefs = debriefs;
    this.until = until && Date.parse(until) > now() ? until : null;
    find('#care').hidden = !debriefs.length;
    if (more) say(find('#news'), 'Hoe gaat het met jou? Bovenaan de lijst staat een vraag voor jou.');
    this.#count();
  }

  /** Put focus on the question, if there is one. Returns whether there is. */
  focus() {
    if (this.debriefs.length) find('#care-title').focus();
    return this.debriefs.length > 0;
  }

  /** Take a break of so many minutes; 0 ends it. */
  async rest(minutes) {
    const done = await attempt(() => request('POST', '/me/break', { minutes }));
    if (!done) return;
    if (minutes) toast('Je hebt pauze. Je lopende gesprekken houd je zelf. Nieuwe komen nu niet bij jou.');
    this.changed();
  }

  /** Set how many talks at once this helper wants; null is no maximum. Returns whether it went through. */
  most(talks) {
    return attempt(() => request('POST', '/me', { max_talks: talks }));
  }

  /** Nothing runs any more. */
  leave() {
    clearInterval(this.timer);
    this.timer = 0;
  }

  async #answer(answer, thanks) {
    const [id] = this.debriefs;
    if (!id || !await attempt(() => request('POST', `/debriefs/${id}`, { answer }))) return;
    toast(thanks);
    this.render(this.debriefs.filter((other) => other !== id), this.until);
    if (!this.focus()) find('#waiting-title').focus();
    this.changed();
  }

  #count() {
    if (this.until && Date.parse(this.until) <= now()) {
      this.until = null;
      say(find('#news'), 'Je pauze is voorbij. Welkom terug.');
      this.changed();
    }
    find('#break').hidden = !this.until;
    find('#others').hidden = Boolean(this.until);
    find('#breather').hidden = Boolean(this.until);
    put(find('#breath-word'), this.until ? 'Je hebt nu pauze. Adem eerst even uit.' : 'Adem eerst even uit. Je mag nu ook pauze nemen.');
    if (this.until) {
      put(find('#break-left'), countdown(this.until, now()));
      find('#break-left').setAttribute('aria-label', `Pauze tot ${clock(this.until)}`);
      this.timer ||= setInterval(() => this.#count(), 1000);
    } else this.leave();
  }
}
