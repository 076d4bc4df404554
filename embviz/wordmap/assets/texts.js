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

  /** A number as it is written here. */
  plain(value, digits = 0) {
    const written = Math.abs(value) < 1e5 ? value.toFixed(digits) : value.toExponential(1);
    return written.replace(".", this.entries.decimal ?? ".");
  }

  /** A text filled to the right up to the width of a longer one, so that what follows stands still. */
  padded(text, longest) {
    return text.padEnd(longest.length, FIGURE_SPACE);
  }

  /** A number, padded to the width of the largest one that may stand in its place. */
  number(value, digits = 0, largest = value) {
    return this.plain(value, digits).padStart(this.plain(largest, digits).length, FIGURE_SPACE);
  }
}
