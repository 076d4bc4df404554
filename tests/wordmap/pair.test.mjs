import assert from "node:assert/strict";
import { test } from "node:test";

import { Pair } from "../../embviz/wordmap/assets/link/pair.js";
import { Player, epochAt, headAt } from "../../embviz/wordmap/assets/film/player.js";

/** A map as far as a pair knows it; `log` holds what it was made to do. */
function mapOf(pair, place, epochs, words) {
  const map = {
    place, isPresent: true, log: [], stands: null,
    isBefore: (other) => place < other.place,
    setPlace: (paired, first) => (map.stands = { paired, first }),
    names: (ids) => ids.map((id) => words[id]),
    selectByName: (names) => {
      const found = names.map((name) => words.indexOf(name)).filter((id) => id >= 0);
      if (String(found) !== String(map.view.marks.selected)) map.log.push(["choose", found]);
      map.view.marks.selected = found;
    },
    hoverByName: (names) => map.log.push(["point", names]),
    setColour: (name) => {
      if (name === map.coloured) return;
      map.coloured = name;
      pair.coloured(map, name); // as a map does whatever the cause
    },
    view: {
      player: new Player(),
      film: { epochs, get count() { return epochs.length; } },
      marks: { selected: [] },
      follow: (moment) => {
        map.view.player.copy(moment, epochs.length - 1);
        pair.painted(map); // a picture follows, which the pair hears of
      },
    },
    /** What a reader does: touch the map, then something. */
    touch: (head, playing = false) => {
      pair.lead(map);
      Object.assign(map.view.player, { head, playing });
      pair.painted(map);
    },
  };
  return map;
}

function two(left = [0, 0.5, 1, 2, 4], right = [0, 1, 2, 3, 4]) {
  const pair = new Pair();
  const b = mapOf(pair, 2, right, ["cat", "queen", "king"]);
  const a = mapOf(pair, 1, left, ["king", "queen", "dog"]);
  pair.join(a);
  pair.join(b);
  return { pair, a, b };
}

test("epochs and frames are found from one another, also between two frames", () => {
  const epochs = [0, 0.5, 1, 2, 4];
  for (const head of [0, 0.25, 1, 2.5, 3.75, 4]) {
    assert.ok(Math.abs(headAt(epochs, epochAt(epochs, head)) - head) < 1e-9, head);
  }
  assert.equal(epochAt(epochs, 3.5), 3);
  assert.equal(headAt(epochs, 3), 3.5);
  assert.deepEqual([headAt(epochs, 9), headAt(epochs, -1), headAt([0], 3), epochAt([0], 0.5)], [4, 0, 0, 0]);
  assert.ok(Number.isFinite(headAt([0, 1, 1], 1)));
});

test("the other map goes to the frame of the same epoch, and plays or rests alike", () => {
  const { a, b } = two();
  a.touch(3.5, true);
  assert.deepEqual([b.view.player.head, b.view.player.playing], [3, true]);
  a.touch(1);
  assert.deepEqual([b.view.player.head, b.view.player.playing], [0.5, false]);
  assert.equal(b.view.player.advance(1, 1, 4, false), false);
  assert.equal(b.view.player.head, 0.5, "a map that is led does not settle on a frame by itself");
});

test("whoever is touched leads, and goes on from where the other one was", () => {
  const { pair, a, b } = two();
  a.touch(3.5, true);
  pair.lead(b);
  assert.deepEqual([b.view.player.head, b.view.player.led], [3, false]);
  b.touch(2);
  assert.deepEqual([a.view.player.head, a.view.player.playing, a.view.player.led], [3, false, true]);
  a.view.player.head = 0; // what a led map paints is no news to the others
  pair.painted(a);
  assert.equal(b.view.player.head, 2);
});

test("a film that is not there yet is followed as far as it goes, and caught up with", () => {
  const right = [0, 1];
  const { pair, a, b } = two(undefined, right);
  a.touch(4, true);
  assert.equal(b.view.player.head, 1);
  right.push(2, 3, 4);
  pair.arrived(b);
  assert.equal(b.view.player.head, 4);
});

test("words are the same by name, those that are not there are left out, and nothing comes back", () => {
  const { pair, a, b } = two();
  pair.selected(a, ["king", "dog"]);
  assert.deepEqual(b.log, [["choose", [2]]]);
  assert.deepEqual(a.log, []);
  pair.hovered(b, ["cat"]);
  assert.deepEqual(a.log, [["point", ["cat"]]]);
});

test("another film on the led map is shown what the leader has selected", () => {
  const { pair, a, b } = two();
  a.view.marks.selected = [1];
  pair.arrived(b);
  assert.deepEqual(b.log, [["choose", [1]]]);
  pair.arrived(a);
  assert.deepEqual(a.log, [], "the leader is asked, not told");
});

test("colours are passed on once", () => {
  const { pair, a, b } = two();
  a.coloured = "trust";
  pair.coloured(a, "trust");
  assert.equal(b.coloured, "trust");
});

test("who goes off the page leaves the other one free", () => {
  const { pair, a, b } = two();
  assert.deepEqual([a.stands, b.stands], [{ paired: true, first: true }, { paired: true, first: false }]);
  b.touch(1, true);
  assert.equal(a.view.player.led, true);
  b.isPresent = false;
  assert.equal(pair.leads(a), true, "even before the other has left");
  pair.leave(b);
  assert.equal(a.view.player.led, false);
  assert.deepEqual(a.stands, { paired: false, first: true });
  a.touch(4);
  assert.equal(b.view.player.head, 1);
});

test("the order on the page counts, not the order of coming", () => {
  const pair = new Pair();
  const [b, a] = [mapOf(pair, 2, [0], []), mapOf(pair, 1, [0], [])];
  pair.join(b);
  pair.join(a);
  assert.equal(pair.isFirst(a), true);
  assert.equal(pair.leads(b), true, "but who was there leads");
});
