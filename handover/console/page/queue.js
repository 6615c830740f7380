/*
 * The waiting list: a card for each person who waits, and the way of the keys through them.
 */

import { now } from './api.js';
import { nameOf } from './colleagues.js';
import { copy, find, label, put } from './dom.js';
import { moment, wait } from './times.js';
import { chips, SHARES } from './words.js';

const PARTS = ['chips', 'wait', 'words', 'shares'];
const CLAIM = 'Ik pak dit op';

export class WaitingList {
  cards = new Map();

  /** `claim` and `decline` are called with a handover. */
  constructor(root, { claim, decline }) {
    Object.assign(this, { root, claim, decline });
  }

  /** Show these handovers in this order. Focus stays, or goes to the neighbour of a card that left. */
  render(waiting, me) {
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
      this.#fill(card, handover, me);
      if (this.root.children[index] !== card) this.root.insertBefore(card, this.root.children[index] ?? null);
    });
    if (place < 0 || document.activeElement === focused) return;
    if (focused.isConnected) focused.focus();
    else (this.#buttons()[Math.min(place, this.cards.size - 1)] ?? find('#waiting-title')).focus();
  }

  /** Move focus to the next (1) or previous (-1) card, or to the first. */
  step(direction) {
    const buttons = this.#buttons();
    const place = buttons.findIndex((one) => one.closest('.card').contains(document.activeElement));
    const next = place < 0 ? 0 : Math.min(Math.max(place + direction, 0), buttons.length - 1);
    buttons[next]?.focus();
  }

  /** Pick up the card that has focus; without one, the first. */
  take() {
    const buttons = this.#buttons();
    const focused = buttons.find((one) => one.closest('.card').contains(document.activeElement));
    (focused ?? buttons.find((one) => one.getAttribute('aria-disabled') !== 'true'))?.click();
  }

  /** Pick up the first that can be. */
  takeFirst() {
    find('.take:not([aria-disabled="true"])', this.root)?.click();
  }

  /** Show that a claim is under way, or no longer. */
  busy(id, on) {
    const card = this.cards.get(id);
    if (!card) return;
    card.busy = on;
    this.#ready(card);
  }

  #buttons() {
    return [...this.root.querySelectorAll('.take')];
  }

  #add(handover) {
    const card = copy('card-shape');
    for (const part of PARTS) find(`.${part}`, card).id = `${part}-${handover.id}`;
    const take = find('.take', card);
    take.setAttribute('aria-describedby', PARTS.map((part) => `${part}-${handover.id}`).join(' '));
    take.addEventListener('click', () => {
      if (take.getAttribute('aria-disabled') !== 'true') this.claim(card.handover);
    });
    find('.decline', card).addEventListener('click', () => this.decline(card.handover));
    card.classList.add('fresh');
    card.addEventListener('animationend', () => card.classList.remove('fresh'));
    this.cards.set(handover.id, card);
    return card;
  }

  #fill(card, handover, me) {
    const mine = handover.wanted === me.id;
    card.handover = handover;
    card.dataset.level = handover.level;
    card.for = handover.wanted && !mine && me.role !== 'coordinator' ? nameOf(handover.wanted) ?? 'een collega' : '';
    label(find('.chips', card), [...waitsFor(handover, mine), ...chips(handover)]);
    put(find('.wait', card), `wacht ${wait(Date.parse(handover.since), now())}`);
    put(find('.promised', card), promised(handover));
    put(find('.handing', card), handover.handing ? `Van je collega: ${handover.handing}` : '');
    put(find('.words', card), handover.summary);
    put(find('.shares', card), `${SHARES[handover.shares] ?? SHARES.summary}${phase(handover)}`);
    find('.decline', card).hidden = !mine;
    this.#ready(card);
  }

  #ready(card) {
    const take = find('.take', card);
    put(take, card.busy ? 'Even kijken…' : card.for ? `Wacht op ${card.for}` : CLAIM);
    take.setAttribute('aria-disabled', String(Boolean(card.busy || card.for)));
  }
}

function waitsFor({ wanted }, mine) {
  if (!wanted) return [];
  return [mine ? { kind: 'for-you', text: 'wacht op jou' } : { kind: 'about', text: `wacht op ${nameOf(wanted) ?? 'een collega'}` }];
}

function promised({ promised: at, walk }) {
  if (!at) return '';
  const over = Date.parse(at) < now() ? ' Dat is nu.' : '';
  return `${walk ? 'Afspraak om mee te lopen' : 'Beloofd'}: ${moment(at, now())}.${over}`;
}

const phase = ({ phase: where }) => (where ? ` Het gesprek was bij: ${where}.` : '');
