// Axes that lead from words to words: what stands at their ends, and the range expected by chance.

import { fitting, isolated } from "../base/names.js";

const GAP = 6; // pixels between a name and the edge of the map, or its axis
const LETTERS = 24; // of a name, about; and at most
const SHARE = 0.36; // of the width of the map
const BAND = 0.08; // how dark it is
const SQUARE = 10; // degrees from a right angle that are not worth a word

/** What the legend says of a film between axes. @returns {{text: string, band?: true}[]} */
export function remarks({ header: { axes } }, texts) {
  const notes = [];
  if (axes?.spread.some(Number.isFinite)) notes.push({ text: texts.say("axes_band"), band: true });
  const away = (axes?.angle ?? 90) - 90;
  const facts = { angle: texts.plain(away + 90) };
  if (away < -SQUARE) notes.push({ text: texts.say("axes_angle", facts) });
  if (away > SQUARE) notes.push({ text: texts.say("axes_opposed", facts) });
  return notes;
}

/** Several words in one, cut where they do not fit. @param {(text: string) => number} measure */
export const joined = (words, width, measure) => fitting(words.join(", "), width, measure);

export class Ends {
  /** @param {import("./painter.js").Painter} painter */
  constructor(painter) {
    this.painter = painter;
    this.boxes = []; // left, top, right, bottom of each name, where no label may be
    this.key = null;
  }

  /** Where everything is now. @param {number[][]} obstacles boxes on the map */
  layOut({ header: { axes } }, camera, obstacles) {
    this.axes = axes;
    this.boxes.length = 0;
    if (!axes) return;
    this.name(axes);
    camera.locate(0, 0, 0);
    const { left, top } = camera;
    Object.assign(this, { left, top, scale: camera.scale });
    const { width, height, line } = this.painter;
    const [low, high, below, above] = this.widths;
    const up = clamp(top - line - GAP / 2, GAP, height - line - GAP); // above its line
    const right = clamp(left + GAP, GAP, width - GAP - Math.max(below, above)); // beside its line
    this.boxes.push([GAP, up, GAP + low, up + line]);
    this.boxes.push([width - GAP - high, up, width - GAP, up + line]);
    this.boxes.push([right, height - GAP - line, right + below, height - GAP]);
    this.boxes.push([right, GAP, right + above, GAP + line]);
    for (const box of this.boxes) obstacles.forEach((obstacle) => avoid(box, obstacle));
  }

  /** Write the names, anew where something about them has changed. */
  name(axes) {
    const { context, width, line, bold } = this.painter;
    const key = `${width} ${bold}`;
    if (this.named === axes && this.key === key) return;
    Object.assign(this, { named: axes, key });
    context.font = bold;
    const measure = (text) => context.measureText(text).width;
    const most = Math.min((LETTERS * line) / 2, SHARE * width);
    const [[low, high], [below, above]] = [axes.x, axes.y].map((ends) =>
      ends.map((words) => isolated(joined(words, most, measure))),
    );
    this.names = [`← ${low}`, `${high} →`, `↓ ${below}`, `↑ ${above}`];
    this.widths = this.names.map((name) => measure(name) + 4);
  }

  /** The bands in which words stand by chance, below everything. */
  paintBands() {
    const { axes, left, top, scale, painter } = this;
    if (!axes) return;
    const { context, width, height, colours } = painter;
    const [x, y] = axes.spread.map((spread) => (spread ?? 0) * scale);
    context.fillStyle = colours.text;
    context.globalAlpha = BAND;
    context.fillRect(left - x, 0, 2 * x, height);
    context.fillRect(0, top - y, width, 2 * y);
    context.globalAlpha = 1;
  }

  /** The names of the ends, above the points. */
  paintNames() {
    if (!this.axes) return;
    const { painter } = this;
    painter.context.font = painter.bold;
    painter.context.textBaseline = "middle";
    this.boxes.forEach(([left, top, right], i) => {
      painter.write(this.names[i], left, top, right - left, painter.colours.text, 0.8, 1);
    });
  }
}

const clamp = (value, low, high) => Math.max(low, Math.min(value, high));

/** Move a box to the left of one that it touches. */
function avoid(box, [left, top, right, bottom]) {
  if (box[0] >= right || box[2] <= left || box[1] >= bottom || box[3] <= top) return;
  const away = box[2] - left + GAP;
  box[0] -= away;
  box[2] -= away;
}
