// A word that is not on the map: its neighbours among all words, why it is not there, and a button
// that puts it there. What is known of it comes from Python, which is asked until it has answered.

import { element } from "../base/dom.js";
import { short } from "../base/names.js";
import { neighbourRow, fillRow } from "./panel.js";

const AGAIN = 2000; // ms without an answer after which Python is asked once more
const LATER = 4000; // ms after which it is asked again where training has gone on

export class Absent {
  /** @param {{ask: Function, follow: Function, show: Function}} act */
  constructor(act) {
    this.act = act;
    this.word = null;
  }

  /** Ask for a word; until the answer is here, nothing is said about any. */
  lookUp(word) {
    Object.assign(this, { word, answer: null });
    this.ask();
  }

  ask() {
    clearTimeout(this.asking);
    if (this.word === null) return;
    this.askedAt = performance.now();
    this.act.ask(this.word);
    this.asking = setTimeout(() => this.ask(), AGAIN);
  }

  /** Something else is looked at. */
  forget() {
    clearTimeout(this.asking);
    this.word = this.answer = null;
  }

  /** An answer; one about another word comes too late. @returns {boolean} whether it was wanted */
  answered(answer) {
    if (this.word !== null && this.word !== answer.word) return false;
    clearTimeout(this.asking);
    Object.assign(this, { word: answer.word, answer });
    return true;
  }

  /** Where training has gone on since the answer, ask again; until then the answer stays. */
  keepUp(film) {
    const { answer, askedAt } = this;
    if (!answer || answer.last || answer.epoch === null) return;
    const gone = film.complete || film.epochs.at(-1) > answer.epoch;
    if (gone && (film.complete || performance.now() - askedAt > LATER)) this.ask();
  }

  /** @returns {HTMLElement} a card like that of a word on the map */
  card(film, texts) {
    const { word, answer } = this;
    const when = element("span", { class: "quiet" }, answer ? momentOf(answer, texts) : "");
    const title = element("h3", {}, element("span", { title: word }, short(word)), when);
    if (!answer) return element("article", { class: "absent waiting" }, title, quiet(texts.say("waiting")));
    const rows = answer.neighbours.map(([name, cosine]) => {
      const id = film.idOf(name);
      const row = neighbourRow(() => this.act.follow(name, id));
      fillRow(row, { id, word: name, cosine }, texts);
      row.button.disabled = false;
      return row.node;
    });
    const known = rows.length ? element("ol", {}, ...rows) : quiet(texts.say("no_neighbours"));
    const among = rows.length ? [quiet(texts.say("among_all"))] : [];
    const told = answer.told ? [element("p", { class: "told" }, answer.told)] : [];
    return element("article", { class: "absent" }, title, known, ...among, ...told, ...this.button(texts));
  }

  button(texts) {
    const { action, word } = this.answer;
    if (!action) return [];
    const button = element("button", { type: "button" }, action);
    button.onclick = () => {
      button.disabled = true;
      this.act.show(word, texts);
    };
    return [element("div", { class: "selection" }, button)];
  }
}

const quiet = (text) => element("p", { class: "quiet" }, text);

function momentOf({ epoch, last }, texts) {
  if (epoch === null) return "";
  return last ? texts.say("at_last") : texts.say("at_epoch", { moment: texts.epoch(epoch) });
}
