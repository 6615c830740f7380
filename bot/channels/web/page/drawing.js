/*
 * A picture under a message: fetched with the token, so that its address alone shows nobody anything.
 */

const NAME = 'kaart.png';

/** A figure for `{url, alt, width, height}`; `fetched(url)` resolves to its Blob. Without the picture its words stay. */
export function drawing({ url, alt, width, height }, fetched) {
  const figure = document.createElement('figure');
  const image = document.createElement('img');
  figure.className = 'drawing';
  Object.assign(image, { alt, width, height });
  figure.append(image);
  fetched(url).then((blob) => {
    const save = document.createElement('a');
    image.src = URL.createObjectURL(blob);
    Object.assign(save, { href: image.src, download: NAME, textContent: 'Bewaar als plaatje' });
    figure.append(save);
  }).catch(() => {
    const words = document.createElement('p');
    words.textContent = alt;
    figure.replaceChildren(words);
  });
  return figure;
}
