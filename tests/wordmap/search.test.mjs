import assert from "node:assert/strict";
import { test } from "node:test";

import { Lexicon, fold, isPattern, merged, patternOf } from "../../embviz/wordmap/assets/panels/search.js";

const WORDS = ["the", "king", "viking", "Kind", "ёлка", "taking", "<b>", "елки"];

test("words that begin with a text come before those that hold it, the commonest first", () => {
  const lexicon = new Lexicon(WORDS);
  const found = (text, most = 9) => lexicon.find(text, most).map((id) => WORDS[id]);
  assert.deepEqual(found("ki"), ["king", "Kind", "viking", "taking"]);
  assert.deepEqual(found("KING", 2), ["king", "viking"]);
  assert.deepEqual(found("<b"), ["<b>"]);
  assert.deepEqual([found(""), found("  "), found("zz")], [[], [], []]);
});

test("ё and е find each other, also when ё is written as two signs", () => {
  const lexicon = new Lexicon(WORDS);
  assert.deepEqual(lexicon.find("ел", 9), [4, 7]);
  assert.deepEqual(lexicon.find("Ёл", 9), [4, 7]);
  assert.equal(fold("е\u0308ж"), "еж");
});

test("what stands between slashes is a regular expression", () => {
  assert.ok(isPattern(" /ing$/"));
  assert.ok(!isPattern("and/or"));
  assert.equal(patternOf("/^k/").source, "^k");
  assert.equal(patternOf("/ing$").source, "ing$");
  assert.equal(patternOf("/(/"), null);
});

test("the word itself comes first, then those on the map, then the rest, each once", () => {
  const film = {
    words: WORDS,
    counts: WORDS.map((_, i) => 10 - i),
    idOf: (word) => WORDS.indexOf(word),
  };
  const entries = merged("Kingly", [1, 2], [["king", 1, 9], ["kingly", -1, 3], ["the", 0, 10]], film);
  assert.deepEqual(entries, [
    { word: "kingly", id: -1, count: 3 },
    { word: "king", id: 1, count: 9 },
    { word: "viking", id: 2, count: 8 },
    { word: "the", id: 0, count: 10 },
  ]);
});
