/*
 * A talk: one conversation in this helper's hands, as data. It keeps the claim, fetches what is said, and sends what the
 * helper says until the server has it. It tells what happens as events: `message`, `waiting`, `sent`, `typing`, `loaded`,
 * `changed` and `over`; `detail` carries the rest.
 */

import { listen, Refused, request, uuid } from './api.js';

const TYPING_STEP = 3000;
const LONGEST_PAUSE = 15_000;

export class Talk extends EventTarget {
  draft = '';
  messages = new Map();
  outbox = [];
  cursor = 0;
  loaded = false;
  over = null;
  unread = 0;
  openedAt = 0;
  typedAt = 0;
  pause = 1000;

  constructor(handover, me) {
    super();
    Object.assign(this, { handover, me });
  }

  get id() {
    return this.handover.id;
  }

  /** Take over what the queue now says about this handover. */
  update(handover) {
    this.handover = handover;
    this.#tell('changed');
  }

  /** Whether this message is the helper's own. */
  isOwn(message) {
    return message.from === 'human' && (message.name ?? this.me.name) === this.me.name;
  }

  /** Keep the live stream open, or let it go. */
  listening(on) {
    if (on && !this.over) this.stream ??= this.#open();
    else {
      this.stream?.close();
      this.stream = null;
    }
  }

  /** Say that this helper is still here. Learns whether the talk is still theirs. */
  async beat() {
    if (this.over) return;
    try {
      await request('POST', `/handovers/${this.id}/heartbeat`, {});
    } catch (error) {
      const gone = error instanceof Refused && [403, 404, 409, 410].includes(error.status);
      if (!gone || this.leaving) return;
      if (error.status === 403) this.#end('lapsed');
      else this.#end(this.unsure ? 'left' : 'stopped');
    }
  }

  /** Fetch everything after the last message that was received. */
  async catchUp() {
    if (this.over) return;
    try {
      const { messages } = await request('GET', `${this.#path}/messages?after=${this.cursor}`);
      // The stream should have brought these already: it may be dead without knowing it.
      if (this.loaded && messages.some(({ seq }) => seq > this.cursor)) this.stream?.reopen();
      messages.forEach((message) => this.#receive(message));
      if (!this.loaded) this.#tell('loaded');
      this.loaded = true;
    } catch (error) {
      if (error instanceof Refused) await this.beat();
    }
  }

  /** After a gap (sleep, no network): a fresh stream, what was missed, and what still has to go out. */
  resume() {
    this.stream?.reopen();
    this.pause = 1000;
    this.#pump();
    return Promise.all([this.beat(), this.catchUp()]);
  }

  /** Say something. It goes out in order, with one id, until the server has it. */
  send(text) {
    const entry = { id: uuid(), text: text.trim(), state: 'sending', at: new Date().toISOString() };
    this.outbox.push(entry);
    this.draft = '';
    this.#tell('waiting', entry);
    this.#pump();
  }

  /** Tell the other that this helper is typing, at most once in three seconds. */
  typing() {
    if (Date.now() - this.typedAt < TYPING_STEP) return;
    this.typedAt = Date.now();
    request('POST', `${this.#path}/typing`, {}).catch(() => {});
  }

  /** Ask the coordinator to look along. Throws Refused, Unreachable. */
  async escalate() {
    await request('POST', `/handovers/${this.id}/escalate`, {});
    this.update({ ...this.handover, escalated: true });
  }

  /** Let go: `close` with a reason and note, or `return` to the queue. Throws Refused, Unreachable. */
  async leave(how, body = {}) {
    this.leaving = true;
    try {
      await request('POST', `/handovers/${this.id}/${how}`, body);
      this.stop();
    } catch (error) {
      // Without an answer it may have happened all the same.
      this.unsure = !(error instanceof Refused);
      throw error;
    } finally {
      this.leaving = false;
      if (!this.unsure) await this.beat();
    }
  }

  /** End everything that runs for this talk. */
  stop() {
    this.over ??= 'left';
    this.listening(false);
    clearTimeout(this.retry);
  }

  get #path() {
    return `/conversations/${this.handover.conversation}`;
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #open() {
    const handlers = {
      message: (message) => this.#receive(message),
      typing: ({ from }) => from === 'you' && this.#tell('typing'),
      over: () => this.beat(),
    };
    return listen(() => `${this.#path}/stream?after=${this.cursor}`, handlers, () => this.beat());
  }

  #receive(message) {
    this.cursor = Math.max(this.cursor, message.seq);
    if (this.messages.has(message.seq)) return;
    const [first] = this.outbox;
    if (first && this.isOwn(message) && message.text === first.text) return this.#confirm(first, message);
    this.messages.set(message.seq, message);
    this.#tell('message', message);
  }

  #confirm(entry, message) {
    this.outbox = this.outbox.filter((other) => other !== entry);
    const known = this.messages.has(message.seq);
    this.messages.set(message.seq, message);
    entry.state = 'sent';
    this.#tell('sent', { entry, message, known });
  }

  async #pump() {
    clearTimeout(this.retry);
    const [entry] = this.outbox;
    if (!entry || this.pumping || this.over) return;
    this.pumping = true;
    try {
      const { seq } = await request('POST', `${this.#path}/messages`, { id: entry.id, text: entry.text });
      this.pause = 1000;
      const message = { seq, from: 'human', name: this.me.name, text: entry.text, at: entry.at };
      if (this.outbox.includes(entry)) this.#confirm(entry, message);
    } catch (error) {
      await this.#notSent(entry, error);
    } finally {
      this.pumping = false;
    }
    if (this.outbox.length && this.outbox[0].state !== 'retrying') this.#pump();
  }

  async #notSent(entry, error) {
    const refused = error instanceof Refused && error.status;
    if (refused === 413 || refused === 422) {
      this.outbox = this.outbox.filter((other) => other !== entry);
      entry.detail = error.detail ?? 'Probeer het anders.';
      return this.#tell('sent', { entry });
    }
    if (refused && refused !== 401) await this.beat();
    if (!this.outbox.includes(entry) || this.over) return undefined;
    entry.state = 'retrying';
    this.#tell('sent', { entry });
    this.retry = setTimeout(() => {
      entry.state = 'sending';
      this.#pump();
    }, this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    return undefined;
  }

  #end(why) {
    if (this.over) return;
    this.over = why;
    this.stop();
    this.#tell('over', why);
  }
}
