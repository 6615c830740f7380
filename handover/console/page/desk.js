/*
 * The desk: the waiting list and the helper's talks, kept true to what the server says.
 */

import { Alarms } from './alarms.js';
import { listen, now, Refused, request } from './api.js';
import { ring } from './bell.js';
import { CloseDialog } from './dialogs.js';
import { find, make, say, toast } from './dom.js';
import { Pane } from './pane.js';
import { WaitingList } from './queue.js';
import { Room } from './room.js';
import { Tabs } from './tabs.js';
import { Talk } from './talk.js';
import { company, news, refusal, topic, wait } from './words.js';

const BEAT = 20_000;
const GLANCE = 5_000;
const SLEPT = 90_000;
// A browser opens six connections to a server: the queue has one, and requests need some too.
const STREAMS = 3;
const RANK = ['green', 'orange', 'red'];

export class Desk {
  constructor() {
    this.me = null;
    this.panes = new Map();
    this.room = new Room(() => this.#seen());
    this.list = new WaitingList(find('#cards'), (handover) => this.claim(handover));
    this.alarms = new Alarms(find('#ringing'), {
      take: (alarm) => this.#goTo(alarm),
      end: (alarm, reason) => this.#endAlarm(alarm, reason),
    });
    this.tabs = new Tabs(find('#tabs'), (talk) => this.open(talk));
    this.closing = new CloseDialog({
      close: (talk, reason, note) => this.#leave(talk, 'close', { reason, note }),
      giveBack: (talk) => this.#leave(talk, 'return'),
      escalate: (talk) => this.#escalate(talk),
    });
    this.#clear();
  }

  get talks() {
    return [...this.panes.keys()];
  }

  get live() {
    return this.talks.filter((talk) => !talk.over);
  }

  /** Sit down as this helper. Someone who was only signed out finds every talk and unsent word back. */
  enter(me) {
    if (this.me && this.me.id !== me.id) this.#clear();
    this.me = me;
    this.leave();
    const heard = (queue) => {
      this.heard += 1;
      this.#sync(queue);
    };
    this.stream = listen(() => '/stream', { queue: heard }, () => this.refresh());
    this.lastBeat = Date.now();
    this.timers = [setInterval(() => this.#beat(), BEAT), setInterval(() => this.#glance(), GLANCE)];
    this.live.forEach((talk) => talk.resume());
    this.render();
  }

  /** Stand up: nothing runs any more, nothing is forgotten. */
  leave() {
    this.stream?.close();
    this.stream = null;
    this.timers?.forEach(clearInterval);
    this.talks.forEach((talk) => talk.listening(false));
  }

  /** After sleep or a lost connection: open everything anew and fetch what was missed. */
  resume() {
    if (!this.stream) return;
    this.stream.reopen();
    this.lastBeat = Date.now();
    this.live.forEach((talk) => talk.resume());
    this.refresh();
    this.#seen();
  }

  /** Ask for the queue; an answer that a newer event has overtaken is dropped. */
  async refresh() {
    const { heard } = this;
    try {
      const queue = await request('GET', '/queue');
      if (this.stream && heard === this.heard) this.#sync(queue);
    } catch (error) {
      if (error instanceof Refused && error.status !== 401) toast(refusal(error));
    }
  }

  /** Pick up a handover, if a colleague was not first. */
  async claim(handover) {
    this.list.busy(handover.id, true);
    try {
      const won = await request('POST', `/handovers/${handover.id}/claim`, {});
      this.done.delete(handover.id);
      this.open(this.#adopt(won));
    } catch (error) {
      toast(refusal(error));
      if (error instanceof Refused) this.waiting = this.waiting.filter(({ id }) => id !== handover.id);
      else this.refresh();
    } finally {
      this.list.busy(handover.id, false);
      this.render();
    }
  }

  /** Open a talk, and put focus on its title. */
  open(talk) {
    this.chosen = talk;
    talk.openedAt = Date.now();
    this.room.show('talk');
    this.#seen();
    this.panes.get(talk).focus();
  }

  /** Pick up the first of the list, if the list is on the screen. */
  takeFirst() {
    if (this.room.shows('list') && !this.alarms.first()) find('#cards button')?.click();
  }

  /** Open the talk with this number, counted from 1. */
  openNumber(number) {
    const talk = this.talks[number - 1];
    if (talk) this.open(talk);
  }

  /** Whether something would be lost if the page went away now. */
  unsaid() {
    return this.live.some((talk) => talk.draft.trim() || talk.outbox.length);
  }

  /** Bring the page in line with what is known. */
  render() {
    const mine = new Set(this.live.map(({ id }) => id));
    const waiting = this.waiting.filter(({ id }) => !mine.has(id));
    const unread = this.talks.reduce((sum, talk) => sum + talk.unread, 0);
    const recent = [...this.live].sort((a, b) => b.openedAt - a.openedAt).slice(0, STREAMS);
    if (this.stream) this.live.forEach((talk) => talk.listening(recent.includes(talk)));
    this.list.render(waiting);
    this.tabs.render(this.talks, this.chosen);
    for (const [talk, pane] of this.panes) {
      pane.show(talk === this.chosen);
      pane.elsewhere(unread);
    }
    this.room.furnish({ me: this.me, waiting: waiting.length, talks: this.talks.length, open: this.chosen, unread });
    if (this.me) find('#others').textContent = company(this.onDuty.filter((name) => name !== this.me.name));
  }

  #clear() {
    this.talks.forEach((talk) => this.#forget(talk));
    this.room.show('list');
    Object.assign(this, { waiting: [], onDuty: [], known: null, done: new Set(), chosen: null, heard: 0 });
  }

  #beat() {
    if (Date.now() - this.lastBeat > SLEPT) return this.resume();
    this.lastBeat = Date.now();
    for (const talk of this.live) talk.beat().then(() => talk.catchUp());
    return this.refresh();
  }

  #glance() {
    for (const talk of this.live) if (!talk.stream || !talk.loaded) talk.catchUp();
  }

  #sync({ alarms, waiting, mine, asking, on_duty: onDuty }) {
    const first = !this.known;
    this.waiting = waiting;
    this.onDuty = onDuty ?? [];
    this.#alarm(alarms ?? []);
    this.#announce(waiting);
    this.#asked(asking ?? []);
    waiting.forEach(({ id }) => this.done.delete(id));
    for (const handover of mine) if (!this.done.has(handover.id)) this.#meet(handover);
    const held = new Set(mine.map(({ id }) => id));
    for (const talk of this.live) if (!held.has(talk.id)) talk.beat();
    if (first && this.room.shows('talk')) this.chosen ??= this.talks[0] ?? null;
    this.render();
  }

  #announce(waiting) {
    const fresh = waiting.filter(({ id }) => this.known && !this.known.has(id) && !this.done.has(id));
    this.known = new Set(waiting.map(({ id }) => id));
    if (!fresh.length) return;
    say(find('#news'), news(fresh, waiting.length));
    if (this.me.on_duty) ring(RANK.findLast((level) => fresh.some((handover) => handover.level === level)));
  }

  #alarm(alarms) {
    const rang = this.alarms.render(alarms).filter(({ helper, mine }) => !helper || mine);
    if (!rang.length || (!this.me.on_duty && this.me.role !== 'coordinator')) return;
    say(find('#news'), `Alarm: ${topic(rang[0].topic)}.`);
    ring('red');
  }

  async #goTo(alarm) {
    try {
      const { handover } = await request('POST', `/alarms/${alarm.id}/take`, {});
      if (handover) {
        this.done.delete(handover.id);
        this.open(this.#adopt(handover));
      } else toast('De ander ziet nu jouw naam. Bij een ja opent het gesprek vanzelf.');
    } catch (error) {
      toast(refusal(error));
    }
    this.refresh();
  }

  async #endAlarm(alarm, reason) {
    try {
      await request('POST', `/alarms/${alarm.id}/close`, { reason });
      toast('Het alarm is afgerond. Neem even pauze. Napraten met je coördinator mag altijd.');
    } catch (error) {
      toast(refusal(error));
    }
    this.refresh();
  }

  #asked(asking) {
    const sentences = asking.map(({ helper, since }) => `${helper} vraagt je erbij, nu ${wait(Date.parse(since), now())}.`);
    const more = asking.length > find('#askers').children.length;
    find('#asking').hidden = !asking.length;
    find('#askers').replaceChildren(...sentences.map((sentence) => make('li', { class: 'card' }, sentence)));
    if (!more) return;
    say(find('#news'), sentences.at(-1));
    ring('orange');
  }

  #meet(handover) {
    const talk = this.talks.find(({ id }) => id === handover.id);
    // The queue may be a moment behind: a talk that ended only comes back after a new claim.
    if (!talk || (talk.over && talk.handover.live_from !== handover.live_from)) {
      const met = this.#adopt(handover);
      if (!this.chosen && this.known) this.open(met);
    }
    if (!talk || talk.over) return;
    const more = RANK.indexOf(handover.level) > RANK.indexOf(talk.handover.level);
    talk.update(handover);
    if (!more) return;
    toast(`Gesprek ${this.talks.indexOf(talk) + 1}: dit is nu dringender. Lees rustig even terug.`);
    ring(handover.level);
  }

  #adopt(handover) {
    const before = this.talks.find(({ id }) => id === handover.id);
    if (before && !before.over) return before;
    const talk = new Talk(handover, this.me);
    if (before) {
      talk.draft = [...before.outbox.map(({ text }) => text), before.draft].filter(Boolean).join('\n');
      this.#forget(before);
    }
    const pane = new Pane(talk, {
      close: () => this.closing.open(talk),
      escalate: () => this.#escalate(talk).catch((error) => toast(refusal(error))),
      dismiss: () => this.#dismiss(talk),
      back: () => this.room.back(),
    });
    this.panes.set(talk, pane);
    find('#talks').append(pane.element);
    talk.addEventListener('message', ({ detail }) => this.#heard(talk, detail));
    talk.addEventListener('over', () => this.#over(talk));
    talk.catchUp();
    return talk;
  }

  #heard(talk, { from }) {
    if (from !== 'you' || !talk.loaded || this.#isSeen(talk)) return;
    talk.unread += 1;
    ring('message');
    this.render();
  }

  #isSeen(talk) {
    return talk === this.chosen && !document.hidden && this.room.shows('talk');
  }

  #seen() {
    if (this.chosen && this.#isSeen(this.chosen)) this.chosen.unread = 0;
    this.render();
  }

  #over(talk) {
    this.closing.drop(talk);
    if (!this.#isSeen(talk)) say(find('#news'), `Gesprek ${this.talks.indexOf(talk) + 1} is gestopt.`);
    this.render();
  }

  async #escalate(talk) {
    await talk.escalate();
    toast('De coördinator ziet nu dat je hulp vraagt. Jij blijft in het gesprek.');
  }

  async #leave(talk, how, body) {
    await talk.leave(how, body);
    this.done.add(talk.id);
    this.closing.drop(talk);
    this.room.thank(how, talk.handover.level);
    this.#dismiss(talk);
  }

  #dismiss(talk) {
    this.#forget(talk);
    const toList = this.room.back();
    this.render();
    if (!toList) find('#rest-title').focus();
  }

  #forget(talk) {
    talk.stop();
    this.panes.get(talk)?.element.remove();
    this.panes.delete(talk);
    if (this.chosen === talk) this.chosen = null;
  }
}
