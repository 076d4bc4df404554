// What is said about the moment on screen: the line beside the player, the sentence below it, and
// what a screen reader hears of the time line.

import { ICONS } from "./dom.js";

export class Readout {
  constructor(parts) {
    this.parts = parts;
  }

  report(film, frame, growing, texts) {
    const { parts } = this;
    const { epochs = 0, note = "" } = film.header;
    const loss = film.losses[frame];
    const highest = Math.max(1, ...film.losses.filter(Number.isFinite));
    const values = {
      epoch: texts.number(film.epochs[frame], 1, epochs),
      epochs,
      loss: Number.isFinite(loss) ? texts.number(loss, 2, highest) : texts.say("no_loss"),
      frame: texts.number(frame + 1, 0, film.total),
      frames: film.total,
    };
    parts.readout.textContent = texts.say("readout", values);
    parts.track.setAttribute("aria-valuemax", film.count);
    parts.track.setAttribute("aria-valuenow", frame + 1);
    parts.track.setAttribute("aria-valuetext", texts.say("timeline_value", values));
    parts.play.disabled = film.count < 2 && !growing;
    const kept = film.trusts[frame];
    const trust = Number.isFinite(kept)
      ? texts.say("trust", { kept: texts.number(kept, 1) })
      : texts.say("trust_unknown");
    parts.sentence.textContent = `${trust} ${note}`;
  }

  showPlaying(playing, texts) {
    if (playing === this.playing) return;
    this.playing = playing;
    const name = playing ? "pause" : "play";
    this.parts.play.querySelector("path").setAttribute("d", ICONS[name]);
    this.parts.play.setAttribute("aria-label", texts.say(name));
    this.parts.play.title = texts.say(name);
  }
}
