/*
 * The page: finding, copying and making elements, and saying a sentence aloud. Text only ever goes in as text.
 */

export const find = (selector, root = document) => root.querySelector(selector);

/** A new element with attributes and text. */
export function make(tag, attributes = {}, text = '') {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
}

/** The first element of a `<template>`, as a copy. */
export const copy = (id) => find(`#${id}`).content.firstElementChild.cloneNode(true);

/** Say a sentence in a live region, also when it is the same as the one before. */
export function say(region, sentence) {
  region.textContent = '';
  setTimeout(() => { region.textContent = sentence; }, 60);
}

let fading;

/** Show a sentence at the foot of the page for a while; it is read aloud too. */
export function toast(sentence) {
  const region = find('#toast');
  const note = make('p', {}, sentence);
  const button = make('button', { 'aria-label': 'Sluit dit bericht' }, '×');
  button.addEventListener('click', () => region.replaceChildren());
  note.append(button);
  region.replaceChildren(note);
  clearTimeout(fading);
  fading = setTimeout(() => region.replaceChildren(), 15_000);
}

/** Turn a `role="switch"` button. */
export const turn = (button, on) => button.setAttribute('aria-checked', String(on));

/** Fill an element with small labels. */
export function label(element, chips) {
  element.replaceChildren(...chips.map(({ kind, text }) => make('span', { class: `chip ${kind}` }, text)));
}
