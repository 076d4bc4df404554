// Which part of the plane, or of space, the map shows unless somebody moves it: at rest all words of
// the frame, as large as they go. While a film plays nothing comes nearer: the map only draws back
// where words would leave it.

const LOOSE = 1.12; // a frame that would be so much larger is worth the movement
const ASTRAY = 1.25; // words that would make the picture so much smaller may be off the map,
const FEW = 0.01; // if they are no more than this share of all
const AHEAD = 2; // frames that are made room for before they come

/** @typedef {{x: number, y: number, cx: number, cy: number}} Part half a width and height, the middle */

export class Framing {
  constructor() {
    /** @type {?Part} what the map shows, or is on its way to */
    this.held = null;
    /** @type {WeakMap<Uint16Array, Part>} of the positions of a frame */
    this.known = new WeakMap();
  }

  /** Another film. */
  begin() {
    this.held = null;
  }

  /** @param {Film} film @param {number} head @param {(part: Part) => number} fitting its scale */
  part(film, head, resting, fitting) {
    const now = this.of(film, resting ? film.frameAt(head) : film.frameAt(Math.ceil(head)));
    const { held } = this;
    if (!held) this.held = now;
    else if (!resting) this.held = [now, this.of(film, film.frameAt(Math.ceil(head) + AHEAD))].reduce(union, held);
    else if (union(held, now) !== held || fitting(now) > LOOSE * fitting(held)) this.held = now;
    return this.held;
  }

  /** @returns {Part} what the words of a frame take up */
  of(film, frame) {
    const xy = film.xy[frame];
    if (!this.known.has(xy)) this.known.set(xy, measured(film, frame));
    return this.known.get(xy);
  }
}

function measured(film, frame) {
  const { x, y } = film.reaches[frame];
  if (film.dims === 3) return { x, y, cx: 0, cy: 0 }; // it turns about the origin
  const [across, up] = [0, 1].map((axis) => extent(film, film.xy[frame], axis));
  return { x: across.half, y: up.half, cx: across.middle, cy: up.middle };
}

/** From where to where words reach along an axis. */
function extent({ n, factor, offset, header }, xy, axis) {
  const at = Float32Array.from({ length: n }, (_, word) => xy[2 * word + axis] * factor + offset).sort();
  // The words that make axes stand farthest out, and are what one looks for.
  const few = header.axes ? 0 : Math.floor((n * FEW) / 2);
  const between = (from, to) => ({ half: (at[to] - at[from]) / 2, middle: (at[to] + at[from]) / 2 });
  const [all, most] = [between(0, n - 1), between(few, n - 1 - few)];
  return all.half > ASTRAY * most.half ? most : all;
}

/** Both parts: the first itself, if it holds the other one. */
function union(one, other) {
  const [left, right] = [one.cx - one.x, one.cx + one.x];
  const [low, high] = [one.cy - one.y, one.cy + one.y];
  const [west, east] = [Math.min(left, other.cx - other.x), Math.max(right, other.cx + other.x)];
  const [south, north] = [Math.min(low, other.cy - other.y), Math.max(high, other.cy + other.y)];
  if (west === left && east === right && south === low && north === high) return one;
  return { x: (east - west) / 2, y: (north - south) / 2, cx: (east + west) / 2, cy: (north + south) / 2 };
}
