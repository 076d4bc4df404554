// Where words have come from: their paths up to the head, fading into the past. A path is seen as
// far as the word changed in the model, for a whole picture can turn without any word changing.
// With no word selected, those that change most show where they were about an epoch before.

export const MOST = 50; // words whose paths are painted
const BANDS = 8; // steps from faint to clear
const BYTE = 255; // all neighbours are new
/** From which share of new neighbours on a path is seen, and how clearly. */
const STRENGTHS = [{ from: 0.1, alpha: 0.4 }, { from: 0.3, alpha: 0.7 }, { from: 0.6, alpha: 1 }];
const NOTHING = -1; // the strength of what did not change

/** Is there nobody who could tell what changed? Then paths are all movement there is. */
export const movesAll = ({ header, layers }) => Boolean(header.alone) && !layers.has("change");

/** How clearly a word's way to a frame is seen: a place in STRENGTHS, or NOTHING. */
export function strength(film, word, frame) {
  if (movesAll(film)) return STRENGTHS.length - 1;
  const share = (film.layers.get("change")?.rows[frame]?.[word] ?? 0) / BYTE + 1e-3;
  return STRENGTHS.findLastIndex(({ from }) => share >= from);
}

/** The words whose neighbours changed most at a frame, but for those that stand back. */
export function mostChanged(film, frame, dimmed) {
  const row = film.layers.get("change")?.rows[frame];
  if (!row) return [];
  const words = [...row.keys()].filter((word) => !dimmed[word] && strength(film, word, frame) !== NOTHING);
  return words.sort((a, b) => row[b] - row[a] || a - b).slice(0, MOST);
}

export class Trails {
  /** Other words stand back, or there are others. */
  forget() {
    this.frame = null;
    this.row = null;
    this.changed = [];
  }

  /** @param {Float32Array} screen n pairs of pixels: the paths end there */
  paint(painter, film, camera, { selected, dimmed }, head, screen) {
    const { context } = painter;
    const last = Math.min(Math.floor(head), film.count - 1);
    const words = selected.length ? selected : this.changing(film, film.frameAt(head), dimmed);
    const start = selected.length ? 0 : Math.max(0, film.frameBefore(last));
    context.lineWidth = painter.large ? 3 : 2;
    context.lineJoin = "round";
    for (let band = 0; band < BANDS; band++) {
      const from = start + Math.floor(((last - start) * band) / BANDS);
      const to = start + Math.floor(((last - start) * (band + 1)) / BANDS);
      const clear = (0.1 + (0.7 * (band + 1)) / BANDS) * painter.clarity;
      const end = band === BANDS - 1 && !film.fade(head) ? screen : null;
      for (let level = 0; level < STRENGTHS.length; level++) {
        context.globalAlpha = clear * STRENGTHS[level].alpha;
        for (let i = 0; i < words.length && i < MOST; i++) {
          context.strokeStyle = painter.colours.points[painter.tint[words[i]]];
          context.beginPath();
          if (trace(context, film, camera, words[i], from, to, level, end)) context.stroke();
        }
      }
    }
    context.globalAlpha = 1;
  }

  /** The most changed words: sorted anew for another frame only. */
  changing(film, frame, dimmed) {
    const row = film.layers.get("change")?.rows[frame] ?? null;
    if (frame === this.frame && row === this.row) return this.changed;
    Object.assign(this, { frame, row, changed: mostChanged(film, frame, dimmed) });
    return this.changed;
  }
}

/**
 * What of one word's path between two frames has this strength, without what cannot be seen to
 * move. @param {?Float32Array} end where it goes on to from there @returns {boolean} is there any?
 */
function trace(context, film, camera, word, from, to, level, end) {
  const { dims, factor, offset } = film;
  let [left, top] = [0, 0];
  let [down, any] = [false, false]; // whether the path so far ends here, and has begun
  for (let frame = from; frame <= to; frame++) {
    const xy = film.xy[frame];
    const x = xy[dims * word] * factor + offset;
    const y = xy[dims * word + 1] * factor + offset;
    camera.locate(x, y, dims === 3 ? xy[dims * word + 2] * factor + offset : 0);
    const broken = frame === from || film.jumps.has(frame);
    const near = Math.abs(camera.left - left) + Math.abs(camera.top - top) < 1;
    if (near && frame < to && !broken) continue;
    const seen = !broken && strength(film, word, frame) === level;
    if (seen && !down) context.moveTo(left, top);
    if (seen) context.lineTo(camera.left, camera.top);
    down = seen;
    any ||= seen;
    left = camera.left;
    top = camera.top;
  }
  if (!end || strength(film, word, Math.min(to + 1, film.count - 1)) !== level) return any;
  if (!down) context.moveTo(left, top);
  context.lineTo(end[2 * word], end[2 * word + 1]);
  return true;
}
