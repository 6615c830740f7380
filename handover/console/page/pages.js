/*
 * The pages beside the desk. Each is fetched when it is first opened: on a slow line, the desk comes first.
 */

import { find, toast } from './dom.js';

/** The pages of this console; they get what they need from the desk. */
export class Pages {
  known = new Map();
  open = '';

  /** `own` has `care` and `lines`, `hold(handover)` is called when a coordinator took a talk over. */
  constructor({ own, hold }) {
    this.makers = {
      rooster: async (root) => new (await import('./roster.js')).Roster(root),
      oefenen: async (root) => new (await import('./practice.js')).Practice(root),
      voorjou: async (root) => new (await import('./own.js')).OwnPage(root, own),
      gelezen: async (root) => new (await import('./readings.js')).Readings(root),
      toegang: async (root) => new (await import('./access.js')).Access(root),
      overzicht: async (root) => new (await import('./oversight.js')).Oversight(root, { opened: hold }),
    };
  }

  /** Open a page for this helper, or none. */
  async turn(name, me) {
    this.page?.close?.();
    this.page = null;
    this.open = name;
    if (!name) return;
    const page = await this.#made(name);
    if (!page || this.open !== name) return;
    this.page = page;
    await page.open(me);
  }

  async #made(name) {
    // Opened twice at once, it is made once.
    if (!this.known.has(name)) this.known.set(name, this.makers[name](find(`#${name}`)));
    try {
      return await this.known.get(name);
    } catch (error) {
      this.known.delete(name);
      if (navigator.onLine) throw error;
      toast('Er is geen verbinding. Open deze bladzijde zo nog eens.');
      return null;
    }
  }
}
