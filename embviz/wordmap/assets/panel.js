// The list of neighbours of each selected word, which follows the play head.

import { element } from "./dom.js";

const ROWS = 10;

export class Panel {
  /** @param {HTMLElement} host @param {(id: number) => void} choose a word was clicked */
  constructor(host, choose) {
    this.host = host;
    this.choose = choose;
  }

  /** A card for each selected word, or what to do. */
  select(film, selected, texts, colourOf) {
    Object.assign(this, { film, texts });
    this.cards = selected.map((word) => this.card(word, colourOf(word)));
    const empty = element("p", { class: "quiet" }, texts.say("empty"));
    this.host.replaceChildren(...(selected.length ? this.cards.map((card) => card.node) : [empty]));
    this.frame = null;
  }

  card(word, colour) {
    const when = element("span", { class: "quiet" });
    const swatch = element("i", { class: "swatch" });
    swatch.style.background = colour;
    const title = element("h3", {}, swatch, element("span", {}, this.film.words[word]), when);
    const rows = Array.from({ length: ROWS }, () => this.row());
    const [since, kind] = [element("p", { class: "since" }), element("p", { class: "quiet" })];
    const list = element("ol", {}, ...rows.map((row) => row.node));
    return { word, when, rows, since, kind, node: element("article", {}, title, list, since, kind) };
  }

  row() {
    const [bar, name, cosine] = [element("i", { class: "bar" }), element("span"), element("span")];
    const button = element("button", { type: "button" }, bar, name, cosine);
    const row = { name, cosine, bar, button, node: element("li", {}, button), id: -1 };
    button.onclick = () => this.choose(row.id);
    return row;
  }

  /** Show a frame, or show it again because more has arrived. */
  update(frame, again) {
    if (frame === this.frame && !again) return;
    this.frame = frame;
    for (const card of this.cards ?? []) this.fill(card, frame);
  }

  fill(card, frame) {
    const { film, texts } = this;
    const list = film.neighbours(card.word, frame);
    const epoch = (value) => texts.number(value, 1, film.header.epochs);
    card.when.textContent = texts.say("at_epoch", { epoch: epoch(film.epochs[frame] ?? 0) });
    card.rows.forEach((row, i) => fillRow(row, list?.entries[i], texts));
    card.node.classList.toggle("waiting", !list);
    const kind = list?.exact ? "among_all" : "among_shown";
    card.kind.textContent = texts.say(list ? kind : "waiting", { words: film.n });
    const change = film.change(card.word, frame);
    card.since.replaceChildren(...(change ? sinceParts(change, epoch, texts) : []));
  }
}

function fillRow(row, entry, texts) {
  row.id = entry?.id ?? -1;
  row.button.disabled = row.id < 0;
  row.node.toggleAttribute("data-neighbour", Boolean(entry));
  if (entry) row.node.dataset.neighbour = entry.word;
  row.name.textContent = entry?.word ?? "";
  row.cosine.textContent = entry ? texts.number(entry.cosine, 2) : "";
  // A full bar ends where the numbers begin.
  row.bar.style.width = `calc(${Math.max(0, entry?.cosine ?? 0)} * (100% - 2.75rem))`;
}

function sinceParts({ epoch: before, came, went }, epoch, texts) {
  const line = (key, values) => element("span", {}, texts.say(key, values));
  const since = line("since", { epoch: epoch(before).trim() });
  if (!came.length) return [since, line("unchanged")];
  return [since, line("came", { words: came.join(" ") }), line("went", { words: went.join(" ") })];
}
