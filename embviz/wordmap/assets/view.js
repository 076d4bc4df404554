// The map itself: it owns the play head, the camera and the selection, and paints as long as
// something moves. What stands around it (chrome.js) is told what happens, and calls its methods.

import { Camera } from "./camera.js";
import { listen } from "./gestures.js";
import { Labels, importance, mostLabels } from "./labels.js";
import { fillLegend } from "./layout.js";
import { Painter } from "./painter.js";
import { palette } from "./palette.js";
import { NEAR, Player } from "./player.js";

const PLACE_EVERY = 1 / 6; // seconds between two choices of labels
const SOON = 0.3; // seconds that labels look ahead
const LATER = 1.2; // and that new ones do
const REACH = 14; // pixels from a point that still count as pointing at it
const CHOSEN = 5; // words selected at once

/**
 * @typedef {object} Watcher
 * @property {(film: Film) => void} began  another film is shown
 * @property {() => void} dressed  colours and fonts have changed
 * @property {(words: number[]) => void} chose  other words are selected, whoever chose them
 * @property {(words: number[]) => void} selected  the reader chose them
 * @property {(now: number, stale: boolean) => void} painted  a picture is on screen; stale: all that
 *   is said of the film may have changed
 */

export class View {
  /** @param {Object<string, HTMLElement>} parts root, stage, map, legend @param {Watcher} watcher */
  constructor(parts, watcher) {
    this.parts = parts;
    this.watcher = watcher;
    this.player = new Player();
    this.camera = new Camera();
    this.painter = new Painter(parts.map);
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.marks = { selected: [], hovered: -1, links: [] };
    this.origin = [0, 0];
    this.pictures = 0;
    this.placed = -Infinity;
    listen(parts.map, {
      pan: (dx, dy) => this.moved(() => this.camera.pan(dx, dy)),
      zoom: (factor, at) => this.zoom(factor, at),
      point: (at) => this.point(at),
      click: (at, more) => this.click(at, more),
      fit: () => this.fit(),
    });
  }

  close() {
    cancelAnimationFrame(this.request);
  }

  // What comes from Python

  /** Show a film that has just got `added` new frames. */
  show(film, added) {
    if (film !== this.film) this.begin(film);
    const { header } = film;
    if (added) this.player.arrive(performance.now() / 1000);
    this.player.head = Math.min(this.player.head, this.last);
    const wasLast = this.player.head >= film.count - added - 1;
    if (this.still.matches && added && wasLast) this.player.seek(this.last, this.last);
    this.refresh();
  }

  begin(film) {
    this.film = film;
    const { header, kept, n } = film;
    this.player.head = kept.head ?? 0;
    this.player.playing = kept.playing ?? false;
    this.xy = new Float32Array(2 * n);
    this.screen = new Float32Array(2 * n);
    this.ahead = [new Float32Array(2 * n), new Float32Array(2 * n)];
    this.labels = new Labels(importance(n, film.groups.of));
    this.camera.reset();
    this.marks.hovered = -1;
    this.marks.selected = kept.selected ?? (header.selected ?? []).filter((word) => word < n);
    this.watcher.began(film);
    this.dress();
  }

  /** Read the theme again, and everything that depends on it. */
  dress() {
    if (!this.film) return;
    const style = getComputedStyle(this.parts.root);
    const of = (name, otherwise) => style.getPropertyValue(name).trim() || otherwise;
    const theme = {
      text: of("--st-text-color", "#31333f"),
      background: of("--st-background-color", "#ffffff"),
      primary: of("--st-primary-color", "#ff4b4b"),
    };
    const family = of("--st-font", "sans-serif");
    const now = JSON.stringify([theme, family, this.painter.width, this.painter.height, this.film.run]);
    if (now === this.dressed) return;
    this.dressed = now;
    this.family = family;
    this.colours = palette(theme, this.film.groups);
    this.parts.root.style.colorScheme = this.colours.dark ? "dark" : "light";
    this.painter.prepare(this.film, this.colours, family);
    fillLegend(this.parts.legend, this.film.groups, this.colours);
    this.watcher.dressed();
    this.choose(this.marks.selected);
  }

  get last() {
    return Math.max(0, this.film.count - 1);
  }

  get growing() {
    return this.film.header.status === "running";
  }

  get frame() {
    return this.film.frameAt(this.player.head);
  }

  // What the reader does

  toggle() {
    if (!this.film) return;
    if (this.player.playing) this.player.pause();
    else this.player.play(this.last, this.growing);
    this.wake();
  }

  step(frames) {
    if (!this.film) return;
    this.player.step(frames, this.last);
    this.wake();
  }

  seek(frame) {
    if (!this.film) return;
    this.player.seek(frame, this.last);
    this.wake();
  }

  drag(frame) {
    this.player.held = true;
    this.seek(frame);
  }

  drop() {
    this.player.held = false;
    this.wake();
  }

  moved(move) {
    if (!this.film || !this.camera.scale) return;
    move();
    this.wake();
  }

  zoom(factor, at = { x: this.painter.width / 2, y: this.painter.height / 2 }) {
    this.moved(() => this.camera.zoom(factor, at.x, at.y, this.film.reach));
  }

  fit() {
    this.moved(() => this.camera.fit(this.film.reaches[this.frame]));
  }

  point(at) {
    if (!this.film) return;
    const hovered = at ? this.wordAt(at) : -1;
    if (hovered === this.marks.hovered) return;
    this.marks.hovered = hovered;
    this.parts.map.style.cursor = hovered >= 0 ? "pointer" : "";
    this.placed = -Infinity;
    this.wake();
  }

  click(at, more) {
    if (!this.film) return;
    const word = this.wordAt(at);
    const { selected } = this.marks;
    if (word < 0) this.select([]);
    else if (!more) this.select([word]);
    else if (selected.includes(word)) this.select(selected.filter((other) => other !== word));
    else this.select([...selected, word].slice(-CHOSEN));
  }

  select(words) {
    if (String(words) === String(this.marks.selected)) return;
    this.choose(words);
    this.watcher.selected(words);
  }

  choose(words) {
    this.marks.selected = this.film.kept.selected = words;
    this.watcher.chose(words);
    this.placed = -Infinity;
    this.refresh();
  }

  /** The colour of a word's point. */
  colourOf(word) {
    return this.colours.points[this.painter.group[word]];
  }

  /** The word under a place on the map: its label, or the nearest point; -1 for none. */
  wordAt({ x, y }) {
    const { screen, labels, painter } = this;
    let [best, distance] = [-1, REACH];
    for (let word = 0; word < this.film.n; word++) {
      const [dx, dy] = [x - screen[2 * word], y - screen[2 * word + 1]];
      const away = Math.hypot(dx, dy);
      if (away < distance) [best, distance] = [word, away];
      const [left, top] = [dx - labels.left[word], dy - labels.top[word]];
      const inside = left >= 0 && top >= 0 && left < painter.widths[word] && top < painter.line;
      if (labels.shown[word] && inside && distance > 4) [best, distance] = [word, 4];
    }
    return best;
  }

  // Painting

  /** The stage has another size; what was on it is gone. @param {number} ratio pixels a CSS pixel */
  resize(ratio) {
    const { clientWidth: width, clientHeight: height } = this.parts.stage;
    this.painter.resize(width, height, ratio);
    Object.assign(this.camera, { width, height });
    if (!this.film) return;
    this.dress();
    // A canvas that has been resized is blank: paint before the browser shows it.
    this.refresh();
    this.tick(performance.now());
  }

  /** The film, the selection, the theme or the size has changed: say everything again. */
  refresh() {
    this.stale = true;
    this.wake();
  }

  wake() {
    this.request ??= requestAnimationFrame((ms) => {
      this.request = null;
      this.tick(ms);
    });
  }

  tick(ms) {
    const now = ms / 1000;
    const seconds = Math.min(0.1, Math.max(0, now - (this.now ?? now)));
    this.now = now;
    if (!this.film?.count || !this.painter.width) return;
    const playing = this.player.advance(seconds, now, this.last, this.growing);
    const moving = this.camera.ease(seconds, this.film.reach) || playing;
    this.film.positions(this.player.head, this.xy);
    this.camera.project(this.xy, this.screen);
    this.place(now);
    const fading = this.labels.fade(seconds);
    this.paint();
    this.watcher.painted(now, this.stale);
    this.stale = false;
    const waiting = this.player.playing && this.growing && this.last - this.player.head < NEAR;
    if (moving || fading || this.due || (this.player.playing && !waiting)) this.wake();
    else this.now = null;
  }

  /** Choose labels, a few times a second, and once more when all has come to rest. */
  place(now) {
    this.due = now - this.placed < PLACE_EVERY;
    if (this.due) return;
    this.placed = now;
    const { selected, hovered } = this.marks;
    const emphasised = hovered < 0 || selected.includes(hovered) ? selected : [...selected, hovered];
    this.link(emphasised);
    const first = [...new Set([...emphasised, ...this.marks.links])];
    const { width, height, scale } = this.camera;
    const most = mostLabels(this.film.n, width, height, scale / this.camera.fitting(this.film.reach));
    const measure = this.painter.measure(emphasised);
    this.labels.place(this.foresee(), measure, first, most);
  }

  /** Where words are, and, while they move, where they will be. */
  foresee() {
    if (!this.player.playing) return [this.screen];
    const later = [SOON, LATER].map((seconds, i) => {
      this.film.positions(this.player.ahead(seconds, this.last), this.ahead[i]);
      this.camera.project(this.ahead[i], this.ahead[i]);
      return this.ahead[i];
    });
    return [this.screen, ...later];
  }

  /** Lines from the words in question to their neighbours, as far as these are on the map. */
  link(words) {
    const { links } = this.marks;
    links.length = 0;
    for (const word of words) {
      for (const { id } of this.film.neighbours(word, this.frame)?.entries ?? []) {
        if (id >= 0) links.push(word, id);
      }
    }
  }

  paint() {
    const { camera } = this;
    this.pictures++;
    this.origin[0] = camera.width / 2 - camera.x * camera.scale;
    this.origin[1] = camera.height / 2 + camera.y * camera.scale;
    this.painter.paint(this.screen, this.labels, this.marks, this.origin);
    Object.assign(this.film.kept, { head: this.player.head, playing: this.player.playing });
  }

  /** For tests: where a word was painted, in CSS pixels of the map. */
  positionOf(word) {
    return { x: this.screen[2 * word], y: this.screen[2 * word + 1] };
  }
}
