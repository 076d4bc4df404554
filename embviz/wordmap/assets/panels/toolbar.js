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
  moved: "by_moved",
  trust: "by_trust",
  change: "by_change",
  sure: "by_sure",
  column: "by_column",
  none: "by_none",
};

const COLUMN = "column:"; // with the place of a column, in the menu

const ON_ITS_WAY = 1500; // ms that a message may take that Python sent before it heard of a choice

/** What points of a film can be coloured by: without Python, by numbers that are here. */
export function colourChoices({ header, groups, layers, counts, isStill, complete }) {
  const { alone, column, clusters, columns = [] } = header;
  const lacking = alone ? NUMBERS.filter((name) => !layers.has(name)) : [];
  const found = !column && groups.names.length > 0;
  const coming = Boolean(clusters) && !alone && complete && (column || !header.groups);
  if (!found && !coming) lacking.push("group");
  if (!counts.length) lacking.push("frequency");
  if (isStill) lacking.push("change", "moved");
  if (!layers.has("sure")) lacking.push("sure"); // somebody has to have asked for it
  const names = Object.keys(COLOURS).filter((name) => name !== "column" && !lacking.includes(name));
  const own = columns.map((_, place) => place).filter((place) => !alone || isHere(place, column, lacking));
  return [...names, ...own.map((place) => COLUMN + place)];
}

/** Without Python only the column is here that was chosen. */
const isHere = (place, column, lacking) =>
  place === column?.place && !(column.numeric && lacking.includes("column"));

/** What a choice of colours is called: a column as the file calls it. */
export function colourName(choice, { header: { clusters, columns } }, texts) {
  if (choice.startsWith(COLUMN)) return short(columns[placeOf(choice)].trim()) || texts.say("by_column");
  return texts.say(choice === "group" && clusters ? "by_clusters" : COLOURS[choice]);
}

/** The choice that stands for the colours of a film. */
export function colourChosen({ header: { column, colour = "group" } }) {
  return column && (colour === "group" || colour === "column") ? COLUMN + column.place : colour;
}

const placeOf = (choice) => Number(choice.slice(COLUMN.length));

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
    const option = (name) => element("option", { value: name }, colourName(name, film, texts));
    colour.replaceChildren(...names.map(option));
    const now = colourChosen(film);
    colour.value = names.includes(now) ? now : "none";
    this.choices = String(names);
  }

  update(film, texts) {
    if (String(colourChoices(film)) !== this.choices) this.showColours(film, texts);
  }

  /** What is needed of Python: numbers of colours, of trails, and of how sure words are. */
  get numbers() {
    const colour = this.view.colour;
    return this.trailing ? [colour, "change", "sure"] : [colour, "sure"];
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

  setColour(choice) {
    const { column } = this.view.film.header;
    if (choice.startsWith(COLUMN) && placeOf(choice) !== column?.place) this.setColumn(placeOf(choice));
    else if (choice === "group" && column) this.setColumn(null);
    else {
      const name = choice.startsWith(COLUMN) ? (column.numeric ? "column" : "group") : choice;
      this.view.setColour(name);
      this.server.send("colour", { value: name });
    }
  }

  /** Colour by a column, which Python has, or by clusters (null). */
  setColumn(place) {
    this.keep();
    this.server.send("colour", { value: "group", column: place });
  }

  /** Deal the numbers of a column into other classes. @param {"equal" | "quantile"} steps */
  setSteps(steps) {
    this.keep();
    this.server.send("colour", { value: "column", column: this.view.film.header.column.place, steps });
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
