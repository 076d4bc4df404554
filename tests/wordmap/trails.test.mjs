import assert from "node:assert/strict";
import { test } from "node:test";

import { Camera } from "../../embviz/wordmap/assets/camera.js";
import { Film } from "../../embviz/wordmap/assets/film.js";
import { MOST, paintTrails } from "../../embviz/wordmap/assets/trails.js";

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

function painted(film, words, head) {
  const camera = Object.assign(new Camera(), { width: 600, height: 400 });
  camera.reset(film.dims);
  camera.ease(0, film.reach);
  const screen = new Float32Array(2 * film.n);
  camera.project(film.positions(head, new Float32Array(film.dims * film.n)), screen);
  const [lines, alphas] = [[], []];
  const context = {
    beginPath: () => lines.push([]),
    moveTo: (x, y) => lines.at(-1).push([x, y]),
    lineTo: (x, y) => lines.at(-1).push([x, y]),
    stroke: () => alphas.push(context.globalAlpha),
  };
  const painter = { context, colours: { points: ["#000"] }, tint: new Uint8Array(film.n) };
  paintTrails(painter, film, camera, words, head, screen);
  return { lines, alphas, camera, screen };
}

for (const dims of [2, 3]) {
  test(`a trail goes from the first frame to where the word is, ${dims}-D`, () => {
    const film = filmOf(3, 40, dims);
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
  const film = filmOf(80, 5);
  assert.ok(painted(film, [0], 0).lines.flat().every(([x, y], _, [first]) => x === first[0] && y === first[1]));
  const all = Array.from({ length: 80 }, (_, word) => word);
  assert.equal(painted(film, all, 4).lines.length, painted(film, all.slice(0, MOST), 4).lines.length);
});
