// The elements of the component, without words: those come with the first message.

import { ICONS, element, icon } from "./dom.js";

export const SPEEDS = [0.25, 0.5, 1, 2, 4];

const button = (name) => element("button", { type: "button", class: name }, icon(ICONS[name]));

/** Build everything once; `label` puts the words in. */
export function build() {
  const parts = {
    title: element("div", { class: "title" }),
    legend: element("div", { class: "legend" }),
    map: element("canvas", { role: "img" }),
    track: element("div", { class: "track", role: "slider", tabindex: "0", "aria-valuemin": "1" }),
    start: button("start"),
    back: button("back"),
    play: button("play"),
    forward: button("forward"),
    speed: element("select", { class: "speed" }),
    readout: element("span", { class: "readout" }),
    zoom_in: button("zoom_in"),
    zoom_out: button("zoom_out"),
    fit: button("fit"),
    sentence: element("p", { class: "sentence" }),
    panel: element("aside", { class: "panel" }),
  };
  parts.track.append(element("canvas", { "aria-hidden": "true" }), element("i", { class: "marker" }));
  const zoom = element("div", { class: "zoom" }, parts.zoom_in, parts.zoom_out, parts.fit);
  const stage = element("div", { class: "stage" }, parts.map, zoom);
  const transport = [parts.start, parts.back, parts.play, parts.forward, parts.speed, parts.readout];
  const controls = element("div", { class: "controls" }, ...transport);
  const head = element("header", {}, parts.title, parts.legend);
  const picture = element("div", { class: "picture" }, head, stage, parts.track, controls, parts.sentence);
  const body = element("div", { class: "body" }, picture, parts.panel);
  parts.root = element("section", { class: "embviz", tabindex: "0" }, body);
  parts.stage = stage;
  return parts;
}

/** Put the words of a language in. */
export function label(parts, texts) {
  for (const name of ["start", "back", "forward", "zoom_in", "zoom_out", "fit", "speed"]) {
    parts[name].setAttribute("aria-label", texts.say(name));
    parts[name].title = texts.say(name);
  }
  const chosen = parts.speed.value || "1";
  const named = (speed) => element("option", { value: speed }, texts.say("speed_value", { speed }));
  parts.speed.replaceChildren(...SPEEDS.map(named));
  parts.speed.value = chosen;
  parts.root.setAttribute("aria-label", texts.say("component"));
  parts.map.setAttribute("aria-label", texts.say("map"));
  parts.track.setAttribute("aria-label", texts.say("timeline"));
  parts.panel.setAttribute("aria-label", texts.say("neighbours"));
}

/** One swatch and name for each group; with many groups, for each family of a hue. */
export function fillLegend(legend, groups, colours, most = 12) {
  const families = groups.families ?? [];
  const entries = [];
  const seen = new Set();
  groups.names.forEach((name, group) => {
    const hue = groups.hues[group];
    if (groups.names.length > most && families[hue]) {
      if (!seen.has(hue)) entries.push([families[hue], colours.points[group]]);
      seen.add(hue);
    } else entries.push([name, colours.points[group]]);
  });
  const nodes = entries.map(([name, colour]) => {
    const swatch = element("i", { class: "swatch" });
    swatch.style.background = colour;
    return element("span", {}, swatch, name);
  });
  legend.replaceChildren(...nodes);
}
