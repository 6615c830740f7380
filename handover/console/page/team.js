/*
 * The team on the coordinator's page: who is there and how many talks they have now, inviting somebody, and letting somebody go.
 */

import { request } from './api.js';
import { attempt, fetchIfThere } from './attempt.js';
import { button, choices, field, find, make, toast } from './dom.js';
import { RenewDialog, showLink } from './renewing.js';
import { clock, dayKey, dayWords } from './times.js';
import { ROLES } from './words.js';

const HOW = 'Stuur deze link zelf, alleen aan deze persoon. Hij werkt één keer, zeven dagen lang.';
const AT_DESK = ['volunteer', 'coordinator', 'meldpunt'];

export class Team {
  /** `changed` is called when something was done about somebody. */
  constructor(root, changed) {
    Object.assign(this, { root, changed });
    this.renewing = new RenewDialog(find('#invited', root), changed);
    this.name = make('input', { maxlength: '80', required: '', autocomplete: 'off' });
    this.role = choices([]);
    const form = find('#invite', root);
    form.prepend(field('Naam', this.name), field('Rol', this.role));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (form.reportValidity()) this.#invite(form);
    });
  }

  /** Show these people; `me` is the coordinator. */
  fill(people, me) {
    const rows = people.map((person) => make(
      'tr', {},
      make('th', { scope: 'row' }, person.name, make('small', {}, ROLES[person.role] ?? person.role)),
      make('td', {}, state(person)),
      make('td', { class: 'count' }, person.live ? `${person.live}` : '–'),
      make('td', {}, ...(person.id === me.id ? [] : this.#acts(person, me))),
    ));
    find('#team', this.root).replaceChildren(...rows);
  }

  /** Show who was invited and did not come yet; for an admin, who has no overview of talks, everybody. */
  async look(me) {
    const found = await fetchIfThere('/people');
    if (!found) return;
    find('#oversight-part').hidden = false;
    if (me.role === 'admin') this.fill(found.people, me);
    this.#offerRoles(me.role === 'admin' ? Object.keys(ROLES) : AT_DESK);
    const items = (found.invited ?? []).map(({ name, role, until }) => make(
      'li', {}, `${name} (${ROLES[role]}) is uitgenodigd. De link werkt tot ${dayWords(dayKey(until))} om ${clock(until)}.`,
    ));
    find('#still-invited', this.root).replaceChildren(...items);
  }

  #offerRoles(roles) {
    if (this.role.length === roles.length) return;
    this.role.replaceChildren(...roles.map((role) => make('option', { value: role }, ROLES[role])));
  }

  /** What may be done about somebody: let them in again who lost a key, or stop their access. */
  #acts(person, me) {
    const own = me.role === 'admin' || AT_DESK.includes(person.role);
    if (!own) return [];
    if (!person.active) return [this.#toggle(person)];
    const words = 'Wachtwoord of telefoon kwijt';
    const renew = button(words, () => this.renewing.open(person), { 'aria-label': `${words}: ${person.name}`, 'data-act': `renew-${person.id}` });
    return [this.#toggle(person), renew];
  }

  #toggle({ id, name, active }) {
    const words = active ? 'Stop toegang' : 'Geef weer toegang';
    return button(words, async (pressed) => {
      // Stopping somebody's access takes two presses: the second is the yes.
      if (active && pressed.dataset.sure !== 'yes') {
        pressed.dataset.sure = 'yes';
        pressed.textContent = `Zeker weten? Stop ${name}`;
        return;
      }
      if (await attempt(() => request('POST', `/people/${id}`, { active: !active }))) {
        toast(active ? `${name} kan niet meer inloggen.` : `${name} kan weer inloggen.`);
      }
      this.changed();
    }, { 'aria-label': `${words}: ${name}`, 'data-act': `access-${id}` });
  }

  async #invite(form) {
    const body = { name: this.name.value.trim(), role: this.role.value };
    const made = await attempt(() => request('POST', '/people', body));
    if (!made) return;
    form.reset();
    showLink(find('#invited', this.root), body.name, made.link, HOW);
    this.changed();
  }
}

function state({ active, on_duty: duty, there, resting }) {
  if (!active) return 'Geen toegang';
  if (resting) return 'Pauze';
  if (there) return 'Is er';
  return duty ? 'Heeft dienst, is even weg' : 'Geen dienst';
}
