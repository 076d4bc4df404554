import assert from "node:assert/strict";
import { test } from "node:test";

import { listen } from "../../embviz/wordmap/assets/map/gestures.js";

/** A map under a hand, and what the hand was understood to mean. */
function mapOf(grip) {
  const meant = [];
  const names = ["pan", "turn", "draw", "drawn", "cancel", "zoom", "point", "click", "fit"];
  const act = Object.fromEntries(names.map((name) => [name, (...values) => meant.push([name, ...values])]));
  const map = {
    setPointerCapture() {},
    addEventListener() {},
    getBoundingClientRect: () => ({ left: 10, top: 20 }),
  };
  listen(map, { ...act, grip });
  const event = (x, y, extra = {}) => ({
    clientX: x + 10, clientY: y + 20, pointerId: 1, pointerType: "mouse", button: 0, shiftKey: false, ctrlKey: false, metaKey: false,
    ...extra,
  });
  return {
    meant,
    map,
    down: (x, y, extra) => map.onpointerdown(event(x, y, extra)),
    move: (x, y, extra) => map.onpointermove(event(x, y, extra)),
    up: (x, y, extra) => map.onpointerup(event(x, y, extra)),
  };
}

test("dragging does what the tool, the button and Shift say", () => {
  const asked = [];
  const hand = mapOf((right, shift) => {
    asked.push([right, shift]);
    return right ? "pan" : "turn";
  });
  hand.down(0, 0);
  hand.move(20, 5);
  hand.up(20, 5);
  hand.down(0, 0, { button: 2, shiftKey: true });
  hand.move(30, 0);
  hand.up(30, 0, { button: 2 });
  assert.deepEqual(asked, [[false, false], [true, true]]);
  assert.deepEqual(hand.meant, [["turn", 20, 5], ["drawn"], ["pan", 30, 0], ["drawn"]]);
});

test("a lasso begins where the hand went down, and ends where it goes up", () => {
  const hand = mapOf(() => "draw");
  hand.down(5, 5);
  hand.move(9, 9, { shiftKey: true });
  hand.move(9, 30);
  hand.up(9, 30);
  assert.deepEqual(hand.meant, [
    ["draw", { x: 9, y: 9 }, { x: 5, y: 5 }, true],
    ["draw", { x: 9, y: 30 }, { x: 5, y: 5 }, false],
    ["drawn"],
  ]);
});

test("a hand that hardly moves clicks; the right button does not", () => {
  const hand = mapOf(() => "draw");
  hand.down(5, 5);
  hand.move(6, 7);
  hand.up(6, 7, { shiftKey: true });
  hand.down(5, 5, { button: 2 });
  hand.up(5, 5, { button: 2 });
  assert.deepEqual(hand.meant, [["click", { x: 6, y: 7 }, true]]);
});

test("a second finger ends a lasso, and both pan and zoom", () => {
  const hand = mapOf(() => "draw");
  hand.down(100, 100);
  hand.down(200, 100, { pointerId: 2 });
  hand.move(220, 100, { pointerId: 2 });
  assert.deepEqual(hand.meant.map(([name]) => name), ["cancel", "pan", "zoom"]);
  assert.deepEqual(hand.meant[1], ["pan", 10, 0]);
  assert.ok(Math.abs(hand.meant[2][1] - 1.2) < 1e-9);
});
