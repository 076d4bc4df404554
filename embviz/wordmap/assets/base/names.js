// Words as they are shown: a user's file may hold words of any length, in any script.

const LONGEST = 40; // signs of a name in a sentence, a list or a legend

/** Cut after so many signs, never within one of them. */
export function short(word, most = LONGEST) {
  if (word.length <= most) return word;
  const signs = [...word.slice(0, 2 * most + 2)]; // a sign takes two places at most
  return signs.length <= most ? word : `${signs.slice(0, most - 1).join("").trimEnd()}…`;
}

/** Keep a text in its own direction, whatever stands around it. */
export const isolated = (text) => `\u2068${text}\u2069`;

/** A word within a sentence. */
export const named = (word) => isolated(short(word));

/** Cut where a text does not fit. @param {number} width @param {(text: string) => number} measure */
export function fitting(text, width, measure) {
  if (text.length < LONGEST && measure(text) <= width) return text;
  const shorter = short(text, LONGEST);
  if (measure(shorter) <= width) return shorter;
  const signs = [...shorter.replace(/…$/, "")];
  while (signs.length > 1 && measure(`${signs.join("")}…`) > width) signs.pop();
  return `${signs.join("").replace(/[\s,]+$/, "")}…`;
}
