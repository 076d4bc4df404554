import assert from "node:assert/strict";
import { test } from "node:test";

import { Server } from "../../embviz/wordmap/assets/link/server.js";

function connected(context) {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const [server, told] = [new Server(), []];
  server.connect((name, value) => told.push([name, value]), (name, value) => told.push([name, value]));
  return { server, told, wait: (ms) => context.mock.timers.tick(ms) };
}

test("the picture has come to rest once it stands for 400 ms, and that is said once", (context) => {
  const { server, told, wait } = connected(context);
  server.begin("r", 0);
  server.sendRest("r", 0);
  wait(1000);
  assert.deepEqual(told, []);
  server.sendRest("r", 3);
  wait(200);
  server.sendRest("r", 4);
  wait(399);
  assert.deepEqual(told, []);
  wait(1);
  assert.deepEqual(told, [["rest", { run: "r", frame: 4 }]]);
  server.sendRest("r", null);
  wait(1000);
  server.sendRest("r", 4);
  wait(1000);
  assert.equal(told.length, 1);
});

test("a gap is asked for at once, then ever more seldom, until it is filled", (context) => {
  const { server, told, wait } = connected(context);
  let missing = { run: "r", from: 5, words: false };
  for (let i = 0; i < 10; i++) server.requestFrames(() => missing);
  wait(0);
  assert.equal(told.length, 1);
  wait(999);
  assert.equal(told.length, 1);
  wait(1);
  assert.equal(told.length, 2);
  wait(2000);
  assert.equal(told.length, 3);
  missing = null;
  wait(60_000);
  assert.equal(told.length, 3);
  missing = { run: "r", from: 9, words: false };
  server.requestFrames(() => missing);
  wait(0);
  assert.deepEqual(told.at(-1), ["missing", missing]);
  missing = null;
  wait(1000);
  missing = { run: "r", from: 11, words: false };
  server.requestFrames(() => missing);
  wait(0);
  assert.equal(told.length, 5);
});

test("lists are waited for before they are asked for", (context) => {
  const { server, told, wait } = connected(context);
  let gap = true;
  const film = { run: "r", count: 7, hasListGap: () => gap };
  server.requestLists(film, () => [3]);
  wait(999);
  assert.deepEqual(told, []);
  wait(1);
  assert.deepEqual(told, [["missing", { run: "r", from: 7, words: false, lists: [3] }]]);
  gap = false;
  wait(60_000);
  assert.equal(told.length, 1);
});

test("nothing is said after the end, or of a film that is no longer shown", (context) => {
  const { server, told, wait } = connected(context);
  server.requestFrames(() => ({ run: "old", from: 1, words: false }));
  server.begin("new", 0);
  server.sendRest("new", 2);
  server.close();
  wait(60_000);
  assert.deepEqual(told, []);
});

test("what the reader chooses is said with the film that it belongs to", (context) => {
  const { server, told } = connected(context);
  server.send("selected", { run: "r", words: [2] });
  server.send("isolate", { run: "r", words: [] });
  server.send("colour", { value: "norm" });
  server.setTrigger("search", { text: "ki" });
  assert.deepEqual(told, [
    ["selected", { run: "r", words: [2], no: 1 }],
    ["isolate", { run: "r", words: [], no: 2 }],
    ["colour", { value: "norm", no: 3 }],
    ["search", { text: "ki" }],
  ]);
});

test("what colours stand for is asked for when it does not come", (context) => {
  const { server, told, wait } = connected(context);
  const film = { run: "r", count: 7, hasLayerGap: () => true };
  server.requestLayers(film, () => ["frequency"]);
  wait(60_000);
  assert.deepEqual(told, []);
  server.requestLayers(film, () => ["frequency", "group", "norm"]);
  wait(2000);
  assert.deepEqual(told, [["missing", { run: "r", from: 7, words: false, layers: ["group", "norm"] }]]);
});
