/*
 * The console of the helpers: who comes in, the head of the page, and the state of the connection.
 */

import { events, request } from './api.js';
import { Desk } from './desk.js';
import { helpDialog } from './dialogs.js';
import { find, make, toast, turn } from './dom.js';
import { showDoor, wireDoor } from './door.js';
import { listenToKeys } from './keys.js';
import { isDark, paint, set, tastes } from './tastes.js';
import { refusal } from './words.js';

const KNOCK_AGAIN = 3000;
const ROLES = { volunteer: 'vrijwilliger', coordinator: 'coördinator', meldpunt: 'meldpunt' };
const LINES = { ok: 'Verbonden', lost: 'Geen verbinding. We blijven het proberen. Wat je typt, blijft staan.' };

const desk = new Desk();
let me = null;
let probing = 0;

async function start() {
  if (me) return;
  try {
    enter(await request('GET', '/session'));
  } catch (error) {
    if (error.status === 401) return showDoor();
    if (find('#door').hidden) showDoor('Er is geen verbinding. We blijven het proberen.');
    setTimeout(start, KNOCK_AGAIN);
  }
}

function enter(helper) {
  me = helper;
  const throughDoor = !find('#door').hidden;
  find('#door').hidden = true;
  find('#house').hidden = false;
  if (throughDoor) find('#waiting-title').focus();
  find('#me').replaceChildren(helper.name, make('small', {}, ROLES[helper.role]));
  turn(find('#duty'), helper.on_duty);
  desk.enter(helper);
}

function signedOut() {
  if (!me) return;
  me = null;
  desk.leave();
  document.querySelectorAll('dialog[open]').forEach((dialog) => dialog.close());
  showDoor('Je bent uitgelogd. Log opnieuw in. Wat je typte, is bewaard.');
}

async function signOut() {
  if (desk.live.length) return toast('Je hebt nog een gesprek. Sluit het af of geef het terug. Daarna kun je uitloggen.');
  try {
    await request('DELETE', '/session');
    location.reload();
  } catch (error) {
    toast(refusal(error));
  }
}

async function changeDuty() {
  const duty = find('#duty');
  turn(duty, !me.on_duty);
  try {
    me.on_duty = (await request('POST', '/presence', { on_duty: !me.on_duty })).on_duty;
  } catch (error) {
    toast(refusal(error));
  }
  if (!me) return;
  turn(duty, me.on_duty);
  desk.render();
}

/** Wire the switch of a taste. */
function wireTaste(name) {
  const button = find(`#${name}`);
  turn(button, tastes[name]);
  button.addEventListener('click', () => {
    set(name, !tastes[name]);
    turn(button, tastes[name]);
  });
}

function wireHead() {
  const openHelp = helpDialog();
  const painted = (dark) => turn(find('#theme'), dark);
  paint(painted);
  find('#theme').addEventListener('click', () => {
    set('theme', isDark() ? 'light' : 'dark');
    paint(painted);
  });
  wireTaste('sound');
  wireTaste('letters');
  find('#duty').addEventListener('click', changeDuty);
  find('#help').addEventListener('click', openHelp);
  find('#sign-out').addEventListener('click', signOut);
  listenToKeys({
    first: () => me && desk.takeFirst(),
    step: (direction) => me && desk.list.step(direction),
    tab: (number) => me && desk.openNumber(number),
    help: openHelp,
  });
}

function connected(ok) {
  const line = find('#line');
  const state = ok ? 'ok' : 'lost';
  const back = ok && line.dataset.state === 'lost';
  if (line.dataset.state !== state) line.textContent = LINES[state];
  line.dataset.state = state;
  if (back) desk.resume();
  clearTimeout(probing);
  if (!ok) probing = setTimeout(() => me && desk.refresh(), KNOCK_AGAIN);
}

function wireConnection() {
  events.addEventListener('reached', () => connected(true));
  events.addEventListener('lost', () => connected(false));
  events.addEventListener('signed-out', signedOut);
  addEventListener('offline', () => connected(false));
  addEventListener('online', () => desk.resume());
  addEventListener('pageshow', ({ persisted }) => persisted && desk.resume());
  document.addEventListener('visibilitychange', () => document.hidden || desk.resume());
  addEventListener('beforeunload', (event) => desk.unsaid() && event.preventDefault());
}

wireHead();
wireDoor(enter);
wireConnection();
start();
