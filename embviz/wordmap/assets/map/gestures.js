// Mouse, pen and fingers on the map, as what they mean: pan, turn, draw, zoom, point at, click.

const STILL = 5; // pixels that a click may wander
const RIGHT = 2; // button of a mouse

/**
 * @param {Object<string, Function>} act pan, turn, draw, drawn, cancel, zoom, point, click, fit, and
 *   `grip`, which gives what dragging means now; positions are in CSS pixels of the map
 */
export function listen(map, act) {
  /** @type {Map<number, {x: number, y: number}>} */
  const fingers = new Map();
  let grip = "pan";
  let began = null;
  let travelled = 0;
  const place = (event) => {
    const { left, top } = map.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const drag = (now, before, event) => {
    if (grip === "draw") act.draw(now, began, isMore(event));
    else act[grip](now.x - before.x, now.y - before.y);
  };

  map.onpointerdown = (event) => {
    map.setPointerCapture(event.pointerId);
    if (fingers.size === 0) {
      travelled = 0;
      grip = act.grip(event.button === RIGHT, event.shiftKey);
      began = place(event);
    } else act.cancel();
    fingers.set(event.pointerId, place(event));
  };
  map.onpointermove = (event) => {
    const now = place(event);
    const before = fingers.get(event.pointerId);
    if (!before) {
      if (event.pointerType !== "touch") act.point(now);
      return;
    }
    travelled += Math.hypot(now.x - before.x, now.y - before.y);
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    fingers.set(event.pointerId, now);
    if (other) pinch(before, now, other, act);
    else if (travelled > STILL) drag(now, before, event);
  };
  map.onpointerup = (event) => {
    if (!fingers.delete(event.pointerId) || fingers.size > 0) return;
    if (travelled > STILL) act.drawn();
    else if (event.button !== RIGHT) act.click(place(event), isMore(event));
  };
  map.onpointercancel = (event) => {
    fingers.delete(event.pointerId);
    act.cancel();
  };
  map.onpointerleave = () => act.point(null);
  map.ondblclick = () => act.fit();
  map.oncontextmenu = (event) => event.preventDefault();
  map.addEventListener("wheel", (event) => {
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === 1 ? 16 : 1);
    act.zoom(Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.0015)), place(event));
  }, { passive: false });
}

/** Is what was selected to be kept? */
const isMore = (event) => event.shiftKey || event.ctrlKey || event.metaKey;

/** Two fingers: their distance zooms, their middle pans. */
function pinch(before, now, other, act) {
  const distance = (a, b) => Math.max(10, Math.hypot(a.x - b.x, a.y - b.y));
  const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
  act.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
  act.zoom(distance(now, other) / distance(before, other), middle);
}
