// What the component sends to Python, and what it asks for: each thing once, and not too often.
// A state (`setState`) holds until it is set again, a trigger (`setTrigger`) is meant once.

const REST = 400; // ms without movement until the picture has come to rest
const ASK_EVERY = 1000; // ms, twice as long after each time that nothing came
const ASK_SELDOM = 32_000;
const LISTS = 1000; // ms that lists of neighbours may take before they are asked for
export const NUMBERS = ["trust", "norm", "moved", "change", "sure", "column"]; // colours that stand for numbers from Python
const LATER = ["group", ...NUMBERS]; // those of which something may come later than the film
const ignore = () => {};

export class Server {
  constructor() {
    this.questions = new Map(); // kind -> how long to wait before it is put again, timer
    this.asked = -Infinity;
    this.number = Date.now(); // beyond the number of any map before
    this.told = new Map(); // kind -> the number under which it was set last
  }

  /** Streamlit gives new functions with every call; without any, there is nobody to tell or ask. */
  connect(setStateValue = ignore, setTriggerValue = ignore) {
    this.setState = setStateValue;
    this.setTrigger = setTriggerValue;
  }

  /** Another film is shown. */
  begin(run, head) {
    this.close();
    this.rested = `${run} ${Math.round(head)}`;
  }

  close() {
    clearTimeout(this.resting);
    for (const { timer } of this.questions.values()) clearTimeout(timer);
    this.questions.clear();
  }

  /** Set a state; a number makes it news, also where the same was set before something else came. */
  send(name, value) {
    this.setState(name, { ...value, no: ++this.number });
    this.told.set(name, this.number);
  }

  /** Whether Python, which has heard of a state up to a number, has heard the last one. */
  isHeard(name, number = 0) {
    return number >= (this.told.get(name) ?? 0);
  }

  /** Called with every picture; the head is null while it plays. */
  sendRest(run, head) {
    if (head === this.head && run === this.run) return;
    Object.assign(this, { run, head });
    clearTimeout(this.resting);
    if (head === null) return;
    this.resting = setTimeout(() => {
      const frame = Math.round(head);
      if (this.rested === `${run} ${frame}`) return;
      this.rested = `${run} ${frame}`;
      this.setState("rest", { run, frame });
    }, REST);
  }

  /** Ask for frames that never came. @param {() => ?object} lacking null once they are here */
  requestFrames(lacking) {
    this.request("frames", lacking, 0);
  }

  /** Lists of selected words ought to come by themselves; a message may have been lost. */
  requestLists(film, selected) {
    this.requestParts("lists", film, () => selected().filter((word) => film.hasListGap(word)));
  }

  /** Numbers that the colour and trails stand for come by themselves, too. */
  requestLayers(film, names) {
    const lacks = (name) => LATER.includes(name) && film.hasLayerGap(name);
    this.requestParts("layers", film, () => names().filter(lacks));
  }

  requestParts(kind, film, find) {
    const lacking = () => {
      const found = find();
      return found.length ? { run: film.run, from: film.count, words: false, [kind]: found } : null;
    };
    if (lacking()) this.request(kind, lacking, LISTS);
  }

  /** The neighbours of all words at one frame. @param {() => ?object} lacking run and frame, or null */
  requestTable(lacking) {
    clearTimeout(this.questions.get("table")?.timer);
    this.questions.delete("table");
    this.request("table", lacking, 0, "table");
  }

  /** Ask after `first` ms, and again until nothing is lacking: answers get lost, too. */
  request(kind, lacking, first, trigger = "missing") {
    if (this.setTrigger === ignore || this.questions.has(kind)) return;
    const question = { wait: Math.max(ASK_EVERY, 2 * first), timer: null };
    const soonest = this.asked + ASK_EVERY - Date.now();
    const put = () => {
      const missing = lacking();
      if (!missing) return this.questions.delete(kind);
      this.asked = Date.now();
      this.setTrigger(trigger, missing);
      question.timer = setTimeout(put, question.wait);
      question.wait = Math.min(2 * question.wait, ASK_SELDOM);
    };
    question.timer = setTimeout(put, Math.max(first, soonest));
    this.questions.set(kind, question);
  }
}
