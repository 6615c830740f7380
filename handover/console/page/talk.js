/*
 * A talk: one conversation as a helper follows it, as data. It fetches what is said and tells what happens as events: `message`,
 * `typing`, `readers`, `loaded`, `changed` and `over`; `detail` carries the rest. This one only reads along; `HeldTalk` speaks too.
 */

import { listen, Refused, request } from './api.js';
import { Whispers } from './whispers.js';

const GONE = [403, 404, 409, 410];

export class Talk extends EventTarget {
  messages = new Map();
  cursor = 0;
  loaded = false;
  over = null;
  readers = [];
  unread = 0;
  openedAt = 0;

  /** `helper` is the name of who holds it, if that is not `me`. */
  constructor(handover, me, helper = '') {
    super();
    Object.assign(this, { handover, me, helper, whispers: new Whispers(handover.id, me) });
  }

  get id() {
    return this.handover.id;
  }

  /** Whether this helper speaks in it. */
  get held() {
    return false;
  }

  /** Whether something would be lost if the page went away now. */
  get unsent() {
    return this.whispers.outbox.entries.length;
  }

  /** Take over what the queue now says about this handover. */
  update(handover) {
    this.handover = { ...this.handover, ...handover };
    this.tell('changed');
  }

  /** Whether this message is the helper's own. */
  isOwn() {
    return false;
  }

  /** Keep the live stream open, or let it go. */
  listening(on) {
    if (on && !this.over) this.stream ??= this.#open();
    else {
      this.stream?.close();
      this.stream = null;
    }
  }

  /** Find out whether this talk is still the helper's to follow; `error` is what gave rise to doubt. */
  async check(error) {
    if (!error) await this.catchUp();
    else if (GONE.includes(error.status)) this.end('read');
  }

  /** Fetch everything after the last message that was received, and the last whisper. */
  async catchUp() {
    if (this.over) return;
    try {
      const { messages } = await request('GET', `${this.path}/messages?after=${this.cursor}`);
      // The stream should have brought these already: it may be dead without knowing it.
      if (this.loaded && messages.some(({ seq }) => seq > this.cursor)) this.stream?.reopen();
      messages.forEach((message) => this.#receive(message));
      await this.whispers.catchUp();
      if (!this.loaded) this.tell('loaded');
      this.loaded = true;
    } catch (error) {
      if (error instanceof Refused) await this.check(error);
    }
  }

  /** After a gap (sleep, no network): a fresh stream, what was missed, and what still has to go out. */
  resume() {
    this.stream?.reopen();
    this.whispers.outbox.again();
    return this.catchUp();
  }

  /** Let go of reading along. Throws Refused, Unreachable. */
  async leave() {
    await request('POST', `/handovers/${this.id}/readers/leave`, {});
    this.stop();
  }

  /** It is over for this helper, and why. */
  end(why) {
    if (this.over) return;
    this.over = why;
    this.stop();
    this.tell('over', why);
  }

  /** End everything that runs for this talk. */
  stop() {
    this.over ??= 'left';
    this.listening(false);
    this.whispers.outbox.stop();
  }

  get path() {
    return `/conversations/${this.handover.conversation}`;
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** A message that has not been seen before. */
  met(message) {
    this.messages.set(message.seq, message);
    this.tell('message', message);
  }

  #open() {
    const handlers = {
      message: (message) => this.#receive(message),
      typing: ({ from }) => from === 'you' && this.tell('typing'),
      whisper: (whisper) => this.whispers.receive(whisper),
      readers: ({ readers }) => {
        this.readers = readers;
        this.tell('readers');
      },
      over: () => this.check(),
    };
    return listen(() => `${this.path}/stream?after=${this.cursor}`, handlers, () => this.check());
  }

  #receive(message) {
    this.cursor = Math.max(this.cursor, message.seq);
    if (!this.messages.has(message.seq)) this.met(message);
  }
}
