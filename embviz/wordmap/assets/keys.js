// The keyboard: what a key means, wherever on the component the focus is.

export class Keys {
  /** @param {object} parts @param {import("./view.js").View} view */
  constructor(parts, view) {
    this.parts = parts;
    this.view = view;
    parts.root.onkeydown = (event) => this.press(event);
  }

  press(event) {
    const { view } = this;
    const inTrack = event.target === this.parts.track;
    if (!view.film || event.target instanceof HTMLSelectElement) return;
    if (event.target instanceof HTMLButtonElement && event.key === " ") return;
    const keys = {
      " ": () => view.toggle(),
      ArrowLeft: () => view.step(-1),
      ArrowRight: () => view.step(1),
      ...(inTrack && { ArrowDown: () => view.step(-1), ArrowUp: () => view.step(1) }),
      ...(inTrack && { Home: () => view.seek(0), End: () => view.seek(view.last) }),
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  }
}
