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
    clearTimeout(this.resting);
    clearTimeout(this.lists);
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

  /** Ask for what never came. */
  ask(missing) {
    const now = performance.now();
    if (now - this.asked < ASK_EVERY) return;
    this.asked = now;
    this.setTrigger("missing", missing);
  }

  /** Lists of selected words ought to come; a message may have been lost. */
  wantLists(film, words) {
    const missing = words.filter((word) => film.hasListGap(word));
    if (missing.length === 0 || film.count === 0) {
      this.forgetLists();
    } else if (!this.lists && this.tries < PATIENCE.length) {
      this.lists = setTimeout(() => {
        this.lists = null;
        const still = words.filter((word) => film.hasListGap(word));
        if (still.length) this.ask({ run: film.run, from: film.count, words: false, lists: still });
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
