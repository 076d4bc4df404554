// Which of the shown words a text means: those that begin with it, then those that hold it; or,
// between slashes, those that a regular expression finds.

/** Words as one compares them: case does not count, and ё is е. */
export const fold = (word) => word.normalize("NFC").toLowerCase().replaceAll("ё", "е");

export class Lexicon {
  /** @param {string[]} words the commonest first */
  constructor(words) {
    this.words = words;
    this.folded = words.map(fold);
  }

  /** @param {string} text @param {number} most @returns {number[]} words, the best first */
  find(text, most) {
    const sought = fold(text.trim());
    if (!sought) return [];
    const [begin, hold] = [[], []];
    for (let id = 0; id < this.folded.length && begin.length < most; id++) {
      const at = this.folded[id].indexOf(sought);
      if (at === 0) begin.push(id);
      else if (at > 0) hold.push(id);
    }
    return [...begin, ...hold].slice(0, most);
  }

  /** @param {RegExp} pattern @returns {number[]} all words that it finds something in */
  matching(pattern) {
    const found = [];
    this.words.forEach((word, id) => {
      if (pattern.test(word) || pattern.test(this.folded[id])) found.push(id);
    });
    return found;
  }
}

/** Is a text meant as a regular expression? */
export const isPattern = (text) => /^\s*\//.test(text);

/**
 * The regular expression between slashes; the second slash may still be missing.
 * @returns {?RegExp} null for one that is none
 */
export function patternOf(text) {
  const source = text.trim().slice(1).replace(/(?<!\\)\/$/, "");
  try {
    return new RegExp(source, "iu");
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
