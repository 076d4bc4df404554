// Maps that stand on one page show one moment and one selection. The one that was touched last
// leads: the others go to its epoch and mark its words, by name. Only what the reader does on a map
// is passed on, never what came from another one, so that nothing goes in circles.

import { ALONE } from "../panels/strip.js";
import { epochAt, headAt } from "../film/player.js";

export const MOMENT = "embviz-moment"; // told to the page: other pictures on it go along

export class Pair {
  constructor() {
    /** @type {import("../panels/chrome.js").Chrome[]} in their order on the page */
    this.maps = [];
    this.leader = null;
  }

  /** A map stands on the page. */
  join(map) {
    this.maps.push(map);
    this.maps.sort((a, b) => (a.isBefore(b) ? -1 : 1));
    this.leader ??= map;
    this.arrange();
  }

  /** It does no more: the others go on by themselves. */
  leave(map) {
    this.maps = this.maps.filter((each) => each !== map);
    if (this.leader === map) this.leader = null;
    if (this.maps.length) this.lead(this.current ?? this.maps[0]);
    this.arrange();
  }

  /** Tell each whether it has company, and lay what they have in common across all of them. */
  arrange() {
    const { present } = this;
    const paired = present.length > 1;
    const boxes = present.map(({ box }) => box);
    const large = present.some(({ isLarge }) => isLarge);
    const level = paired && !large && boxes.at(-1).top < boxes[0].bottom;
    const span = level ? Math.round(boxes.at(-1).right - boxes[0].left) : 0;
    const alike = present.every(({ meaning }) => meaning === present[0].meaning);
    // One that has the whole screen has it for itself.
    const place = (map, i) => (map.isLarge ? ALONE : { paired, first: i === 0, alike, span });
    present.forEach((map, i) => map.setPlace(place(map, i)));
    const heights = level ? present.map(({ strip }) => strip.measure()) : [];
    const highest = heights[0]?.map((_, part) => Math.max(...heights.map((each) => each[part]))) ?? [];
    for (const { strip } of present) strip.level(highest);
  }

  /** Those that are on the page: one that was taken off may not have left yet. */
  get present() {
    return this.maps.filter((map) => map.isPresent);
  }

  others(map) {
    return this.present.filter((each) => each !== map);
  }

  /** The one that leads: the first, if the one that did is gone. */
  get current() {
    const present = this.present;
    return present.includes(this.leader) ? this.leader : present[0];
  }

  leads(map) {
    return map === this.current;
  }

  isFirst(map) {
    return this.present[0] === map;
  }

  /** The first on the page; a map that is not there any more: itself. */
  first(map) {
    return this.present[0] ?? map;
  }

  /** The reader turns to a map: it goes on from where it is. */
  lead(map) {
    this.leader = map;
    map.view.player.led = false;
  }

  /** A map has painted a moment: the others go there if it leads. */
  painted(map) {
    if (!this.leads(map)) return;
    for (const other of this.others(map)) this.align(map, other);
    this.tell(map.view);
  }

  /** Tell the page which moment a map shows. */
  tell({ film, player }) {
    if (!film?.count || typeof document === "undefined") return;
    const epoch = epochAt(film.epochs, player.head);
    document.dispatchEvent(new CustomEvent(MOMENT, { detail: { epoch } }));
  }

  /** Bring a map to the moment of another one. */
  align(map, other) {
    const { film, player } = map.view;
    const epochs = other.view.film?.epochs;
    if (!film?.count || !epochs?.length) return;
    if (film.isStill || other.view.film.isStill) return; // it knows no epochs
    if (!goesAlong(film, other.view.film)) return;
    const { playing, rate } = player;
    const head = headAt(epochs, epochAt(film.epochs, player.head));
    other.view.follow({ head, playing, rate });
  }

  /** A map has another film (fresh), or more of it: it joins in with what the leader shows. */
  arrived(map, fresh = false) {
    const leader = this.current;
    if (!leader?.view.film || leader === map) return;
    this.align(leader, map);
    map.joins ||= fresh;
    if (map.joins && map.view.camera.scale) {
      map.view.viewpoint.resemble(leader.view);
      map.joins = false;
    }
    map.selectByName(leader.names(leader.view.marks.selected));
    map.controls.setPace(leader.view.player);
    if (this.losses(map)?.length) for (const other of this.others(map)) other.view.refresh();
  }

  /** The losses of the other maps, where they share a scale with this one's; null: it is alone. */
  losses(map) {
    const others = this.others(map).map(({ view }) => view.film).filter(Boolean);
    if (!others.length) return null;
    return map.view.film.header.comparable ? others.flatMap(({ losses }) => losses) : [];
  }

  /** The neighbours of a word on the other map, by name; null: there is none, or it is not known. */
  neighboursBeside(map, name) {
    const [other] = this.others(map);
    return other?.neighboursOf(name) ?? null;
  }

  /** A map shows other neighbours: those of the others are compared with them. */
  listed(map) {
    for (const other of this.others(map)) other.panel.compare();
  }

  /** The reader looked for a word on a map. @param {string[]} names */
  sought(map, names) {
    for (const other of this.others(map)) other.centreByName(names);
  }

  /** The reader selected words on a map. @param {string[]} names */
  selected(map, names) {
    for (const other of this.others(map)) other.selectByName(names);
  }

  /** The pointer is on a word of a map. @param {string[]} names one or none */
  hovered(map, names) {
    for (const other of this.others(map)) other.hoverByName(names);
  }

  /** The reader did something on a map that the others do as well. @param {(other) => void} act */
  pass(map, act) {
    if (this.passing) return;
    this.passing = true;
    for (const other of this.others(map)) act(other);
    this.passing = false;
  }

  /** The reader chose what the colours mean. */
  coloured(map, name) {
    for (const other of this.others(map)) other.setColour(name);
  }
}

/** Whether frames of two films stand for the same: epochs, or equal values of one setting. */
const goesAlong = (...films) => {
  const [one, other] = films.map(({ header }) => JSON.stringify(header.along ?? null));
  return one === other;
};

/** All maps of this page. */
export const pair = new Pair();
