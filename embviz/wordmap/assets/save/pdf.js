// A list of shapes as PDF 1.4. Western words are set in Helvetica, which every reader has. Others are
// painted by the browser, with their text upon them, which is not seen but can be searched and copied:
// a page cannot read the fonts of its computer.
// https://opensource.adobe.com/dc-acrobat-sdk-docs/pdfstandards/PDF32000_2008.pdf

const ROUND = 0.5522847498; // how far the handles of four curves lie that make a circle
const POINT = 0.75; // points for a CSS pixel
const SHARP = 6; // pixels of a painted word for each CSS pixel
const SIGNS = 255; // that a font may have, but the first
const EMPTY = 500; // how wide an unseen sign is, in thousandths of its size

/** Windows-1252 above 127, as WinAnsiEncoding has it, but for what Latin-1 has at the same places. */
const WESTERN = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** Codes of a text in Helvetica; null where it has no letters for it. @returns {?number[]} */
export function western(text) {
  const codes = [...text].map((sign) => {
    const code = sign.codePointAt(0);
    const at = WESTERN.indexOf(sign);
    if (at >= 0) return 128 + at;
    return (code >= 32 && code < 127) || (code >= 160 && code < 256) ? code : -1;
  });
  return codes.includes(-1) ? null : codes;
}

const number = (value) => String(Math.round(value * 1000) / 1000);
const numbers = (...values) => values.map(number).join(" ");
const hex = (value, digits) => value.toString(16).padStart(digits, "0");
const colour = (name) => numbers(...[1, 3, 5].map((at) => parseInt(name.slice(at, at + 2), 16) / 255));
const units = (text) => [...Array(text.length).keys()].map((i) => hex(text.charCodeAt(i), 4)).join("");

/**
 * @param {import("./shapes.js").Shape[]} shapes
 * @param {(text: import("./shapes.js").Text, sharp: number) => {width: number, height: number, left: number, top: number, alpha: Uint8Array}} painted
 *   a word as pixels, and where they lie from the beginning of its line
 * @returns {Promise<Uint8Array>}
 */
export async function pdf(shapes, width, height, title, painted = paintedText) {
  const page = new Page(height, painted);
  const content = `${numbers(POINT, 0, 0, POINT, 0, 0)} cm\n${shapes.map((shape) => page.operators(shape)).join("\n")}`;
  const images = page.images.map((_, i) => `/I${i} ${FIRST + 2 * i} 0 R`).join(" ");
  const fonts = page.fonts.map((_, i) => `/T${i} ${FIRST + 2 * page.images.length + 2 * i} 0 R`).join(" ");
  const states = [...page.alphas].map((a) => `/A${a} << /ca ${a / 100} /CA ${a / 100} >>`).join(" ");
  const helvetica = (name) => `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  const resources = `/Font << /F1 5 0 R /F2 6 0 R ${fonts} >> /XObject << ${images} >> /ExtGState << ${states} >>`;
  const box = `/MediaBox [0 0 ${numbers(width * POINT, height * POINT)}]`;
  return file([
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    `<< /Type /Page /Parent 2 0 R ${box} /Contents 4 0 R /Resources << ${resources} >> >>`,
    await stream(bytes(content)),
    helvetica("Helvetica"),
    helvetica("Helvetica-Bold"),
    `<< /Title <feff${units(title)}> /Producer (embviz) >>`,
    ...(await imageObjects(page.images)),
    ...(await fontObjects(page.fonts, FIRST + 2 * page.images.length)),
  ]);
}

const FIRST = 8; // the number of the first object of which there may be any number

/** How shapes become operators; y leads upwards in a PDF. */
class Page {
  constructor(height, painted) {
    Object.assign(this, { height, painted, images: [], fonts: [], alphas: new Set([100]) });
  }

  operators(shape) {
    if (shape.kind === "clip") return this.clip(shape);
    const alpha = Math.round(100 * shape.alpha);
    this.alphas.add(alpha);
    return `q /A${alpha} gs ${this[shape.kind](shape)} Q`;
  }

  clip({ x, y, width, height, shapes }) {
    const whole = this.height;
    const low = whole - y - height;
    this.height = height;
    const inside = shapes.map((shape) => this.operators(shape)).join("\n");
    this.height = whole;
    return `q 1 0 0 1 ${numbers(x, low)} cm 0 0 ${numbers(width, height)} re W n\n${inside}\nQ`;
  }

  path({ steps, fill, stroke, width, evenodd }) {
    const outline = steps.map((step) => this.step(step)).join(" ");
    if (fill) return `${colour(fill)} rg ${outline} ${evenodd ? "f*" : "f"}`;
    return `${colour(stroke)} RG ${number(width)} w 1 j ${outline} S`;
  }

  step([step, x, y, ...more]) {
    if (step === "Z") return "h";
    const up = this.height - y;
    if (step === "R") return `${numbers(x, up - more[1], ...more)} re`;
    if (step === "O") return circle(x, up, more[0]);
    return `${numbers(x, up)} ${step === "M" ? "m" : "l"}`;
  }

  /** Stripes: as many as can be seen. */
  ramp({ x, y, width, height, colours }) {
    const up = this.height - y - height;
    const stripes = Math.max(1, Math.ceil(width));
    return Array.from({ length: stripes }, (_, i) => {
      const at = ((colours.length - 1) * i) / Math.max(1, stripes - 1);
      const part = between(colours[Math.floor(at)], colours[Math.ceil(at)], at % 1);
      return `${part} rg ${numbers(x + (width * i) / stripes, up, width / stripes + 0.1, height)} re f`;
    }).join(" ");
  }

  text(shape) {
    const { text, x, y, size, bold, fill } = shape;
    const codes = western(text);
    const at = numbers(x, this.height - y);
    if (!codes) return `${this.image(shape)} ${this.unseen(shape)}`;
    const string = codes.map((code) => hex(code, 2)).join("");
    return `${colour(fill)} rg BT /F${bold ? 2 : 1} ${number(size)} Tf ${at} Td <${string}> Tj ET`;
  }

  image(shape) {
    const { width, height, left, top, alpha } = this.painted(shape, SHARP);
    const at = numbers(shape.x + left, this.height - (shape.y + top + height / SHARP));
    this.images.push({ width, height, alpha, fill: shape.fill });
    return `q ${numbers(width / SHARP, 0, 0, height / SHARP)} ${at} cm /I${this.images.length - 1} Do Q`;
  }

  /** The text itself, as wide as it was painted. */
  unseen({ text, x, y, size, wide }) {
    const signs = [...text];
    const stretch = (100 * wide) / ((signs.length * size * EMPTY) / 1000);
    let said = "";
    for (const sign of signs) {
      const [font, code] = this.code(sign);
      said += `/T${font} ${number(size)} Tf <${hex(code, 2)}> Tj `;
    }
    return `BT 3 Tr ${number(stretch)} Tz ${numbers(x, this.height - y)} Td ${said}ET`;
  }

  /** Where a sign is among the fonts of unseen ones. */
  code(sign) {
    for (const [font, signs] of this.fonts.entries()) {
      if (signs.has(sign)) return [font, signs.get(sign)];
    }
    if (!this.fonts.length || this.fonts.at(-1).size === SIGNS) this.fonts.push(new Map());
    const signs = this.fonts.at(-1);
    signs.set(sign, signs.size + 1);
    return [this.fonts.length - 1, signs.size];
  }
}

function between(one, other, share) {
  const part = (name, at) => parseInt(name.slice(at, at + 2), 16) / 255;
  return numbers(...[1, 3, 5].map((at) => part(one, at) + (part(other, at) - part(one, at)) * share));
}

function circle(x, y, r) {
  const k = ROUND * r;
  const curve = (...at) => `${numbers(...at)} c`;
  return [
    `${numbers(x + r, y)} m`,
    curve(x + r, y + k, x + k, y + r, x, y + r),
    curve(x - k, y + r, x - r, y + k, x - r, y),
    curve(x - r, y - k, x - k, y - r, x, y - r),
    curve(x + k, y - r, x + r, y - k, x + r, y),
  ].join(" ");
}

/** A word as a canvas paints it. @returns {{width: number, height: number, left: number, top: number, alpha: Uint8Array}} */
function paintedText({ text, size, bold, wide }, sharp) {
  const canvas = document.createElement("canvas");
  const room = Math.ceil(size * 0.6); // beyond the line, for accents and slanted letters
  const width = Math.ceil((wide + 2 * room) * sharp);
  const height = Math.ceil((size + 2 * room) * sharp);
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.scale(sharp, sharp);
  context.direction = "ltr";
  context.font = `${bold ? 700 : 500} ${size}px sans-serif`;
  context.fillText(text, room, room + size);
  const { data } = context.getImageData(0, 0, width, height);
  const alpha = Uint8Array.from({ length: width * height }, (_, i) => data[4 * i + 3]);
  return { width, height, left: -room, top: -room - size, alpha };
}

/** Each a plain colour, seen through a mask. */
async function imageObjects(images) {
  const objects = [];
  for (const [i, { width, height, alpha, fill }] of images.entries()) {
    const size = `/Type /XObject /Subtype /Image /Width ${width} /Height ${height}`;
    const palette = `/ColorSpace [/Indexed /DeviceRGB 0 <${fill.slice(1)}>] /BitsPerComponent 1`;
    const plain = new Uint8Array(Math.ceil(width / 8) * height);
    objects.push(await stream(plain, `${size} ${palette} /SMask ${FIRST + 2 * i + 1} 0 R`));
    objects.push(await stream(alpha, `${size} /ColorSpace /DeviceGray /BitsPerComponent 8`));
  }
  return objects;
}

/** Fonts whose signs are not seen, with what they stand for. @param {Map<string, number>[]} fonts */
async function fontObjects(fonts, first) {
  const objects = [];
  for (const [i, signs] of fonts.entries()) {
    const codes = [...signs.values()];
    const names = codes.map(() => "/a").join(" "); // whatever: nobody sees it
    const widths = codes.map(() => EMPTY).join(" ");
    objects.push(
      `<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding /Differences [1 ${names}] >> ` +
        `/FirstChar 1 /LastChar ${codes.length} /Widths [${widths}] /ToUnicode ${first + 2 * i + 1} 0 R >>`,
    );
    objects.push(await stream(bytes(toUnicode(signs))));
  }
  return objects;
}

function toUnicode(signs) {
  const lines = [...signs].map(([sign, code]) => `<${hex(code, 2)}> <${units(sign)}>`);
  const blocks = [];
  while (lines.length) {
    const part = lines.splice(0, 100); // no more in one block
    blocks.push(`${part.length} beginbfchar\n${part.join("\n")}\nendbfchar`);
  }
  return [
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
    "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
    "1 begincodespacerange <00> <ff> endcodespacerange",
    ...blocks,
    "endcmap CMapName currentdict /CMap defineresource pop end end",
  ].join("\n");
}

const bytes = (text) => new TextEncoder().encode(text);

async function stream(data, more = "") {
  const packed = new Blob([data]).stream().pipeThrough(new CompressionStream("deflate"));
  const body = new Uint8Array(await new Response(packed).arrayBuffer());
  const head = `<< /Length ${body.length} /Filter /FlateDecode ${more} >>\nstream\n`;
  return joined([bytes(head), body, bytes("\nendstream")]);
}

function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Number objects, and say where each begins. @param {(string | Uint8Array)[]} objects */
function file(objects) {
  const parts = [bytes("%PDF-1.4\n%"), Uint8Array.of(0xe2, 0xe3, 0xcf, 0xd3, 10)];
  const places = [];
  let at = 15;
  for (const [i, body] of objects.entries()) {
    const whole = [bytes(`${i + 1} 0 obj\n`), typeof body === "string" ? bytes(body) : body, bytes("\nendobj\n")];
    places.push(at);
    for (const part of whole) at += part.length;
    parts.push(...whole);
  }
  const table = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  parts.push(bytes(`xref\n0 ${size}\n0000000000 65535 f \n${table}`));
  parts.push(bytes(`trailer\n<< /Size ${size} /Root 1 0 R /Info 7 0 R >>\nstartxref\n${at}\n%%EOF\n`));
  return joined(parts);
}
