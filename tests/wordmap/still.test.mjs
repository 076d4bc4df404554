import assert from "node:assert/strict";
import { test } from "node:test";

import { viewOf } from "../../embviz/wordmap/assets/link/address.js";
import { Card } from "../../embviz/wordmap/assets/panels/panel.js";
import { Chrome } from "../../embviz/wordmap/assets/panels/chrome.js";
import { Colouring } from "../../embviz/wordmap/assets/map/colouring.js";
import { Commands } from "../../embviz/wordmap/assets/link/commands.js";
import { Controls } from "../../embviz/wordmap/assets/panels/controls.js";
import { Film } from "../../embviz/wordmap/assets/film/film.js";
import { listKeys } from "../../embviz/wordmap/assets/panels/keys.js";
import { arrange } from "../../embviz/wordmap/assets/panels/layout.js";
import { findLinks } from "../../embviz/wordmap/assets/map/links.js";
import { Pair } from "../../embviz/wordmap/assets/link/pair.js";
import { palette } from "../../embviz/wordmap/assets/map/palette.js";
import { Readout } from "../../embviz/wordmap/assets/panels/readout.js";
import { Search, merged } from "../../embviz/wordmap/assets/panels/search.js";
import { Server } from "../../embviz/wordmap/assets/link/server.js";
import { Studio } from "../../embviz/wordmap/assets/save/studio.js";
import { Table } from "../../embviz/wordmap/assets/panels/table.js";
import { Texts } from "../../embviz/wordmap/assets/base/texts.js";
import { colourChoices, colourChosen, colourName } from "../../embviz/wordmap/assets/panels/toolbar.js";

const FILMED = /epoch|loss|since|trained|frame|film/;
const n = 30;
const words = Array.from({ length: n }, (_, i) => `w${i}`);
const groups = { names: ["noun", "verb"], hues: [0, 1], shades: [0, 0], of: words.map((_, i) => (i % 3) - 1) };
const years = { name: "column", first: 0, low: -0.5, high: 5.5, rows: [new Uint8Array(n)] };
const row = (...ids) => Uint16Array.from(ids.flatMap((id) => [id, 65535]));

function stillOf(more = {}, message = {}) {
  const header = { run: "s", n, first: 0, frames: 1, total: 1, epochs: 0, status: "done", still: true, words, ...more };
  const film = new Film(header);
  const xy = Uint16Array.from({ length: 2 * n }, (_, i) => (i % 2 ? 32768 : 1000 * i));
  film.accept({ header, frames: [{ epoch: 0, loss: NaN, trust: 6, xy }], lists: [], ...message });
  return film;
}

/** Elements as far as they are needed: what was put into them, and whether they are hidden. */
function withDocument(act) {
  class Node {
    constructor(tag) {
      Object.assign(this, { tag, children: [], attributes: {}, dataset: {}, style: {}, text: "" });
      this.classList = { toggle() {} };
    }
    setAttribute(name, value) { this.attributes[name] = value; }
    toggleAttribute() {}
    append(...children) { this.children.push(...children); }
    prepend(...children) { this.children.unshift(...children); }
    replaceChildren(...children) { this.children = children; }
    querySelector() { return (this.inner ??= new Node("span")); }
    set textContent(text) { this.children = [text]; }
    get textContent() { return this.children.map((child) => child.textContent ?? child).join(""); }
  }
  globalThis.document = { createElement: (tag) => new Node(tag) };
  try {
    return act(new Node("div"));
  } finally {
    delete globalThis.document;
  }
}

test("a still is complete as soon as it is here, whatever its status", () => {
  assert.ok(stillOf().isStill);
  assert.ok(stillOf({ status: "idle" }).complete);
  assert.equal(stillOf({ still: undefined, status: "idle" }).complete, false);
});

test("colours are those that a still can have, each column of the file by its name", () => {
  const texts = new Texts({ by_group: "group", by_clusters: "clusters", by_column: "column", by_norm: "length" });
  const names = (film) => colourChoices(film).map((name) => colourName(name, film, texts));
  assert.deepEqual(colourChoices(stillOf()), ["norm", "trust", "none"]);
  assert.deepEqual(colourChoices(stillOf({ counts: words.map(() => 1) })), ["frequency", "norm", "trust", "none"]);
  assert.deepEqual(colourChoices(stillOf({ groups })), ["group", "norm", "trust", "none"]);
  const columns = ["part of speech", " ", "year"];
  const kinds = stillOf({ groups, clusters: true, columns, column: { name: columns[0], place: 0 } });
  const choices = ["group", "norm", "trust", "none", "column:0", "column:1", "column:2"];
  assert.deepEqual(colourChoices(kinds), choices);
  assert.deepEqual(names(kinds), ["clusters", "length", "by_trust", "by_none", "part of speech", "column", "year"]);
  assert.equal(colourChosen(kinds), "column:0");
  const years = stillOf({ clusters: true, columns, colour: "column", column: { name: "year", place: 2, numeric: true } });
  assert.deepEqual(colourChoices(years), choices);
  assert.equal(colourChosen(years), "column:2");
  assert.equal(colourChosen(stillOf({ columns, colour: "norm", column: { name: "year", place: 2 } })), "norm");
});

test("clusters can be chosen before they are found, and no more where there turn out to be none", () => {
  const film = stillOf({ clusters: true });
  assert.ok(colourChoices(film).includes("group") && film.hasLayerGap("group"));
  film.accept({ header: { first: 1, groups: { ...groups, names: [] } }, frames: [], lists: [] });
  assert.ok(!colourChoices(film).includes("group") && !film.hasLayerGap("group"));
  film.accept({ header: { first: 1, groups }, frames: [], lists: [] });
  assert.deepEqual(film.groups, groups);
  assert.ok(!colourChoices(stillOf({ clusters: true, still: undefined, status: "running" })).includes("group"));
  assert.ok(!colourChoices(stillOf({ clusters: true, alone: true })).includes("group"));
});

test("a page of its own offers the column that it was made with, if its numbers are in it", () => {
  const facts = { alone: true, columns: ["kind", "year"], column: { name: "year", place: 1, numeric: true } };
  assert.deepEqual(colourChoices(stillOf(facts)), ["none"]);
  assert.deepEqual(colourChoices(stillOf(facts, { layers: [years] })), ["none", "column:1"]);
});

test("Python is asked for the numbers of a column that did not come", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const asked = [];
  const server = new Server();
  server.connect(() => {}, (name, value) => asked.push([name, value.layers]));
  const film = stillOf({ column: { name: "year", numeric: true } });
  server.requestLayers(film, () => ["column"]);
  context.mock.timers.tick(2000);
  assert.deepEqual(asked, [["missing", ["column"]]]);
  film.addLayer(years);
  context.mock.timers.tick(60_000);
  assert.equal(asked.length, 1);
});

test("exact neighbours are all that a still needs of a word; a film needs its lists as well", () => {
  const final = { 3: [["elsewhere", 0.9]] };
  assert.equal(stillOf({ final }).hasListGap(3), false);
  assert.equal(stillOf({ final }).hasListGap(4), true);
  assert.equal(stillOf({ final, still: undefined }).hasListGap(3), true);
});

test("a legend names the column and says how its numbers are dealt into classes", () => {
  const base = palette({ text: "#000000", background: "#ffffff", primary: "#0000ff" }, groups);
  const say = new Texts({ counted_column: "{name}:", steps_equal: "equal steps" });
  const legendOf = (column, alone) => {
    const film = stillOf({ alone, column: { name: "year", numeric: true, ...column } }, { layers: [years] });
    return new Colouring(film, "column", base, say);
  };
  const edges = [1990, 1996, 2002, 2008, 2014, 2020];
  const even = legendOf({ whole: true, steps: "equal", edges });
  assert.equal(even.title.replace(/[\u2066-\u2069]/g, ""), "year:");
  assert.deepEqual(even.steps, { text: "equal steps", other: "quantile", hint: "steps_to_quantile" });
  const names = ({ entries }) => entries.map(({ name }) => name);
  assert.deepEqual(names(even), ["1990–1995", "1996–2001", "2002–2007", "2008–2013", "2014–2020"]);
  assert.equal(legendOf({ whole: true, steps: "equal", edges }, true).steps.other, ""); // nobody to ask
  const many = legendOf({ steps: "quantile", edges: [0, 0, 0.5, 1, 10, 900] });
  assert.equal(many.steps.other, "equal");
  assert.deepEqual(names(many), ["0.00–0.50", "0.50–1.00", "1.00–10.00", "10.00–900.00"]);
  const byte = (rank) => Math.round(((rank + 0.5) / 6) * 255); // as packing writes classes
  const rows = [Uint8Array.from({ length: n }, (_, word) => byte(word % 6))];
  const film = stillOf({ column: { name: "year", steps: "equal", edges } }, { layers: [{ ...years, rows }] });
  const lacking = new Colouring(film, "column", base, say);
  lacking.update(0);
  assert.deepEqual([...lacking.of].slice(0, 6), [4, 3, 2, 1, 0, 5].slice(0, n));
  assert.equal(names(lacking).at(-1), "no_number");
});

test("what shows, moves or takes along a film is hidden, and comes back", () => {
  const names = ["track", "start", "back", "play", "forward", "loop", "speed", "readout", "trails", "save_film"];
  const others = ["press", "sentence", "lasso", "dims", "save_picture", "as_table"];
  const parts = Object.fromEntries([...names, ...others].map((name) => [name, { hidden: false }]));
  parts.root = { classList: { toggle: (name, on) => (parts.marked = [name, on]) } };
  arrange(parts, true);
  assert.deepEqual(names.filter((name) => !parts[name].hidden), []);
  assert.deepEqual(others.filter((name) => parts[name].hidden), []);
  assert.deepEqual(parts.marked, ["still", true]);
  arrange(parts, false);
  assert.deepEqual(names.filter((name) => parts[name].hidden), []);
});

test("keys for playing do nothing, and are not listed", () => {
  const view = { film: stillOf(), last: 0, ...Object.fromEntries(["toggle", "step", "seek"].map((name) => [name, () => assert.fail(name)])) };
  const toolbar = { setTrails: () => assert.fail("trails") };
  const acts = Controls.prototype.acts.call({ chrome: { view, toolbar } });
  for (const name of ["toggle", "step", "seek", "trails"]) assert.equal(acts[name](1), false, name);
  const listed = (moves) => withDocument((host) => {
    listKeys(host, { say: (key) => key }, true, moves);
    return host.textContent;
  });
  assert.match(listed(true), /does_play.*does_step.*does_trails/);
  assert.doesNotMatch(listed(false), /does_(play|step|trails)/);
  assert.match(listed(false), /does_turn.*does_zoom.*does_list/);
});

test("Python cannot make a still play, but can select in it", () => {
  const chosen = { id: 7, words: [4] };
  const film = stillOf({ command: { id: 1, do: "play" }, chosen });
  const did = [];
  const view = { film, player: { play: () => assert.fail("plays") }, select: (words) => did.push(words) };
  new Commands().arrived(view, film);
  assert.deepEqual(did, [[4]]);
});

test("a still neither leads a film beside it through its epochs, nor follows it", () => {
  const film = { count: 2, epochs: [0, 5] };
  const map = (shown) => ({ view: { film: shown, player: { head: 0 }, follow: () => assert.fail("moved") } });
  new Pair().align(map(stillOf()), map(film));
  new Pair().align(map(film), map(stillOf()));
});

test("the sentence under a still stays, and nothing is said of a moment", () => {
  withDocument((sentence) => {
    const parts = { readout: { replaceChildren: (...pieces) => assert.deepEqual(pieces, []) }, components: {}, sentence };
    new Readout(parts).report(stillOf({ note: "2000 of 400000." }), 0, false, new Texts());
    assert.equal(sentence.querySelector().textContent, "trust 2000 of 400000. ");
  });
});

test("a card names no epoch, and nothing that changed", () => {
  withDocument(() => {
    const film = stillOf({}, { lists: [{ word: 0, first: 0, rows: [row(1, 2)] }] });
    const card = new Card(film, 0, "red", { say: (key) => key, plain: String, number: String, moment: String }, () => {});
    assert.deepEqual(card.fill(0), { kind: "shown", late: false });
    assert.equal(card.when.textContent, "");
    assert.equal(card.since.hidden, true);
    assert.doesNotMatch(card.node.textContent, FILMED);
  });
});

test("lines lead to the neighbours that are on the map; crosses spare those that are among the words shown", () => {
  const marks = () => ({ links: [], false: [], dimmed: new Uint8Array(n) });
  const final = { 15: [["elsewhere", 0.9], ["w2", 0.8]] };
  const xy = Float32Array.from({ length: 2 * n }, (_, i) => (i % 2 ? 0 : i));
  const alone = marks();
  findLinks(stillOf({ final }), [15], 0, xy, alone);
  assert.deepEqual(alone, { ...marks(), links: [15, 2] });
  const both = marks();
  findLinks(stillOf({ final }, { lists: [{ word: 15, first: 0, rows: [row(14, 20, 21, 22)] }] }), [15], 0, xy, both);
  assert.deepEqual(both.links, [15, 2]);
  assert.deepEqual(both.false.toSorted(), [13, 16, 17]);
});

test("a word and its neighbours, alone: those that are on the map", () => {
  const final = { 0: [["elsewhere", 0.9], ["w5", 0.8]] };
  const film = stillOf({ final }, { table: { frame: 0, rows: words.map(() => row(7, 8, 9)) } });
  const isolated = [];
  Chrome.prototype.isolateAround.call({ view: { film, frame: 0 }, isolate: (found) => isolated.push(...found) }, 0);
  assert.deepEqual(isolated, [0, 7, 8, 9]);
});

test("a table has the columns that there is something to write in", () => {
  const heads = (film) => withDocument(() => {
    const texts = new Texts();
    return Table.prototype.heads.call({ film, texts }).map((head) => head.textContent);
  });
  assert.deepEqual(heads(stillOf()), ["table_word", "table_nearest"]);
  const column = { name: "kind", numeric: false };
  assert.deepEqual(heads(stillOf({ groups, column })), ["table_word", "kind", "table_nearest"]);
  const film = stillOf({ still: undefined, groups, counts: words.map(() => 2) });
  assert.deepEqual(heads(film), ["table_word", "table_count", "table_group", "table_nearest"]);
  const cells = withDocument(() => {
    const table = { film: stillOf({ groups }), texts: new Texts(), cells: [], act: {} };
    return Table.prototype.row.call(table, 1).children.map((cell) => cell.textContent);
  });
  assert.deepEqual(cells, ["w1", "noun", ""]);
});

test("words are said of a still that fit one", () => {
  const entries = { nothing_found: "text", nothing_found_still: "file" };
  const [still, film] = [Texts.of(stillOf({ texts: entries })), Texts.of(stillOf({ still: undefined, texts: entries }))];
  assert.deepEqual([still, film].map((texts) => texts.say("nothing_found")), ["file", "text"]);
});

test("a suggestion of which nobody knows how often it occurs shows no number", () => {
  const [entry] = merged("w", [], [["what", -1, null]], stillOf());
  assert.deepEqual(entry, { word: "what", id: -1, count: null });
  const option = withDocument(() => Search.prototype.option.call({ texts: new Texts(), list: {} }, entry, 0));
  assert.deepEqual(option.children.map((child) => child.textContent), ["what", "not_on_map", ""]);
});

test("a saved picture is named by its title alone", async () => {
  const names = [];
  const link = { set download(name) { names.push(name); }, click() {} };
  globalThis.document = { createElement: () => link };
  globalThis.window = { devicePixelRatio: 1 };
  const made = URL.createObjectURL;
  URL.createObjectURL = () => "blob:";
  const timer = globalThis.setTimeout;
  globalThis.setTimeout = () => {};
  try {
    for (const still of [true, undefined]) {
      const studio = { view: { film: stillOf({ still }), frame: 0 }, title: "glove · PCA", texts: new Texts({ moment: "epoch {value}" }), say() {} };
      studio.poster = () => ({ png: async () => ({}) });
      await Studio.prototype.savePicture.call(studio);
    }
  } finally {
    globalThis.setTimeout = timer;
    URL.createObjectURL = made;
    delete globalThis.document;
    delete globalThis.window;
  }
  assert.deepEqual(names, ["glove-pca.png", "glove-pca-epoch-0.0.png"]);
});

test("an address has no room for words without end", () => {
  assert.equal(viewOf("file", null, ["a", "x".repeat(3000), "b"]), "file;words:a,b");
});

test("a film without losses says nothing of a loss, one with some says it", () => {
  const texts = {
    moment: "{unit} {value}",
    no_loss: "–",
    readout_epoch: "{moment}",
    readout_loss: "loss {loss}",
    timeline_value: "{moment}, loss {loss}",
    timeline_value_bare: "{moment}",
  };
  const told = (losses) => {
    const frames = losses.map((loss, epoch) => ({ epoch, loss, trust: 1, xy: new Uint16Array(2 * n) }));
    const about = { run: "r", n, words: Array(n).fill("w"), status: "done", total: frames.length, scale: 2, texts };
    const film = new Film(about);
    film.accept({ header: { ...about, first: 0, frames: frames.length }, frames, lists: [] });
    return withDocument((host) => {
      const attributes = {};
      const track = { setAttribute: (name, value) => (attributes[name] = value) };
      new Readout({ readout: host, track, play: {} }).reportMoment(film, 0, false, Texts.of(film));
      return [host.textContent, attributes["aria-valuetext"]];
    });
  };
  assert.doesNotMatch(told([NaN, NaN]).join(" "), /loss/);
  for (const said of told([NaN, 0.5])) assert.match(said, /loss –/);
});
