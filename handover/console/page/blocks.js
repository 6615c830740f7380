/*
 * Blocks: the talks that went too far, for the coordinator. Who blocked one, till when, and the button that lifts it.
 */

import { now, request } from './api.js';
import { attempt, fetchIfThere } from './attempt.js';
import { button, fill, find, make, toast } from './dom.js';
import { moment } from './times.js';

/** Show the blocks that stand. */
export async function showBlocks() {
  const found = await fetchIfThere('/blocks');
  if (!found) return;
  fill(find('#now-blocked'), found.blocks.filter(({ stands }) => stands).map(card), 'Er is niemand geblokkeerd.');
}

function card({ id, helper, until }) {
  const lift = async () => {
    if (await attempt(() => request('POST', `/blocks/${id}/lift`, {}))) toast('De ander mag weer om een mens vragen.');
    showBlocks();
  };
  return make(
    'li', { class: 'card' }, make('p', {}, `${helper} stopte een gesprek dat te ver ging. Geen mens tot ${moment(until, now())}.`),
    make('div', { class: 'row' }, button('Hef op', lift, { 'data-act': `lift-${id}` })),
  );
}
