/*
 * Telephone numbers and web addresses in a text become links. Builds DOM nodes from text only:
 * nothing that somebody wrote is ever read as HTML, and only `tel:` and `https:` come out.
 */

const FINDS = new RegExp([
  'https://[^\\s<>"\']+', // web address
  '\\+\\d[\\d -]{8,15}\\d', // +31 88 0767 000
  '\\b0[89]0\\d[ -]?\\d{4}\\b', // 0800-0113
  '\\b0\\d[\\d -]{5,12}\\d\\b', // 088 0767 000, 078 15 10 20
  '\\b(?:112|113|1712|1813)\\b(?![.,-]?\\d|\\.[a-z])', // 113, but not 113.nl or 112,50
  '\\b10[126]\\b(?![.,-]?\\d)', // Belgian
].join('|'), 'gi');

/** The `https:` address of `found`, or '' when it is none that we trust. */
function webAddress(found) {
  try {
    const url = new URL(found);
    return url.protocol === 'https:' && !url.username ? url.href : '';
  } catch (error) {
    return '';
  }
}

/** The `tel:` address of `found`, or '' when its digits make no Dutch or Belgian number. */
function telAddress(found) {
  const number = found.replace(/[ -]/g, '');
  const known = /^(\d{3,4}|0[89]0\d{5}|0\d{8,10}|\+3[12]\d{8,9})$/;
  return known.test(number) ? `tel:${number}` : '';
}

function anchor(address, label) {
  const link = document.createElement('a');
  link.href = address;
  link.textContent = label;
  if (address.startsWith('https:')) {
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
  }
  return link;
}

/** Whether the character before a find makes it part of something else, as in '1.112' or '€113'. */
function glued(before) {
  return /[\w.,€/-]/.test(before);
}

/** Whether a find is one of Belgium's short numbers without a word of calling before it: then it is just a number. */
function justNumber(found, before) {
  return /^10[126]$/.test(found) && !/(?:bel\w*|onthaal|awel|politie)[^.\n]{0,40}$/i.test(before);
}

/** A fragment with `text`, its numbers and addresses as links. Line breaks stay as they are. */
export function linked(text) {
  const fragment = document.createDocumentFragment();
  let done = 0;
  text.replace(FINDS, (raw, at) => {
    const found = raw.replace(/[\s.,;:!?)\]}'’-]+$/, '');
    const address = /^https:/i.test(found) ? webAddress(found) : telAddress(found);
    if (address && !glued(text.charAt(at - 1)) && !justNumber(found, text.slice(0, at))) {
      fragment.append(text.slice(done, at), anchor(address, found));
      done = at + found.length;
    }
    return raw;
  });
  fragment.append(text.slice(done));
  return fragment;
}
