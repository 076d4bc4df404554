// Rows of E in bytes: what a page without Python answers questions from. What the bytes mean stands
// where they are written, in rows.py. All answers are cosines of rows at unit length.

const KEPT = 8; // frames whose rows are held at unit length

/** @typedef {{id: number, cosine: number}} Answer */

export class Rows {
  /**
   * @param {number[]} frames their numbers, rising
   * @param {Uint8Array[]} blocks per frame n times d bytes to be added to those before
   * @param {number} d
   */
  constructor(frames, blocks, d) {
    Object.assign(this, { frames, blocks, d, n: blocks[0].length / d });
    for (let i = 1; i < blocks.length; i++) {
      const [before, block] = [blocks[i - 1], blocks[i]];
      for (let at = 0; at < block.length; at++) block[at] += before[at]; // modulo 256, being bytes
    }
    /** @type {Map<number, Float32Array>} frame -> its rows at unit length, the last used one last */
    this.units = new Map();
  }

  has(frame) {
    return this.frames[this.place(frame)] === frame;
  }

  /** The frame nearest to one that has rows; of two, the earlier one. */
  nearest(frame) {
    return this.frames[this.place(frame)];
  }

  place(frame) {
    const { frames } = this;
    let place = frames.findLastIndex((each) => each <= frame);
    if (place < 0) return 0;
    const next = frames[place + 1] ?? Infinity;
    return next - frame < frame - frames[place] ? place + 1 : place;
  }

  /** The rows of a frame at unit length; rows of zeros stay. @returns {Float32Array} n times d */
  unit(frame) {
    const { units } = this;
    const known = units.get(frame);
    if (known) return known;
    const made = this.lengthened(this.blocks[this.place(frame)]);
    units.set(frame, made);
    if (units.size > KEPT) units.delete(units.keys().next().value);
    return made;
  }

  lengthened(bytes) {
    const { n, d } = this;
    const numbers = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    const unit = new Float32Array(n * d);
    for (let row = 0; row < unit.length; row += d) {
      let square = 0;
      for (let i = row; i < row + d; i++) square += numbers[i] ** 2;
      const factor = square ? 1 / Math.sqrt(square) : 0;
      for (let i = row; i < row + d; i++) unit[i] = numbers[i] * factor;
    }
    return unit;
  }

  /** A word's row. @returns {Float32Array} d numbers */
  row(frame, word) {
    return this.unit(frame).subarray(word * this.d, (word + 1) * this.d);
  }

  /** The cosines of all words with a vector. @param {Float32Array} x @returns {Float32Array} n */
  cosines(frame, x) {
    const { n, d } = this;
    const unit = this.unit(frame);
    const length = Math.sqrt(dot(x, x));
    const found = new Float32Array(n);
    if (!length) return found;
    for (let word = 0, row = 0; word < n; word++, row += d) {
      let sum = 0;
      for (let i = 0; i < d; i++) sum += unit[row + i] * x[i];
      found[word] = sum / length;
    }
    return found;
  }

  similarity(frame, one, other) {
    return dot(this.row(frame, one), this.row(frame, other));
  }

  /** @returns {Answer[]} the words nearest to one, nearest first */
  neighbours(frame, word, most) {
    return best(this.cosines(frame, this.row(frame, word)), most, [word]);
  }

  /** The place of a word among the neighbours of another one, from 1. */
  rank(frame, word, of) {
    const cosines = this.cosines(frame, this.row(frame, of));
    const isBefore = (other) => cosines[other] > cosines[word] || (cosines[other] === cosines[word] && other < word);
    let rank = 1;
    for (let other = 0; other < this.n; other++) if (other !== of && isBefore(other)) rank++;
    return rank;
  }

  /**
   * Answer a : b = c : ? by 3CosAdd, the cosine with x_b - x_a + x_c.
   * @param {boolean} excluded whether none of the three may be an answer
   * @returns {Answer[]} best first
   */
  analogy(frame, [a, b, c], most, excluded) {
    const [x_a, x_b, x_c] = [a, b, c].map((word) => this.row(frame, word));
    const x = x_b.map((number, i) => number - x_a[i] + x_c[i]);
    return best(this.cosines(frame, x), most, excluded ? [a, b, c] : []);
  }
}

function dot(x, y) {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}

/** The words of the largest cosines but some; equal ones in their order. @returns {Answer[]} */
function best(cosines, most, without) {
  const found = [];
  for (let id = 0; id < cosines.length; id++) {
    const cosine = cosines[id];
    if (found.length === most && cosine <= found[most - 1].cosine) continue;
    if (without.includes(id)) continue;
    let place = found.length;
    while (place > 0 && found[place - 1].cosine < cosine) place--;
    found.splice(place, 0, { id, cosine });
    if (found.length > most) found.pop();
  }
  return found;
}
