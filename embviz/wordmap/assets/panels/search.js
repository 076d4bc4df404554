// Search for a word: those on the map at once, those of the whole vocabulary as soon as Python has
// looked them up, and those of which a column of the file says so; between slashes, all that a regular
// expression finds, in words and columns. A combobox with a list,
// https://www.w3.org/WAI/ARIA/apg/patterns/combobox/

import { element } from "../base/dom.js";
import { isolated, named, short } from "../base/names.js";
import { Patterns } from "./patterns.js";

const PAUSE = 60; // ms between two keys after which Python is asked
const REST = 300; // ms without a key after which the next one is not kept waiting
const AGAIN = 2000; // ms without an answer after which Python is asked once more
const HERE = 8; // words on the map that are listed at most
const MOST = 12; // words listed at most
const COLUMNS = 4; // that are listed below them
const UNANSWERED = { late: "pattern_late", unable: "pattern_unable" };
let boxes = 0;

/** @typedef {{word: string, id: number, count: ?number}} Entry id: -1 where it is not on the map */

/** The word itself, others on the map, then those that only the vocabulary has. @returns {Entry[]} */
export function merged(text, here, answer, film) {
  const entries = here.map((id) => ({ word: film.words[id], id, count: film.counts?.[id] }));
  const listed = new Set(entries.map(({ word }) => word));
  for (const [word, , count] of answer) {
    if (!listed.has(word)) entries.push({ word, id: film.idOf(word), count });
  }
  const exact = (entry) => fold(entry.word) === fold(text);
  return [...entries.filter(exact), ...entries.filter((entry) => !exact(entry))].slice(0, MOST);
}

export class Search {
  /** @param {{ask: Function, choose: Function, lookUp: Function, leave: Function}} act */
  constructor(host, act) {
    this.act = act;
    const id = `embviz-words-${++boxes}`;
    this.list = element("ul", { role: "listbox", id, class: "found" });
    this.more = element("p", { class: "quiet" });
    this.popup = element("div", { class: "suggestions", hidden: "" }, this.list, this.more);
    this.status = element("p", { class: "status quiet", role: "status" });
    const combo = { role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list" };
    const plain = { type: "search", autocomplete: "off", autocapitalize: "none", spellcheck: "false" };
    this.input = element("input", { ...combo, ...plain });
    host.append(this.input, this.popup, this.status);
    this.bind();
  }

  bind() {
    const { input, list } = this;
    input.oninput = () => this.onInput();
    input.onkeydown = (event) => this.onKey(event);
    input.onfocus = () => this.entries?.length && this.show();
    input.onblur = () => this.close();
    list.onpointerdown = (event) => event.preventDefault(); // the focus stays in the box
    list.onclick = (event) => this.pick(event.target);
  }

  begin(film, texts) {
    const unanswered = this.waiting;
    this.patterns?.close();
    const lexicon = new Lexicon(film.words);
    const cells = (id) => film.metadata.of(id).map(({ cell }) => cell);
    const lists = () => film.words.map((word, id) => [word, lexicon.folded[id], ...cells(id)]);
    Object.assign(this, { film, texts, lexicon, entries: [], columns: [], waiting: false });
    this.patterns = new Patterns(lists);
    this.list.replaceChildren();
    this.input.placeholder = texts.say("search");
    this.input.setAttribute("aria-label", texts.say("search"));
    this.list.setAttribute("aria-label", texts.say("found"));
    this.close();
    if (unanswered) this.onInput(); // the answer would be of the film before
  }

  focus() {
    this.input.focus();
    this.input.select();
  }

  onInput() {
    clearTimeout(this.asking);
    const text = this.input.value.trim();
    this.showStatus("");
    this.answer = { words: [], more: 0 };
    this.waiting = this.entering = false;
    if (isPattern(text)) return this.preview(text);
    this.here = text ? this.lexicon.find(text, HERE) : [];
    this.columns = this.film.metadata.find(text, fold).slice(0, COLUMNS);
    this.offer();
    this.waiting = Boolean(text) && !this.film.header.alone;
    if (this.waiting) this.ask(text);
  }

  /** Ask Python: at once after a rest, with the last of several quick keys otherwise. */
  ask(text) {
    const rested = performance.now() - (this.typed ?? -Infinity) > REST;
    this.typed = performance.now();
    this.asking = setTimeout(() => this.askUntilAnswered(text), rested ? 0 : PAUSE);
  }

  /** Ask, and again as long as there is no answer: one that another film overtook got lost. */
  askUntilAnswered(text) {
    if (!this.waiting || this.input.isConnected === false) return;
    this.act.ask(text);
    this.asking = setTimeout(() => this.askUntilAnswered(text), AGAIN);
  }

  /** Python's answer; one to an earlier text comes too late. @param {object} suggestions */
  answered({ text, words, more = 0, spelled = false }) {
    if (!this.waiting || fold(text) !== fold(this.input.value.trim())) return;
    this.waiting = false;
    this.answer = { words, more, spelled };
    this.offer();
    if (!this.entries.length) this.showStatus(this.texts.say("nothing_found"));
    else if (spelled) this.showStatus(this.texts.say("spelled_like"));
    if (spelled && !this.columns.length) this.entering = false; // none of them is what was typed
    if (this.entering) this.enter();
  }

  /** A regular expression: how many words it finds. */
  async preview(text) {
    this.entries = this.columns = [];
    this.close();
    const found = await this.matching(text);
    if (!found) return;
    const { length: count } = found;
    this.showStatus(this.texts.say(count ? "pattern_finds" : "pattern_finds_none", { count }));
  }

  /** The words that an expression finds; null where there is something else to say, or nothing. */
  async matching(text) {
    if (text.length < 2) return null;
    const pattern = patternOf(text);
    const found = pattern ? await this.patterns.find(pattern) : "not_a_pattern";
    if (Array.isArray(found)) return found;
    if (found !== "overtaken") this.showStatus(this.texts.say(UNANSWERED[found] ?? found));
    return null;
  }

  offer() {
    const before = this.entries?.[this.active]?.word;
    const words = merged(this.input.value.trim(), this.here, this.answer.words, this.film);
    const columns = this.columns.map(({ name, ids }) => ({ column: name, word: `${name}:`, ids }));
    // What is only spelled like the text comes last.
    this.entries = this.answer.spelled ? [...columns, ...words] : [...words, ...columns];
    this.list.replaceChildren(...this.entries.map((entry, i) => this.option(entry, i)));
    const { more, spelled } = this.answer;
    const told = more ? this.texts.say("more_found", { more }) : "";
    const lacking = this.film.metadata.left.map((name) => short(name)).join(", ");
    const left = this.columns.length && lacking ? this.texts.say("columns_left", { names: lacking }) : "";
    this.more.textContent = [spelled ? this.texts.say("spelled_like") : told, left].filter(Boolean).join(" ");
    this.more.hidden = !this.more.textContent;
    this.activate(this.entries.findIndex(({ word }) => word === before));
    if (!this.entries.length) this.close();
    else if (this.input.getRootNode().activeElement === this.input) this.show();
  }

  option({ word, id, count, column, ids }, i) {
    if (column !== undefined) return this.columnOption(column, ids, i);
    const name = element("span", { class: "word" }, short(word));
    const often = element("span", { class: "quiet" }, count ? this.texts.plain(count) : "");
    const node = element("li", { role: "option", id: `${this.list.id}-${i}`, "aria-selected": "false" }, name);
    if (id < 0) node.append(element("span", { class: "quiet" }, this.texts.say("not_on_map")));
    node.append(often);
    node.dataset.index = i;
    return node;
  }

  /** All words of which a column says so. */
  columnOption(column, ids, i) {
    const facts = { name: isolated(short(column)), text: isolated(short(this.input.value.trim())) };
    const name = element("span", { class: "word" }, this.texts.say("in_column", facts));
    const often = element("span", { class: "quiet" }, this.texts.say("column_finds", { count: ids.length }));
    const node = element("li", { role: "option", id: `${this.list.id}-${i}`, "aria-selected": "false" }, name, often);
    node.dataset.index = i;
    return node;
  }

  show() {
    this.popup.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  /** @returns {boolean} whether there was something to close */
  close() {
    const open = !this.popup.hidden;
    this.popup.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.activate(-1);
    return open;
  }

  activate(index) {
    this.active = index;
    [...this.list.children].forEach((node, i) => node.setAttribute("aria-selected", i === index));
    const node = this.list.children[index];
    if (node) this.input.setAttribute("aria-activedescendant", node.id);
    else this.input.removeAttribute("aria-activedescendant");
    node?.scrollIntoView?.({ block: "nearest" });
  }

  onKey(event) {
    const keys = {
      ArrowDown: () => this.move(1),
      ArrowUp: () => this.move(-1),
      Enter: () => this.enter(),
      Escape: () => this.escape(),
    };
    event.stopPropagation(); // Streamlit has keys of its own, and does not see that this is a box
    if (!keys[event.key] || event.isComposing) return;
    event.preventDefault();
    keys[event.key]();
  }

  move(step) {
    const { length } = this.entries ?? [];
    if (!length) return;
    const from = this.active < 0 && step < 0 ? 0 : this.active;
    this.show();
    this.activate((from + step + length) % length);
  }

  escape() {
    if (this.close()) return;
    if (this.input.value) {
      this.input.value = "";
      this.onInput();
    } else this.act.leave();
  }

  enter() {
    const text = this.input.value.trim();
    if (isPattern(text)) return this.selectMatching(text);
    const entry = this.entries?.[Math.max(0, this.active)];
    const sure = this.active >= 0 || (entry && fold(entry.word) === fold(text));
    // The word itself may be one that only Python knows of.
    if (this.waiting && !sure) this.entering = true;
    else if (entry) this.take(entry);
    else if (text) this.showStatus(this.unknown(text));
  }

  unknown(text) {
    const { film, texts } = this;
    return film.header.alone ? texts.say("not_here", { word: named(text), words: film.n }) : texts.say("nothing_found");
  }

  async selectMatching(text) {
    const found = await this.matching(text);
    if (!found) return;
    if (!found.length) return this.showStatus(this.texts.say("pattern_finds_none"));
    this.showStatus(this.texts.say("pattern_found", { count: found.length }));
    this.act.choose(found);
  }

  pick(target) {
    const entry = this.entries[target.closest("[data-index]")?.dataset.index];
    if (entry) this.take(entry);
  }

  take({ word, id, ids }) {
    this.waiting = this.entering = false;
    clearTimeout(this.asking); // an answer would only overtake what the choice brings
    this.close();
    this.showStatus(ids ? this.texts.say("pattern_found", { count: ids.length }) : "");
    if (ids) return this.act.choose(ids);
    this.input.value = word;
    if (id >= 0) this.act.choose([id]);
    else this.act.lookUp(word);
  }

  showStatus(text) {
    this.status.textContent = text;
  }
}

/** Words as one compares them: case does not count, and ё is е. */
export const fold = (word) => word.normalize("NFC").toLowerCase().replaceAll("ё", "е");

/** Which of the words on the map a text means: those that begin with it, then those that hold it. */
export class Lexicon {
  /** @param {string[]} words the commonest first */
  constructor(words) {
    this.words = words;
    this.folded = words.map(fold);
  }

  /** @param {string} text @param {number} most @returns {number[]} words, the best first */
  find(text, most) {
    const sought = fold(text.trim());
    if (!sought) return [];
    const [begin, hold] = [[], []];
    for (let id = 0; id < this.folded.length && begin.length < most; id++) {
      const at = this.folded[id].indexOf(sought);
      if (at === 0) begin.push(id);
      else if (at > 0) hold.push(id);
    }
    return [...begin, ...hold].slice(0, most);
  }
}

export const isPattern = (text) => /^\s*\//.test(text);

/** What stands between slashes, null for no regular expression; the second one may be missing. */
export function patternOf(text) {
  const source = text.trim().slice(1).replace(/(?<!\\)\/$/, "");
  try {
    return new RegExp(source, "iu");
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
