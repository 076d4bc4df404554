// The camera: which part of the plane, or of space, the map shows. The same scale on all axes, x to
// the right, y upwards, z towards the reader. In space it looks from far away: what is parallel
// stays so, and turning the picture changes no distance.

const ROOM = { x: 46, y: 24 }; // pixels at the edges for labels, where the map is not too small:
const ROOM_SHARE = 0.1; // of its width or height at most
const EASE = 3.5; // how fast the camera nears its goal, per second
const NEAREST = 3; // times nearer than the view of the whole film, and the root of its words times:
const FEWEST = 25; // as if there were so many at least
const FARTHEST = 1 / 2;
const LEAP = 2; // widths of the map; of a longer way only so much is travelled, the rest is leapt
const EDGE = 40; // pixels from the edge that the last word is held at
const HOME = { yaw: -0.5, pitch: 0.35 }; // radians: a view in which all three axes are seen
const AXIS = 1.1; // length of the axes in space, in reaches of the words

export class Camera {
  constructor() {
    this.width = 0;
    this.height = 0;
    this.turn = new Float64Array(4); // where the picture is turned to, as a quaternion
    this.home = new Float64Array(4);
    this.whole = { x: 0, y: 0, z: 0, scale: 0 }; // the view of what shall be seen
    this.axes = new Float64Array(9); // the same as a matrix: rows are right, up, towards the reader
    this.reset(2);
  }

  /** Back to the beginning: nothing seen yet. @param {2 | 3} dims */
  reset(dims) {
    this.dims = dims;
    this.x = 0; // what is in the middle of the map
    this.y = 0;
    this.z = 0;
    this.scale = 0; // pixels a unit; 0: not set yet
    this.left = 0; // where `locate` has found something
    this.top = 0;
    this.turn.set([1, 0, 0, 0]);
    if (dims === 3) turnBy(this.turn, HOME.yaw, HOME.pitch);
    this.home.set(this.turn);
    this.orient();
    this.release();
  }

  /** A copy for a picture of another size, which shows the same. */
  sized(width, height) {
    const copy = Object.assign(new Camera(), { ...this, width, height });
    copy.turn = this.turn.slice();
    copy.axes = this.axes.slice();
    copy.scale = this.scale * Math.min(width / this.width, height / this.height);
    return copy;
  }

  /** Show what shall be seen again (framing.js), from now on. */
  release() {
    this.free = false; // moved by hand
    this.goal = null; // where it is on its way to, if it shall show something else
    this.aim = null; // how far the words of the whole film reach, if they shall be on the map
    this.homing = false; // it turns back
  }

  /** Fill the map with the frame again, turned back; if it is so, show as much as the whole film. */
  fit(reach) {
    const whole = !this.free && !this.aim && !this.isTurned();
    this.release();
    this.homing = true;
    if (whole) this.aim = reach;
  }

  /** Bring a place into the middle, not farther away than at this scale. */
  centre(x, y, z, scale) {
    this.free = true;
    this.aim = null;
    this.goal = { x, y, z, scale: Math.max(scale, this.scale) };
  }

  /** The scale at which everything within reach of the middle is on the map. */
  fitting(reach) {
    const across = this.width / 2 - Math.min(ROOM.x, ROOM_SHARE * this.width);
    const up = this.height / 2 - Math.min(ROOM.y, ROOM_SHARE * this.height);
    return Math.min(across / Math.max(reach.x, 1e-6), up / Math.max(reach.y, 1e-6), 1e6);
  }

  /**
   * Near the view of a part (framing.js), about the origin unless it says otherwise, or the goal;
   * stay if moved by hand. @returns {boolean} did it move?
   */
  ease(seconds, part) {
    if (!this.width) return false;
    const share = 1 - Math.exp(-EASE * seconds);
    const turning = this.homing && this.easeHome(share);
    if (this.goal) return this.approach(this.goal, share) || turning;
    if (this.free) return turning;
    const seen = this.aim ?? part;
    Object.assign(this.whole, { x: seen.cx ?? 0, y: seen.cy ?? 0, scale: this.fitting(seen) });
    return this.approach(this.whole, share) || turning;
  }

  approach(goal, share) {
    const ratio = Math.log(goal.scale / this.scale);
    const dx = goal.x - this.x;
    const dy = goal.y - this.y;
    const dz = goal.z - this.z;
    const away = Math.hypot(dx, dy, dz) * this.scale;
    if (!this.scale || share === 1 || (Math.abs(ratio) < 0.001 && away < 0.2)) {
      const moved = this.scale !== goal.scale || away > 0;
      Object.assign(this, goal, { goal: null });
      return moved;
    }
    const part = 1 - (1 - share) * Math.min(1, (LEAP * this.width) / away);
    this.scale *= Math.exp(ratio * share);
    this.x += dx * part;
    this.y += dy * part;
    this.z += dz * part;
    return true;
  }

  pan(dx, dy) {
    const { axes, scale } = this;
    this.free = true;
    this.goal = null;
    this.x -= (axes[0] * dx - axes[3] * dy) / scale;
    this.y -= (axes[1] * dx - axes[4] * dy) / scale;
    this.z -= (axes[2] * dx - axes[5] * dy) / scale;
  }

  /** Zoom by a factor; what is at (left, top) on the map stays there. @param {number} words of the film */
  zoom(factor, left, top, reach, words = 4000) {
    const fit = this.fitting(reach);
    const nearest = NEAREST * Math.sqrt(Math.max(FEWEST, words));
    const scale = Math.min(fit * nearest, Math.max(fit * FARTHEST, this.scale * factor));
    const pull = scale / this.scale - 1; // how far the place would go, in ways from the middle
    this.scale = scale;
    this.pan((this.width / 2 - left) * pull, (this.height / 2 - top) * pull);
  }

  /** Turn space as if it were a ball under the hand: its front to the right, and down. In radians. */
  rotate(right, down) {
    if (this.dims !== 3) return;
    this.homing = false;
    turnBy(this.turn, right, down);
    this.orient();
  }

  /** Of half the angle between the picture and its beginning; below 0 the long way round. */
  get cosine() {
    return this.turn.reduce((sum, part, i) => sum + part * this.home[i], 0);
  }

  isTurned() {
    return Math.abs(this.cosine) < 1 - 1e-6;
  }

  easeHome(share) {
    this.homing = this.isTurned();
    const { turn, home } = this;
    const sign = Math.sign(this.cosine) || 1;
    const part = this.homing ? share : 1;
    for (let i = 0; i < 4; i++) turn[i] += (sign * home[i] - turn[i]) * part;
    normalise(turn);
    this.orient();
    return this.homing;
  }

  /** The matrix of a quaternion. */
  orient() {
    const { axes, turn } = this;
    const [w, x, y, z] = turn;
    axes[0] = 1 - 2 * (y * y + z * z);
    axes[1] = 2 * (x * y - w * z);
    axes[2] = 2 * (x * z + w * y);
    axes[3] = 2 * (x * y + w * z);
    axes[4] = 1 - 2 * (x * x + z * z);
    axes[5] = 2 * (y * z - w * x);
    axes[6] = 2 * (x * z - w * y);
    axes[7] = 2 * (y * z + w * x);
    axes[8] = 1 - 2 * (x * x + y * y);
  }

  /** Where a place is on the map: in `left` and `top`, so that nothing is made. */
  locate(x, y, z) {
    const { axes, scale } = this;
    const dx = x - this.x;
    const dy = y - this.y;
    const dz = z - this.z;
    this.left = this.width / 2 + (axes[0] * dx + axes[1] * dy + axes[2] * dz) * scale;
    this.top = this.height / 2 - (axes[3] * dx + axes[4] * dy + axes[5] * dz) * scale;
  }

  /** Positions to pixels of the map. @param {Float32Array} xy dims a word @param {Float32Array} out */
  project(xy, out) {
    const { dims } = this;
    for (let word = 0, at = 0; at < xy.length; word++, at += dims) {
      this.locate(xy[at], xy[at + 1], dims === 3 ? xy[at + 2] : 0);
      out[2 * word] = this.left;
      out[2 * word + 1] = this.top;
    }
  }

  /** How near words are, 0 for the farthest and 1 for the nearest. @param {Float32Array} xyz */
  nearness(xyz, reach, out) {
    const { axes } = this;
    for (let word = 0, at = 0; at < xyz.length; word++, at += 3) {
      const depth = axes[6] * xyz[at] + axes[7] * xyz[at + 1] + axes[8] * xyz[at + 2];
      out[word] = Math.min(1, Math.max(0, (depth / Math.max(reach.x, 1e-6) + 1) / 2));
    }
  }

  /**
   * The lines through the origin: from and to, left and top; across the map, or three in space.
   * @param {Float32Array} out zeros at first
   */
  cross(reach, out) {
    this.locate(0, 0, 0);
    const { left, top } = this;
    if (this.dims === 2) {
      out[1] = out[3] = top;
      out[2] = this.width;
      out[4] = out[6] = left;
      out[7] = this.height;
      return out;
    }
    for (let axis = 0; axis < 3; axis++) {
      const size = AXIS * reach.x * this.scale;
      const across = this.axes[axis] * size;
      const up = this.axes[3 + axis] * size;
      out[4 * axis] = left - across;
      out[4 * axis + 1] = top + up;
      out[4 * axis + 2] = left + across;
      out[4 * axis + 3] = top - up;
    }
    return out;
  }

  /** Words may leave the map, but not all of them: the nearest one is held. */
  hold(screen) {
    let [bestX, bestY, best] = [0, 0, Infinity];
    for (let i = 0; i < screen.length; i += 2) {
      const dx = excess(screen[i], this.width);
      const dy = excess(screen[i + 1], this.height);
      const away = dx * dx + dy * dy;
      if (away === 0) return;
      if (away < best) [bestX, bestY, best] = [dx, dy, away];
    }
    if (best < Infinity) this.pan(bestX, bestY);
  }
}

/** How far something must go to be within the edges. */
function excess(at, size) {
  const edge = Math.min(EDGE, size / 4);
  return at < edge ? edge - at : Math.min(0, size - edge - at);
}

/** Turn a quaternion about the axes of the map: up (yaw), then to the right (pitch). */
function turnBy(turn, yaw, pitch) {
  const [a, b] = [Math.cos(pitch / 2), Math.sin(pitch / 2)];
  const [c, d] = [Math.cos(yaw / 2), Math.sin(yaw / 2)];
  const [w, x, y, z] = [a * c, b * c, a * d, b * d]; // of both turns together
  const [p, q, r, s] = turn;
  turn[0] = w * p - x * q - y * r - z * s;
  turn[1] = w * q + x * p + y * s - z * r;
  turn[2] = w * r - x * s + y * p + z * q;
  turn[3] = w * s + x * r - y * q + z * p;
  normalise(turn);
}

function normalise(turn) {
  const length = Math.hypot(turn[0], turn[1], turn[2], turn[3]);
  for (let i = 0; i < 4; i++) turn[i] /= length;
}
