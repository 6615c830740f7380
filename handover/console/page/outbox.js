/*
 * An outbox: what a helper says goes out in order, with one id each, until the server has it.
 */

import { Refused, request, uuid } from './api.js';

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 15_000;

export class Outbox {
  entries = [];
  pause = FIRST_PAUSE;

  /**
   * `acts` has `sent(entry, answer)`, `marked(entry)` when its state changed, `dropped(entry)` when the server will not have it
   * (`entry.detail` says why), and `doubt(error)`, which finds out whether speaking is still possible.
   */
  constructor(path, acts) {
    Object.assign(this, { path, acts });
  }

  /** Put something in, and on its way. Returns the entry. */
  add(text) {
    const entry = { id: uuid(), text: text.trim(), state: 'sending', at: new Date().toISOString() };
    this.entries.push(entry);
    this.pump();
    return entry;
  }

  /** The server has the first one already, for its text came back by another way. Returns the entry, or undefined. */
  take(text) {
    return this.entries[0]?.text === text ? this.entries.shift() : undefined;
  }

  /** Try at once what had to wait. */
  again() {
    this.pause = FIRST_PAUSE;
    this.pump();
  }

  /** Nothing goes out any more. */
  stop() {
    this.stopped = true;
    clearTimeout(this.retry);
  }

  /** Send the first, and then the next. */
  async pump() {
    clearTimeout(this.retry);
    const [entry] = this.entries;
    if (!entry || this.pumping || this.stopped) return;
    this.pumping = true;
    try {
      const answer = await request('POST', this.path, { id: entry.id, text: entry.text });
      this.pause = FIRST_PAUSE;
      if (this.#remove(entry)) this.acts.sent(entry, answer);
    } catch (error) {
      await this.#failed(entry, error);
    } finally {
      this.pumping = false;
    }
    if (this.entries.length && this.entries[0].state !== 'retrying') this.pump();
  }

  #remove(entry) {
    const there = this.entries.includes(entry);
    this.entries = this.entries.filter((other) => other !== entry);
    return there;
  }

  async #failed(entry, error) {
    const refused = error instanceof Refused && error.status;
    if (refused === 413 || refused === 422) {
      this.#remove(entry);
      entry.detail = error.detail ?? 'Probeer het anders.';
      this.acts.dropped(entry);
      return;
    }
    if (refused && refused !== 401) await this.acts.doubt(error);
    if (!this.entries.includes(entry) || this.stopped) return;
    entry.state = 'retrying';
    this.acts.marked(entry);
    this.retry = setTimeout(() => {
      entry.state = 'sending';
      this.pump();
    }, this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }
}
