// The map as a table, for those who cannot or do not want to look at it: the same words at the same
// epoch. It is in the page only while it is shown.

import { element } from "../base/dom.js";
import { named, short } from "../base/names.js";

const NEAREST = 3; // neighbours of each word
const MOST = 5000; // rows
const NUMBER = { class: "number" };
const BATCH = 400; // rows made between two pictures, so that the page never stands still

export class Table {
  /** @param {HTMLElement} stage @param {{request: Function, choose: Function}} act */
  constructor(stage, act) {
    Object.assign(this, { stage, act, on: false });
    this.caption = element("caption");
    this.head = element("tr");
    this.rows = element("tbody");
    this.sheet = element("table", {}, this.caption, element("thead", {}, this.head), this.rows);
    this.node = element("div", { class: "sheet", tabindex: "0", role: "region" }, this.sheet);
  }

  toggle(on, film, texts) {
    this.on = on;
    if (!on) return this.node.remove();
    this.stage.append(this.node);
    this.begin(film, texts);
  }

  /** Another film, or other words of it. */
  begin(film, texts) {
    Object.assign(this, { film, texts, groups: film.groups, asked: null, filled: null, cells: [] });
    if (!this.on) return;
    this.node.setAttribute("aria-label", texts.say("table"));
    this.head.replaceChildren(...this.heads());
    this.rows.replaceChildren();
    this.making = {};
    this.addRows(this.making);
  }

  /** Above each column; what nobody knows of any word has none. */
  heads() {
    const { film, texts } = this;
    const head = (text, attributes) => element("th", { scope: "col", ...attributes }, text);
    const counted = film.counts.length ? [head(texts.say("table_count"), NUMBER)] : [];
    const name = short(film.header.column?.name.trim() ?? "") || texts.say("table_group");
    const grouped = film.groups.names.length ? [head(name)] : [];
    return [head(texts.say("table_word")), ...counted, ...grouped, head(texts.say("table_nearest"))];
  }

  /** Make a batch of rows, and the next one with the next picture. */
  addRows(making) {
    if (making !== this.making || !this.on) return;
    const from = this.cells.length;
    const to = Math.min(this.film.n, MOST, from + BATCH);
    for (let word = from; word < to; word++) this.rows.append(this.row(word));
    this.fill(from);
    if (to < Math.min(this.film.n, MOST)) requestAnimationFrame(() => this.addRows(making));
  }

  row(word) {
    const { film, texts } = this;
    const onclick = () => this.act.choose(word);
    const button = element("button", { type: "button", onclick }, short(film.words[word]));
    const count = film.counts[word];
    const counted = film.counts.length ? [element("td", NUMBER, count ? texts.plain(count) : "")] : [];
    const group = short(film.groups.names[film.groups.of[word]] ?? "");
    const grouped = film.groups.names.length ? [element("td", {}, group)] : [];
    const nearest = element("td");
    this.cells.push(nearest);
    return element("tr", {}, element("th", { scope: "row" }, button), ...counted, ...grouped, nearest);
  }

  /** The picture rests on a frame: ask for the table of it. */
  rest(frame) {
    if (!this.on || frame === this.asked) return;
    this.asked = frame;
    this.act.request(() => {
      const { on, asked, film } = this;
      return on && asked !== null && film.table?.frame !== asked ? { run: film.run, frame: asked } : null;
    });
  }

  update() {
    const { film, texts } = this;
    if (this.on && film.groups !== this.groups) this.begin(film, texts);
    if (!this.on || !film.table) return;
    const moment = texts.moment(film, film.table.frame);
    const caption = texts.say("table_caption", { moment, title: film.header.title ?? "" });
    if (caption !== this.caption.textContent) this.caption.textContent = caption;
    if (film.table === this.filled) return;
    this.filled = film.table;
    this.fill(0);
  }

  fill(from) {
    const rows = this.film.table?.rows;
    if (!rows || this.film.table !== this.filled) return;
    const name = ({ word, cosine }) => `${named(word)} ${this.texts.plain(cosine, 2)}`;
    for (let word = from; word < this.cells.length; word++) {
      const nearest = this.film.entriesOf(rows[word]).slice(0, NEAREST);
      this.cells[word].textContent = nearest.map(name).join(" · ");
    }
  }
}
