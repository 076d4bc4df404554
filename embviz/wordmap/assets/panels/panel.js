// What is selected: lists of neighbours, which follow the play head; of many words their names.

import { Card } from "./card.js";
import { element } from "../base/dom.js";
import { short } from "../base/names.js";

const NAMES = 100; // listed by name, at most
const FEWEST = 3; // words of which a map can be made
const FEW = 20; // words of which nearly all are near one another
const KINDS = { waiting: "waiting", exact: "among_all", shown: "among_shown" };

export class Panel {
  /**
   * @param {HTMLElement} host
   * @param {{choose: Function, isolate: Function, surround: Function}} act choose takes a word,
   *   isolate the words to show alone, surround a word to show with its neighbours
   */
  constructor(host, act) {
    this.host = host;
    this.act = act;
    this.kind = element("p", { class: "quiet kind" });
    host.addEventListener("scroll", () => this.hint());
  }

  /** A card for each of the first words, the names of the others, or what to do. */
  select(film, selected, texts, colourOf) {
    Object.assign(this, { film, texts });
    const most = film.header.lists_most ?? 5;
    const card = (word) => new Card(film, word, colourOf(word), texts, this.act.choose);
    this.cards = selected.slice(0, most).map(card);
    const nodes = this.cards.map(({ node }) => node);
    const names = selected.length > most ? [this.names(selected)] : [];
    const empty = [element("p", { class: "quiet" }, texts.say("empty"))];
    const all = [this.head(selected), ...names, ...nodes, this.kind];
    this.host.replaceChildren(...(selected.length ? all : empty));
    this.host.scrollTop = 0;
    this.frame = null;
    this.hint();
  }

  /** How many words, and what can be done with them. */
  head(selected) {
    const { act, texts } = this;
    const one = selected.length === 1;
    const press = () => (one ? act.surround(selected[0]) : act.isolate(selected));
    const button = element("button", { type: "button" }, texts.say(one ? "surround" : "only_these"));
    button.onclick = press;
    button.disabled = !one && selected.length < FEWEST;
    if (button.disabled) button.title = texts.say("too_few", { fewest: FEWEST });
    const count = one ? [] : [element("strong", {}, texts.say("selected_count", { count: selected.length }))];
    return element("div", { class: "selection" }, ...count, button);
  }

  /** Names as small buttons. */
  names(selected) {
    const items = selected.slice(0, NAMES).map((word) => {
      const button = element("button", { type: "button" }, short(this.film.words[word]));
      button.onclick = () => this.act.choose(word);
      return element("li", {}, button);
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
    const kind = ["waiting", "shown", "exact"].find((name) => lists.some((list) => list.kind === name));
    const late = lists.some((list) => list.late);
    const crossed = kind && kind !== "waiting" && !late && this.film.n > FEW;
    const source = kind ? this.texts.say(KINDS[kind], { words: this.film.n }) : "";
    const said = [late ? this.texts.say("of_last") : "", source, crossed ? this.texts.say("crosses") : ""];
    this.kind.textContent = said.filter(Boolean).join(" ");
    this.hint();
  }

  /** Show that there is more below. */
  hint() {
    const { scrollHeight, scrollTop, clientHeight } = this.host;
    this.host.classList.toggle("more_below", scrollHeight - scrollTop - clientHeight > 4);
    // What scrolls can be reached by keyboard, also while there is nothing in it to press.
    if (scrollHeight > clientHeight) this.host.tabIndex = 0;
    else this.host.removeAttribute("tabindex");
  }
}
