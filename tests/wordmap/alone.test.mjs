import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";

import { Film } from "../../embviz/wordmap/assets/film/film.js";
import { listKeys } from "../../embviz/wordmap/assets/panels/keys.js";
import { Card, Panel } from "../../embviz/wordmap/assets/panels/panel.js";
import { Search } from "../../embviz/wordmap/assets/panels/search.js";
import { Server } from "../../embviz/wordmap/assets/link/server.js";
import { unpacked } from "../../embviz/wordmap/assets/standalone.js";
import { colourChoices } from "../../embviz/wordmap/assets/panels/toolbar.js";

const n = 3;

function filmOf(header = {}) {
  const given = { run: "r", n, counts: [3, 2, 1], first: 0, frames: 3, total: 3, status: "done", words: ["a", "b", "c"], alone: true, ...header };
  const film = new Film(given);
  const frames = [0, 1, 2].map((epoch) => ({ epoch, loss: 1, trust: 1, xy: new Uint16Array(2 * n) }));
  const rows = [0, 1, 2].map((word) => Uint16Array.of((word + 1) % n, 65535));
  film.accept({ header: given, frames, lists: [], table: { frame: 2, rows } });
  return film;
}

test("what was compressed comes back", async () => {
  const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => (i * i) % 251);
  assert.deepEqual(await unpacked(deflateSync(bytes).toString("base64")), bytes);
});

test("neighbours of the last frame stand in for those that are not here, and that is said", () => {
  const film = filmOf();
  const entries = [{ id: 1, word: "b", cosine: 1 }];
  assert.deepEqual(film.neighbours(0, 2), { exact: false, entries });
  assert.deepEqual(film.neighbours(0, 1), { exact: false, late: true, entries });
  film.addList({ word: 0, first: 1, rows: [Uint16Array.of(2, 65535)] });
  assert.equal(film.neighbours(0, 1).late, undefined);
  assert.equal(film.neighbours(0, 1).entries[0].word, "c");
  assert.equal(filmOf({ alone: undefined }).neighbours(0, 1), null);
});

test("a card says that its neighbours are those of the last frame, and so does the panel", () => {
  const filled = (frame) => {
    const card = { film: filmOf(), word: 0, rows: [], when: {}, since: { replaceChildren() {} } };
    Object.assign(card, { texts: { say: (key) => key, plain: String, moment: String }, node: { classList: { toggle() {} } } });
    const panel = { film: card.film, texts: card.texts, kind: {}, hint() {} };
    panel.cards = [{ fill: (at) => Card.prototype.fill.call(card, at) }];
    panel.compare = () => {};
    Panel.prototype.update.call(panel, frame);
    return [card.when.textContent, panel.kind.textContent];
  };
  assert.deepEqual(filled(0), ["at_last", "of_last among_shown"]);
  assert.deepEqual(filled(2), ["at_epoch", "among_shown"]);
});

test("where there is nobody, nothing is asked, and nothing waits", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const server = new Server();
  server.connect();
  server.send("selected", { run: "r", words: [1] });
  server.send("colour", { value: "norm" });
  server.setState("hidden", true);
  server.setTrigger("search", { text: "a" });
  server.sendRest("r", 2);
  server.requestFrames(() => assert.fail("asked"));
  server.requestTable(() => assert.fail("asked"));
  context.mock.timers.tick(60_000);
  assert.equal(server.questions.size, 0);
});

test("a search looks among the words of the map alone, and says so", () => {
  const said = [];
  const asked = () => assert.fail("asked");
  const search = { film: filmOf(), input: { value: "a" }, lexicon: { find: () => [0] }, act: { ask: asked } };
  Object.assign(search, { unknown: Search.prototype.unknown, showStatus: (text) => said.push(text), offer() {}, ask: asked, texts: { say: (key) => key } });
  Search.prototype.onInput.call(search);
  assert.equal(search.waiting, false);
  search.entries = [];
  Search.prototype.enter.call(search);
  assert.deepEqual(said, ["", "not_here"]);
});

test("colours are those whose numbers are here", () => {
  const film = filmOf();
  assert.deepEqual(colourChoices(film), ["frequency", "none"]);
  film.addLayer({ name: "trust", first: 0, low: 0, high: 10, rows: [] });
  film.groups = { names: ["g"], hues: [0], shades: [0], of: [0, 0, 0] };
  assert.deepEqual(colourChoices(film), ["group", "frequency", "trust", "none"]);
  assert.deepEqual(colourChoices(filmOf({ alone: undefined })), ["frequency", "norm", "moved", "trust", "change", "none"]);
});

test("the list of keys has none for turning what cannot be turned", () => {
  const listed = (turns) => {
    const made = [];
    globalThis.document = {
      createElement: () => ({ setAttribute() {}, append: (...parts) => made.push(...parts) }),
    };
    listKeys({ replaceChildren() {} }, { say: (key) => key }, turns);
    delete globalThis.document;
    return made;
  };
  assert.ok(listed(true).includes("does_turn"));
  assert.ok(!listed(false).includes("does_turn"));
  assert.ok(listed(false).includes("does_zoom"));
});
