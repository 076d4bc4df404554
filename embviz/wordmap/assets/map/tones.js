// How pale each word is: the less runs with other seeds agree on its neighbours, beyond what chance
// comes to, the paler its point and its label. Never so pale that they could not be seen, or read.

import { fading, mix, readable } from "./palette.js";

export const LEVELS = 5; // of paleness, 0 being none
const LAYER = "sure"; // of ten neighbours, how many two runs share; below 0: not known
const MOST = 0.85; // how far the palest goes into the background,
const SEEN = 1.6; // as long as points stand out from it so far,
const SEEN_IN_SPACE = 2; // where what is far is fainter besides,
const READ = 4.5; // and labels so far

/** The colours of the points and labels that a painter takes: those of a colouring, each in its tones. */
export class Tones {
  /** @param {Film} film @param {Colouring} colouring @param {boolean} on whether unsure words are paler */
  constructor(film, colouring, on) {
    this.layer = film.layers.get(LAYER) ?? null;
    this.runs = this.layer?.runs;
    this.colouring = colouring;
    this.kinds = colouring.colours.points.length; // of tints
    this.known = Boolean(this.layer) && colouring.name !== LAYER; // what colours say already
    this.on = this.known && on;
    this.seen = film.dims === 3 ? SEEN_IN_SPACE : SEEN;
    this.colours = this.on ? this.inTones() : colouring.colours;
    this.of = this.on ? new Uint16Array(film.n) : colouring.of;
    this.update();
  }

  /** Do the numbers come from another number of runs than those that are here by now? */
  isOutdated(film) {
    const now = film.layers.get(LAYER);
    return this.layer !== (now ?? null) || this.runs !== now?.runs;
  }

  /** All colours level by level, the palest last. */
  inTones() {
    const base = this.colouring.colours;
    const { background, text } = base;
    const grey = mix(text, background, fading(text, background, 1, READ));
    const far = base.points.map((colour) => fading(colour, background, MOST, this.seen));
    const points = [];
    const labels = [];
    for (let level = 0; level < LEVELS; level++) {
      const share = level / (LEVELS - 1);
      base.points.forEach((colour, tint) => points.push(mix(colour, background, share * far[tint])));
      // A label that could hardly be read if it were any paler becomes grey instead.
      for (const colour of base.labels) labels.push(readable(mix(colour, grey, share), background, text, READ));
    }
    return { ...base, points, labels };
  }

  /** The colours of words have changed. The surest lie on top. */
  update() {
    if (!this.on) return;
    const [row] = this.layer.rows;
    const { low, high, chance } = this.layer;
    for (let word = 0; word < this.of.length; word++) {
      const number = low + ((high - low) * (row?.[word] ?? 255)) / 255;
      const level = number < low / 2 ? 0 : levelOf((number - chance) / (high - chance));
      this.of[word] = level * this.kinds + this.colouring.of[word];
    }
  }

  /** What the legend says of it, and the colours of the swatch, from sure to unsure. */
  entry(texts) {
    if (!this.known) return null;
    const { points } = this.on ? this.colours : this.inTones();
    const last = this.kinds - 1; // the colour of words without a group
    return {
      text: texts.say("pale"),
      hint: texts.say(this.on ? "pale_off" : "pale_on", { runs: this.runs }),
      on: this.on,
      colours: Array.from({ length: LEVELS }, (_, level) => points[level * this.kinds + last]),
    };
  }
}

/** @param {number} share how far two runs agree: 1 wholly, 0 or below by chance alone */
export function levelOf(share) {
  return LEVELS - 1 - Math.min(LEVELS - 1, Math.max(0, Math.floor(share * LEVELS + 0.02)));
}
