// From where the map is looked at: what the reader does with the camera, by mouse, keys or buttons.

const CLOSE = 2; // times nearer than the view of all words, when one is sought

export class Viewpoint {
  /** @param {import("./view.js").View} view */
  constructor(view) {
    this.view = view;
  }

  /** Do what the reader did on another map: without telling that one. */
  repeat(act, given) {
    this.repeating = true;
    this[act](...given);
    this.repeating = false;
  }

  tell(act, ...given) {
    if (!this.repeating) this.view.watcher.onCamera(act, given);
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
    this.tell("pan", dx, dy);
  }

  /** Zoom towards a place on the map; in space, towards the middle, about which it turns. */
  zoom(factor, at) {
    const { camera, film } = this.view;
    const middle = { x: camera.width / 2, y: camera.height / 2 };
    const { x, y } = film?.dims === 3 ? middle : (at ?? middle);
    this.move(() => camera.zoom(factor, x, y, film.reach, film.n));
    this.tell("zoom", factor, at);
    if (!this.repeating && this.isLost) this.view.watcher.onLost();
  }

  fit() {
    this.move((camera) => camera.fit(this.view.film.reach));
    this.tell("fit");
  }

  /** Turn a picture in space: its front to the right, and down. In radians. */
  rotate(right, down) {
    this.move((camera) => camera.rotate(right, down));
    this.tell("rotate", right, down);
  }

  /** Look at this map from where another one is looked at. @param {import("./view.js").View} other */
  resemble({ film, camera: theirs }) {
    if (!film?.count || film.dims !== this.view.film.dims) return;
    const { turn, free, scale, x, y, z } = theirs;
    this.move((camera) => {
      camera.turn.set(turn);
      camera.orient();
      if (!free) return;
      const nearer = scale / theirs.fitting(film.reach);
      const wanted = nearer * camera.fitting(this.view.film.reach);
      const part = scale / wanted; // the same pixels away from the middle
      Object.assign(camera, { free, goal: { x: x * part, y: y * part, z: z * part, scale: wanted } });
    });
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

  /** Whether one word at most is left of several. */
  get isLost() {
    const { n = 0, count = 0 } = this.view.film ?? {};
    let seen = 0;
    for (let word = 0; word < n && seen < 2; word++) seen += this.includes(word);
    return count > 0 && n > 1 && seen < 2;
  }

  includes(word) {
    const { camera } = this.view;
    const { x, y } = this.view.positionOf(word);
    return x >= 0 && y >= 0 && x <= camera.width && y <= camera.height;
  }
}
