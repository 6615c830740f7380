/*
 * Overleg: the side pane in which colleagues talk with each other beside a talk. Another colour, another name and another key than
 * the box to the other, and a form of its own: what is said here cannot reach the other.
 */

import { attempt } from './attempt.js';
import { nameOf, offerColleagues } from './colleagues.js';
import { find, grow, put, toast } from './dom.js';
import { bubble, Log } from './log.js';
import { list } from './words.js';

const PANE = 'aside';

export class Overleg {
  /** `changed` is called when there is something new or when the pane opens or closes. */
  constructor(element, talk, { drafts, changed }) {
    Object.assign(this, { element, talk, drafts, changed });
    this.asked = new Set();
    this.log = new Log(find('.aside-scroll', element), find('.log', element));
    this.form = find('.whisper', element);
    this.area = find('textarea', this.form);
    this.area.value = drafts.read(talk.id, PANE);
    find('.ask', element).hidden = !talk.held;
    find('.call', element).hidden = !talk.held;
    this.#wire();
    this.#listen();
    this.#readers();
  }

  get open() {
    return !this.element.hidden;
  }

  get text() {
    return this.area.value;
  }

  /** Open the pane, or close it. */
  show(on) {
    this.element.hidden = !on;
    if (on) {
      this.talk.whispers.unread = 0;
      if (this.talk.held) offerColleagues(find('select', this.element), 'Kies een collega');
      this.log.toEnd();
      grow(this.area);
    }
    this.changed();
  }

  /** Go to the box of this pane. */
  focus() {
    this.area.focus();
  }

  /** The talk is over: nothing can be said any more. */
  ended() {
    for (const part of ['.ask', '.call', '.whisper']) find(part, this.element).hidden = true;
    this.log.abandon(this.talk.whispers.outbox.entries);
  }

  #wire() {
    this.area.addEventListener('input', () => this.#changed());
    this.area.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') find('h3', this.element).focus();
      if (event.key !== 'Enter' || event.isComposing || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.#send();
    });
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    find('.ask', this.element).addEventListener('submit', (event) => {
      event.preventDefault();
      this.#ask(find('select', event.target));
    });
    find('.call', this.element).addEventListener('click', () => this.talk.handover.escalated || this.#call());
    this.talk.addEventListener('changed', () => this.#called());
    this.#called();
  }

  #listen() {
    const { whispers } = this.talk;
    whispers.addEventListener('whisper', ({ detail }) => this.#add(detail));
    whispers.addEventListener('waiting', ({ detail: entry }) => {
      this.log.hold(entry, bubble('mine', 'Jij', entry.at, entry.text));
    });
    whispers.addEventListener('sent', ({ detail }) => {
      this.log.settle(detail);
      if (detail.entry.detail) this.#refused(detail.entry);
    });
    this.talk.addEventListener('readers', () => this.#readers());
    this.talk.addEventListener('loaded', () => this.log.speak());
  }

  #send() {
    if (!this.text.trim() || this.talk.over) return;
    this.talk.whispers.send(this.text);
    this.area.value = '';
    this.#changed();
    this.area.focus();
  }

  #refused({ text, detail }) {
    toast(`Niet verzonden aan je collega’s. ${detail}`);
    this.area.value = [text, this.text].filter(Boolean).join('\n');
    this.#changed();
  }

  #changed() {
    this.drafts.keep(this.talk.id, PANE, this.text);
    grow(this.area);
  }

  #add({ id, helper, mine, text, at }) {
    const { near } = this.log;
    this.log.place(id, bubble(mine ? 'mine' : 'colleague', mine ? 'Jij' : helper, at, text));
    if (near) this.log.toEnd();
    if (mine || this.open || !this.talk.loaded) return;
    this.talk.whispers.unread += 1;
    this.changed(helper);
  }

  #readers() {
    const { readers } = this.talk;
    readers.forEach((name) => this.asked.delete(name));
    const others = readers.filter((name) => name !== this.talk.me.name);
    const asked = [...this.asked].map((name) => `${name} is gevraagd.`);
    const reading = others.length ? `${list(others)} ${others.length > 1 ? 'lezen' : 'leest'} mee.` : '';
    const alone = this.talk.held ? 'Er leest nu niemand mee.' : '';
    put(find('.who', this.element), [reading || alone, ...asked].filter(Boolean).join(' '));
  }

  async #ask(select) {
    const helper = select.value;
    if (!helper) {
      select.focus();
      return;
    }
    if (!await attempt(() => this.talk.ask(helper))) return;
    const name = nameOf(helper) ?? 'Je collega';
    this.asked.add(name);
    select.value = '';
    this.#readers();
    toast(`${name} is gevraagd om mee te lezen. Zegt ${name} ja? Dan hoort de ander dat.`);
  }

  async #call() {
    if (await attempt(() => this.talk.escalate())) toast('De coördinator ziet nu dat je hulp vraagt. Jij blijft in het gesprek.');
  }

  #called() {
    const call = find('.call', this.element);
    call.textContent = this.talk.handover.escalated ? 'Coördinator gevraagd' : 'Coördinator erbij';
    call.setAttribute('aria-disabled', String(Boolean(this.talk.handover.escalated)));
  }
}
