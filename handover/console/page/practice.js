/*
 * Practice: an example talk to try things in. Nobody is on the other side, nothing is kept, and there is no score.
 */

import { now } from './api.js';
import { fetchIfThere } from './attempt.js';
import { button, find, make } from './dom.js';
import { bubble } from './log.js';

export class Practice {
  constructor(root) {
    this.list = find('#practice-talks', root);
    this.stage = find('#practice-stage', root);
    this.log = find('.log', this.stage);
    this.turn = find('#practice-turn', root);
    find('#practice-back', root).append(button('Naar alle voorbeelden', () => this.#choose()));
  }

  /** Open the page. */
  async open() {
    if (this.talks) return;
    const found = await fetchIfThere('/practice');
    this.talks = found?.talks;
    find('#practice-none').hidden = Boolean(this.talks?.length);
    this.list.replaceChildren(...(this.talks ?? []).map((talk) => make(
      'li', { class: 'card' }, make('h3', {}, talk.title), make('p', {}, talk.about),
      button('Oefen dit', () => this.#begin(talk), { class: 'primary', 'aria-label': `Oefen: ${talk.title}` }),
    )));
  }

  #choose() {
    this.stage.hidden = true;
    this.list.hidden = false;
    find('#oefenen-title').focus();
  }

  #begin(talk) {
    this.talk = talk;
    this.left = [...talk.turns];
    this.list.hidden = true;
    this.stage.hidden = false;
    this.log.replaceChildren();
    find('#practice-title').textContent = talk.title;
    find('#practice-title').focus();
    this.#go();
  }

  #go() {
    while (this.left[0]?.from === 'person') this.#say('you', 'De ander', this.left.shift().text);
    const choice = this.left.shift();
    if (choice) this.#ask(choice.options);
    else this.#end();
  }

  #ask(options) {
    const buttons = options.map((option) => button(option.text, (pressed) => this.#answer(option, pressed)));
    this.turn.replaceChildren(make('h3', {}, 'Wat schrijf jij?'), make('div', { class: 'lines' }, ...buttons));
  }

  #answer(option, pressed) {
    const why = make('p', { class: `why-so ${option.good ? 'good' : 'other'}` }, option.why);
    if (!option.good) {
      pressed.after(why);
      pressed.replaceWith(make('p', { class: 'tried' }, option.text));
      why.tabIndex = -1;
      why.focus();
      return;
    }
    this.#say('me', 'Jij', option.text);
    const on = button('Verder', () => this.#go(), { class: 'primary' });
    this.turn.replaceChildren(why, on);
    on.focus();
  }

  #say(kind, by, text) {
    const said = bubble(kind, by, new Date(now()).toISOString(), text);
    this.log.append(said);
    said.scrollIntoView({ block: 'nearest' });
  }

  #end() {
    const again = button('Nog een keer', () => this.#begin(this.talk));
    const other = button('Een ander voorbeeld', () => this.#choose(), { class: 'primary' });
    this.turn.replaceChildren(
      make('p', {}, 'Dit was het. In het echt is er niet één goed antwoord. Jij mag je eigen woorden kiezen.'),
      make('div', { class: 'row' }, again, other),
    );
    other.focus();
  }
}
