// The camera: which stretch of the plane the map shows. The same scale on x and y, y upwards.

const MARGIN = 1.14; // room around the words, for their labels
const EASE = 3.5; // how fast the camera nears its goal, per second
const NEAREST = 200; // times nearer than the view of the whole film
const FARTHEST = 1 / 4;

export class Camera {
  constructor() {
    this.width = 0;
    this.height = 0;
    this.reset();
  }

  /** Back to the beginning: nothing seen yet. */
  reset() {
    this.x = 0; // the point of the plane in the middle of the map
    this.y = 0;
    this.scale = 0; // pixels a unit; 0: not set yet
    this.release();
  }

  /** Show the whole film again, from now on. */
  release() {
    this.free = false; // moved by hand
    this.aim = null; // how far the words of one frame reach, if it shall fill the map
  }

  /** Fill the map with the words of one frame; from there, back to the whole film. */
  fit(reach) {
    const whole = !this.free && !this.aim;
    this.release();
    if (whole) this.aim = reach;
  }

  /** The scale at which everything within reach of the origin is on the map. */
  fitting(reach) {
    const wide = this.width / 2 / Math.max(reach.x, 1e-6);
    const high = this.height / 2 / Math.max(reach.y, 1e-6);
    return Math.min(wide, high, 1e6) / MARGIN;
  }

  /**
   * Near the view of all words, unless moved by hand.
   * @param {{x: number, y: number}} reach of the film
   * @returns {boolean} whether it moved
   */
  ease(seconds, reach) {
    if (this.free || !this.width) return false;
    const goal = this.fitting(this.aim ?? reach);
    const ratio = Math.log(goal / this.scale);
    const away = Math.hypot(this.x, this.y) * this.scale;
    if (!this.scale || (Math.abs(ratio) < 0.001 && away < 0.2)) {
      const moved = this.scale !== goal || away > 0;
      Object.assign(this, { scale: goal, x: 0, y: 0 });
      return moved;
    }
    const share = 1 - Math.exp(-EASE * seconds);
    this.scale *= Math.exp(ratio * share);
    this.x -= this.x * share;
    this.y -= this.y * share;
    return true;
  }

  pan(dx, dy) {
    this.free = true;
    this.x -= dx / this.scale;
    this.y += dy / this.scale;
  }

  /** Zoom by a factor; what is at (left, top) on the map stays there. */
  zoom(factor, left, top, reach) {
    const fit = this.fitting(reach);
    const scale = Math.min(fit * NEAREST, Math.max(fit * FARTHEST, this.scale * factor));
    const pull = 1 / this.scale - 1 / scale;
    this.x += (left - this.width / 2) * pull;
    this.y -= (top - this.height / 2) * pull;
    this.scale = scale;
    this.free = true;
  }

  /** Positions of the plane to pixels of the map. @param {Float32Array} xy @param {Float32Array} out */
  project(xy, out) {
    const { scale } = this;
    const left = this.width / 2 - this.x * scale;
    const top = this.height / 2 + this.y * scale;
    for (let i = 0; i < xy.length; i += 2) {
      out[i] = left + xy[i] * scale;
      out[i + 1] = top - xy[i + 1] * scale;
    }
  }
}
