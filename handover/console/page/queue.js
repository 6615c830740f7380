/*
 * The waiting list: a card for each person who waits, and the way of the keys through them.
 */

import { now } from './api.js';
import { copy, find, label } from './dom.js';
import { chips, wait } from './words.js';

const PARTS = ['chips', 'wait', 'words'];

export class WaitingList {
  /** `claim` is called with the handover that a helper picks up. */
  constructor(root, claim) {
    this.root = root;
    this.claim = claim;
    this.cards = new Map();
  }

  /** Show these handovers in this order. Focus stays, or goes to the neighbour of a card that left. */
  render(waiting) {
    const focused = document.activeElement;
    const place = this.#buttons().indexOf(focused);
    const wanted = new Set(waiting.map(({ id }) => id));
    for (const [id, card] of this.cards) {
      if (wanted.has(id)) continue;
      card.remove();
      this.cards.delete(id);
    }
    waiting.forEach((handover, index) => {
      const card = this.cards.get(handover.id) ?? this.#add(handover);
      this.#fill(card, handover);
      if (this.root.children[index] !== card) this.root.insertBefore(card, this.root.children[index] ?? null);
    });
    if (place < 0 || document.activeElement === focused) return;
    if (focused.isConnected) focused.focus();
    else (this.#buttons()[Math.min(place, this.cards.size - 1)] ?? find('#waiting-title')).focus();
  }

  /** Move focus to the next (1) or previous (-1) card, or to the first. */
  step(direction) {
    const buttons = this.#buttons();
    const place = buttons.indexOf(document.activeElement);
    const next = place < 0 ? 0 : Math.min(Math.max(place + direction, 0), buttons.length - 1);
    buttons[next]?.focus();
  }

  /** Show that a claim is under way, or no longer. */
  busy(id, on) {
    const button = this.cards.has(id) ? find('button', this.cards.get(id)) : null;
    if (!button) return;
    button.setAttribute('aria-disabled', String(on));
    button.textContent = on ? 'Even kijken…' : 'Ik pak dit op';
  }

  #buttons() {
    return [...this.root.querySelectorAll('button')];
  }

  #add(handover) {
    const card = copy('card-shape');
    const button = find('button', card);
    for (const part of PARTS) find(`.${part}`, card).id = `${part}-${handover.id}`;
    button.setAttribute('aria-describedby', PARTS.map((part) => `${part}-${handover.id}`).join(' '));
    button.addEventListener('click', () => {
      if (button.getAttribute('aria-disabled') !== 'true') this.claim(card.handover);
    });
    card.classList.add('fresh');
    card.addEventListener('animationend', () => card.classList.remove('fresh'));
    this.cards.set(handover.id, card);
    return card;
  }

  #fill(card, handover) {
    card.handover = handover;
    card.dataset.level = handover.level;
    label(find('.chips', card), chips(handover));
    find('.wait', card).textContent = `wacht ${wait(Date.parse(handover.since), now())}`;
    find('.words', card).textContent = handover.summary;
  }
}
