import assert from "node:assert/strict";
import { test } from "node:test";

import { Commands, nearest } from "../../embviz/wordmap/assets/link/commands.js";
import { Player } from "../../embviz/wordmap/assets/film/player.js";

function staged(epochs, command) {
  const player = new Player();
  const film = {
    run: "r", kept: {}, epochs, header: { command },
    get count() { return this.epochs.length; },
    complete: false,
  };
  const view = {
    player,
    calm: { matches: false },
    growing: true,
    get last() { return film.count - 1; },
    seek: (frame) => player.seek(frame, film.count - 1),
  };
  return { commands: new Commands(), player, film, view };
}

test("each command is obeyed once", () => {
  const { commands, player, film, view } = staged([0, 1], { id: 1, do: "play" });
  commands.arrived(view, film);
  assert.equal(player.playing, true);
  player.pause();
  commands.arrived(view, film);
  assert.equal(player.playing, false);
});

test("a film that played goes on playing when its other picture comes", () => {
  const { commands, player, film, view } = staged([0, 1, 2, 3, 4]);
  const before = { epochs: film.epochs };
  player.head = 2;
  player.playing = true;
  commands.keep({ film: before, frame: 2, player });
  view.growing = false;
  player.head = 0;
  player.playing = false;
  commands.arrived(view, film);
  assert.deepEqual([player.head, player.playing], [2, true]);
});

test("a film that rested goes on resting when its other picture comes", () => {
  const { commands, player, film, view } = staged([0, 1, 2, 3, 4]);
  commands.keep({ film: { epochs: film.epochs }, frame: 3, player });
  view.growing = false;
  film.complete = true;
  commands.arrived(view, film);
  assert.deepEqual([player.head, player.playing], [3, false]);
});

test("words that were typed elsewhere are selected once", () => {
  const { commands, film, view } = staged([0, 1]);
  const selected = [];
  view.select = (words) => selected.push(words);
  film.header.chosen = { id: 7, words: [2] };
  commands.arrived(view, film);
  commands.arrived(view, film);
  new Commands().arrived(view, film);
  assert.deepEqual(selected, [[2]]);
  film.header.chosen = { id: 8, words: [3, 4] };
  commands.arrived(view, film);
  assert.deepEqual(selected, [[2], [3, 4]]);
});

test("a jump to an epoch that is there rests on the nearest frame", () => {
  const { commands, player, film, view } = staged([0, 1, 2, 3], { id: 1, do: "seek", epoch: 1.9 });
  commands.arrived(view, film);
  assert.deepEqual([player.head, player.playing], [2, false]);
});

test("a jump ahead follows the film until it is there", () => {
  const { commands, player, film, view } = staged([0, 1], { id: 1, do: "seek", epoch: 3.2 });
  commands.arrived(view, film);
  assert.equal(player.playing, true);
  film.epochs.push(2, 3);
  commands.arrived(view, film);
  assert.equal(player.playing, true);
  film.epochs.push(4);
  commands.arrived(view, film);
  assert.deepEqual([player.head, player.playing], [3, false]);
});

test("a jump beyond the end rests on the end", () => {
  const { commands, player, film, view } = staged([0, 1], { id: 1, do: "seek", epoch: 99 });
  commands.arrived(view, film);
  film.complete = true;
  commands.arrived(view, film);
  assert.deepEqual([player.head, player.playing], [1, false]);
});

test("whoever stops the film on the way stays there", () => {
  const { commands, player, film, view } = staged([0, 1], { id: 1, do: "seek", epoch: 3 });
  commands.arrived(view, film);
  player.seek(0, 1);
  film.epochs.push(2, 3, 4);
  commands.arrived(view, film);
  assert.deepEqual([player.head, player.playing], [0, false]);
});

test("the nearest frame to an epoch", () => {
  assert.deepEqual([-1, 0.4, 0.6, 2].map((epoch) => nearest([0, 0.5, 1], epoch)), [0, 1, 1, 2]);
});

test("the same film, drawn in another way, goes on where it stood", () => {
  const before = staged([0, 1, 2], { id: 1, do: "pause" });
  before.commands.arrived(before.view, before.film);
  before.player.seek(2, 2);
  before.commands.keep({ ...before.view, film: before.film, frame: 2, player: before.player });
  before.commands.arrived(before.view, before.film);
  const after = staged([0], { id: 1, do: "pause" });
  before.commands.arrived(after.view, after.film);
  assert.equal(after.player.playing, true);
  after.film.epochs.push(1, 2, 3);
  before.commands.arrived(after.view, after.film);
  assert.deepEqual([after.player.head, after.player.playing], [2, false]);
});

test("a picture that was asked for is saved once, whatever comes or is mounted anew, also of a still", () => {
  const saved = [];
  for (const isStill of [false, true]) {
    const command = { id: isStill ? 72 : 71, do: isStill ? "pdf" : "svg" };
    for (let mount = 0; mount < 2; mount++) {
      const { commands, player, film, view } = staged([0, 1], command);
      Object.assign(film, { isStill });
      view.watcher = { onSave: (kind) => saved.push(kind) };
      player.playing = !isStill;
      commands.arrived(view, film);
      commands.arrived(view, film);
      assert.equal(player.playing, !isStill); // the film goes on
    }
  }
  assert.deepEqual(saved, ["svg", "pdf"]);
});
