// What shares of sentences a classifier sorts rightly: curves over the loss, on an axis of their own
// at the right, from 0 to 1. They differ in colour and in dashes, as their names in the readout do.

import { pen } from "../map/painter.js";

export const PARTS = ["training", "validation"];
const DASHES = [[5, 3], []]; // of their curves; in wordmap.css likewise
const DOTS = [1, 3]; // of what chance comes to
const ROW = 1.1; // of a name of the axis, in sizes of its letters

/** A share as it is said; of what nobody knows, that. @param {?number} share */
function percent(share, texts) {
  return Number.isFinite(share) ? texts.say("percent", { number: texts.plain(100 * share) }) : texts.say("no_loss");
}

/** What is said of a frame, by part. @param {(?number)[]} scores */
export function percents(scores, texts) {
  return Object.fromEntries(PARTS.map((part, i) => [part, percent(scores?.[i], texts)]));
}

/**
 * One part's share frame by frame, in pieces without gaps.
 * @param {?(?number)[][]} scores @returns {{frame: number, share: number}[][]}
 */
export function pieces(scores, part) {
  const found = [];
  let last = null;
  scores.forEach((each, frame) => {
    const share = each?.[part];
    if (!Number.isFinite(share)) return (last = null);
    if (!last) found.push((last = []));
    last.push({ frame, share });
  });
  return found;
}

/**
 * A dotted line is what a classifier is on that always says the commonest class. Its name stands
 * beside it, as far as there is room.
 * @param {import("./timeline.js").Timeline} line
 */
export function paintAccuracy(line, film, colours, texts) {
  const { context } = line;
  const y = line.heights({ low: 0, high: 1 });
  const { chance } = film.header;
  if (chance) {
    pen(context, colours.text, 1);
    line.rule(line.pad.left, line.width - line.pad.right, Math.round(y(chance)) + 0.5, DOTS);
  }
  context.lineJoin = "round";
  PARTS.forEach((_, part) => {
    pen(context, colours.scores[part], 1.75);
    context.setLineDash(DASHES[part]);
    for (const piece of pieces(film.scores, part)) {
      piece.forEach(({ frame, share }, i) => context[i ? "lineTo" : "moveTo"](line.xOf(frame), y(share)));
    }
    context.stroke();
  });
  context.setLineDash([]);
  context.fillStyle = colours.text;
  const [top, row, low] = [line.pad.top + 5, ROW * line.letters, line.bottom - 5];
  line.nameRight(percent(1, texts), top);
  line.nameRight(texts.say("timeline_accuracy"), top + row);
  line.nameRight(percent(0, texts), low);
  const nearby = Math.max(top + 2 * row, Math.min(y(chance), low - row));
  if (chance) line.nameRight(texts.say("timeline_chance"), nearby);
}
