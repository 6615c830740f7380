/*
 * The words of the console: what a helper reads that depends on the moment. Dutch at B1 level.
 */

export const LEVELS = { red: 'nu nodig', orange: 'eerst' };

export const REASONS = [
  { id: 'good_end', label: 'Goed afgerond', hint: 'Jullie zijn klaar voor nu.' },
  { id: 'person_left', label: 'De ander is weg', hint: 'Er komt geen antwoord meer.' },
  { id: 'referred', label: 'Doorverwezen', hint: 'Naar een arts, een hulplijn, een plek.' },
  { id: 'other_help', label: 'Andere hulp gevonden', hint: 'De ander kan bij iemand terecht.' },
  { id: 'not_fitting', label: 'Past niet bij mij', hint: 'Dat mag. Of zet het terug in de lijst.' },
];

export const ENDINGS = {
  stopped: 'De ander is gestopt met het gesprek. Je hebt niets verkeerd gedaan.',
  lapsed: 'Dit gesprek staat weer in de wachtlijst. Je had even geen verbinding. Je hebt niets verkeerd gedaan.',
  left: 'Je hebt dit gesprek afgesloten.',
};

const OPENERS = {
  calm: [
    'Ik heb gelezen wat je schreef. Fijn dat je dit doorgaf.',
    'Neem rustig je tijd. Waar wil je het eerst over hebben?',
    'Ik heb tijd voor je. Hoe is het op dit moment?',
  ],
  heavy: [
    'Ik heb gelezen wat je schreef. Goed dat je dit doorgaf.',
    'Wat je schrijft, klinkt zwaar. Hoe is het op dit moment?',
    'Ik ben hier en ik heb tijd voor je. Ben je nu veilig?',
  ],
  meldpunt: [
    'Ik heb gelezen wat je schreef. Fijn dat je op de ander let.',
    'Je maakt je zorgen om iemand. Weet die ander dat?',
    'Ik heb tijd voor je. Wat zag je, en wat deed dat met jou?',
  ],
};

const minutes = (count) => (count === 1 ? '1 minuut' : `${count} minuten`);

/** How long someone waits, in words; both moments in milliseconds. */
export function wait(since, now) {
  const passed = Math.max(0, Math.floor((now - since) / 60_000));
  if (passed < 1) return 'nog geen minuut';
  if (passed < 60) return minutes(passed);
  const hours = Math.floor(passed / 60);
  if (hours >= 24) return 'meer dan een dag';
  return passed % 60 ? `${hours} uur en ${minutes(passed % 60)}` : `${hours} uur`;
}

/** The labels of a handover: how urgent, about whom, and whether a coordinator was asked. */
export function chips(handover) {
  const all = [];
  if (LEVELS[handover.level]) all.push({ kind: handover.level, text: LEVELS[handover.level] });
  if (handover.kind === 'meldpunt') all.push({ kind: 'about', text: 'zorgen om iemand anders' });
  if (handover.escalated) all.push({ kind: 'about', text: 'coördinator gevraagd' });
  return all;
}

const TOPICS = {
  suicide: 'zelfdoding', self_harm: 'zichzelf pijn doen', domestic_violence: 'geweld thuis', child_abuse: 'een kind in nood',
  sexual_violence: 'seksueel geweld', medical: 'een lichaam in gevaar', psychosis: 'grote verwarring', substance: 'drank of drugs',
  threat: 'dreiging', minor: 'een jongere',
};

/** What a signal is about, in words. */
export const topic = (name) => TOPICS[name] ?? 'gevaar';

/** Why a message worries: what it is about, and the words that were found. */
export function reason({ level, topic: about, words }) {
  const found = words.length ? ` Gelezen: ${words.join(' ')}.` : '';
  return `${level === 'red' ? 'Rood' : 'Let op'}: ${topic(about)}.${found}`;
}

/** What to announce when handovers came into the list. */
export function news(fresh, total) {
  const level = Object.keys(LEVELS).find((urgent) => fresh.some((handover) => handover.level === urgent));
  const nature = level ? ` Nieuw, ${LEVELS[level]}.` : '';
  return (total === 1 ? 'Er wacht iemand.' : `Er wachten ${total} mensen.`) + nature;
}

/** Three lines to begin with, which fit what the other agreed to share. */
export function openers(name, { kind, level }) {
  const lines = OPENERS[kind] ?? (LEVELS[level] ? OPENERS.heavy : OPENERS.calm);
  return lines.map((line) => `Hoi, ik ben ${firstName(name)}. ${line}`);
}

export const firstName = (name) => name.trim().split(/\s+/)[0];

/** Who else is on duty, as a sentence. */
export function company(names) {
  if (!names.length) return 'Verder is er nu niemand in dienst.';
  return `Samen met ${new Intl.ListFormat('nl').format(names)}.`;
}

/** What a helper reads when something they asked for did not go through. */
export function refusal(error) {
  if (error.code === 'already_claimed') return 'Een collega heeft dit gesprek al.';
  if (error.code === 'handover_over') return 'De ander wacht niet meer.';
  return error.detail || 'Er is geen verbinding. Probeer het zo nog eens.';
}

export const clock = (moment) => new Date(moment).toLocaleTimeString('nl-NL', { hour: '2-digit', minute: '2-digit' });
