/*
 * The room around the desk: one column or two, what stands where no talk is open, and the title of the page.
 */

import { find, toast } from './dom.js';
import { firstName } from './words.js';

const wide = matchMedia('(min-width: 56.25em)');

export class Room {
  /** `changed` is called when what a helper can see may have changed. */
  constructor(changed) {
    this.changed = changed;
    this.thanks = null;
    document.body.dataset.view = 'list';
    addEventListener('popstate', ({ state }) => this.#turn(state === 'talk' ? 'talk' : 'list'));
    wide.addEventListener('change', changed);
  }

  /** Whether this side (`list` or `talk`) is on the screen. */
  shows(view) {
    return wide.matches || document.body.dataset.view === view;
  }

  /** Show a side. In one column the way back of the browser or phone leads from a talk to the list. */
  show(view) {
    if (view === 'talk' && !wide.matches && history.state !== 'talk') history.pushState('talk', '');
    document.body.dataset.view = view;
  }

  /** In one column: go from a talk to the list. Returns whether there was a way to go. */
  back() {
    if (this.shows('list')) return false;
    if (history.state === 'talk') history.back();
    else this.#turn('list');
    return true;
  }

  /** Thank a helper who let a talk go: by `close` or `return`, at this level. */
  thank(how, level) {
    const done = how === 'close' ? 'Het gesprek is afgesloten.' : 'Het gesprek staat weer in de wachtlijst.';
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
      document.title = `${waiting ? `(${waiting}) ` : ''}Wachtlijst${unread ? ' · nieuw bericht' : ''}`;
    }
  }

  #turn(view) {
    document.body.dataset.view = view;
    this.changed();
    if (view === 'list') (find('.tab[tabindex="0"]') ?? find('#waiting-title')).focus();
  }
}
