/*
 * A talk in this helper's own hands: it keeps the claim, and sends what the helper says until the server has it. Besides what every
 * talk tells, it tells `waiting` and `sent`.
 */

import { Refused, request } from './api.js';
import { Outbox } from './outbox.js';
import { Talk } from './talk.js';

const TYPING_STEP = 3000;

export class HeldTalk extends Talk {
  turns = 0;
  typedAt = 0;

  constructor(handover, me) {
    super(handover, me);
    this.outbox = new Outbox(`${this.path}/messages`, {
      sent: (entry, { seq }) => this.#confirm(entry, { seq, from: 'human', name: me.name, text: entry.text, at: entry.at }),
      marked: (entry) => this.tell('sent', { entry }),
      dropped: (entry) => this.tell('sent', { entry }),
      doubt: () => this.check(),
    });
  }

  get held() {
    return true;
  }

  get unsent() {
    return super.unsent + this.outbox.entries.length;
  }

  isOwn(message) {
    return message.from === 'human' && (message.name ?? this.me.name) === this.me.name;
  }

  /** Say that this helper is still here. Learns whether the talk is still theirs. */
  async check() {
    if (this.over) return;
    try {
      await request('POST', `/handovers/${this.id}/heartbeat`, {});
    } catch (error) {
      const gone = error instanceof Refused && [403, 404, 409, 410].includes(error.status);
      if (!gone || this.leaving) return;
      if (error.status === 403) this.end('lapsed');
      else this.end(this.unsure ? 'left' : 'stopped');
    }
  }

  resume() {
    this.outbox.again();
    return Promise.all([this.check(), super.resume()]);
  }

  /** Say something to the other. */
  send(text) {
    this.tell('waiting', this.outbox.add(text));
  }

  /** Tell the other that this helper is typing, at most once in three seconds. */
  typing() {
    if (Date.now() - this.typedAt < TYPING_STEP) return;
    this.typedAt = Date.now();
    request('POST', `${this.path}/typing`, {}).catch(() => {});
  }

  /** Ask the coordinator to look along. Throws Refused, Unreachable. */
  async escalate() {
    await request('POST', `/handovers/${this.id}/escalate`, {});
    this.update({ escalated: true });
  }

  /** Ask a colleague to read along. Throws Refused, Unreachable. */
  async ask(helper) {
    await request('POST', `/handovers/${this.id}/readers`, { helper });
  }

  /** Let go: `close`, `return` to the queue or `transfer` to a colleague. Throws Refused, Unreachable. */
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
      if (!this.unsure) await this.check();
    }
  }

  stop() {
    super.stop();
    this.outbox.stop();
  }

  met(message) {
    if (!this.isOwn(message)) {
      super.met(message);
      return;
    }
    const entry = this.outbox.take(message.text);
    if (entry) this.#confirm(entry, message);
    else {
      this.turns += 1;
      super.met(message);
    }
  }

  #confirm(entry, message) {
    const known = this.messages.has(message.seq);
    if (!known) this.turns += 1;
    this.messages.set(message.seq, message);
    entry.state = 'sent';
    this.tell('sent', { entry, seq: message.seq, known });
  }
}
