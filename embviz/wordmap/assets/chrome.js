// What stands around the map: title, time line, player, sentence and lists. It owns the elements,
// tells Python what the reader does, and is told by the view what happens on the map.

import { Commands } from "./commands.js";
import { Keys } from "./keys.js";
import { build, label } from "./layout.js";
import { Panel } from "./panel.js";
import { Readout } from "./readout.js";
import { Server } from "./server.js";
import { Texts } from "./texts.js";
import { Timeline } from "./timeline.js";
import { View } from "./view.js";

const TELL_EVERY = 0.25; // seconds between two updates of the data attributes
const ZOOM_STEP = 1.4;

export class Chrome {
  /** @param {Node} parent @param {number} mounts how many maps this page has had */
  constructor(parent, mounts) {
    this.parts = build();
    this.root = this.parts.root;
    this.root.dataset.mounts = mounts;
    this.told = -Infinity;
    this.texts = new Texts();
    this.server = new Server();
    this.commands = new Commands();
    this.view = new View(this.parts, this);
    this.readout = new Readout(this.parts);
    this.panel = new Panel(this.parts.panel, (word) => this.view.select([word]));
    this.timeline = new Timeline(
      this.parts.track,
      (frame) => this.view.drag(frame),
      () => this.view.drop(),
    );
    this.bind();
    parent.appendChild(this.root);
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(this.parts.stage);
    this.sizes.observe(this.parts.track);
    Object.defineProperty(this.root, "embviz", { value: this.view });
  }

  close() {
    this.view.close();
    this.sizes.disconnect();
    document.removeEventListener("visibilitychange", this.onHidden);
    this.server.close();
    this.root.remove();
  }

  /** Show a film that has just got `added` new frames. */
  show(film, added) {
    this.view.show(film, added);
    this.commands.arrived(this.view, film);
    this.parts.title.textContent = film.header.title ?? "";
    this.wantLists();
  }

  wantLists() {
    this.server.wantLists(this.view.film, () => this.view.marks.selected);
  }

  // What the reader does

  bind() {
    const { parts, view } = this;
    parts.play.onclick = () => view.toggle();
    parts.start.onclick = () => view.seek(0);
    parts.back.onclick = () => view.step(-1);
    parts.forward.onclick = () => view.step(1);
    parts.speed.onchange = () => (view.player.speed = Number(parts.speed.value));
    parts.zoom_in.onclick = () => view.zoom(ZOOM_STEP);
    parts.zoom_out.onclick = () => view.zoom(1 / ZOOM_STEP);
    parts.fit.onclick = () => view.fit();
    new Keys(parts, view);
    this.onHidden = () => this.hide(document.hidden);
    document.addEventListener("visibilitychange", this.onHidden);
  }

  hide(hidden) {
    this.root.dataset.hidden = hidden;
    this.server.tellHidden(hidden);
  }

  resize() {
    // The style sheet may come later than this script.
    const styled = getComputedStyle(this.root).containerType === "inline-size";
    this.root.style.visibility = styled ? "" : "hidden";
    const ratio = window.devicePixelRatio || 1;
    const { track } = this.parts;
    this.timeline.resize(track.clientWidth, track.clientHeight, ratio);
    this.view.resize(ratio);
  }

  // What the view says

  began(film) {
    this.texts = new Texts(film.header.texts);
    label(this.parts, this.texts);
    this.server.begin(film.run, this.view.player.head);
  }

  dressed() {}

  chose(words) {
    this.panel.select(this.view.film, words, this.texts, (word) => this.view.colourOf(word));
  }

  selected(words) {
    this.server.tellSelected(words);
    this.wantLists();
  }

  /** Say what is on screen: the little that moves at once, words when they change. */
  painted(now, stale) {
    const { film, frame, player, colours, family, growing, last, still } = this.view;
    this.timeline.mark(player.head);
    if (stale) this.timeline.paint(film, colours, this.texts, family);
    if (stale || frame !== this.frame) {
      this.frame = frame;
      this.readout.report(film, frame, growing, this.texts);
      this.panel.update(frame, stale);
    }
    this.readout.showPlaying(player.playing, this.texts);
    if (now - this.told >= TELL_EVERY || !player.playing) {
      this.told = now;
      const { count: frames, total, run, gaps } = film;
      Object.assign(this.root.dataset, { frame, frames, total, run, gaps, status: film.header.status });
    }
    // Without motion the head jumps along with a growing film: that is no rest either.
    const along = still.matches && growing && player.head === last;
    this.server.rest(film.run, player.playing || along ? null : player.head);
  }
}
