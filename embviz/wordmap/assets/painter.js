// Paints the map. Called up to 60 times a second: it makes no objects, and changes colours rarely.

const TURN = 2 * Math.PI;
const ROUND = 2000; // words; the points of more are so small that squares, twice as quick, do
const VEIL = 0.78; // how far the ground under a label hides the points

export class Painter {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d", { alpha: false });
  }

  /** Sizes in CSS pixels; the canvas has as many as the screen. */
  resize(width, height, ratio) {
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    Object.assign(this, { width, height, ratio });
  }

  /** Fonts, sizes and the order of painting: what depends on film, theme and size, not on time. */
  prepare(film, colours, family) {
    const { n, words, groups } = film;
    this.n = n;
    this.words = words;
    this.colours = colours;
    this.none = colours.points.length - 1;
    this.group = Int16Array.from({ length: n }, (_, word) => {
      const group = groups.of[word] ?? -1;
      return group < 0 ? this.none : group;
    });
    this.byColour = Uint16Array.from(words.keys()).sort((a, b) => this.group[b] - this.group[a] || b - a);
    this.radius = Math.max(2, 5.5 - Math.log2(Math.max(n, 30) / 30) * 0.6);
    const size = this.width < 480 ? 13 : this.width * this.height > 500_000 || n < 60 ? 17 : 15;
    this.plain = `500 ${size}px ${family}`;
    this.bold = `700 ${size + 1}px ${family}`;
    this.line = Math.round(size * 1.12);
    this.context.font = this.plain;
    this.plainWidths = Float32Array.from(words, (word) => this.context.measureText(word).width + 4);
    this.widths = this.plainWidths.slice();
  }

  /** What labels.js needs to know. Words in bold take more room. */
  measure(emphasised) {
    this.widths.set(this.plainWidths);
    this.context.font = this.bold;
    for (const word of emphasised) {
      this.widths[word] = this.context.measureText(this.words[word]).width + 4;
    }
    const { widths, line, radius, width, height } = this;
    return { widths, line, radius, width, height, ringed: emphasised };
  }

  /**
   * @param {Float32Array} screen n pairs of CSS pixels
   * @param {import("./labels.js").Labels} labels
   * @param {{selected: number[], hovered: number, links: number[]}} marks links: pairs of words
   */
  paint(screen, labels, marks, origin) {
    const { context } = this;
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.globalAlpha = 1;
    context.fillStyle = this.colours.background;
    context.fillRect(0, 0, this.width, this.height);
    this.paintOrigin(origin);
    this.paintLinks(screen, marks.links);
    this.paintPoints(screen);
    this.paintLightRings(screen, marks);
    this.paintLabels(screen, labels, marks);
    this.paintRings(screen, marks);
  }

  paintOrigin([x, y]) {
    const { context } = this;
    context.strokeStyle = this.colours.faint;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(0, y);
    context.lineTo(this.width, y);
    context.moveTo(x, 0);
    context.lineTo(x, this.height);
    context.stroke();
  }

  paintLinks(screen, links) {
    const { context } = this;
    context.strokeStyle = this.colours.primary;
    context.globalAlpha = 0.45;
    context.lineWidth = 1.2;
    context.beginPath();
    for (let i = 0; i < links.length; i += 2) {
      context.moveTo(screen[2 * links[i]], screen[2 * links[i] + 1]);
      context.lineTo(screen[2 * links[i + 1]], screen[2 * links[i + 1] + 1]);
    }
    context.stroke();
    context.globalAlpha = 1;
  }

  /** One path for each colour: thousands of arcs then cost little more than one. */
  paintPoints(screen) {
    const { context, radius, byColour, group, width, height } = this;
    const small = this.n > ROUND;
    let colour = -1;
    context.beginPath();
    for (let i = 0; i < this.n; i++) {
      const word = byColour[i];
      if (group[word] !== colour) {
        if (colour >= 0) context.fill();
        colour = group[word];
        context.fillStyle = this.colours.points[colour];
        context.beginPath();
      }
      const x = screen[2 * word];
      const y = screen[2 * word + 1];
      if (x < -radius || y < -radius || x > width + radius || y > height + radius) continue;
      if (small) context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
      else {
        context.moveTo(x + radius, y);
        context.arc(x, y, radius, 0, TURN);
      }
    }
    context.fill();
  }

  /** Around neighbours, and around the word that is pointed at. */
  paintLightRings(screen, { hovered, links }) {
    const { context } = this;
    context.lineWidth = 1.2;
    context.strokeStyle = this.colours.text;
    context.globalAlpha = 0.55;
    for (let i = 1; i < links.length; i += 2) this.ring(screen, links[i], 1.5);
    context.globalAlpha = 1;
    if (hovered >= 0) this.ring(screen, hovered, 3);
  }

  /** Around selected words, whose points no label may hide. */
  paintRings(screen, { selected }) {
    const { context, colours } = this;
    context.lineWidth = 3;
    context.strokeStyle = colours.primary;
    for (let i = 0; i < selected.length; i++) {
      this.ring(screen, selected[i], 4);
      this.ring(screen, selected[i], 0, colours.points[this.group[selected[i]]]);
    }
  }

  ring(screen, word, gap, filling) {
    const { context } = this;
    context.beginPath();
    context.arc(screen[2 * word], screen[2 * word + 1], this.radius + gap, 0, TURN);
    if (!filling) return context.stroke();
    context.fillStyle = filling;
    context.fill();
  }

  paintLabels(screen, labels, { selected, hovered }) {
    const { context } = this;
    context.textBaseline = "middle";
    context.font = this.plain;
    for (let i = labels.order.length - 1; i >= 0; i--) {
      const word = labels.order[i];
      if (labels.opacity[word] === 0 || word === hovered || selected.includes(word)) continue;
      this.label(screen, labels, word, labels.opacity[word]);
    }
    context.font = this.bold;
    for (let i = 0; i < selected.length; i++) this.label(screen, labels, selected[i], 1);
    if (hovered >= 0 && !selected.includes(hovered)) this.label(screen, labels, hovered, 1);
    context.globalAlpha = 1;
  }

  label(screen, labels, word, opacity) {
    const { context, colours } = this;
    const x = screen[2 * word] + labels.left[word];
    const y = screen[2 * word + 1] + labels.top[word];
    context.globalAlpha = opacity * VEIL;
    context.fillStyle = colours.background;
    context.fillRect(x, y, this.widths[word], this.line);
    context.globalAlpha = opacity;
    context.fillStyle = colours.labels[this.group[word]];
    context.fillText(this.words[word], x + 2, y + this.line / 2);
  }
}
