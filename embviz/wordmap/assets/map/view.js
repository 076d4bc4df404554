// The map itself: it owns the play head, the camera and the selection, and paints as long as
// something moves. What stands around it (chrome.js) is told what happens, and calls its methods.

import { remarks } from "./axes.js";
import { Camera } from "./camera.js";
import { Colouring } from "./colouring.js";
import { copyOf } from "./copy.js";
import { Framing } from "./framing.js";
import { Hand } from "./hand.js";
import { Lasso } from "./lasso.js";
import { Legend } from "./legend.js";
import { findLinks } from "./links.js";
import { Marks } from "./marks.js";
import { palette, themeOf } from "./palette.js";
import { NEAR, Player } from "../film/player.js";
import { Scene } from "./scene.js";
import { Tones } from "./tones.js";
import { Texts } from "../base/texts.js";
import { Viewpoint } from "./viewpoint.js";

/**
 * @typedef {object} Watcher
 * @property {(film: Film) => void} onFilm  another film is shown
 * @property {(words: number[]) => void} onSelection  other words are selected, whoever chose them
 * @property {(words: number[]) => void} onChoice  the reader chose them
 * @property {(word: number) => void} onHover  the pointer is on another word; -1: on none
 * @property {(name: string) => void} onColour  colours mean something else
 * @property {(steps: string) => void} onSteps  numbers of a column shall be dealt into classes otherwise
 * @property {(on: boolean) => void} onPale  unsure words are paler from now on, or not
 * @property {(names: string[]) => void} onFilter  the reader chose entries of the legend; none: all
 * @property {(act: string, given: any[]) => void} onCamera  the reader moved the camera
 * @property {() => void} onLost  the reader zoomed, and hardly a word is left on the map
 * @property {(on: boolean) => void} onTrails  trails come or go
 * @property {(now: number, stale: boolean) => void} onPaint  a picture is on screen; stale: all that
 *   is said of the film may have changed
 */

export class View {
  /** @param {Object<string, HTMLElement>} parts root, stage, map, legend @param {Watcher} watcher */
  constructor(parts, watcher) {
    this.parts = parts;
    this.watcher = watcher;
    this.player = new Player();
    this.camera = new Camera();
    this.framing = new Framing();
    this.viewpoint = new Viewpoint(this);
    this.scene = new Scene(parts.map.getContext("2d", { alpha: false }));
    this.legend = new Legend(parts.legend, () => {
      this.applyFilter();
      watcher.onFilter(this.legend.chosen);
    }, (steps) => watcher.onSteps?.(steps), (on) => this.setPale(on));
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.marks = new Marks();
    this.lasso = new Lasso();
    this.trails = false;
    this.large = false;
    this.pictures = 0;
    parts.root.addEventListener("keydown", (event) => this.onKey(event));
    this.hand = new Hand(this, parts.map);
  }

  close() {
    cancelAnimationFrame(this.request);
  }

  // The film, the theme, and what the colours stand for

  show(film, added) {
    if (film !== this.film || film.edition !== this.edition) this.begin(film);
    else if (film.groups !== this.groups) this.readTheme();
    else if (this.colouring.outdated || this.colouring.name !== this.colour) this.recolour();
    else if (film.header.axes !== this.axes || this.tones.isOutdated(film)) this.recolour();
    if (added) this.player.arrive(performance.now() / 1000);
    this.player.head = Math.min(this.player.head, this.last);
    this.player.rest = film.rest;
    const wasLast = this.player.head >= film.count - added - 1;
    const ends = film.complete && !film.kept.ended;
    film.kept.ended = film.complete;
    if (this.calm.matches && (added || ends) && wasLast) this.seek(film.rest ?? this.last);
    this.refresh();
  }

  begin(film) {
    this.film = film;
    this.edition = film.edition;
    const { header, kept, n, dims } = film;
    const { head = 0, playing = false, returned = false } = kept;
    Object.assign(this.player, { head, playing, returned, goal: null });
    this.xy = new Float32Array(dims * n);
    this.scene.begin(film);
    this.camera.reset(dims);
    this.framing.begin();
    this.lasso.end();
    const selected = kept.selected ?? (header.selected ?? []).filter((word) => word < n);
    this.marks = new Marks(n, selected);
    this.watcher.onFilm(film);
    this.readTheme();
  }

  /** Read the theme again, and do what depends on it. */
  readTheme() {
    if (!this.film) return;
    const { root } = this.parts;
    const { painter } = this.scene;
    const { run, edition, groups, header } = this.film;
    const theme = themeOf(root);
    const known = header.groups ? groups.names : null; // that there are none is news, too
    const key = JSON.stringify([theme, painter.width, painter.height, run, edition, this.large, known]);
    this.groups = groups;
    if (key === this.styleKey) return;
    this.styleKey = key;
    this.family = theme.family;
    this.colours = palette(theme, groups);
    root.style.colorScheme = this.colours.dark ? "dark" : "light";
    painter.prepare(this.film, this.family, this.large);
    this.recolour();
    this.setSelection(this.marks.selected);
  }

  get colour() {
    return this.film.header.colour ?? "group";
  }

  /** Colour points by "group", "frequency", "norm", "moved", "trust", "change", "sure" or "none". */
  setColour(name) {
    if (!this.film || name === this.colour) return;
    this.film.header.colour = name;
    this.recolour();
    this.watcher.onSelection(this.marks.selected);
    this.watcher.onColour(name);
  }

  /** Draw unsure words paler, or like the others. */
  setPale(on) {
    if (!this.film || on === (this.film.header.pale ?? true)) return;
    this.film.header.pale = on;
    this.recolour();
    this.watcher.onPale?.(on);
  }

  /** Other colours, or the same on another scale. */
  recolour() {
    const texts = Texts.of(this.film);
    this.colouring = new Colouring(this.film, this.colour, this.colours, texts);
    this.colouring.update(this.frame);
    this.tones = new Tones(this.film, this.colouring, this.film.header.pale ?? true);
    this.scene.painter.colour(this.tones);
    this.axes = this.film.header.axes;
    const notes = [...this.colouring.remarks, ...remarks(this.film, texts)];
    this.legend.show(this.colouring, notes, this.tones.entry(texts));
    this.applyFilter();
  }

  /** Let the words stand back that the legend leaves out. */
  applyFilter() {
    this.legend.filter.apply(this.colouring.entries, this.colouring.of, this.marks.dimmed);
    this.scene.invalidate();
    this.refresh();
  }

  /** Show the words of some entries of the legend alone. @param {string[]} names none: all */
  filterBy(names) {
    this.legend.choose(names);
    if (this.film) this.applyFilter();
  }

  colourOf(word) {
    const { colours, of } = this.colouring;
    return colours.points[of[word]];
  }

  // The moment

  get last() {
    return Math.max(0, this.film.count - 1);
  }

  /** More frames will come; also of a run that is done, where some got lost and are sent again. */
  get growing() {
    const { status } = this.film.header;
    return status === "running" || (status === "done" && !this.film.complete);
  }

  get frame() {
    return this.film.frameAt(this.player.head);
  }

  /** What the map shows unless it was moved by hand. Without motion, a film that grows jumps along. */
  get part() {
    const { film, player, camera, growing, last, calm, framing } = this;
    const along = growing && calm.matches && player.head === last;
    const resting = !player.playing && !player.held && !along;
    return framing.part(film, player.head, resting, (part) => camera.fitting(part));
  }

  toggle() {
    if (this.player.playing) this.movePlayer(() => this.player.pause());
    else this.movePlayer(() => this.player.play(this.last, this.growing));
  }

  step(frames) {
    this.movePlayer(() => this.player.step(frames, this.last));
  }

  seek(frame) {
    this.movePlayer(() => this.player.seek(frame, this.last));
  }

  drag(frame) {
    this.player.held = true;
    this.seek(frame);
  }

  drop() {
    this.player.held = false;
    this.requestPaint();
  }

  /** Go where another map leads: its head, and whether it plays. */
  follow(moment) {
    if (this.film?.count) this.movePlayer(() => this.player.copy(moment, this.last));
  }

  movePlayer(act) {
    if (!this.film) return;
    act();
    this.requestPaint();
  }

  // What is selected, and what the reader sees of it

  /** Select words, as the reader wishes; what was out of sight comes into view. */
  select(words) {
    if (this.changeSelection(words)) this.watcher.onChoice(words);
  }

  /** The same, whoever wished it. @returns {boolean} whether others are selected now */
  changeSelection(words) {
    if (!this.film || String(words) === String(this.marks.selected)) return false;
    const fresh = words.filter((word) => !this.marks.isSelected[word]);
    this.setSelection(words);
    this.viewpoint.bringIntoView(fresh);
    return true;
  }

  setSelection(words) {
    this.film.kept.selected = words;
    this.marks.select(words);
    this.watcher.onSelection(words);
    this.scene.placed = -Infinity;
    this.refresh();
  }

  /** Mark a word as if the pointer were on it; -1: none. */
  hover(word) {
    this.marks.hovered = word;
    this.scene.placed = -Infinity;
    this.requestPaint();
  }

  /** The film that comes will have other dimensions: let go of what was looked at in this one. */
  setDims(dims) {
    if (this.film && dims !== this.film.dims) this.viewpoint.move((camera) => camera.release());
  }

  /** @param {"pan" | "lasso"} tool what dragging does */
  setTool(tool) {
    this.hand.setTool(tool);
  }

  setTrails(on) {
    this.trails = on;
    this.watcher.onTrails(on);
    this.requestPaint();
  }

  /** Letters to be read from the last row. */
  setLarge(on) {
    this.large = on;
    this.readTheme();
  }

  /** Escape is for the map first, while the focus is on it: it drops a lasso, or shows all words. */
  onKey(event) {
    const { root, legend } = this.parts;
    if (event.key !== "Escape" || !(event.target === root || legend.contains(event.target))) return;
    if (!this.hand.cancel() && !this.legend.clear()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  // Painting

  /** The stage has another size; what was on it is gone. @param {number} ratio pixels a CSS pixel */
  resize(ratio) {
    const { clientWidth: width, clientHeight: height } = this.parts.stage;
    this.parts.map.width = Math.round(width * ratio);
    this.parts.map.height = Math.round(height * ratio);
    this.scene.painter.resize(width, height, ratio);
    Object.assign(this.camera, { width, height });
    if (!this.film) return;
    this.readTheme();
    // A canvas that has been resized is blank: paint before the browser shows it.
    this.refresh();
    this.tick(performance.now());
  }

  /** The film, the selection, the theme or the size has changed: say everything again. */
  refresh() {
    this.stale = true;
    this.requestPaint();
  }

  requestPaint() {
    this.request ??= requestAnimationFrame((ms) => {
      this.request = null;
      this.tick(ms);
    });
  }

  tick(ms) {
    const { film, player, camera, scene } = this;
    const now = ms / 1000;
    const seconds = Math.min(0.1, Math.max(0, now - (this.now ?? now)));
    this.now = now;
    if (!film?.count || !scene.painter.width) return;
    const jumping = film.jumps.has(Math.floor(player.head) + 1);
    const playing = player.advance(seconds, now, this.last, this.growing, jumping);
    const moving = camera.ease(seconds, this.part) || playing;
    film.positions(player.head, this.xy);
    if (this.colouring.update(this.frame)) {
      this.tones.update();
      this.applyFilter();
    }
    scene.project(this, camera);
    const waits = this.place(now);
    const fading = scene.labels.fade(seconds);
    scene.paint(this, camera);
    this.pictures++;
    const { head, returned } = player;
    Object.assign(film.kept, { head, playing: player.playing, returned });
    this.watcher.onPaint(now, this.stale);
    this.stale = false;
    const waiting = player.playing && this.growing && this.last - player.head < NEAR;
    if (moving || fading || waits || (player.playing && !waiting)) this.requestPaint();
    else this.now = null;
  }

  /** Choose labels now and then, and once more when all has come to rest. */
  place(now) {
    const { scene, marks, parts } = this;
    if (!scene.isDue(now)) return true;
    findLinks(this.film, marks.emphasised, this.frame, this.xy, marks);
    scene.obstacles = [parts.zoom, parts.components].map(boxOf).filter(isSeen);
    scene.place(this, this.camera, now);
    return false;
  }

  /** Paint the present moment somewhere else: in CSS pixels, with `ratio` of the canvas for each. */
  paintTo(context, width, height, ratio) {
    if (!this.film?.count || !this.camera.scale) return;
    this.copy = copyOf(this, this.copy, context, { width, height, ratio });
    this.copy.paint(this);
  }

  /** Where a word was painted, in CSS pixels of the map. */
  positionOf(word) {
    const { screen } = this.scene;
    return { x: screen[2 * word], y: screen[2 * word + 1] };
  }
}

function boxOf({ offsetLeft, offsetTop, offsetWidth, offsetHeight }) {
  return [offsetLeft, offsetTop, offsetLeft + offsetWidth, offsetTop + offsetHeight];
}

const isSeen = ([left, , right]) => right > left;
