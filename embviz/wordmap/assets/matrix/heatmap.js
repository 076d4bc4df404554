// E as a heat map: a row for each word, a column for each of its numbers, at the moment of the map
// that stands on the same page. Between two frames it shows the nearer one: nothing is made up.

import { element } from "../base/dom.js";
import { headAt } from "../film/player.js";
import { MOMENT } from "../link/pair.js";
import { rgb, themeOf } from "../map/palette.js";

const NAMES = 92; // CSS pixels for the words at the left
const NAMED = 9; // rows of so many pixels have room for their words

/** Red, green and blue of each byte, 0 … 255, by way of some colours. @param {string[]} stops */
export function ramp(stops) {
  const colours = stops.map(rgb);
  return Array.from({ length: 256 }, (_, byte) => {
    const at = (Math.max(0, byte - 1) / 254) * (colours.length - 1);
    const low = Math.min(Math.floor(at), colours.length - 2);
    return colours[low].map((c, i) => Math.round(c + (at - low) * (colours[low + 1][i] - c)));
  });
}

export class HeatMap {
  constructor(parent) {
    this.canvas = element("canvas", { role: "img", style: "display: block; width: 100%" });
    this.said = element("output", { style: "font: inherit; min-height: 1.4em; display: block" });
    this.root = element("div", { class: "heatmap" }, this.canvas, this.said);
    parent.append(this.root);
    this.cells = document.createElement("canvas"); // a pixel a cell
    this.frame = -1;
    this.epoch = null;
    this.follow = ({ detail }) => this.show(detail.epoch);
    document.addEventListener(MOMENT, this.follow);
    this.canvas.onpointermove = (event) => this.point(event);
    this.canvas.onpointerleave = () => this.tell();
    this.resized = new ResizeObserver(() => this.paint());
    this.resized.observe(this.canvas);
  }

  close() {
    document.removeEventListener(MOMENT, this.follow);
    this.resized.disconnect();
  }

  get isPresent() {
    return this.root.isConnected;
  }

  /** Take in the cells of all frames. */
  take(message) {
    if (!message) return this.paint();
    const { header, rest } = message;
    Object.assign(this, { header, bytes: rest, colours: ramp(header.colours) });
    Object.assign(this.cells, { width: header.c, height: header.n });
    this.canvas.style.height = header.height;
    this.canvas.setAttribute("aria-label", header.texts.alt);
    this.frame = -1;
    this.show(this.epoch ?? header.at);
  }

  /** Go to a moment. */
  show(epoch) {
    this.epoch = epoch;
    if (!this.header) return;
    const frame = Math.round(headAt(this.header.epochs, epoch));
    if (frame === this.frame) return;
    this.frame = frame;
    this.root.dataset.frame = frame;
    this.paint();
    this.tell();
  }

  paint() {
    const { header, canvas, cells, colours } = this;
    if (!header || this.frame < 0 || !canvas.clientWidth) return;
    const { n, c } = header;
    const picture = new ImageData(c, n);
    const first = this.frame * n * c;
    for (let i = 0; i < n * c; i++) {
      picture.data.set(colours[this.bytes[first + i]], 4 * i);
      picture.data[4 * i + 3] = 255;
    }
    cells.getContext("2d").putImageData(picture, 0, 0);
    const [ratio, wide, high] = [devicePixelRatio, canvas.clientWidth, canvas.clientHeight];
    Object.assign(canvas, { width: wide * ratio, height: high * ratio });
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    pen.imageSmoothingEnabled = false;
    pen.drawImage(cells, NAMES, 0, wide - NAMES, high);
    this.name(pen, high / n);
  }

  /** Write the words beside their rows, where there is room for them, and mark the selected ones. */
  name(pen, row) {
    const { text, primary, family } = themeOf(this.root);
    const { words, selected } = this.header;
    pen.textAlign = "right";
    pen.textBaseline = "middle";
    words.forEach((word, i) => {
      const marked = selected.includes(i);
      if (row < NAMED && !marked) return;
      pen.font = `${marked ? "bold " : ""}${Math.min(13, Math.max(10, row))}px ${family}`;
      pen.fillStyle = marked ? primary : text;
      pen.fillText(word, NAMES - 8, (i + 0.5) * row, NAMES - 10);
      if (marked) pen.fillRect(NAMES - 5, i * row, 3, row);
    });
  }

  /** Say the number of the cell under the pointer. */
  point({ offsetX, offsetY }) {
    const { header, canvas } = this;
    if (!header || offsetX < NAMES) return this.tell();
    const column = Math.floor(((offsetX - NAMES) / (canvas.clientWidth - NAMES)) * header.c);
    const row = Math.floor((offsetY / canvas.clientHeight) * header.n);
    const byte = this.bytes[(this.frame * header.n + row) * header.c + column];
    if (byte === undefined) return;
    const value = (((byte - 128) / 127) * header.most).toFixed(2);
    this.tell(` · ${fill(header.texts.cell, { word: header.words[row], column: column + 1, value })}`);
  }

  tell(more = "") {
    if (!this.header || this.frame < 0) return;
    const epoch = this.header.epochs[this.frame].toFixed(2);
    this.said.textContent = `${fill(this.header.texts.epoch, { epoch })}${more}`;
  }
}

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
