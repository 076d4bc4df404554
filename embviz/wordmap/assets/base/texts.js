// Visible words come from Python (ui/texts/<language>/wordmap.toml); this fills in the numbers.

import { short } from "./names.js";

const FIGURE_SPACE = "\u2007"; // as wide as a digit where figures are tabular

// What is said otherwise of a still: nothing was trained, and nothing will be.
const STILL = {
  among_shown: "among_shown_still",
  axes_band: "axes_band_still",
  clusters: "clusters_still",
  clusters_later: "clusters_later_still",
  component: "component_still",
  fit: "fit_still",
  not_here: "not_here_still",
  nothing_found: "nothing_found_still",
  table_caption: "table_caption_still",
};

// What is said otherwise where frames are finished models: there is no epoch to count from.
const ALONG = {
  counted_change: "counted_change_along",
  readout_epoch: "readout_along",
  timeline_lines: "timeline_lines_along",
};

export class Texts {
  /**
   * @param {Object<string, string>} entries
   * @param {Object<string, string>} others keys that stand for others, by those
   */
  constructor(entries = {}, others = {}) {
    this.entries = entries;
    this.others = others;
  }

  /** Those about a film, or a still. @param {import("../film/film.js").Film} film */
  static of({ header, isStill }) {
    return new Texts(header.texts, isStill ? STILL : header.along ? ALONG : {});
  }

  /** A frame of a film in words: "epoch 12.5"; "dimension 25" where frames are finished models. */
  moment({ epochs, header: { along } }, frame) {
    if (!along) return this.epoch(epochs[frame] ?? 0);
    return this.say("moment", { unit: along.name, value: short(along.values[frame] ?? "") });
  }

  /** @param {number} value */
  epoch(value) {
    return this.say("moment", { unit: this.say("timeline_epoch"), value: this.plain(value, 1) });
  }

  /** The text of a key, with its {placeholders} filled; a key without a text shows itself. */
  say(key, values = {}) {
    const text = this.entries[this.others[key] ?? key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  /** A number as it is written here. */
  plain(value, digits = 0) {
    return Math.abs(value) < 1e5 ? this.decimals(value, digits) : this.pointed(value.toExponential(1));
  }

  decimals(value, digits) {
    return this.pointed(value.toFixed(digits));
  }

  /** A number as JavaScript writes it, with the point that is used here. */
  pointed(written) {
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
