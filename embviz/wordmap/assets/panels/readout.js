// What is said about the moment on screen: the line beside the player, the sentence below it, and
// what a screen reader hears of the time line.

import { ICONS, element } from "../base/dom.js";
import { percents } from "./accuracy.js";
import { toldOf } from "./best.js";
import { nameIt, nameTrack } from "./layout.js";

export class Readout {
  constructor(parts) {
    this.parts = parts;
  }

  /** @param {boolean} brief whether the time line had no room to say why a frame is the best one */
  report(film, frame, growing, texts, brief = false) {
    const { parts } = this;
    if (film.isStill) parts.readout.replaceChildren();
    else this.reportMoment(film, frame, growing, texts);
    parts.components.textContent = explained(film, frame, texts);
    parts.components.title = texts.say("component_help");
    const kept = film.trusts[frame];
    const trust = Number.isFinite(kept)
      ? texts.say("trust", { kept: texts.number(kept, 1) })
      : texts.say("trust_unknown");
    const untrained = film.header.status === "idle" && !film.isStill;
    const first = untrained ? texts.say("untrained") : trust;
    const why = brief ? toldOf(film, texts, "best") : null;
    const said = [first, why, film.header.note].filter(Boolean).join(" ");
    parts.sentence.querySelector("span").textContent = `${said} `;
  }

  reportMoment(film, frame, growing, texts) {
    const { parts } = this;
    const { epochs = 0 } = film.header;
    const loss = film.losses[frame];
    const highest = Math.max(1, ...film.losses.filter(Number.isFinite));
    const values = {
      moment: texts.moment(film, frame),
      epochs,
      loss: Number.isFinite(loss) ? texts.plain(loss, 2) : texts.say("no_loss"),
      ...percents(film.scores[frame], texts),
      frame: texts.plain(frame + 1),
      frames: film.total,
    };
    const widest = {
      ...values,
      ...percents([1, 1], texts),
      moment: longestMoment(film, texts),
      loss: texts.plain(highest, 2),
      frame: film.total,
    };
    const said = (key) => {
      const [text, longest] = [values, widest].map((each) => texts.say(key, each));
      return element("span", { class: key }, texts.padded(text, longest));
    };
    const scored = film.isScored ? ["readout_training", "readout_validation"] : [];
    const lost = film.losses.some(Number.isFinite) ? ["readout_loss"] : []; // not all films have any
    const pieces = ["readout_epoch", ...lost, ...scored, "readout_frame"].map(said);
    const behind = frame < film.count - 1 && film.header.status !== "done";
    const trained = { epoch: texts.plain(film.epochs.at(-1), 1) };
    if (behind) pieces.push(element("span", {}, texts.say("readout_trained", trained)));
    parts.readout.replaceChildren(...pieces);
    parts.track.setAttribute("aria-valuemax", film.count);
    parts.track.setAttribute("aria-valuenow", frame + 1);
    nameTrack(parts, film.isScored, texts);
    const value = film.isScored ? "timeline_value_scored" : lost.length ? "timeline_value" : "timeline_value_bare";
    const moment = texts.say(value, values);
    const best = frame === film.best ? toldOf(film, texts, "best") : null;
    parts.track.setAttribute("aria-valuetext", best ? `${moment}. ${best}` : moment);
    parts.play.disabled = film.count < 2 && !growing;
  }

  /** The run before this one: what differed, and the way there. */
  showBefore({ header }) {
    const { label, losses = [] } = header.previous ?? {};
    this.parts.before.hidden = !label;
    this.parts.before.classList.toggle("curve", losses.length > 0);
    this.parts.before.querySelector("span").textContent = label ?? "";
    this.parts.before.title = label ?? "";
  }

  /** In a film of a few words: how many, and the way back. */
  showIsolated(film, texts) {
    const { header, n } = film;
    if (!header.isolated) this.whole = n;
    this.parts.isolated.hidden = !header.isolated;
    const key = this.whole > n ? "isolated" : "isolated_alone";
    const said = texts.say(key, { words: n, all: this.whole });
    this.parts.isolated.querySelector("span").textContent = said;
  }

  /** The one button of the page that a small screen has beside the player. */
  showPress({ header }) {
    const { label, primary = false } = header.narrow ?? {};
    this.parts.press.hidden = !label;
    this.parts.press.textContent = label ?? "";
    this.parts.press.classList.toggle("primary", primary);
  }

  showPlaying(playing, texts) {
    if (playing === this.playing) return;
    this.playing = playing;
    const name = playing ? "pause" : "play";
    this.parts.play.querySelector("path").setAttribute("d", ICONS[name]);
    nameIt(this.parts.play, texts.say(name));
  }
}

/** The widest text that may stand for a frame. */
function longestMoment(film, texts) {
  const { along, epochs = 0 } = film.header;
  if (!along) return texts.epoch(epochs);
  const frames = along.values.map((_, frame) => texts.moment(film, frame));
  return frames.reduce((longest, each) => (each.length > longest.length ? each : longest));
}

/** How much of the differences between words each component on screen holds. */
export function explained({ explained: shares, header }, frame, texts) {
  const said = (shares[frame] ?? []).map((share, i) => {
    const number = header.components?.[i] ?? i + 1;
    return texts.say("component_share", { number, percent: texts.number(100 * share, 0, 99) });
  });
  return said.join(" · ");
}
