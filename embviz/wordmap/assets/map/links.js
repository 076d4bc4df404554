// Lines on the map from words to their true neighbours, and marks on those that only seem to be some.

const NEAREST = 10; // words on the map that are taken for neighbours of one
const LISTS = 5; // words whose neighbours are shown, unless Python says otherwise

/**
 * Find lines and marks anew. Words that a legend leaves out get none.
 * @param {number[]} asked words in question @param {Float32Array} xy positions at `frame`
 */
export function findLinks(film, asked, frame, xy, marks) {
  marks.links.length = marks.false.length = 0;
  for (const word of asked.slice(0, film.header.lists_most ?? LISTS)) {
    const { entries, late } = film.neighbours(word, frame) ?? {};
    const shown = (entries ?? []).filter(({ id }) => id >= 0 && !marks.dimmed[id]);
    for (const { id } of shown) marks.links.push(word, id);
    if (entries && !late && film.n > 2 * NEAREST) findFalse(film, word, frame, xy, marks);
  }
}

/**
 * Words that are near one on the map, but are none of its neighbours there. Of those among all words
 * most may not be on the map, where others take their places.
 */
function findFalse(film, word, frame, xy, marks) {
  const shown = film.shownNeighbours(word, frame);
  if (!shown) return;
  const entries = [...shown, ...film.neighbours(word, frame).entries];
  const known = new Set(entries.map(({ id }) => id));
  for (const other of nearby(word, xy, film.dims, film.n, shown.length)) {
    if (!known.has(other) && !marks.dimmed[other]) marks.false.push(other);
  }
}

/** The words nearest to one on the map, nearest first. @param {Float32Array} xy n x dims numbers */
export function nearby(word, xy, dims, n, most = NEAREST) {
  const [found, away] = [[], []];
  for (let other = 0; other < n; other++) {
    if (other === word) continue;
    let distance = 0;
    for (let axis = 0; axis < dims; axis++) {
      distance += (xy[dims * other + axis] - xy[dims * word + axis]) ** 2;
    }
    if (found.length === most && distance >= away[most - 1]) continue;
    let place = found.length;
    while (place > 0 && away[place - 1] > distance) place--;
    found.splice(place, 0, other);
    away.splice(place, 0, distance);
    found.length = away.length = Math.min(found.length, most);
  }
  return found;
}
