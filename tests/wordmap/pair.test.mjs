import assert from "node:assert/strict";
import { test } from "node:test";

import { Pair } from "../../embviz/wordmap/assets/link/pair.js";
import { Card } from "../../embviz/wordmap/assets/panels/panel.js";
import { Player, epochAt, headAt } from "../../embviz/wordmap/assets/film/player.js";

/** A map as far as a pair knows it; `log` holds what it was made to do. */
function mapOf(pair, place, epochs, words) {
  const map = {
    place, isPresent: true, log: [], stands: null, meaning: "groups", heights: [30, 40],
    box: { left: 500 * (place - 1), right: 500 * place - 20, top: 80, bottom: 700 },
    strip: { measure: () => map.heights, level: (heights) => (map.level = heights) },
    controls: { setPace: ({ speed, loop }) => Object.assign(map.view.player, { speed, loop }) },
    panel: { compare: () => map.log.push(["compare"]) },
    centreByName: (names) => map.log.push(["centre", names]),
    neighboursOf: (name) => (words.includes(name) ? words.filter((other) => other !== name) : null),
    isBefore: (other) => place < other.place,
    setPlace: (place) => (map.stands = place),
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
      film: { epochs, losses: [place], header: {}, get count() { return epochs.length; } },
      marks: { selected: [] },
      camera: { scale: 0 },
      viewpoint: { resemble: (view) => map.log.push(["resemble", view]) },
      refresh: () => map.log.push(["refresh"]),
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
  const both = { paired: true, alike: true, span: 980 };
  assert.deepEqual([a.stands, b.stands], [{ ...both, first: true }, { ...both, first: false }]);
  b.touch(1, true);
  assert.equal(a.view.player.led, true);
  b.isPresent = false;
  assert.equal(pair.leads(a), true, "even before the other has left");
  pair.leave(b);
  assert.equal(a.view.player.led, false);
  assert.deepEqual(a.stands, { paired: false, first: true, alike: true, span: 0 });
  assert.deepEqual(a.level, [], "it is as high as it likes");
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

test("what maps share lies across them while they stand side by side, and their parts are level", () => {
  const { pair, a, b } = two();
  b.heights = [20, 60];
  b.meaning = "others";
  pair.arrange();
  assert.deepEqual([a.level, b.level], [[30, 60], [30, 60]]);
  assert.equal(a.stands.alike, false, "each keeps its own legend");
  b.box = { ...b.box, top: 900 };
  pair.arrange();
  assert.deepEqual([a.stands.span, a.level], [0, []], "one below the other");
  b.isLarge = true;
  pair.arrange();
  assert.deepEqual([a.stands.paired, b.stands.paired], [true, false], "on the whole screen");
});

test("what is done on one map is done on the others, and does not come back", () => {
  const { pair, a, b } = two();
  const done = [];
  pair.pass(a, (other) => {
    done.push(other);
    pair.pass(other, () => assert.fail("in a circle"));
  });
  assert.deepEqual(done, [b]);
  pair.sought(a, ["king"]);
  assert.deepEqual(b.log, [["centre", ["king"]]]);
});

test("a map that joins is looked at like the leader, once it has a size, and plays as fast", () => {
  const { pair, a, b } = two();
  Object.assign(a.view.player, { speed: 4, loop: true });
  const resembled = () => b.log.filter(([what]) => what === "resemble");
  pair.arrived(b, true);
  assert.deepEqual(resembled(), []);
  b.view.camera.scale = 2;
  pair.arrived(b);
  pair.arrived(b);
  assert.deepEqual(resembled(), [["resemble", a.view]]);
  assert.deepEqual([b.view.player.speed, b.view.player.loop], [4, true]);
});

test("losses share a scale only where they measure the same guesses", () => {
  const { pair, a, b } = two();
  a.view.film.header.comparable = b.view.film.header.comparable = true;
  assert.deepEqual([pair.losses(a), pair.losses(b)], [[2], [1]]);
  b.view.film.losses.push(7);
  pair.arrived(b);
  assert.deepEqual(a.log, [["refresh"]], "its scale has grown");
  a.view.film.header.comparable = false;
  assert.deepEqual(pair.losses(a), []);
  pair.leave(b);
  assert.equal(pair.losses(a), null, "then it may share one with the previous run");
});

test("neighbours that both maps list are marked and counted", () => {
  const { pair, a, b } = two();
  assert.deepEqual(pair.neighboursBeside(a, "king"), ["cat", "queen"]);
  assert.equal(pair.neighboursBeside(a, "dog"), null);
  pair.listed(a);
  assert.deepEqual(b.log, [["compare"]]);

  const row = (word) => {
    const classes = new Set();
    const classList = { toggle: (name, on) => (on ? classes.add(name) : classes.delete(name)) };
    return { node: { dataset: word ? { neighbour: word } : {}, classList, classes, title: "" } };
  };
  const texts = { say: (key, facts) => (facts ? `${facts.count} of ${facts.all}` : key) };
  const card = { rows: ["queen", "dog", null].map(row), texts, common: {} };
  Card.prototype.compare.call(card, ["cat", "queen"]);
  assert.deepEqual(card.rows.map(({ node }) => node.classes.has("both")), [true, false, false]);
  assert.deepEqual([card.common.textContent, card.rows[0].node.title], ["1 of 2", "in_both"]);
  Card.prototype.compare.call(card, null);
  assert.deepEqual([card.common.textContent, card.rows[0].node.classes.size], ["", 0]);
});
