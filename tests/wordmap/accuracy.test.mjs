import assert from "node:assert/strict";
import { test } from "node:test";

import { paintAccuracy, percents, pieces } from "../../embviz/wordmap/assets/panels/accuracy.js";
import { Timeline } from "../../embviz/wordmap/assets/panels/timeline.js";
import { contrast, palette } from "../../embviz/wordmap/assets/map/palette.js";
import { Texts } from "../../embviz/wordmap/assets/base/texts.js";

const texts = new Texts({ percent: "{number} %", no_loss: "–", timeline_accuracy: "accuracy", timeline_chance: "chance" });
const scores = [[0.5, 0.25], [0.75, null], null, [1, 0.75], [0.98, 0.8]];
const colours = { text: "black", background: "white", faint: "grey", primary: "blue", points: ["grey"], scores: ["red", "green"] };

/** Lines as they are stroked, and words with their places. */
function canvas() {
  const drawn = { lines: [], words: [] };
  let [line, dash] = [[], []];
  const point = (x, y) => line.push([x, y]);
  const context = {
    beginPath: () => (line = []),
    moveTo: point,
    lineTo: point,
    setLineDash: (pattern) => (dash = pattern),
    stroke: () => drawn.lines.push({ colour: context.strokeStyle, dash, points: line }),
    fillText: (text, x, y) => drawn.words.push({ text, x, y }),
    measureText: (text) => ({ width: 6 * String(text).length }),
  };
  for (const name of ["setTransform", "clearRect", "fillRect", "strokeText", "fill", "arc"]) context[name] = () => {};
  return { context, drawn };
}

function lineOf(context) {
  const element = { getContext: () => context, style: {} };
  const line = new Timeline({ querySelector: () => element }, () => {}, () => {});
  line.resize(600, 88, 1);
  return line;
}

const filmOf = (header = {}, scored = true) => ({
  count: 5, total: 5, epochs: [0, 1, 2, 3, 4], losses: [1, 0.8, 0.6, 0.5, 0.4], best: null,
  scores: scored ? scores : Array(5).fill(null), isScored: scored, header: { epochs: 4, ...header },
});

test("a curve has a gap where nobody knows the accuracy", () => {
  assert.deepEqual(pieces(scores, 0).map((piece) => piece.map(({ frame }) => frame)), [[0, 1], [3, 4]]);
  assert.deepEqual(pieces(scores, 1), [
    [{ frame: 0, share: 0.25 }], [{ frame: 3, share: 0.75 }, { frame: 4, share: 0.8 }],
  ]);
  assert.deepEqual(pieces([null, null], 0), []);
});

test("accuracy is said in whole percent, of each part", () => {
  assert.deepEqual(percents([0.976, 0.005], texts), { training: "98 %", validation: "1 %" });
  assert.deepEqual(percents([1, null], texts), { training: "100 %", validation: "–" });
  assert.deepEqual(percents(null, texts), { training: "–", validation: "–" });
});

test("training is dashed, validation is solid, both on an axis of their own from 0 to 100 %", () => {
  const { context, drawn } = canvas();
  const line = lineOf(context);
  line.total = 5;
  paintAccuracy(line, filmOf({ chance: 0.5 }), colours, texts);
  const [chance, training, validation] = drawn.lines;
  assert.deepEqual([training.colour, validation.colour], ["red", "green"]);
  assert.ok(training.dash.length && chance.dash.length && !validation.dash.length);
  assert.notDeepEqual(training.dash, chance.dash);
  const [zero, one] = [0, 1].map(line.heights({ low: 0, high: 1 }));
  const height = (share) => zero + (one - zero) * share;
  assert.deepEqual(training.points.map(([, y]) => y), [0.5, 0.75, 1, 0.98].map(height));
  assert.deepEqual(validation.points.map(([, y]) => y), [0.25, 0.75, 0.8].map(height));
  assert.ok(Math.abs(chance.points[0][1] - height(0.5)) <= 1);
  const named = Object.fromEntries(drawn.words.map(({ text, y }) => [text, y]));
  assert.ok(named["100 %"] < named.accuracy && named.accuracy < named.chance && named.chance < named["0 %"]);
  assert.ok(drawn.words.every(({ x }) => x > line.width - line.pad.right), "beside the curves");
});

for (const chance of [0.01, 0.99]) {
  test(`the name of chance at ${chance} stays clear of the others`, () => {
    const { context, drawn } = canvas();
    paintAccuracy(lineOf(context), filmOf({ chance }), colours, texts);
    const rows = drawn.words.map(({ y }) => y).sort((a, b) => a - b);
    rows.slice(1).forEach((y, i) => assert.ok(y - rows[i] >= 11, `${rows}`));
  });
}

test("the time line makes room for the axis of a classifier alone, and leaves the turnover out there", () => {
  const { context, drawn } = canvas();
  globalThis.Path2D = class { moveTo() {} lineTo() {} };
  const line = lineOf(context);
  const turnover = [0, 0.1, 0.2, 0.1, 0];
  const widths = [false, true, false].map((scored) => {
    drawn.words.length = 0;
    line.paint(filmOf({ turnover }, scored), colours, texts, "sans-serif");
    const said = drawn.words.map(({ text }) => text);
    assert.equal(said.includes("accuracy"), scored);
    assert.equal(said.includes("timeline_turnover"), !scored);
    assert.equal(line.xOf(4), 600 - line.pad.right);
    return line.pad.right;
  });
  delete globalThis.Path2D;
  assert.ok(widths[1] > widths[0] && widths[2] === widths[0]);
});

test("why a frame is the best one is said over curves of accuracy only where it covers none before", () => {
  const { context, drawn } = canvas();
  globalThis.Path2D = class { moveTo() {} lineTo() {} };
  const long = new Texts({ timeline_best_why: "best because of overfitting at {epoch}", timeline_best: "best at {epoch}" });
  const said = (best, scored) => {
    drawn.words.length = 0;
    const line = lineOf(context);
    line.paint({ ...filmOf({}, scored), best }, colours, long, "sans-serif");
    const { text, x } = drawn.words.find((each) => String(each.text).startsWith("best"));
    return [text, line.saysWhy, x > line.xOf(best)];
  };
  const why = "best because of overfitting at";
  assert.deepEqual(said(1, true), [`${why} 1.0`, true, true]);
  assert.deepEqual(said(3, true), ["best at 3.0", false, true]);
  assert.deepEqual(said(3, false), [`${why} 3.0`, true, false]);
  delete globalThis.Path2D;
});

for (const [name, theme] of [["light", { text: "#0e141b", background: "#ffffff" }], ["dark", { text: "#e8edf2", background: "#11161d" }]]) {
  test(`both curves stand out in the ${name} theme`, () => {
    const { scores } = palette({ ...theme, primary: "#0b65a3" }, { hues: [], shades: [] });
    assert.notEqual(...scores);
    for (const colour of scores) assert.ok(contrast(colour, theme.background) >= 3, colour);
  });
}
