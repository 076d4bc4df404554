import assert from "node:assert/strict";
import { test } from "node:test";

import { queryWith, viewOf } from "../../embviz/wordmap/assets/link/address.js";

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
