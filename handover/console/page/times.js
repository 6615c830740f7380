/*
 * Moments and stretches of time, in words. The clock is the Dutch one, wherever the helper is.
 */

const ZONE = 'Europe/Amsterdam';
const DAY = 86_400_000;

export const WEEKDAYS = ['maandag', 'dinsdag', 'woensdag', 'donderdag', 'vrijdag', 'zaterdag', 'zondag'];

const formats = {
  clock: new Intl.DateTimeFormat('nl-NL', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' }),
  key: new Intl.DateTimeFormat('en-CA', { timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit' }),
  date: new Intl.DateTimeFormat('nl-NL', { timeZone: 'UTC', day: 'numeric', month: 'long' }),
};

const minutes = (count) => (count === 1 ? '1 minuut' : `${count} minuten`);

/** The time of a moment: "19:30". */
export const clock = (moment) => formats.clock.format(new Date(moment));

/** The day of a moment on the Dutch calendar: "2026-11-22". */
export const dayKey = (moment) => formats.key.format(new Date(moment));

/** The day so many days after another. */
export const dayAfter = (day, count) => new Date(Date.parse(day) + count * DAY).toISOString().slice(0, 10);

/** The Monday of the week of a day. */
export const mondayOf = (day) => dayAfter(day, -((new Date(Date.parse(day)).getUTCDay() + 6) % 7));

/** A day in words: "maandag 3 november". */
export function dayWords(day) {
  const date = new Date(Date.parse(day));
  return `${WEEKDAYS[(date.getUTCDay() + 6) % 7]} ${formats.date.format(date)}`;
}

/** How long someone waits, in words; both moments in milliseconds. */
export function wait(since, now) {
  const passed = Math.max(0, Math.floor((now - since) / 60_000));
  if (passed < 1) return 'nog geen minuut';
  if (passed < 60) return minutes(passed);
  const hours = Math.floor(passed / 60);
  if (hours >= 24) return 'meer dan een dag';
  return passed % 60 ? `${hours} uur en ${minutes(passed % 60)}` : `${hours} uur`;
}

/** A moment in words, as seen from now: "morgen om 10:00". */
export function moment(at, now) {
  const distance = Math.round((Date.parse(dayKey(at)) - Date.parse(dayKey(now))) / DAY);
  const near = { '-1': 'gisteren', 0: 'vandaag', 1: 'morgen' }[distance];
  const soon = distance > 1 && distance < 7 ? WEEKDAYS[(new Date(Date.parse(dayKey(at))).getUTCDay() + 6) % 7] : null;
  return `${near ?? soon ?? dayWords(dayKey(at))} om ${clock(at)}`;
}

/** What is left until a moment, as a clock counts down: "9:05". */
export function countdown(until, now) {
  const left = Math.max(0, Math.ceil((Date.parse(until) - now) / 1000));
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
}
