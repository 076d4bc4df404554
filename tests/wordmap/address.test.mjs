import assert from "node:assert/strict";
import { test } from "node:test";

import { Address, queryWith, viewOf } from "../../embviz/wordmap/assets/link/address.js";

test("a view is its stem, the epoch and the words, each with its signs escaped", () => {
  assert.equal(viewOf("kingdom;d:50", null, []), "kingdom;d:50");
  assert.equal(viewOf("kingdom", 2.3500001, ["king", "a,b;c:d%"]), "kingdom;at:2.35;words:king,a%2Cb%3Bc%3Ad%25");
  const many = Array.from({ length: 30 }, (_, i) => `w${i}`);
  assert.equal(viewOf("k", null, many).split(",").length, 20);
});

test("only the view is replaced, and a reader of the query gets it back", () => {
  const view = viewOf("царство;d:50", 1.5, ["a,b", "c&d", "<b>"]);
  for (const query of ["", "?", "?view=old", "?x=1&view=old&y=a%20b", "?view"]) {
    const written = new URLSearchParams(queryWith(query, view));
    assert.equal(written.get("view"), view, query);
    const before = new URLSearchParams(query);
    assert.deepEqual([written.get("x"), written.get("y")], [before.get("x"), before.get("y")]);
  }
  assert.equal(queryWith("?x=1", "k;at:2;words:a,b"), "?x=1&view=k;at:2;words:a,b");
});

test("what is chosen is written at once, also while the film moves; the epoch once it rests", (t) => {
  const written = [];
  globalThis.location = { search: "", pathname: "/map", hash: "" };
  globalThis.history = { replaceState: (_, __, url) => written.push((location.search = url.slice(4)).slice(6)) };
  t.after(() => ["location", "history"].forEach((name) => delete globalThis[name]));
  const film = { header: { address: "k;projection:pca" }, count: 9, epochs: [0, 1, 2, 3, 4, 5, 6, 7, 8] };
  const address = new Address();
  const [rests, plays, grows] = [
    { moving: false, along: false }, { moving: true, along: false }, { moving: true, along: true },
  ];
  address.write(film, 1, rests, []);
  for (const frame of [2, 3]) address.write(film, frame, plays, []);
  film.header.address = "k;projection:umap";
  for (const frame of [4, 5]) address.write(film, frame, plays, []);
  for (const frame of [6, 7]) address.write(film, frame, plays, ["king"]);
  address.write(film, 8, rests, ["king"]);
  for (const frame of [2, 3]) address.write(film, frame, grows, ["king"]);
  assert.deepEqual(written, [
    "k;projection:pca;at:1", "k;projection:umap;at:4", "k;projection:umap;at:6;words:king",
    "k;projection:umap;at:8;words:king", "k;projection:umap;words:king",
  ]);
});
