// A word wherever it stands, as dots: one for each sentence. Their places go from layer to layer by a
// slider of their own, and from epoch to epoch along with the map on the same page. Between two layers
// and two frames dots glide; their true places are at both ends.

import { element, ICONS, icon } from "../base/dom.js";
import { headAt } from "../film/player.js";
import { MOMENT } from "../link/pair.js";
import { palette, themeOf } from "../map/palette.js";

const TOP = 65535;
const MARGIN = 18; // CSS pixels around the dots
const NEAR = 14; // CSS pixels from the pointer to a dot that is meant
const SECONDS = 1.4; // from one layer to the next
const WAIT = 0.7; // seconds at each layer

export class Dots {
  constructor(parent) {
    this.canvas = element("canvas", { role: "img", class: "dots-canvas" });
    this.slider = element("input", { type: "range", min: "0", step: "0.02", value: "0" });
    this.play = element("button", { type: "button", onclick: () => this.toggle() });
    this.layerSaid = element("output", { class: "dots-layer" });
    this.legend = element("div", { class: "dots-legend" });
    this.share = element("output", { class: "dots-share" });
    this.said = element("output", { class: "dots-said" });
    const bar = element("div", { class: "dots-bar" }, this.play, this.slider, this.layerSaid);
    this.root = element("div", { class: "dots" }, this.legend, this.canvas, bar, this.share, this.said);
    parent.append(this.root);
    this.epoch = null;
    this.layer = null;
    this.chosen = -1;
    this.follow = ({ detail }) => this.show(detail.epoch);
    document.addEventListener(MOMENT, this.follow);
    this.slider.oninput = () => {
      this.stop();
      this.go(Number(this.slider.value));
    };
    this.slider.onkeydown = (event) => {
      const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
      if (!step) return;
      event.preventDefault(); // a layer a press, not a hundredth of one
      event.stopPropagation();
      this.stop();
      const to = step > 0 ? Math.floor(this.layer) + 1 : Math.ceil(this.layer) - 1;
      this.go(Math.max(0, Math.min(Number(this.slider.max), to)));
    };
    this.canvas.onpointermove = (event) => this.point(event);
    this.canvas.onpointerleave = () => this.choose(-1);
    this.resized = new ResizeObserver(() => this.paint());
    this.resized.observe(this.canvas);
  }

  close() {
    this.stop();
    document.removeEventListener(MOMENT, this.follow);
    this.resized.disconnect();
  }

  get isPresent() {
    return this.root.isConnected;
  }

  /** Take in the dots of all frames. */
  take(message) {
    if (!message) return this.paint();
    const { header, rest } = message;
    const last = header.layers - 1;
    this.header = header;
    this.numbers = new Uint16Array(rest.buffer, rest.byteOffset, 2 * header.frames * header.layers * header.n);
    this.slider.max = last;
    this.slider.disabled = this.play.disabled = last === 0;
    this.slider.setAttribute("aria-label", header.texts.slider);
    this.canvas.style.height = header.height;
    this.canvas.setAttribute("aria-label", header.texts.alt);
    this.chosen = -1;
    this.root.dataset.frames = header.frames;
    this.label();
    this.go(Math.min(this.layer ?? last, last));
    this.show(this.epoch ?? header.at);
    this.face();
  }

  /** Go to a moment. */
  show(epoch) {
    this.epoch = epoch;
    if (!this.header) return;
    this.root.dataset.epoch = epoch;
    this.paint();
    this.tell();
  }

  /** Go to a layer, or between two. */
  go(layer) {
    this.layer = layer;
    this.slider.value = layer;
    this.root.dataset.layer = layer;
    this.paint();
    this.tell();
  }

  // ---- playing through the layers

  toggle() {
    if (this.playing) return this.stop();
    if (this.layer >= this.header.layers - 1) this.go(0);
    this.began = null;
    this.from = this.layer;
    this.playing = requestAnimationFrame((now) => this.step(now));
    this.face();
  }

  stop() {
    if (this.playing) cancelAnimationFrame(this.playing);
    this.playing = 0;
    this.face();
  }

  step(now) {
    this.began ??= now;
    const last = this.header.layers - 1;
    const turns = (now - this.began) / 1000 / (SECONDS + WAIT);
    const part = Math.max(0, ((turns % 1) * (SECONDS + WAIT) - WAIT) / SECONDS);
    const layer = Math.min(last, Math.floor(this.from) + Math.floor(turns) + part * part * (3 - 2 * part));
    this.go(Math.max(layer, this.from));
    if (layer >= last) return this.stop();
    this.playing = requestAnimationFrame((then) => this.step(then));
  }

  face() {
    const key = this.playing ? "pause" : "play";
    this.play.replaceChildren(icon(ICONS[key]));
    this.play.setAttribute("aria-label", this.header?.texts[key] ?? key);
    this.play.title = this.header?.texts[key] ?? "";
  }

  // ---- what is drawn

  /** Where a dot is, -1 … 1 each way. */
  place(i) {
    const { frames, layers, n, epochs } = this.header;
    const head = Math.max(0, Math.min(frames - 1, headAt(epochs, this.epoch)));
    const [frame, layer] = [Math.min(Math.floor(head), frames - 1), Math.floor(this.layer)];
    const mixed = [0, 0];
    for (const [f, a] of [[frame, 1 - (head - frame)], [Math.min(frame + 1, frames - 1), head - frame]]) {
      for (const [l, b] of [[layer, 1 - (this.layer - layer)], [Math.min(layer + 1, layers - 1), this.layer - layer]]) {
        const at = 2 * ((f * layers + l) * n + i);
        for (const k of [0, 1]) mixed[k] += a * b * ((this.numbers[at + k] / TOP) * 2 - 1);
      }
    }
    return mixed;
  }

  pixels(i) {
    const { clientWidth: wide, clientHeight: high } = this.canvas;
    const [x, y] = this.place(i);
    const half = Math.min(wide, high) / 2 - MARGIN;
    return [wide / 2 + x * half, high / 2 - y * half];
  }

  paint() {
    const { header, canvas } = this;
    if (!header || this.epoch === null || this.layer === null || !canvas.clientWidth) return;
    const [ratio, wide, high] = [devicePixelRatio, canvas.clientWidth, canvas.clientHeight];
    if (canvas.width !== Math.round(wide * ratio)) canvas.width = Math.round(wide * ratio);
    if (canvas.height !== Math.round(high * ratio)) canvas.height = Math.round(high * ratio);
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, wide, high);
    const theme = themeOf(this.root);
    const { points } = palette(theme, { hues: header.labels.map((_, i) => i), shades: [] });
    const typed = header.n - header.typed;
    for (let i = 0; i < header.n; i++) {
      const [x, y] = this.pixels(i);
      const own = i >= typed;
      pen.beginPath();
      pen.arc(x, y, own ? 9 : i === this.chosen ? 7 : 4, 0, 2 * Math.PI);
      pen.globalAlpha = own || i === this.chosen ? 1 : 0.75;
      pen.fillStyle = own ? theme.background : points[header.label[i]];
      pen.fill();
      if (!own && i !== this.chosen) continue;
      pen.lineWidth = 2;
      pen.strokeStyle = theme.text;
      pen.stroke();
      if (!own) continue;
      pen.fillStyle = theme.text;
      pen.font = `bold 12px ${theme.family}`;
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pen.fillText(String(i - typed + 1), x, y + 0.5);
    }
    pen.globalAlpha = 1;
  }

  /** Name the colours. */
  label() {
    const { points } = palette(themeOf(this.root), { hues: this.header.labels.map((_, i) => i), shades: [] });
    const entries = this.header.labels.map((name, i) => {
      const dot = element("span", { class: "dots-key", style: `background: ${points[i]}` });
      return element("span", {}, dot, name);
    });
    this.legend.replaceChildren(...entries);
  }

  // ---- what is said

  point({ offsetX, offsetY }) {
    if (!this.header) return;
    let [best, least] = [-1, NEAR ** 2];
    for (let i = 0; i < this.header.n; i++) {
      const [x, y] = this.pixels(i);
      const far = (x - offsetX) ** 2 + (y - offsetY) ** 2;
      if (far < least) [best, least] = [i, far];
    }
    this.choose(best);
  }

  choose(i) {
    if (i === this.chosen) return;
    this.chosen = i;
    this.paint();
    this.tell();
  }

  tell() {
    const { header } = this;
    if (!header || this.layer === null || this.epoch === null) return;
    const { texts } = header;
    const nearest = Math.round(this.layer);
    this.layerSaid.textContent = texts.layers[nearest];
    const epoch = this.epoch.toFixed(2);
    if (header.explained) {
      const frame = Math.round(headAt(header.epochs, this.epoch));
      const percent = (f) => Math.round(100 * header.explained[f][nearest]);
      this.share.textContent = fill(texts.explained, { epoch, share: percent(frame), untrained: percent(0) });
    } else this.share.textContent = fill(texts.epoch, { epoch });
    this.said.textContent = header.told[this.chosen] ?? texts.hint;
  }
}

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
