import assert from "node:assert/strict";
import { test } from "node:test";
import { Worker } from "node:worker_threads";

import { Metadata, linkOf } from "../../embviz/wordmap/assets/film/metadata.js";
import { Patterns } from "../../embviz/wordmap/assets/panels/patterns.js";
import { fold } from "../../embviz/wordmap/assets/panels/search.js";

const CELLS = [
  { name: "kind", values: ["Noun", "verb", ""], of: [0, 1, 0, 2] },
  { name: "page", values: ["https://example.org/a", "javascript:alert(1)", ""], of: [0, 1, 2, 2] },
];

test("columns are searched as words are: without case", () => {
  const metadata = new Metadata({ metadata: CELLS, columns: ["kind", "page", "essay"] });
  assert.deepEqual(metadata.find("nOUN", fold), [{ name: "kind", ids: [0, 2] }]);
  assert.deepEqual(metadata.find("e", fold).map(({ name, ids }) => [name, ids]), [["kind", [1]], ["page", [0, 1]]]);
  assert.deepEqual([metadata.find("", fold), metadata.find("zz", fold)], [[], []]);
  assert.deepEqual(metadata.left, ["essay"]);
  assert.deepEqual(metadata.of(2), [{ name: "kind", cell: "Noun" }]);
  assert.deepEqual(new Metadata().find("a", fold), []);
});

test("only plain web addresses are links", () => {
  assert.equal(linkOf(" HTTPS://Example.org/a?b#c ").host, "example.org");
  assert.equal(linkOf("http://127.0.0.1:8000/").host, "127.0.0.1:8000");
  assert.match(linkOf("https://bücher.example/").host, /^xn--/); // what looks like another host is seen
  for (const cell of ["javascript:alert(1)", "data:text/html,x", "//example.org", "see https://example.org",
    "https://user@example.org/", "https://a:b@example.org", "file:///etc/passwd", "https://", "http:// a", "ftp://example.org", ""]) {
    assert.equal(linkOf(cell), null, cell);
  }
});

/** A worker of Node's that behaves like a browser's. */
function start(code) {
  const worker = new Worker(
    `const { parentPort } = require("node:worker_threads");
     globalThis.postMessage = (data) => parentPort.postMessage(data);
     parentPort.on("message", (data) => globalThis.onmessage({ data }));
     ${code}`,
    { eval: true, execArgv: [] },
  );
  const like = { postMessage: (data) => worker.postMessage(data), terminate: () => worker.terminate() };
  worker.on("message", (data) => like.onmessage?.({ data }));
  worker.on("error", () => like.onerror?.());
  return like;
}

/** The program that a browser's worker would get. */
async function program() {
  let text = "";
  const { Blob, Worker } = globalThis;
  globalThis.Blob = class { constructor([part]) { text = part; } };
  globalThis.Worker = class { postMessage() {} terminate() {} };
  const { createObjectURL } = URL;
  URL.createObjectURL = () => "blob:x";
  const patterns = new Patterns(() => []);
  patterns.find(/a/);
  patterns.answer("overtaken");
  Object.assign(globalThis, { Blob, Worker });
  URL.createObjectURL = createObjectURL;
  return text;
}

test("expressions are run in a worker, over words and cells, and given up when they take long", async () => {
  const code = await program();
  const lists = [["king", "noun"], ["viking"], ["a".repeat(40) + "!"], ["ёлка", "елка"]];
  const patterns = new Patterns(() => lists, () => start(code));
  assert.deepEqual(await patterns.find(/^k|NOUN/iu), [0]);
  assert.deepEqual(await patterns.find(/king$/u), [0, 1]);
  assert.deepEqual(await patterns.find(/^ел/u), [3]);
  const began = performance.now();
  assert.equal(await patterns.find(/^(a+)+$/u), "late");
  assert.ok(performance.now() - began < 3000);
  assert.deepEqual(await patterns.find(/^v/u), [1]); // and the next one is answered
  const overtaken = patterns.find(/^(a+)+$/u);
  assert.deepEqual([await patterns.find(/^v/u), await overtaken], [[1], "overtaken"]);
  patterns.close();
});

test("where there can be no worker, that is told", async () => {
  const patterns = new Patterns(() => [["a"]], () => {
    throw new Error("no workers here");
  });
  assert.equal(await patterns.find(/a/u), "unable");
});
