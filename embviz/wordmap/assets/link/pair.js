// Maps that stand on one page show one moment and one selection. The one that was touched last
// leads: the others go to its epoch and mark its words, by name. Only what the reader does on a map
// is passed on, never what came from another one, so that nothing goes in circles.

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

  /** Tell each whether it has company, and whether it is the first. */
  arrange() {
    this.present.forEach((map, i, present) => map.setPlace(present.length > 1, i === 0));
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
    const { playing, rate } = player;
    const head = headAt(epochs, epochAt(film.epochs, player.head));
    other.view.follow({ head, playing, rate });
  }

  /** A map has another film, or more of it: it joins in with what the leader shows. */
  arrived(map) {
    const leader = this.current;
    if (!leader?.view.film || leader === map) return;
    this.align(leader, map);
    map.selectByName(leader.names(leader.view.marks.selected));
  }

  /** The reader selected words on a map. @param {string[]} names */
  selected(map, names) {
    for (const other of this.others(map)) other.selectByName(names);
  }

  /** The pointer is on a word of a map. @param {string[]} names one or none */
  hovered(map, names) {
    for (const other of this.others(map)) other.hoverByName(names);
  }

  /** The reader chose what the colours mean. */
  coloured(map, name) {
    for (const other of this.others(map)) other.setColour(name);
  }
}

/** All maps of this page. */
export const pair = new Pair();
