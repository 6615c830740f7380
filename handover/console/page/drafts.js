/*
 * Drafts: what a helper typed and did not send, by talk and by pane. It stays in this tab, and goes when the talk goes.
 */

const ROOT = 'nachtlicht-draft';
const parts = (key) => key.split('|');

/** The drafts of one helper. */
export class Drafts {
  constructor(helper) {
    this.helper = helper;
    this.#sweep(([, owner]) => owner !== helper);
  }

  /** What was typed in a pane (`say` or `aside`) of a talk. */
  read(talk, pane) {
    try {
      return sessionStorage.getItem(this.#key(talk, pane)) ?? '';
    } catch {
      return '';
    }
  }

  /** Keep what is typed now; nothing typed keeps nothing. */
  keep(talk, pane, text) {
    try {
      if (text) sessionStorage.setItem(this.#key(talk, pane), text);
      else sessionStorage.removeItem(this.#key(talk, pane));
    } catch {
      // Where the browser keeps nothing, the text box still has it.
    }
  }

  /** A talk is over: nothing stays of what was typed in it. */
  drop(talk) {
    this.#sweep(([, , owner]) => owner === talk);
  }

  /** Only these talks can still be written in. */
  only(talks) {
    this.#sweep(([, , talk]) => !talks.includes(talk));
  }

  /** The helper signs out. */
  clear() {
    this.#sweep(() => true);
  }

  #key(talk, pane) {
    return [ROOT, this.helper, talk, pane].join('|');
  }

  #sweep(gone) {
    try {
      const mine = Object.keys(sessionStorage).filter((key) => parts(key)[0] === ROOT);
      for (const key of mine) if (gone(parts(key))) sessionStorage.removeItem(key);
    } catch {
      // No storage, nothing to sweep.
    }
  }
}
