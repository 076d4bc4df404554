// What a file says of its words besides their vectors: columns of cells, to be searched and read.

const SAFE = ["http:", "https:"];

/** The address that a cell is, where it is one that may be opened; else null. @param {string} cell */
export function linkOf(cell) {
  if (!/^\s*https?:\/\/\S+\s*$/i.test(cell)) return null;
  try {
    const url = new URL(cell.trim());
    // A name before the host would look as if it were the host.
    return SAFE.includes(url.protocol) && url.host && !url.username && !url.password ? url : null;
  } catch {
    return null;
  }
}

export class Metadata {
  /** @param {{metadata?: {name: string, values: string[], of: number[]}[], columns?: string[]}} header */
  constructor({ metadata: cells = [], columns = [] } = {}) {
    this.columns = cells;
    const here = new Set(cells.map(({ name }) => name));
    this.left = columns.filter((name) => !here.has(name)); // too large to be sent
  }

  /** What the columns say of a word. @returns {{name: string, cell: string}[]} but for empty cells */
  of(word) {
    const cells = this.columns.map(({ name, values, of }) => ({ name, cell: values[of[word]] }));
    return cells.filter(({ cell }) => cell);
  }

  /**
   * Columns with cells that hold a text, and their words.
   * @param {string} text @param {(text: string) => string} fold what does not count is taken away
   * @returns {{name: string, ids: number[]}[]}
   */
  find(text, fold) {
    const sought = fold(text);
    if (!sought) return [];
    const found = this.columns.map(({ name, values, of }) => {
      const hits = values.map((value) => fold(value).includes(sought));
      return { name, ids: [...of.keys()].filter((word) => hits[of[word]]) };
    });
    return found.filter(({ ids }) => ids.length);
  }
}
