// What is selected: lists of neighbours, which follow the play head; of many words their names.

import { element } from "../base/dom.js";
import { short } from "../base/names.js";
import { cellsOf } from "./cells.js";

const NAMES = 100; // listed by name, at most
const FEWEST = 3; // words of which a map can be made
const FEW = 20; // words of which nearly all are near one another
const KINDS = { waiting: "waiting", exact: "among_all", shown: "among_shown", rounded: "among_rounded" };
const ROWS = 10; // neighbours of a word
const HINT = 400; // signs of a word that are shown where the pointer rests

export class Panel {
  /** Acts: choose a word, isolate words, surround a word by its neighbours, alone; `beside`: tell the
   *  neighbours that a word has on the other map. */
  constructor(host, act) {
    Object.assign(this, { host, act, absent: [] });
    this.heading = element("div", { class: "heading" });
    this.kind = element("p", { class: "quiet kind" });
    host.addEventListener("scroll", () => this.hint());
  }

  /** A card for each of the first words, the names of the others, or what to do. */
  select(film, selected, texts, colourOf) {
    Object.assign(this, { film, texts });
    const most = film.header.lists_most ?? 5;
    const { choose } = this.act;
    const card = (word) => new Card(film, word, colourOf(word), texts, choose, this.act.lookUp);
    this.cards = selected.slice(0, most).map(card);
    const nodes = this.cards.map(({ node }) => node);
    const names = selected.length > most ? [this.names(selected)] : [];
    const words = this.absent.map((word) => short(word)).join(", ");
    const empty = words ? texts.say("absent", { words }) : texts.say("empty");
    this.heading.replaceChildren(...(selected.length ? [this.head(selected)] : []));
    const rest = selected.length ? [...names, ...nodes, this.kind] : [];
    if (words || !selected.length) rest.push(element("p", { class: "quiet" }, empty));
    this.host.replaceChildren(...(this.apart ? [] : [this.heading]), ...rest);
    this.host.scrollTop = 0;
    this.frame = null;
    this.hint();
  }

  /** A card about a word that is not on the map, instead of what is selected. @param {Absent} absent */
  selectAbsent(film, absent, texts) {
    Object.assign(this, { film, texts, cards: [], frame: null });
    this.heading.replaceChildren();
    this.host.replaceChildren(absent.card(film, texts));
    this.hint();
  }

  /** Put what is above the lists somewhere else. @param {?HTMLElement} elsewhere null: back */
  setHeading(elsewhere) {
    this.apart = Boolean(elsewhere);
    const host = elsewhere ?? this.host;
    if (this.heading.parentNode === host) return;
    if (this.apart) host.append(this.heading);
    else host.prepend(this.heading);
  }

  /** Which selected words are not on this map. @param {string[]} names @returns {boolean} others? */
  lack(names) {
    const others = String(names) !== String(this.absent);
    this.absent = names;
    return others;
  }

  /** Mark the neighbours that a word has on the other map as well. */
  compare() {
    for (const card of this.cards ?? []) card.compare(this.act.beside?.(card.name) ?? null);
  }

  /** How many words, and what can be done with them. */
  head(selected) {
    const { act, texts } = this;
    const one = selected.length === 1;
    const onclick = () => (one ? act.surround(selected[0]) : act.isolate(selected));
    const button = element("button", { type: "button", onclick }, texts.say(one ? "surround" : "only_these"));
    button.disabled = !one && selected.length < FEWEST;
    if (button.disabled) button.title = texts.say("too_few", { fewest: FEWEST });
    const count = one ? [] : [element("strong", {}, texts.say("selected_count", { count: selected.length }))];
    return element("div", { class: "selection" }, ...count, button);
  }

  names(selected) {
    const items = selected.slice(0, NAMES).map((word) => {
      const onclick = () => this.act.choose(word);
      return element("li", {}, element("button", { type: "button", onclick }, short(this.film.words[word])));
    });
    const left = selected.length - items.length;
    if (left > 0) items.push(element("li", { class: "quiet" }, this.texts.say("and_more", { count: left })));
    return element("ul", { class: "names" }, ...items);
  }

  /** Show a frame, or show it again because more has arrived. */
  update(frame, again) {
    if (frame === this.frame && !again) return;
    this.frame = frame;
    const lists = (this.cards ?? []).map((card) => card.fill(frame));
    const kind = ["waiting", "shown", "rounded", "exact"].find((name) => lists.some((list) => list.kind === name));
    const late = lists.some((list) => list.late);
    const crossed = kind && kind !== "waiting" && !late && this.film.n > FEW;
    const source = kind ? this.texts.say(KINDS[kind], { words: this.film.n }) : "";
    const said = [late ? this.texts.say("of_last") : "", source, crossed ? this.texts.say("crosses") : ""];
    this.kind.textContent = said.filter(Boolean).join(" ");
    this.compare();
    this.hint();
  }

  hint() {
    const { scrollHeight, scrollTop, clientHeight } = this.host;
    this.host.classList.toggle("more_below", scrollHeight - scrollTop - clientHeight > 4);
    // What scrolls can be reached by keyboard, also while there is nothing in it to press.
    if (scrollHeight > clientHeight) this.host.tabIndex = 0;
    else this.host.removeAttribute("tabindex");
  }
}

/** The neighbours of one word, nearest first: a list that follows the play head. */
export class Card {
  /**
   * @param {number} word
   * @param {(id: number) => void} choose a neighbour was clicked
   * @param {(word: string) => void} lookUp the same, of one that is not on the map
   */
  constructor(film, word, colour, texts, choose, lookUp) {
    Object.assign(this, { film, word, texts, choose, lookUp });
    this.when = element("span", { class: "quiet" });
    const swatch = element("i", { class: "swatch" });
    swatch.style.background = colour;
    const [text, whole] = [short(film.words[word]), short(film.words[word], HINT)];
    this.common = element("span", { class: "quiet common" });
    const title = element("h3", {}, swatch, element("span", { title: whole }, text), this.common, this.when);
    this.rows = Array.from({ length: ROWS }, () => this.row());
    this.since = element("p", { class: "since" });
    const list = element("ol", {}, ...this.rows.map((row) => row.node));
    this.node = element("article", {}, title, ...cellsOf(film, word, texts), list, this.since);
  }

  get name() {
    return this.film.words[this.word];
  }

  /** Mark what is among these neighbours, too. @param {?string[]} others null: there are none */
  compare(others) {
    const { texts } = this;
    const here = this.rows.filter(({ node }) => node.dataset.neighbour !== undefined);
    const shared = here.filter(({ node }) => others?.includes(node.dataset.neighbour));
    for (const row of this.rows) {
      const both = shared.includes(row);
      row.node.classList.toggle("both", both);
      row.node.title = both ? texts.say("in_both") : "";
    }
    const facts = { count: shared.length, all: here.length };
    this.common.textContent = others && here.length ? texts.say("shared", facts) : "";
  }

  row() {
    const row = neighbourRow(() => (row.id < 0 ? this.lookUp(row.word) : this.choose(row.id)));
    return row;
  }

  /** @returns {{kind: "waiting" | "exact" | "rounded" | "shown", late: boolean}} where they come from */
  fill(frame) {
    const { film, texts } = this;
    const list = film.neighbours(this.word, frame);
    const late = Boolean(list?.late);
    const when = { moment: texts.moment(film, list?.frame ?? frame) };
    this.when.textContent = film.isStill ? "" : texts.say(late ? "at_last" : "at_epoch", when);
    this.rows.forEach((row, i) => fillRow(row, list?.entries[i], texts, film.header.alone));
    this.node.classList.toggle("waiting", !list);
    const change = film.isStill ? null : film.change(this.word, frame);
    this.since.hidden = film.isStill;
    this.since.replaceChildren(...(change ? sinceParts(change, film, texts) : []));
    return { kind: kindOf(list), late };
  }
}

function kindOf(list) {
  if (!list) return "waiting";
  if (list.exact) return "exact";
  return list.frame === undefined ? "shown" : "rounded";
}

/** A row of a list, to be filled: a bar, a word and a number. */
export function neighbourRow(onclick) {
  const [bar, name, cosine] = [element("i", { class: "bar" }), element("span"), element("span")];
  const button = element("button", { type: "button", onclick }, bar, name, cosine);
  return { name, cosine, bar, button, node: element("li", {}, button), id: -1, word: "" };
}

/** @param {boolean} [alone] whether nobody can be asked about words that are not on the map */
export function fillRow(row, entry, texts, alone = false) {
  Object.assign(row, { id: entry?.id ?? -1, word: entry?.word ?? "" });
  row.button.disabled = !entry || (row.id < 0 && alone);
  if (entry) row.node.dataset.neighbour = entry.word;
  else delete row.node.dataset.neighbour;
  row.name.textContent = short(entry?.word ?? "");
  row.cosine.textContent = entry ? texts.number(entry.cosine, 2) : "";
  // A full bar ends where the numbers begin.
  row.bar.style.width = `calc(${Math.max(0, entry?.cosine ?? 0)} * (100% - 2.75rem))`;
}

function sinceParts({ before, came, went }, film, texts) {
  const line = (key, values) => element("span", { title: texts.say(key, values) }, texts.say(key, values));
  const since = { moment: texts.moment(film, before), words: came.join(" ") };
  if (!came.length) return [line("unchanged", since)];
  return [line("came", since), line("went", { words: went.join(" ") })];
}
