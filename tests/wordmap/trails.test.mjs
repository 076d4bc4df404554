import assert from "node:assert/strict";
import { test } from "node:test";

import { Camera } from "../../embviz/wordmap/assets/map/camera.js";
import { Film } from "../../embviz/wordmap/assets/film/film.js";
import { MOST, Trails, mostChanged, movesAll } from "../../embviz/wordmap/assets/map/trails.js";

const TOP = 65535;

/** A film in which every word goes along a line of its own. */
function filmOf(n, frames, dims = 2) {
  const header = { run: "r", n, dims, first: 0, frames, scale: 2, words: Array.from({ length: n }, (_, i) => `w${i}`) };
  const film = new Film(header);
  const frame = (i) => ({
    epoch: i,
    loss: 1,
    trust: 1,
    xy: Uint16Array.from({ length: dims * n }, (_, at) => ((i / frames) * (1 + at % dims) * TOP) / 4),
  });
  film.accept({ header, frames: Array.from({ length: frames }, (_, i) => frame(i)), lists: [] });
  return film;
}

/** Words other than `changed` kept all their neighbours. */
function layer(n, frames, changed, byte = 255) {
  const row = () => Uint8Array.from({ length: n }, (_, word) => (changed.includes(word) ? byte : 0));
  return { name: "change", first: 0, low: 0, high: 10, rows: Array.from({ length: frames }, row) };
}

function changing(n, frames, changed, dims) {
  const film = filmOf(n, frames, dims);
  film.addLayer(layer(n, frames, changed));
  return film;
}

function painted(film, words, head, dimmed = new Uint8Array(film.n)) {
  const camera = Object.assign(new Camera(), { width: 600, height: 400 });
  camera.reset(film.dims);
  camera.ease(0, film.reach);
  const screen = new Float32Array(2 * film.n);
  camera.project(film.positions(head, new Float32Array(film.dims * film.n)), screen);
  const [lines, alphas] = [[], []];
  let line = [];
  const context = {
    beginPath: () => (line = []),
    moveTo: (x, y) => line.push([x, y]),
    lineTo: (x, y) => line.push([x, y]),
    stroke: () => {
      lines.push(line);
      alphas.push(context.globalAlpha);
    },
  };
  const painter = { context, colours: { points: ["#000"] }, tint: new Uint8Array(film.n), clarity: 1 };
  new Trails().paint(painter, film, camera, { selected: words, dimmed }, head, screen);
  return { lines, alphas, camera, screen };
}

for (const dims of [2, 3]) {
  test(`a trail goes from the first frame to where the word is, ${dims}-D`, () => {
    const film = changing(3, 40, [1], dims);
    const { lines, alphas, camera, screen } = painted(film, [1], 30.5);
    const path = lines.flat();
    const start = new Float32Array(6);
    camera.project(film.positions(0, new Float32Array(dims * 3)), start);
    assert.ok(Math.hypot(path[0][0] - start[2], path[0][1] - start[3]) < 1e-3);
    assert.deepEqual(path.at(-1), [screen[2], screen[3]]);
    for (let i = 1; i < lines.length; i++) assert.deepEqual(lines[i][0], lines[i - 1].at(-1), "in one piece");
    assert.ok(alphas.every((alpha, i) => i === 0 || alpha > alphas[i - 1]), "fading into the past");
  });
}

test("at the first frame there is no past, and not everybody has a trail", () => {
  const all = Array.from({ length: 80 }, (_, word) => word);
  const film = changing(80, 5, all);
  assert.ok(painted(film, [0], 0).lines.flat().every(([x, y], _, [first]) => x === first[0] && y === first[1]));
  assert.equal(painted(film, all, 4).lines.length, painted(film, all.slice(0, MOST), 4).lines.length);
});

test("a word that moves on the map but keeps its neighbours has no trail", () => {
  const film = changing(3, 40, [1]);
  assert.deepEqual(painted(film, [0], 30.5).lines, []);
  film.addLayer(layer(3, 40, [0], 25)); // less than one of ten
  assert.deepEqual(painted(film, [0], 30.5).lines, []);
  assert.deepEqual(painted(filmOf(3, 40), [0], 30.5).lines, [], "nor has one of which nothing is known yet");
});

test("the more of its neighbours are new, the clearer a word's trail", () => {
  const clear = (byte) => {
    const film = filmOf(3, 40);
    film.addLayer(layer(3, 40, [1], byte));
    return Math.max(...painted(film, [1], 30).alphas);
  };
  assert.ok(clear(26) > 0 && clear(26) < clear(77) && clear(77) < clear(153));
});

test("only that part of a path is seen on which the word changed", () => {
  const film = filmOf(3, 40);
  const { rows } = layer(3, 40, [1]);
  rows.forEach((row, frame) => frame !== 20 && row.fill(0));
  film.addLayer({ ...layer(3, 40, [1]), rows });
  const { lines } = painted(film, [1], 30);
  assert.equal(lines.length, 1);
  assert.equal(lines[0].length, 2);
});

test("a trail does not cross a jump", () => {
  const whole = painted(changing(3, 8, [1]), [1], 7).lines;
  const film = changing(3, 8, [1]);
  film.jumps.add(4);
  const { lines } = painted(film, [1], 7);
  const pieces = (drawn) => drawn.reduce((sum, line) => sum + line.length, 0) - drawn.length;
  assert.equal(pieces(lines), pieces(whole) - 1);
  const meanwhile = painted(film, [1], 3.75);
  assert.ok(meanwhile.lines.flat().every(([x, y]) => x !== meanwhile.screen[2] || y !== meanwhile.screen[3]));
});

test("with nothing selected, those that changed most show where they were an epoch before", () => {
  const film = changing(5, 9, [1, 3]);
  const { lines, screen } = painted(film, [], 8);
  assert.deepEqual(lines.map((line) => line.at(-1)), [[screen[2], screen[3]], [screen[6], screen[7]]]);
  assert.equal(lines.length, 2, "one frame back, the frames being epochs");
  assert.deepEqual(mostChanged(film, 8, Uint8Array.of(0, 1, 0, 0, 0)), [3]);
});

test("where nobody can tell what changed, a trail is all movement", () => {
  const film = filmOf(3, 40);
  film.header.alone = true;
  assert.equal(movesAll(film), true);
  assert.ok(painted(film, [0], 30).lines.length);
  film.addLayer(layer(3, 40, [1]));
  assert.equal(movesAll(film), false);
  assert.deepEqual(painted(film, [0], 30).lines, []);
});
