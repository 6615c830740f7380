/*
 * The desk: the waiting list and the helper's talks, kept true to what the server says.
 */

import { Alarms } from './alarms.js';
import { listen, Refused, request } from './api.js';
import { attempt } from './attempt.js';
import { ring } from './bell.js';
import { Calls } from './calls.js';
import { Care } from './care.js';
import { colleagues, nameOf } from './colleagues.js';
import { CloseDialog, TransferDialog } from './dialogs.js';
import { find, say, toast } from './dom.js';
import { Drafts } from './drafts.js';
import { WaitingList } from './queue.js';
import { Talks } from './talks.js';
import { company, news, refusal, topic } from './words.js';

const BEAT = 20_000;
const GLANCE = 5_000;
const SLEPT = 90_000;
const RANK = ['green', 'orange', 'red'];

export class Desk {
  me = null;

  constructor(room, lines) {
    Object.assign(this, { room, lines });
    const changed = () => this.refresh();
    this.talks = new Talks(room, {
      changed: () => this.render(),
      close: (talk) => this.closing.open(talk),
      handOver: (talk) => this.transferring.open(talk),
      stopReading: (talk) => this.#stopReading(talk),
      ended: (talk) => [this.closing, this.transferring].forEach((dialog) => dialog.drop(talk)),
    });
    this.list = new WaitingList(find('#cards'), {
      claim: (handover) => this.claim(handover),
      decline: (handover) => this.#decline(handover),
    });
    this.alarms = new Alarms(find('#ringing'), { taken: (handover) => this.hold(handover), changed });
    this.calls = new Calls(find('#askers'), {
      joined: (handover, helper) => this.talks.open(this.talks.follow(handover, helper)),
      changed,
    });
    this.care = new Care(changed);
    this.#dialogs();
    this.#clear();
  }

  /** Sit down as this helper. Someone who was only signed out finds every talk and unsent word back. */
  enter(me) {
    if (this.me && this.me.id !== me.id) this.#clear();
    this.me = me;
    this.leave();
    this.drafts = new Drafts(me.id);
    this.talks.enter({ me, drafts: this.drafts, lines: this.lines });
    this.lines.load();
    colleagues().then(() => this.render());
    const heard = (queue) => {
      this.heard += 1;
      this.#sync(queue);
    };
    this.stream = listen(() => '/stream', { queue: heard }, () => this.refresh());
    this.lastBeat = Date.now();
    this.timers = [setInterval(() => this.#beat(), BEAT), setInterval(() => this.#glance(), GLANCE)];
    this.talks.live.forEach((talk) => talk.resume());
    this.render();
  }

  /** Stand up: nothing runs any more, nothing is forgotten. */
  leave() {
    this.stream?.close();
    this.stream = null;
    this.timers?.forEach(clearInterval);
    this.care.leave();
    this.talks.all.forEach((talk) => talk.listening(false));
  }

  /** After sleep or a lost connection: open everything anew and fetch what was missed. */
  resume() {
    if (!this.stream) return;
    this.stream.reopen();
    this.lastBeat = Date.now();
    this.talks.live.forEach((talk) => talk.resume());
    this.refresh();
    this.talks.seen();
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
      this.hold(await request('POST', `/handovers/${handover.id}/claim`, {}));
    } catch (error) {
      toast(refusal(error));
      if (['already_claimed', 'handover_over', 'not_found'].includes(error.code)) {
        this.waiting = this.waiting.filter(({ id }) => id !== handover.id);
      } else this.refresh();
    } finally {
      this.list.busy(handover.id, false);
      this.render();
    }
  }

  /** This handover is the helper's own from now on: open its talk. */
  hold(handover) {
    this.done.delete(handover.id);
    this.talks.open(this.talks.hold(handover));
  }

  /** Pick up the card that has focus, or the first; an alarm comes before. */
  take(first) {
    if (!this.room.shows('list') || (first && this.alarms.first())) return;
    if (first) this.list.takeFirst();
    else this.list.take();
  }

  /** Bring the page in line with what is known. */
  render() {
    if (!this.me) return;
    const live = new Set(this.talks.live.filter(({ held }) => held).map(({ id }) => id));
    const waiting = this.waiting.filter(({ id }) => !live.has(id));
    this.list.render(waiting, this.me);
    this.talks.render(Boolean(this.stream));
    const { all, chosen, unread } = this.talks;
    this.room.furnish({ me: this.me, waiting: waiting.length, talks: all.length, open: chosen, unread });
    find('#others').textContent = company(this.onDuty.filter((name) => name !== this.me.name));
  }

  #dialogs() {
    const escalate = async (talk) => {
      await talk.escalate();
      toast('De coördinator ziet nu dat je hulp vraagt. Jij blijft in het gesprek.');
    };
    this.closing = new CloseDialog({
      close: (talk, body) => this.#leave(talk, 'close', body),
      giveBack: (talk) => this.#leave(talk, 'return'),
      handOver: (talk) => this.transferring.open(talk),
      escalate,
    });
    this.transferring = new TransferDialog((talk, body) => this.#leave(talk, 'transfer', body));
  }

  #clear() {
    this.talks.clear();
    Object.assign(this, { waiting: [], onDuty: [], known: null, done: new Set(), joining: new Set(), heard: 0 });
  }

  #beat() {
    if (Date.now() - this.lastBeat > SLEPT) return this.resume();
    this.lastBeat = Date.now();
    for (const talk of this.talks.live) talk.check().then(() => talk.catchUp());
    return this.refresh();
  }

  #glance() {
    for (const talk of this.talks.live) if (!talk.stream || !talk.loaded) talk.catchUp();
  }

  #sync({ waiting, mine, alarms = [], asking = [], invited = [], reading = [], debriefs = [], on_duty: onDuty = [], break_until: until }) {
    const first = !this.known;
    Object.assign(this, { waiting, onDuty });
    this.#alarm(alarms);
    this.#announce(waiting);
    this.calls.render(asking.filter(({ id }) => !this.talks.of(id) || this.talks.of(id).over), invited);
    this.care.render(debriefs, until);
    waiting.forEach(({ id }) => this.done.delete(id));
    for (const handover of mine) if (!this.done.has(handover.id)) this.#meet(handover);
    for (const along of reading) this.#follow(along);
    const here = new Set([...mine.map(({ id }) => id), ...reading.map(({ handover }) => handover)]);
    for (const talk of this.talks.live) if (!here.has(talk.id)) talk.check();
    if (first) this.#settle([...here, ...waiting.map(({ id }) => id)]);
    const stranger = waiting.some(({ wanted }) => wanted && wanted !== this.me.id && !nameOf(wanted));
    if (stranger) colleagues().then(() => this.render());
    this.render();
  }

  /** The first look: only these talks can have unsent words, and the first of one's own is open. */
  #settle(open) {
    this.drafts.only(open);
    if (this.room.shows('talk')) this.talks.chosen ??= this.talks.all[0] ?? null;
  }

  #announce(waiting) {
    const fresh = waiting.filter(({ id }) => this.known && !this.known.has(id) && !this.done.has(id));
    this.known = new Set(waiting.map(({ id }) => id));
    if (!fresh.length) return;
    say(find('#news'), news(fresh, waiting.length));
    if (this.me.on_duty && !this.care.until) ring(RANK.findLast((level) => fresh.some((handover) => handover.level === level)));
  }

  #alarm(alarms) {
    const rang = this.alarms.render(alarms).filter(({ helper, mine }) => !helper || mine);
    if (!rang.length || (!this.me.on_duty && this.me.role !== 'coordinator')) return;
    say(find('#news'), `Alarm: ${topic(rang[0].topic)}.`);
    ring('red');
  }

  #meet(handover) {
    const talk = this.talks.of(handover.id);
    // The queue may be a moment behind: a talk that ended only comes back after a new claim.
    if (!talk || !talk.held || (talk.over && talk.handover.live_from !== handover.live_from)) {
      const met = this.talks.hold(handover);
      if (!this.talks.chosen && this.known && !this.room.page) this.talks.open(met);
    }
    if (!talk?.held || talk.over) return;
    const more = RANK.indexOf(handover.level) > RANK.indexOf(talk.handover.level);
    talk.update(handover);
    if (!more) return;
    toast(`Gesprek ${this.talks.all.indexOf(talk) + 1}: dit is nu dringender. Lees rustig even terug.`);
    ring(handover.level);
  }

  async #follow({ handover: id, helper }) {
    if (this.talks.of(id) || this.joining.has(id) || this.done.has(id)) return;
    this.joining.add(id);
    const handover = await attempt(() => request('POST', `/handovers/${id}/readers/join`, {}));
    this.joining.delete(id);
    if (handover && !this.talks.of(id)) this.talks.follow(handover, helper);
    this.render();
  }

  async #decline(handover) {
    if (await attempt(() => request('POST', `/handovers/${handover.id}/decline`, {}))) {
      toast('Dat is goed. Een collega kan het nu oppakken.');
    }
    this.refresh();
  }

  async #stopReading(talk) {
    if (!await attempt(() => talk.leave())) return;
    this.done.add(talk.id);
    this.#putAway(talk);
  }

  async #leave(talk, how, body) {
    await talk.leave(how, body);
    this.done.add(talk.id);
    this.closing.drop(talk);
    this.room.thank(how, talk.handover.level);
    this.#putAway(talk);
    await this.refresh();
    if (this.room.shows('list')) this.care.focus();
  }

  #putAway(talk) {
    const toList = this.talks.dismiss(talk);
    this.render();
    if (!toList) find('#rest-title').focus();
  }
}
