// What two maps side by side have in common stands once, in a strip across both: search, what can be
// done with the selection, the legend where it says the same of both, and tools where there is room.
// The strip is the first map's; that of the other one keeps the place free.

const ROOMY = 1100; // pixels across both maps, from which on tools stand beside the legend

/** @typedef {{paired: boolean, first: boolean, alike: boolean, span: number}} Place of a map: has it
 *  company, is it the first, do the colours of all mean the same, and how wide are all; 0: one stands
 *  below the other */

export const ALONE = { paired: false, first: true, alike: true, span: 0 };

export class Strip {
  /** @param {import("./chrome.js").Chrome} chrome */
  constructor({ parts, panel }) {
    Object.assign(this, { parts, panel, place: ALONE });
  }

  /** @param {Place} place @param {boolean} narrow is there little room? */
  arrange(place, narrow) {
    const { paired, first, alike, span } = (this.place = place);
    const { root, strip, search, side, legend, head, menu, bar, tools } = this.parts;
    const leads = paired && first;
    root.classList.toggle("paired", paired);
    root.classList.toggle("first", first);
    root.style.setProperty("--embviz-span", span ? `${span}px` : "auto");
    strip.hidden = !paired;
    search.hidden = paired && !first;
    legend.hidden = search.hidden && alike;
    put(search, leads ? strip : side, true);
    this.panel.setHeading(leads ? strip : null);
    put(legend, leads && alike ? strip : head);
    put(tools, leads && span >= ROOMY ? strip : paired || narrow ? menu : bar, !leads);
  }

  /** How high the parts are that stand level with those of the other map, left to themselves. */
  measure() {
    const parts = this.levelled;
    for (const part of parts) part.style.minHeight = "";
    return parts.map((part) => part.offsetHeight);
  }

  /** Make them so high. @param {number[]} heights none: as high as they are */
  level(heights) {
    this.levelled.forEach((part, i) => (part.style.minHeight = heights.length ? `${heights[i]}px` : ""));
    this.parts.root.style.setProperty("--embviz-strip", `${heights[0] ?? 0}px`);
  }

  get levelled() {
    const { strip, head, track, controls, sentence } = this.parts;
    return [strip, head, track, controls, sentence];
  }
}

/** Move a node, unless it is there: what is moved loses the focus. */
function put(node, host, first = false) {
  if (node.parentNode === host) return;
  if (first) host.prepend(node);
  else host.append(node);
}
