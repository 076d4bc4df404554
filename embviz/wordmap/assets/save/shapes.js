// A canvas that paints nothing: it notes what is painted, as a list of shapes that can be written as
// SVG or PDF. It knows as much of a canvas' context as the painter and the poster use.

import { rgb } from "../map/palette.js";

/** What has been painted in these fonts looks the same everywhere. */
export const FONTS = "Helvetica, Arial, 'Liberation Sans', sans-serif";

/**
 * @typedef {{kind: "path", steps: (string | number)[][], fill?: string, stroke?: string, width?: number, evenodd?: boolean, alpha: number}} Path
 * @typedef {{kind: "text", text: string, x: number, y: number, size: number, bold: boolean, fill: string, alpha: number, wide: number}} Text
 * @typedef {{kind: "ramp", x: number, y: number, width: number, height: number, colours: string[], alpha: number}} Ramp
 * @typedef {{kind: "clip", x: number, y: number, width: number, height: number, shapes: Shape[]}} Clip  moved to x and y, cut at its size
 * @typedef {Path | Text | Ramp | Clip} Shape
 */

/** "#rrggbb", and how much of it is seen. @returns {[string, number]} */
function solid(colour) {
  const parts = colour.startsWith("#") ? [] : (colour.match(/[\d.]+/g) ?? []);
  const hex = rgb(colour).map((part) => Math.round(part).toString(16).padStart(2, "0"));
  return [`#${hex.join("")}`, parts.length > 3 ? Number(parts[3]) : 1];
}

export class Shapes {
  /** @param {CanvasRenderingContext2D} ruler measures texts */
  constructor(ruler) {
    this.ruler = ruler;
    /** @type {Shape[]} */
    this.list = [];
    this.steps = [];
    Object.assign(this, { fillStyle: "#000000", strokeStyle: "#000000", lineWidth: 1, globalAlpha: 1 });
    Object.assign(this, { font: "400 10px sans-serif", textBaseline: "alphabetic" });
  }

  /** Paint into a part of the sheet. @param {() => void} paint as if that part began at 0, 0 */
  within(x, y, width, height, paint) {
    const { list } = this;
    const shapes = (this.list = []);
    paint();
    this.list = list;
    list.push({ kind: "clip", x, y, width, height, shapes });
  }

  setTransform() {} // sizes are CSS pixels here

  measureText(text) {
    this.ruler.font = this.font;
    return this.ruler.measureText(text);
  }

  beginPath() {
    this.steps = [];
  }

  moveTo(x, y) {
    this.steps.push(["M", x, y]);
  }

  /** A line that begins nowhere begins where it leads to. */
  lineTo(x, y) {
    this.steps.push([this.steps.length ? "L" : "M", x, y]);
  }

  /** Whole circles only. */
  arc(x, y, radius) {
    this.steps.push(["O", x, y, radius]);
  }

  rect(x, y, width, height) {
    this.steps.push(["R", x, y, width, height]);
  }

  closePath() {
    this.steps.push(["Z"]);
  }

  fill(rule) {
    if (!this.steps.length) return;
    const [fill, share] = solid(this.fillStyle);
    this.add({ kind: "path", steps: this.steps.slice(), fill, evenodd: rule === "evenodd" }, share);
  }

  stroke() {
    if (!this.steps.some(([step]) => step !== "M")) return;
    const [stroke, share] = solid(this.strokeStyle);
    this.add({ kind: "path", steps: this.steps.slice(), stroke, width: this.lineWidth }, share);
  }

  fillRect(x, y, width, height) {
    if (Array.isArray(this.fillStyle)) return this.add({ kind: "ramp", x, y, width, height, colours: this.fillStyle }, 1);
    const [fill, share] = solid(this.fillStyle);
    this.add({ kind: "path", steps: [["R", x, y, width, height]], fill }, share);
  }

  strokeRect(x, y, width, height) {
    this.steps = [["R", x, y, width, height]];
    this.stroke();
  }

  /** Colours from left to right, evenly apart, as the legend has them. */
  createLinearGradient() {
    const colours = [];
    colours.addColorStop = (_, colour) => colours.push(solid(colour)[0]);
    return colours;
  }

  fillText(text, x, y) {
    const [fill, share] = solid(this.fillStyle);
    const [, weight, size] = this.font.match(/^(\d+) ([\d.]+)px/).map(Number);
    const shape = { kind: "text", text, x, y: y + this.drop(), size, bold: weight >= 600, fill };
    this.add({ ...shape, wide: this.measureText(text).width }, share);
  }

  /** How far below `y` the letters stand. */
  drop() {
    if (this.textBaseline === "alphabetic") return 0;
    const { ruler } = this;
    ruler.font = this.font;
    ruler.textBaseline = this.textBaseline;
    const above = ruler.measureText("x").fontBoundingBoxAscent;
    ruler.textBaseline = "alphabetic";
    return ruler.measureText("x").fontBoundingBoxAscent - above;
  }

  add(shape, share) {
    const alpha = share * this.globalAlpha;
    if (alpha > 0.004) this.list.push({ ...shape, alpha });
  }
}
