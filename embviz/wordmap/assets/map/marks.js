// What stands out on the map: words that are selected, pointed at, sought or left out.

export class Marks {
  /** @param {number} n words @param {number[]} selected */
  constructor(n = 0, selected = []) {
    this.isSelected = new Uint8Array(n); // the same as `selected`, by word
    this.hovered = -1; // -1 for none
    this.links = []; // pairs of words
    this.false = []; // words that are near only on the map
    this.dimmed = new Uint8Array(n); // words that stand back
    /** @type {?Uint8Array} words in a lasso that is being drawn */
    this.caught = null;
    this.select(selected);
  }

  select(words) {
    this.selected = words;
    this.isSelected.fill(0);
    for (const word of words) this.isSelected[word] = 1;
  }

  /** Words that come before all others. */
  get emphasised() {
    const { selected, isSelected, hovered } = this;
    return hovered < 0 || isSelected[hovered] ? selected : [...selected, hovered];
  }
}
