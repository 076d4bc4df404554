// Bytes from Python become a header and views of numbers. The layout is described where it is
// written, in packing.py.

const TOP = 65535; // the largest uint16

/**
 * @typedef {object} Frame
 * @property {number} epoch
 * @property {number} loss  NaN where there is none
 * @property {number} trust  0 to 10
 * @property {Uint16Array} xy  n pairs, 0..65535 for -scale..scale
 *
 * @typedef {object} NeighbourList
 * @property {number} word
 * @property {number} first  frame of the first row
 * @property {Uint16Array[]} rows  per frame k pairs of id and cosine
 */

/**
 * Take a message apart.
 * @param {Uint8Array} data
 * @returns {{header: object, frames: Frame[], lists: NeighbourList[]}}
 */
export function decode(data) {
  // A copy, since the bytes may start anywhere in a larger buffer that is about to be reused.
  const buffer = data.slice().buffer;
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  let at = 4 + length;
  const frames = [];
  for (let i = 0; i < header.frames; i++) {
    const [epoch, loss, trust] = new Float32Array(buffer, at, 3);
    frames.push({ epoch, loss, trust, xy: new Uint16Array(buffer, at + 12, 2 * header.n) });
    at += 12 + 4 * header.n;
  }
  const lists = [];
  for (const { word, first, frames: count, k } of header.lists ?? []) {
    const rows = [];
    for (let i = 0; i < count; i++, at += 4 * k) rows.push(new Uint16Array(buffer, at, 2 * k));
    lists.push({ word, first, rows });
  }
  return { header, frames, lists };
}

/** @param {number} value uint16 of a cosine */
export const cosineOf = (value) => (value / TOP) * 2 - 1;

/** Factor and offset that take a uint16 to a position. @param {number} scale */
export const positionScale = (scale) => ({ factor: (2 * scale) / TOP, offset: -scale });
