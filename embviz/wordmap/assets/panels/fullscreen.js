// Full screen: the whole component on the whole screen; where the browser refuses, in its window.

export class FullScreen {
  /** @param {HTMLElement} root @param {(on: boolean) => void} changed */
  constructor(root, changed) {
    Object.assign(this, { root, changed, on: false });
    this.onChange = () => this.set(this.isNative || this.root.classList.contains("filling"));
    document.addEventListener("fullscreenchange", this.onChange);
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
    this.onChange();
  }

  /** @returns {boolean} whether there was something to leave */
  leave() {
    if (!this.on) return false;
    this.root.classList.remove("filling");
    if (this.isNative) document.exitFullscreen();
    this.onChange();
    return true;
  }

  toggle() {
    if (!this.leave()) this.enter();
  }

  set(on) {
    if (on === this.on) return;
    this.on = on;
    this.root.classList.toggle("large", on);
    this.changed(on);
  }

  close() {
    document.removeEventListener("fullscreenchange", this.onChange);
  }
}
