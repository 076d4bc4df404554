// What the colours of points mean: groups, or a number in classes that stay the same over the film.

import { isolated, short } from "../base/names.js";
import { withClasses } from "./palette.js";
import { range, writer } from "./scale.js";

export const CLASSES = 5;
const COUNTED = {
  frequency: "counted_frequency",
  norm: "counted_norm",
  moved: "counted_moved",
  trust: "counted_trust",
  change: "counted_change",
  sure: "counted_sure",
  column: "counted_column",
};
const STEPS = { // what classes are called, which others there are, and how to get those
  equal: ["steps_equal", "quantile", "steps_to_quantile"],
  quantile: ["steps_quantile", "equal", "steps_to_equal"],
};
const ROUNDED = 0.03; // of ten: what a byte may have lost
const WHOLE = ["trust", "change"]; // so many of ten

/** @typedef {{name: string, colour: string, tints: number[]}} Entry of the legend */

/** Colours by group (of the text, of a column, clusters), by frequency, by a layer ("norm", "moved", "trust", "change", "sure", "column"), or the same for all ("none"). */
export class Colouring {
  /** @param {Film} film @param {string} name @param {object} base colours of groups @param {Texts} texts */
  constructor(film, name, base, texts) {
    Object.assign(this, { film, name, texts });
    this.layer = film.layers.get(name) ?? null;
    this.colours = name === "group" ? base : withClasses(base, name !== "none");
    this.none = this.colours.points.length - 1;
    this.of = new Uint8Array(film.n).fill(this.none); // the tint of each word
    this.frame = null;
    this.row = null;
    this.entries = this.describe();
    if (name === "group") film.groups.of.forEach((group, word) => group >= 0 && (this.of[word] = group));
    if (name === "frequency") this.byFrequency();
  }

  /** Does this need to be made anew, since the scale is another? */
  get outdated() {
    return this.layer !== (this.film.layers.get(this.name) ?? null);
  }

  /** Go to a frame. @returns {boolean} whether colours have changed */
  update(frame) {
    if (!this.layer) return false;
    const row = this.film.layerAt(this.name, frame);
    if (row === this.row) return false;
    this.row = row;
    if (!row) this.of.fill(this.none);
    else for (let word = 0; word < row.length; word++) this.of[word] = this.tintOf(row[word]);
    return true;
  }

  /** In none of the classes are words without a number in a column, and words that did not move. */
  tintOf(byte) {
    if (this.name === "moved" && byte === 0) return this.none;
    if (this.name === "sure") return this.tintOfSure(byte);
    if (this.name !== "column") return tintOf(byte / 255);
    const rank = Math.floor((byte / 255) * (CLASSES + 1));
    return rank < CLASSES ? CLASSES - 1 - rank : this.none;
  }

  /** Below 0 it is not known of a word. */
  tintOfSure(byte) {
    const { low, high } = this.layer;
    const number = low + ((high - low) * byte) / 255;
    return number < low / 2 ? this.none : tintOf((number + ROUNDED) / high);
  }

  byFrequency() {
    const { low, high } = this.counted();
    const span = Math.log(high / low) || 1;
    this.film.counts.forEach((count, word) => {
      this.of[word] = tintOf(Math.log(Math.max(count, 1) / low) / span);
    });
  }

  counted() {
    const { counts } = this.film;
    const least = counts.reduce((least, count) => Math.min(least, count), Infinity);
    return { low: Math.max(1, least), high: counts.reduce((most, count) => Math.max(most, count), 1) };
  }

  /** What the numbers of the legend count, or where clusters come from; empty for other groups. */
  get title() {
    const { header } = this.film;
    if (this.name === "group") return header.clusters && !header.column ? this.texts.say("clusters") : "";
    const counts = this.name === "frequency" || this.layer;
    const column = header.column?.name.trim() || this.texts.say("by_column");
    const key = this.layer?.absolute ? "counted_moved_absolute" : COUNTED[this.name];
    return counts ? this.texts.say(key, { name: isolated(short(column)) }) : "";
  }

  /** How the numbers of a column are dealt into classes, and how else they could be. */
  get steps() {
    const { alone, column } = this.film.header;
    if (this.name !== "column" || !this.layer || !column?.edges) return null;
    const [text, other, hint] = STEPS[column.steps];
    return { text: this.texts.say(text), other: alone ? "" : other, hint: this.texts.say(hint) };
  }

  /** What there is to say of groups: of several in one entry only shades tell them apart. */
  get remarks() {
    if (this.name !== "group") return [];
    const keys = this.entries.some(({ tints }) => tints.length > 1) ? ["shades"] : [];
    const { alone, clusters, column, groups } = this.film.header;
    if (clusters && !column && !alone && !groups?.names.length) keys.push(groups ? "no_clusters" : "clusters_later");
    return keys.map((key) => ({ text: this.texts.say(key) }));
  }

  /** @returns {Entry[]} */
  describe() {
    if (this.name === "group") return [...groupEntries(this.film.groups, this.colours), ...this.others()];
    if (this.name === "frequency" && this.film.counts.length) {
      const { low, high } = this.counted();
      return this.ranges((share) => low * (high / low) ** share, true);
    }
    if (!this.layer) return [];
    const { low, high } = this.layer;
    const { edges, whole } = this.film.header.column ?? {};
    if (this.name === "column") {
      const numbered = this.ranges((share) => edges[Math.round(share * CLASSES)], whole);
      const lacks = this.layer.rows[0]?.some((byte) => this.tintOf(byte) === this.none);
      return lacks ? [...numbered, this.other("no_number")] : numbered;
    }
    if (this.name === "sure") {
      const numbered = this.ranges((share) => high * share, false);
      const lacks = this.layer.rows[0]?.some((byte) => this.tintOf(byte) === this.none);
      return lacks ? [...numbered, this.other("no_number")] : numbered;
    }
    const classes = () => this.ranges((share) => low + (high - low) * share, WHOLE.includes(this.name));
    if (this.name === "moved") return [this.other("not_moved"), ...(high > low ? classes() : [])];
    return classes();
  }

  /** Words that are in none of the clusters, or of the groups of a column. */
  others() {
    const { header, groups } = this.film;
    if (!(header.column || header.clusters) || !groups.of.includes(-1)) return [];
    return [this.other("no_group")];
  }

  other(key) {
    return { name: this.texts.say(key), colour: this.colours.points[this.none], tints: [this.none] };
  }

  /** The classes with what they hold. @param {boolean} whole these are whole numbers */
  ranges(at, whole) {
    const width = Math.min(...widths(at).filter((width) => width > 0), (at(1) - at(0)) / CLASSES);
    const written = writer(at(0), at(1), width, whole, this.texts);
    const entries = [];
    for (let i = 0; i < CLASSES; i++) {
      const last = i === CLASSES - 1;
      const from = whole ? Math.ceil(at(i / CLASSES) - 1e-9) : at(i / CLASSES);
      const to = whole && !last ? Math.ceil(at((i + 1) / CLASSES) - 1e-9) - 1 : at((i + 1) / CLASSES);
      if (to < from || (from === to && !whole && !last)) continue;
      const tint = CLASSES - 1 - i;
      const name = range(written(from), written(to));
      entries.push({ name, colour: this.colours.points[tint], tints: [tint] });
    }
    return entries;
  }
}

/** How wide the classes are. */
const widths = (at) => Array.from({ length: CLASSES }, (_, i) => at((i + 1) / CLASSES) - at(i / CLASSES));

/** The highest class is tint 0, so that its points lie on top. @param {number} share 0 to 1 */
function tintOf(share) {
  return CLASSES - 1 - Math.min(CLASSES - 1, Math.max(0, Math.floor(share * CLASSES + 1e-9)));
}

/** One entry for each group; with many groups, for each family of a hue. */
export function groupEntries(groups, colours, most = 12) {
  const families = groups.families ?? [];
  const entries = [];
  const byHue = new Map();
  groups.names.forEach((name, group) => {
    const hue = groups.hues[group];
    const many = groups.names.length > most && families[hue];
    if (many && byHue.has(hue)) return byHue.get(hue).tints.push(group);
    const entry = { name: many ? families[hue] : name, colour: colours.points[group], tints: [group] };
    if (many) byHue.set(hue, entry);
    entries.push(entry);
  });
  return entries;
}
