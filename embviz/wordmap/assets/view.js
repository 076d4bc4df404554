import { Player } from "./player.js";

export class View {
  constructor(parent, mounts) {
    this.parent = parent;
    this.root = document.createElement("section");
    this.root.className = "embviz";
    this.root.style.cssText = "height:460px;display:flex;flex-direction:column";
    this.root.dataset.mounts = mounts;
    this.title = this.root.appendChild(document.createElement("div"));
    this.canvas = this.root.appendChild(document.createElement("canvas"));
    this.canvas.style.cssText = "flex:1;min-height:0;width:100%";
    this.button = this.root.appendChild(document.createElement("button"));
    this.line = this.root.appendChild(document.createElement("div"));
    this.button.onclick = () => {
      if (this.player.playing) this.player.pause();
      else this.player.play(this.film.count - 1, this.growing());
      this.wake();
    };
    parent.appendChild(this.root);
    this.player = new Player();
    this.pictures = 0;
    this.asked = -Infinity;
    Object.defineProperty(this.root, "embviz", { value: this });
  }

  connect(setStateValue, setTriggerValue) {
    Object.assign(this, { setStateValue, setTriggerValue });
  }

  ask(missing) {
    if (performance.now() - this.asked < 1000) return;
    this.asked = performance.now();
    this.setTriggerValue("missing", missing);
  }

  growing() {
    return this.film.header.status === "running";
  }

  show(film, added) {
    if (this.film !== film) {
      this.film = film;
      this.player.head = film.kept.head ?? 0;
      this.xy = new Float32Array(2 * film.n);
    }
    if (added) this.player.arrive(performance.now() / 1000);
    const { command } = film.header;
    if (command && command.id !== film.kept.command) {
      film.kept.command = command.id;
      if (command.do === "pause") this.player.pause();
      else if (command.do === "follow") this.player.follow(film.count - 1);
      else this.player.play(film.count - 1, this.growing());
    }
    this.player.head = Math.min(this.player.head, Math.max(0, film.count - 1));
    this.title.textContent = film.header.title ?? "";
    this.wake();
  }

  wake() {
    this.frame ??= requestAnimationFrame((ms) => this.tick(ms));
  }

  tick(ms) {
    this.frame = null;
    const now = ms / 1000;
    const seconds = Math.min(0.1, now - (this.now ?? now));
    this.now = now;
    this.player.advance(seconds, now, this.film.count - 1, this.growing());
    this.film.kept.head = this.player.head;
    this.paint();
    if (this.player.playing) this.wake();
    else this.now = null;
  }

  paint() {
    this.pictures++;
    const { film, canvas } = this;
    const [width, height] = [(canvas.width = canvas.clientWidth), (canvas.height = canvas.clientHeight)];
    const context = canvas.getContext("2d");
    const scale = Math.min(width / film.reach.x, height / film.reach.y) / 2.2;
    film.positions(this.player.head, this.xy);
    context.fillStyle = getComputedStyle(this.root).color;
    for (let i = 0; i < film.n; i++) {
      const [x, y] = [width / 2 + this.xy[2 * i] * scale, height / 2 - this.xy[2 * i + 1] * scale];
      context.fillRect(x - 1.5, y - 1.5, 3, 3);
      if (i < 60) context.fillText(film.words[i], x + 4, y + 3);
    }
    const frame = film.frameAt(this.player.head);
    this.line.textContent = `frame ${frame + 1} of ${film.total} · epoch ${film.epochs[frame]?.toFixed(1)}`;
    this.button.textContent = this.player.playing ? "Pause" : "Play";
    Object.assign(this.root.dataset, {
      frame, frames: film.count, total: film.total, status: film.header.status, run: film.run, gaps: film.gaps,
    });
  }

  close() {
    cancelAnimationFrame(this.frame);
    this.root.remove();
  }
}
