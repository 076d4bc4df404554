// The camera: which stretch of the plane the map shows. The same scale on x and y, y upwards.

const MARGIN = 1.14; // room around the words, for their labels
const EASE = 3.5; // how fast the camera nears its goal, per second
const CLOSE = 40; // at most this much nearer than the view of all words, and at least a quarter

export class Camera {
  constructor() {
    this.width = 0;
    this.height = 0;
    this.release();
    this.scale = 0; // pixels a unit; 0: not set yet
  }

  /** Show all words again, from now on. */
  release() {
    this.x = 0; // the point of the plane in the middle of the map
    this.y = 0;
    this.free = false; // moved by hand
  }

  /** The scale at which everything within reach of the origin is on the map. */
  fitting(reach) {
    const wide = this.width / 2 / Math.max(reach.x, 1e-6);
    const high = this.height / 2 / Math.max(reach.y, 1e-6);
    return Math.min(wide, high, 1e6) / MARGIN;
  }

  /**
   * Near the view of all words, unless moved by hand. @returns {boolean} whether it moved
   */
  ease(seconds, reach) {
    if (this.free || !this.width) return false;
    const goal = this.fitting(reach);
    const ratio = Math.log(goal / this.scale);
    if (!this.scale || Math.abs(ratio) < 0.001) {
      const moved = this.scale !== goal;
      this.scale = goal;
      return moved;
    }
    this.scale *= Math.exp(ratio * (1 - Math.exp(-EASE * seconds)));
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
    const scale = Math.min(fit * CLOSE, Math.max(fit / 4, this.scale * factor));
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
