// The map painted once more, on another canvas and in another size: for a picture, or for a film that
// is recorded while it plays.

import { Scene } from "./scene.js";

/** A copy for this canvas: the one there is (`known`), if it still fits, so that its labels stay. */
export function copyOf(view, known, context, size) {
  const key = JSON.stringify([view.styleKey, size]);
  return known?.key === key && known.context === context ? known : new Copy(view, key, context, size);
}

export class Copy {
  constructor({ film, family }, key, context, { width, height, ratio }) {
    Object.assign(this, { key, context, family, width, height });
    this.scene = new Scene(context);
    this.scene.begin(film);
    this.scene.painter.resize(width, height, ratio);
    this.scene.painter.prepare(film, family, false);
    this.painted = null;
  }

  /** Have the labels that the map has, where they are there, as large as they fit in other fonts. */
  imitate({ film, scene: { labels, painter }, marks }) {
    const { scene } = this;
    const total = (widths) => widths.reduce((sum, width) => sum + width, 1);
    const share = Math.min(1, total(painter.plainWidths) / total(scene.painter.plainWidths));
    scene.painter.prepare(film, this.family, false, share);
    scene.labels.shown.set(labels.shown);
    scene.labels.side.set(labels.side);
    scene.labels.measure = scene.painter.measure(marks);
    scene.placed = Infinity; // no others are chosen
  }

  paint(view) {
    const { scene } = this;
    const now = performance.now() / 1000;
    const camera = view.camera.sized(this.width, this.height);
    scene.painter.colour(view.tones);
    scene.sorted = false;
    scene.project(view, camera);
    if (scene.isDue(now)) scene.place(view, camera, now);
    // A picture has all its labels at once; in a film they come and go as on the map.
    const filmed = this.painted !== null && view.player.playing;
    scene.labels.fade(filmed ? now - this.painted : 1);
    scene.paint(view, camera);
    this.painted = now;
  }
}
