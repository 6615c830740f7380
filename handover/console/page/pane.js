/*
 * The pane of a talk: the agreed summary, what is said, lines to begin with, and the box to write in.
 */

import { copy, find, label, make, toast } from './dom.js';
import { chips, clock, ENDINGS, openers, reason } from './words.js';

const NEAR = 80;
const TYPING_SHOWN = 6000;
const phone = matchMedia('(hover: none) and (pointer: coarse)');

const STATES = {
  sending: 'Wordt verstuurd…',
  retrying: 'Nog niet verzonden. We blijven het proberen.',
  sent: 'Verzonden',
};

export class Pane {
  /** `acts` has `close`, `escalate`, `dismiss` and `back`, each called with the talk. */
  constructor(talk, acts) {
    this.talk = talk;
    this.element = copy('talk-shape');
    for (const part of ['scroll', 'log', 'signal', 'typing', 'openers', 'ended', 'newest', 'dismiss', 'say']) {
      this[part] = find(`.${part}`, this.element);
    }
    this.box = find('textarea', this.element);
    this.#name();
    this.#buttons(acts);
    this.#writing();
    this.#listening();
    this.#suggest();
    this.refresh();
  }

  /** Show the pane or hide it. A new talk is shown from the summary on, a running one at its end. */
  show(on) {
    if (this.element.hidden === !on) return;
    this.element.hidden = !on;
    if (!on) return;
    this.#grow();
    if (this.openers.hidden) this.#toEnd();
    const words = find('blockquote', this.element);
    if (words.scrollHeight > words.clientHeight + 1) words.tabIndex = 0;
  }

  /** Put focus on the title: what comes next, in reading order, is the summary. */
  focus() {
    find('h2', this.element).focus({ preventScroll: true });
  }

  /** Show what the queue says about this talk: level, summary, coordinator asked. */
  refresh() {
    const { handover, over } = this.talk;
    label(find('h2 .chips', this.element), chips(handover));
    find('blockquote', this.element).textContent = handover.summary;
    find('.danger', this.element).hidden = handover.level !== 'red' || Boolean(over);
    const escalate = find('.escalate', this.element);
    escalate.textContent = handover.escalated ? 'Coördinator gevraagd' : 'Coördinator erbij';
    escalate.setAttribute('aria-disabled', String(Boolean(handover.escalated)));
  }

  /** Say on the way back to the list how many messages wait in other talks. */
  elsewhere(count) {
    const badge = find('.back .badge', this.element);
    badge.textContent = count || '';
    if (count) badge.append(make('span', { class: 'quiet' }, ' nieuw'));
  }

  #name() {
    const id = `talk-${this.talk.id}`;
    const title = find('h2', this.element);
    this.element.id = id;
    title.id = `${id}-title`;
    this.element.setAttribute('aria-labelledby', title.id);
  }

  #buttons({ close, escalate, dismiss, back }) {
    const on = (name, act) => find(name, this.element).addEventListener('click', () => act(this.talk));
    on('.close', close);
    on('.back', back);
    on('.dismiss', dismiss);
    on('.escalate', (talk) => talk.handover.escalated || escalate(talk));
    on('.newest', () => this.#toEnd());
    this.scroll.addEventListener('scroll', () => this.#isNear() && (this.newest.hidden = true), { passive: true });
  }

  #writing() {
    this.box.value = this.talk.draft;
    find('.hint', this.say).hidden = phone.matches;
    this.box.addEventListener('input', () => {
      this.talk.draft = this.box.value;
      this.#grow();
      if (this.box.value.trim()) this.talk.typing();
    });
    this.box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.focus();
      if (event.key !== 'Enter' || event.isComposing || event.shiftKey) return;
      if (!event.ctrlKey && !event.metaKey && phone.matches) return;
      event.preventDefault();
      this.#send();
    });
    this.say.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
  }

  #send() {
    if (!this.box.value.trim() || this.talk.over) return;
    this.talk.send(this.box.value);
    this.#write('');
    this.box.focus();
  }

  #write(text) {
    this.box.value = this.talk.draft = text;
    this.#grow();
  }

  #grow() {
    this.box.style.height = 'auto';
    this.box.style.height = `${this.box.scrollHeight + 2}px`;
  }

  #suggest() {
    const lines = openers(this.talk.me.name, this.talk.handover);
    const buttons = lines.map((line) => {
      const button = make('button', {}, line);
      button.addEventListener('click', () => {
        const own = this.box.value.trim();
        this.#write(own && !lines.includes(own) ? `${line} ${own}` : line);
        this.box.focus();
      });
      return button;
    });
    find('.lines', this.openers).replaceChildren(...buttons);
  }

  #listening() {
    const on = (name, act) => this.talk.addEventListener(name, ({ detail }) => act(detail));
    on('message', (message) => this.#add(message));
    on('waiting', (entry) => this.#await(entry));
    on('sent', (news) => this.#sent(news));
    on('typing', () => this.#showTyping());
    on('loaded', () => setTimeout(() => this.log.setAttribute('aria-live', 'polite'), 500));
    on('changed', () => this.refresh());
    on('over', (why) => this.#ended(why));
  }

  #add(message) {
    const own = this.talk.isOwn(message);
    const near = this.#isNear();
    if (own) this.openers.hidden = true;
    if (message.from === 'you') this.typing.hidden = true;
    if (message.signal) this.#warn(message.signal);
    const bubble = this.#bubble(message, own ? 'me' : message.from);
    this.#place(message.seq, bubble);
    if (own || (near && this.openers.hidden)) this.#toEnd();
    else if (message.from === 'you') this.#point(bubble);
  }

  #bubble({ from, name, text, at, signal }, who) {
    const bubble = make('div', { class: `said ${who}` });
    if (from !== 'system') {
      const by = make('p', { class: 'by' }, { me: 'Jij', you: 'De ander', bot: 'De computer' }[who] ?? name);
      by.append(' ', make('time', { datetime: at }, clock(at)));
      bubble.append(by);
    }
    bubble.append(make('p', { class: 'text' }, text));
    if (signal) bubble.append(make('p', { class: 'why' }, reason(signal)));
    return bubble;
  }

  #warn(signal) {
    this.signal.hidden = false;
    this.signal.dataset.level = signal.level;
    this.signal.textContent = reason(signal);
  }

  #place(seq, bubble) {
    const later = [...this.log.children].find((other) => Number(other.dataset.seq) > seq);
    bubble.dataset.seq = seq;
    if (later !== bubble) this.log.insertBefore(bubble, later ?? null);
  }

  #await(entry) {
    entry.bubble = this.#bubble({ ...entry, from: 'human' }, 'me');
    entry.bubble.append(make('p', { class: 'state' }));
    entry.bubble.dataset.seq = Infinity;
    this.log.append(entry.bubble);
    this.openers.hidden = true;
    this.#mark(entry);
    this.#toEnd();
  }

  #mark({ bubble, state }) {
    bubble.dataset.state = state;
    find('.state', bubble).textContent = STATES[state];
  }

  #sent({ entry, message, known }) {
    if (known || entry.detail) entry.bubble.remove();
    else this.#mark(entry);
    if (message && !known) this.#place(message.seq, entry.bubble);
    if (!entry.detail) return;
    toast(`Niet verzonden. ${entry.detail}`);
    this.#write([entry.text, this.box.value].filter(Boolean).join('\n'));
  }

  #showTyping() {
    const near = this.#isNear();
    this.typing.hidden = false;
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => { this.typing.hidden = true; }, TYPING_SHOWN);
    if (near) this.#toEnd();
  }

  #ended(why) {
    const acts = find('.acts', this.element);
    const inside = [this.say, acts].some((part) => part.contains(document.activeElement));
    this.ended.textContent = ENDINGS[why];
    for (const entry of this.talk.outbox) find('.state', entry.bubble).textContent = 'Niet meer aangekomen.';
    for (const part of [this.say, this.openers, this.typing, acts]) part.hidden = true;
    this.dismiss.hidden = false;
    this.refresh();
    if (inside) this.focus();
  }

  #point(bubble) {
    if (this.openers.hidden) this.newest.hidden = false;
    else bubble.scrollIntoView({ block: 'nearest' });
  }

  #isNear() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroll;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  #toEnd() {
    this.scroll.scrollTop = this.scroll.scrollHeight;
    this.newest.hidden = true;
  }
}
