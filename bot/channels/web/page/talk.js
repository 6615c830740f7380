/*
 * One talk with the house: the queue of what the person says, and the feed of what comes back.
 * What is said stays in the queue until the house has it: in order, retried with the same id.
 * What comes back is read after a cursor, so that a broken line misses nothing. Knows no DOM:
 * it tells a listener with `received`, `caughtUp`, `sent`, `refused`, `holder`, `typing`, `connection`, `gone`.
 */

import { Lifeline, Refused, call, follow, image } from './api.js';

const SILENCE = 40; // seconds without even a heartbeat
const POLL = 25; // seconds a long poll may take
const BREATH = 300; // milliseconds between two requests that went well
const STREAM_FAULTS = 2; // then long poll takes over
const POLLS_BEFORE_STREAM = 8; // then the stream gets another try
const KEY = 'talk';

/** The token in sessionStorage: a reload keeps the talk, closing the tab forgets it. */
const keep = {
  read() {
    try { return sessionStorage.getItem(KEY); } catch (error) { return null; }
  },
  write(token) {
    try { sessionStorage.setItem(KEY, token); } catch (error) { /* Then a reload starts a new talk. */ }
  },
  drop() {
    try { sessionStorage.removeItem(KEY); } catch (error) { /* Nothing was kept. */ }
  },
};

/** A wait that can be cut short. A `wake()` between two rests cuts the next one. */
class Nap {
  rest(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.awake ? 0 : milliseconds);
      this.awake = false;
      this.rise = () => { clearTimeout(timer); resolve(); };
    }).then(() => { this.rise = null; });
  }

  wake() {
    if (this.rise) this.rise();
    else this.awake = true;
  }
}

/** Milliseconds to wait after `misses` failures in a row: about 1, 2, 4, 8, 15 s, spread by chance. */
function backoff(misses, error) {
  const seconds = Math.min(15, 2 ** (misses - 1));
  return 1000 * Math.max(error && error.seconds || 0, seconds * (0.6 + 0.4 * Math.random()));
}

function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export class Talk {
  constructor(listener) {
    this.listener = listener;
    this.token = keep.read();
    this.cursor = 0;
    this.queue = [];
    this.flushing = false;
    this.erasing = false;
    this.streamFaults = 0;
    this.polls = 0;
    this.outNap = new Nap();
    this.inNap = new Nap();
  }

  /** True once there is a talk in the house. Before that, nothing is stored anywhere. */
  get begun() {
    return Boolean(this.token);
  }

  /** True while something the person said has not reached the house. */
  get unsent() {
    return this.queue.length > 0;
  }

  /** Takes up a talk that a reload left behind: its history first, then what is new. */
  resume() {
    this.listen(this.token, true);
  }

  /** Takes up a talk from elsewhere, by a fresh token, with its whole history. */
  take(token) {
    this.forget();
    this.token = token;
    keep.write(token);
    this.resume();
  }

  /** Puts words in the queue: `say({text}, text)` or `say({choice}, label)`. Returns the item; its seq is null till sent. */
  say(words, shown) {
    const item = { id: uuid(), words, text: shown, seq: null, restarted: false };
    this.queue.push(item);
    this.flush();
    return item;
  }

  /** The picture of a message; rejects when it is not reached or no longer there. */
  picture(url) {
    return image(url, this.token);
  }

  /** Tells the helper that the person is writing. Nobody minds when it gets lost. */
  hint() {
    if (this.token) call('POST', '/typing', this.token, {}).catch(() => {});
  }

  /** Tries at once what was waiting: the network is back, or the person looks at the page again. */
  wake() {
    this.streamFaults = 0;
    if (this.lifeline) this.lifeline.cut();
    this.inNap.wake();
    this.outNap.wake();
  }

  /** Erases the talk in the house. Resolves to the receipt, '' when nothing was stored; rejects when not reached. */
  async erase() {
    this.erasing = true;
    try {
      return this.token ? (await call('POST', '/erase', this.token, {})).receipt : '';
    } catch (error) {
      if (error instanceof Refused && error.gone) return error.receipt;
      throw error;
    } finally {
      this.erasing = false;
    }
  }

  /** Forgets the talk on this side: token, queue and line. */
  forget() {
    keep.drop();
    this.token = null;
    this.cursor = 0;
    this.queue = [];
    if (this.lifeline) this.lifeline.cut();
  }

  // What goes out

  async flush() {
    if (this.flushing) return;
    this.flushing = true;
    let misses = 0;
    while (this.queue.length) {
      try {
        await this.send(this.queue[0]);
        misses = 0;
      } catch (error) {
        misses += 1;
        this.listener.connection(false);
        await this.outNap.rest(backoff(misses, error));
      }
    }
    this.flushing = false;
  }

  /** Sends one item and settles it, sent or refused. Throws when the house was not reached. */
  async send(item) {
    let token = this.token;
    try {
      token = token || await this.begin();
      const { seq, receipt } = await call('POST', '/messages', token, Object.assign({ id: item.id }, item.words));
      if (this.token === token) keep.write(token);
      this.settle(item, seq);
      if (receipt) this.endTalk(this.token, { receipt }); // the words asked to erase everything
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.turnDown(item, error, token);
    }
  }

  async begin() {
    const queue = this.queue;
    const { token, cursor } = await call('POST', '/conversations', null, {});
    if (queue !== this.queue) throw new Error('forgotten meanwhile');
    this.token = token;
    this.cursor = cursor;
    this.listen(token, false);
    return token;
  }

  settle(item, seq) {
    this.queue = this.queue.filter((other) => other !== item);
    item.seq = seq;
    this.listener.connection(true);
    this.listener.sent(item);
    this.inNap.wake();
  }

  /** The house says no. A talk that is gone starts anew, once, so that the words still arrive. */
  turnDown(item, refusal, token) {
    if (refusal.gone && !item.restarted) {
      item.restarted = true;
      this.endTalk(token, refusal);
      return;
    }
    this.queue = this.queue.filter((other) => other !== item);
    this.listener.refused(item, refusal.detail);
  }

  /** The talk of `token` is gone from the house; what was not sent yet waits for a new one. */
  endTalk(token, refusal) {
    if (this.token !== token || this.erasing) return;
    const unsent = this.queue;
    this.forget();
    this.queue = unsent;
    this.listener.gone(refusal);
  }

  // What comes in

  async listen(token, withHistory) {
    let misses = 0;
    let history = withHistory;
    while (this.token === token) {
      const lifeline = new Lifeline(SILENCE, () => this.listener.connection(true));
      this.lifeline = lifeline;
      try {
        if (history) await this.readHistory(token);
        history = false;
        await this.hear(token, lifeline);
        misses = 0;
      } catch (error) {
        if (error instanceof Refused && error.gone) {
          this.endTalk(token, error);
          return;
        }
        misses = lifeline.heard ? 1 : misses + 1;
        if (misses > 1 && this.token === token) this.listener.connection(false);
      } finally {
        lifeline.end();
      }
      if (this.token === token) await this.inNap.rest(misses ? backoff(misses) : BREATH);
    }
  }

  async readHistory(token) {
    let more = true;
    while (more) {
      const page = await call('GET', `/messages?after=${this.cursor}&wait=0`, token);
      more = this.receive(token, page.messages, page);
    }
    this.listener.caughtUp();
  }

  /** Listens by stream; by long poll where streams do not come through. */
  async hear(token, lifeline) {
    if (this.streamFaults >= STREAM_FAULTS || !window.ReadableStream || !window.TextDecoder) {
      await this.poll(token, lifeline);
      return;
    }
    try {
      await follow(`/stream?after=${this.cursor}`, token, lifeline, (name, data) => this.onEvent(token, name, data));
    } catch (error) {
      this.streamFaults = lifeline.heard ? 0 : this.streamFaults + 1;
      throw error;
    }
    this.streamFaults = 0;
  }

  async poll(token, lifeline) {
    try {
      const page = await call('GET', `/messages?after=${this.cursor}&wait=${POLL}`, token, undefined, lifeline);
      this.receive(token, page.messages, page);
    } catch (error) {
      this.streamFaults = 0; // the whole line is down: not the stream's fault
      throw error;
    }
    this.polls += 1;
    if (this.polls % POLLS_BEFORE_STREAM === 0) this.streamFaults = STREAM_FAULTS - 1;
  }

  onEvent(token, name, data) {
    if (this.token !== token) return;
    if (name === 'message') this.receive(token, [data], {});
    if (name === 'state') this.listener.holder(data.holder, data.name);
    if (name === 'typing') this.listener.typing(data.from);
  }

  /** Passes on what is new; true when anything was. */
  receive(token, messages, { holder, name }) {
    if (this.token !== token) return false;
    this.listener.connection(true);
    const fresh = messages.filter((message) => message.seq > this.cursor);
    for (const message of fresh) {
      this.cursor = message.seq;
      this.recognise(message);
    }
    if (fresh.length) this.listener.received(fresh);
    if (holder) this.listener.holder(holder, name);
    return fresh.length > 0;
  }

  /** Our own words can come back before the answer to the call that sent them. */
  recognise(message) {
    const item = this.queue[0];
    if (!item || message.from !== 'you') return;
    const ours = message.id ? message.id === item.id : message.text === item.text;
    if (ours) {
      item.seq = message.seq;
      this.listener.sent(item);
    }
  }
}
