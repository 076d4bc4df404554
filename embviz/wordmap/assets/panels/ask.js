// Questions about words, answered by the page itself at the moment shown: how similar two are, and
// a : b = c : ?. Words are typed; what is asked stays while the film plays, and the answer follows.

import { element } from "../base/dom.js";
import { named, short } from "../base/names.js";
import { fillRow, neighbourRow } from "./panel.js";
import { fold } from "./search.js";

const MOST = 5; // answers to an analogy
const SPOKEN = 800; // ms without a key after which an answer is read out
const LABELS = ["ask_first", "ask_second", "ask_third"];
/** What can be asked: how many words it takes, and what stands after each. */
const KINDS = {
  analogy: { words: 3, signs: [":", "=", ": ?"], text: "ask_analogy" },
  similarity: { words: 2, signs: ["~", ""], text: "ask_similarity" },
};
let lists = 0;

/** @typedef {{kind: string, words: string[], excluded: boolean}} Question */

export class Ask {
  /** @param {{choose: Function, show: Function, announce: Function, changed: Function}} act */
  constructor(host, act) {
    Object.assign(this, { host, act, kind: "analogy", words: [], answered: "" });
    this.names = element("datalist", { id: `embviz-asked-${++lists}` });
    const kinds = Object.keys(KINDS);
    this.buttons = kinds.map((kind) => element("button", { type: "button", onclick: () => this.turnTo(kind) }));
    this.fields = LABELS.map((_, i) => this.field(i));
    this.excluded = element("input", { type: "checkbox", checked: "", onchange: () => this.onInput() });
    this.only = element("label", { class: "only" }, this.excluded, element("span"));
    this.fault = element("p", { class: "fault", role: "alert" });
    this.rows = Array.from({ length: MOST }, () => {
      const row = neighbourRow(() => this.act.choose([row.id]));
      return row;
    });
    this.list = element("ol", { class: "answers" }, ...this.rows.map(({ node }) => node));
    this.alike = element("p", { class: "alike" });
    this.ranks = element("p", { class: "quiet" });
    this.show = element("button", { type: "button", class: "show", onclick: () => this.showWords() });
    this.note = element("p", { class: "quiet note" });
    this.title = element("h3");
    this.form = element("form", {}, ...this.fields.flatMap(({ input, sign }) => [input, sign]));
    this.form.onsubmit = (event) => this.onSubmit(event);
    const head = element("div", { class: "kinds", role: "group" }, ...this.buttons);
    const answer = [this.list, this.alike, this.ranks, this.show, this.note];
    host.append(this.title, head, this.form, this.only, this.fault, ...answer, this.names);
  }

  field(i) {
    const plain = { autocomplete: "off", autocapitalize: "none", spellcheck: "false", dir: "auto" };
    const input = element("input", { type: "text", list: this.names.id, ...plain });
    input.oninput = () => this.onInput();
    input.onchange = () => this.tellUnknown();
    input.onkeydown = (event) => this.onKey(event, i);
    return { input, sign: element("span", { class: "sign", "aria-hidden": "true" }) };
  }

  /** Another film: its words are offered. */
  begin(film, texts) {
    Object.assign(this, { film, texts, frame: null });
    this.ids = new Map();
    for (const [id, word] of film.words.entries()) if (!this.ids.has(fold(word))) this.ids.set(fold(word), id);
    this.names.replaceChildren(...film.words.map((value) => element("option", { value })));
    this.title.textContent = texts.say("ask");
    this.host.setAttribute("aria-label", texts.say("ask"));
    Object.values(KINDS).forEach(({ text }, i) => (this.buttons[i].textContent = texts.say(text)));
    this.fields.forEach(({ input }, i) => {
      input.placeholder = texts.say("ask_word");
      input.setAttribute("aria-label", texts.say(LABELS[i]));
    });
    this.only.querySelector("span").textContent = texts.say("ask_excluded");
    this.show.textContent = texts.say("ask_show");
    this.turnTo(this.kind);
  }

  get count() {
    return KINDS[this.kind].words;
  }

  /** @returns {?Question} what is asked, where it can be answered */
  get question() {
    if (!this.film?.rows || this.words.length < this.count) return null;
    const words = this.words.map((id) => this.film.words[id]);
    return { kind: this.kind, words, excluded: this.excluded.checked };
  }

  /** Ask something. @param {Question} question */
  ask({ kind, words, excluded }) {
    if (!KINDS[kind]) return;
    this.excluded.checked = excluded;
    this.fields.forEach(({ input }, i) => (input.value = words[i] ?? ""));
    this.turnTo(kind);
    this.tellUnknown();
  }

  focus() {
    if (this.host.hidden) return false;
    this.fields[0].input.focus();
    return this.fields[0].input.select();
  }

  turnTo(kind) {
    this.kind = kind;
    const { signs } = KINDS[kind];
    Object.keys(KINDS).forEach((each, i) => this.buttons[i].setAttribute("aria-pressed", each === kind));
    this.fields.forEach(({ input, sign }, i) => {
      input.hidden = sign.hidden = i >= this.count;
      sign.textContent = signs[i] ?? "";
    });
    this.host.dataset.kind = kind;
    this.only.hidden = kind !== "analogy";
    this.onInput();
    if (this.film) this.tellUnknown(); // not of a box that is gone
  }

  /** Keys within a box are for the box. */
  onKey(event, i) {
    event.stopPropagation();
    if (event.key === "Escape" && !event.isComposing && !this.fields[i].input.value) this.act.leave();
  }

  onSubmit(event) {
    event.preventDefault();
    const empty = this.typed.findIndex((text) => !text);
    if (!this.tellUnknown() && empty >= 0) this.fields[empty].input.focus();
  }

  /** What stands in the boxes that are asked for. */
  get typed() {
    return this.fields.slice(0, this.count).map(({ input }) => input.value.trim());
  }

  idOf(text) {
    const id = this.film.idOf(text);
    return id >= 0 ? id : (this.ids.get(fold(text)) ?? -1);
  }

  onInput() {
    if (!this.film) return;
    for (const { input } of this.fields) input.title = input.value; // a long word does not fit
    const ids = this.typed.map((text) => (text ? this.idOf(text) : -1));
    this.words = ids.every((id) => id >= 0) ? ids : [];
    this.fields.slice(0, this.count).forEach(({ input }, i) => ids[i] >= 0 && input.removeAttribute("aria-invalid"));
    if (this.fields.every(({ input }) => !input.hasAttribute("aria-invalid"))) this.fault.textContent = "";
    this.frame = null;
    clearTimeout(this.speaking);
    if (this.words.length) this.speaking = setTimeout(() => this.speak(), SPOKEN);
    this.act.changed();
  }

  /** Say which word is none of the film's. @returns {boolean} whether there is any */
  tellUnknown() {
    const unknown = this.typed.map((text) => Boolean(text) && this.idOf(text) < 0);
    this.fields.forEach(({ input }, i) => {
      if (unknown[i]) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    });
    const word = this.typed[unknown.indexOf(true)];
    const facts = { word: word && named(word), words: this.film.n };
    this.fault.textContent = word ? this.texts.say("not_here", facts) : "";
    return Boolean(word);
  }

  /** A moment is on screen: answer there. */
  update(frame) {
    const { film } = this;
    this.host.hidden = !film?.rows;
    if (this.host.hidden) return;
    const at = film.rows.nearest(frame);
    if (at === this.frame) return;
    this.frame = at;
    const asked = this.words.length === this.count;
    const kind = asked ? this.kind : null;
    this.list.hidden = kind !== "analogy";
    this.alike.hidden = this.ranks.hidden = kind !== "similarity";
    this.show.hidden = !asked;
    this.note.textContent = this.said(at);
    if (kind === "analogy") this.answerAnalogy(at);
    if (kind === "similarity") this.answerSimilarity(at);
  }

  said(at) {
    const { film, texts } = this;
    const { frames, d } = film.rows;
    const when = film.isStill || !this.words.length ? "" : texts.say("ask_moment", { moment: texts.moment(film, at) });
    const step = frames.length > 1 ? frames[1] - frames[0] : 1;
    const every = step > 1 ? texts.say("ask_every", { step }) : "";
    const last = frames.length === 1 && film.count > 1 ? texts.say("ask_last") : "";
    return [when, texts.say("ask_note", { d, words: film.n }), every, last].filter(Boolean).join(" ");
  }

  answerAnalogy(at) {
    const { film, texts } = this;
    const found = film.named(film.rows.analogy(at, this.words, MOST, this.excluded.checked));
    this.rows.forEach((row, i) => {
      fillRow(row, found[i], texts);
      row.node.title = found[i]?.word.length > row.name.textContent.length ? found[i].word : "";
    });
    this.best = found[0] ?? null;
  }

  answerSimilarity(at) {
    const { film, texts, words } = this;
    const [one, other] = words;
    const cosine = film.rows.similarity(at, one, other);
    this.alike.textContent = texts.decimals(cosine, 2);
    const told = (word, of) => {
      const facts = { word: named(film.words[word]), of: named(film.words[of]), all: film.n - 1 };
      return element("span", {}, texts.say("ask_rank", { ...facts, rank: film.rows.rank(at, word, of) }));
    };
    this.ranks.replaceChildren(...(one === other ? [] : [told(other, one), told(one, other)]));
    this.best = { word: film.words[other], id: other, cosine };
  }

  /** Read an answer out: that of the moment, once, not with every frame. */
  speak() {
    const { best, texts } = this;
    if (!best || !this.question) return;
    const facts = { word: short(best.word), cosine: texts.decimals(best.cosine, 2) };
    this.act.announce(texts.say("ask_answer", facts));
  }

  /** Select what is asked, with the best answer, on the map. */
  showWords() {
    const answer = this.kind === "analogy" && this.best ? [this.best.id] : [];
    this.act.choose([...new Set([...this.words, ...answer])]);
  }
}
