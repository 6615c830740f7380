/*
 * The page: ties the talk to the screen, the box to write in, and the menu.
 * Nothing is stored, here or in the house, until the person says something.
 */

import { call } from './api.js';
import { Back } from './back.js';
import { Screen } from './screen.js';
import { Talk } from './talk.js';

const LONGEST = 4000; // characters in one message
const WARN = 300; // characters left when we start to count
const CALM = 350; // milliseconds after a tap in which nothing new appears under the finger
const HUSH = 500; // milliseconds that a screen reader stays silent after the history
const HINT = 3000; // milliseconds between two signs of writing
const BACK = 5; // seconds that 'er is weer verbinding' stays

const byId = (id) => document.getElementById(id);
const box = byId('text');
const menu = byId('menu');
const room = byId('room');

let lastTap = 0;
let lastHint = 0;
let connected = true;
let prefilled = 0;
let inbox = [];
let inboxTimer = null;

const screen = new Screen(choose, (url) => talk.picture(url));
const talk = new Talk({
  received: receive,
  caughtUp: () => { drain(); setTimeout(() => screen.quiet(false), HUSH); },
  sent: (item) => screen.sent(item),
  refused: giveBack,
  holder: (state, name) => screen.holder(state, name),
  typing: (from) => screen.typing(from),
  connection: showConnection,
  gone: ({ receipt, detail }) => startOver(receipt ? erasedText(receipt) : detail),
});
const back = new Back(takeUp);

// Talking

function say(words, shown) {
  lastTap = Date.now();
  screen.say(talk.say(words, shown));
  back.show(false);
}

/** The four words were right. Whoever began to talk meanwhile stays in that talk. */
function takeUp(token) {
  if (talk.begun || talk.unsent) return;
  back.show(false);
  screen.clear(true);
  screen.quiet(true);
  talk.take(token);
  screen.status('Je bent terug in je gesprek.', 10);
  screen.rescueFocus();
}

/** A second tap of a shaky finger, on a button that the first one laid bare, chooses nothing. */
function choose({ id, label }) {
  if (Date.now() - lastTap > CALM) say({ choice: id }, label);
}

/** New lines wait until the finger has left: a shaky double tap never hits a button that just came. */
function receive(messages) {
  inbox = inbox.concat(messages);
  if (inboxTimer === null) inboxTimer = setTimeout(drain, Math.max(0, lastTap + CALM - Date.now()));
}

function drain() {
  clearTimeout(inboxTimer);
  inboxTimer = null;
  const messages = inbox;
  inbox = [];
  screen.show(messages);
  prefill();
}

/** A text from the house to work on, such as a summary: only into an empty box, once, and not after an answer. */
function prefill() {
  const last = screen.lines.filter(({ message }) => message.prefill || message.from === 'you').pop();
  if (!last || !last.message.prefill || last.message.seq === prefilled || box.value) return;
  prefilled = last.message.seq;
  box.value = last.message.prefill;
  fit();
  screen.status('Er staat een tekst klaar in het invoerveld. Je mag hem aanpassen.', 15);
}

function giveBack(item, detail) {
  screen.refused(item, detail);
  screen.status(`Niet verstuurd. ${detail}`, 15);
  if (item.words.text && !box.value) {
    box.value = item.words.text;
    fit();
  }
}

function showConnection(works) {
  if (!works) {
    screen.stopTyping();
    const waiting = 'Geen verbinding. Je bericht gaat weg zodra het kan.';
    screen.status(talk.unsent ? waiting : 'Geen verbinding. We proberen het steeds opnieuw.');
  } else if (!connected) {
    screen.status('Er is weer verbinding.', BACK);
  }
  connected = works;
}

// The box to write in

/** The end of the room is told in good time, and in steps, so that it is not read aloud at every key. */
function roomLeft(left) {
  if (left >= WARN) return '';
  if (left < 0) return `Dit past niet in één bericht. Haal er ongeveer ${Math.ceil(-left / 10) * 10} tekens af.`;
  return left ? `Nog ongeveer ${Math.ceil(left / 50) * 50} tekens.` : 'Je bericht is nu vol.';
}

/** The box grows with its text. */
function fit() {
  box.style.height = 'auto';
  box.style.height = `${box.scrollHeight + 2}px`;
  const text = roomLeft(LONGEST - Array.from(box.value).length);
  if (room.textContent !== text) room.textContent = text;
}

function send() {
  const text = box.value.trim();
  if (!text || Array.from(text).length > LONGEST) {
    box.focus();
    return;
  }
  box.value = '';
  fit();
  say({ text }, text);
}

function withKeyboard() {
  return window.matchMedia('(hover: hover) and (pointer: fine)').matches;
}

function onKey(event) {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && withKeyboard()) {
    event.preventDefault();
    send();
  }
}

function onInput() {
  fit();
  if (screen.state === 'human' && box.value && Date.now() - lastHint > HINT) {
    lastHint = Date.now();
    talk.hint();
  }
}

function wireBox() {
  byId('composer').addEventListener('submit', (event) => { event.preventDefault(); send(); });
  box.addEventListener('keydown', onKey);
  box.addEventListener('input', onInput);
  if (withKeyboard()) box.setAttribute('aria-describedby', 'keys room');
}

/** Whoever reads the newest line keeps it in view when the keyboard comes up or the box grows. */
function stayDown() {
  let wasDown = true;
  const keep = () => { if (wasDown) screen.scrollDown(); };
  window.addEventListener('scroll', () => { wasDown = screen.atBottom(); }, { passive: true });
  window.addEventListener('resize', keep);
  if (window.ResizeObserver) new ResizeObserver(keep).observe(document.querySelector('footer'));
}

// The menu

function closeMenu() {
  lastTap = Date.now();
  const inside = menu.contains(document.activeElement);
  menu.open = false;
  askSure(false);
  if (inside) menu.querySelector('summary').focus();
}

function askSure(open) {
  byId('sure').hidden = !open;
  byId('erase').setAttribute('aria-expanded', String(open));
}

function erasedText(receipt) {
  return `Alles is gewist. Bewijs: ${receipt}`;
}

async function erase() {
  closeMenu();
  if (!talk.begun && !talk.unsent) {
    screen.status('Er is nog niets bewaard.', 10);
    return;
  }
  screen.status('Even wachten. We wissen alles.');
  try {
    const receipt = await talk.erase();
    talk.forget();
    box.value = '';
    fit();
    startOver(receipt ? erasedText(receipt) : 'Er is niets bewaard.', true);
  } catch (error) {
    screen.status('Het wissen lukte nog niet. Probeer het zo nog eens.');
  }
}

/** Takes the talk off the screen and says why. What was not sent yet stays, unless `everything` goes. */
function startOver(why, everything) {
  inbox = [];
  prefilled = 0;
  screen.clear(everything);
  screen.quiet(false);
  screen.holder('bot');
  screen.show([{ seq: -1, from: 'system', text: why }]);
  screen.status('');
  back.show(!talk.unsent);
}

/** Escape closes the menu; inside a frame on another site it closes the frame. */
function onEscape(event) {
  if (event.key !== 'Escape') return;
  if (menu.open) closeMenu();
  else if (window.parent !== window) window.parent.postMessage('nachtlicht:close', '*');
}

function wireMenu() {
  byId('person').addEventListener('click', () => {
    closeMenu();
    const words = document.body.dataset.holder === 'bot' ? 'Ik wil liever een mens spreken' : 'Toch geen mens';
    say({ text: words }, words);
  });
  byId('later').addEventListener('click', () => {
    closeMenu();
    say({ text: 'Mijn vier woorden' }, 'Mijn vier woorden');
  });
  byId('cards').addEventListener('click', () => {
    closeMenu();
    say({ text: 'Mijn kaarten' }, 'Mijn kaarten');
  });
  byId('erase').addEventListener('click', () => askSure(byId('sure').hidden));
  byId('erase-no').addEventListener('click', () => { askSure(false); byId('erase').focus(); });
  byId('erase-yes').addEventListener('click', erase);
  document.addEventListener('keydown', onEscape);
  document.addEventListener('click', (event) => {
    if (menu.open && !menu.contains(event.target)) closeMenu();
  });
}

// Start

function wireConnection() {
  const wake = () => talk.wake();
  window.addEventListener('online', wake);
  window.addEventListener('offline', () => showConnection(false));
  window.addEventListener('pageshow', (event) => { if (event.persisted) wake(); });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) wake(); });
  window.addEventListener('leave', () => talk.forget());
}

/** The welcome comes from the house; we ask for it as long as it takes. */
async function greet(misses = 0) {
  try {
    const opening = await call('GET', '/openers');
    showConnection(true);
    if (!talk.begun) screen.welcome(opening);
  } catch (error) {
    showConnection(false);
    setTimeout(() => { if (!talk.begun) greet(misses + 1); }, Math.min(15, 2 ** misses) * 1000);
  }
}

function start() {
  wireBox();
  stayDown();
  wireMenu();
  wireConnection();
  document.documentElement.dataset.ready = '';
  window.history.scrollRestoration = 'manual';
  if (talk.begun) {
    screen.quiet(true);
    talk.resume();
  } else {
    greet();
    back.show(true);
  }
}

start();
