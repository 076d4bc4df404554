// Which words are near one on the map: the picture's own neighbours, true or false.

export const NEAREST = 10;

/**
 * The words nearest to one on the map, nearest first.
 * @param {number} word @param {Float32Array} xy positions of all words, `dims` numbers each
 * @param {number} dims 2 or 3 @param {number} n @param {number} most
 * @returns {number[]}
 */
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
