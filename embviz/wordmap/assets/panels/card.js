// The neighbours of one word, nearest first: a list that follows the play head.

import { element } from "../base/dom.js";
import { short } from "../base/names.js";

const ROWS = 10;
const HINT = 400; // signs of a word that are shown where the pointer rests

export class Card {
  /** @param {number} word @param {(id: number) => void} choose a neighbour was clicked */
  constructor(film, word, colour, texts, choose) {
    Object.assign(this, { film, word, texts, choose });
    this.when = element("span", { class: "quiet" });
    const swatch = element("i", { class: "swatch" });
    swatch.style.background = colour;
    const [text, whole] = [short(film.words[word]), short(film.words[word], HINT)];
    const title = element("h3", {}, swatch, element("span", { title: whole }, text), this.when);
    this.rows = Array.from({ length: ROWS }, () => this.row());
    this.since = element("p", { class: "since" });
    const list = element("ol", {}, ...this.rows.map((row) => row.node));
    this.node = element("article", {}, title, list, this.since);
  }

  row() {
    const [bar, name, cosine] = [element("i", { class: "bar" }), element("span"), element("span")];
    const button = element("button", { type: "button" }, bar, name, cosine);
    const row = { name, cosine, bar, button, node: element("li", {}, button), id: -1 };
    button.onclick = () => this.choose(row.id);
    return row;
  }

  /** @returns {{kind: "waiting" | "exact" | "shown", late: boolean}} where the neighbours come from */
  fill(frame) {
    const { film, texts } = this;
    const list = film.neighbours(this.word, frame);
    const epoch = (value) => texts.plain(value, 1);
    const late = Boolean(list?.late);
    const when = { epoch: epoch(film.epochs[frame] ?? 0) };
    this.when.textContent = film.isStill ? "" : texts.say(late ? "at_last" : "at_epoch", when);
    this.rows.forEach((row, i) => fillRow(row, list?.entries[i], texts));
    this.node.classList.toggle("waiting", !list);
    const change = film.isStill ? null : film.change(this.word, frame);
    this.since.hidden = film.isStill;
    this.since.replaceChildren(...(change ? sinceParts(change, epoch, texts) : []));
    return { kind: list ? (list.exact ? "exact" : "shown") : "waiting", late };
  }
}

function fillRow(row, entry, texts) {
  row.id = entry?.id ?? -1;
  row.button.disabled = row.id < 0;
  row.node.toggleAttribute("data-neighbour", Boolean(entry));
  if (entry) row.node.dataset.neighbour = entry.word;
  row.name.textContent = short(entry?.word ?? "");
  row.cosine.textContent = entry ? texts.number(entry.cosine, 2) : "";
  // A full bar ends where the numbers begin.
  row.bar.style.width = `calc(${Math.max(0, entry?.cosine ?? 0)} * (100% - 2.75rem))`;
}

function sinceParts({ epoch: before, came, went }, epoch, texts) {
  const line = (key, values) => element("span", { title: texts.say(key, values) }, texts.say(key, values));
  const since = { epoch: epoch(before), words: came.join(" ") };
  if (!came.length) return [line("unchanged", since)];
  return [line("came", since), line("went", { words: went.join(" ") })];
}
