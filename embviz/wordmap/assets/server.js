// What the component tells Python, and what it asks for: each thing once, and not too often.

const REST = 400; // ms without movement until the picture has come to rest
const ASK_EVERY = 1000; // ms
const PATIENCE = [2000, 4000, 8000, 16000]; // ms to wait for lists of neighbours, then to ask again

export class Server {
  constructor() {
    this.asked = -Infinity;
  }

  /** Streamlit gives new functions with every call. */
  connect(setStateValue, setTriggerValue) {
    this.setState = setStateValue;
    this.setTrigger = setTriggerValue;
  }

  begin(run, head) {
    this.rested = `${run} ${Math.round(head)}`;
    clearTimeout(this.resting);
    this.resting = null;
    this.forgetLists();
  }

  close() {
    for (const timer of [this.resting, this.lists, this.asking]) clearTimeout(timer);
  }

  tellSelected(words) {
    this.setState("selected", words);
  }

  /** A hidden page lets its run pause. */
  tellHidden(hidden) {
    this.setState("hidden", hidden);
  }

  /** Called with every picture; the head is null while it plays. */
  rest(run, head) {
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

  /**
   * Ask for what never came, at once or a little later.
   * @param {() => ?object} lacking what to ask for when it is time; nothing if it has come by then
   */
  ask(lacking) {
    if (this.asking) return;
    const wait = Math.max(0, this.asked + ASK_EVERY - performance.now());
    this.asking = setTimeout(() => {
      this.asking = null;
      const missing = lacking();
      if (!missing) return;
      this.asked = performance.now();
      this.setTrigger("missing", missing);
    }, wait);
  }

  /** Lists of selected words ought to come; a message may have been lost. */
  wantLists(film, words) {
    const missing = words.filter((word) => film.hasListGap(word));
    if (missing.length === 0 || film.count === 0) {
      this.forgetLists();
    } else if (!this.lists && this.tries < PATIENCE.length) {
      this.lists = setTimeout(() => {
        this.lists = null;
        const lists = words.filter((word) => film.hasListGap(word));
        this.ask(() => lists.length > 0 && { run: film.run, from: film.count, words: false, lists });
        this.wantLists(film, words);
      }, PATIENCE[this.tries++]);
    }
  }

  forgetLists() {
    clearTimeout(this.lists);
    this.lists = null;
    this.tries = 0;
  }
}
