// Paints the map. Called up to 60 times a second: it makes no objects, and changes colours rarely.

import { grown } from "../base/dom.js";
import { fitting } from "../base/names.js";
import { Written } from "./written.js";

const TURN = 2 * Math.PI;
const ROUND = 2000; // words; the points of more are so small that squares, twice as quick, do
const VEIL = 0.78; // how far a label hides what lies under it
const SLABS = 7; // steps of depth in space
const SMALLEST = 0.65; // the farthest points, in sizes of those in the middle
const FAINTEST = 0.45; // their opacity
const WIDEST = 16; // a label is at most so many times as wide as high,
const SHARE = 0.4; // and takes this much of the map's width
const CROWD = 20; // selected words; the rings of more are thin, and under the labels

/** Begin a path that will be stroked. */
export function pen(context, colour, width, alpha = 1) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.globalAlpha = alpha;
  context.beginPath();
}

export class Painter {
  /** @param {CanvasRenderingContext2D} context */
  constructor(context) {
    this.context = context;
    this.fade(1, 1);
    const shares = Array.from({ length: SLABS }, (_, slab) => slab / (SLABS - 1));
    this.size = Float32Array.from(shares, (share) => SMALLEST + 2 * (1 - SMALLEST) * share);
    this.alpha = Float32Array.from(shares, (share) => FAINTEST + (1 - FAINTEST) * share);
  }

  /** Sizes in CSS pixels. @param {number} ratio pixels of the canvas for each of them */
  resize(width, height, ratio) {
    Object.assign(this, { width, height, ratio });
  }

  /**
   * Fonts and sizes: what depends on film, theme and size, not on time.
   * @param {boolean} large for the last row @param {number} share of the size of letters
   */
  prepare(film, family, large, share = 1) {
    const { n } = film;
    const { context } = this;
    Object.assign(this, { n, large });
    this.near = null;
    this.order = new Uint16Array(n);
    this.keys = new Uint16Array(n);
    this.radius = Math.max(2, 5.5 - Math.log2(Math.max(n, 30) / 30) * 0.6) * (large ? 1.4 : 1);
    const plain = this.width < 480 ? 13 : this.width * this.height > 500_000 || n < 60 ? 17 : 15;
    const size = Math.round(plain * (large ? 1.6 : grown()));
    this.plain = `500 ${share * size}px ${family}`;
    this.bold = `700 ${share * (size + 1)}px ${family}`;
    this.line = Math.round(size * 1.12);
    // Where a label begins is for us to say, whatever the direction of its script or of the page.
    context.direction = "ltr";
    context.textAlign = "left";
    const measure = (text) => context.measureText(text).width;
    const widest = Math.max(1, Math.min(SHARE * this.width, WIDEST * this.line));
    context.font = this.bold;
    this.words = film.words.map((word) => fitting(word, widest, measure));
    this.boldWidths = Float32Array.from(this.words, (word) => measure(word) + 4);
    context.font = this.plain;
    this.plainWidths = Float32Array.from(this.words, (word) => measure(word) + 4);
    this.widths = this.plainWidths.slice();
    this.written = new Written(n, this.line);
  }

  /** @param {{colours: object, of: Uint8Array}} colouring what points are coloured by */
  colour({ colours, of }) {
    this.colours = colours;
    this.tint = of;
    this.stride = colours.points.length + 1;
    this.starts = new Uint32Array(SLABS * this.stride + 1);
  }

  /** What labels.js needs to know. Words in bold take more room. */
  measure({ isSelected, hovered, dimmed }) {
    for (let word = 0; word < this.n; word++) {
      const bold = isSelected[word] || word === hovered;
      this.widths[word] = bold ? this.boldWidths[word] : this.plainWidths[word];
    }
    const { widths, line, width, height, near } = this;
    const radius = this.radius * (near ? this.size[SLABS - 1] : 1);
    return { widths, line, radius, width, height, near, ringed: isSelected, mute: dimmed };
  }

  /**
   * The order of painting: far before near, dimmed before others, then by colour, the commonest
   * words last. Counted, not compared, so that it can be had for every picture.
   * @param {?Float32Array} near how near each word is, in space
   */
  sort(near, dimmed) {
    const { n, keys, order, starts, stride, tint } = this;
    this.near = near;
    starts.fill(0);
    for (let word = 0; word < n; word++) {
      const slab = near ? this.slabOf(word) : 0;
      const key = slab * stride + (dimmed[word] ? 0 : stride - 1 - tint[word]);
      keys[word] = key;
      starts[key + 1]++;
    }
    for (let key = 1; key < starts.length; key++) starts[key] += starts[key - 1];
    for (let word = n - 1; word >= 0; word--) order[starts[keys[word]]++] = word;
  }

  slabOf(word) {
    return Math.min(SLABS - 1, Math.floor(this.near[word] * SLABS));
  }

  radiusOf(word) {
    return this.near ? this.radius * this.size[this.slabOf(word)] : this.radius;
  }

  /** How much is to be seen, 0 to 1, of the points, and of what goes with them. */
  fade(points, others) {
    this.presence = points;
    this.clarity = others;
  }

  /** Another picture behind, its points alone. @param {Float32Array} screen @param {number} presence */
  paintGhost(screen, presence) {
    const own = this.presence;
    this.presence = presence;
    this.paintPoints(screen, null);
    this.presence = own;
  }

  /** Everything below the points. @param {Float32Array} cross lines of the axes */
  begin(cross) {
    const { context } = this;
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.direction = "ltr";
    context.textAlign = "left";
    context.globalAlpha = 1;
    context.fillStyle = this.colours.background;
    context.fillRect(0, 0, this.width, this.height);
    pen(context, this.colours.faint, 1);
    for (let i = 0; i < cross.length; i += 4) {
      context.moveTo(cross[i], cross[i + 1]);
      context.lineTo(cross[i + 2], cross[i + 3]);
    }
    context.stroke();
  }

  /** @param {Float32Array} screen n pairs of CSS pixels */
  paint(screen, labels, marks) {
    this.written.list(screen, labels, this.widths, marks);
    this.paintLinks(screen, marks.links);
    this.paintVeils();
    this.paintPoints(screen, this.written.covered, 1 - VEIL);
    this.paintPoints(screen, this.written.open);
    this.paintCrosses(screen, marks.false);
    this.paintLightRings(screen, marks);
    const crowd = marks.selected.length > CROWD;
    if (crowd) this.paintRings(screen, marks);
    this.paintLabels();
    if (!crowd) this.paintRings(screen, marks);
  }

  paintLinks(screen, links) {
    const { context } = this;
    pen(context, this.colours.primary, 1.2, 0.45 * this.clarity);
    for (let i = 0; i < links.length; i += 2) {
      context.moveTo(screen[2 * links[i]], screen[2 * links[i] + 1]);
      context.lineTo(screen[2 * links[i + 1]], screen[2 * links[i + 1] + 1]);
    }
    context.stroke();
    context.globalAlpha = 1;
  }

  /**
   * One path for each colour and depth: thousands of arcs then cost little more than one.
   * @param {?Uint8Array} only words to paint, or null for all @param {number} clear how clearly
   */
  paintPoints(screen, only, clear = 1) {
    const { context, order, keys, width, height } = this;
    const small = this.n > ROUND;
    let key = -1;
    let radius = this.radius;
    context.beginPath();
    for (let i = 0; i < this.n; i++) {
      const word = order[i];
      if (only && !only[word]) continue;
      if (keys[word] !== key) {
        if (key >= 0) context.fill();
        key = keys[word];
        radius = this.useColour(key, clear);
        context.beginPath();
      }
      const x = screen[2 * word];
      const y = screen[2 * word + 1];
      if (x < -radius || y < -radius || x > width + radius || y > height + radius) continue;
      if (small) context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
      else {
        context.moveTo(x + radius, y);
        context.arc(x, y, radius, 0, TURN);
      }
    }
    context.fill();
    context.globalAlpha = 1;
  }

  /** Take up the colour of a key, so clear. @returns {number} the radius of its points */
  useColour(key, clear) {
    const { colours, stride } = this;
    const slab = Math.floor(key / stride);
    const tint = key % stride;
    this.context.fillStyle = tint === 0 ? colours.faint : colours.points[stride - 1 - tint];
    this.context.globalAlpha = clear * this.presence * (this.near ? this.alpha[slab] : 1);
    return this.near ? this.radius * this.size[slab] : this.radius;
  }

  /** Around neighbours, words in a lasso, and the word that is pointed at. */
  paintLightRings(screen, { hovered, links, caught, dimmed }) {
    const { context } = this;
    pen(context, this.colours.text, 1.2, 0.55 * this.clarity);
    for (let i = 1; i < links.length; i += 2) this.ring(screen, links[i], 1.5);
    context.stroke();
    pen(context, this.colours.text, 1.2, this.clarity);
    if (hovered >= 0) this.ring(screen, hovered, 3);
    context.stroke();
    context.globalAlpha = 1;
    if (!caught) return;
    pen(context, this.colours.primary, 2);
    for (let word = 0; word < this.n; word++) {
      if (caught[word] && !dimmed[word]) this.ring(screen, word, 2);
    }
    context.stroke();
  }

  /** Over words that are near on the map, but are no neighbours. */
  paintCrosses(screen, words) {
    const { context } = this;
    pen(context, this.colours.text, 1.5, this.clarity);
    for (let i = 0; i < words.length; i++) {
      const reach = this.radiusOf(words[i]) + 1;
      const x = screen[2 * words[i]];
      const y = screen[2 * words[i] + 1];
      context.moveTo(x - reach, y - reach);
      context.lineTo(x + reach, y + reach);
      context.moveTo(x + reach, y - reach);
      context.lineTo(x - reach, y + reach);
    }
    context.stroke();
    context.globalAlpha = 1;
  }

  /** Around selected words, whose points no label may hide where they are few. */
  paintRings(screen, { selected, isSelected }) {
    const { context } = this;
    if (!selected.length) return;
    const many = selected.length > CROWD;
    pen(context, this.colours.primary, (many ? 2 : 3) + (this.large ? 1 : 0), this.clarity);
    for (let i = 0; i < selected.length; i++) this.ring(screen, selected[i], many ? 2 : 4);
    context.stroke();
    this.paintPoints(screen, isSelected);
  }

  ring(screen, word, gap) {
    const radius = this.radiusOf(word) + gap;
    const x = screen[2 * word];
    const y = screen[2 * word + 1];
    this.context.moveTo(x + radius, y);
    this.context.arc(x, y, radius, 0, TURN);
  }

  /** What the labels stand on, below the points. */
  paintVeils() {
    const { context, written, line } = this;
    context.fillStyle = this.colours.background;
    for (let i = 0; i < written.count; i++) {
      context.globalAlpha = written.clear[i] * this.clarity * VEIL;
      context.fillRect(written.left[i], written.top[i], written.right[i] - written.left[i], line);
    }
    context.globalAlpha = 1;
  }

  paintLabels() {
    const { context, written, line, colours } = this;
    context.textBaseline = "middle";
    context.font = this.plain;
    for (let i = 0; i < written.count; i++) {
      if (i === written.bold) context.font = this.bold;
      const word = written.words[i];
      context.globalAlpha = written.clear[i] * this.clarity;
      context.fillStyle = colours.labels[this.tint[word]];
      context.fillText(this.words[word], written.left[i] + 2, written.top[i] + line / 2);
    }
    context.globalAlpha = 1;
  }

  /** A line of text upon a veil, so that it can be read above points. */
  write(text, x, y, width, colour, veil, opacity) {
    const { context, line } = this;
    context.globalAlpha = veil;
    context.fillStyle = this.colours.background;
    context.fillRect(x, y, width, line);
    context.globalAlpha = opacity;
    context.fillStyle = colour;
    context.fillText(text, x + 2, y + line / 2);
  }
}
