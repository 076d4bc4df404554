// Mouse, pen and fingers on the map, as what they mean: pan, zoom, point at, click.

const STILL = 5; // pixels that a click may wander

/**
 * @param {HTMLElement} map
 * @param {{pan: Function, zoom: Function, point: Function, click: Function, fit: Function}} act
 *   positions are in CSS pixels of the map
 */
export function listen(map, act) {
  /** @type {Map<number, {x: number, y: number}>} */
  const fingers = new Map();
  let travelled = 0;
  const place = (event) => {
    const { left, top } = map.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };

  map.onpointerdown = (event) => {
    map.setPointerCapture(event.pointerId);
    if (fingers.size === 0) travelled = 0;
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
    else if (travelled > STILL) act.pan(now.x - before.x, now.y - before.y);
  };
  map.onpointerup = (event) => {
    if (fingers.delete(event.pointerId) && fingers.size === 0 && travelled <= STILL) {
      act.click(place(event), event.shiftKey || event.ctrlKey || event.metaKey);
    }
  };
  map.onpointercancel = (event) => fingers.delete(event.pointerId);
  map.onpointerleave = () => act.point(null);
  map.ondblclick = () => act.fit();
  map.addEventListener("wheel", (event) => {
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === 1 ? 16 : 1);
    act.zoom(Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.0015)), place(event));
  }, { passive: false });
}

/** Two fingers: their distance zooms, their middle pans. */
function pinch(before, now, other, act) {
  const distance = (a, b) => Math.max(10, Math.hypot(a.x - b.x, a.y - b.y));
  const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
  act.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
  act.zoom(distance(now, other) / distance(before, other), middle);
}
