// One word map on the page: it owns the elements, the play head, the camera and the selection, and
// paints as long as something moves.

import { Camera } from "./camera.js";
import { ICONS } from "./dom.js";
import { listen } from "./gestures.js";
import { Labels, importance, mostLabels } from "./labels.js";
import { build, fillLegend, label } from "./layout.js";
import { Painter } from "./painter.js";
import { palette } from "./palette.js";
import { Panel } from "./panel.js";
import { NEAR, Player } from "./player.js";
import { Server } from "./server.js";
import { Texts } from "./texts.js";
import { Timeline } from "./timeline.js";

const PLACE_EVERY = 1 / 6; // seconds between two choices of labels
const SOON = 0.3; // seconds that labels look ahead
const LATER = 1.2; // and that new ones do
const TELL_EVERY = 0.25; // seconds between two updates of the data attributes
const REACH = 14; // pixels from a point that still count as pointing at it
const CHOSEN = 5; // words selected at once
const ZOOM_STEP = 1.4;

export class View {
  /** @param {Node} parent @param {number} mounts how many views this page has had */
  constructor(parent, mounts) {
    this.parts = build();
    this.root = this.parts.root;
    this.root.dataset.mounts = mounts;
    this.server = new Server();
    this.player = new Player();
    this.camera = new Camera();
    this.painter = new Painter(this.parts.map);
    this.timeline = new Timeline(this.parts.track, (frame) => this.drag(frame), () => this.drop());
    this.panel = new Panel(this.parts.panel, (word) => this.select([word]));
    this.texts = new Texts();
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.marks = { selected: [], hovered: -1, links: [] };
    this.origin = [0, 0];
    this.pictures = 0;
    this.placed = this.told = -Infinity;
    this.onHidden = () => this.hide(document.hidden);
    this.bind();
    parent.appendChild(this.root);
    this.watcher = new ResizeObserver(() => this.resize());
    this.watcher.observe(this.parts.stage);
    this.watcher.observe(this.parts.track);
    Object.defineProperty(this.root, "embviz", { value: this });
  }

  close() {
    cancelAnimationFrame(this.request);
    this.watcher.disconnect();
    document.removeEventListener("visibilitychange", this.onHidden);
    this.server.close();
    this.root.remove();
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
    if (header.command && header.command.id !== film.kept.command) {
      film.kept.command = header.command.id;
      this.obey(header.command.do);
    }
    this.parts.title.textContent = header.title ?? "";
    this.refresh();
    this.server.wantLists(film, () => this.marks.selected);
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
    this.texts = new Texts(header.texts);
    label(this.parts, this.texts);
    this.dress();
    this.server.begin(film.run, this.player.head);
  }

  obey(command) {
    if (command === "pause") this.player.pause();
    else if (command === "forward") this.player.step(1, this.last);
    else if (this.still.matches) this.player.seek(this.last, this.last);
    else if (command === "follow") this.player.follow(this.last);
    else this.player.play(this.last, this.growing);
  }

  /** Read the theme again, and everything that depends on it. */
  dress() {
    if (!this.film) return;
    const style = getComputedStyle(this.root);
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
    this.root.style.colorScheme = this.colours.dark ? "dark" : "light";
    this.painter.prepare(this.film, this.colours, family);
    fillLegend(this.parts.legend, this.film.groups, this.colours);
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

  bind() {
    const { parts, player } = this;
    parts.play.onclick = () => this.toggle();
    parts.start.onclick = () => this.seek(0);
    parts.back.onclick = () => this.step(-1);
    parts.forward.onclick = () => this.step(1);
    parts.speed.onchange = () => (player.speed = Number(parts.speed.value));
    parts.zoom_in.onclick = () => this.zoom(ZOOM_STEP);
    parts.zoom_out.onclick = () => this.zoom(1 / ZOOM_STEP);
    parts.fit.onclick = () => this.fit();
    document.addEventListener("visibilitychange", this.onHidden);
    this.root.onkeydown = (event) => this.press(event);
    listen(parts.map, {
      pan: (dx, dy) => this.moved(() => this.camera.pan(dx, dy)),
      zoom: (factor, at) => this.zoom(factor, at),
      point: (at) => this.point(at),
      click: (at, more) => this.click(at, more),
      fit: () => this.fit(),
    });
  }

  hide(hidden) {
    this.root.dataset.hidden = hidden;
    this.server.tellHidden(hidden);
  }

  press(event) {
    const inTrack = event.target === this.parts.track;
    if (!this.film || event.target instanceof HTMLSelectElement) return;
    if (event.target instanceof HTMLButtonElement && event.key === " ") return;
    const keys = {
      " ": () => this.toggle(),
      ArrowLeft: () => this.step(-1),
      ArrowRight: () => this.step(1),
      ...(inTrack && { ArrowDown: () => this.step(-1), ArrowUp: () => this.step(1) }),
      ...(inTrack && { Home: () => this.seek(0), End: () => this.seek(this.last) }),
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  }

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
    this.server.tellSelected(words);
    this.server.wantLists(this.film, () => this.marks.selected);
  }

  choose(words) {
    this.marks.selected = this.film.kept.selected = words;
    const colourOf = (word) => this.colours.points[this.painter.group[word]];
    this.panel.select(this.film, words, this.texts, colourOf);
    this.placed = -Infinity;
    this.refresh();
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

  resize() {
    // The style sheet may come later than this script.
    const styled = getComputedStyle(this.root).containerType === "inline-size";
    this.root.style.visibility = styled ? "" : "hidden";
    const ratio = window.devicePixelRatio || 1;
    const { stage, track } = this.parts;
    this.painter.resize(stage.clientWidth, stage.clientHeight, ratio);
    this.timeline.resize(track.clientWidth, track.clientHeight, ratio);
    Object.assign(this.camera, { width: stage.clientWidth, height: stage.clientHeight });
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
    this.tell(now);
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
    this.timeline.mark(this.player.head);
    Object.assign(this.film.kept, { head: this.player.head, playing: this.player.playing });
  }

  /** Everything that is said about this moment: in words, not sixty times a second. */
  tell(now) {
    const { frame, film, player } = this;
    if (this.stale) this.timeline.paint(film, this.colours, this.texts, this.family);
    if (this.stale || frame !== this.toldFrame) this.report(frame, this.stale);
    if (player.playing !== this.toldPlaying) this.showPlaying(player.playing);
    this.stale = false;
    if (now - this.told >= TELL_EVERY || !player.playing) {
      this.told = now;
      const { count: frames, total, run, gaps } = film;
      Object.assign(this.root.dataset, { frame, frames, total, run, gaps, status: film.header.status });
    }
    // Without motion the head jumps along with a growing film: that is no rest either.
    const along = this.still.matches && this.growing && player.head === this.last;
    this.server.rest(film.run, player.playing || along ? null : player.head);
  }

  report(frame, again) {
    this.toldFrame = frame;
    const { film, texts, parts } = this;
    const { epochs = 0, note = "" } = film.header;
    const loss = film.losses[frame];
    const highest = Math.max(1, ...film.losses.filter(Number.isFinite));
    const values = {
      epoch: texts.number(film.epochs[frame], 1, epochs),
      epochs,
      loss: Number.isFinite(loss) ? texts.number(loss, 2, highest) : texts.say("no_loss"),
      frame: texts.number(frame + 1, 0, film.total),
      frames: film.total,
    };
    parts.readout.textContent = texts.say("readout", values);
    parts.track.setAttribute("aria-valuemax", film.count);
    parts.track.setAttribute("aria-valuenow", frame + 1);
    parts.track.setAttribute("aria-valuetext", texts.say("timeline_value", values));
    parts.play.disabled = film.count < 2 && !this.growing;
    const kept = film.trusts[frame];
    const trust = Number.isFinite(kept)
      ? texts.say("trust", { kept: texts.number(kept, 1) })
      : texts.say("trust_unknown");
    parts.sentence.textContent = `${trust} ${note}`;
    this.panel.update(frame, again);
  }

  showPlaying(playing) {
    this.toldPlaying = playing;
    const name = playing ? "pause" : "play";
    this.parts.play.querySelector("path").setAttribute("d", ICONS[name]);
    this.parts.play.setAttribute("aria-label", this.texts.say(name));
    this.parts.play.title = this.texts.say(name);
  }

  /** For tests: where a word was painted, in CSS pixels of the map. */
  positionOf(word) {
    return { x: this.screen[2 * word], y: this.screen[2 * word + 1] };
  }
}
