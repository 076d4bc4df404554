import assert from "node:assert/strict";
import { test } from "node:test";

import { Film } from "../../embviz/wordmap/assets/film/film.js";
import { explained } from "../../embviz/wordmap/assets/panels/readout.js";
import { Texts } from "../../embviz/wordmap/assets/base/texts.js";

const TOP = 65535;
const n = 3;

const frame = (i, share = 0.5) => ({
  epoch: i * 0.5,
  loss: 5 - i,
  trust: 1,
  xy: new Uint16Array(2 * n).fill(Math.round(share * TOP)),
});

const start = (frames = [frame(0)], extra = {}) => ({
  header: { run: "r", n, first: 0, frames: frames.length, status: "running", total: 6, scale: 2, words: ["a", "b", "c"], ...extra },
  frames,
  lists: [],
});

const poll = (first, count, extra = {}) => ({
  header: { run: "r", n, first, frames: count, status: "running", ...extra },
  frames: Array.from({ length: count }, (_, i) => frame(first + i)),
  lists: [],
});

const filmOf = (message) => {
  const film = new Film(message.header);
  film.accept(message);
  return film;
};

test("frames arrive in order, however messages are cut, repeated and overlapped", () => {
  const film = filmOf(start());
  film.accept(poll(1, 2));
  film.accept(poll(1, 2));
  film.accept(poll(0, 4));
  assert.equal(film.count, 4);
  assert.deepEqual(film.epochs, [0, 0.5, 1, 1.5]);
  assert.equal(film.gaps, 0);
});

test("a gap is noticed, counted, and filled when it is sent again", () => {
  const film = filmOf(start());
  assert.deepEqual(film.accept(poll(3, 2)), { added: 0, missing: true });
  assert.equal(film.count, 1);
  assert.deepEqual(film.lacking(), { run: "r", from: 1, words: false });
  assert.deepEqual(film.accept(poll(1, 4)), { added: 4, missing: false });
  assert.equal(film.gaps, 1);
  assert.equal(film.lacking(), null);
});

test("what a header leaves out stays as it was; an empty text is said", () => {
  const film = filmOf(start([frame(0)], { title: "kingdom", note: "a" }));
  film.accept(poll(1, 1, { note: "" }));
  assert.equal(film.header.title, "kingdom");
  assert.equal(film.header.note, "");
  assert.equal(film.total, 6);
});

test("the same first message again changes nothing; a shorter one begins anew", () => {
  const film = filmOf(start());
  film.accept(poll(1, 3));
  film.accept(start([frame(0), frame(1), frame(2), frame(3)]));
  assert.equal(film.count, 4);
  film.accept(start([frame(0)], { status: "idle" }));
  assert.equal(film.count, 1);
  assert.equal(film.complete, false);
});

test("positions lie on the line between two frames", () => {
  const film = filmOf(start([frame(0, 0), frame(1, 1)]));
  const out = new Float32Array(2 * n);
  assert.deepEqual([...film.positions(0, out)], Array(6).fill(-2));
  assert.deepEqual([...film.positions(1, out)], Array(6).fill(2));
  assert.ok(Math.abs(film.positions(0.25, out)[3] + 1) < 1e-4);
  assert.deepEqual([...film.positions(9, out)], Array(6).fill(2));
});

test("a film that does not move gives a picture that does not move", () => {
  const still = Array.from({ length: 6 }, (_, i) => frame(i, 0.3));
  const film = filmOf(start(still));
  const one = film.positions(0, new Float32Array(2 * n)).slice();
  for (let head = 0; head <= 5; head += 0.13) {
    assert.deepEqual(film.positions(head, new Float32Array(2 * n)), one);
  }
});

test("the reach of a film only grows, and lets brief outbursts go", () => {
  const film = filmOf(start([frame(0, 0.6)]));
  const reach = () => Math.round(film.reach.x * 100) / 100;
  assert.equal(reach(), 0.4);
  film.accept({ ...poll(1, 4), frames: [0.55, 0.9, 0.9, 0.6].map((share, i) => frame(i + 1, share)) });
  assert.equal(reach(), 0.4);
  film.accept({ ...poll(5, 3), frames: [0.8, 0.8, 0.8].map((share, i) => frame(i + 5, share)) });
  assert.equal(reach(), 1.2);
  film.accept({ ...poll(8, 3), frames: [0.5, 0.5, 0.5].map((share, i) => frame(i + 8, share)) });
  assert.equal(reach(), 1.2);
  assert.equal(film.reaches.length, 11);
});

const row = (...ids) => Uint16Array.from(ids.flatMap((id) => [id, TOP]));

test("lists follow the frame; a missing part is noticed", () => {
  const film = filmOf(start([0, 1, 2, 3].map((i) => frame(i))));
  assert.equal(film.hasListGap(0), true);
  film.addList({ word: 0, first: 2, rows: [row(1), row(2)] });
  assert.equal(film.hasListGap(0), true);
  assert.equal(film.neighbours(0, 0), null);
  film.addList({ word: 0, first: 0, rows: [row(1), row(1)] });
  assert.equal(film.hasListGap(0), false);
  assert.deepEqual(film.neighbours(0, 3), { exact: false, entries: [{ id: 2, word: "c", cosine: 1 }] });
});

test("changes are told against the frame about an epoch before", () => {
  const film = filmOf(start([0, 1, 2, 3].map((i) => frame(i)))); // epochs 0, .5, 1, 1.5
  film.addList({ word: 0, first: 0, rows: [row(1), row(1), row(1), row(2)] });
  assert.equal(film.frameBefore(3), 1);
  assert.equal(film.frameBefore(0), -1);
  assert.deepEqual(film.change(0, 3), { before: 1, came: ["c"], went: ["b"] });
  assert.equal(film.change(0, 0), null);
});

test("the exact list is for the last frame of a finished film only", () => {
  const film = filmOf(start([frame(0), frame(1)]));
  film.addList({ word: 0, first: 0, rows: [row(1), row(1)] });
  film.accept(poll(2, 0, { status: "running", final: { 0: [["elsewhere", 0.9], ["b", 0.8]] } }));
  assert.equal(film.neighbours(0, 1).exact, false);
  film.accept(poll(2, 0, { status: "done", total: 2 }));
  assert.deepEqual(film.neighbours(0, 1), {
    exact: true,
    entries: [{ id: -1, word: "elsewhere", cosine: 0.9 }, { id: 1, word: "b", cosine: 0.8 }],
  });
  assert.equal(film.neighbours(0, 0).exact, false);
});

test("a list of all words is not compared with lists of those on the map", () => {
  for (const whole of [undefined, true]) {
    const film = filmOf(start([frame(0), frame(1), frame(2)], { whole }));
    film.addList({ word: 0, first: 0, rows: [row(1), row(1), row(2)] });
    assert.deepEqual(film.change(0, 2).came, ["c"]);
    film.accept(poll(3, 0, { status: "done", total: 3, final: { 0: [["elsewhere", 0.9], ["b", 0.8]] } }));
    assert.equal(film.change(0, 2) === null, !whole);
    assert.deepEqual(film.change(0, 1).came, []);
  }
});

test("a film in space has three coordinates a word, and the same reach from every side", () => {
  const xy = Uint16Array.of(0, 0, 0, TOP, TOP, TOP, TOP / 2, TOP / 2, TOP);
  const film = filmOf(start([{ ...frame(0), xy }], { dims: 3 }));
  const out = film.positions(0, new Float32Array(3 * n));
  assert.deepEqual([...out.slice(0, 6)], [-2, -2, -2, 2, 2, 2]);
  assert.ok(Math.abs(film.reach.x - Math.sqrt(12)) < 1e-3 && film.reach.x === film.reach.y);
});

test("the same run from another side is a new edition; what is selected stays, by name", () => {
  const film = filmOf(start([frame(0), frame(1)]));
  film.kept.selected = [0, 2];
  film.accept(start([frame(0)]));
  assert.equal(film.edition, 0);
  const part = { ...frame(0), xy: new Uint16Array(6) };
  film.accept(start([part], { n: 2, words: ["c", "d"], dims: 3 }));
  assert.equal(film.edition, 1);
  assert.deepEqual([film.n, film.dims, film.count, film.idOf("c")], [2, 3, 1, 0]);
  assert.deepEqual(film.kept.selected, [0]);
});

const layer = (first, rows, extra = {}) => ({
  name: "norm", first, low: 0, high: 1, rows: rows.map((row) => Uint8Array.from(row)), ...extra,
});

test("layers follow the frame; gaps are noticed; another scale begins anew", () => {
  const film = filmOf(start([0, 1, 2, 3].map((i) => frame(i))));
  assert.equal(film.hasLayerGap("norm"), true);
  assert.equal(film.layerAt("norm", 2), null);
  film.addLayer(layer(2, [[1, 2, 3], [4, 5, 6]]));
  assert.equal(film.hasLayerGap("norm"), true);
  assert.equal(film.layerAt("norm", 1), null);
  assert.deepEqual([...film.layerAt("norm", 9)], [4, 5, 6]);
  film.addLayer(layer(0, [[7, 7, 7], [8, 8, 8]]));
  assert.equal(film.hasLayerGap("norm"), false);
  film.addLayer(layer(0, [[9, 9, 9]], { high: 2 }));
  assert.deepEqual([...film.layerAt("norm", 3)], [9, 9, 9]);
  assert.equal(film.layers.get("norm").high, 2);
});

test("scores belong to their frames: lost ones come again with these, repeated ones change nothing", () => {
  const scored = (first, count) => {
    const frames = poll(first, count).frames.map((each, i) => ({ ...each, scores: [0.5 + (first + i) / 10, 0.5] }));
    return { ...poll(first, count), frames };
  };
  const film = filmOf(start());
  assert.equal(film.isScored, false);
  assert.deepEqual(film.scores, [null]);
  film.accept(scored(2, 2));
  film.accept(scored(1, 2));
  film.accept(scored(1, 2));
  film.accept(scored(2, 2));
  assert.deepEqual(film.scores, [null, [0.6, 0.5], [0.7, 0.5], [0.8, 0.5]]);
  assert.equal(film.isScored, true);
  film.accept(start());
  assert.deepEqual(film.scores, [null]);
});

test("the last table stays; a film that begins again forgets all", () => {
  const film = filmOf(start([frame(0), frame(1)]));
  film.accept({ ...poll(2, 1), table: { frame: 1, rows: [row(1), row(2), row(0)] }, layers: [layer(0, [[1, 1, 1]])] });
  film.accept(poll(3, 1));
  assert.deepEqual(film.entriesOf(film.table.rows[1]), [{ id: 2, word: "c", cosine: 1 }]);
  film.accept(start([frame(0)]));
  assert.equal(film.table, null);
  assert.equal(film.layers.size, 0);
});

test("where the picture rests every word's neighbours are at hand, elsewhere only those asked for", () => {
  const film = filmOf(start([frame(0), frame(1)]));
  const rows = [0, 1, 2].map((word) => new Uint16Array([(word + 1) % n, TOP, (word + 2) % n, TOP]));
  film.accept({ ...poll(2, 0), table: { frame: 1, rows } });
  assert.deepEqual(film.neighbours(2, 1).entries.map(({ word }) => word), ["a", "b"]);
  assert.equal(film.neighbours(2, 0), null);
  film.addList({ word: 2, first: 1, rows: [new Uint16Array([1, TOP])] });
  assert.deepEqual(film.neighbours(2, 1).entries.map(({ word }) => word), ["b"]);
});

test("words do not fly to a frame that is a jump: half of the way one picture, then the other", () => {
  const at = (head, film) => film.positions(head, new Float32Array(2 * n))[0];
  const frames = [frame(0, 0), frame(1, 0.25), frame(2, 1)];
  const film = filmOf({ ...start(frames), header: { ...start(frames).header, jumps: [2] } });
  assert.ok(Math.abs(at(0.5, film) + 1.5) < 1e-3, "elsewhere they do");
  for (const head of [1, 1.2, 1.49]) assert.ok(Math.abs(at(head, film) + 1) < 1e-3);
  for (const head of [1.5, 1.8, 2]) assert.ok(Math.abs(at(head, film) - 2) < 1e-3);
  assert.deepEqual([0, 0.5, 1, 1.25, 1.75, 2].map((head) => film.fade(head)), [0, 0, 0, 0.25, 0.75, 0]);
});

test("jumps come with their frames, in whatever messages, and go when the run begins anew", () => {
  const film = filmOf(start());
  film.accept(poll(1, 2, { jumps: [1] }));
  film.accept(poll(5, 1, { jumps: [5] })); // after a gap: that frame will come again
  assert.deepEqual([...film.jumps], [1]);
  film.accept(poll(2, 4, { jumps: [5] }));
  film.accept(poll(5, 1, { jumps: [5] }));
  assert.deepEqual([...film.jumps], [1, 5]);
  film.accept(start());
  assert.deepEqual([...film.jumps], []);
});

test("what components hold goes with the frame", () => {
  const given = start([frame(0), { ...frame(1), explained: [0.5, 0.25] }]);
  const film = filmOf(given);
  const texts = new Texts({ component_share: "PC{number} {percent}" });
  assert.equal(explained(film, 0, texts), "");
  assert.equal(explained(film, 1, texts), "PC1 50 · PC2 25");
  film.update({ components: [3, 1] });
  assert.equal(explained(film, 1, texts), "PC3 50 · PC1 25");
});

test("words that make axes are not left outside the map", () => {
  const words = Array.from({ length: 150 }, (_, i) => `w${i}`);
  const xy = new Uint16Array(300).fill(TOP / 2);
  xy[0] = TOP;
  const reach = (axes) => {
    const header = { run: "r", n: 150, first: 0, frames: 1, scale: 2, words, axes };
    return filmOf({ header, frames: [{ ...frame(0), xy }], lists: [] }).reach.x;
  };
  assert.ok(reach(undefined) < 0.01);
  assert.ok(reach({ x: [["w0"], ["w1"]], y: [["w2"], ["w3"]] }) > 1.99);
});

test("a film rests at its best frame once it is complete, and where there is none at its last", () => {
  const best = (more) => Object.create(Film.prototype, {
    header: { value: { status: "running", ...more } }, xy: { value: Array(5).fill([]) }, total: { value: 5 },
  });
  assert.deepEqual([best({}).best, best({ best: -1 }).best, best({ best: 7 }).best], [null, null, null]);
  assert.deepEqual([best({ best: 2 }).best, best({ best: 2 }).rest], [2, null]);
  assert.equal(best({ best: 2, status: "done" }).rest, 2);
});
