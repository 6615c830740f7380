/*
 * The figures that anybody may see: how many promises were kept, and how long people waited. Read once, shown as sentences.
 */

const FEW = 'Er zijn nog te weinig keren om iets te laten zien.';
const AWAY = 'De cijfers zijn er nu niet. Probeer het later nog eens.';

const byId = (id) => document.getElementById(id);

/** Minutes in words: "een minuut", "12 minuten". */
function minutes(count) {
  return count <= 1 ? 'een minuut' : `${count} minuten`;
}

function tell(id, text, big = true) {
  byId(id).textContent = text;
  byId(id).classList.toggle('told', big);
}

/** Rounded down, so that it never says all when one was broken. */
function showPromises(promises) {
  if (!promises) {
    tell('promises', FEW, false);
    return;
  }
  const { kept, broken } = promises;
  const share = Math.floor((kept * 100) / (kept + broken));
  tell('promises', `Van elke 100 beloftes lukken er ${share}.`);
  tell('counted', `Gelukt: ${kept}. Niet gelukt: ${broken}.`, false);
  byId('bar').hidden = false;
  byId('bar').firstElementChild.style.width = `${share}%`;
}

function showWaits(waits) {
  if (!waits) {
    tell('waits', FEW, false);
    return;
  }
  const { half, most } = waits;
  tell('waits', `De helft wacht hooguit ${minutes(half)}. Van elke tien mensen wachten er negen hooguit ${minutes(most)}.`);
}

async function show() {
  try {
    const response = await fetch('/figures', { credentials: 'omit' });
    if (!response.ok) throw new Error(`refused with ${response.status}`);
    const { days, promises, waits } = await response.json();
    byId('days').textContent = days;
    showPromises(promises);
    showWaits(waits);
  } catch (error) {
    tell('promises', '', false);
    tell('waits', '', false);
    byId('trouble').textContent = AWAY;
  }
}

document.documentElement.setAttribute('data-ready', '');
show();
