/*
 * The talks at this desk, held or read along with: each with its pane and its tab, one of them open.
 */

import { ring } from './bell.js';
import { find, say } from './dom.js';
import { HeldTalk } from './held.js';
import { Pane } from './pane.js';
import { Tabs } from './tabs.js';
import { Talk } from './talk.js';

// A browser opens six connections to a server: the queue has one, and requests need some too.
const STREAMS = 3;

export class Talks {
  panes = new Map();
  chosen = null;

  /** `acts` has `changed()`, and `close`, `handOver`, `stopReading` and `ended`, each called with a talk. */
  constructor(room, acts) {
    Object.assign(this, { room, acts });
    this.tabs = new Tabs(find('#tabs'), (talk) => this.open(talk));
  }

  /** These things are the helper's own: `me`, `drafts` and `lines`. */
  enter(own) {
    this.own = own;
  }

  get all() {
    return [...this.panes.keys()];
  }

  get live() {
    return this.all.filter((talk) => !talk.over);
  }

  get unread() {
    return this.all.reduce((sum, talk) => sum + talk.unread, 0);
  }

  /** The pane that is open and on the screen. */
  get pane() {
    return this.chosen && this.room.shows('talk') ? this.panes.get(this.chosen) : null;
  }

  /** The talk of a handover, if it is here. */
  of(handover) {
    return this.all.find(({ id }) => id === handover);
  }

  /** Open a talk, and put focus on its title. */
  open(talk) {
    this.chosen = talk;
    talk.openedAt = Date.now();
    this.room.show('talk');
    this.seen();
    this.panes.get(talk).focus();
  }

  /** Open the talk with this number, counted from 1. */
  openNumber(number) {
    const talk = this.all[number - 1];
    if (talk) this.open(talk);
  }

  /** A talk of this helper's own from now on. */
  hold(handover) {
    const before = this.of(handover.id);
    if (before?.held && !before.over) return before;
    if (before?.held) this.#keepUnsent(before);
    if (before) this.forget(before);
    return this.#add(new HeldTalk(handover, this.own.me));
  }

  /** A talk that this helper reads along with; `helper` holds it. */
  follow(handover, helper) {
    const before = this.of(handover.id);
    if (before && !before.over) return before;
    if (before) this.forget(before);
    return this.#add(new Talk(handover, this.own.me, helper));
  }

  /** Put a talk away; in one column the list comes back. Returns whether it did. */
  dismiss(talk) {
    this.own.drafts.drop(talk.id);
    this.forget(talk);
    return this.room.back();
  }

  /** Nothing of a talk stays on this page. */
  forget(talk) {
    talk.stop();
    this.panes.get(talk)?.element.remove();
    this.panes.delete(talk);
    if (this.chosen === talk) this.chosen = null;
  }

  /** Nothing of any talk stays. */
  clear() {
    this.all.forEach((talk) => this.forget(talk));
  }

  /** Whether something typed would be lost if the page went away now. */
  get unsent() {
    return [...this.panes].some(([talk, pane]) => !talk.over && pane.unsent);
  }

  /** What is on the screen has been seen. */
  seen() {
    if (this.chosen && this.#isSeen(this.chosen)) this.chosen.unread = 0;
    this.acts.changed();
  }

  /** Bring tabs, panes and streams in line. */
  render(streaming) {
    const recent = [...this.live].sort((a, b) => b.openedAt - a.openedAt).slice(0, STREAMS);
    if (streaming) this.live.forEach((talk) => talk.listening(recent.includes(talk)));
    this.tabs.render(this.all, this.chosen);
    for (const [talk, pane] of this.panes) {
      pane.show(talk === this.chosen);
      pane.elsewhere(this.unread);
    }
  }

  #add(talk) {
    const { close, handOver, stopReading, changed } = this.acts;
    const pane = new Pane(talk, {
      close,
      handOver,
      stopReading,
      whispered: (where, helper) => this.#whispered(where, helper),
      dismiss: () => {
        if (!this.dismiss(talk)) find('#rest-title').focus();
        changed();
      },
      back: () => this.room.back(),
    }, this.own);
    this.panes.set(talk, pane);
    find('#talks').append(pane.element);
    talk.addEventListener('message', ({ detail }) => this.#heard(talk, detail));
    talk.addEventListener('over', ({ detail }) => this.#over(talk, detail));
    talk.catchUp();
    return talk;
  }

  #keepUnsent(talk) {
    const { drafts } = this.own;
    const unsent = [...talk.outbox.entries.map(({ text }) => text), drafts.read(talk.id, 'say')];
    drafts.keep(talk.id, 'say', unsent.filter(Boolean).join('\n'));
  }

  #heard(talk, { from }) {
    if (from !== 'you' || !talk.loaded || this.#isSeen(talk)) return;
    talk.unread += 1;
    ring('message');
    this.acts.changed();
  }

  #whispered(talk, helper) {
    say(find('#news'), `${helper} schrijft in het overleg van gesprek ${this.all.indexOf(talk) + 1}.`);
    ring('message');
  }

  #over(talk, why) {
    if (why !== 'lapsed') this.own.drafts.drop(talk.id);
    this.acts.ended(talk);
    if (!this.#isSeen(talk)) say(find('#news'), `Gesprek ${this.all.indexOf(talk) + 1} is gestopt.`);
    this.acts.changed();
  }

  #isSeen(talk) {
    return talk === this.chosen && !document.hidden && this.room.shows('talk');
  }
}
