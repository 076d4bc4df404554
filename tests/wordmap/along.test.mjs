// Films of finished models: frames stand for values of a setting, or for periods, not for epochs.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Texts } from "../../embviz/wordmap/assets/base/texts.js";
import { Film } from "../../embviz/wordmap/assets/film/film.js";
import { Pair } from "../../embviz/wordmap/assets/link/pair.js";
import { isStretched, named } from "../../embviz/wordmap/assets/panels/timeline.js";

const along = { name: "dimension", values: ["2", "5", "100"] };
const texts = {
  moment: "{unit} {value}",
  timeline_epoch: "epoch",
  readout_epoch: "{moment} of {epochs}",
  readout_along: "{moment}",
  counted_change: "within an epoch",
  counted_change_along: "since the frame before",
};
const n = 3;
const frame = (epoch) => ({ epoch, loss: 1, trust: 1, xy: new Uint16Array(2 * n) });
const row = (id) => Uint16Array.of(id, 65535);

function filmOf(extra = { along }, frames = [0, 1, 2].map(frame)) {
  const about = { run: "r", n, words: ["a", "b", "c"], status: "done", total: frames.length, scale: 2, texts };
  const film = new Film({ ...about, ...extra });
  film.accept({ header: { ...about, ...extra, first: 0, frames: frames.length }, frames, lists: [] });
  return film;
}

test("a moment is told by what frames go along", () => {
  const film = filmOf();
  const say = Texts.of(film);
  assert.equal(say.moment(film, 1), "dimension 5");
  assert.equal(say.say("readout_epoch", { moment: say.moment(film, 2), epochs: 2 }), "dimension 100");
  assert.equal(say.say("counted_change"), "since the frame before");
  const usual = filmOf({}, [0, 12.52].map(frame));
  assert.equal(Texts.of(usual).moment(usual, 1), "epoch 12.5");
  assert.equal(Texts.of(usual).say("counted_change"), "within an epoch");
});

test("words are compared with those of the frame before", () => {
  const film = filmOf();
  film.addList({ word: 0, first: 0, rows: [row(1), row(1), row(2)] });
  assert.deepEqual(film.change(0, 2), { before: 1, came: ["c"], went: ["b"] });
});

test("frames are even, whatever their values, and named where there is room", () => {
  const measure = (text) => 10 * text.length;
  const found = named(["2", "5", "100"], 3, 200, measure);
  assert.deepEqual(found.map(({ text, x }) => [text, x]), [["2", 0], ["5", 100], ["100", 200]]);
  const years = Array.from({ length: 50 }, (_, i) => `year ${1950 + i}`);
  const few = named(years, 50, 600, measure);
  assert.ok(few.length > 3 && few.length < 8);
  few.slice(1).forEach(({ x }, i) => assert.ok(x - few[i].x >= 90 + 8, "they do not touch"));
  assert.equal(isStretched({ epochs: [0, 1, 2], count: 3, total: 3, header: { along, epochs: 2 } }), false);
});

test("a film of epochs beside one of dimensions does not go along with it", () => {
  const beside = (one, other) => {
    const followed = [];
    const follow = ({ head }) => followed.push(head);
    const leader = { view: { film: one, player: { head: 1, playing: false, rate: 1 } } };
    new Pair().align(leader, { view: { film: other, follow } });
    return followed;
  };
  const other = { name: "dimension", values: ["2", "50", "100"] };
  assert.deepEqual(beside(filmOf(), filmOf()), [1]);
  assert.deepEqual(beside(filmOf(), filmOf({})), []);
  assert.deepEqual(beside(filmOf(), filmOf({ along: other })), []);
});
