/*
 * Calls: the colleagues who ask for this helper. They want somebody to read along, or (for a coordinator) help in their talk.
 */

import { now, request } from './api.js';
import { attempt } from './attempt.js';
import { ring } from './bell.js';
import { button, find, make, put, say } from './dom.js';
import { wait } from './times.js';

export class Calls {
  cards = new Map();

  /** `joined(handover, helper)` is called when this helper begins to read along. */
  constructor(root, { joined, changed }) {
    Object.assign(this, { root, joined, changed });
  }

  /** Show who asks: `asking` for a coordinator, `invited` to read along. */
  render(asking, invited) {
    const calls = [
      ...asking.map(({ id, helper, since }) => (
        { id, helper, words: `${helper} vraagt je erbij, nu ${wait(Date.parse(since), now())}.` }
      )),
      ...invited.map(({ handover: id, helper }) => ({ id, helper, asked: true, words: `${helper} vraagt of je meeleest.` })),
    ];
    const wanted = new Set(calls.map(({ id }) => id));
    for (const [id, card] of this.cards) if (!wanted.has(id)) this.#drop(id, card);
    find('#asking').hidden = !calls.length;
    const fresh = calls.filter(({ id }) => !this.cards.has(id));
    for (const call of calls) put(find('.what', this.cards.get(call.id) ?? this.#add(call)), call.words);
    if (!fresh.length) return;
    say(find('#news'), fresh.at(-1).words);
    ring('orange');
  }

  /** Begin to read along in a handover that `helper` holds. */
  async join(id, helper) {
    const handover = await attempt(() => request('POST', `/handovers/${id}/readers/join`, {}));
    if (handover) this.joined(handover, helper);
    this.changed();
  }

  async #refuse(id) {
    await attempt(() => request('POST', `/handovers/${id}/readers/leave`, {}));
    this.changed();
  }

  #add(call) {
    const card = make('li', { class: 'card' }, make('p', { class: 'what' }));
    const join = button('Ik lees mee', () => this.join(call.id, call.helper), { class: 'primary' });
    const row = make('div', { class: 'row' }, join);
    if (call.asked) row.append(button('Nu even niet', () => this.#refuse(call.id)));
    card.append(row);
    this.cards.set(call.id, card);
    this.root.append(card);
    return card;
  }

  #drop(id, card) {
    const held = card.contains(document.activeElement);
    card.remove();
    this.cards.delete(id);
    if (held) find('#waiting-title').focus();
  }
}
