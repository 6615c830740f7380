/*
 * The words of the console: what a helper reads that depends on the moment. Dutch at B1 level.
 */

export const ROLES = {
  volunteer: 'vrijwilliger', coordinator: 'coördinator', meldpunt: 'meldpunt', editor: 'redacteur', admin: 'beheerder',
};

export const LEVELS = { red: 'nu nodig', orange: 'eerst' };

export const REASONS = [
  { id: 'good_end', label: 'Goed afgerond', hint: 'Jullie zijn klaar voor nu.' },
  { id: 'person_left', label: 'De ander is weg', hint: 'Er komt geen antwoord meer.' },
  { id: 'referred', label: 'Doorverwezen', hint: 'Naar een arts, een hulplijn, een plek.' },
  { id: 'other_help', label: 'Andere hulp gevonden', hint: 'De ander kan bij iemand terecht.' },
  { id: 'not_fitting', label: 'Past niet bij mij', hint: 'Dat mag. Of zet het terug in de lijst.' },
];

/** The way to end a talk that went too far; the server also sees to it that nobody is asked for that person for a day. */
export const BLOCKED = {
  id: 'blocked', label: 'Dit ging te ver', hint: 'Schelden, seks of heel veel berichten. De ander kan een dag lang geen mens vragen.',
};

export const AGAIN = [
  { id: '', label: 'Nee, of nu niet', hint: 'Ook goed. De ander kan altijd terugkomen.' },
  { id: 'weeks', label: 'Een paar weken', hint: 'De ander komt dan eerst bij jou.' },
  { id: 'open', label: 'Zolang het goed is', hint: 'Jullie kunnen er allebei mee stoppen.' },
];

export const ENDINGS = {
  stopped: 'De ander is gestopt met het gesprek. Of je coördinator sloot het af. Je hebt niets verkeerd gedaan.',
  lapsed: 'Dit gesprek is nu niet meer bij jou. Een collega heeft het, of het staat weer in de wachtlijst. Je hebt niets verkeerd gedaan.',
  left: 'Je hebt dit gesprek afgesloten.',
  read: 'Je leest niet meer mee. Het gesprek is klaar, of het ligt nu ergens anders.',
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
  nothing: [
    'Fijn dat je er bent. Waar wil je het over hebben?',
    'Neem rustig je tijd. Je mag beginnen waar je wilt.',
    'Ik heb tijd voor je. Hoe is het op dit moment?',
  ],
  handed: [
    'Ik neem het over van mijn collega. Fijn dat je er nog bent.',
    'Mijn collega vertelde me kort waar jullie waren. Zullen we daar verdergaan?',
    'Ik heb tijd voor je. Hoe is het op dit moment?',
  ],
  promised: [
    'We hadden een afspraak. Fijn dat je er bent.',
    'Ik heb gelezen wat je schreef. Hoe is het nu, na het wachten?',
    'Ik heb tijd voor je. Waar wil je beginnen?',
  ],
  walk: [
    'Vandaag was jouw stap. Zullen we samen kijken?',
    'Fijn dat je er bent. Hoe kijk je nu naar je stap?',
    'Ik loop met je mee. Hij mag ook kleiner, of later.',
  ],
  meldpunt: [
    'Ik heb gelezen wat je schreef. Fijn dat je op de ander let.',
    'Je maakt je zorgen om iemand. Weet die ander dat?',
    'Ik heb tijd voor je. Wat zag je, en wat deed dat met jou?',
  ],
};

function occasion({ kind, level, handing, walk, shares, promised }) {
  if (OPENERS[kind]) return kind;
  if (handing) return 'handed';
  if (LEVELS[level] && shares !== 'nothing') return 'heavy';
  if (walk) return 'walk';
  if (shares === 'nothing') return 'nothing';
  return promised ? 'promised' : 'calm';
}

const TOPICS = {
  suicide: 'zelfdoding', self_harm: 'zichzelf pijn doen', domestic_violence: 'geweld thuis', child_abuse: 'een kind in nood',
  sexual_violence: 'seksueel geweld', medical: 'een lichaam in gevaar', psychosis: 'grote verwarring', substance: 'drank of drugs',
  threat: 'dreiging', minor: 'een jongere',
};

/** The labels of a handover: how urgent, what it is about, and whether a coordinator was asked. */
export function chips(handover) {
  const all = [];
  if (LEVELS[handover.level]) all.push({ kind: handover.level, text: LEVELS[handover.level] });
  if (TOPICS[handover.topic]) all.push({ kind: 'about', text: TOPICS[handover.topic] });
  if (handover.kind === 'meldpunt') all.push({ kind: 'about', text: 'zorgen om iemand anders' });
  if (handover.walk) all.push({ kind: 'about', text: 'meelopen met een stap' });
  if (handover.escalated) all.push({ kind: 'about', text: 'coördinator gevraagd' });
  return all;
}

const SHARED = {
  nothing: 'De ander deelt nog niets van eerder. Begin met hallo.',
  summary: 'De ander deelt alleen deze zinnen.',
  talk: 'De ander deelt het hele gesprek tot nu toe. Lees het eerst rustig.',
};

/** The same on a card, short. */
export const SHARES = { nothing: 'Deelt nog niets van eerder.', summary: 'Deelt alleen deze zinnen.', talk: 'Deelt het hele gesprek.' };

/** What the other agreed to share, as a sentence. */
export const shared = ({ shares }) => SHARED[shares] ?? SHARED.summary;

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

/** Three lines to begin with, which fit how this talk came here. */
export const openers = (name, handover) => OPENERS[occasion(handover)].map((line) => `Hoi, ik ben ${firstName(name)}. ${line}`);

export const firstName = (name) => name.trim().split(/\s+/)[0];

/** Names as they are said: "Sam, Noor en Kim". */
export const list = (names) => new Intl.ListFormat('nl').format(names);

/** Who else is on duty, as a sentence. */
export function company(names) {
  if (!names.length) return 'Verder is er nu niemand in dienst.';
  return `Samen met ${list(names)}.`;
}

/** What a helper reads when something they asked for did not go through. */
export function refusal(error) {
  if (error.code === 'already_claimed') return 'Een collega heeft dit gesprek al.';
  if (error.code === 'handover_over') return 'De ander wacht niet meer.';
  return error.detail || 'Er is geen verbinding. Probeer het zo nog eens.';
}
