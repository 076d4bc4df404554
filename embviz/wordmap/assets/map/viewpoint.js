// From where the map is looked at: what the reader does with the camera, by mouse, keys or buttons.

const CLOSE = 2; // times nearer than the view of all words, when one is sought

export class Viewpoint {
  /** @param {import("./view.js").View} view */
  constructor(view) {
    this.view = view;
  }

  move(change) {
    const { film, camera, xy, scene } = this.view;
    if (!film || !camera.scale) return;
    change(camera);
    camera.project(xy, scene.screen);
    camera.hold(scene.screen);
    this.view.requestPaint();
  }

  pan(dx, dy) {
    this.move((camera) => camera.pan(dx, dy));
  }

  /** Zoom towards a place on the map; in space, towards the middle, about which it turns. */
  zoom(factor, at) {
    const { camera, film } = this.view;
    const middle = { x: camera.width / 2, y: camera.height / 2 };
    const { x, y } = film?.dims === 3 ? middle : (at ?? middle);
    this.move(() => camera.zoom(factor, x, y, film.reach));
  }

  fit() {
    this.move((camera) => camera.fit(this.view.film.reach));
  }

  /** Turn a picture in space: its front to the right, and down. In radians. */
  rotate(right, down) {
    this.move((camera) => camera.rotate(right, down));
  }

  /** Bring a word into the middle, and so near, in scales of the whole film, if it is farther. */
  centre(word, close = CLOSE) {
    const { film, camera, xy, player, calm } = this.view;
    if (!film?.count || !camera.scale || !(word >= 0 && word < film.n)) return;
    film.positions(player.head, xy);
    const at = film.dims * word;
    const scale = close * camera.fitting(film.reach);
    camera.centre(xy[at], xy[at + 1], film.dims === 3 ? xy[at + 2] : 0, scale);
    if (calm.matches) camera.ease(Infinity, this.view.part);
    this.view.requestPaint();
  }

  /** Have one of these words in view, if none is. */
  bringIntoView(words) {
    if (words.length && !words.some((word) => this.includes(word))) this.centre(words[0], 0);
  }

  includes(word) {
    const { camera } = this.view;
    const { x, y } = this.view.positionOf(word);
    return x >= 0 && y >= 0 && x <= camera.width && y <= camera.height;
  }
}
