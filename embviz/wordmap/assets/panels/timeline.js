// The time line is the loss curve: frames from left to right; what is not trained yet stays empty.
// Over that of a classifier lies what shares of sentences it sorts rightly (accuracy.js).

import { grown } from "../base/dom.js";
import { fitting } from "../base/names.js";
import { headAt } from "../film/player.js";
import { pen } from "../map/painter.js";
import { paintAccuracy } from "./accuracy.js";
import { paintBest } from "./best.js";

const PAD = { left: 42, right: 12, top: 6, bottom: 17 }; // pixels
const LARGE = { left: 72, right: 18, top: 8, bottom: 26 };
const AXIS = { usual: 58, large: 90 }; // pixels at the right where there is an axis of accuracy
const TICK_GAP = 34; // pixels between two epochs that are named
const NAME = 72; // pixels that the name of a frame may take in any case
const NAME_GAP = 8; // pixels between the names of two frames
const EVEN = 0.8; // how far an axis gets that counts as even, where an even one gets to 1

/** Lowest and highest loss of one or two runs; null without any. @param {number[]} losses */
export function lossRange(losses) {
  const finite = losses.filter(Number.isFinite);
  return finite.length ? { low: Math.min(...finite), high: Math.max(...finite) } : null;
}

/** Whole epochs to name, with the (fractional) frame of each; those named stay as frames come. */
export function ticks(epochs, total, width) {
  const found = [];
  for (let epoch = 0; epoch <= epochs.at(-1) + 1e-6; epoch++) {
    const frame = headAt(epochs, epoch);
    const x = (frame / Math.max(1, total - 1)) * width;
    if (found.length === 0 || x - found.at(-1).x >= TICK_GAP) found.push({ epoch, frame, x });
  }
  return found;
}

/** The frames of a film of finished models that are named: those for whose texts there is room. */
export function named(values, total, width, measure) {
  const found = [];
  let end = -Infinity;
  for (const [frame, text] of values.entries()) {
    const x = (frame / Math.max(1, total - 1)) * width;
    const half = measure(text) / 2;
    if (x - half < end + NAME_GAP) continue;
    found.push({ frame, text, x });
    end = x + half;
  }
  return found;
}

/** Whether a frame in the first half stands for less of an epoch than one in the second. */
export function isStretched({ epochs, count, total, header }) {
  if (header.along) return false;
  const frame = count < total ? count - 1 : count >> 1;
  const even = (header.epochs * frame) / (total - 1); // the epoch of this frame on an even axis
  return count > 2 && epochs[frame] < EVEN * even;
}

/**
 * The losses of the run before, where this film has their epochs; what lies beyond is left out. A
 * film that still grows is expected to go on like the one before, if that has as many frames.
 * @returns {{frame: number, loss: number}[]}
 */
export function curveBefore({ header, epochs, total }) {
  const { epochs: others = [], losses = [] } = header.previous ?? {};
  const alike = others.length === total && others.at(-1) === header.epochs;
  const known = alike ? [...epochs, ...others.slice(epochs.length)] : epochs;
  const isKnown = ({ epoch, loss }) => Number.isFinite(loss) && epoch <= known.at(-1) + 1e-6;
  const points = others.map((epoch, i) => ({ epoch, loss: losses[i] })).filter(isKnown);
  return points.map(({ epoch, loss }) => ({ frame: headAt(known, epoch), loss }));
}

export class Timeline {
  /** @param {HTMLElement} track a slider that holds a canvas and a marker */
  constructor(track, seek, release) {
    this.track = track;
    this.canvas = track.querySelector("canvas");
    this.marker = track.querySelector(".marker");
    this.context = this.canvas.getContext("2d");
    this.total = 1;
    this.scored = false;
    this.setLarge(false);
    track.onpointerdown = (event) => {
      track.setPointerCapture(event.pointerId);
      seek(this.frameOf(event));
    };
    track.onlostpointercapture = release;
    track.onpointermove = (event) => {
      if (track.hasPointerCapture(event.pointerId)) seek(this.frameOf(event));
    };
  }

  setLarge(large) {
    this.large = large;
    const scaled = ([side, pixels]) => [side, pixels * grown()];
    const { scored } = this;
    const usual = scored ? { ...PAD, right: AXIS.usual } : PAD;
    this.pad = large
      ? { ...LARGE, right: scored ? AXIS.large : LARGE.right }
      : Object.fromEntries(Object.entries(usual).map(scaled));
    this.letters = large ? 18 : 11 * grown(); // pixels
  }

  get bottom() {
    return this.height - this.pad.bottom;
  }

  get middle() {
    return (this.pad.top + this.bottom) / 2;
  }

  get span() {
    return Math.max(1, this.width - this.pad.left - this.pad.right);
  }

  frameOf(event) {
    const x = event.clientX - this.track.getBoundingClientRect().left - this.pad.left;
    return (x / this.span) * Math.max(1, this.total - 1);
  }

  xOf(frame) {
    return this.pad.left + (frame / Math.max(1, this.total - 1)) * this.span;
  }

  resize(width, height, ratio) {
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    Object.assign(this, { width, height, ratio });
    this.setLarge(this.large); // wide screens have larger letters
  }

  /**
   * Paint what stands still; the marker moves on its own.
   * @param {?number[]} others losses of a film beside this one, which share the scale; null: none is
   */
  paint(film, colours, texts, family, others = null) {
    if (!this.width) return;
    const { context, width, height } = this;
    this.total = film.total;
    this.scored = film.isScored;
    this.setLarge(this.large);
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    context.font = `500 ${this.letters}px ${family}`;
    const { along } = film.header;
    const axis = along?.name ?? texts.say("timeline_epoch");
    const half = along ? this.makeRoom(axis, along.values[0]) : 0;
    this.paintAxes(film, colours);
    if (isStretched(film)) this.paintStretch(film, colours, texts);
    const range = this.paintLosses(film, colours, texts, others);
    if (film.isScored) paintAccuracy(this, film, colours, texts);
    if (range) this.saysWhy = paintBest(this, film, this.heights(range), colours, texts);
    context.fillStyle = colours.text;
    this.write(axis, "right", this.pad.left - 5 - half, height - this.pad.bottom / 2 + 1.5);
  }

  /** Move the axis so far to the right that its name and that of the first frame have room. */
  makeRoom(axis, first) {
    const measure = (text) => this.context.measureText(text).width;
    const half = measure(fitting(first, NAME, measure)) / 2;
    this.pad.left = Math.max(this.pad.left, measure(axis) + 8 + half);
    return half;
  }

  /** @returns {?{low: number, high: number}} the axis; null without losses */
  paintLosses(film, colours, texts, others) {
    const before = others ? [] : curveBefore(film);
    const lines = Object.entries(film.header.lines ?? {});
    const curves = [...film.losses, ...before.map(({ loss }) => loss), ...(others ?? [])];
    if (!lossRange(curves)) {
      this.paintTurnover(film, colours, texts);
      return null;
    }
    const range = lossRange([...curves, ...lines.map(([, loss]) => loss)]);
    this.paintCurve(film, range, colours);
    this.paintLines(lines, range, colours);
    this.paintBefore(before, range, colours);
    if (!film.isScored) this.paintTurnover(film, colours, texts); // a fourth curve would be too many
    this.context.fillStyle = colours.text;
    this.name(texts.number(range.high, 2), this.pad.top + 5);
    if (range.low !== range.high) this.name(texts.number(range.low, 2), this.bottom - 5);
    this.name(texts.say("timeline_loss"), this.middle);
    return range;
  }

  /** At the left. */
  name(text, y) {
    this.write(text, "right", this.pad.left - 5, y);
  }

  nameRight(text, y) {
    this.write(text, "left", this.width - this.pad.right + 5, y);
  }

  write(text, align, x, y) {
    const { context } = this;
    context.textAlign = align;
    context.textBaseline = "middle";
    context.fillText(text, x, y);
  }

  paintAxes(film, colours) {
    const { context } = this;
    const bottom = this.bottom + 0.5;
    context.strokeStyle = colours.points.at(-1);
    context.fillStyle = colours.text;
    context.textAlign = "center";
    context.textBaseline = "top";
    this.rule(this.pad.left, this.xOf(film.count - 1), bottom, []);
    this.rule(this.xOf(film.count - 1), this.xOf(film.total - 1), bottom, [2, 4]);
    const { along } = film.header;
    if (along) this.paintNames(along.values, film.total, bottom);
    else this.paintTicks(film, bottom);
  }

  /** The texts that stand for frames, from the left, as many as there is room for. */
  paintNames(values, total, bottom) {
    const { context } = this;
    const measure = (text) => context.measureText(text).width;
    const room = Math.max(NAME, this.span / Math.max(1, total - 1) - NAME_GAP);
    const fitted = values.map((text) => fitting(text, room, measure));
    for (const { frame, text } of named(fitted, total, this.span, measure)) {
      const [x, half] = [this.xOf(frame), measure(text) / 2];
      context.fillRect(x - 0.5, bottom, 1, 3);
      // Else the edge would cut the last one.
      context.fillText(text, Math.min(x, this.width - half - 1), bottom + 4);
    }
  }

  paintTicks(film, bottom) {
    const { context } = this;
    const { epochs } = film.header;
    const end = this.xOf(film.total - 1);
    const room = TICK_GAP + context.measureText(epochs ?? "").width / 2;
    for (const { epoch, frame } of ticks(film.epochs, film.total, this.span)) {
      const x = this.xOf(frame);
      if (end - x < room) continue; // the end is named anyway
      context.fillRect(x - 0.5, bottom, 1, 3);
      context.fillText(epoch, x, bottom + 4);
    }
    context.fillRect(end - 0.5, bottom, 1, 3);
    if (!epochs) return;
    const most = this.width - context.measureText(epochs).width / 2 - 1; // else the edge would cut it
    context.fillText(epochs, Math.min(end, most), bottom + 4);
  }

  /** Say so between the two epochs that are farthest apart, where there is room. */
  paintStretch(film, colours, texts) {
    const { context } = this;
    const places = ticks(film.epochs, film.total, this.span).map(({ x }) => x);
    if (film.count === film.total) places.push(this.span);
    const widths = places.slice(1).map((x, i) => x - places[i]);
    const widest = Math.max(0, ...widths);
    const room = widest - TICK_GAP / 2;
    const said = ["timeline_stretched", "timeline_stretched_short"].map((key) => texts.say(key));
    const text = said.find((each) => context.measureText(`↔ ${each}`).width < room);
    if (!text) return;
    context.fillStyle = colours.text;
    context.globalAlpha = 0.75;
    const middle = this.pad.left + places[widths.indexOf(widest)] + widest / 2;
    context.fillText(`↔ ${text}`, middle, this.bottom + 4.5);
    context.globalAlpha = 1;
  }

  rule(from, to, y, dash) {
    const { context } = this;
    context.setLineDash(dash);
    context.beginPath();
    context.moveTo(from, y);
    context.lineTo(to, y);
    context.stroke();
    context.setLineDash([]);
  }

  heights({ low, high }) {
    const { bottom } = this;
    const share = (loss) => (high > low ? (loss - low) / (high - low) : 1);
    return (loss) => bottom - 3 - share(loss) * (bottom - this.pad.top - 6);
  }

  /** The loss of the run before: dashes, so that nobody takes it for this one's. */
  paintBefore(points, range, colours) {
    if (!points.length) return;
    const { context } = this;
    const y = this.heights(range);
    pen(context, colours.points.at(-1), 1.5);
    context.setLineDash([4, 3]);
    points.forEach(({ frame, loss }, i) => context[i ? "lineTo" : "moveTo"](this.xOf(frame), y(loss)));
    context.stroke();
    context.setLineDash([]);
  }

  /** Losses to compare the curve with, which stand still, and on each of them its name. */
  paintLines(lines, range, colours) {
    const { context } = this;
    const y = this.heights(range);
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    lines.forEach(([name, loss], i) => {
      const at = [this.pad.left + (0.3 + 0.25 * i) * this.span, Math.round(y(loss)) + 0.5];
      context.lineWidth = 1;
      context.strokeStyle = colours.text;
      this.rule(this.pad.left, this.width - this.pad.right, at[1], [6, 3]);
      context.lineWidth = 4; // ground around letters that lie over a line
      context.strokeStyle = colours.background;
      context.strokeText(name, ...at);
      context.fillStyle = colours.text;
      context.fillText(name, ...at);
    });
  }

  /** How many neighbours changed within an epoch: from none at the bottom to all at the top. */
  paintTurnover({ header, count }, colours, texts) {
    const shares = header.turnover ?? [];
    if (shares.length < 2 || shares.length !== count) return;
    const { context } = this;
    const y = this.heights({ low: 0, high: 1 });
    pen(context, colours.primary, 1);
    shares.forEach((share, frame) => context[frame ? "lineTo" : "moveTo"](this.xOf(frame), y(share)));
    context.stroke();
    context.fillStyle = colours.primary;
    context.textAlign = "right";
    context.textBaseline = "top";
    // Above the end of both curves, where they are low.
    context.fillText(texts.say("timeline_turnover"), this.xOf(count - 1) - 12, this.pad.top);
  }

  /** The curve, and a light ground below it. A loss that is not a number leaves a gap. */
  paintCurve({ losses }, range, colours) {
    const { context } = this;
    const { bottom } = this;
    const y = this.heights(range);
    const line = new Path2D();
    const ground = new Path2D();
    losses.forEach((loss, frame) => {
      if (!Number.isFinite(loss)) return;
      const starts = !Number.isFinite(losses[frame - 1] ?? NaN);
      const ends = !Number.isFinite(losses[frame + 1] ?? NaN);
      if (starts) ground.moveTo(this.xOf(frame), bottom);
      line[starts ? "moveTo" : "lineTo"](this.xOf(frame), y(loss));
      ground.lineTo(this.xOf(frame), y(loss));
      if (ends) ground.lineTo(this.xOf(frame), bottom);
      if (starts && ends) line.lineTo(this.xOf(frame) + 1, y(loss));
    });
    context.fillStyle = colours.faint;
    context.fill(ground);
    context.strokeStyle = colours.text;
    context.lineWidth = 1.5;
    context.stroke(line);
  }

  mark(head) {
    this.marker.style.transform = `translateX(${this.xOf(head)}px)`;
  }
}
