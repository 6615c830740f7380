/*
 * Coming in again: a helper who lost a password or a phone opens the link that a colleague made.
 */

import { request } from './api.js';
import { find } from './dom.js';
import { showDoor } from './door.js';
import { refusal } from './words.js';

const MARK = '#sleutel=';
const SHORTEST = 12;
const NEW = {
  label: 'Nieuw wachtwoord', fill: 'new-password', hint: 'Minstens 12 tekens. Een paar losse woorden achter elkaar werkt goed.',
  word: 'Fijn dat je er weer bent. Kies een nieuw wachtwoord.',
};
const OLD = {
  label: 'Wachtwoord', fill: 'current-password', hint: 'Het wachtwoord dat je al had.',
  word: 'Fijn dat je er weer bent. De tweede stap en je passkeys gaan uit. Zet ze straks weer aan bij ‘Toegang’.',
};

/** The token of a link to come in again, or nothing. */
export const renewal = () => (location.hash.startsWith(MARK) ? location.hash.slice(MARK.length) : '');

/** Show the page for such a link; `entered` is called with who came in. */
export async function showRenewal(token, entered) {
  let asked;
  try {
    asked = await request('POST', '/renewal/question', { token });
  } catch (error) {
    // The link stays in the address while there is no connection: opening it again may still work.
    if (error.status) history.replaceState(null, '', location.pathname);
    showDoor(refusal(error));
    return;
  }
  // The link works once; it need not stay in the history of this browser.
  history.replaceState(null, '', location.pathname);
  const form = find('#renewal-form');
  dress(asked);
  find('#renewal').hidden = false;
  find('h1', form).focus();
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    comeIn(token, asked, entered);
  });
}

function dress({ name, new_password: fresh, code }) {
  const { label, fill, hint, word } = fresh ? NEW : OLD;
  const password = find('#renewed-password');
  find('#renewal-word').textContent = `Dag ${name}. ${word}`;
  find('#renewed-password-label').textContent = label;
  find('#renewed-password-hint').textContent = hint;
  password.autocomplete = fill;
  find('#renewal-code-row').hidden = !code;
  find('#show-renewed-password').addEventListener('change', ({ target }) => {
    password.type = target.checked ? 'text' : 'password';
  });
  for (const input of [password, find('#renewal-code')]) input.addEventListener('input', () => tell(''));
}

async function comeIn(token, { new_password: fresh }, entered) {
  const [password, code] = [find('#renewed-password'), find('#renewal-code')];
  if (fresh && password.value.length < SHORTEST) {
    tell(`Kies een wachtwoord van ${SHORTEST} tekens of meer.`);
    password.focus();
    return;
  }
  try {
    const me = await request('POST', '/renewal', { token, password: password.value, code: code.value });
    password.value = '';
    find('#renewal').hidden = true;
    entered(me);
  } catch (error) {
    tell(refusal(error));
    (/second_factor/.test(error.code) ? code : password).focus();
  }
}

function tell(word) {
  find('#renewal-wrong').textContent = word;
  find('#renewed-password').setAttribute('aria-invalid', String(Boolean(word)));
}
