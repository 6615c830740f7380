/*
 * How the house keeps its word at this moment, for anybody. Read once, shown as sentences.
 */

const FEW = 'Er zijn nog te weinig keren om iets te laten zien.';
const AWAY = 'De cijfers zijn er nu niet. Probeer het later nog eens.';

const byId = (id) => document.getElementById(id);

function tell(id, text, big = true) {
  byId(id).textContent = text;
  byId(id).classList.toggle('told', big);
}

/** None at all, a few (which we do not count out), or how many. */
function count(number) {
  if (number === null) return 'Minder dan tien.';
  return number === 0 ? 'Geen.' : `${number}.`;
}

async function show() {
  try {
    const response = await fetch('/status.json', { credentials: 'omit' });
    if (!response.ok) throw new Error(`refused with ${response.status}`);
    const { days, unanswered, doubled, promises, longest } = await response.json();
    byId('days').textContent = days;
    tell('unanswered', count(unanswered));
    tell('doubled', count(doubled));
    tell('promises', promises ? `Gelukt: ${promises.kept}. Niet gelukt: ${promises.broken}.` : FEW, Boolean(promises));
    tell('longest', longest === null ? FEW : longest <= 1 ? 'Een minuut.' : `${longest} minuten.`, longest !== null);
  } catch (error) {
    for (const id of ['unanswered', 'doubled', 'promises', 'longest']) tell(id, '', false);
    byId('trouble').textContent = AWAY;
  }
}

document.documentElement.setAttribute('data-ready', '');
show();
