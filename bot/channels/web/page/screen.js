/*
 * What the person sees: the lines of the talk in the order of the house, who is speaking, the buttons of the
 * last question, and the state of the line. Only `textContent` and built nodes, never HTML.
 * A line is `{message, element, item}`: `item` is what the person said here and may not have arrived yet.
 */

import { drawing } from './drawing.js';
import { linked } from './links.js';

const NEAR = 140; // pixels from the bottom that still count as 'at the bottom'
const TYPING = 10000; // milliseconds after which a sign of writing fades
const DAY = 24 * 3600 * 1000;

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

/** How a helper is called: with the first name if we know it. */
export function person(name) {
  return name ? `${name}, een mens` : 'een mens';
}

function speaker({ from, name }) {
  return { bot: 'computer', human: person(name), you: 'jij', system: 'bericht' }[from] || '';
}

/** '03:12', with the day before it when that was not within the last day. */
function clock(at) {
  const when = at ? new Date(at) : new Date();
  const options = { hour: '2-digit', minute: '2-digit' };
  if (Date.now() - when > DAY) options.weekday = 'short';
  return when.toLocaleString('nl-NL', options);
}

export class Screen {
  /** `onChoice(choice)` is told of a tap; `picture(url)` resolves to the Blob of a message's picture. */
  constructor(onChoice, picture) {
    this.onChoice = onChoice;
    this.picture = picture;
    this.part = {};
    for (const id of ['log', 'down', 'text', 'holder', 'person', 'typing', 'typing-text', 'status']) {
      this.part[id] = document.getElementById(id);
    }
    this.lines = [];
    this.opening = null;
    this.part.down.addEventListener('click', () => this.scrollDown());
    window.addEventListener('scroll', () => { if (this.atBottom()) this.part.down.hidden = true; }, { passive: true });
  }

  /** While the history is put in place, a screen reader stays silent. */
  quiet(on) {
    this.silent = on;
    this.part.log.setAttribute('aria-live', on ? 'off' : 'polite');
  }

  // Lines

  /** The welcome, before anything is stored: `{text, choices}`. The log's own welcome takes its place. */
  welcome(opening) {
    this.opening = this.add({ seq: 0, from: 'bot', text: opening.text, choices: opening.choices });
    this.refresh();
  }

  /** Shows messages of the house; each seq once, in order. */
  show(messages) {
    const follow = this.atBottom();
    const added = messages.map((message) => this.merge(message)).filter(Boolean);
    this.refresh();
    if (!added.length) return;
    if (this.silent) this.scrollDown();
    else if (follow) this.scrollTo(added[0]);
    else this.part.down.hidden = false;
  }

  /** Adds the line of a message and returns it, or null when it stood there already. */
  merge(message) {
    if (this.lines.some((line) => line.message.seq === message.seq)) return null;
    this.stopTyping(message.from);
    this.meet(message);
    if (!this.opening || message.from !== 'bot') return this.add(message);
    const welcome = this.opening;
    this.opening = null;
    welcome.message = message;
    this.fill(welcome);
    this.place(welcome);
    return null;
  }

  /** Shows at once what the person says; `item` is what `Talk.say` returned. */
  say(item) {
    this.add({ seq: Infinity, from: 'you', text: item.text }, item);
    this.note(item, navigator.onLine ? 'wordt verstuurd…' : 'wacht op verbinding');
    this.refresh();
    this.scrollDown();
  }

  /** The house has it: the line gets its place, and the only 'verstuurd' on the screen. */
  sent(item) {
    const line = this.lines.find((other) => other.item === item);
    if (!line || line.message.seq === item.seq) return;
    if (this.lastSent) this.note(this.lastSent, '');
    this.lastSent = item;
    this.note(item, 'verstuurd');
    const twin = this.lines.find((other) => other.message.seq === item.seq);
    if (twin) this.remove(twin);
    line.message.seq = item.seq;
    this.place(line);
    this.refresh();
  }

  note(item, text) {
    const line = this.lines.find((other) => other.item === item);
    if (line) line.element.querySelector('.note').textContent = text;
  }

  /** The house does not want it: the words stay readable where they were said, and answer no question. */
  refused(item, detail) {
    const line = this.lines.find((other) => other.item === item);
    const last = this.lines.filter(({ message }) => message.seq !== Infinity).pop();
    line.message.seq = last ? last.message.seq + 0.5 : 0.5;
    line.message.refused = true;
    line.element.classList.add('refused');
    this.note(item, `Niet verstuurd. ${detail}`);
    this.place(line);
    this.refresh();
  }

  /** Takes every line of the house away; what was not sent yet stays. */
  clear(everything) {
    this.lines.filter((line) => everything || line.message.seq !== Infinity).forEach((line) => this.remove(line));
    this.opening = null;
    this.stopTyping();
    this.part.down.hidden = true;
  }

  add(message, item) {
    const element = make('div', 'line');
    element.append(make('p', 'who'), make('p', 'text'), make('p', 'note'), make('div', 'choices'));
    if (message.picture) element.insertBefore(drawing(message.picture, this.picture), element.children[2]);
    const line = { message, item, element };
    this.fill(line);
    return this.place(line);
  }

  fill({ message, element }) {
    const [who, text] = element.children;
    const time = make('time', '', clock(message.at));
    element.className = `line ${message.from}`;
    who.textContent = speaker(message);
    who.append(make('span', 'unseen', ', '), time);
    if (text.textContent !== message.text) {
      text.textContent = message.from === 'you' ? message.text : '';
      if (message.from !== 'you') text.append(linked(message.text));
    }
  }

  /** Puts a line where its seq belongs; a line that stands right is not moved, so it is not read aloud twice. */
  place(line) {
    const others = this.lines.filter((other) => other !== line);
    const found = others.findIndex((other) => other.message.seq > line.message.seq);
    const index = found < 0 ? others.length : found;
    const next = others[index] ? others[index].element : null;
    if (!line.element.parentNode || line.element.nextElementSibling !== next) this.part.log.insertBefore(line.element, next);
    others.splice(index, 0, line);
    this.lines = others;
    return line;
  }

  remove(line) {
    line.element.querySelectorAll('.drawing img').forEach((image) => URL.revokeObjectURL(image.src));
    this.lines = this.lines.filter((other) => other !== line);
    line.element.remove();
  }

  // Choices

  /** After every change: who is named, and which question is still open. Anything the person says answers it. */
  refresh() {
    const asking = this.lines.filter(({ message }) => message.choices && message.choices.length).pop();
    const after = asking ? this.lines.slice(this.lines.indexOf(asking)) : [];
    const answered = after.some(({ message }) => message.from === 'you' && !message.refused);
    const open = answered ? null : asking;
    let before = '';
    for (const line of this.lines) {
      const who = speaker(line.message);
      line.element.classList.toggle('follows', who === before);
      before = who;
      this.drawChoices(line, line === open);
    }
  }

  drawChoices({ message, element }, open) {
    const box = element.querySelector('.choices');
    const state = `${open} ${message.seq}`;
    if (!message.choices || !message.choices.length || box.dataset.state === state) return;
    const hadFocus = box.contains(document.activeElement);
    box.dataset.state = state;
    box.textContent = '';
    if (open) {
      box.setAttribute('role', 'group');
      box.setAttribute('aria-label', 'Kies wat bij je past');
      box.append(...message.choices.map((choice) => this.choiceButton(choice)));
    } else {
      box.removeAttribute('role');
      box.removeAttribute('aria-label');
      box.append(make('p', 'past', `Keuzes: ${message.choices.map(({ label }) => label).join(' · ')}`));
    }
    if (hadFocus) this.rescueFocus();
  }

  choiceButton(choice) {
    const button = make('button', 'choice', choice.label);
    button.type = 'button';
    button.addEventListener('click', () => this.onChoice(choice));
    return button;
  }

  /** The button that had focus is gone. To the box, but on a touch screen to the talk: no keyboard pops up. */
  rescueFocus() {
    const touch = window.matchMedia('(hover: none) and (pointer: coarse)').matches;
    this.part.log.tabIndex = -1;
    (touch ? this.part.log : this.part.text).focus({ preventScroll: true });
  }

  // Who, writing, connection

  /** Says who holds the talk. Without a name, that of the helper who wrote last; a new helper starts without. */
  holder(state, name) {
    const changed = this.state && this.state !== state;
    if (name || changed) this.helper = name || '';
    this.state = state;
    const texts = {
      bot: 'Je praat met een computer',
      waiting: 'Je wacht op een mens',
      human: `Je praat nu met ${person(this.helper)}`,
      ended: 'Dit gesprek is klaar',
    };
    if (!texts[state]) return;
    this.part.holder.textContent = texts[state];
    this.part.person.textContent = state === 'bot' ? 'Liever een mens' : 'Toch geen mens';
    document.body.dataset.holder = state;
  }

  meet(message) {
    if (message.from !== 'human' || !message.name) return;
    this.helper = message.name;
    if (this.state === 'human') this.holder('human', message.name);
  }

  typing(from) {
    const follow = this.atBottom();
    const who = from === 'human' ? this.helper || 'Een mens' : 'De computer';
    this.part['typing-text'].textContent = `${who} schrijft…`;
    this.part.typing.hidden = false;
    this.part.typing.dataset.from = from;
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => this.stopTyping(), TYPING);
    if (follow) this.scrollDown();
  }

  stopTyping(from) {
    const typing = this.part.typing;
    if (!from || typing.dataset.from === from) typing.hidden = true;
  }

  /** One calm sentence above the box, read aloud by screen readers; fades after `seconds` if given. */
  status(text, seconds) {
    const status = this.part.status;
    if (status.textContent !== text) status.textContent = text;
    clearTimeout(this.statusTimer);
    if (seconds) this.statusTimer = setTimeout(() => { status.textContent = ''; }, seconds * 1000);
  }

  // Scrolling

  atBottom() {
    const page = document.documentElement;
    return page.scrollHeight - window.innerHeight - window.pageYOffset < NEAR;
  }

  scrollDown() {
    window.scrollTo(0, document.documentElement.scrollHeight);
  }

  /** Down, but never past the first word of what is new. */
  scrollTo({ element }) {
    const header = document.querySelector('header').getBoundingClientRect();
    const top = element.getBoundingClientRect().top + window.pageYOffset - Math.max(0, header.bottom) - 12;
    window.scrollTo(0, Math.min(top, document.documentElement.scrollHeight));
  }
}
