// Visible words come from Python (ui/texts/<language>/wordmap.toml); this fills in the numbers.

const FIGURE_SPACE = "\u2007"; // as wide as a digit where figures are tabular

export class Texts {
  /** @param {Object<string, string>} entries */
  constructor(entries = {}) {
    this.entries = entries;
  }

  /** The text of a key, with its {placeholders} filled; a key without a text shows itself. */
  say(key, values = {}) {
    const text = this.entries[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  /** A number, padded to the width of the largest one that may stand in its place. */
  number(value, digits = 0, largest = value) {
    const plain = (x) => (Math.abs(x) < 1e5 ? x.toFixed(digits) : x.toExponential(1));
    const written = (x) => plain(x).replace(".", this.entries.decimal ?? ".");
    return written(value).padStart(written(largest).length, FIGURE_SPACE);
  }
}
