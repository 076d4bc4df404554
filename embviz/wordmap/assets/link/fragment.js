// What is asked of a page without a server, as the part of its address after #: whoever opens the
// same file with it sees the same moment, selection and answer. Parts are name=value, separated by
// &; words are separated by commas and escaped, since they may hold anything.

const MOST = 20; // words in an address
const LONGEST = 100; // signs of a word in it
const KINDS = ["analogy", "similarity"];
const KEPT = "kept"; // the inputs of an analogy may be its answers

/** @typedef {import("../panels/ask.js").Question} Question */

/**
 * @param {{words: string[], question: ?Question, epoch: ?number}} moment
 * @returns {string} empty where nothing is asked
 */
export function fragmentOf({ words, question, epoch }) {
  const parts = [];
  const selected = words.filter((word) => word.length <= LONGEST).slice(0, MOST);
  if (selected.length) parts.push(`words=${joined(selected)}`);
  if (question?.words.every((word) => word.length <= LONGEST)) {
    parts.push(`${question.kind}=${joined(question.words)}`);
    if (question.kind === "analogy" && !question.excluded) parts.push(`inputs=${KEPT}`);
  }
  if (parts.length && epoch !== null) parts.push(`at=${Number(epoch.toFixed(4))}`);
  return parts.length ? `#${parts.join("&")}` : "";
}

/** The same read again; what cannot be read is left out. */
export function readFragment(fragment) {
  const parts = new Map(fragment.replace(/^#/, "").split("&").map(parted));
  const kind = KINDS.find((each) => parts.has(each));
  const excluded = parts.get("inputs") !== KEPT;
  const question = kind ? { kind, words: listed(parts.get(kind)), excluded } : null;
  const at = parts.get("at");
  const epoch = at && Number.isFinite(Number(at)) ? Number(at) : null;
  return { words: listed(parts.get("words")), question, epoch };
}

const joined = (words) => words.map((word) => encodeURIComponent(word.toWellFormed?.() ?? word)).join(",");
const listed = (value = "") => value.split(",").filter(Boolean).slice(0, MOST).map(unescaped);

function parted(part) {
  const at = part.indexOf("=");
  return at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
}

function unescaped(text) {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

export class Fragment {
  /** Write what is asked into the address, once the film rests there. @param {boolean} moving */
  write(film, frame, moving, words, question) {
    const epoch = film.isStill ? null : film.epochs[frame];
    const asked = fragmentOf({ words, question, epoch: null });
    if (moving && asked === this.asked) return;
    const written = fragmentOf({ words, question, epoch });
    if (written === this.written) return;
    // What came with the address stays until something is asked here.
    const first = this.written === undefined && !written;
    Object.assign(this, { asked, written });
    if (!first) replaceFragment(written);
  }
}

/** Without a new entry in the history. Pages within others may have no address of their own. */
function replaceFragment(fragment) {
  try {
    history.replaceState(history.state, "", fragment || location.href.split("#")[0]);
  } catch (error) {
    if (error.name !== "SecurityError") throw error;
  }
}
