// The legend above the map: what the colours mean, and which of the words are shown.

import { element } from "../base/dom.js";
import { short } from "../base/names.js";

/** Which entries are chosen; with none, all words are shown. */
export class Filter {
  constructor() {
    this.chosen = new Set(); // indices of entries
  }

  toggle(index) {
    if (!this.chosen.delete(index)) this.chosen.add(index);
  }

  /** Mark the words that stand back. @param {Uint8Array} of tints @param {Uint8Array} dimmed */
  apply(entries, of, dimmed) {
    dimmed.fill(this.chosen.size ? 1 : 0);
    for (const index of this.chosen) {
      const { tints } = entries[index];
      for (let word = 0; word < of.length; word++) if (tints.includes(of[word])) dimmed[word] = 0;
    }
  }
}

export class Legend {
  /**
   * @param {() => void} changed other words are shown @param {(steps: string) => void} deal into other classes
   * @param {(on: boolean) => void} pale unsure words or not
   */
  constructor(host, changed, deal, pale) {
    Object.assign(this, { host, changed, deal, pale });
    this.filter = new Filter();
    this.entries = this.buttons = [];
    this.said = "";
  }

  /** Other colours, and what their numbers count: all words are shown again, but for the same entries. */
  show({ entries, title = "", steps = null }, remarks = [], tones = null) {
    const names = (list) => JSON.stringify(list.map(({ name }) => name));
    if (names(entries) !== names(this.entries)) this.filter.chosen.clear();
    this.entries = entries;
    const named = entries.map(({ name, colour }) => [name, colour]);
    this.said = JSON.stringify([title, named, remarks, tones]);
    this.buttons = entries.map((entry, index) => this.button(entry, index));
    const heading = title && entries.length ? [element("span", { class: "counted" }, title)] : [];
    const pale = tones ? [this.toned(tones)] : [];
    const dealt = steps ? [this.dealt(steps)] : [];
    this.host.replaceChildren(...heading, ...dealt, ...this.buttons, ...remarks.map(remark), ...pale);
    this.showPressed();
  }

  /** How numbers are dealt into classes: pressed, they are so otherwise. */
  dealt({ text, other, hint }) {
    if (!other) return element("span", { class: "counted" }, text);
    return element("button", { type: "button", class: "steps", title: hint, onclick: () => this.deal(other) }, text);
  }

  /** What pale means: pressed, it means nothing any more, or something again. */
  toned({ text, hint, on, colours }) {
    const swatch = element("i", { class: "swatch tones" });
    swatch.style.backgroundImage = `linear-gradient(to right, ${colours})`;
    const onclick = () => this.pale(!on);
    const given = { type: "button", class: "entry pale", title: hint, "aria-pressed": on, onclick };
    const button = element("button", given, swatch, element("bdi", {}, text));
    button.classList.toggle("off", !on);
    return button;
  }

  button({ name, colour }, index) {
    const swatch = element("i", { class: "swatch" });
    swatch.style.background = colour;
    const onclick = () => {
      this.filter.toggle(index);
      this.update();
    };
    const text = element("bdi", {}, short(name));
    const button = element("button", { type: "button", class: "entry", onclick }, swatch, text);
    if (short(name) !== name) button.title = name;
    return button;
  }

  update() {
    this.showPressed();
    this.changed();
  }

  showPressed() {
    const { chosen } = this.filter;
    this.buttons.forEach((button, index) => {
      button.setAttribute("aria-pressed", chosen.has(index));
      button.classList.toggle("off", chosen.size > 0 && !chosen.has(index));
    });
  }

  /** The names of the entries that are chosen. */
  get chosen() {
    return this.entries.filter((_, index) => this.filter.chosen.has(index)).map(({ name }) => name);
  }

  /** Choose entries by name, as on another map. @param {string[]} names */
  choose(names) {
    const indices = names.map((name) => this.entries.findIndex((entry) => entry.name === name));
    this.filter.chosen = new Set(indices.filter((index) => index >= 0));
    this.showPressed();
  }

  /** Show all words. @returns {boolean} whether some were not */
  clear() {
    if (!this.filter.chosen.size) return false;
    this.filter.chosen.clear();
    this.update();
    return true;
  }
}

/** A sentence that belongs to the map, not to a colour of words. */
function remark({ text, band }) {
  const swatch = band ? [element("i", { class: "swatch band" })] : [];
  return element("span", { class: "remark" }, ...swatch, text);
}
