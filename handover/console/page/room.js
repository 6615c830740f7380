/*
 * The room: which page is open, one column or two, what stands where no talk is open, and the title of the page.
 */

import { find, toast } from './dom.js';
import { firstName } from './words.js';

const wide = matchMedia('(min-width: 56.25em)');
const TITLES = {
  rooster: 'Rooster', oefenen: 'Oefenen', voorjou: 'Voor jou', overzicht: 'Overzicht', gelezen: 'Wie las wat', toegang: 'Toegang',
};

/** The page that an address names. Not the id of its element: the browser would go there itself, and take the focus along. */
const pageOf = (hash) => hash.replace(/^#\//, '');

/** Where the address and the way of the browser say that we are: a page, a talk, or the list. */
function place() {
  const page = pageOf(location.hash);
  if (TITLES[page]) return page;
  return history.state === 'talk' ? 'talk' : 'list';
}

export class Room {
  thanks = null;

  /** `changed` is called when what a helper can see may have changed, `turned(page)` when a page opens or none is any more. */
  constructor({ changed, turned }) {
    Object.assign(this, { changed, turned });
    document.body.dataset.view = 'list';
    addEventListener('popstate', () => this.#turn(place()));
    wide.addEventListener('change', changed);
    find('#skip').addEventListener('click', (event) => {
      event.preventDefault();
      this.#focus();
    });
  }

  /** The page that is open beside the desk, or nothing. */
  get page() {
    return TITLES[document.body.dataset.view] ? document.body.dataset.view : '';
  }

  /** Go where the address says, without moving focus. */
  enter() {
    this.#set(place());
  }

  /** Whether this side of the desk (`list` or `talk`) is on the screen. */
  shows(view) {
    return !this.page && (wide.matches || document.body.dataset.view === view);
  }

  /** Show a side. In one column the way back of the browser or phone leads from a talk to the list. */
  show(view) {
    if (this.page) history.replaceState(null, '', location.pathname);
    if (view === 'talk' && !wide.matches && history.state !== 'talk') history.pushState('talk', '', location.pathname);
    this.#set(view);
  }

  /** In one column: go from a talk to the list. Returns whether there was a way to go. */
  back() {
    if (this.page || this.shows('list')) return false;
    if (history.state === 'talk') history.back();
    else this.#turn('list');
    return true;
  }

  /** Go to the waiting list, from wherever. */
  toList() {
    if (!this.back() && this.page) this.show('list');
    (find('#cards .take') ?? find('#waiting-title')).focus();
  }

  /** Thank a helper who let a talk go: by `close`, `return` or `transfer`, at this level. */
  thank(how, level) {
    const done = {
      close: 'Het gesprek is afgesloten.',
      return: 'Het gesprek staat weer in de wachtlijst.',
      transfer: 'Het gesprek wacht nu op je collega.',
    }[how];
    this.thanks = level === 'green'
      ? 'Neem even de tijd. Daarna kun je weer iemand oppakken, als je wilt.'
      : 'Dat was geen licht gesprek. Neem even pauze. Napraten met je coördinator mag altijd.';
    toast(`${done} ${this.thanks}`);
  }

  /** Set everything that depends on how many wait and how many talks there are. */
  furnish({ me, waiting, talks, open, unread }) {
    if (!me) return;
    if (open) this.thanks = null;
    find('#rest-title').textContent = this.thanks ? 'Dank je wel dat je er was.' : `Goed dat je er bent, ${firstName(me.name)}.`;
    find('#rest-word').textContent = this.thanks ?? 'Is dit je eerste keer? Zo begin je:';
    find('#first-steps').hidden = Boolean(this.thanks);
    find('#rest').hidden = Boolean(open);
    find('#mine').hidden = !talks;
    find('#calm').hidden = waiting > 0;
    find('#calm-word').textContent = me.on_duty
      ? 'Pak rustig een kop thee. Je hoort en ziet het hier als er iemand komt.'
      : 'Zet ‘Ik heb dienst’ aan. Dan hoor je het als er iemand komt.';
    find('#waiting-count').textContent = waiting || '';
    if (!find('#house').hidden) {
      document.title = `${waiting ? `(${waiting}) ` : ''}${TITLES[this.page] ?? 'Wachtlijst'}${unread ? ' · nieuw bericht' : ''}`;
    }
  }

  #turn(view) {
    this.#set(view);
    if (this.page || view === 'list') this.#focus();
  }

  #set(view) {
    document.body.dataset.view = view;
    for (const link of find('#places').children) {
      if (pageOf(link.hash) === (this.page || 'gesprekken')) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    find('#desk').hidden = find('#elsewhere').hidden = Boolean(this.page);
    for (const page of Object.keys(TITLES)) find(`#${page}`).hidden = page !== this.page;
    this.turned(this.page);
    this.changed();
  }

  #focus() {
    if (this.page) find(`#${this.page}-title`).focus();
    else (find('.tab[tabindex="0"]') ?? find('#waiting-title')).focus();
  }
}
