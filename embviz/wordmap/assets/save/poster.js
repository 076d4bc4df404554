// The picture as it travels: the map with its title, its legend, and a line that says which moment
// it shows and how far to trust it.

import { Copy } from "../map/copy.js";
import { FONTS, Shapes } from "./shapes.js";

const SPACE = 16; // pixels around everything
const TITLE = 22;
const PLAIN = 15;
const LEADING = 1.35;
const GAP = 6; // pixels between a swatch and its name
const ROWS = 3; // of the legend, at most
const LINES = 3; // of text below the map, at least: what is said may grow in a film

/** Cut a text into lines that fit. @param {(text: string) => number} measure */
export function wrap(text, width, measure) {
  const lines = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

export class Poster {
  /** What stands in `parts` is what is written. The map's size is in CSS pixels, and pixels for each. */
  constructor(parts, view, size) {
    Object.assign(this, { parts, view, size, family: view.family });
    this.map = document.createElement("canvas");
    this.mapContext = this.map.getContext("2d", { alpha: false });
    this.canvas = document.createElement("canvas");
    this.context = this.canvas.getContext("2d", { alpha: false });
    const { width, height, ratio } = size;
    Object.assign(this.map, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
    this.width = width + 2 * SPACE;
    this.legend = this.arrange(legendOf(parts.legend));
    this.rows = Math.max(LINES, this.caption().length);
    const last = this.legend.at(-1);
    this.top = SPACE + TITLE * LEADING + (last ? 2 * PLAIN + last.row * LEADING * PLAIN : SPACE / 2);
    this.height = this.top + height + this.rows * LEADING * PLAIN + 1.5 * SPACE;
    // Encoders of films want even numbers.
    const even = (pixels) => 2 * Math.ceil((pixels * ratio) / 2);
    Object.assign(this.canvas, { width: even(this.width), height: even(this.height) });
  }

  /** The names of the legend beside their colours, each in its place, as far as there is room. */
  arrange(entries) {
    this.context.font = `400 ${PLAIN}px ${this.family}`;
    const placed = [];
    let [x, row] = [SPACE, 0];
    for (const entry of entries) {
      const wide = swatchOf(entry.colours);
      const total = wide + this.context.measureText(entry.text).width;
      if (x > SPACE && x + total + SPACE > this.width) [x, row] = [SPACE, row + 1];
      if (row === ROWS) break;
      placed.push({ ...entry, x, row, wide });
      x += total + SPACE;
    }
    return placed;
  }

  paint() {
    const { context, view, size, map } = this;
    const { width, height, ratio } = size;
    view.paintTo(this.mapContext, width, height, ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.compose(() => context.drawImage(map, SPACE, this.top, width, height));
  }

  /** The same as shapes, in fonts that all have. @returns {import("./shapes.js").Shape[]} */
  shapes() {
    const { view, size, context: ruler } = this;
    const { width, height } = size;
    const pen = new Shapes(ruler);
    const sheet = Object.assign(Object.create(this), { context: pen, family: FONTS });
    sheet.legend = sheet.arrange(legendOf(this.parts.legend));
    const copy = new Copy({ film: view.film, family: FONTS }, "", pen, { ...size, ratio: 1 });
    copy.imitate(view);
    sheet.rows = sheet.caption().length;
    sheet.compose(() => pen.within(SPACE, this.top, width, height, () => copy.paint(view)));
    return pen.list;
  }

  /** @param {() => void} paintMap where it belongs */
  compose(paintMap) {
    const { context, view, size } = this;
    const { width, height } = size;
    context.fillStyle = view.colours.background;
    context.fillRect(0, 0, this.width + 2, this.height + 2); // to the edge, where sizes are rounded
    paintMap();
    Object.assign(context, { strokeStyle: view.colours.faint, lineWidth: 1, globalAlpha: 1 });
    context.strokeRect(SPACE, this.top, width, height);
    context.textBaseline = "alphabetic";
    context.textAlign = "left";
    this.write(this.parts.title.textContent, SPACE + TITLE, `600 ${TITLE}px`);
    this.paintLegend(SPACE + TITLE * LEADING + PLAIN);
    this.paintCaption(this.top + height + PLAIN * LEADING);
  }

  write(text, y, font, x = SPACE) {
    this.context.font = `${font} ${this.family}`;
    this.context.fillStyle = this.view.colours.text;
    this.context.fillText(text, x, y);
  }

  paintLegend(top) {
    for (const { text, colours, x, row, wide } of this.legend) {
      const y = top + row * LEADING * PLAIN;
      this.swatch(x, y - PLAIN * 0.7, Math.max(0, wide - GAP), PLAIN * 0.7, colours);
      this.write(text, y, `400 ${PLAIN}px`, x + wide);
    }
  }

  swatch(x, y, width, height, colours) {
    const { context } = this;
    const ramp = context.createLinearGradient(x, y, x + width, y);
    colours.forEach((colour, i) => ramp.addColorStop(i / Math.max(1, colours.length - 1), colour));
    context.fillStyle = ramp;
    if (colours.length) context.fillRect(x, y, width, height);
  }

  paintCaption(y) {
    const lines = this.caption().slice(0, this.rows);
    lines.forEach((line, i) => this.write(line, y + i * PLAIN * LEADING, `400 ${PLAIN}px`));
  }

  /** Which moment it is, and what is said below the map, in lines. */
  caption() {
    const { parts, context } = this;
    const pieces = [...parts.readout.children, parts.components].map((node) => node.textContent.trim());
    const said = pieces.filter(Boolean).join(" · ");
    context.font = `400 ${PLAIN}px ${this.family}`;
    const measure = (text) => context.measureText(text).width;
    return [...(said ? [said] : []), ...wrap(parts.sentence.textContent, this.size.width, measure)];
  }

  /** @returns {Promise<Blob>} */
  png() {
    this.paint();
    return new Promise((done) => this.canvas.toBlob(done, "image/png"));
  }
}

/** How much room a swatch takes: one of several colours is a ramp. */
const swatchOf = ({ length }) => (length ? (length > 1 ? 90 : PLAIN * 0.8) + GAP : 0);

/** What the legend shows: names, each with the colour or the colours of its swatch. */
function legendOf(legend) {
  return [...legend.children].map((node) => {
    const swatch = node.querySelector("i, .swatch, .ramp");
    const style = swatch ? getComputedStyle(swatch) : null;
    const ramp = style?.backgroundImage.match(/rgba?\([^)]*\)/g);
    return { text: node.textContent.trim(), colours: ramp ?? (style ? [style.backgroundColor] : []) };
  });
}
