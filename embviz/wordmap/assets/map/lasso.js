// A line drawn by hand around words. Which words it holds is kept up as it grows: with each new
// point only three edges change, however long the line is.

const STEP = 2; // pixels between two points

/** Does the ray from a place to the right cross this edge? */
function crosses(x0, y0, x1, y1, x, y) {
  return y0 > y !== y1 > y && x < ((x1 - x0) * (y - y0)) / (y1 - y0) + x0;
}

export class Lasso {
  constructor() {
    this.active = false;
    this.path = []; // left and top of each point
    this.inside = new Uint8Array(0);
  }

  /** Begin where the hand is. @param {number} n words @param {boolean} keep what was selected */
  begin(x, y, n, keep) {
    if (this.inside.length !== n) this.inside = new Uint8Array(n);
    this.inside.fill(0);
    this.path = [x, y];
    this.keep = keep;
    this.active = true;
  }

  /** Draw on, and find out which words are inside now. @param {Float32Array} screen n pairs */
  extend(x, y, screen) {
    const { path, inside } = this;
    const [x0, y0] = [path[0], path[1]];
    const [x1, y1] = path.slice(-2);
    if (Math.hypot(x - x1, y - y1) < STEP) return;
    path.push(x, y);
    for (let word = 0; word < inside.length; word++) {
      const left = screen[2 * word];
      const top = screen[2 * word + 1];
      inside[word] ^=
        crosses(x1, y1, x0, y0, left, top) ^ // this edge closed the line until now
        crosses(x1, y1, x, y, left, top) ^
        crosses(x, y, x0, y0, left, top);
    }
  }

  /** The words inside, of those that can be seen. @param {Uint8Array} dimmed @returns {number[]} */
  words(dimmed) {
    return [...this.inside.keys()].filter((word) => this.inside[word] && !dimmed[word]);
  }

  /** @returns {boolean} whether there was one to give up */
  end() {
    const was = this.active;
    this.active = false;
    return was;
  }

  paint(context, { primary }) {
    context.beginPath();
    for (let i = 0; i < this.path.length; i += 2) context.lineTo(this.path[i], this.path[i + 1]);
    context.closePath();
    context.globalAlpha = 0.08;
    context.fillStyle = primary;
    context.fill("evenodd");
    context.globalAlpha = 1;
    context.strokeStyle = primary;
    context.lineWidth = 1.5;
    context.stroke();
  }
}
