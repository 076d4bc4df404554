// The legend above the map: what the colours mean, and which of the words are shown.

import { element } from "../base/dom.js";
import { short } from "../base/names.js";

/** Which entries are chosen; with none, all words are shown. */
export class Filter {
  constructor() {
    this.chosen = new Set(); // indices of entries
  }

  /** @param {number} index of an entry */
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
  /** @param {HTMLElement} host @param {() => void} changed other words are shown */
  constructor(host, changed) {
    Object.assign(this, { host, changed });
    this.filter = new Filter();
    this.entries = [];
  }

  /**
   * Other colours: all words are shown again, unless the entries are the same.
   * @param {Entry[]} entries @param {string} title what their numbers count; may be empty
   * @param {{text: string, band?: true}[]} remarks what else there is to know of the map
   */
  show(entries, title = "", remarks = []) {
    const names = (list) => JSON.stringify(list.map(({ name }) => name));
    if (names(entries) !== names(this.entries)) this.filter.chosen.clear();
    this.entries = entries;
    this.buttons = entries.map((entry, index) => this.button(entry, index));
    const heading = title && entries.length ? [element("span", { class: "counted" }, title)] : [];
    this.host.replaceChildren(...heading, ...this.buttons, ...remarks.map(remark));
    this.showPressed();
  }

  button({ name, colour }, index) {
    const swatch = element("i", { class: "swatch" });
    swatch.style.background = colour;
    const button = element("button", { type: "button", class: "entry" }, swatch, element("bdi", {}, short(name)));
    if (short(name) !== name) button.title = name;
    button.onclick = () => {
      this.filter.toggle(index);
      this.showPressed();
      this.changed();
    };
    return button;
  }

  showPressed() {
    const { chosen } = this.filter;
    this.buttons.forEach((button, index) => {
      button.setAttribute("aria-pressed", chosen.has(index));
      button.classList.toggle("off", chosen.size > 0 && !chosen.has(index));
    });
  }

  /** Show all words. @returns {boolean} whether some were not */
  clear() {
    if (!this.filter.chosen.size) return false;
    this.filter.chosen.clear();
    this.showPressed();
    this.changed();
    return true;
  }
}

/** A sentence that belongs to the map, not to a colour of words. */
function remark({ text, band }) {
  const swatch = band ? [element("i", { class: "swatch band" })] : [];
  return element("span", { class: "remark" }, ...swatch, text);
}
