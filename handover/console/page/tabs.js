/*
 * The helper's own talks as tabs: a number for the keys, the first words of the summary, and what is new.
 */

import { copy, find } from './dom.js';

export class Tabs {
  /** `open` is called with the talk that a helper chooses. */
  constructor(root, open) {
    this.root = root;
    this.open = open;
    this.tabs = new Map();
    root.addEventListener('keydown', (event) => this.#walk(event));
  }

  /** Show these talks, of which one (or none) is open. */
  render(talks, chosen) {
    for (const [talk, tab] of this.tabs) {
      if (talks.includes(talk)) continue;
      tab.remove();
      this.tabs.delete(talk);
    }
    talks.forEach((talk, index) => {
      const tab = this.tabs.get(talk) ?? this.#add(talk);
      this.#fill(tab, talk, index, talk === chosen);
      if (!chosen && index === 0) tab.tabIndex = 0;
      if (this.root.children[index] !== tab) this.root.insertBefore(tab, this.root.children[index] ?? null);
    });
  }

  #add(talk) {
    const tab = copy('tab-shape');
    tab.setAttribute('aria-controls', `talk-${talk.id}`);
    tab.addEventListener('click', () => this.open(talk));
    this.tabs.set(talk, tab);
    return tab;
  }

  #fill(tab, talk, index, chosen) {
    const news = talk.unread ? `${talk.unread} nieuw` : '';
    tab.setAttribute('aria-selected', String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    tab.dataset.level = talk.over ? 'over' : talk.handover.level;
    find('.number', tab).textContent = index + 1;
    find('.snippet', tab).textContent = talk.held ? start(talk.handover) : `Je leest mee met ${talk.helper || 'een collega'}`;
    find('.badge', tab).textContent = talk.over ? 'gestopt' : news;
  }

  #walk(event) {
    const direction = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const tabs = [...this.root.children];
    if (!direction || !tabs.length) return;
    event.preventDefault();
    event.stopPropagation();
    const place = tabs.indexOf(document.activeElement);
    tabs[(place + direction + tabs.length) % tabs.length].focus();
  }
}

const start = ({ summary }) => (summary ?? '').replace(/^Ik schreef: /, '').slice(0, 90) || 'Iemand die nog niets deelt';
