import assert from "node:assert/strict";
import { test } from "node:test";

import { Film } from "../../embviz/wordmap/assets/film/film.js";
import { Rows } from "../../embviz/wordmap/assets/film/rows.js";
import { Fragment, fragmentOf, readFragment } from "../../embviz/wordmap/assets/link/fragment.js";
import { Card, Panel } from "../../embviz/wordmap/assets/panels/panel.js";

const d = 3;
/** Rows of five words at three frames, as whole numbers. */
const VALUES = [
  [[127, 0, 0], [100, 127, -5], [-127, 3, 9], [0, 0, 0], [127, 0, 0]],
  [[127, 9, 0], [90, 127, -5], [-120, -127, 9], [5, 127, 0], [127, 0, -128 + 1]],
  [[12, 127, 40], [90, 127, -50], [-120, -127, 90], [5, 127, -90], [-127, 1, 2]],
];

function rowsOf(frames = [0, 3, 5], values = VALUES.slice(0, frames.length)) {
  const blocks = values.map((value, i) => {
    const before = values[i - 1]?.flat() ?? [];
    return Uint8Array.from(value.flat(), (number, at) => number - (before[at] ?? 0));
  });
  return new Rows(frames, blocks, d);
}

const cosine = (x, y) => {
  const product = (a, b) => a.reduce((sum, number, i) => sum + number * b[i], 0);
  return product(x, y) / (Math.sqrt(product(x, x) * product(y, y)) || 1);
};

const near = (found, wanted) => assert.ok(Math.abs(found - wanted) < 1e-6, `${found} is not ${wanted}`);
const unit = (x) => x.map((number) => number / (Math.hypot(...x) || 1));

test("cosines are those of the rows, whatever frame is asked for first", () => {
  for (const order of [[0, 3, 5], [5, 0, 3]]) {
    const rows = rowsOf();
    for (const frame of order) {
      const value = VALUES[[0, 3, 5].indexOf(frame)];
      value.forEach((x, i) => value.forEach((y, j) => near(rows.similarity(frame, i, j), cosine(x, y))));
    }
  }
});

test("neighbours are sorted, equal ones by their places, the word itself is none", () => {
  const found = rowsOf().neighbours(0, 0, 10);
  assert.deepEqual(found.map(({ id }) => id), [4, 1, 3, 2]);
  near(found[0].cosine, 1);
  near(found[2].cosine, 0);
  assert.equal(rowsOf().neighbours(0, 0, 2).length, 2);
});

test("a rank is the place among the neighbours", () => {
  const rows = rowsOf();
  for (const frame of [0, 3, 5]) {
    for (let of = 0; of < 5; of++) {
      rows.neighbours(frame, of, 9).forEach(({ id }, place) => assert.equal(rows.rank(frame, id, of), place + 1));
    }
  }
});

test("an analogy is 3CosAdd, with the inputs or without", () => {
  const rows = rowsOf();
  for (const asked of [[0, 1, 2], [1, 4, 0], [2, 2, 3]]) {
    const [a, b, c] = asked.map((word) => unit(VALUES[1][word]));
    const x = b.map((number, i) => number - a[i] + c[i]);
    const cosines = VALUES[1].map((y) => cosine(x, y));
    for (const excluded of [true, false]) {
      const found = rows.analogy(3, asked, 5, excluded);
      found.forEach(({ id, cosine: came }) => near(came, cosines[id]));
      found.slice(1).forEach((each, i) => assert.ok(found[i].cosine >= each.cosine));
      assert.equal(found.length, excluded ? 5 - new Set(asked).size : 5);
      assert.equal(found.some(({ id }) => asked.includes(id)), !excluded);
    }
  }
});

test("the frame that answers is the nearest that has rows", () => {
  const rows = rowsOf();
  assert.deepEqual([0, 1, 2, 3, 4, 5].map((frame) => rows.nearest(frame)), [0, 0, 3, 3, 3, 5]);
  assert.deepEqual([0, 1, 5].map((frame) => rows.has(frame)), [true, false, true]);
  assert.equal(rowsOf([7]).nearest(0), 7);
});

test("only some frames are held at unit length", () => {
  const frames = Array.from({ length: 30 }, (_, i) => i);
  const rows = rowsOf(frames, frames.map((i) => VALUES[i % 3]));
  for (const frame of frames) near(rows.similarity(frame, 0, 1), cosine(VALUES[frame % 3][0], VALUES[frame % 3][1]));
  assert.ok(rows.units.size <= 8);
});

function filmOf() {
  const words = ["a", "b", "c", "d", "e"];
  const header = { run: "r", n: 5, first: 0, frames: 6, total: 6, status: "done", words, alone: true };
  const film = new Film(header);
  const frames = [0, 1, 2, 3, 4, 5].map((epoch) => ({ epoch, loss: 1, trust: 1, xy: new Uint16Array(10) }));
  const table = { frame: 5, rows: words.map((_, word) => Uint16Array.of((word + 1) % 5, 65535)) };
  film.accept({ header, frames, lists: [], table });
  const blocks = [VALUES[0], VALUES[1]].map((value) => Uint8Array.from(value.flat()));
  blocks[1] = blocks[1].map((number, i) => number - blocks[0][i]);
  film.accept({ header: { run: "r", n: 5, first: 6, frames: 0 }, frames: [], lists: [], matrix: { frames: [0, 3], blocks, d } });
  return film;
}

test("rows answer at all frames but the last, whose neighbours are known better", () => {
  const film = filmOf();
  const at = (frame) => film.neighbours(0, frame);
  assert.equal(at(1).frame, 0);
  assert.equal(at(4).frame, 3);
  assert.deepEqual(at(0).entries.map(({ word }) => word), ["e", "b", "d", "c"]);
  assert.equal(at(5).frame, undefined);
  assert.equal(at(5).entries[0].word, "b");
  assert.equal(film.shownNeighbours(0, 1), null);
  assert.equal(film.shownNeighbours(0, 3).length, 4);
  assert.equal(film.change(0, 4), null, "frame 4 has no rows of its own");
});

test("a card says whose moment answers", () => {
  const film = filmOf();
  const card = { film, word: 0, rows: [], when: {}, since: { replaceChildren() {} } };
  const texts = { say: (key, { moment } = {}) => `${key} ${moment ?? ""}`, moment: (_, frame) => `frame ${frame}` };
  Object.assign(card, { texts, node: { classList: { toggle() {} } } });
  const panel = { film, texts, kind: {}, hint() {}, compare() {} };
  panel.cards = [{ fill: (frame) => Card.prototype.fill.call(card, frame) }];
  Panel.prototype.update.call(panel, 2);
  assert.equal(card.when.textContent, "at_epoch frame 3");
  assert.match(panel.kind.textContent, /among_rounded/);
});

const WORDS = ["king", "a,b", "a&b=c", "100%", "#", "<img src=x onerror=alert(1)>", "שלום", "ice cream", "😀"];

test("what is asked comes back from the address, whatever words are", () => {
  for (const kind of ["analogy", "similarity"]) {
    for (const excluded of [true, false]) {
      const words = WORDS.slice(0, kind === "analogy" ? 3 : 2);
      const moment = { words: WORDS, question: { kind, words, excluded: kind === "similarity" || excluded }, epoch: 2.5 };
      const written = fragmentOf(moment);
      assert.match(written, /^#[\w.,&=%!'()*~-]+$/);
      assert.deepEqual(readFragment(written), moment);
    }
  }
  assert.equal(fragmentOf({ words: [], question: null, epoch: 3 }), "");
});

test("an address that nobody wrote does no harm", () => {
  const nothing = { words: [], question: null, epoch: null };
  assert.deepEqual(readFragment(""), nothing);
  assert.deepEqual(readFragment("#at=soon&words=&%%%=&=x"), nothing);
  assert.deepEqual(readFragment("#words=%E0%A4%A").words, ["%E0%A4%A"]);
  assert.equal(readFragment(`#words=${"a,".repeat(500)}`).words.length, 20);
});

test("the address is written once the film rests, and not before anything is asked", () => {
  const written = [];
  globalThis.history = { state: null, replaceState: (_, __, address) => written.push(address) };
  globalThis.location = { href: "file:///film.html#old" };
  const film = { epochs: [0, 1, 2], isStill: false };
  const fragment = new Fragment();
  fragment.write(film, 0, false, [], null);
  fragment.write(film, 1, false, ["a"], null);
  fragment.write(film, 2, true, ["a"], null);
  fragment.write(film, 2, false, ["a"], null);
  fragment.write(film, 2, false, [], null);
  globalThis.history.replaceState = () => {
    throw Object.assign(new Error("no"), { name: "SecurityError" });
  };
  fragment.write(film, 2, false, ["b"], null);
  delete globalThis.history;
  delete globalThis.location;
  assert.deepEqual(written, ["#words=a&at=1", "#words=a&at=2", "file:///film.html"]);
});
