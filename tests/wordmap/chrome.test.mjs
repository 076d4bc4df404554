import assert from "node:assert/strict";
import { test } from "node:test";

import { Server } from "../../embviz/wordmap/assets/link/server.js";
import { Chrome } from "../../embviz/wordmap/assets/panels/chrome.js";
import { Controls } from "../../embviz/wordmap/assets/panels/controls.js";
import { Toolbar } from "../../embviz/wordmap/assets/panels/toolbar.js";

test("Escape closes one thing at a time: first what lies on top, the whole screen before the selection", () => {
  const state = {
    keys: true, menu: true, film: true, lasso: true, table: true, full: true, selected: [4], isolated: 3,
  };
  const closed = (name) => {
    const was = Boolean(state[name]);
    state[name] = false;
    return was;
  };
  const chrome = {
    toolbar: { menu: { close: () => closed("menu") }, get drawing() { return state.lasso; }, setLasso: () => void closed("lasso") },
    studio: { stop: () => closed("film") },
    table: { get on() { return state.table; } },
    showTable: () => void closed("table"),
    fullScreen: { leave: () => closed("full") },
    view: {
      marks: { get selected() { return state.selected || []; } },
      select: () => void closed("selected"),
      film: { header: { get isolated() { return state.isolated; } } },
    },
    isolate: () => void closed("isolated"),
  };
  const popup = { get open() { return state.keys; }, toggle: () => void closed("keys") };
  const controls = { chrome, popup };
  for (const name of Object.keys(state)) {
    assert.equal(Controls.prototype.close.call(controls), true, name);
    assert.equal(state[name], false, name);
  }
  assert.equal(Controls.prototype.close.call(controls), false);
});

test("the toolbar does what is chosen at once, and tells Python", () => {
  const did = [];
  const node = () => ({ setAttribute() {}, addEventListener() {}, value: "norm" });
  const parts = { more: node(), menu: node(), root: node(), colour: node(), dims: node(), lasso: node(), trails: node(), way: node(), offer: { ...node(), value: "neighbourhoods" } };
  const note = (name) => (...given) => did.push([name, ...given]);
  const film = { header: { columns: ["kind", "year"], column: { name: "kind", place: 0 } } };
  const view = { film, colour: "norm", setColour: note("colour"), setDims: note("dims"), setTool: note("tool"), setTrails: note("trails") };
  const server = { send: (name, { value, ...more }) => did.push([`told ${name}`, value, ...Object.values(more)]), setState: (name, on) => did.push([`told ${name}`, on]) };
  const toolbar = new Toolbar(parts, view, server, note("keep"));
  toolbar.dims = 2;
  assert.deepEqual(toolbar.numbers, ["norm", "sure"]);
  parts.colour.onchange();
  parts.dims.onclick();
  parts.lasso.onclick();
  parts.lasso.onclick();
  parts.trails.onclick();
  parts.offer.onclick();
  assert.equal(parts.way.value, "neighbourhoods");
  assert.deepEqual(toolbar.numbers, ["norm", "change", "sure"]);
  assert.deepEqual(did, [
    ["colour", "norm"], ["told colour", "norm"],
    ["keep"], ["dims", 3], ["told dims", 3],
    ["tool", "lasso"], ["tool", "pan"], ["trails", true], ["told trails", true],
    ["keep"], ["told way", "neighbourhoods"],
  ]);
  did.length = 0;
  for (const choice of ["column:0", "column:1", "group"]) toolbar.setColour(choice);
  film.header.column.place = 1;
  toolbar.setSteps("quantile");
  assert.deepEqual(did, [
    ["colour", "group"], ["told colour", "group"], // it is here already
    ["keep"], ["told colour", "group", 1], // Python has it
    ["keep"], ["told colour", "group", null], // clusters instead of the column
    ["keep"], ["told colour", "column", 1, "quantile"],
  ]);
});

test("a film that was made before Python heard of a choice does not undo it", () => {
  const server = new Server();
  server.connect(() => {}, () => {});
  const names = (words) => words.map((id) => ["the", "king", "of"][id]);
  const film = { header: { heard: 0, selected: [0] }, idOf: (word) => ["king", "of"].indexOf(word) };
  const chrome = { server, names, view: { marks: { selected: [0, 1] } } };
  const known = () => Chrome.prototype.knownSelection.call(chrome, film);
  assert.equal(known(), null, "nothing was chosen here");
  server.send("selected", { run: "r", words: [0, 1] });
  assert.deepEqual(known(), [0], "by name, where the word is there");
  film.header.heard = server.number;
  assert.equal(known(), null, "Python knows best");
  server.send("selected", { run: "r", words: [] });
  chrome.view.marks.selected = [];
  assert.deepEqual(known(), [], "none, as for a word that was looked up");
  server.send("way", { value: "umap" });
  film.header.heard = server.number - 1;
  assert.equal(known(), null, "other wishes do not count");
});
