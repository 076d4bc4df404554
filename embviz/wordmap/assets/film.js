// A film: the frames of one run that have arrived, and the questions that can be put to them.
// It only grows; a message may come twice, overlap, or leave a gap, without harm.

import { cosineOf, positionScale } from "./message.js";

const LEAVE_OUT = 0.01; // share of words that the camera may leave outside the map
const BRIEF = 3; // frames; what reaches farther for fewer than these, the camera lets go

export class Film {
  /** @param {object} header of the message that starts the run: with words */
  constructor(header) {
    this.run = header.run;
    this.n = header.n;
    this.words = header.words;
    this.groups = header.groups ?? { names: [], hues: [], shades: [], of: [] };
    this.epochs = [];
    this.losses = [];
    this.trusts = [];
    /** @type {Uint16Array[]} */
    this.xy = [];
    /** @type {Map<number, Uint16Array[]>} word -> rows by frame; a frame may be missing */
    this.lists = new Map();
    /** @type {Map<number, [string, number][]>} word -> exact neighbours at the last frame */
    this.final = new Map();
    this.reaches = []; // how far words get from the origin, frame by frame
    this.reach = { x: 0, y: 0 }; // and in the film so far: it only grows
    this.gaps = 0;
    this.expected = 0; // frames that Python believes are here
    this.header = {};
    this.kept = {}; // what a view leaves here for the next one: head, selection, last command
    this.update(header);
  }

  /** Frames held, without a gap. */
  get count() {
    return this.xy.length;
  }

  /** Frames expected of the whole run. */
  get total() {
    return Math.max(this.header.total ?? 0, this.count);
  }

  /** No further frame will come. */
  get complete() {
    return this.header.status === "done" && this.count === this.total;
  }

  /**
   * Take in what a message brings.
   * @returns {{added: number, missing: boolean}} missing: frames before these never arrived
   */
  accept({ header, frames, lists }) {
    this.update(header);
    if (header.words && header.first + frames.length < this.count) this.rewind();
    this.expected = Math.max(this.expected, header.first + frames.length);
    const missing = header.first > this.count;
    if (missing) this.gaps++;
    const before = this.count;
    if (!missing) frames.slice(this.count - header.first).forEach((frame) => this.append(frame));
    for (const list of lists) this.addList(list);
    for (const [word, ranked] of Object.entries(header.final ?? {})) {
      this.final.set(Number(word), ranked);
    }
    return { added: this.count - before, missing };
  }

  /** Keys that a later header leaves out stay as they were. */
  update(header) {
    this.header = { ...this.header, ...header };
    const { factor, offset } = positionScale(this.header.scale ?? 2);
    this.factor = factor;
    this.offset = offset;
  }

  /** Forget the frames: the same run begins again. */
  rewind() {
    this.expected = 0;
    this.epochs.length = this.losses.length = this.trusts.length = this.xy.length = 0;
    this.reaches.length = 0;
    this.reach = { x: 0, y: 0 };
    this.lists.clear();
    this.final.clear();
  }

  append({ epoch, loss, trust, xy }) {
    this.epochs.push(epoch);
    this.losses.push(loss);
    this.trusts.push(trust);
    this.xy.push(xy);
    this.reaches.push({ x: this.reachOf(xy, 0), y: this.reachOf(xy, 1) });
    if (this.count > 1 && this.count < BRIEF) return;
    const lasting = this.reaches.slice(-BRIEF);
    this.reach.x = Math.max(this.reach.x, Math.min(...lasting.map(({ x }) => x)));
    this.reach.y = Math.max(this.reach.y, Math.min(...lasting.map(({ y }) => y)));
  }

  /** The distance from the origin along an axis within which nearly all words stay. */
  reachOf(xy, axis) {
    const sizes = new Float32Array(this.n);
    for (let i = 0; i < this.n; i++) {
      sizes[i] = Math.abs(xy[2 * i + axis] * this.factor + this.offset);
    }
    return sizes.sort()[this.n - 1 - Math.floor(this.n * LEAVE_OUT)];
  }

  addList({ word, first, rows }) {
    if (!this.lists.has(word)) this.lists.set(word, []);
    const held = this.lists.get(word);
    rows.forEach((row, i) => (held[first + i] = row));
  }

  /** Positions at a head between two frames: linear in between. Fills `out` with n pairs. */
  positions(head, out) {
    if (this.count === 0) return out.fill(0);
    const frame = Math.min(Math.floor(head), this.count - 1);
    const from = this.xy[frame];
    const to = this.xy[Math.min(frame + 1, this.count - 1)];
    const share = head - frame;
    for (let i = 0; i < 2 * this.n; i++) {
      out[i] = (from[i] + (to[i] - from[i]) * share) * this.factor + this.offset;
    }
    return out;
  }

  /** The frame that a head is nearest to. */
  frameAt(head) {
    return Math.max(0, Math.min(Math.round(head), this.count - 1));
  }

  /** The frame about one epoch before another one, or -1 at the start. */
  frameBefore(frame) {
    const away = (other) => Math.abs(this.epochs[frame] - 1 - this.epochs[other]);
    let best = frame - 1;
    while (best > 0 && away(best - 1) <= away(best)) best--;
    return best;
  }

  /**
   * The neighbours of a word at a frame, nearest first; exact at the very end, where known.
   * @returns {{exact: boolean, entries: {id: number, word: string, cosine: number}[]} | null}
   */
  neighbours(word, frame) {
    if (this.complete && frame === this.count - 1 && this.final.has(word)) {
      const entry = ([name, cosine]) => ({ id: this.idOf(name), word: name, cosine });
      return { exact: true, entries: this.final.get(word).map(entry) };
    }
    const row = this.lists.get(word)?.[frame];
    if (!row) return null;
    const entries = [];
    for (let i = 0; i < row.length; i += 2) {
      entries.push({ id: row[i], word: this.words[row[i]], cosine: cosineOf(row[i + 1]) });
    }
    return { exact: false, entries };
  }

  /** Words that came into and fell out of a list since about an epoch before. */
  change(word, frame) {
    const before = this.frameBefore(frame);
    const [was, is] = [this.lists.get(word)?.[before], this.lists.get(word)?.[frame]];
    if (!was || !is) return null;
    const ids = (row) => [...row].filter((_, i) => i % 2 === 0);
    const [old, now] = [ids(was), ids(is)];
    const names = (list, others) => list.filter((id) => !others.includes(id)).map((id) => this.words[id]);
    return { epoch: this.epochs[before], came: names(now, old), went: names(old, now) };
  }

  /** What to ask for again, or null. */
  lacking() {
    return this.expected > this.count ? { run: this.run, from: this.count, words: false } : null;
  }

  /** Is part of the list of this word missing, though later parts have come? */
  hasListGap(word) {
    const rows = this.lists.get(word);
    return !rows || rows.length === 0 || rows.includes(undefined);
  }

  /** Index of a word on the map, -1 if it is not there. */
  idOf(word) {
    this.ids ??= new Map(this.words.map((name, id) => [name, id]));
    return this.ids.get(word) ?? -1;
  }
}
