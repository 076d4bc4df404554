// What stands around the map: it owns the elements, tells Python what the reader does, and is told
// by the view what happens on the map.

import { grown } from "../base/dom.js";
import { Absent } from "./absent.js";
import { PARTS } from "./accuracy.js";
import { Address } from "../link/address.js";
import { Ask } from "./ask.js";
import { Commands, nearest } from "../link/commands.js";
import { Controls } from "./controls.js";
import { FullScreen } from "./fullscreen.js";
import { Fragment } from "../link/fragment.js";
import { arrange, build, label } from "./layout.js";
import { named } from "../base/names.js";
import { pair } from "../link/pair.js";
import { contrast, readable } from "../map/palette.js";
import { Panel } from "./panel.js";
import { Readout } from "./readout.js";
import { Search } from "./search.js";
import { Server } from "../link/server.js";
import { Strip } from "./strip.js";
import { Studio } from "../save/studio.js";
import { Table } from "./table.js";
import { Texts } from "../base/texts.js";
import { Timeline } from "./timeline.js";
import { Toolbar, colourChosen } from "./toolbar.js";
import { View } from "../map/view.js";

/** Whether two films show the same training: their names begin with the run's. */
const isSameRun = (one, other) => one.run.split("-")[0] === other.run.split("-")[0];

const REPORT_EVERY = 0.25; // seconds between two updates of the data attributes
const NARROW = 760; // pixels where text has its usual size: as in wordmap.css
const NOTICE = 6000; // ms that a remark stays on the map

export class Chrome {
  /** @param {Node} parent @param {number} mounts how many maps this page has had */
  constructor(parent, mounts) {
    this.parts = build();
    this.root = this.parts.root;
    this.root.dataset.mounts = mounts;
    this.reported = -Infinity;
    this.texts = new Texts();
    this.server = new Server();
    this.commands = new Commands();
    this.address = new Address();
    this.fragment = new Fragment();
    this.view = new View(this.parts, this);
    this.gone = new AbortController();
    const { signal } = this.gone;
    this.buildPanels(signal);
    this.controls = new Controls(this, signal);
    parent.appendChild(this.root);
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(this.parts.stage);
    this.sizes.observe(this.parts.track);
    document.addEventListener("visibilitychange", () => this.setHidden(document.hidden), { signal });
    Object.defineProperty(this.root, "embviz", { value: this.view });
    // Of several maps on this page, the one that the reader touches leads.
    const lead = () => pair.lead(this);
    for (const touch of ["pointerdown", "keydown"]) this.root.addEventListener(touch, lead, true);
    pair.join(this);
  }

  buildPanels(signal) {
    const { parts, view, server } = this;
    this.readout = new Readout(parts);
    this.toolbar = new Toolbar(parts, view, server, () => this.commands.keep(view));
    this.timeline = new Timeline(parts.track, (frame) => view.drag(frame), () => view.drop());
    this.panel = new Panel(parts.panel, {
      choose: (word) => view.select([word]),
      isolate: (words) => this.isolate(words),
      surround: (word) => this.isolateAround(word),
      lookUp: (word) => this.lookUp(word),
      beside: (name) => pair.neighboursBeside(this, name),
    });
    this.absent = new Absent({
      ask: (word) => server.setTrigger("look_up", { word }),
      follow: (word, id) => (id < 0 ? this.lookUp(word) : this.selectNamed([id])),
      show: (word) => this.putOnMap(word),
    });
    this.search = new Search(parts.search, {
      ask: (text) => server.setTrigger("search", { text }),
      choose: (words) => this.selectNamed(words),
      lookUp: (word) => this.lookUp(word),
      leave: () => this.root.focus(),
    });
    this.ask = new Ask(parts.ask, {
      choose: (words) => this.selectNamed(words),
      announce: (text) => (parts.live.textContent = text),
      changed: () => this.onAsked(),
      leave: () => this.root.focus(),
    });
    this.table = new Table(parts.stage, {
      request: (lacking) => server.requestTable(lacking),
      choose: (word) => view.select([word]),
    });
    this.strip = new Strip(this);
    this.studio = new Studio(parts, view, (text) => this.notify(text));
    this.fullScreen = new FullScreen(this.root, (on) => this.setLarge(on), signal);
  }

  close() {
    pair.leave(this);
    this.absent.forget();
    this.studio.stop();
    this.view.close();
    this.sizes.disconnect();
    this.gone.abort();
    this.server.close();
    this.root.remove();
  }

  /** Show a film that has just got `added` new frames, with the header of the message. */
  show(film, added, header) {
    const fresh = this.view.film !== film;
    const switched = this.view.film && fresh;
    // Another picture of the same run may come unasked, once it is drawn: go on where this one is.
    if (switched && isSameRun(film, this.view.film)) this.commands.keep(this.view);
    if (switched && header.words) film.kept.selected = this.knownSelection(film);
    if (this.commands.isNew(film.header.command, film)) pair.lead(this);
    this.root.classList.toggle("scored", film.isScored);
    this.view.show(film, added);
    this.toolbar.update(film, this.texts);
    this.commands.arrived(this.view, film);
    this.parts.title.textContent = film.header.title ?? "";
    this.readout.showBefore(film);
    this.readout.showPress(film);
    if (header.ways) this.toolbar.showWays(header.ways);
    if (header.suggestions) this.search.answered(header.suggestions);
    this.showAbsent(film, header.looked_up);
    this.table.update();
    this.requestMissing();
    pair.arrived(this, fresh);
  }

  /**
   * What is selected in a film that takes the place of this one; null: what Python says, which knows
   * that better than a film that was looked at a while ago, unless it has not heard the last of it.
   */
  knownSelection(film) {
    if (this.server.isHeard("selected", film.header.heard)) return null;
    return this.names(this.view.marks.selected)
      .map((word) => film.idOf(word))
      .filter((word) => word >= 0);
  }

  /** Take in what is said of a word that is not on the map, and ask again where it is overtaken. */
  showAbsent(film, answer) {
    const { absent, view } = this;
    const asked = absent.word !== null || !view.marks.selected.length; // also by the address
    if (answer && asked && film.idOf(answer.word) < 0 && absent.answered(answer)) {
      this.refreshPanel();
      this.tellNearest(answer.word, answer.neighbours.map(([name]) => name));
    }
    absent.keepUp(film);
  }

  requestMissing() {
    const { film, marks } = this.view;
    const most = film.header.lists_most ?? Infinity;
    this.server.requestLists(film, () => marks.selected.slice(0, most));
    this.server.requestLayers(film, () => this.toolbar.numbers);
  }

  setHidden(hidden) {
    this.root.dataset.hidden = hidden;
    this.studio.pause(hidden);
    this.server.setState("hidden", hidden);
  }

  resize() {
    // The style sheet may come later than this script.
    const styled = getComputedStyle(this.root).containerType === "inline-size";
    this.root.style.visibility = styled ? "" : "hidden";
    const ratio = window.devicePixelRatio || 1;
    const { track } = this.parts;
    // Where something stands at the right of the map, the margin there is not free.
    const column = this.root.getRootNode().host?.closest('[data-testid="stColumn"]');
    this.root.classList.toggle("column", Boolean(column?.nextElementSibling));
    this.narrow = this.root.clientWidth < NARROW * grown();
    this.strip.arrange(this.strip.place, this.narrow);
    pair.arrange();
    this.timeline.resize(track.clientWidth, track.clientHeight, ratio);
    this.view.resize(ratio);
    this.panel.hint();
  }

  /** Another question: it is answered at once, and stands in the address with the next picture. */
  onAsked() {
    const { ask, view } = this;
    if (view.film) ask.update(view.frame);
    view.requestPaint();
  }

  /** What an address of a page without a server asks for. */
  recall({ words, question, epoch }) {
    const { film } = this.view;
    if (epoch !== null && !film.isStill) this.view.seek(nearest(film.epochs, epoch));
    this.selectByName(words);
    if (question) this.ask.ask(question);
  }

  // What the reader does

  /** Select words by name: one alone comes into view. */
  selectNamed(words) {
    this.view.select(words);
    if (words.length !== 1) return;
    this.view.viewpoint.centre(words[0]);
    pair.sought(this, this.names(words));
  }

  /** A word that is not on the map: nothing on it is selected any more. */
  lookUp(word) {
    this.view.changeSelection([]);
    this.absent.lookUp(word);
    this.parts.live.textContent = this.texts.say("selected_one", { word: named(word) });
    this.refreshPanel();
  }

  putOnMap(word) {
    this.server.setTrigger("always", word);
    this.notify(this.texts.say("being_shown", { word: named(word) }));
  }

  refreshPanel() {
    const { absent, panel, texts, view } = this;
    if (absent.word !== null) panel.selectAbsent(view.film, absent, texts);
    else panel.select(view.film, view.marks.selected, texts, (word) => view.colourOf(word));
  }

  isolate(words) {
    this.commands.keep(this.view);
    this.server.send("isolate", { run: this.view.film.run, words, names: this.names(words) });
  }

  isolateAround(word) {
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

  setLarge(on) {
    this.view.setLarge(on);
    this.timeline.setLarge(on);
    this.parts.full_screen.setAttribute("aria-pressed", on);
  }

  /** Say something in passing, on the map and aloud. */
  notify(text) {
    const { live, notice } = this.parts;
    live.textContent = notice.textContent = text;
    notice.hidden = !text;
    clearTimeout(this.noticing);
    this.noticing = setTimeout(() => (notice.hidden = true), NOTICE);
  }

  // What happens on the map (view.js)

  onFilm(film) {
    this.texts = Texts.of(film);
    arrange(this.parts, film.isStill);
    label(this.parts, this.texts);
    this.readout.showIsolated(film, this.texts);
    const { toolbar, search, ask, studio, controls, table } = this;
    for (const part of [toolbar, search, ask, studio, controls, table]) part.begin(film, this.texts);
    if (film.header.ways) toolbar.showWays(film.header.ways);
    this.server.begin(film.run, this.view.player.head);
    if (this.absent.word === null) return;
    if (film.idOf(this.absent.word) < 0) this.absent.lookUp(this.absent.word); // of this film
    else this.absent.forget();
  }

  onSelection(words) {
    if (words.length) this.absent.forget();
    this.refreshPanel();
  }

  onChoice(words) {
    const { film } = this.view;
    this.lack([]);
    this.server.send("selected", { run: film.run, words, names: this.names(words) });
    this.parts.live.textContent = this.announcement(words, film);
    this.showNearest(words);
    pair.selected(this, this.names(words));
  }

  onHover(word) {
    pair.hovered(this, this.names(word < 0 ? [] : [word]));
  }

  onColour(name) {
    pair.coloured(this, name);
  }

  onSteps(steps) {
    this.toolbar.setSteps(steps);
  }

  /** The reader has unsure words drawn paler, or not. */
  onPale(on) {
    this.server.send("pale", { value: on });
    pair.pass(this, (other) => other.view.setPale(on));
  }

  /** The reader moved the camera. @param {string} act of the viewpoint */
  onCamera(act, given) {
    pair.pass(this, (other) => other.view.viewpoint.repeat(act, given));
  }

  onLost() {
    this.notify(this.texts.say("lost"));
  }

  /** The reader chose entries of the legend. @param {string[]} names */
  onFilter(names) {
    pair.pass(this, (other) => other.view.filterBy(names));
  }

  /** The reader chose how fast the film plays, and whether again and again. */
  onPace() {
    pair.pass(this, (other) => other.controls.setPace(this.view.player));
  }

  /** A picture for papers was asked for beside the map. @param {"svg" | "pdf"} kind */
  onSave(kind) {
    this.studio.saveShapes(kind);
  }

  onTrails(on) {
    pair.pass(this, (other) => other.toolbar.trailing !== on && other.toolbar.setTrails(on));
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

  /** @param {import("./strip.js").Place} place */
  setPlace(place) {
    if (JSON.stringify(place) !== JSON.stringify(this.strip.place)) this.strip.arrange(place, this.narrow);
  }

  get isLarge() {
    return this.view.large;
  }

  /** Where it is on the page. */
  get box() {
    return this.root.getBoundingClientRect();
  }

  /** What its colours mean, to be compared. */
  get meaning() {
    return this.view.film ? this.view.legend.said : "";
  }

  names(words) {
    return words.map((word) => this.view.film.words[word]);
  }

  wordsOf(names) {
    return names.map((name) => this.view.film?.idOf(name) ?? -1).filter((word) => word >= 0);
  }

  selectByName(names) {
    const words = this.wordsOf(names);
    const changed = this.lack(names.filter((name) => !this.wordsOf([name]).length));
    if (this.view.changeSelection(words)) this.showNearest(words);
    else if (changed) this.onSelection(words);
  }

  lack(names) {
    return this.panel.lack(names);
  }

  centreByName(names) {
    const [word] = this.wordsOf(names);
    if (word !== undefined) this.view.viewpoint.centre(word);
  }

  /** The neighbours of a word at this moment, by name; null where it is not known. */
  neighboursOf(name) {
    const { film } = this.view;
    const word = film?.count ? film.idOf(name) : -1;
    if (word < 0) return null;
    return film.neighbours(word, this.view.frame)?.entries.map((entry) => entry.word) ?? null;
  }

  hoverByName(names) {
    const [word = -1] = this.wordsOf(names);
    if (this.view.film && word !== this.view.marks.hovered) this.view.hover(word);
  }

  setColour(name) {
    if (!this.view.film) return;
    this.view.setColour(name);
    this.parts.colour.value = colourChosen(this.view.film);
    this.requestMissing();
  }

  /** Other words are selected. Where lists are below the map, a word's nearest are named on it. */
  showNearest(words) {
    this.requestMissing();
    const { film, frame } = this.view;
    const [word] = words;
    if (words.length !== 1) return;
    const entries = film.neighbours(word, frame)?.entries ?? [];
    this.tellNearest(film.words[word], entries.map((entry) => entry.word));
  }

  /** Where lists are out of sight, name a word's nearest on the map. @param {string[]} nearest */
  tellNearest(word, nearest) {
    const names = nearest.slice(0, 5).map(named).join(", ");
    const hidden = this.narrow && !this.strip.place.span;
    if (hidden && names) this.notify(this.texts.say("nearest_are", { word: named(word), words: names }));
  }

  announcement(words, film) {
    if (!words.length) return this.texts.say("none_selected");
    if (words.length === 1) return this.texts.say("selected_one", { word: named(film.words[words[0]]) });
    return this.texts.say("selected", { count: words.length });
  }

  /** The theme's accent as text, and text upon it, so that both can be read. */
  setAccent(colours) {
    this.colours = colours;
    const { primary, background, text, scores } = colours;
    const best = [background, text, "#ffffff"].sort((a, b) => contrast(b, primary) - contrast(a, primary))[0];
    this.root.style.setProperty("--embviz-accent", readable(primary, background, text));
    this.root.style.setProperty("--embviz-on-primary", best);
    PARTS.forEach((part, i) => this.root.style.setProperty(`--embviz-${part}`, scores[i]));
  }

  /** Say what is on screen: the little that moves at once, words when they change. */
  onPaint(now, stale) {
    const { film, frame, player, colours, family, growing, last, calm, marks } = this.view;
    if (colours !== this.colours) this.setAccent(colours);
    if (stale) pair.arrange();
    if (stale) this.timeline.paint(film, colours, this.texts, family, pair.losses(this));
    this.timeline.mark(player.head);
    if (stale || frame !== this.frame) {
      this.frame = frame;
      this.readout.report(film, frame, growing, this.texts, this.timeline.saysWhy === false);
      this.panel.update(frame, stale);
      this.ask.update(frame);
      pair.listed(this);
    }
    this.readout.showPlaying(player.playing, this.texts);
    this.studio.painted();
    if (now - this.reported >= REPORT_EVERY || !player.playing) {
      this.reported = now;
      const { count: frames, total, run, gaps } = film;
      Object.assign(this.root.dataset, { frame, frames, total, run, gaps, status: film.header.status });
    }
    // Without motion the head jumps along with a growing film: that is no rest either.
    const along = growing && (player.playing || (calm.matches && player.head === last));
    const moving = player.playing || player.goal !== null || along;
    this.server.sendRest(film.run, moving ? null : player.head);
    if (!moving) this.table.rest(frame);
    const words = this.absent.word === null ? this.names(marks.selected) : [this.absent.word];
    if (pair.isFirst(this)) this.address.write(film, frame, { moving, along }, words);
    if (film.header.alone) this.fragment.write(film, frame, moving, words, this.ask.question);
    pair.painted(this);
  }
}
