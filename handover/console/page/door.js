/*
 * The door: signing in with a password, a passkey or through the organisation, with a clear word when it does not work.
 */

import { request } from './api.js';
import { find } from './dom.js';
import { NoPasskey, possible, showPasskey } from './passkey.js';

const MISSING = { name: 'Vul je naam in.', password: 'Vul je wachtwoord in.' };
const FIELDS = Object.keys(MISSING);
const AWAY = '#organisatie=';
const CAME_BACK = {
  organisation_unknown: 'Dit account hoort bij niemand hier. Vraag je coördinator om een uitnodiging.',
  invitation_gone: 'Deze uitnodiging is al gebruikt, of is verlopen. Vraag je coördinator om een nieuwe.',
};
const NO_LINE = 'Er is geen verbinding. Kijk of je internet werkt, en probeer het nog eens.';

/** Wire the sign-in form; `entered` is called with who came in. */
export function wireDoor(entered) {
  const form = find('#sign-in');
  const knock = (button, come) => () => attempt(button, come, entered);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (complete()) knock(find('.primary', form), byPassword)();
  });
  find('#by-passkey').addEventListener('click', ({ target }) => knock(target, showPasskey)());
  find('#by-organisation').addEventListener('click', ({ target }) => knock(target, () => leave(''))());
  find('#show-password').addEventListener('change', ({ target }) => {
    find('#password').type = target.checked ? 'text' : 'password';
  });
  for (const name of FIELDS) find(`#${name}`).addEventListener('input', () => mark(name, false));
}

/** Show the door, with a word if there is something to say. */
export function showDoor(word = cameBack()) {
  find('#house').hidden = true;
  find('#door').hidden = false;
  document.title = 'Nachtlicht';
  tell(word);
  if (word) find('#door-title').focus();
  offer();
}

/** What there is to say when the organisation sent this browser back, once; nothing when it did not. */
export function cameBack() {
  if (!location.hash.startsWith(AWAY)) return '';
  const code = location.hash.slice(AWAY.length);
  history.replaceState(null, '', location.pathname);
  return CAME_BACK[code] ?? 'Inloggen via je organisatie lukte niet. Probeer het nog eens, of kies een andere manier.';
}

/** Go to the organisation, with the token of an invitation if there is one; the browser leaves this page. */
export async function leave(invitation) {
  const { to } = await request('POST', '/organisation', { invitation });
  location.assign(to);
}

/** The ways in of this house besides a password. Without an answer there is only the password. */
export async function otherWays() {
  try {
    return await request('GET', '/door');
  } catch {
    return {};
  }
}

async function offer() {
  const ways = await otherWays();
  find('#by-passkey').hidden = !(ways.passkeys && possible());
  find('#by-organisation').hidden = !ways.organisation;
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

async function byPassword() {
  const [name, password, code] = ['name', 'password', 'code'].map((id) => find(`#${id}`).value);
  const me = await request('POST', '/session', { name: name.trim(), password, code });
  find('#password').value = '';
  askCode(false);
  return me;
}

async function attempt(button, come, entered) {
  if (button.getAttribute('aria-disabled') === 'true') return;
  button.setAttribute('aria-disabled', 'true');
  tell('');
  try {
    const me = await come();
    if (me) entered(me);
  } catch (error) {
    tell(error instanceof NoPasskey ? 'Er is geen passkey gebruikt. Probeer het nog eens, of log in met je wachtwoord.' : error.detail ?? NO_LINE);
    if (/second_factor/.test(error.code)) askCode(true);
  } finally {
    button.setAttribute('aria-disabled', 'false');
  }
}

/** Ask for the code of the second factor too, or not any more. */
function askCode(asked) {
  find('#code-row').hidden = !asked;
  find('#code').value = '';
  if (asked) find('#code').focus();
}

function tell(word) {
  const region = find('#door-word');
  region.hidden = !word;
  region.textContent = word;
}
