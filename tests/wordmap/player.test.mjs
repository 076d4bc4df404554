import assert from "node:assert/strict";
import { test } from "node:test";

import { Player } from "../../embviz/wordmap/assets/film/player.js";

const PICTURE = 1 / 60;

/** Play while frames arrive by `arrivals(seconds)`; gives the head at every picture. */
function run(player, seconds, arrivals) {
  const heads = [];
  let held = 1;
  for (let now = 0; now < seconds; now += PICTURE) {
    const count = arrivals(now);
    if (count > held) player.arrive(now);
    held = Math.max(held, count);
    player.advance(PICTURE, now, held - 1, true);
    heads.push(player.head);
  }
  return heads;
}

test("a finished film plays twelve frames a second, and stops at its end", () => {
  const player = new Player();
  player.play(120, false);
  for (let i = 0; i < 60; i++) player.advance(PICTURE, i * PICTURE, 120, false);
  assert.ok(Math.abs(player.head - 12) < 1e-6);
  player.speed = 4;
  for (let i = 0; i < 600; i++) player.advance(PICTURE, 1 + i * PICTURE, 120, false);
  assert.equal(player.head, 120);
  assert.equal(player.playing, false);
  player.play(120, false);
  assert.equal(player.head, 0);
});

test("fast training is still watched at twelve frames a second", () => {
  const player = new Player();
  player.play(0, true);
  const heads = run(player, 3, (now) => 1 + 20 * Math.floor(now / 0.5));
  const last = heads.at(-1) - heads.at(-61);
  assert.ok(Math.abs(last - 12) < 0.3, `${last}`);
});

for (const every of [0.1, 0.5, 1.5]) {
  test(`with a frame every ${every} s the head glides and never stands`, () => {
    const player = new Player();
    player.play(0, true);
    const heads = run(player, 20, (now) => 1 + Math.floor(now / every));
    const steps = heads.slice(1).map((head, i) => head - heads[i]).slice(60 * 5);
    assert.ok(Math.min(...steps) > 0, "it stands");
    const mean = PICTURE / every;
    assert.ok(Math.max(...steps) < 2.5 * mean, `it jumps: ${Math.max(...steps) / mean}`);
    assert.ok(Math.min(...steps) > mean / 4, `it crawls: ${Math.min(...steps) / mean}`);
    const behind = Math.floor(20 / every) - heads.at(-1);
    assert.ok(behind < 4, `${behind} frames behind`);
  });
}

test("whole frames forth and back, and never beyond the film", () => {
  const player = new Player();
  player.seek(2.4, 10);
  player.step(1, 10);
  assert.equal(player.head, 3);
  player.step(-1, 10);
  player.step(-1, 10);
  assert.equal(player.head, 1);
  player.seek(99, 10);
  assert.equal(player.head, 10);
  player.step(1, 10);
  assert.equal(player.head, 10);
});

test("to follow is to be with the newest frame at once, and to rest there", () => {
  const player = new Player();
  player.follow(30);
  assert.equal(player.head, 29);
  for (let i = 0; i < 60; i++) player.advance(PICTURE, i * PICTURE, 30, false);
  assert.equal(player.head, 30);
  assert.equal(player.playing, false);
});

test("at rest it shows a frame that was kept, unless it is held in between", () => {
  const player = new Player();
  player.held = true;
  player.seek(4.3, 10);
  assert.equal(player.advance(1, 0, 10, false), false);
  player.held = false;
  for (let i = 0; i < 10; i++) player.advance(PICTURE, 0, 10, false);
  assert.equal(player.head, 4);
  assert.equal(player.advance(PICTURE, 0, 10, false), false);
});

test("a film that is looped stands a while at its end, then begins again", () => {
  const player = new Player();
  player.loop = true;
  player.seek(23, 24);
  player.play(24, false);
  const heads = [];
  for (let i = 0; i < 90; i++) {
    player.advance(PICTURE, i * PICTURE, 24, false);
    heads.push(player.head);
  }
  assert.ok(player.playing);
  assert.ok(heads.filter((head) => head === 24).length > 50);
  assert.ok(heads.at(-1) > 0 && heads.at(-1) < 6, `${heads.at(-1)}`);
});

test("a jump takes long enough for its fading to be seen", () => {
  const player = new Player();
  player.play(9, false);
  player.advance(0.1, 0, 9, false, true);
  assert.ok(player.head > 0 && player.head <= 0.26, String(player.head));
  const slow = player.head;
  player.advance(0.1, 0.1, 9, false, false);
  assert.ok(player.head - slow > 1);
});

/** Play on for so many seconds; gives the heads. */
function playOn(player, seconds, last) {
  const heads = [];
  for (let now = 0; now < seconds; now += PICTURE) {
    player.advance(PICTURE, now, last, false);
    heads.push(player.head);
  }
  return heads;
}

test("from its end, a film that was best before goes back there, and starts over from it", () => {
  const player = new Player();
  player.rest = 30;
  player.play(60, false);
  const heads = playOn(player, 5.5, 60);
  assert.ok(heads.includes(60), "its end is seen");
  assert.notEqual(player.goal, null, "it is on its way");
  playOn(player, 2, 60);
  assert.deepEqual([player.head, player.playing, player.goal], [30, false, null]);
  player.play(60, false);
  assert.equal(player.head, 0);
});

test("whoever wishes a film elsewhere on its way back, finds it there", () => {
  const player = new Player();
  player.rest = 30;
  player.play(60, false);
  playOn(player, 5.2, 60);
  player.seek(50, 60);
  playOn(player, 3, 60);
  assert.equal(player.head, 50);
  player.play(60, false);
  assert.equal(player.head, 50, "it plays on from there");
  player.rest = null;
  playOn(player, 3, 60);
  assert.equal(player.head, 60);
});

test("a film in a loop begins again at its end, wherever it was best", () => {
  const player = new Player();
  Object.assign(player, { rest: 3, loop: true });
  player.play(6, false);
  playOn(player, 3, 6);
  assert.ok(player.playing);
});
