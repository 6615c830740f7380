/*
 * The welcome: somebody who was invited by a link chooses a password, and is in.
 */

import { request } from './api.js';
import { find } from './dom.js';
import { leave, otherWays } from './door.js';
import { refusal } from './words.js';

const MARK = '#welkom=';
const SHORTEST = 12;

/** The token of an invitation in the address, or nothing. */
export const invitation = () => (location.hash.startsWith(MARK) ? location.hash.slice(MARK.length) : '');

/** Show the page for an invitation; `entered` is called with who came in. */
export function showWelcome(token, entered) {
  const form = find('#welcome-form');
  const password = find('#new-password');
  // The link works once; it need not stay in the history of this browser.
  history.replaceState(null, '', location.pathname);
  find('#welcome').hidden = false;
  find('#show-new-password').addEventListener('change', ({ target }) => {
    password.type = target.checked ? 'text' : 'password';
  });
  password.addEventListener('input', () => tell(''));
  viaOrganisation(token);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (password.value.length < SHORTEST) {
      tell(`Kies een wachtwoord van ${SHORTEST} tekens of meer.`);
      password.focus();
      return;
    }
    try {
      const me = await request('POST', '/welcome', { token, password: password.value });
      password.value = '';
      find('#welcome').hidden = true;
      entered(me);
    } catch (error) {
      tell(refusal(error));
    }
  });
}

async function viaOrganisation(token) {
  const organisation = find('#welcome-organisation');
  organisation.addEventListener('click', () => leave(token).catch((error) => tell(refusal(error))));
  organisation.hidden = !(await otherWays()).organisation;
}

function tell(word) {
  find('#new-password-wrong').textContent = word;
  find('#new-password').setAttribute('aria-invalid', String(Boolean(word)));
}
