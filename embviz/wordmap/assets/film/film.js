// A film: the frames of one run that have arrived, and the questions that can be put to them.
// It only grows; a message may come twice, overlap, or leave a gap, without harm.

import { cosineOf, positionScale } from "./message.js";
import { Metadata } from "./metadata.js";
import { Rows } from "./rows.js";

const NEIGHBOURS = 10; // of a word
const LEAVE_OUT = 0.01; // share of words that the camera may leave outside the map
const BRIEF = 3; // frames; what reaches farther for fewer than these, the camera lets go

export class Film {
  /** @param {object} header of the message that starts the run: with words */
  constructor(header) {
    this.run = header.run;
    this.edition = 0; // another one has other words, or another number of coordinates
    this.gaps = 0;
    this.header = {};
    this.kept = {}; // what a view leaves here for the next one: head, selection, last command
    this.rewind();
    this.setWords(header);
  }

  /** Who is in the film, and in how many dimensions. */
  setWords(header) {
    this.n = header.n;
    this.dims = header.dims ?? 2;
    this.words = header.words;
    this.ids = new Map(this.words.map((name, id) => [name, id]));
    this.counts = header.counts ?? [];
    this.groups = header.groups ?? { names: [], hues: [], shades: [], of: [] };
    this.metadata = new Metadata(header);
    this.header = {};
    this.update(header);
  }

  /** Is this a picture of vectors that were not trained here? It has one frame, and no epochs. */
  get isStill() {
    return Boolean(this.header.still);
  }

  /** Frames held, without a gap. */
  get count() {
    return this.xy.length;
  }

  /** Does it say what shares of sentences a classifier sorts rightly? */
  get isScored() {
    return this.scores.some(Boolean);
  }

  /** Frames expected of the whole run. */
  get total() {
    return Math.max(this.header.total ?? 0, this.count);
  }

  /** No further frame will come. */
  get complete() {
    return (this.header.status === "done" || this.isStill) && this.count === this.total;
  }

  /** The frame of the lowest held-out loss, where that rose again by more than noise; else null. */
  get best() {
    const { best = -1 } = this.header;
    return best >= 0 && best < this.count ? best : null;
  }

  /** The frame on which it comes to rest after its end, where that is not the last one. */
  get rest() {
    return this.complete ? this.best : null;
  }

  /** @returns {{added: number, missing: boolean}} missing: frames before these never arrived */
  accept({ header, frames, lists, layers = [], table = null, matrix = null }) {
    if (header.words && this.hasOtherWords(header)) this.replaceWords(header);
    if (header.words) this.greeting = header.greeting;
    this.update(header);
    if (header.words && header.first + frames.length < this.count) this.rewind();
    this.expected = Math.max(this.expected, header.first + frames.length);
    const missing = header.first > this.count;
    if (missing) this.gaps++;
    const before = this.count;
    if (!missing) frames.slice(this.count - header.first).forEach((frame) => this.append(frame));
    if (!missing) for (const frame of header.jumps ?? []) this.jumps.add(frame);
    for (const list of lists) this.addList(list);
    for (const layer of layers) this.addLayer(layer);
    this.table = table ?? this.table;
    if (matrix) this.rows = new Rows(matrix.frames, matrix.blocks, matrix.d);
    for (const [word, ranked] of Object.entries(header.final ?? {})) {
      this.final.set(Number(word), ranked);
    }
    return { added: this.count - before, missing };
  }

  hasOtherWords({ n, dims = 2, words }) {
    return n !== this.n || dims !== this.dims || words.some((word, id) => word !== this.words[id]);
  }

  /** The same run with other words or from another side: what is selected stays, by name. */
  replaceWords(header) {
    const selected = this.kept.selected?.map((word) => this.words[word]);
    this.rewind();
    this.edition++;
    this.setWords(header);
    const found = selected?.map((word) => this.idOf(word)).filter((word) => word >= 0);
    if (found) this.kept.selected = found;
  }

  /** Keys that a later header leaves out stay as they were. */
  update(header) {
    this.header = { ...this.header, ...header };
    this.groups = header.groups ?? this.groups; // clusters come once they are found
    Object.assign(this, positionScale(this.header.scale ?? 2)); // factor and offset
  }

  /** Without frames, as at first; also where the same run begins again. */
  rewind() {
    this.expected = 0; // frames that Python believes are here
    this.epochs = [];
    this.losses = [];
    this.trusts = [];
    /** @type {(?(?number)[])[]} what shares of training and validation sentences a classifier sorts
     * rightly; null where it is none */
    this.scores = [];
    /** @type {(?number[])[]} what share of differences each component holds, where axes are some */
    this.explained = [];
    /** @type {Uint16Array[]} */
    this.xy = [];
    /** @type {Map<number, Uint16Array[]>} word -> rows by frame; a frame may be missing */
    this.lists = new Map();
    /** @type {Map<number, [string, number][]>} word -> exact neighbours at the last frame */
    this.final = new Map();
    /** @type {Map<string, import("./message.js").Layer>} its rows by frame; one may be missing */
    this.layers = new Map();
    /** @type {?import("./message.js").Table} the one that came last */
    this.table = null;
    /** @type {?Rows} what answers where there is no Python */
    this.rows = null;
    /** @type {Set<number>} frames that words do not fly to: the picture before fades out */
    this.jumps = new Set();
    this.reaches = []; // how far words get from the origin, frame by frame
    this.reach = { x: 0, y: 0 }; // and in the film so far: it only grows
  }

  append({ epoch, loss, trust, scores = null, explained = null, xy }) {
    this.scores.push(scores);
    this.explained.push(explained);
    this.epochs.push(epoch);
    this.losses.push(loss);
    this.trusts.push(trust);
    this.xy.push(xy);
    this.reaches.push(this.reachOf(xy));
    if (this.count > 1 && this.count < BRIEF) return;
    const lasting = this.reaches.slice(-BRIEF);
    this.reach.x = Math.max(this.reach.x, Math.min(...lasting.map(({ x }) => x)));
    this.reach.y = Math.max(this.reach.y, Math.min(...lasting.map(({ y }) => y)));
  }

  /** How far nearly all words stay from the origin: in space, the same from every side. */
  reachOf(xy) {
    if (this.dims === 2) return { x: this.extent(xy, 0, 1), y: this.extent(xy, 1, 2) };
    const radius = this.extent(xy, 0, 3);
    return { x: radius, y: radius };
  }

  /** The same along some of the axes. */
  extent(xy, from, to) {
    const sizes = new Float32Array(this.n);
    for (let word = 0; word < this.n; word++) {
      for (let axis = from; axis < to; axis++) {
        sizes[word] += (xy[this.dims * word + axis] * this.factor + this.offset) ** 2;
      }
    }
    // The words that make axes stand farthest out, and are what one looks for.
    const outside = this.header.axes ? 0 : Math.floor(this.n * LEAVE_OUT);
    return Math.sqrt(sizes.sort()[this.n - 1 - outside]);
  }

  addList({ word, first, rows }) {
    if (!this.lists.has(word)) this.lists.set(word, []);
    const held = this.lists.get(word);
    rows.forEach((row, i) => (held[first + i] = row));
  }

  /** Numbers on another scale come with all their frames again. */
  addLayer({ name, first, low, high, absolute, runs, chance = 0, rows }) {
    const before = this.layers.get(name);
    const same = before && before.low === low && before.high === high;
    const layer = same ? before : { name, low, high, absolute, rows: [] };
    Object.assign(layer, { runs, chance });
    this.layers.set(name, layer);
    rows.forEach((row, i) => (layer.rows[first + i] = row));
  }

  /** The numbers of a layer at the last frame up to this one that has some, or null. */
  layerAt(name, frame) {
    const rows = this.layers.get(name)?.rows ?? [];
    for (let at = Math.min(frame, rows.length - 1); at >= 0; at--) if (rows[at]) return rows[at];
    return null;
  }

  /** Clusters are found once the film is complete. */
  get lacksClusters() {
    const { clusters, column, groups } = this.header;
    return Boolean(clusters) && !column && !groups && this.complete;
  }

  hasLayerGap(name) {
    if (name === "group") return this.lacksClusters;
    if (name === "sure") return (this.layers.get(name)?.runs ?? 0) < (this.header.sure ?? 0);
    return hasGap(this.layers.get(name)?.rows);
  }

  /**
   * Positions at a head between two frames: linear in between, but for a jump, on either side of
   * which they are those of the nearer frame. Fills `out`, dims a word.
   */
  positions(head, out) {
    if (this.count === 0) return out.fill(0);
    const jumping = this.fade(head) > 0;
    const frame = jumping ? this.frameAt(head) : Math.min(Math.floor(head), this.count - 1);
    const from = this.xy[frame];
    const to = this.xy[Math.min(frame + 1, this.count - 1)];
    const share = jumping ? 0 : head - frame;
    for (let i = 0; i < out.length; i++) {
      out[i] = (from[i] + (to[i] - from[i]) * share) * this.factor + this.offset;
    }
    return out;
  }

  /** How far a jump has come, that a head is in the middle of: above 0, below 1. Else 0. */
  fade(head) {
    const frame = Math.floor(head);
    return this.jumps.has(frame + 1) && frame + 1 < this.count ? head - frame : 0;
  }

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
   * The neighbours of a word at a frame, nearest first; exact at the very end, where known. Where
   * no Python can be asked (`alone`), rows answer, or those of the last frame stand in.
   * @returns {{exact: boolean, late?: true, frame?: number, entries: Entry[]} | null}  with
   *   Entry {id: number, word: string, cosine: number}; late: they are those of the last frame;
   *   frame: which rows answered
   */
  neighbours(word, frame) {
    const last = this.count - 1;
    const list = this.listAt(word, frame);
    if (list || !this.header.alone || frame === last) return list;
    if (this.rows) return this.answered(word, this.rows.nearest(frame));
    const late = this.listAt(word, last);
    return late && { ...late, late: true };
  }

  /** The neighbours that the rows of a frame tell. */
  answered(word, frame) {
    return { exact: false, frame, entries: this.named(this.rows.neighbours(frame, word, NEIGHBOURS)) };
  }

  /** Answers of the rows, with their words. */
  named(answers) {
    return answers.map(({ id, cosine }) => ({ id, word: this.words[id], cosine }));
  }

  listAt(word, frame) {
    if (this.complete && frame === this.count - 1 && this.final.has(word)) {
      const entry = ([name, cosine]) => ({ id: this.idOf(name), word: name, cosine });
      return { exact: true, entries: this.final.get(word).map(entry) };
    }
    const row = this.rowOf(word, frame);
    return row && { exact: false, entries: this.entriesOf(row) };
  }

  /** The table of a frame at rest is there before a word's own list is asked for. */
  rowOf(word, frame) {
    const resting = this.table?.frame === frame ? this.table.rows[word] : null;
    return this.lists.get(word)?.[frame] ?? resting;
  }

  /** Pairs of id and cosine, as they came, in words. @param {Uint16Array} row */
  entriesOf(row) {
    const entry = (id, cosine) => ({ id, word: this.words[id], cosine: cosineOf(cosine) });
    return Array.from({ length: row.length / 2 }, (_, i) => entry(row[2 * i], row[2 * i + 1]));
  }

  /** Those of them that are on the map, by which its place can be judged; null if not here. */
  shownNeighbours(word, frame) {
    const row = this.rowOf(word, frame);
    if (row) return this.entriesOf(row);
    return this.rows?.has(frame) ? this.answered(word, frame).entries : null;
  }

  /**
   * Words that came into and fell out of a list since about an epoch before; null: nobody knows.
   * Frames before the last know the words on the map alone, which a list of all is not compared with.
   */
  change(word, frame) {
    if (!this.header.whole && this.neighbours(word, frame)?.exact) return null;
    const before = this.frameBefore(frame);
    const [old, now] = [this.idsAt(word, before), this.idsAt(word, frame)];
    if (!old || !now) return null;
    const names = (list, others) => list.filter((id) => !others.includes(id)).map((id) => this.words[id]);
    return { before, came: names(now, old), went: names(old, now) };
  }

  /** The neighbours of a word by their ids; null where they are not known for that frame. */
  idsAt(word, frame) {
    const row = this.lists.get(word)?.[frame];
    if (row) return [...row].filter((_, i) => i % 2 === 0);
    return this.rows?.has(frame) ? this.answered(word, frame).entries.map(({ id }) => id) : null;
  }

  /** What to ask for again, or null. */
  lacking() {
    return this.expected > this.count ? { run: this.run, from: this.count, words: false } : null;
  }

  /** Is part of the list of this word missing, though later parts have come? */
  hasListGap(word) {
    if (this.isStill && this.final.has(word)) return false;
    return hasGap(this.lists.get(word));
  }

  /** Index of a word on the map, -1 if it is not there. */
  idOf(word) {
    return this.ids.get(word) ?? -1;
  }
}

const hasGap = (rows = []) => rows.length === 0 || rows.includes(undefined);
