// Where the held-out loss was lowest before it rose again: a mark on the time line, and in words.

const HALO = 4; // pixels of ground around letters that lie over curves
const GAP = 5; // pixels between the mark and its words
const ROW = 13; // pixels

/** What is said of it; null where there is no such frame. */
export function toldOf({ best, epochs }, texts, key) {
  return best === null ? null : texts.say(key, { epoch: texts.plain(epochs[best], epochs[best] < 10 ? 1 : 0) });
}

/** Where words of a width begin beside x: at its right, else as far right as there is room. */
export function beside(x, width, left, right) {
  return Math.max(left, Math.min(x + GAP, right - width));
}

/**
 * @param {import("./timeline.js").Timeline} line @param {(loss: number) => number} y
 * @returns {boolean} whether there was room to say why
 */
export function paintBest(line, film, y, colours, texts) {
  const { best } = film;
  if (best === null) return true;
  const { context, pad } = line;
  const [x, bottom] = [line.xOf(best), line.height - pad.bottom];
  context.strokeStyle = context.fillStyle = colours.text;
  context.lineWidth = 1;
  context.setLineDash([3, 3]);
  context.beginPath();
  context.moveTo(x, pad.top);
  context.lineTo(x, bottom);
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  context.arc(x, y(film.losses[best]), 3.5, 0, 2 * Math.PI);
  context.fill();
  const right = line.width - pad.right;
  const sayings = ["timeline_best_why", "timeline_best"].map((key) => toldOf(film, texts, key));
  const room = right - (film.isScored ? x + GAP : pad.left); // one that would cover its curves is too long
  const text = sayings.find((each) => context.measureText(each).width <= room) ?? sayings.at(-1);
  // The first row has a name already, or is where a classifier's accuracy is.
  const first = film.header.turnover ? pad.top + ROW : pad.top;
  const top = film.isScored ? line.middle - ROW / 2 : first;
  context.textAlign = "left";
  context.textBaseline = "top";
  context.lineJoin = "round";
  context.lineWidth = HALO;
  context.strokeStyle = colours.background;
  const at = [beside(x, context.measureText(text).width, pad.left, right), top];
  context.strokeText(text, ...at);
  context.fillText(text, ...at);
  return text === sayings[0];
}
