import assert from "node:assert/strict";
import { test } from "node:test";

import { wrap } from "../../embviz/wordmap/assets/save/poster.js";
import { recordable } from "../../embviz/wordmap/assets/save/recorder.js";
import { fileName } from "../../embviz/wordmap/assets/save/studio.js";

test("names of files have nothing that a system could mind", () => {
  assert.equal(fileName("kingdom · Skip-gram · PCA", "png"), "kingdom-skip-gram-pca.png");
  assert.equal(fileName("Царство epoch 2.5", "webm"), "царство-epoch-2.5.webm");
  assert.equal(fileName("../..\\a:<>|?*\u202e", "png"), "a.png");
  assert.equal(fileName("…", "png"), "embviz.png");
  assert.ok(fileName("x".repeat(500), "png").length < 90);
});

test("a caption is cut into lines that fit, but no word is cut", () => {
  const measure = (text) => text.length;
  assert.deepEqual(wrap("one two  three", 7, measure), ["one two", "three"]);
  assert.deepEqual(wrap("extraordinarily so", 5, measure), ["extraordinarily", "so"]);
  assert.deepEqual(wrap("  ", 5, measure), []);
});

test("a browser that cannot record says so", () => {
  class Canvas {}
  Canvas.prototype.captureStream = () => null;
  const Recorder = { isTypeSupported: (kind) => kind === "video/webm" };
  assert.equal(recordable(Recorder, Canvas), "video/webm");
  assert.equal(recordable({ isTypeSupported: () => false }, Canvas), null);
  assert.equal(recordable(undefined, Canvas), null);
  assert.equal(recordable(Recorder, class {}), null);
});
