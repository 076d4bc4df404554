import assert from "node:assert/strict";
import { test } from "node:test";

import { Labels } from "../../embviz/wordmap/assets/map/labels.js";
import { Painter } from "../../embviz/wordmap/assets/map/painter.js";

const words = ["one", "two", "שלום", "four", "five", "six"];
const n = words.length;

/** A context that keeps what it is told: [what, numbers…]. */
function recorder() {
  const told = [];
  const context = new Proxy(
    { measureText: (text) => ({ width: 8 * text.length }) },
    {
      get: (held, name) => held[name] ?? ((...values) => told.push([name, ...values])),
      set: (held, name, value) => {
        held[name] = value;
        return true;
      },
    },
  );
  return { told, context };
}

function painterOf(tints) {
  const { told, context } = recorder();
  const painter = new Painter(context);
  painter.resize(600, 400, 1);
  painter.prepare({ n, words }, "sans-serif", false);
  const colours = { points: ["red", "green", "grey"], labels: ["red", "green", "grey"], background: "white", faint: "ghost", primary: "blue", text: "black" };
  painter.colour({ colours, of: Uint8Array.from(tints) });
  return { painter, told, context };
}

const marks = (extra = {}) => ({
  selected: [], isSelected: new Uint8Array(n), hovered: -1, links: [], false: [], dimmed: new Uint8Array(n), caught: null, ...extra,
});

test("points are painted colour by colour, the commonest words last; what stands back comes first", () => {
  const { painter } = painterOf([0, 1, 2, 0, 1, 2]);
  painter.sort(null, new Uint8Array(n));
  assert.deepEqual([...painter.order], [5, 2, 4, 1, 3, 0]);
  painter.sort(null, Uint8Array.of(1, 0, 0, 0, 0, 1));
  assert.deepEqual([...painter.order], [5, 0, 2, 4, 1, 3]);
});

test("in space, far points come first, and are smaller and fainter", () => {
  const { painter, told } = painterOf([0, 1, 2, 0, 1, 2]);
  const near = Float32Array.of(0.99, 0, 0.5, 0.2, 0.7, 0.9);
  painter.sort(near, new Uint8Array(n));
  assert.deepEqual([...painter.order].map((word) => near[word]), [...near].sort());
  const screen = Float32Array.from({ length: 2 * n }, (_, i) => 50 + 10 * i);
  painter.paintPoints(screen, null);
  const sizes = told.filter(([what]) => what === "arc").map(([, , , radius]) => radius);
  assert.equal(sizes.length, n);
  sizes.forEach((size, i) => assert.ok(i === 0 || size >= sizes[i - 1]));
  assert.ok(painter.alpha[0] < painter.alpha.at(-1) && painter.alpha.at(-1) === 1);
});

test("points off the map are left out, and selected ones can be painted alone", () => {
  const { painter, told } = painterOf([0, 0, 0, 0, 0, 0]);
  painter.sort(null, new Uint8Array(n));
  const screen = Float32Array.of(10, 10, -50, 10, 700, 10, 20, 20, 30, 30, 40, 500);
  painter.paintPoints(screen, null);
  assert.equal(told.filter(([what]) => what === "arc").length, 3);
  told.length = 0;
  painter.paintPoints(screen, Uint8Array.of(1, 1, 0, 0, 0, 0));
  assert.equal(told.filter(([what]) => what === "arc").length, 1);
});

test("words written from right to left stand where their label is", () => {
  const { painter, told, context } = painterOf([0, 0, 0, 0, 0, 0]);
  painter.sort(null, new Uint8Array(n));
  const labels = new Labels([0, 1, 2, 3, 4, 5]);
  const screen = Float32Array.from({ length: 2 * n }, (_, i) => (i % 2 ? 40 + 25 * i : 300));
  labels.place([screen], painter.measure(marks()), [], 200);
  labels.fade(1);
  context.direction = "rtl";
  painter.begin(new Float32Array(8));
  painter.paint(screen, labels, marks());
  assert.equal(context.direction, "ltr");
  assert.equal(context.textAlign, "left");
  const [, , x] = told.find(([what, text]) => what === "fillText" && text === words[2]);
  assert.ok(Math.abs(x - 2 - (300 + labels.left[2])) < 1e-3 && labels.left[2] > 0);
});

test("rings go around all selected words, and around those in a lasso that can be seen", () => {
  const { painter, told } = painterOf([0, 0, 0, 0, 0, 0]);
  painter.sort(null, new Uint8Array(n));
  const screen = new Float32Array(2 * n).fill(50);
  painter.paintRings(screen, marks({ selected: [1, 3], isSelected: Uint8Array.of(0, 1, 0, 1, 0, 0) }));
  assert.equal(told.filter(([what]) => what === "arc").length, 4); // two rings, two points
  told.length = 0;
  painter.paintLightRings(screen, marks({ caught: Uint8Array.of(1, 1, 1, 0, 0, 0), dimmed: Uint8Array.of(0, 1, 0, 0, 0, 0) }));
  assert.equal(told.filter(([what]) => what === "arc").length, 2);
});

test("a point is under a label or beside it, all of it", () => {
  const { painter, told } = painterOf([0, 0, 0, 0, 0, 0]);
  painter.sort(null, new Uint8Array(n));
  const labels = new Labels([0, 1, 2, 3, 4, 5]);
  labels.opacity[0] = 1;
  labels.left[0] = 10;
  labels.top[0] = -painter.line / 2;
  const right = 100 + 10 + painter.widths[0];
  // Its own point; one in the middle of it; two on its edges, inside and outside; one far away.
  const screen = Float32Array.of(100, 50, 115, 50, right - 1, 50, right + 1, 50, 115, 200, 0, 0);
  painter.paint(screen, labels, marks());
  assert.deepEqual([...painter.written.covered], [0, 1, 1, 0, 0, 0]);
  const order = told.map(([what]) => what);
  const painted = order.filter((what) => what === "arc").length;
  assert.equal(painted, n, "each point once");
  assert.ok(order.indexOf("fillRect") < order.indexOf("arc"), "no ground over a point");
  assert.ok(order.lastIndexOf("arc") < order.indexOf("fillText"), "no point over a name");
});

test("labels that are hardly to be seen hide no points", () => {
  const { painter } = painterOf([0, 0, 0, 0, 0, 0]);
  painter.sort(null, new Uint8Array(n));
  const labels = new Labels([0, 1, 2, 3, 4, 5]);
  labels.opacity[0] = 0.3;
  labels.top[0] = -painter.line / 2;
  painter.paint(new Float32Array(2 * n).fill(50), labels, marks());
  assert.ok(painter.written.covered.every((each) => each === 0));
});
