/*
 * The pane of a talk: what the other agreed to share, what is said, lines to begin with, the box, and overleg beside it.
 */

import { Box } from './box.js';
import { copy, find, label, make, put, toast } from './dom.js';
import { bubble, Log } from './log.js';
import { Overleg } from './overleg.js';
import { circle } from './phase.js';
import { chips, ENDINGS, list, openers, reason, shared } from './words.js';

const TYPING_SHOWN = 6000;
const PARTS = ['scroll', 'signal', 'typing', 'openers', 'ended', 'newest', 'dismiss', 'say', 'acts'];

export class Pane {
  behind = 0; // messages that came while overleg covered the talk

  /**
   * `acts` has `close`, `handOver`, `stopReading`, `dismiss` and `back`, each called with the talk, and `whispered(talk, helper)`;
   * `drafts` and `lines` are the helper's own.
   */
  constructor(talk, acts, { drafts, lines }) {
    this.talk = talk;
    this.element = copy('talk-shape');
    for (const part of PARTS) this[part] = find(`.${part}`, this.element);
    this.log = new Log(this.scroll, find('.log', this.element));
    this.box = talk.held ? new Box(this.say, talk, { drafts, lines, up: () => this.focus() }) : null;
    this.overleg = new Overleg(find('.aside', this.element), talk, {
      drafts,
      changed: (helper) => this.#whispered(helper, acts),
    });
    this.#name();
    this.#buttons(acts);
    this.#listening();
    if (talk.held) this.#suggest();
    else this.#onlyRead();
    this.refresh();
  }

  /** Whether something that was typed here would be lost if the page went away now. */
  get unsent() {
    return Boolean(this.talk.unsent || this.box?.text.trim() || this.overleg.text.trim());
  }

  /** Show the pane or hide it. A new talk is shown from the summary on, a running one at its end. */
  show(on) {
    if (this.element.hidden === !on) return;
    this.element.hidden = !on;
    if (!on) return;
    this.box?.shown();
    if (this.openers.hidden) this.#toEnd();
    const words = find('blockquote', this.element);
    if (words.scrollHeight > words.clientHeight + 1) words.tabIndex = 0;
  }

  /** Put focus on the title: what comes next, in reading order, is the summary. */
  focus() {
    find('h2', this.element).focus({ preventScroll: true });
  }

  /** Go to the box to the other. */
  toBox() {
    if (this.overleg.open && this.scroll.offsetParent === null) this.overleg.show(false);
    if (this.box) this.box.focus();
  }

  /** Go to overleg; it opens if it was closed. */
  toOverleg() {
    if (!this.overleg.open) this.overleg.show(true);
    this.overleg.focus();
  }

  /** Show what the queue says about this talk: level, summary, what is shared, coordinator asked. */
  refresh() {
    const { handover, over, held } = this.talk;
    label(find('h2 .chips', this.element), chips(handover));
    put(find('blockquote', this.element), handover.summary ?? '');
    find('blockquote', this.element).hidden = !handover.summary;
    put(find('.shares', this.element), shared(handover));
    find('.circle', this.element).replaceChildren(circle(handover.phase));
    put(find('.handing', this.element), handover.handing ? `Van je collega: ${handover.handing}` : '');
    find('.danger', this.element).hidden = handover.level !== 'red' || Boolean(over) || !held;
  }

  /** Say on the way back to the list how many messages wait in other talks. */
  elsewhere(count) {
    const badge = find('.back .badge', this.element);
    put(badge, count ? `${count}` : '');
    if (count) badge.append(make('span', { class: 'quiet' }, ' nieuw'));
  }

  #name() {
    const id = `talk-${this.talk.id}`;
    const title = find('h2', this.element);
    this.element.id = id;
    title.id = `${id}-title`;
    this.element.setAttribute('aria-labelledby', title.id);
    this.overleg.element.id = `${id}-aside`;
    find('.to-aside', this.element).setAttribute('aria-controls', `${id}-aside`);
  }

  #buttons(acts) {
    const on = (name, act) => find(name, this.element).addEventListener('click', () => act(this.talk));
    on('.close', acts.close);
    on('.hand-over', acts.handOver);
    on('.stop-reading', acts.stopReading);
    on('.back', acts.back);
    on('.dismiss', acts.dismiss);
    on('.newest', () => this.#toEnd());
    on('.to-aside', () => (this.overleg.open ? this.overleg.show(false) : this.toOverleg()));
    on('.aside-close', () => {
      this.overleg.show(false);
      find('.to-aside', this.element).focus();
    });
    this.scroll.addEventListener('scroll', () => this.log.near && (this.newest.hidden = true), { passive: true });
  }

  #onlyRead() {
    put(find('h2 .name', this.element), this.talk.helper ? `Je leest mee met ${this.talk.helper}` : 'Je leest mee');
    for (const part of [this.say, this.openers, find('.close', this.element), find('.hand-over', this.element)]) part.hidden = true;
    find('.stop-reading', this.element).hidden = false;
    this.overleg.show(true);
  }

  #suggest() {
    const lines = openers(this.talk.me.name, this.talk.handover);
    const buttons = lines.map((line) => {
      const choice = make('button', {}, line);
      choice.addEventListener('click', () => {
        const own = this.box.text.trim();
        this.box.write(own && !lines.includes(own) ? `${line} ${own}` : line);
        this.box.focus();
      });
      return choice;
    });
    find('.lines', this.openers).replaceChildren(...buttons);
  }

  #listening() {
    const on = (name, act) => this.talk.addEventListener(name, ({ detail }) => act(detail));
    on('message', (message) => this.#add(message));
    on('waiting', (entry) => {
      this.openers.hidden = true;
      this.log.hold(entry, bubble('me', 'Jij', entry.at, entry.text));
    });
    on('sent', (news) => this.#sent(news));
    on('typing', () => this.#showTyping());
    on('loaded', () => this.#loaded());
    on('changed', () => this.refresh());
    on('readers', () => this.#readers());
    on('over', (why) => this.#ended(why));
  }

  #add(message) {
    const own = this.talk.isOwn(message);
    const { near } = this.log;
    const element = this.#bubble(message, own ? 'me' : message.from);
    if (own) this.openers.hidden = true;
    if (message.from === 'you') this.typing.hidden = true;
    if (message.signal) this.#warn(message.signal);
    this.log.place(message.seq, element);
    if (own || (near && this.openers.hidden)) this.#toEnd();
    else if (message.from === 'you' && this.talk.loaded) this.#point(element);
    if (message.from === 'you' && this.talk.loaded) this.#behindOverleg();
  }

  #loaded() {
    this.log.speak();
    if (!this.talk.held) this.#toEnd();
  }

  /** Overleg may cover the talk: count on the way back what was said meanwhile. */
  #behindOverleg() {
    if (!this.overleg.open || this.scroll.offsetParent) return;
    this.behind += 1;
    put(find('.aside-close .badge', this.element), `${this.behind} nieuw`);
  }

  #bubble({ from, name, text, at, signal }, who) {
    const by = from === 'system' ? '' : { me: 'Jij', you: 'De ander', bot: 'De computer' }[who] ?? name;
    const element = bubble(who, by, at, text);
    if (signal) element.append(make('p', { class: 'why' }, reason(signal)));
    return element;
  }

  #warn(signal) {
    this.signal.hidden = false;
    this.signal.dataset.level = signal.level;
    this.signal.textContent = reason(signal);
  }

  #sent(news) {
    this.log.settle(news);
    if (!news.entry.detail) return;
    toast(`Niet verzonden. ${news.entry.detail}`);
    this.box.write([news.entry.text, this.box.text].filter(Boolean).join('\n'));
  }

  #whispered(helper, acts) {
    const { unread } = this.talk.whispers;
    put(find('.to-aside .badge', this.element), unread ? `${unread}` : '');
    find('.to-aside', this.element).setAttribute('aria-expanded', String(this.overleg.open));
    this.element.dataset.aside = this.overleg.open ? 'open' : 'closed';
    if (!this.overleg.open) {
      this.behind = 0;
      put(find('.aside-close .badge', this.element), '');
    }
    if (helper) acts.whispered(this.talk, helper);
  }

  #readers() {
    const others = this.talk.readers.filter((name) => name !== this.talk.me.name);
    put(find('.readers', this.element), others.length ? `${list(others)} ${others.length > 1 ? 'lezen' : 'leest'} mee` : '');
  }

  #showTyping() {
    const { near } = this.log;
    this.typing.hidden = false;
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => { this.typing.hidden = true; }, TYPING_SHOWN);
    if (near) this.#toEnd();
  }

  #ended(why) {
    const inside = [this.say, this.acts, this.overleg.element].some((part) => part.contains(document.activeElement));
    this.ended.textContent = ENDINGS[why];
    if (this.talk.held) this.log.abandon(this.talk.outbox.entries);
    this.overleg.ended();
    for (const part of [this.say, this.openers, this.typing, this.acts]) part.hidden = true;
    this.dismiss.hidden = false;
    this.refresh();
    if (inside) this.focus();
  }

  #point(element) {
    if (this.openers.hidden) this.newest.hidden = false;
    else element.scrollIntoView({ block: 'nearest' });
  }

  #toEnd() {
    this.log.toEnd();
    this.newest.hidden = true;
  }
}
