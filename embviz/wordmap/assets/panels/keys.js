// The keyboard: what a key means, wherever on the component the focus is, and the list of keys.

import { element } from "../base/dom.js";

const TURN = 0.12; // radians a key
const TRAIN = ".st-key-train button"; // the page's button that sets the film going
const TYPED = /^(text|search|number|email|url|password)$/;

/** What is listed: the keys as they are printed, and the text that says what they do. */
const LISTED = [
  ["key_space", "does_play"],
  ["key_arrows", "does_step"],
  ["key_shift_arrows", "does_turn"],
  ["+ −", "does_zoom"],
  ["0", "does_fit"],
  ["/", "does_search"],
  ["A", "does_ask"],
  ["L", "does_lasso"],
  ["T", "does_trails"],
  ["F", "does_fill"],
  ["key_escape", "does_close"],
  ["?", "does_list"],
];

const FILMED = ["does_play", "does_step", "does_trails"];

/** Is this an element that one types into? */
export const isTyping = (target) =>
  target.localName === "select" ||
  target.localName === "textarea" ||
  target.isContentEditable === true ||
  (target.localName === "input" && TYPED.test(target.type));

/** What a key means, of what can be done (`act`), by where the focus is. @returns {?Function} */
export function meaning(event, act, { inTrack = false, onButton = false } = {}) {
  const { key } = event;
  if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "k") return act.search;
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.shiftKey && turns[key]) return () => act.rotate(...turns[key]);
  if (onButton && (key === " " || key === "Enter")) return null;
  if (inTrack && slides[key]) return slides[key](act);
  return plain(act)[key.length === 1 ? key.toLowerCase() : key] ?? null;
}

const turns = {
  ArrowLeft: [-TURN, 0],
  ArrowRight: [TURN, 0],
  ArrowUp: [0, -TURN],
  ArrowDown: [0, TURN],
};

/** A slider has more keys than the rest. */
const slides = {
  ArrowDown: (act) => () => act.step(-1),
  ArrowUp: (act) => () => act.step(1),
  Home: (act) => () => act.seek(0),
  End: (act) => () => act.seek(Infinity),
};

const plain = (act) => ({
  " ": act.toggle,
  ArrowLeft: () => act.step(-1),
  ArrowRight: () => act.step(1),
  "+": () => act.zoom(true),
  "=": () => act.zoom(true),
  "-": () => act.zoom(false),
  "−": () => act.zoom(false),
  0: act.fit,
  "/": act.search,
  a: act.ask,
  l: act.lasso,
  t: act.trails,
  f: act.fill,
  "?": act.list,
  Escape: act.close,
});

export class Keys {
  /** @param {object} act what `meaning` chooses from @param {AbortSignal} signal the component's end */
  constructor(parts, act, signal) {
    Object.assign(this, { parts, act });
    parts.root.addEventListener("keydown", (event) => this.onKey(event));
    // With the focus nowhere, as after loading the page, keys are meant for the map as well.
    const onPage = (event) => event.target === document.body && act.isMeant() && this.onKey(event);
    document.addEventListener("keydown", onPage, { signal });
    this.followTrain(signal);
    // The frame of the focus is for those who came by keyboard, also when they press Shift later.
    parts.root.addEventListener("pointerdown", () => parts.root.classList.add("pointed"));
    parts.root.addEventListener("focusout", () => parts.root.classList.remove("pointed"));
  }

  /**
   * Whoever has pressed Train goes on with Space, though the focus stays on the button: it plays and
   * pauses what that set going, until the focus leaves. Enter presses the button again.
   */
  followTrain(signal) {
    let pressed = null;
    const isOn = ({ key, target }) => key === " " && pressed?.contains(target) && this.act.isMeant();
    const listen = (name, act) => document.addEventListener(name, act, { signal });
    listen("click", ({ target }) => (pressed = target.closest?.(TRAIN) ?? null));
    listen("focusout", ({ target }) => pressed?.contains(target) && (pressed = null));
    listen("keydown", (event) => {
      if (!isOn(event) || this.act.toggle() === false) return;
      event.preventDefault();
    });
    listen("keyup", (event) => isOn(event) && event.preventDefault()); // some press a button only now
  }

  onKey(event) {
    if (event.key === "Tab") this.parts.root.classList.remove("pointed");
    if (isTyping(event.target)) return;
    const inTrack = event.target === this.parts.track;
    const onButton = event.target.localName === "button";
    const act = meaning(event, this.act, { inTrack, onButton });
    if (!act || act() === false) return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/**
 * @param {boolean} turns is there anything to turn? @param {boolean} moves is there a film to play?
 * @param {boolean} asks does the page answer questions?
 */
export function listKeys(host, texts, turns, moves = true, asks = false) {
  const printed = (key) => (key.startsWith("key_") ? texts.say(key) : key);
  const idle = [...(turns ? [] : ["does_turn"]), ...(moves ? [] : FILMED), ...(asks ? [] : ["does_ask"])];
  const listed = LISTED.filter(([, does]) => !idle.includes(does));
  const row = (key, does) => [element("dt", {}, element("kbd", {}, key)), element("dd", {}, does)];
  const rows = listed.map(([key, does]) => element("div", {}, ...row(printed(key), texts.say(does))));
  host.replaceChildren(element("h3", {}, texts.say("keys")), element("dl", {}, ...rows));
}
