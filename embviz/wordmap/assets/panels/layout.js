// The elements of the component, without words: those come with the first message.

import { ICONS, element, icon } from "../base/dom.js";

export const SPEEDS = [0.25, 0.5, 1, 2, 4];

/** Elements that have a name of their own: their keys in wordmap.toml. */
const NAMED = [
  "start", "back", "forward", "loop", "speed", "zoom_in", "zoom_out", "fit", "colour", "way", "dims",
  "lasso", "trails", "more", "save_picture", "save_svg", "save_pdf", "save_film", "as_table", "full_screen", "show_keys",
  "show_all", "show_before",
];

/** What shows where a film stands, moves it, or takes it along. */
const FILMED = ["track", "start", "back", "play", "forward", "loop", "speed", "readout", "trails", "save_film"];

/** A button with a picture; its name is read out, and seen where there is room. */
function button(name, attributes = {}) {
  const drawn = ICONS[name] ? [icon(ICONS[name])] : [];
  const text = element("span", { class: "text" });
  return element("button", { type: "button", class: name, ...attributes }, ...drawn, text);
}

const buttons = (...names) => Object.fromEntries(names.map((name) => [name, button(name)]));
const toggle = (name) => button(name, { "aria-pressed": "false" });

/** Build everything once; `label` puts the words in. */
export function build() {
  const parts = { ...toolbar(), ...picture(), ...player(), ...side() };
  const { title, bar, menu, legend, map, zoom, components, isolated } = parts;
  const { track, controls, before, sentence } = parts;
  const line = element("div", { class: "line" }, title, bar, menu);
  const head = element("header", { class: "head" }, line, legend);
  parts.stage = element("div", { class: "stage" }, map, zoom, components, parts.notice);
  const below = [track, controls, before, sentence];
  parts.picture = element("div", { class: "picture" }, head, isolated, parts.stage, ...below);
  const body = element("div", { class: "body" }, parts.picture, parts.side);
  parts.strip = element("div", { class: "strip", hidden: "" });
  parts.head = head;
  parts.root = element("section", { class: "embviz", tabindex: "0" }, parts.strip, body, parts.live);
  return parts;
}

function toolbar() {
  const colour = element("select", { class: "colour" });
  const [dims, lasso, trails] = [toggle("dims"), toggle("lasso"), toggle("trails")];
  dims.prepend(element("span", { class: "sign", "aria-hidden": "true" }));
  const colours = element("label", { class: "colours" }, element("span"), colour);
  const way = element("select", { class: "way" });
  const ways = element("label", { class: "colours ways", hidden: "" }, element("span"), way);
  const tools = element("div", { class: "tools" }, ways, colours, dims, lasso, trails);
  const more = button("more", { "aria-expanded": "false" });
  const items = buttons("save_picture", "save_svg", "save_pdf", "save_film", "as_table", "full_screen", "show_keys");
  items.as_table.setAttribute("aria-pressed", "false");
  const menu = element("div", { class: "menu", hidden: "" }, ...Object.values(items));
  const bar = element("div", { class: "bar" }, tools, more);
  return { way, ways, colour, colours, dims, lasso, trails, tools, more, menu, bar, ...items };
}

function picture() {
  const zooms = buttons("zoom_in", "zoom_out", "fit");
  const show_all = button("show_all");
  const isolated = element("div", { class: "isolated", hidden: "" }, element("span"), show_all);
  return {
    title: element("div", { class: "title" }),
    legend: element("div", { class: "legend" }),
    map: element("canvas", { role: "img" }),
    zoom: element("div", { class: "zoom" }, ...Object.values(zooms)),
    components: element("p", { class: "components" }),
    ...zooms, isolated, show_all,
  };
}

function player() {
  const track = element("div", { class: "track", role: "slider", tabindex: "0", "aria-valuemin": "1" });
  track.append(element("canvas", { "aria-hidden": "true" }), element("i", { class: "marker" }));
  const { start, back, play, forward } = buttons("start", "back", "play", "forward");
  const loop = toggle("loop");
  const speed = element("select", { class: "speed" });
  const readout = element("span", { class: "readout" });
  const press = element("button", { type: "button", class: "press", hidden: "" });
  const row = [start, back, play, forward, loop, speed, press, readout];
  const controls = element("div", { class: "controls" }, ...row);
  const show_before = button("show_before");
  const before = element("p", { class: "before", hidden: "" }, element("span"), show_before);
  const offer = element("button", { type: "button", class: "offer", hidden: "" });
  const sentence = element("p", { class: "sentence" }, element("span"), offer);
  return {
    track, start, back, play, forward, loop, speed, readout, press, controls, before, show_before,
    sentence, offer,
  };
}

function side() {
  const search = element("div", { class: "search" });
  const ask = element("section", { class: "ask", hidden: "" });
  const panel = element("div", { class: "panel" });
  const live = element("p", { class: "live", role: "status" });
  const notice = element("p", { class: "notice", "aria-hidden": "true", hidden: "" });
  const side = element("aside", { class: "side" }, search, ask, panel);
  return { search, ask, panel, live, notice, side };
}

/** Put the words of a language in. */
export function label(parts, texts) {
  for (const name of NAMED) nameIt(parts[name], texts.say(name));
  const chosen = parts.speed.value || "1";
  const named = (speed) => element("option", { value: speed }, texts.say("speed_value", { speed }));
  parts.speed.replaceChildren(...SPEEDS.map(named));
  parts.speed.value = chosen;
  parts.colours.querySelector("span").textContent = texts.say("colour");
  parts.ways.querySelector("span").textContent = texts.say("way");
  parts.root.setAttribute("aria-label", texts.say("component"));
  parts.map.setAttribute("aria-label", texts.say("map"));
  nameTrack(parts, false, texts);
  parts.side.setAttribute("aria-label", texts.say("neighbours"));
}

/** @param {boolean} scored whether the time line shows accuracy as well */
export function nameTrack({ track }, scored, texts) {
  track.setAttribute("aria-label", texts.say(scored ? "timeline_scored" : "timeline"));
  track.title = texts.say(scored ? "timeline_lines_scored" : "timeline_lines");
}

/** Show what there is to a film, or to a still. */
export function arrange({ root, ...parts }, still) {
  root.classList.toggle("still", still);
  for (const name of FILMED) parts[name].hidden = still;
}

export function nameIt(node, name) {
  node.setAttribute("aria-label", name);
  node.title = name;
  const text = node.querySelector?.(":scope > .text");
  if (text) text.textContent = name;
}
