/*
 * The alarms: red signals that nobody took yet, and one's own. Each rings again until somebody goes.
 */

import { now, request } from './api.js';
import { attempt } from './attempt.js';
import { copy, find, put, toast } from './dom.js';
import { wait } from './times.js';
import { topic } from './words.js';

export class Alarms {
  cards = new Map();
  rung = new Map();

  /** `taken` is called with the handover that came with an alarm, `changed` when something was done with one. */
  constructor(root, { taken, changed }) {
    Object.assign(this, { root, taken, changed });
  }

  /** Show these alarms. Returns those that rang since the last time. */
  render(alarms) {
    const wanted = new Set(alarms.map(({ id }) => id));
    for (const [id, card] of this.cards) {
      if (wanted.has(id)) continue;
      const held = card.contains(document.activeElement);
      card.remove();
      this.cards.delete(id);
      this.rung.delete(id);
      if (held) find('#waiting-title').focus();
    }
    find('#alarms').hidden = !alarms.length;
    for (const alarm of alarms) this.#fill(this.cards.get(alarm.id) ?? this.#add(alarm), alarm);
    const fresh = alarms.filter(({ id, rings }) => (this.rung.get(id) ?? 0) < rings);
    for (const { id, rings } of alarms) this.rung.set(id, rings);
    return fresh;
  }

  /** Move focus to the first alarm that can be taken. Returns whether there is one. */
  first() {
    const button = [...this.root.querySelectorAll('.take')].find((one) => !one.hidden);
    button?.click();
    return Boolean(button);
  }

  async #take({ id }) {
    const found = await attempt(() => request('POST', `/alarms/${id}/take`, {}));
    if (found?.handover) this.taken(found.handover);
    else if (found) toast('De ander ziet nu jouw naam. Bij een ja opent het gesprek vanzelf.');
    this.changed();
  }

  async #end({ id }, reason) {
    if (await attempt(() => request('POST', `/alarms/${id}/close`, { reason }))) {
      toast('Het alarm is afgerond. Neem even pauze. Napraten met je coördinator mag altijd.');
    }
    this.changed();
  }

  #add(alarm) {
    const card = copy('alarm-shape');
    const what = find('.what', card);
    what.id = `alarm-${alarm.id}`;
    find('.take', card).setAttribute('aria-describedby', what.id);
    find('.take', card).addEventListener('click', () => this.#take(card.alarm));
    find('.end', card).addEventListener('click', () => {
      const choice = find('select', card);
      if (choice.value) this.#end(card.alarm, choice.value);
      else choice.focus();
    });
    this.cards.set(alarm.id, card);
    this.root.append(card);
    return card;
  }

  #fill(card, alarm) {
    card.alarm = alarm;
    put(find('.what', card), `Rood: ${topic(alarm.topic)}, ${wait(Date.parse(alarm.since), now())}.`);
    put(find('.standing', card), state(alarm));
    find('.take', card).hidden = Boolean(alarm.helper);
    find('.ending', card).hidden = !alarm.mine || alarm.state === 'live';
  }
}

function state({ helper, mine, answer, state: where, rings, missed }) {
  if (mine && where === 'live') return 'Jij bent in dit gesprek.';
  if (mine && answer === 'no') return 'De ander wil nu niet praten. Het aanbod blijft open.';
  if (mine) return 'De ander ziet je naam en kiest. Je leest nog niet mee.';
  if (helper) return `${helper} is ermee bezig.`;
  const often = rings === 1 ? 'Net gegaan.' : `Al ${rings} keer gegaan.`;
  const going = where === 'waiting' ? 'De ander wacht op een mens.' : 'Als je gaat, ziet de ander je naam en kiest.';
  return `${often} ${going}${missed ? ' Te lang zonder antwoord.' : ''}`;
}
