import assert from "node:assert/strict";
import { test } from "node:test";

import { Ends, joined, remarks } from "../../embviz/wordmap/assets/map/axes.js";
import { Camera } from "../../embviz/wordmap/assets/map/camera.js";
import { Painter } from "../../embviz/wordmap/assets/map/painter.js";
import { Texts } from "../../embviz/wordmap/assets/base/texts.js";

const texts = new Texts({ axes_band: "band", axes_angle: "at {angle}", axes_opposed: "opposed at {angle}" });
const plain = { x: [["he"], ["she", "her"]], y: [["poor"], ["rich"]], spread: [0.25, 0.5], angle: 90 };
const measure = (text) => 8 * [...text.replace(/[\u2068\u2069]/g, "")].length;

function painted(axes, { pan = [0, 0], zoom = 1, obstacles = [], width = 600, height = 400 } = {}) {
  const [rects, names] = [[], []];
  const context = {
    measureText: (text) => ({ width: measure(text) }),
    fillRect: (...box) => rects.push(box),
    fillText: (text, x, y) => names.push([text.replace(/[\u2068\u2069]/g, ""), x, y]),
  };
  const painter = new Painter(context);
  Object.assign(painter, { width, height, line: 16, bold: "bold", colours: { text: "black", background: "white" } });
  const camera = Object.assign(new Camera(), { width, height });
  const reach = { x: 1, y: 1 };
  camera.ease(0, reach);
  camera.zoom(zoom, width / 2, height / 2, reach);
  camera.pan(...pan);
  const ends = new Ends(painter);
  ends.layOut({ header: { axes } }, camera, obstacles);
  ends.paintBands();
  const bands = rects.splice(0);
  ends.paintNames();
  return { bands, names, boxes: ends.boxes, camera };
}

test("the ends are named left, right, below and above, along the lines through the origin", () => {
  const { names, boxes } = painted(plain);
  assert.deepEqual(names.map(([name]) => name), ["← he", "she, her →", "↓ poor", "↑ rich"]);
  const [low, high, below, above] = boxes;
  assert.ok(low[0] < 20 && high[2] > 580 && low[3] < 200 && high[3] < 200, "above the line");
  assert.ok(below[3] > 380 && above[1] < 20 && below[0] > 300 && above[0] > 300, "beside the line");
});

test("the bands are as wide as chance throws words, wherever one looks", () => {
  for (const view of [{}, { zoom: 3 }, { pan: [120, -40] }]) {
    const { bands, camera } = painted(plain, view);
    camera.locate(-0.25, 0.5, 0);
    assert.ok(Math.abs(bands[0][0] - camera.left) < 1e-6 && Math.abs(bands[1][1] - camera.top) < 1e-6);
    assert.ok(Math.abs(bands[0][2] - 0.5 * camera.scale) < 1e-6);
    assert.ok(Math.abs(bands[1][3] - camera.scale) < 1e-6);
  }
});

test("names stay on the map, and do not lie under buttons", () => {
  const zoom = [560, 6, 594, 110];
  for (const pan of [[900, 0], [-900, 0], [0, 900], [0, -900], [270, -180]]) {
    for (const [left, top, right, bottom] of painted(plain, { pan, obstacles: [zoom] }).boxes) {
      assert.ok(left >= 0 && top >= 0 && right <= 600 && bottom <= 400);
      assert.ok(right <= zoom[0] || left >= zoom[2] || top >= zoom[3] || bottom <= zoom[1]);
    }
  }
});

test("many words are cut, and none is cut that fits", () => {
  assert.equal(joined(["he", "him"], 100, measure), "he, him");
  assert.equal(joined(["grandmother", "grandfather"], 120, measure), "grandmother, g…");
  assert.equal(joined(["grandmother", "x"], 100, measure), "grandmother…");
  assert.equal(joined(["\u{1F451}\u{1F451}\u{1F451}"], 16, measure), "\u{1F451}…");
  const many = Array.from({ length: 40 }, (_, i) => `word${i}`);
  const { boxes } = painted({ ...plain, x: [many, many] }, { width: 340 });
  assert.ok(boxes[0][2] < boxes[1][0]);
});

test("where nothing is known of luck there is no band, and nothing is said of it", () => {
  const unknown = { ...plain, spread: [null, null], angle: null };
  assert.deepEqual(remarks({ header: { axes: unknown } }, texts), []);
  painted(unknown).bands.forEach(([, , width, height]) => assert.equal(Math.min(width, height), 0));
  assert.deepEqual(remarks({ header: {} }, texts), []);
  assert.deepEqual(painted(undefined).names, []);
});

test("the legend says what the band is, and when axes say in part the same, or the opposite", () => {
  assert.deepEqual(remarks({ header: { axes: plain } }, texts), [{ text: "band", band: true }]);
  const said = (angle) => remarks({ header: { axes: { ...plain, angle } } }, texts)[1]?.text;
  assert.deepEqual([85, 101, 60].map(said), [undefined, "opposed at 101", "at 60"]);
});
