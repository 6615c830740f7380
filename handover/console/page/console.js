/*
 * The console of the helpers: who comes in, the head of the page, its pages, and the state of the connection.
 */

import { events, request } from './api.js';
import { attempt } from './attempt.js';
import { Desk } from './desk.js';
import { helpDialog } from './dialogs.js';
import { find, make, toast, turn } from './dom.js';
import { cameBack, showDoor, wireDoor } from './door.js';
import { listenToKeys } from './keys.js';
import { Lines } from './lines.js';
import { Pages } from './pages.js';
import { renewal, showRenewal } from './renewal.js';
import { Room } from './room.js';
import { isDark, paint, set, wireTaste } from './tastes.js';
import { invitation, showWelcome } from './welcome.js';
import { ROLES } from './words.js';

const KNOCK_AGAIN = 3000;
const DESK = ['volunteer', 'coordinator', 'meldpunt'];
const OVERSEES = ['coordinator', 'admin'];
const LINES = { ok: 'Verbonden', lost: 'Geen verbinding. We blijven het proberen. Wat je typt, blijft staan.' };

const room = new Room({ changed: () => desk?.talks.seen(), turned: (page) => pages.turn(me ? page : '', me) });
const lines = new Lines();
const desk = new Desk(room, lines);
const pages = new Pages({ own: { care: desk.care, lines }, hold: (handover) => desk.hold(handover) });
let me = null;
let probing = 0;

async function start() {
  if (me) return;
  if (invitation()) {
    showWelcome(invitation(), enter);
    return;
  }
  if (renewal()) {
    showRenewal(renewal(), enter);
    return;
  }
  try {
    enter(await request('GET', '/session'));
    const word = cameBack();
    if (word) toast(word);
  } catch (error) {
    if (error.status === 401) {
      showDoor();
      return;
    }
    if (find('#door').hidden) showDoor('Er is geen verbinding. We blijven het proberen.');
    setTimeout(start, KNOCK_AGAIN);
  }
}

const atDesk = () => DESK.includes(me.role);

function enter(helper) {
  me = helper;
  const throughDoor = find('#house').hidden;
  find('#door').hidden = true;
  find('#house').hidden = false;
  find('#me').replaceChildren(helper.name, make('small', {}, ROLES[helper.role]));
  find('#to-overzicht').hidden = !OVERSEES.includes(helper.role);
  find('#to-gelezen').hidden = helper.role !== 'coordinator';
  document.body.dataset.desk = atDesk() ? 'yes' : 'no';
  turn(find('#duty'), helper.on_duty);
  if (atDesk()) desk.enter(helper);
  room.enter();
  if (throughDoor) find(room.page ? `#${room.page}-title` : '#waiting-title').focus();
}

function signedOut() {
  if (!me) return;
  me = null;
  desk.leave();
  pages.turn('');
  document.querySelectorAll('dialog[open]').forEach((dialog) => dialog.close());
  showDoor('Je bent uitgelogd. Log opnieuw in. Wat je typte, is bewaard.');
}

async function signOut() {
  if (desk.talks.live.some(({ held }) => held)) {
    toast('Je hebt nog een gesprek. Sluit het af of geef het door. Daarna kun je uitloggen.');
    return;
  }
  if (!await attempt(() => request('DELETE', '/session'))) return;
  desk.drafts.clear();
  location.replace(location.pathname);
}

async function changeDuty() {
  const duty = find('#duty');
  turn(duty, !me.on_duty);
  const done = await attempt(() => request('POST', '/presence', { on_duty: !me.on_duty }));
  if (!me) return;
  if (done) me.on_duty = done.on_duty;
  turn(duty, me.on_duty);
  if (!me.on_duty && desk.talks.live.some(({ held }) => held)) {
    toast('Je dienst staat uit. Je hebt nog een gesprek. Rond het rustig af, of geef het door.');
  }
  desk.render();
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
  listenToKeys(keys(openHelp));
}

function keys(openHelp) {
  const inside = (act) => (...given) => me && act(...given);
  const held = (act) => inside(() => desk.talks.pane?.talk.held && !desk.talks.chosen.over && act(desk.talks.chosen));
  return {
    step: inside((direction) => desk.list.step(direction)),
    tab: inside((number) => desk.talks.openNumber(number)),
    letters: {
      p: inside(() => desk.take(false)),
      o: inside(() => desk.take(true)),
      w: inside(() => room.toList()),
      b: inside(() => desk.talks.pane?.toBox()),
      c: inside(() => desk.talks.pane?.toOverleg()),
      d: held((talk) => desk.transferring.open(talk)),
      x: held((talk) => desk.closing.open(talk)),
      '?': openHelp,
    },
  };
}

function connected(ok) {
  const line = find('#line');
  const state = ok ? 'ok' : 'lost';
  const back = ok && line.dataset.state === 'lost';
  if (line.dataset.state !== state) line.textContent = LINES[state];
  line.dataset.state = state;
  if (back) desk.resume();
  clearTimeout(probing);
  if (!ok) probing = setTimeout(() => me && probe(), KNOCK_AGAIN);
}

/** See whether the server is back; what failed is told by `lost`. */
const probe = () => (atDesk() ? desk.refresh() : request('GET', '/session').catch(() => {}));

function wireConnection() {
  events.addEventListener('reached', () => connected(true));
  events.addEventListener('lost', () => connected(false));
  events.addEventListener('signed-out', signedOut);
  addEventListener('offline', () => connected(false));
  addEventListener('online', () => desk.resume());
  addEventListener('pageshow', ({ persisted }) => persisted && desk.resume());
  document.addEventListener('visibilitychange', () => document.hidden || desk.resume());
  addEventListener('beforeunload', (event) => desk.talks.unsent && event.preventDefault());
}

wireHead();
wireDoor(enter);
wireConnection();
start();
