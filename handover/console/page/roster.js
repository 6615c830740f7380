/*
 * The roster: who is there this week, and a helper's own shifts and days that are different. A coordinator sees to those of others
 * too.
 */

import { now, request } from './api.js';
import { attempt, fetchIfThere } from './attempt.js';
import { button, choices, field, fill, find, make, put, toast } from './dom.js';
import { clock, dayAfter, dayKey, dayWords, mondayOf, WEEKDAYS } from './times.js';

const WEEK = [0, 1, 2, 3, 4, 5, 6];
const ROSTERED = ['volunteer', 'coordinator', 'meldpunt'];
const HOLIDAY = 'Feestdag. Vaste diensten tellen nu niet.';

export class Roster {
  constructor(root) {
    this.root = root;
    this.days = find('#week', root);
    this.own = find('#own-shifts', root);
    this.changes = find('#own-changes', root);
    this.#forms();
    const turn = (weeks) => () => {
      this.monday = weeks ? dayAfter(this.monday, weeks * 7) : mondayOf(dayKey(now()));
      this.#week();
    };
    find('#week-turns', root).append(
      button('Vorige', turn(-1)), button('Deze week', turn(0)), button('Volgende', turn(1)),
    );
  }

  /** Open the page for this helper. */
  async open(me) {
    this.me = me;
    this.helper = null;
    this.monday ??= mondayOf(dayKey(now()));
    await Promise.all([this.#week(), this.#mine(), this.#people()]);
  }

  async #week() {
    const found = await fetchIfThere(`/roster/week?from=${this.monday}`);
    find('#week-part').hidden = !found?.duties;
    if (!found?.duties) return;
    put(find('#week-words'), `Week van ${dayWords(this.monday)}`);
    this.days.replaceChildren(...WEEK.map((number) => this.#day(dayAfter(this.monday, number), found)));
  }

  #day(day, { duties, holidays }) {
    const here = duties.filter(({ start }) => dayKey(start) === day);
    const lines = here.map(({ helper, name, start, end }) => make(
      'li', helper === this.me.id ? { class: 'own' } : {},
      make('strong', {}, helper === this.me.id ? 'Jij' : name), ' ', `${clock(start)} – ${clock(end)}`,
    ));
    const today = day === dayKey(now()) ? { 'aria-current': 'date' } : {};
    const element = make('li', { class: 'day', ...today }, make('h4', {}, dayWords(day)));
    if (holidays?.includes(day)) element.append(make('p', { class: 'soft small' }, HOLIDAY));
    element.append(lines.length ? make('ul', {}, ...lines) : make('p', { class: 'soft' }, day < dayKey(now()) ? 'Niemand.' : 'Nog niemand.'));
    return element;
  }

  async #mine() {
    const found = await fetchIfThere(`/roster${this.#whose()}`);
    find('#own-part').hidden = !found?.shifts;
    if (!found?.shifts) return;
    fill(this.own, found.shifts.map((shift) => this.#item(
      shift.id, `Elke ${WEEKDAYS[shift.weekday]}, ${shift.start} – ${shift.end}`,
    )), 'Er zijn nog geen vaste diensten.');
    fill(this.changes, found.changes.map(({ id, day, kind, start, end }) => this.#item(
      id, `${dayWords(day)}: ${kind === 'absent' ? 'er niet' : `extra, ${start} – ${end}`}`,
    )), 'Alles gaat zoals altijd.');
  }

  #item(id, words) {
    const gone = button('Haal weg', () => this.#remove(id), { 'aria-label': `Haal weg: ${words}` });
    return make('li', {}, make('span', {}, words), gone);
  }

  async #remove(id) {
    if (await attempt(() => request('DELETE', `/roster/${id}${this.#whose()}`))) toast('Het is weg uit het rooster.');
    await Promise.all([this.#mine(), this.#week()]);
    find('#own-title').focus();
  }

  #forms() {
    const time = (value) => make('input', { type: 'time', required: '', value });
    const shift = { weekday: choices(WEEKDAYS.map((day, number) => [number, day])), start: time('19:00'), end: time('22:00') };
    const change = {
      day: make('input', { type: 'date', required: '' }),
      kind: choices([['absent', 'Ik ben er niet'], ['extra', 'Ik kom extra']]),
      start: time('19:00'),
      end: time('22:00'),
    };
    const times = make('div', { class: 'times', hidden: '' }, field('Van', change.start), field('Tot', change.end));
    change.kind.addEventListener('change', () => { times.hidden = change.kind.value !== 'extra'; });
    find('#add-shift', this.root).prepend(field('Dag', shift.weekday), field('Van', shift.start), field('Tot', shift.end));
    find('#add-change', this.root).prepend(field('Dag', change.day), field('Wat', change.kind), times);
    this.#wire('#add-shift', '/roster/shifts', () => ({
      weekday: Number(shift.weekday.value), start: shift.start.value, end: shift.end.value,
    }));
    this.#wire('#add-change', '/roster/changes', () => {
      const what = { day: change.day.value, kind: change.kind.value };
      return what.kind === 'extra' ? { ...what, start: change.start.value, end: change.end.value } : what;
    });
  }

  #wire(form, path, read) {
    find(form, this.root).addEventListener('submit', async (event) => {
      event.preventDefault();
      if (!event.target.reportValidity()) return;
      const body = this.helper ? { ...read(), helper: this.helper } : read();
      if (await attempt(() => request('POST', path, body))) toast('Het staat in het rooster.');
      await Promise.all([this.#mine(), this.#week()]);
    });
  }

  async #people() {
    const whose = find('#whose', this.root);
    whose.hidden = this.me.role !== 'coordinator';
    if (whose.hidden) return;
    const found = await fetchIfThere('/people');
    const others = (found?.people ?? []).filter(({ id, role, active }) => active && ROSTERED.includes(role) && id !== this.me.id);
    const choice = choices([['', 'Van mij'], ...others.map(({ id, name }) => [id, name])]);
    choice.addEventListener('change', () => {
      this.helper = choice.value || null;
      this.#mine();
    });
    whose.replaceChildren(field('Van wie zijn deze diensten?', choice));
  }

  #whose() {
    return this.helper ? `?helper=${this.helper}` : '';
  }
}
