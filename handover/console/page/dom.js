/*
 * The page: finding, copying and making elements, and saying a sentence aloud. Text only ever goes in as text.
 */

export const find = (selector, root = document) => root.querySelector(selector);

/** A new element with attributes and what stands in it: texts and other elements. */
export function make(tag, attributes = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
}

/** A new button that does something; while that is under way, it does not do it again. */
export function button(words, act, attributes = {}) {
  const element = make('button', { type: 'button', ...attributes }, words);
  element.addEventListener('click', async () => {
    if (element.getAttribute('aria-disabled') === 'true') return;
    element.setAttribute('aria-disabled', 'true');
    try {
      await act(element);
    } finally {
      element.removeAttribute('aria-disabled');
    }
  });
  return element;
}

/** A choice out of a few: `options` are pairs of a value and its words. */
export function choices(options, attributes = {}) {
  return make('select', attributes, ...options.map(([value, words]) => make('option', { value }, words)));
}

/** An input with its name above it, and a hint below. */
export function field(words, input, hint = '') {
  input.id ||= `field-${fields += 1}`;
  const element = make('p', { class: 'field' }, make('label', { for: input.id }, words), input);
  if (!hint) return element;
  input.setAttribute('aria-describedby', `${input.id}-hint`);
  element.append(make('span', { class: 'soft small', id: `${input.id}-hint` }, hint));
  return element;
}

let fields = 0;

/** Fill a list with items, or with the words for none. */
export function fill(list, items, none) {
  list.replaceChildren(...(items.length ? items : [make('li', { class: 'soft' }, none)]));
}

/** The first element of a `<template>`, as a copy. */
export const copy = (id) => find(`#${id}`).content.firstElementChild.cloneNode(true);

/** Let a text box be as high as its text. */
export function grow(box) {
  box.style.height = 'auto';
  box.style.height = `${box.scrollHeight + 2}px`;
}

/** Put text in, unless it is there: what has not changed is not read aloud again. */
export function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Say a sentence in a live region, also when it is the same as the one before. */
export function say(region, sentence) {
  region.textContent = '';
  setTimeout(() => { region.textContent = sentence; }, 60);
}

let fading;

/** Show a sentence at the foot of the page for a while; it is read aloud too. */
export function toast(sentence) {
  const region = find('#toast');
  const close = make('button', { 'aria-label': 'Sluit dit bericht' }, '×');
  close.addEventListener('click', () => region.replaceChildren());
  region.replaceChildren(make('p', {}, sentence, close));
  clearTimeout(fading);
  fading = setTimeout(() => region.replaceChildren(), 15_000);
}

/** Turn a `role="switch"` button. */
export const turn = (element, on) => element.setAttribute('aria-checked', String(on));

/** Fill an element with small labels. */
export function label(element, chips) {
  element.replaceChildren(...chips.map(({ kind, text }) => make('span', { class: `chip ${kind}` }, text)));
}
