// The bar above the map: what colours mean, how many dimensions, lasso, trails, and a menu.

import { element } from "../base/dom.js";
import { nameIt } from "./layout.js";
import { short } from "../base/names.js";
import { Popup } from "../base/popup.js";
import { NUMBERS } from "../link/server.js";
import { movesAll } from "../map/trails.js";

/** What colours may mean, with the key of its name. */
const COLOURS = {
  group: "by_group",
  frequency: "by_frequency",
  norm: "by_norm",
  trust: "by_trust",
  change: "by_change",
  column: "by_column",
  none: "by_none",
};

const ON_ITS_WAY = 1500; // ms that a message may take that Python sent before it heard of a choice

/** What points of a film can be coloured by: without Python, by numbers that are here. */
export function colourChoices({ header, groups, layers, counts, isStill }) {
  const lacking = header.alone ? NUMBERS.filter((name) => !layers.has(name)) : [];
  const numeric = Boolean(header.column?.numeric);
  if (!groups.names.length || numeric) lacking.push("group");
  if (!numeric) lacking.push("column");
  if (!counts.length) lacking.push("frequency");
  if (isStill) lacking.push("change");
  return Object.keys(COLOURS).filter((name) => !lacking.includes(name));
}

/** What a choice of colours is called: groups and numbers of a column, as the file calls that. */
export function colourName(colour, { header: { column } }, texts) {
  const own = (colour === "group" || colour === "column") && column?.name.trim();
  return own ? short(own) : texts.say(COLOURS[colour]);
}

export class Toolbar {
  /** @param {() => void} keep another film of the same training will come */
  constructor(parts, view, server, keep) {
    Object.assign(this, { parts, view, server, keep });
    this.menu = new Popup(parts.more, parts.menu, parts.root);
    this.drawing = this.trailing = false;
    this.choseWay = -Infinity;
    parts.colour.onchange = () => this.setColour(parts.colour.value);
    parts.way.onchange = () => this.setWay(parts.way.value);
    parts.offer.onclick = () => this.setWay(parts.offer.value);
    parts.dims.onclick = () => this.setDims(this.dims === 3 ? 2 : 3);
    parts.lasso.onclick = () => this.setLasso(!this.drawing);
    parts.trails.onclick = () => this.setTrails(!this.trailing);
  }

  begin(film, texts) {
    const { parts } = this;
    const { header } = film;
    this.showColours(film, texts);
    this.dims = header.dims ?? 2;
    parts.dims.setAttribute("aria-pressed", this.dims === 3);
    parts.dims.querySelector(".sign").textContent = texts.say("dims_sign");
    if (this.drawing) this.setLasso(false);
    if (this.trailing && film.isStill) this.setTrails(false);
    if (movesAll(film)) nameIt(parts.trails, texts.say("trails_all"));
  }

  /** Colours to choose from; numbers that they need may come later than the film. */
  showColours(film, texts) {
    const { colour } = this.parts;
    const names = colourChoices(film);
    this.layers = film.layers.size;
    const option = (name) => element("option", { value: name }, colourName(name, film, texts));
    colour.replaceChildren(...names.map(option));
    const now = film.header.colour ?? "group";
    colour.value = names.includes(now) ? now : "none";
  }

  update(film, texts) {
    if (film.header.alone && film.layers.size !== this.layers) this.showColours(film, texts);
  }

  /** What is needed of Python: numbers of colours, and of trails. */
  get numbers() {
    return this.trailing ? [this.parts.colour.value, "change"] : [this.parts.colour.value];
  }

  /**
   * How the film can be drawn, which way is asked for, and which would be better: it comes with every
   * message. What the reader has just chosen is not taken back by one that was on its way.
   */
  showWays({ name, ways, solid, offer, label }) {
    const { parts } = this;
    const shown = JSON.stringify([name, ways, solid, offer, label]);
    const settled = performance.now() - this.choseWay > ON_ITS_WAY;
    if (shown === this.shown && (parts.way.value === name || !settled)) return;
    this.shown = shown;
    parts.dims.hidden = !solid;
    const option = ([value, text]) => element("option", { value }, text);
    parts.ways.hidden = ways.length < 2;
    parts.way.replaceChildren(...ways.map(option));
    parts.way.value = name;
    parts.offer.hidden = !offer;
    parts.offer.value = offer;
    parts.offer.textContent = label;
  }

  setWay(name) {
    this.keep();
    this.choseWay = performance.now();
    this.parts.way.value = name;
    this.server.send("way", { value: name });
  }

  setColour(name) {
    this.view.setColour(name);
    this.server.send("colour", { value: name });
  }

  setDims(dims) {
    this.dims = dims;
    this.keep();
    this.parts.dims.setAttribute("aria-pressed", dims === 3);
    this.view.setDims(dims);
    this.server.send("dims", { value: dims });
  }

  setLasso(on) {
    this.drawing = on;
    this.parts.lasso.setAttribute("aria-pressed", on);
    this.view.setTool(on ? "lasso" : "pan");
  }

  setTrails(on) {
    this.trailing = on;
    this.parts.trails.setAttribute("aria-pressed", on);
    this.view.setTrails(on);
    this.server.setState("trails", on);
  }
}
