// Where words have come from: their paths through all frames up to the head, fading into the past.

export const MOST = 50; // words whose paths are painted
const BANDS = 8; // steps from faint to clear

/**
 * @param {import("./painter.js").Painter} painter
 * @param {import("./film.js").Film} film
 * @param {import("./camera.js").Camera} camera
 * @param {number[]} words @param {number} head
 * @param {Float32Array} screen n pairs: the paths end there
 */
export function paintTrails(painter, film, camera, words, head, screen) {
  const { context } = painter;
  const last = Math.min(Math.floor(head), film.count - 1);
  context.lineWidth = painter.large ? 3 : 2;
  context.lineJoin = "round";
  for (let band = 0; band < BANDS; band++) {
    const from = Math.floor((last * band) / BANDS);
    const to = Math.floor((last * (band + 1)) / BANDS);
    context.globalAlpha = 0.1 + (0.7 * (band + 1)) / BANDS;
    for (let i = 0; i < words.length && i < MOST; i++) {
      context.strokeStyle = painter.colours.points[painter.tint[words[i]]];
      context.beginPath();
      trace(context, film, camera, words[i], from, to);
      if (band === BANDS - 1) context.lineTo(screen[2 * words[i]], screen[2 * words[i] + 1]);
      context.stroke();
    }
  }
  context.globalAlpha = 1;
}

/** One word's path between two frames, without what cannot be seen to move. */
function trace(context, film, camera, word, from, to) {
  const { dims, factor, offset } = film;
  let left = Infinity;
  let top = Infinity;
  for (let frame = from; frame <= to; frame++) {
    const xy = film.xy[frame];
    const x = xy[dims * word] * factor + offset;
    const y = xy[dims * word + 1] * factor + offset;
    camera.locate(x, y, dims === 3 ? xy[dims * word + 2] * factor + offset : 0);
    const near = Math.abs(camera.left - left) + Math.abs(camera.top - top) < 1;
    const jump = film.jumps.has(frame);
    if (near && frame < to && !jump) continue;
    if (frame === from || jump) context.moveTo(camera.left, camera.top);
    else context.lineTo(camera.left, camera.top);
    left = camera.left;
    top = camera.top;
  }
}
