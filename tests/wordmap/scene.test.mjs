import assert from "node:assert/strict";
import { test } from "node:test";

import { Camera } from "../../embviz/wordmap/assets/map/camera.js";
import { Film } from "../../embviz/wordmap/assets/film/film.js";
import { Lasso } from "../../embviz/wordmap/assets/map/lasso.js";
import { Marks } from "../../embviz/wordmap/assets/map/marks.js";
import { Player } from "../../embviz/wordmap/assets/film/player.js";
import { Scene } from "../../embviz/wordmap/assets/map/scene.js";

const TOP = 65535;
const n = 2;

/** A context that keeps where arcs are, and how clear. */
function recorder() {
  const arcs = [];
  const lines = [];
  const held = { measureText: (text) => ({ width: 8 * text.length }) };
  const tell = {
    arc: (x, y) => arcs.push([x, y]),
    fill: () => arcs.forEach((arc) => (arc[2] ??= held.globalAlpha)),
    fillText: (text) => lines.push([text, held.globalAlpha]),
  };
  const context = new Proxy(held, {
    get: (_, name) => tell[name] ?? held[name] ?? (() => {}),
    set: (_, name, value) => ((held[name] = value), true),
  });
  return { context, arcs, lines };
}

/** Both words lie at the left in the first picture, at the right in the second. */
function sceneAt(head, jumps) {
  const header = { run: "r", n, first: 0, frames: 2, scale: 2, words: ["a", "b"], jumps };
  const film = new Film(header);
  const frame = (x) => ({ epoch: x, loss: 1, trust: 1, xy: Uint16Array.of(x * TOP, 0, x * TOP, TOP) });
  film.accept({ header, frames: [frame(0.25), frame(0.75)], lists: [] });
  const camera = Object.assign(new Camera(), { width: 600, height: 400 });
  camera.ease(0, film.reach);
  const { context, arcs, lines } = recorder();
  const scene = new Scene(context);
  scene.begin(film);
  scene.painter.resize(600, 400, 1);
  scene.painter.prepare(film, "sans-serif", false);
  const colours = { points: ["red"], labels: ["red"], background: "white", faint: "ghost", primary: "blue", text: "black" };
  scene.painter.colour({ colours, of: new Uint8Array(n) });
  const marks = new Marks(n);
  const player = Object.assign(new Player(), { head });
  const xy = film.positions(head, new Float32Array(2 * n));
  const moment = { film, player, last: 1, xy, marks, trails: false, lasso: new Lasso() };
  scene.project(moment, camera);
  scene.place(moment, camera, 0);
  scene.labels.fade(9);
  scene.paint(moment, camera);
  const clear = (left) => arcs.filter(([x]) => left === x < 300).map(([, , alpha]) => Math.round(100 * alpha));
  return { left: clear(true), right: clear(false), lines, scene };
}

test("in a jump one picture fades out while the other fades in, and nothing is between them", () => {
  assert.deepEqual(sceneAt(0.25, [1]).left, [75, 75]);
  assert.deepEqual(sceneAt(0.25, [1]).right, [25, 25]);
  assert.deepEqual(sceneAt(0.75, [1]).left, [25, 25]);
  assert.deepEqual(sceneAt(0.75, [1]).right, [75, 75]);
  for (const head of [0, 1]) assert.equal(sceneAt(head, [1])[head ? "left" : "right"].length, 0);
});

test("names go with the old picture and come with the new one", () => {
  assert.deepEqual(sceneAt(0.25, [1]).lines, [["b", 0.5], ["a", 0.5]]);
  assert.deepEqual(sceneAt(0.5, [1]).lines, [["b", 0], ["a", 0]]);
  assert.deepEqual(sceneAt(1, [1]).lines, [["b", 1], ["a", 1]]);
});

test("without a jump there is one picture, all of it clear", () => {
  const { left, right } = sceneAt(0.25, []);
  assert.deepEqual([...left, ...right], [100, 100]);
});
