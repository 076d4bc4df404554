import assert from "node:assert/strict";
import { test } from "node:test";

import { Texts } from "../../embviz/wordmap/assets/base/texts.js";
import { Absent } from "../../embviz/wordmap/assets/panels/absent.js";
import { Search } from "../../embviz/wordmap/assets/panels/search.js";

const THE = { word: "the", neighbours: [["a", 0.9], ["of", 0.5]], epoch: 3, last: false, told: "hidden", action: "Show" };
const film = { complete: false, isStill: false, idOf: (word) => (word === "a" ? 7 : -1) };

/** Elements as far as a card needs them. */
function cardOf(absent, texts = new Texts({ at_epoch: "at {moment}", moment: "epoch {value}" })) {
  class Node {
    constructor() { Object.assign(this, { children: [], dataset: {}, style: {} }); }
    setAttribute(name, value) { this[name] = value; }
    toggleAttribute() {}
    append(...children) { this.children.push(...children); }
    set textContent(text) { this.children = [text]; }
    get textContent() { return this.children.map((child) => child.textContent ?? child).join("|"); }
    all(tag) { return [...(this.tag === tag ? [this] : []), ...this.children.flatMap((each) => each.all?.(tag) ?? [])]; }
  }
  globalThis.document = { createElement: (tag) => Object.assign(new Node(), { tag }) };
  try {
    return absent.card(film, texts);
  } finally {
    delete globalThis.document;
  }
}

test("a word that the search finds beyond the map is looked up, and shown as waiting till then", () => {
  const asked = [];
  const search = Object.create(Search.prototype);
  Object.assign(search, { input: {}, close() {}, showStatus() {}, act: { lookUp: (word) => asked.push(word) } });
  search.take({ word: "the", id: -1 });
  assert.deepEqual(asked, ["the"]);
  const absent = new Absent({ ask() {} });
  absent.lookUp("the");
  assert.match(cardOf(absent).textContent, /^the\|\|waiting$/, "nothing of any other word");
  absent.forget();
});

test("it is asked for again until there is an answer, and one about another word comes too late", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const asked = [];
  const absent = new Absent({ ask: (word) => asked.push(word) });
  absent.lookUp("the");
  absent.lookUp("of");
  context.mock.timers.tick(2000);
  assert.equal(absent.answered(THE), false);
  assert.deepEqual(asked, ["the", "of", "of"]);
  assert.equal(absent.answered({ ...THE, word: "of" }), true);
  context.mock.timers.tick(60_000);
  assert.equal(asked.length, 3);
});

test("a card lists neighbours of which each can be followed, says why, and offers to show the word", () => {
  const [followed, shown] = [[], []];
  const absent = new Absent({ ask() {}, follow: (...which) => followed.push(which), show: (word) => shown.push(word) });
  assert.equal(absent.answered(THE), true, "also unasked: by the address");
  const card = cardOf(absent);
  assert.match(card.textContent, /^the\|at epoch 3.0\|\|a\|0\.90\|\|of\|0\.50\|among_all\|hidden\|Show$/);
  const buttons = card.all("button");
  assert.equal(buttons.length, 3);
  buttons.forEach((button) => button.onclick());
  assert.deepEqual(followed, [["a", 7], ["of", -1]]);
  assert.deepEqual(shown, ["the"]);
  absent.answered({ ...THE, neighbours: [], epoch: null, action: "" });
  assert.match(cardOf(absent).textContent, /no_neighbours\|hidden$/);
  assert.equal(cardOf(absent).all("button").length, 0);
});

test("what is said of a moment of training is asked for again once that has gone on", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const asked = [];
  const absent = new Absent({ ask: (word) => asked.push(word) });
  absent.answered(THE);
  absent.askedAt = performance.now();
  absent.keepUp({ complete: false, epochs: [0, 9] }); // so soon after the last time
  absent.askedAt -= 5000;
  absent.keepUp({ complete: false, epochs: [0, 3] });
  assert.deepEqual(asked, []);
  absent.keepUp({ complete: false, epochs: [0, 4] });
  absent.keepUp({ complete: true, epochs: [0, 4] });
  assert.equal(asked.length, 2);
  absent.answered({ ...THE, last: true });
  absent.keepUp({ complete: true, epochs: [0, 4] });
  assert.equal(asked.length, 2);
});
