// What stands around the map: it owns the elements, tells Python what the reader does, and is told
// by the view what happens on the map.

import { Address } from "../link/address.js";
import { Commands } from "../link/commands.js";
import { Controls } from "./controls.js";
import { FullScreen } from "./fullscreen.js";
import { arrange, build, label } from "./layout.js";
import { named } from "../base/names.js";
import { pair } from "../link/pair.js";
import { contrast, readable } from "../map/palette.js";
import { Panel } from "./panel.js";
import { Readout } from "./readout.js";
import { Search } from "./search.js";
import { Server } from "../link/server.js";
import { Studio } from "../save/studio.js";
import { Table } from "./table.js";
import { Texts } from "../base/texts.js";
import { Timeline } from "./timeline.js";
import { Toolbar } from "./toolbar.js";
import { View } from "../map/view.js";

/** Whether two films show the same training: their names begin with the run's. */
const isSameRun = (one, other) => one.run.split("-")[0] === other.run.split("-")[0];

const TELL_EVERY = 0.25; // seconds between two updates of the data attributes
const NARROW = 760; // pixels: as in wordmap.css
const NOTICE = 6000; // ms that a remark stays on the map

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
    this.address = new Address();
    this.view = new View(this.parts, this);
    this.furnish();
    this.controls = new Controls(this);
    parent.appendChild(this.root);
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(this.parts.stage);
    this.sizes.observe(this.parts.track);
    this.onHidden = () => this.hide(document.hidden);
    document.addEventListener("visibilitychange", this.onHidden);
    Object.defineProperty(this.root, "embviz", { value: this.view });
    this.accompany();
  }

  /** Stand beside the other maps of this page; what the reader touches leads. */
  accompany() {
    const lead = () => pair.lead(this);
    for (const touch of ["pointerdown", "keydown"]) this.root.addEventListener(touch, lead, true);
    pair.join(this);
  }

  furnish() {
    const { parts, view, server } = this;
    this.readout = new Readout(parts);
    this.toolbar = new Toolbar(parts, view, server, () => this.commands.keep(view));
    this.timeline = new Timeline(parts.track, (frame) => view.drag(frame), () => view.drop());
    this.panel = new Panel(parts.panel, {
      choose: (word) => view.select([word]),
      isolate: (words) => this.isolate(words),
      surround: (word) => this.surround(word),
    });
    this.search = new Search(parts.search, {
      ask: (text) => server.search(text),
      choose: (words) => this.pick(words),
      always: (word) => server.always(word),
      leave: () => this.root.focus(),
    });
    this.table = new Table(parts.stage, {
      want: (lacking) => server.wantTable(lacking),
      choose: (word) => view.select([word]),
    });
    this.studio = new Studio(parts, view, (text) => this.remark(text));
    this.fullScreen = new FullScreen(this.root, (on) => this.enlarged(on));
  }

  close() {
    pair.leave(this);
    this.studio.stop();
    this.view.close();
    this.sizes.disconnect();
    this.fullScreen.close();
    this.controls.keys.close();
    document.removeEventListener("visibilitychange", this.onHidden);
    this.server.close();
    this.root.remove();
  }

  /** Show a film that has just got `added` new frames, with the header of the message. */
  show(film, added, header) {
    const switched = this.view.film && this.view.film !== film;
    // Another picture of the same run may come unasked, once it is drawn: go on where this one is.
    if (switched && isSameRun(film, this.view.film)) this.commands.keep(this.view);
    // Python knows the selection better than a film that was looked at a while ago.
    if (switched && header.words) film.kept.selected = null;
    if (this.commands.isNews(film.header.command, film)) pair.lead(this);
    this.view.show(film, added);
    this.toolbar.arrived(film, this.texts);
    this.commands.arrived(this.view, film);
    this.parts.title.textContent = film.header.title ?? "";
    this.readout.showBefore(film);
    this.readout.showPress(film);
    if (header.ways) this.toolbar.showWays(header.ways);
    if (header.suggestions) this.search.answered(header.suggestions);
    this.table.update();
    this.want();
    pair.arrived(this);
  }

  /** Ask for what should have come. */
  want() {
    const { film, marks } = this.view;
    const most = film.header.lists_most ?? Infinity;
    this.server.wantLists(film, () => marks.selected.slice(0, most));
    this.server.wantLayers(film, () => this.toolbar.numbers);
  }

  hide(hidden) {
    this.root.dataset.hidden = hidden;
    this.studio.hide(hidden);
    this.server.tellHidden(hidden);
  }

  /** Does something stand at the right of the map, so that the margin there is not free? */
  isInColumn() {
    const column = this.root.getRootNode().host?.closest('[data-testid="stColumn"]');
    return Boolean(column?.nextElementSibling);
  }

  resize() {
    // The style sheet may come later than this script.
    const styled = getComputedStyle(this.root).containerType === "inline-size";
    this.root.style.visibility = styled ? "" : "hidden";
    const ratio = window.devicePixelRatio || 1;
    const { track } = this.parts;
    this.root.classList.toggle("column", this.isInColumn());
    this.narrow = this.root.clientWidth < NARROW;
    this.toolbar.fold(this.narrow);
    this.timeline.resize(track.clientWidth, track.clientHeight, ratio);
    this.view.resize(ratio);
    this.panel.hint();
  }

  // What the reader does

  /** Select words by name: one alone comes into view. */
  pick(words) {
    this.view.select(words);
    if (words.length === 1) this.view.centre(words[0]);
  }

  isolate(words) {
    this.commands.keep(this.view);
    this.server.tellIsolated(this.view.film.run, words);
  }

  /** A word and its neighbours at this moment, alone. */
  surround(word) {
    const { film, frame } = this.view;
    const shown = film.isStill ? film.shownNeighbours(word, frame) : null;
    const entries = shown ?? film.neighbours(word, frame)?.entries ?? [];
    this.isolate([word, ...entries.map(({ id }) => id).filter((id) => id >= 0)]);
  }

  showTable(on) {
    const { parts, table, view, texts } = this;
    for (const part of [parts.map, parts.zoom]) part.style.visibility = on ? "hidden" : "";
    parts.as_table.setAttribute("aria-pressed", on);
    table.toggle(on, view.film, texts);
    if (on) table.node.focus();
    table.update();
    view.refresh();
  }

  enlarged(on) {
    this.view.setLarge(on);
    this.timeline.setLarge(on);
    this.parts.full_screen.setAttribute("aria-pressed", on);
  }

  /** Say something in passing, on the map and aloud. */
  remark(text) {
    const { live, notice } = this.parts;
    live.textContent = notice.textContent = text;
    notice.hidden = !text;
    clearTimeout(this.remarking);
    this.remarking = setTimeout(() => (notice.hidden = true), NOTICE);
  }

  // What the view says

  began(film) {
    this.texts = Texts.of(film);
    arrange(this.parts, film.isStill);
    label(this.parts, this.texts);
    this.readout.showIsolated(film, this.texts);
    this.toolbar.begin(film, this.texts);
    if (film.header.ways) this.toolbar.showWays(film.header.ways);
    this.search.begin(film, this.texts);
    this.studio.begin(this.texts);
    this.controls.begin(film, this.texts);
    this.table.begin(film, this.texts);
    this.server.begin(film.run, this.view.player.head);
  }

  chose(words) {
    this.panel.select(this.view.film, words, this.texts, (word) => this.view.colourOf(word));
  }

  selected(words) {
    const { film } = this.view;
    this.server.tellSelected(film.run, words);
    this.parts.live.textContent = this.announcement(words, film);
    if (this.narrow && words.length === 1) this.summarise(words[0]);
    this.want();
    pair.selected(this, this.names(words));
  }

  hovered(word) {
    pair.hovered(this, this.names(word < 0 ? [] : [word]));
  }

  coloured(name) {
    pair.coloured(this, name);
  }

  // What the other maps of the page do

  get isPresent() {
    return this.root.isConnected;
  }

  /** Whether it stands before another map on the page. @param {Chrome} other */
  isBefore(other) {
    const [here, there] = [this.root, other.root].map((root) => root.getRootNode().host ?? root);
    return Boolean(here.compareDocumentPosition(there) & Node.DOCUMENT_POSITION_FOLLOWING);
  }

  /** @param {boolean} paired whether there is another map @param {boolean} first whether it comes after */
  stand(paired, first) {
    this.root.classList.toggle("paired", paired);
    this.root.classList.toggle("first", first);
  }

  names(words) {
    return words.map((word) => this.view.film.words[word]);
  }

  /** The words of these names, as far as they are in this film. */
  wordsOf(names) {
    return names.map((name) => this.view.film?.idOf(name) ?? -1).filter((word) => word >= 0);
  }

  choose(names) {
    const words = this.wordsOf(names);
    if (!this.view.adopt(words)) return;
    if (this.narrow && words.length === 1) this.summarise(words[0]);
    this.want();
  }

  point(names) {
    const [word = -1] = this.wordsOf(names);
    if (this.view.film && word !== this.view.marks.hovered) this.view.hover(word);
  }

  colour(name) {
    if (!this.view.film) return;
    this.parts.colour.value = name;
    this.view.setColour(name);
    this.want();
  }

  /** Where the lists are below the map, its nearest words are said on the map. */
  summarise(word) {
    const { film, frame } = this.view;
    const entries = film.neighbours(word, frame)?.entries ?? [];
    const names = entries.slice(0, 5).map((entry) => named(entry.word)).join(", ");
    const said = { word: named(film.words[word]), words: names };
    if (names) this.remark(this.texts.say("nearest_are", said));
  }

  announcement(words, film) {
    if (!words.length) return this.texts.say("none_selected");
    if (words.length === 1) return this.texts.say("selected_one", { word: named(film.words[words[0]]) });
    return this.texts.say("selected", { count: words.length });
  }

  /** The theme's accent as text, and text upon it, so that both can be read. */
  tint(colours) {
    this.colours = colours;
    const { primary, background, text } = colours;
    const best = [background, text, "#ffffff"].sort((a, b) => contrast(b, primary) - contrast(a, primary))[0];
    this.root.style.setProperty("--embviz-accent", readable(primary, background, text));
    this.root.style.setProperty("--embviz-on-primary", best);
  }

  /** Say what is on screen: the little that moves at once, words when they change. */
  painted(now, stale) {
    const { film, frame, player, colours, family, growing, last, calm, marks } = this.view;
    this.timeline.mark(player.head);
    if (colours !== this.colours) this.tint(colours);
    if (stale) this.timeline.paint(film, colours, this.texts, family);
    if (stale || frame !== this.frame) {
      this.frame = frame;
      this.readout.report(film, frame, growing, this.texts);
      this.panel.update(frame, stale);
    }
    this.readout.showPlaying(player.playing, this.texts);
    this.studio.painted();
    if (now - this.told >= TELL_EVERY || !player.playing) {
      this.told = now;
      const { count: frames, total, run, gaps } = film;
      Object.assign(this.root.dataset, { frame, frames, total, run, gaps, status: film.header.status });
    }
    // Without motion the head jumps along with a growing film: that is no rest either.
    const along = growing && (player.playing || (calm.matches && player.head === last));
    const moving = player.playing || along;
    this.server.rest(film.run, moving ? null : player.head);
    if (!moving) this.table.rest(frame);
    if ((!moving || along) && pair.isFirst(this)) this.address.write(film, frame, along, marks.selected);
    pair.painted(this);
  }
}
