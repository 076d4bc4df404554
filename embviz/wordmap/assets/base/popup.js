// Something that a button opens and that closes by itself: with a click elsewhere, when the focus
// leaves, with Escape.

export class Popup {
  /** @param {HTMLElement} button @param {HTMLElement} content @param {HTMLElement} root */
  constructor(button, content, root) {
    Object.assign(this, { button, content });
    button.addEventListener("click", () => this.toggle());
    root.addEventListener("pointerdown", (event) => this.leave(event.target));
    root.addEventListener("focusin", (event) => this.leave(event.target));
  }

  get open() {
    return !this.content.hidden;
  }

  toggle(open = !this.open) {
    this.content.hidden = !open;
    this.button.setAttribute("aria-expanded", open);
  }

  leave(target) {
    const within = this.content.contains(target) || this.button.contains(target);
    if (this.open && !within) this.toggle(false);
  }

  /** @returns {boolean} whether there was something to close */
  close() {
    if (!this.open) return false;
    this.toggle(false);
    this.button.focus();
    return true;
  }
}
