/*
 * The door: signing in, with a clear word when it does not work.
 */

import { request } from './api.js';
import { find } from './dom.js';

const MISSING = { name: 'Vul je naam in.', password: 'Vul je wachtwoord in.' };
const FIELDS = Object.keys(MISSING);

/** Wire the sign-in form; `entered` is called with who came in. */
export function wireDoor(entered) {
  const form = find('#sign-in');
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (complete()) knock(form, entered);
  });
  find('#show-password').addEventListener('change', ({ target }) => {
    find('#password').type = target.checked ? 'text' : 'password';
  });
  for (const name of FIELDS) find(`#${name}`).addEventListener('input', () => mark(name, false));
}

/** Show the door, with a word if there is something to say. */
export function showDoor(word = '') {
  find('#house').hidden = true;
  find('#door').hidden = false;
  document.title = 'Nachtlicht';
  tell(word);
  if (word) find('#door-title').focus();
}

function complete() {
  const empty = FIELDS.filter((name) => !find(`#${name}`).value.trim());
  FIELDS.forEach((name) => mark(name, empty.includes(name)));
  if (empty.length) find(`#${empty[0]}`).focus();
  return !empty.length;
}

function mark(name, wrong) {
  find(`#${name}-wrong`).textContent = wrong ? MISSING[name] : '';
  find(`#${name}`).setAttribute('aria-invalid', String(wrong));
}

async function knock(form, entered) {
  const button = find('button', form);
  if (button.getAttribute('aria-disabled') === 'true') return;
  button.setAttribute('aria-disabled', 'true');
  tell('');
  try {
    const me = await request('POST', '/session', { name: find('#name').value.trim(), password: find('#password').value });
    find('#password').value = '';
    entered(me);
  } catch (error) {
    tell(error.detail ?? 'Er is geen verbinding. Kijk of je internet werkt, en probeer het nog eens.');
  } finally {
    button.setAttribute('aria-disabled', 'false');
  }
}

function tell(word) {
  const region = find('#door-word');
  region.hidden = !word;
  region.textContent = word;
}
