// Bytes from Python become a header and views of numbers. The layout is described where it is
// written, in packing.py.

const TOP = 65535; // the largest uint16

/**
 * @typedef {object} Frame
 * @property {number} epoch
 * @property {number} loss  NaN where there is none
 * @property {number} trust  0 to 10
 * @property {(?number)[]} [scores]  shares of training and validation sentences sorted rightly
 * @property {number[]} [explained]  what share of differences each of its components holds
 * @property {Uint16Array} xy  n pairs, or in space triples, 0..65535 for -scale..scale
 *
 * @typedef {object} NeighbourList
 * @property {number} word
 * @property {number} first  frame of the first row
 * @property {Uint16Array[]} rows  per frame k pairs of id and cosine
 *
 * @typedef {object} Layer  a number for each word and frame
 * @property {string} name
 * @property {number} first  frame of the first row
 * @property {number} low
 * @property {number} high
 * @property {boolean} [absolute]  of "moved": not in mean lengths at the start, which are 0
 * @property {number} [runs]  of "sure": how many were compared
 * @property {number} [chance]  likewise: what random lists would come to
 * @property {Uint8Array[]} rows  per frame n bytes, 0..255 for low..high
 *
 * @typedef {object} Table  the neighbours of all words at one frame
 * @property {number} frame
 * @property {Uint16Array[]} rows  per word k pairs of id and cosine
 *
 * @typedef {object} Matrix  the rows of E at some frames
 * @property {number[]} frames
 * @property {number} d
 * @property {Uint8Array[]} blocks  per frame n times d bytes, as they came
 */

/**
 * Take a message apart.
 * @param {{header: object, rest: Uint8Array}} message
 * @returns {{header: object, frames: Frame[], lists: NeighbourList[], layers: Layer[], table: ?Table, matrix: ?Matrix}}
 */
export function decode({ header, rest }) {
  const { n, dims = 2 } = header;
  const reader = new Reader(rest.buffer, rest.byteOffset);
  const frames = Array.from({ length: header.frames }, (_, i) => {
    const [epoch, loss, trust] = reader.take(Float32Array, 3);
    const explained = header.explained?.[i];
    const scores = header.scores?.[i];
    return { epoch, loss, trust, scores, explained, xy: reader.take(Uint16Array, dims * n) };
  });
  const lists = (header.lists ?? []).map(({ word, first, frames: count, k }) => {
    return { word, first, rows: reader.rows(Uint16Array, count, 2 * k) };
  });
  const layers = (header.layers ?? []).map(({ frames: count, ...layer }) => {
    const rows = reader.rows(Uint8Array, count, n);
    reader.align();
    return { ...layer, rows };
  });
  const table = header.table
    ? { frame: header.table.frame, rows: reader.rows(Uint16Array, n, 2 * header.table.k) }
    : null;
  const matrix = header.rows
    ? { ...header.rows, blocks: reader.rows(Uint8Array, header.rows.frames.length, n * header.rows.d) }
    : null;
  return { header, frames, lists, layers, table, matrix };
}

/** The header of a message, and the bytes that follow it. @param {Uint8Array} data */
export function split(data) {
  // A copy, since the bytes may start anywhere in a larger buffer that is about to be reused.
  const buffer = data.slice().buffer;
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  return { header, rest: new Uint8Array(buffer, 4 + length) };
}

/** Views of a buffer, one after the other. */
class Reader {
  constructor(buffer, at) {
    this.buffer = buffer;
    this.at = at;
  }

  /** So many numbers, and what fills them up to four bytes. */
  take(Numbers, count) {
    const [numbers] = this.rows(Numbers, 1, count);
    this.align();
    return numbers;
  }

  /** Rows without anything between them. */
  rows(Numbers, rows, count) {
    return Array.from({ length: rows }, () => {
      const numbers = new Numbers(this.buffer, this.at, count);
      this.at += numbers.byteLength;
      return numbers;
    });
  }

  align() {
    this.at += -this.at & 3;
  }
}

/** @param {number} value uint16 of a cosine */
export const cosineOf = (value) => (value / TOP) * 2 - 1;

/** Factor and offset that take a uint16 to a position. @param {number} scale */
export const positionScale = (scale) => ({ factor: (2 * scale) / TOP, offset: -scale });
