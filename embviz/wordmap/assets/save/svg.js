// A list of shapes as SVG 1.1: text stays text, in fonts that all have. https://www.w3.org/TR/SVG11/

import { FONTS } from "./shapes.js";

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
// Signs that no XML may hold, escaped or not.
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const escaped = (text) => text.replace(FORBIDDEN, "\ufffd").replace(/[&<>"']/g, (sign) => ENTITIES[sign]);
const number = (value) => String(Math.round(value * 100) / 100);
const numbers = (...values) => values.map(number).join(" ");

/** @param {import("./shapes.js").Shape[]} shapes */
export function svg(shapes, width, height, title) {
  const size = `width="${number(width)}" height="${number(height)}" viewBox="0 0 ${numbers(width, height)}"`;
  const head = `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" font-family="${FONTS}">`;
  let parts = 0;
  const name = () => `part${++parts}`;
  const body = shapes.map((shape) => written(shape, name)).join("\n");
  return `${head}\n<title>${escaped(title)}</title>\n${body}\n</svg>\n`;
}

function written(shape, name) {
  const alpha = shape.alpha < 1 ? ` opacity="${number(shape.alpha)}"` : "";
  if (shape.kind === "clip") return clip(shape, name);
  if (shape.kind === "ramp") return ramp(shape, name());
  if (shape.kind === "path") return `<path d="${outline(shape.steps)}"${pen(shape)}${alpha}/>`;
  const bold = shape.bold ? ' font-weight="bold"' : "";
  const at = `x="${number(shape.x)}" y="${number(shape.y)}" font-size="${number(shape.size)}"${bold}`;
  return `<text ${at} fill="${shape.fill}"${alpha} xml:space="preserve">${escaped(shape.text)}</text>`;
}

function clip({ x, y, width, height, shapes }, name) {
  const id = name();
  const box = `<clipPath id="${id}"><rect width="${number(width)}" height="${number(height)}"/></clipPath>`;
  const inside = shapes.map((shape) => written(shape, name)).join("\n");
  return `<g transform="translate(${numbers(x, y)})">${box}<g clip-path="url(#${id})">\n${inside}\n</g></g>`;
}

function ramp({ x, y, width, height, colours }, id) {
  const stop = (colour, i) => `<stop offset="${number(i / Math.max(1, colours.length - 1))}" stop-color="${colour}"/>`;
  const colour = `<linearGradient id="${id}">${colours.map(stop).join("")}</linearGradient>`;
  const box = `x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}"`;
  return `${colour}<rect ${box} fill="url(#${id})"/>`;
}

function pen({ fill, stroke, width, evenodd }) {
  if (fill) return ` fill="${fill}"${evenodd ? ' fill-rule="evenodd"' : ""}`;
  return ` fill="none" stroke="${stroke}" stroke-width="${number(width)}" stroke-linejoin="round"`;
}

function outline(steps) {
  return steps.map(([step, ...at]) => {
    if (step === "O") return circle(...at);
    if (step === "R") return `M${numbers(at[0], at[1])}h${number(at[2])}v${number(at[3])}h${number(-at[2])}z`;
    return step === "Z" ? "z" : `${step}${numbers(...at)}`;
  }).join("");
}

const circle = (x, y, r) =>
  `M${numbers(x + r, y)}a${numbers(r, r)} 0 1 0 ${numbers(-2 * r, 0)}a${numbers(r, r)} 0 1 0 ${numbers(2 * r, 0)}z`;
