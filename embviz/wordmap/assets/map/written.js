// The labels of one picture: which are written, how clearly, and whose points lie under one. A point
// is under a label or it is not, all of it: none is cut in half. Called as often as the painter, so
// it makes no objects.

const NAMED = 5; // selected words whose labels are always there, even one upon another
const HIDES = 0.5; // how clear a label must be to lie over points
const ROWS = 512; // as high as a label, on the largest map

export class Written {
  /** @param {number} n words @param {number} line height of a label, in pixels */
  constructor(n, line) {
    Object.assign(this, { n, line });
    this.words = new Uint16Array(n); // the most important last
    this.clear = new Float32Array(n); // by place in `words`
    this.count = 0;
    this.bold = 0; // the place of the first that is selected or pointed at
    this.left = new Float32Array(n); // likewise: where a label is on the map
    this.top = new Float32Array(n);
    this.right = new Float32Array(n);
    this.covered = new Uint8Array(n); // by word: whether its point is under a label,
    this.open = new Uint8Array(n); // or not
    this.rows = new Int32Array(ROWS); // of the map: the first label in it; -1: none
    this.next = new Int32Array(2 * n); // a label lies in two rows: the next one in each
  }

  /** @param {Float32Array} screen @param {import("./labels.js").Labels} labels @param {Float32Array} widths */
  list(screen, { order, opacity, left, top }, widths, { selected, isSelected, hovered }) {
    this.count = 0;
    for (let i = order.length - 1; i >= 0; i--) {
      const word = order[i];
      if (opacity[word] > 0 && word !== hovered && !isSelected[word]) this.add(word, opacity[word]);
    }
    this.bold = this.count;
    for (let i = selected.length - 1; i >= 0; i--) {
      const share = selected.length <= NAMED ? 1 : opacity[selected[i]];
      if (share > 0 && selected[i] !== hovered) this.add(selected[i], share);
    }
    if (hovered >= 0) this.add(hovered, 1);
    for (let i = 0; i < this.count; i++) {
      const word = this.words[i];
      this.left[i] = screen[2 * word] + left[word];
      this.top[i] = screen[2 * word + 1] + top[word];
      this.right[i] = this.left[i] + widths[word];
    }
    this.cover(screen);
  }

  add(word, clear) {
    this.words[this.count] = word;
    this.clear[this.count++] = clear;
  }

  /** Mark the points whose middle is in a label: labels are looked for in rows as high as they are. */
  cover(screen) {
    const { n, line, count, clear, left, top, right, rows, next, covered, open } = this;
    rows.fill(-1);
    for (let i = 0; i < count; i++) {
      if (clear[i] <= HIDES) continue;
      const row = Math.floor(top[i] / line);
      for (let part = 0; part < 2; part++) {
        if (row + part < 0 || row + part >= ROWS) continue;
        next[2 * i + part] = rows[row + part];
        rows[row + part] = 2 * i + part;
      }
    }
    for (let word = 0; word < n; word++) {
      const x = screen[2 * word];
      const y = screen[2 * word + 1];
      const row = Math.floor(y / line);
      covered[word] = 0;
      for (let at = row >= 0 && row < ROWS ? rows[row] : -1; at >= 0; at = next[at]) {
        const i = at >> 1;
        if (y >= top[i] && y <= top[i] + line && x >= left[i] && x <= right[i]) covered[word] = 1;
      }
      open[word] = 1 - covered[word];
    }
  }
}
