/*
 * The colleagues: who there is, by id. Whoever is on duty and at their screen comes first.
 */

import { fetchIfThere } from './attempt.js';
import { make } from './dom.js';

let known = [];

/** Ask anew who there is: a list of `{id, name, role, there}`. */
export async function colleagues() {
  const found = await fetchIfThere('/colleagues');
  if (found?.colleagues) known = [...found.colleagues].sort((a, b) => Number(b.there) - Number(a.there));
  return known;
}

/** The name of a colleague, as far as it is known here. */
export const nameOf = (id) => known.find((colleague) => colleague.id === id)?.name;

/** Fill a choice with the colleagues, after one that is none of them; with `present`, only who is there can be chosen. */
export async function offerColleagues(select, none, { present = false } = {}) {
  const options = (await colleagues()).map(({ id, name, there }) => {
    const choice = make('option', { value: id }, `${name} (${there ? 'is er nu' : 'is er nu niet'})`);
    choice.disabled = present && !there;
    return choice;
  });
  select.replaceChildren(make('option', { value: '' }, none), ...options);
}
