/*
 * Whispers: what colleagues say to each other beside a talk, as data. The person never sees any of it.
 * It tells what happens as events: `whisper`, `waiting`, `sent`.
 */

import { Refused, request } from './api.js';
import { Outbox } from './outbox.js';

export class Whispers extends EventTarget {
  known = new Map();
  cursor = 0;
  unread = 0;
  there = true;

  constructor(handover, me) {
    super();
    this.me = me;
    this.path = `/handovers/${handover}/whispers`;
    this.outbox = new Outbox(this.path, {
      sent: (entry, { id }) => this.#confirm(entry, { id, helper: me.name, mine: true, text: entry.text, at: entry.at }),
      marked: (entry) => this.#tell('sent', { entry }),
      dropped: (entry) => this.#tell('sent', { entry }),
      doubt: (error) => { if ([403, 404, 409, 410].includes(error.status)) this.outbox.stop(); },
    });
  }

  /** Say something to the colleagues. */
  send(text) {
    this.#tell('waiting', this.outbox.add(text));
  }

  /** Fetch what came after the last one that was received. */
  async catchUp() {
    if (!this.there) return;
    try {
      const { whispers } = await request('GET', `${this.path}?after=${this.cursor}`);
      whispers.forEach((whisper) => this.receive(whisper));
    } catch (error) {
      if (error instanceof Refused && [403, 404].includes(error.status)) this.there = false;
    }
  }

  /** One came in. */
  receive(whisper) {
    this.cursor = Math.max(this.cursor, whisper.id);
    if (this.known.has(whisper.id)) return;
    const entry = whisper.mine && this.outbox.take(whisper.text);
    if (entry) {
      this.#confirm(entry, whisper);
      return;
    }
    this.known.set(whisper.id, whisper);
    this.#tell('whisper', whisper);
  }

  #confirm(entry, whisper) {
    const known = this.known.has(whisper.id);
    this.known.set(whisper.id, whisper);
    entry.state = 'sent';
    this.#tell('sent', { entry, seq: whisper.id, known });
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
