/*
 * Hints while a helper types: one quiet line, made in the browser out of what stands in the box. Nothing is sent, kept or counted.
 */

const EARLY = 3; // turns of the helper; advice before that is early
const LONG = 420; // characters

const HINTS = [
  {
    fits: (text) => /\bwaarom\b/i.test(text),
    line: '‘Waarom’ kan streng klinken. ‘Wat maakt dat…’ klinkt zachter.',
  },
  {
    fits: (text) => (text.match(/\?+/g) ?? []).length > 1,
    line: 'Dit zijn twee vragen tegelijk. Eén is vaak genoeg.',
  },
  {
    fits: (text, turns) => turns < EARLY && /\b(je moet|moet je|je zou|probeer)\b/i.test(text),
    line: 'Jullie praten nog maar net. Luisteren helpt nu vaak meer dan raad.',
  },
  {
    fits: (text) => text.length > LONG,
    line: 'Dit is een lang bericht. Twee korte lezen makkelijker.',
  },
];

/** The hint that fits a text by a helper who spoke so many `turns` before, or nothing. */
export function hint(text, turns) {
  return HINTS.find(({ fits }) => fits(text, turns))?.line ?? '';
}
