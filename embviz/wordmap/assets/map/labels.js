// Which words have a label, and on which side of their point. Labels do not overlap, and they stay
// put: one that is shown gives way only to a more important one, and only after a while.

const MOST = 200; // labels at once
const SPARSE = 300; // above so many words, labels leave room for the points:
const ROOM = 3600; // square pixels of the map for each label
const PATIENCE = 1; // placements that a label may be in the way before it goes
const PADDING = 4; // pixels that a new label keeps from the others, so that it does not go at once
const AWAY = 8; // placements that a label stays away once it has gone, while words move
const FADE = 0.15; // seconds
// Where a label may stand, from its point: horizontally and vertically, the best place first.
const PLACES = [[1, 0], [-1, 0], [0, -1], [0, 1], [1, -1], [1, 1], [-1, -1], [-1, 1]];
const TRIES = 600; // words that look for a new place, at most
const FAR = 0.35; // in space, a label this far back must do without its vested right to stay

/** Boxes on the map, in rows as high as a label, so that few need to be compared. */
class Boxes {
  constructor(rowHeight) {
    this.rowHeight = rowHeight;
    this.rows = new Map();
  }

  hit(x0, y0, x1, y1) {
    for (let row = this.row(y0); row <= this.row(y1); row++) {
      for (const box of this.rows.get(row) ?? []) {
        if (x0 < box[2] && box[0] < x1 && y0 < box[3] && box[1] < y1) return true;
      }
    }
    return false;
  }

  add(...box) {
    for (let row = this.row(box[1]); row <= this.row(box[3]); row++) {
      if (!this.rows.has(row)) this.rows.set(row, []);
      this.rows.get(row).push(box);
    }
  }

  row(y) {
    return Math.floor(y / this.rowHeight);
  }
}

/** How many labels a map may have: more as one zooms in. */
export function mostLabels(n, width, height, zoom) {
  return n <= SPARSE ? MOST : Math.min(MOST, (width * height * Math.max(1, zoom)) / ROOM);
}

/**
 * Words in order of importance: common ones first, group by group in turn, so that no group is mute.
 * @param {number} n words, the commonest first @param {number[]} of group of each word; may be empty
 */
export function importance(n, of) {
  const seen = new Map();
  const turn = Array.from({ length: n }, (_, word) => {
    const group = of[word] ?? -1;
    seen.set(group, (seen.get(group) ?? -1) + 1);
    return seen.get(group);
  });
  return turn.map((_, word) => word).sort((a, b) => turn[a] - turn[b] || a - b);
}

export class Labels {
  /** @param {number[]} order words, the most important first */
  constructor(order) {
    const n = order.length;
    this.order = order;
    this.shown = new Uint8Array(n);
    this.opacity = new Float32Array(n);
    this.side = new Uint8Array(n);
    this.blocked = new Uint8Array(n); // placements in a row that it was in the way
    this.away = new Uint8Array(n); // placements until it may come back
    this.left = new Float32Array(n); // where the label is, from its point: it glides between sides
    this.top = new Float32Array(n);
  }

  /**
   * Choose anew. `measure` has the widths of all labels, the height of their line, the size of the
   * map, the radius of points, marks of the words with a ring around theirs (`ringed`) and of those
   * without a label (`mute`), boxes that no label may be in (`taken`), and in space how near they are
   * (`near`, or null); `first` are the words that come before all others; `most` is how many at once.
   * @param {Float32Array[]} moments n pairs of pixels, now and, while words move, soon and later:
   *   labels that are about to meet part in time, and none comes that would have to go at once
   */
  place(moments, measure, first, most) {
    this.measure = measure;
    this.moments = moments.map((points) => ({ points, boxes: new Boxes(measure.line) }));
    for (const { boxes } of this.moments) (measure.taken ?? []).forEach((box) => boxes.add(...box));
    this.points = new Boxes(measure.line);
    this.addPoints(moments[0], measure);
    const before = new Set(first);
    const { near } = measure;
    const order = near ? this.nearFirst(near) : this.order;
    const stays = (word) => this.shown[word] && !(near && near[word] < FAR);
    const stay = order.filter((word) => stays(word) && !before.has(word));
    const come = order.filter((word) => !stays(word) && !before.has(word));
    if (moments.length === 1) this.away.fill(0);
    let [placed, tries] = [0, 0];
    for (const word of [...first, ...stay, ...come]) {
      const open = placed < most && tries < TRIES && this.isOnMap(word, moments[0]);
      const fits = open && this.settle(word, before.has(word));
      if (fits) placed++;
      else if (open) tries++;
      this.show(word, fits);
    }
  }

  addPoints(screen, { radius, width, height }) {
    for (let i = 0; i < screen.length; i += 2) {
      const [x, y] = [screen[i], screen[i + 1]];
      if (x < 0 || y < 0 || x > width || y > height) continue;
      this.points.add(x - radius, y - radius, x + radius, y + radius);
    }
  }

  /** In space, the near words come before the important ones that are far. */
  nearFirst(near) {
    const rank = new Float32Array(this.order.length);
    this.order.forEach((word, i) => (rank[word] = i / this.order.length - near[word]));
    return [...this.order].sort((a, b) => rank[a] - rank[b]);
  }

  show(word, fits) {
    if (this.shown[word] && !fits) this.away[word] = AWAY;
    else if (this.away[word]) this.away[word]--;
    this.shown[word] = fits ? 1 : 0;
  }

  /** Find room for one label; take it. @returns {boolean} whether it is shown */
  settle(word, important) {
    if (this.away[word] && !important) return false;
    const shown = Boolean(this.shown[word]);
    const known = shown || important;
    // While words move a label stays where it is; else a place without points is better.
    const choosy = !known || (this.moments.length === 1 && !this.measure.near);
    let found = -1;
    for (let turn = 0; turn < PLACES.length; turn++) {
      const side = (this.side[word] + turn) % PLACES.length;
      if (this.isFree(word, side, known ? 0 : PADDING, known ? 2 : 3)) {
        if (!choosy || !this.hidesPoints(word, side)) return this.take(word, side, 0);
        if (found < 0) found = side;
      } else if (turn === 0 && shown && this.blocked[word] < PATIENCE) {
        return this.take(word, side, this.blocked[word] + 1);
      }
    }
    return found >= 0 && this.take(word, found, 0);
  }

  take(word, side, blocked) {
    this.blocked[word] = blocked;
    this.side[word] = side;
    this.moments.forEach(({ points, boxes }) => boxes.add(...this.box(word, side, points, 0)));
    return true;
  }

  hidesPoints(word, side) {
    return this.points.hit(...this.box(word, side, this.moments[0].points, 0));
  }

  isOnMap(word, screen) {
    if (this.measure.mute[word]) return false;
    const [x, y] = [screen[2 * word], screen[2 * word + 1]];
    return x >= 0 && y >= 0 && x <= this.measure.width && y <= this.measure.height;
  }

  /** @param {number} horizon how many of the moments count */
  isFree(word, side, padding, horizon) {
    const { width, height } = this.measure;
    const [x0, y0, x1, y1] = this.box(word, side, this.moments[0].points, 0);
    if (x0 < 0 || y0 < 0 || x1 > width || y1 > height) return false;
    const isClear = ({ points, boxes }) => !boxes.hit(...this.box(word, side, points, padding));
    return this.moments.slice(0, horizon).every(isClear);
  }

  box(word, side, points, padding) {
    const [left, top] = this.corner(word, side);
    const [x, y] = [points[2 * word] + left, points[2 * word + 1] + top];
    const { widths, line } = this.measure;
    return [x - padding, y - padding, x + widths[word] + padding, y + line + padding];
  }

  /** The upper left corner of a label, from its point. */
  corner(word, side) {
    const { widths, line, radius, ringed } = this.measure;
    const [across, down] = PLACES[side];
    const reach = radius + (ringed[word] ? 6 : 1);
    const gap = across && down ? 0.7 * reach : reach; // a corner may come nearer
    const left = across > 0 ? gap : across < 0 ? -gap - widths[word] : -widths[word] / 2;
    const top = down > 0 ? gap : down < 0 ? -gap - line : -line / 2;
    return [left, top];
  }

  /** Fade and glide. @returns {boolean} whether anything still changes */
  fade(seconds) {
    if (!this.measure) return false;
    const step = seconds / FADE;
    const pull = 1 - Math.exp(-3 * step);
    let changing = false;
    for (let word = 0; word < this.shown.length; word++) {
      const goal = this.shown[word];
      const hidden = this.opacity[word] === 0;
      if (hidden && !goal) continue;
      const change = goal - this.opacity[word];
      this.opacity[word] += Math.sign(change) * Math.min(Math.abs(change), step);
      changing = this.glide(word, hidden ? 1 : pull) || change !== 0 || changing;
    }
    return changing;
  }

  glide(word, pull) {
    const [left, top] = this.corner(word, this.side[word]);
    const [dx, dy] = [left - this.left[word], top - this.top[word]];
    const near = Math.abs(dx) + Math.abs(dy) < 0.1;
    this.left[word] = near ? left : this.left[word] + dx * pull;
    this.top[word] = near ? top : this.top[word] + dy * pull;
    return !near;
  }
}
