// Full screen: the whole component on the whole screen; where the browser refuses, in its window.

export class FullScreen {
  /** @param {(on: boolean) => void} changed @param {AbortSignal} signal the end of the component */
  constructor(root, changed, signal) {
    Object.assign(this, { root, changed, on: false });
    document.addEventListener("fullscreenchange", () => this.update(), { signal });
  }

  /** Within a shadow tree the document names its host instead. */
  get isNative() {
    return this.root.getRootNode().fullscreenElement === this.root;
  }

  async enter() {
    try {
      await this.root.requestFullscreen();
    } catch {
      // Refused, or unknown to this browser (phones): fill the window.
      this.root.classList.add("filling");
    }
    this.update();
  }

  /** @returns {boolean} whether there was something to leave */
  leave() {
    if (!this.on) return false;
    this.root.classList.remove("filling");
    if (this.isNative) document.exitFullscreen();
    this.update();
    return true;
  }

  toggle() {
    if (!this.leave()) this.enter();
  }

  update() {
    const on = this.isNative || this.root.classList.contains("filling");
    if (on === this.on) return;
    this.on = on;
    this.root.classList.toggle("large", on);
    this.changed(on);
  }
}
