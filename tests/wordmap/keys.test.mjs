import assert from "node:assert/strict";
import { test } from "node:test";

import { isTyping, meaning } from "../../embviz/wordmap/assets/panels/keys.js";

/** What a key does: the name of the act and what it is given. */
function does(key, where = {}, modifiers = {}) {
  const done = [];
  const names = ["toggle", "step", "seek", "rotate", "zoom", "fit", "search", "lasso", "trails", "fill", "list", "close"];
  const act = Object.fromEntries(names.map((name) => [name, (...given) => done.push([name, ...given])]));
  meaning({ key, ...modifiers }, act, where)?.();
  return done[0] ?? null;
}

test("keys mean what the list of keys says", () => {
  const plain = {
    " ": ["toggle"], ArrowLeft: ["step", -1], ArrowRight: ["step", 1], "+": ["zoom", true],
    "-": ["zoom", false], 0: ["fit"], "/": ["search"], "?": ["list"], Escape: ["close"],
    l: ["lasso"], L: ["lasso"], t: ["trails"], F: ["fill"],
  };
  for (const [key, act] of Object.entries(plain)) assert.deepEqual(does(key), act, key);
  assert.equal(does("x"), null);
});

test("Shift turns the map, Ctrl+K searches, and other combinations are the browser's", () => {
  assert.equal(does("ArrowLeft", {}, { shiftKey: true })[0], "rotate");
  assert.deepEqual(does("k", {}, { ctrlKey: true }), ["search"]);
  assert.deepEqual(does("K", {}, { metaKey: true }), ["search"]);
  assert.equal(does("f", {}, { ctrlKey: true }), null);
  assert.equal(does("ArrowLeft", {}, { altKey: true }), null);
});

test("a button keeps its own keys, and the time line has more", () => {
  assert.equal(does(" ", { onButton: true }), null);
  assert.equal(does("Enter", { onButton: true }), null);
  assert.deepEqual(does("ArrowRight", { onButton: true }), ["step", 1]);
  assert.deepEqual(does("Home", { inTrack: true }), ["seek", 0]);
  assert.deepEqual(does("End", { inTrack: true }), ["seek", Infinity]);
  assert.deepEqual(does("ArrowUp", { inTrack: true }), ["step", 1]);
  assert.equal(does("ArrowUp"), null);
});

test("no key acts while one types", () => {
  assert.ok(isTyping({ localName: "input", type: "search" }));
  assert.ok(isTyping({ localName: "select" }));
  assert.ok(!isTyping({ localName: "input", type: "checkbox" }));
  assert.ok(!isTyping({ localName: "button" }));
});
