// What one canvas shows of a moment: where the words are on it, which of them are named, and the
// paint. The map is one; a picture or a recording of another size is another, of the same moment.

import { Ends } from "./axes.js";
import { Labels, importance, mostLabels } from "./labels.js";
import { Painter } from "./painter.js";
import { Trails } from "./trails.js";

const PLACE_EVERY = 1 / 6; // seconds between two choices of labels
const SOON = 0.3; // seconds that labels look ahead
const LATER = 1.2; // and that new ones do

/**
 * @typedef {object} Moment  what all scenes have in common; a View is one
 * @property {import("../film/film.js").Film} film
 * @property {import("../film/player.js").Player} player
 * @property {number} last  newest frame
 * @property {Float32Array} xy  positions, dims a word
 * @property {import("./marks.js").Marks} marks
 * @property {boolean} trails
 * @property {import("./lasso.js").Lasso} lasso
 */

export class Scene {
  /** @param {CanvasRenderingContext2D} context */
  constructor(context) {
    this.painter = new Painter(context);
    this.ends = new Ends(this.painter);
    /** @type {number[][]} boxes on the map, left, top, right, bottom, that no word may be under */
    this.obstacles = [];
    this.placed = -Infinity;
  }

  /** Another film. @param {import("../film/film.js").Film} film */
  begin({ n, dims, groups }) {
    this.screen = new Float32Array(2 * n);
    this.near = dims === 3 ? new Float32Array(n) : null;
    this.ghost = new Float32Array(2 * n); // the other picture of a jump
    this.ahead = [new Float32Array(2 * n), new Float32Array(2 * n)];
    this.later = new Float32Array(dims * n);
    this.cross = new Float32Array(dims === 3 ? 12 : 8);
    this.trails = new Trails();
    this.labels = new Labels(importance(n, groups.of));
    this.invalidate();
  }

  /** Colours or what stands back have changed, or labels must not wait. */
  invalidate() {
    this.placed = -Infinity;
    this.sorted = false;
    this.trails.forget();
  }

  /** Where everything is now. @param {Moment} moment @param {import("./camera.js").Camera} camera */
  project({ film, xy, marks }, camera) {
    camera.project(xy, this.screen);
    camera.cross(film.reach, this.cross);
    this.ends.layOut(film, camera, this.obstacles);
    if (this.near) camera.nearness(xy, film.reach, this.near);
    if (this.near || !this.sorted) this.painter.sort(this.near, marks.dimmed);
    this.sorted = true;
  }

  /** Labels are chosen a few times a second. @param {number} now seconds */
  isDue(now) {
    return now - this.placed >= PLACE_EVERY;
  }

  /** Choose labels. @param {Moment} moment @param {import("./camera.js").Camera} camera */
  place(moment, camera, now) {
    this.placed = now;
    const { film, marks } = moment;
    const { emphasised } = marks;
    const first = [...new Set([...emphasised, ...marks.links])];
    const { width, height, scale } = camera;
    const most = mostLabels(film.n, width, height, scale / camera.fitting(film.reach));
    const taken = [...this.obstacles, ...this.ends.boxes];
    const measure = { ...this.painter.measure(marks), taken };
    this.labels.place(this.foreseePoints(moment, camera), measure, first, Math.max(most, emphasised.length));
  }

  /** Where words are, and, while they move, where they will be. */
  foreseePoints({ film, player, last }, camera) {
    if (!player.playing) return [this.screen];
    const later = [SOON, LATER].map((seconds, i) => {
      film.positions(player.ahead(seconds, last), this.later);
      camera.project(this.later, this.ahead[i]);
      return this.ahead[i];
    });
    return [this.screen, ...later];
  }

  /** @param {Moment} moment @param {import("./camera.js").Camera} camera */
  paint({ film, player, marks, trails, lasso }, camera) {
    const { painter, screen } = this;
    painter.begin(this.cross);
    this.ends.paintBands();
    this.paintJump(film, player.head, camera);
    if (trails) this.trails.paint(painter, film, camera, marks, player.head, screen);
    painter.paint(screen, this.labels, marks);
    this.ends.paintNames();
    if (lasso.active) lasso.paint(painter.context, painter.colours);
  }

  /** In a jump: the farther one of its pictures, and how much is to be seen of the nearer one. */
  paintJump(film, head, camera) {
    const { painter, ghost } = this;
    const share = film.fade(head);
    painter.fade(Math.max(share, 1 - share), Math.abs(2 * share - 1));
    if (!share) return;
    const frame = Math.floor(head);
    camera.project(film.positions(share < 0.5 ? frame + 1 : frame, this.later), ghost);
    painter.paintGhost(ghost, Math.min(share, 1 - share));
  }
}
