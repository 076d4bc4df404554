// The hand on the map: what dragging means, which word it points at, and the lasso it draws.

import { listen } from "./gestures.js";

const REACH = 14; // pixels from a point that still count as pointing at it
const DEPTH = 4; // pixels that a point in space is the farther away the farther back it is
const PIXEL = 0.008; // radians that a pixel of a drag turns the picture by

export class Hand {
  /** @param {import("./view.js").View} view @param {HTMLCanvasElement} map */
  constructor(view, map) {
    Object.assign(this, { view, map });
    this.tool = "pan";
    this.dropped = false;
    listen(map, {
      grip: (right, shift) => this.grip(right, shift),
      pan: (dx, dy) => view.viewpoint.pan(dx, dy),
      turn: (dx, dy) => view.viewpoint.rotate(dx * PIXEL, dy * PIXEL),
      draw: (at, from, more) => this.draw(at, from, more),
      drawn: () => this.drawn(),
      cancel: () => this.cancel(),
      zoom: (factor, at) => view.viewpoint.zoom(factor, at),
      point: (at) => this.point(at),
      click: (at, more) => this.click(at, more),
      fit: () => view.viewpoint.fit(),
    });
  }

  /** @param {"pan" | "lasso"} tool what dragging does */
  setTool(tool) {
    this.tool = tool;
    this.cancel();
    this.showCursor();
  }

  /** What dragging means. A lasso that was dropped stays so until the hand comes down again. */
  grip(right, shift) {
    this.dropped = false;
    if (this.tool === "lasso" && !right) return "draw";
    if (this.view.film?.dims === 3) return right || shift ? "pan" : "turn";
    return shift && !right ? "draw" : "pan";
  }

  /** Draw a lasso on. Words must not move meanwhile. */
  draw(at, from, more) {
    const { view } = this;
    const { lasso } = view;
    if (!view.film?.count || this.dropped) return;
    if (!lasso.active) {
      view.player.pause();
      lasso.begin(from.x, from.y, view.film.n, more);
      view.marks.caught = lasso.inside;
      view.marks.hovered = -1;
    }
    lasso.extend(at.x, at.y, view.scene.screen);
    view.requestPaint();
  }

  drawn() {
    const { view } = this;
    const { lasso } = view;
    if (!lasso.end()) return;
    const found = lasso.words(view.marks.dimmed);
    const { selected } = view.marks;
    view.marks.caught = null;
    view.select(lasso.keep ? [...new Set([...selected, ...found])] : found);
    view.requestPaint();
  }

  /** Drop a lasso. @returns {boolean} whether there was one */
  cancel() {
    this.view.marks.caught = null;
    if (!this.view.lasso.end()) return false;
    this.dropped = true;
    this.view.requestPaint();
    return true;
  }

  point(at) {
    const { view } = this;
    if (!view.film?.count) return;
    const hovered = at ? this.wordAt(at) : -1;
    if (hovered === view.marks.hovered) return;
    view.hover(hovered);
    this.showCursor();
    view.watcher.onHover(hovered);
  }

  showCursor() {
    const tool = this.tool === "lasso" ? "crosshair" : "";
    this.map.style.cursor = this.view.marks.hovered >= 0 ? "pointer" : tool;
  }

  click(at, more) {
    const { view } = this;
    if (!view.film?.count) return;
    const word = this.wordAt(at);
    const { selected, isSelected } = view.marks;
    if (word < 0) view.select([]);
    else if (!more) view.select([word]);
    else if (isSelected[word]) view.select(selected.filter((other) => other !== word));
    else view.select([...selected, word]);
  }

  /** The word under a place on the map: its label, or the nearest point; -1 for none. */
  wordAt({ x, y }) {
    const { film, marks, scene } = this.view;
    const { screen, near, labels, painter } = scene;
    let [best, distance] = [-1, REACH];
    for (let word = 0; word < film.n; word++) {
      if (marks.dimmed[word]) continue;
      const [dx, dy] = [x - screen[2 * word], y - screen[2 * word + 1]];
      const away = Math.hypot(dx, dy) + (near ? DEPTH * (1 - near[word]) : 0);
      if (away < distance) [best, distance] = [word, away];
      const [left, top] = [dx - labels.left[word], dy - labels.top[word]];
      const inside = left >= 0 && top >= 0 && left < painter.widths[word] && top < painter.line;
      if (labels.shown[word] && inside && distance > 4) [best, distance] = [word, 4];
    }
    return best;
  }
}
