import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateSync } from "node:zlib";

import { pdf, western } from "../../embviz/wordmap/assets/save/pdf.js";
import { Shapes } from "../../embviz/wordmap/assets/save/shapes.js";
import { svg } from "../../embviz/wordmap/assets/save/svg.js";

/** A ruler for which every sign is half as wide as high. */
const ruler = () => ({
  font: "",
  textBaseline: "alphabetic",
  measureText(text) {
    const size = Number(this.font.match(/([\d.]+)px/)[1]);
    return { width: (text.length * size) / 2, fontBoundingBoxAscent: size * (this.textBaseline === "middle" ? 0.4 : 0.8) };
  },
});

function sheet(words) {
  const pen = new Shapes(ruler());
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, 200, 100);
  pen.within(10, 20, 180, 60, () => {
    pen.fillStyle = "rgb(1 2 3 / 50%)".replace("50%", "0.5");
    pen.beginPath();
    pen.moveTo(55, 30);
    pen.arc(50, 30, 5);
    pen.fill();
    pen.strokeStyle = "#0b65a3";
    pen.lineWidth = 2;
    pen.beginPath();
    pen.lineTo(0, 0);
    pen.lineTo(10, 10);
    pen.stroke();
    pen.font = "700 20px serif";
    pen.textBaseline = "middle";
    pen.fillStyle = "#c98200";
    words.forEach((word, i) => pen.fillText(word, 60, 10 + 20 * i));
  });
  return pen.list;
}

test("what is painted is noted with its colours, places and sizes", () => {
  const [ground, map] = sheet(["king"]);
  assert.deepEqual([ground.kind, ground.fill, ground.alpha], ["path", "#ffffff", 1]);
  assert.deepEqual([map.kind, map.x, map.y, map.width, map.height], ["clip", 10, 20, 180, 60]);
  const [point, line, word] = map.shapes;
  assert.deepEqual([point.fill, point.alpha], ["#010203", 0.5]);
  assert.deepEqual([line.steps, line.width], [[["M", 0, 0], ["L", 10, 10]], 2]);
  // In the middle of its line: the letters stand lower by what the fonts say.
  assert.deepEqual([word.text, word.x, word.y, word.size, word.bold], ["king", 60, 18, 20, true]);
});

test("what cannot be seen is left out", () => {
  const pen = new Shapes(ruler());
  pen.globalAlpha = 0;
  pen.fillRect(0, 0, 9, 9);
  pen.globalAlpha = 1;
  pen.beginPath();
  pen.stroke();
  pen.fill();
  assert.deepEqual(pen.list, []);
});

test("an SVG holds words as text, whatever they are", () => {
  const written = svg(sheet(["<img src=x>", "a & b", "слово\u0000"]), 200, 100, "t <b>");
  assert.ok(written.includes(">&lt;img src=x&gt;</text>") && !written.includes("<img"));
  assert.ok(written.includes(">a &amp; b</text>") && written.includes(">слово\ufffd</text>"));
  assert.ok(written.includes('<title>t &lt;b&gt;</title>') && written.includes('font-weight="bold"'));
  assert.ok(written.includes('<clipPath id="part1"><rect width="180" height="60"/></clipPath>'));
});

test("letters of Western languages have codes, others none", () => {
  assert.deepEqual(western("a€ß’"), [97, 128, 223, 146]);
  assert.equal(western("ł"), null);
  assert.equal(western("a\u0007"), null);
});

const latin = (bytes) => Buffer.from(bytes).toString("latin1");

/** All streams of a file, unpacked. */
function streams(bytes) {
  const text = latin(bytes);
  return [...text.matchAll(/\/Length (\d+) [^]*?stream\n/g)].map(({ index, 0: head, 1: length }) => {
    const start = index + head.length;
    return inflateSync(Buffer.from(text.slice(start, start + Number(length)), "latin1"));
  });
}

const painted = ({ text }) => ({ width: 8 * text.length, height: 4, left: -1, top: -3, alpha: new Uint8Array(32 * text.length).fill(9) });

test("a PDF sets Western words, and paints others with their text upon them", async () => {
  const data = await pdf(sheet(["king", "слово", "ёж"]), 200, 100, "ёж", painted);
  const text = latin(data);
  const [content, ...more] = streams(data);
  assert.ok(text.includes("/MediaBox [0 0 150 75]"));
  assert.ok(latin(content).includes(`/F2 20 Tf 60 42 Td <${Buffer.from("king").toString("hex")}> Tj`));
  assert.equal(latin(content).match(/\/I\d Do/g).length, 2);
  const said = latin(more.at(-1)); // what the unseen signs stand for
  const signs = new Map([...said.matchAll(/<(..)> <(....)>/g)].map(([, code, unit]) => [code, String.fromCharCode(parseInt(unit, 16))]));
  const words = latin(content).split("BT ").filter((part) => part.includes("/T0"));
  const read = words.map((part) => [...part.matchAll(/\/T0 20 Tf <(..)>/g)].map(([, code]) => signs.get(code)).join(""));
  assert.deepEqual(read, ["слово", "ёж"]);
  for (const [i, place] of [...text.matchAll(/(\d{10}) 00000 n/g)].entries()) {
    assert.ok(text.slice(Number(place[1])).startsWith(`${i + 1} 0 obj`));
  }
  assert.ok(text.slice(Number(text.match(/startxref\n(\d+)/)[1])).startsWith("xref"));
});

test("many different signs need more than one font", async () => {
  const word = String.fromCodePoint(...Array.from({ length: 300 }, (_, i) => 0x4e00 + i));
  const text = latin(await pdf(sheet([word]), 200, 100, "", painted));
  assert.equal(text.match(/\/ToUnicode/g).length, 2);
});
