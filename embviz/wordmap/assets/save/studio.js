// Pictures and films of the map as files, with what is said while a film is being recorded.

import { element } from "../base/dom.js";
import { pdf } from "./pdf.js";
import { Poster } from "./poster.js";
import { Recording, recordable } from "./recorder.js";
import { svg } from "./svg.js";

const LEAST = 2; // pixels of a saved picture for each of the map's, so that it can be printed
const WIDE = 1280; // pixels of a film, at least

export class Studio {
  /** @param {object} parts @param {View} view @param {(text: string) => void} say */
  constructor(parts, view, say) {
    Object.assign(this, { parts, view, say });
    this.bar = element("progress", { max: "1" });
    this.cancel = element("button", { type: "button", onclick: () => this.stop() });
    this.name = element("span");
    this.node = element("div", { class: "recording", hidden: "" }, this.name, this.bar, this.cancel);
    parts.stage.append(this.node);
    parts.save_picture.onclick = () => this.savePicture();
    parts.save_svg.onclick = () => this.saveShapes("svg");
    parts.save_pdf.onclick = () => this.saveShapes("pdf");
    parts.save_film.onclick = () => this.saveFilm();
  }

  begin(film, texts) {
    this.texts = texts;
    this.stop();
    this.name.textContent = texts.say("recording");
    this.bar.setAttribute("aria-label", texts.say("recording"));
    this.cancel.textContent = texts.say("cancel");
  }

  get title() {
    return this.parts.title.textContent;
  }

  poster(ratio) {
    const { clientWidth: width, clientHeight: height } = this.parts.stage;
    return new Poster(this.parts, this.view, { width, height, ratio });
  }

  async savePicture() {
    if (!this.view.film?.count) return;
    const blob = await this.poster(Math.max(LEAST, window.devicePixelRatio)).png();
    download(blob, fileName(nameOf(this), "png"));
    this.say(this.texts.say("picture_saved"));
  }

  /** The picture as shapes and text, for papers. @param {"svg" | "pdf"} kind */
  async saveShapes(kind) {
    if (!this.view.film?.count) return;
    const [poster, name] = [this.poster(1), nameOf(this)]; // of this moment: a film goes on
    const sheet = [poster.shapes(), poster.width, poster.height, name];
    const [data, type] = kind === "svg" ? [svg(...sheet), "image/svg+xml"] : [await pdf(...sheet), "application/pdf"];
    download(new Blob([data], { type }), fileName(name, kind));
    this.say(this.texts.say("picture_saved"));
  }

  saveFilm() {
    const { view, texts } = this;
    const kind = recordable();
    if (this.recording || !view.film || view.film.isStill) return;
    if (!kind) return this.say(texts.say("cannot_record"));
    if (view.growing || view.film.count < 2) return this.say(texts.say("film_not_done"));
    const { player } = view;
    this.before = { head: player.head, loop: player.loop };
    player.loop = false;
    view.seek(0);
    view.toggle();
    const act = { progress: (share) => (this.bar.value = share), done: (blob) => this.ended(blob) };
    const poster = this.poster(Math.max(1, WIDE / this.parts.stage.clientWidth));
    this.recording = new Recording(poster, view, kind, act);
    this.show(true);
    this.cancel.focus();
  }

  /** What would disturb the film cannot be touched meanwhile. */
  show(on) {
    const { bar, controls, track, side, map, zoom } = this.parts;
    this.node.hidden = !on;
    for (const part of [bar, controls, track, side, map, zoom]) part.inert = on;
  }

  /** A hidden page paints nothing: its film waits. */
  pause(hidden) {
    this.recording?.hold(hidden);
  }

  painted() {
    this.recording?.painted();
  }

  /** @returns {boolean} whether there was something to stop */
  stop() {
    this.recording?.cancel();
    return Boolean(this.recording);
  }

  ended(blob) {
    this.recording = null;
    this.show(false);
    this.view.player.loop = this.before.loop;
    this.parts.root.focus();
    if (!blob) this.view.seek(this.before.head);
    if (blob) download(blob, fileName(this.title, "webm"));
    this.say(this.texts.say(blob ? "film_saved" : "film_cancelled"));
  }
}

/** What is seen, and of a film which moment of it. */
function nameOf({ view: { film, frame }, texts, title }) {
  return film.isStill ? title : `${title} ${texts.moment(film, frame)}`;
}

/** A name that every system accepts. @param {string} title @param {string} ending */
export function fileName(title, ending) {
  const safe = title.normalize("NFC").toLowerCase().replace(/[^\p{L}\p{M}\p{N}.]+/gu, "-");
  const short = [...safe].slice(0, 80).join("").replace(/^[-.]+|[-.]+$/g, "");
  return `${short || "embviz"}.${ending}`;
}

/** Hand a file to the browser's downloads. @param {Blob} blob */
export function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // Not at once: the download may begin a little later.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
