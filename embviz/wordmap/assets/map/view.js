// The map itself: it owns the play head, the camera and the selection, and paints as long as
// something moves. What stands around it (chrome.js) is told what happens, and calls its methods.

import { remarks } from "./axes.js";
import { Camera } from "./camera.js";
import { Colouring } from "./colouring.js";
import { copyOf } from "./copy.js";
import { Hand } from "./hand.js";
import { Legend } from "./legend.js";
import { link } from "./links.js";
import { palette } from "./palette.js";
import { NEAR, Player } from "../film/player.js";
import { Scene } from "./scene.js";
import { Texts } from "../base/texts.js";

const CLOSE = 2; // times nearer than the view of all words, when one is sought

/**
 * @typedef {object} Watcher
 * @property {(film: Film) => void} began  another film is shown
 * @property {(words: number[]) => void} chose  other words are selected, whoever chose them
 * @property {(words: number[]) => void} selected  the reader chose them
 * @property {(word: number) => void} hovered  the pointer is on another word; -1: on none
 * @property {(name: string) => void} coloured  colours mean something else
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
    this.scene = new Scene(parts.map.getContext("2d", { alpha: false }));
    this.legend = new Legend(parts.legend, () => this.sift());
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.marks = { selected: [], isSelected: null, hovered: -1, links: [], false: [], dimmed: null, caught: null };
    this.emphasised = [];
    this.trails = false;
    this.large = false;
    this.pictures = 0;
    parts.root.addEventListener("keydown", (event) => this.press(event));
    this.hand = new Hand(this, parts.map);
  }

  close() {
    cancelAnimationFrame(this.request);
  }

  // What comes from Python

  /** Show a film that has just got `added` new frames. */
  show(film, added) {
    if (film !== this.film || film.edition !== this.edition) this.begin(film);
    else if (this.colouring.outdated || this.colouring.name !== this.colour) this.recolour();
    else if (film.header.axes !== this.axes) this.recolour();
    if (added) this.player.arrive(performance.now() / 1000);
    this.player.head = Math.min(this.player.head, this.last);
    const wasLast = this.player.head >= film.count - added - 1;
    if (this.calm.matches && added && wasLast) this.player.seek(this.last, this.last);
    this.refresh();
  }

  begin(film) {
    this.film = film;
    this.edition = film.edition;
    const { header, kept, n, dims } = film;
    this.player.head = kept.head ?? 0;
    this.player.playing = kept.playing ?? false;
    this.xy = new Float32Array(dims * n);
    this.scene.begin(film);
    this.camera.reset(dims);
    this.lasso.end();
    const selected = kept.selected ?? (header.selected ?? []).filter((word) => word < n);
    const [isSelected, dimmed] = [new Uint8Array(n), new Uint8Array(n)];
    this.marks = { selected, isSelected, hovered: -1, links: [], false: [], dimmed, caught: null };
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
    const { width, height } = this.painter;
    const { run, edition } = this.film;
    const now = JSON.stringify([theme, family, width, height, run, edition, this.large]);
    if (now === this.dressed) return;
    this.dressed = now;
    this.family = family;
    this.colours = palette(theme, this.film.groups);
    this.parts.root.style.colorScheme = this.colours.dark ? "dark" : "light";
    this.painter.prepare(this.film, family, this.large);
    this.recolour();
    this.choose(this.marks.selected);
  }

  /** What points are coloured by. */
  get colour() {
    return this.film.header.colour ?? "group";
  }

  /** Other colours, or the same on another scale. */
  recolour() {
    this.colouring = new Colouring(this.film, this.colour, this.colours, Texts.of(this.film));
    this.colouring.update(this.frame);
    this.painter.colour(this.colouring);
    this.axes = this.film.header.axes;
    const said = remarks(this.film, this.colouring.texts);
    this.legend.show(this.colouring.entries, this.colouring.title, said);
    this.sift();
  }

  /** Let the words stand back that the legend leaves out. */
  sift() {
    this.legend.filter.apply(this.colouring.entries, this.colouring.of, this.marks.dimmed);
    this.scene.hurry();
    this.refresh();
  }

  get lasso() {
    return this.hand.lasso;
  }

  get painter() {
    return this.scene.painter;
  }

  get screen() {
    return this.scene.screen;
  }

  get labels() {
    return this.scene.labels;
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

  /** Go where another map leads: its head, and whether it plays. */
  follow(moment) {
    if (!this.film?.count) return;
    this.player.copy(moment, this.last);
    this.wake();
  }

  moved(move) {
    if (!this.film || !this.camera.scale) return;
    move();
    this.camera.project(this.xy, this.screen);
    this.camera.hold(this.screen);
    this.wake();
  }

  /** Zoom towards a place on the map; in space, towards the middle, about which it turns. */
  zoom(factor, at) {
    const middle = { x: this.camera.width / 2, y: this.camera.height / 2 };
    const { x, y } = this.film?.dims === 3 ? middle : (at ?? middle);
    this.moved(() => this.camera.zoom(factor, x, y, this.film.reach));
  }

  fit() {
    this.moved(() => this.camera.fit(this.film.reaches[this.frame]));
  }

  /** Turn a picture in space: its front to the right, and down. In radians. */
  rotate(right, down) {
    this.moved(() => this.camera.rotate(right, down));
  }

  /** Bring a word into the middle, and near enough to be told from the others. */
  centre(word) {
    this.approach(word, CLOSE);
  }

  approach(word, close) {
    const { film, camera, xy } = this;
    if (!film?.count || !camera.scale || !(word >= 0 && word < film.n)) return;
    film.positions(this.player.head, xy);
    const at = film.dims * word;
    const scale = close * camera.fitting(film.reach);
    camera.centre(xy[at], xy[at + 1], film.dims === 3 ? xy[at + 2] : 0, scale);
    if (this.calm.matches) camera.ease(Infinity, film.reach);
    this.wake();
  }

  /** Colour points by "group", "frequency", "norm", "trust", "change" or "none". */
  setColour(name) {
    if (!this.film || name === this.colour) return;
    this.film.header.colour = name;
    this.recolour();
    this.watcher.chose(this.marks.selected);
    this.watcher.coloured(name);
  }

  /** The film that comes will have other dimensions: let go of what was looked at in this one. */
  setDims(dims) {
    if (this.film && dims !== this.film.dims) this.moved(() => this.camera.release());
  }

  /** @param {"pan" | "lasso"} tool what dragging does */
  setTool(tool) {
    this.hand.take(tool);
  }

  setTrails(on) {
    this.trails = on;
    this.wake();
  }

  /** Letters to be read from the last row. */
  setLarge(on) {
    this.large = on;
    this.dress();
  }

  /** Escape is for the map first, while the focus is on it. */
  press(event) {
    const { root, legend } = this.parts;
    if (event.key !== "Escape" || !(event.target === root || legend.contains(event.target))) return;
    if (!this.escape()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /** Show all words again, and drop a lasso. @returns {boolean} whether there was anything to do */
  escape() {
    return this.hand.cancel() || this.legend.clear();
  }

  /** Mark a word as if the pointer were on it; -1: none. */
  hover(word) {
    this.marks.hovered = word;
    this.scene.placed = -Infinity;
    this.wake();
  }

  /** Select words, as the reader wishes; what was out of sight comes into view. */
  select(words) {
    if (this.adopt(words)) this.watcher.selected(words);
  }

  /** The same, whoever wished it. @returns {boolean} whether others are selected now */
  adopt(words) {
    if (!this.film || String(words) === String(this.marks.selected)) return false;
    const fresh = words.filter((word) => !this.marks.isSelected[word]);
    this.choose(words);
    if (fresh.length && !fresh.some((word) => this.isInView(word))) this.approach(fresh[0], 0);
    return true;
  }

  isInView(word) {
    const [x, y] = [this.screen[2 * word], this.screen[2 * word + 1]];
    return x >= 0 && y >= 0 && x <= this.camera.width && y <= this.camera.height;
  }

  choose(words) {
    const { marks } = this;
    marks.selected = this.film.kept.selected = words;
    marks.isSelected.fill(0);
    for (const word of words) marks.isSelected[word] = 1;
    this.watcher.chose(words);
    this.scene.placed = -Infinity;
    this.refresh();
  }

  /** The colour of a word's point. */
  colourOf(word) {
    const { colours, of } = this.colouring;
    return colours.points[of[word]];
  }

  // Painting

  /** The stage has another size; what was on it is gone. @param {number} ratio pixels a CSS pixel */
  resize(ratio) {
    const { clientWidth: width, clientHeight: height } = this.parts.stage;
    this.parts.map.width = Math.round(width * ratio);
    this.parts.map.height = Math.round(height * ratio);
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
    const jumping = this.film.jumps.has(Math.floor(this.player.head) + 1);
    const playing = this.player.advance(seconds, now, this.last, this.growing, jumping);
    const moving = this.camera.ease(seconds, this.film.reach) || playing;
    this.film.positions(this.player.head, this.xy);
    if (this.colouring.update(this.frame)) this.sift();
    this.scene.look(this, this.camera);
    const waits = this.place(now);
    const fading = this.labels.fade(seconds);
    this.scene.paint(this, this.camera);
    this.pictures++;
    this.film.kept.head = this.player.head;
    this.film.kept.playing = this.player.playing;
    this.watcher.painted(now, this.stale);
    this.stale = false;
    const waiting = this.player.playing && this.growing && this.last - this.player.head < NEAR;
    if (moving || fading || waits || (this.player.playing && !waiting)) this.wake();
    else this.now = null;
  }

  /** Choose labels now and then, and once more when all has come to rest. */
  place(now) {
    if (!this.scene.isDue(now)) return true;
    const { selected, isSelected, hovered } = this.marks;
    this.emphasised = hovered < 0 || isSelected[hovered] ? selected : [...selected, hovered];
    link(this.film, this.emphasised, this.frame, this.xy, this.marks);
    this.scene.obstacles = [this.parts.zoom, this.parts.components].map(boxOf).filter(isSeen);
    this.scene.place(this, this.camera, now);
    return false;
  }

  /**
   * Paint the present moment somewhere else, as large as it is wanted.
   * @param {CanvasRenderingContext2D} context @param {number} width CSS pixels @param {number} height
   * @param {number} ratio pixels of the canvas for each @param {{large?: boolean}} options
   */
  paintTo(context, width, height, ratio, { large = false } = {}) {
    if (!this.film?.count || !this.camera.scale) return;
    this.copy = copyOf(this, this.copy, { context, width, height, ratio, large });
    this.copy.paint(this);
  }

  /** For tests: where a word was painted, in CSS pixels of the map. */
  positionOf(word) {
    return { x: this.screen[2 * word], y: this.screen[2 * word + 1] };
  }
}

/** What an element covers of the map. */
function boxOf({ offsetLeft, offsetTop, offsetWidth, offsetHeight }) {
  return [offsetLeft, offsetTop, offsetLeft + offsetWidth, offsetTop + offsetHeight];
}

const isSeen = ([left, , right]) => right > left;
